package org.realfm.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HoldingTest {

    private static final int R = Holding.REPLICATES;
    private static final int[] RISING = IntStream.range(0, R).toArray();
    private static final int[] FALLING = IntStream.range(0, R).map(r -> R - 1 - r).toArray();

    private static Holding atLeast(double probability, int[] ascending) {
        return Holding.ordered(probability, 1 - probability, 0, ascending);
    }

    @Test
    void asManyReplicatesHoldAsTheProbabilitySays() {
        assertThat(atLeast(0.7, RISING).replicates().orElseThrow().cardinality()).isEqualTo(1400);
        assertThat(atLeast(1, RISING).replicates().orElseThrow().cardinality()).isEqualTo(R);
        assertThat(atLeast(0, RISING).replicates().orElseThrow().cardinality()).isZero();
        Holding between = Holding.ordered(0.6, 0.1, 0.3, RISING);
        assertThat(between.replicates().orElseThrow().nextSetBit(0)).isEqualTo(200);
        assertThat(between.replicates().orElseThrow().length()).isEqualTo(1400);
    }

    @Test
    void whatGoesTogetherHoldsTogether() {
        assertThat(atLeast(0.7, RISING).and(atLeast(0.9, RISING)).probability()).isEqualTo(0.7);
        assertThat(atLeast(0.7, RISING).and(atLeast(0.9, FALLING)).probability()).isEqualTo(0.6);
    }

    @Test
    void withoutReplicatesShortfallsAddUp() {
        assertThat(Holding.of(0.7).and(Holding.of(0.9)).probability()).isEqualTo(0.6, within(1e-12));
        assertThat(Holding.of(0.3).and(atLeast(0.2, RISING)).probability()).isZero();
        assertThat(Holding.of(0.7).and(atLeast(0.9, RISING)).replicates()).isEmpty();
    }

    @Test
    void itsReplicatesAreItsOwn() {
        BitSet bits = new BitSet();
        bits.set(3);
        Holding holding = new Holding(0.1, Optional.of(bits));
        bits.clear();
        assertThat(holding.replicates().orElseThrow().get(3)).isTrue();
    }

    @Test
    void whatIsNoProbability() {
        for (double wrong : new double[] {-0.1, 1.1, Double.NaN}) {
            assertThatThrownBy(() -> Holding.of(wrong)).hasMessageContaining("[0, 1]");
        }
    }
}
