package org.realfm.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The races are of equals, and their arithmetic is right.
class RacesTest {

    @Test
    void theDoubleLoopFindsTheSame() {
        assertThat(ReaderRace.Readings.of(3, 12, 5).agrees()).isTrue();
    }

    @Test
    void whatIsRacedHasAnInterval() {
        assertThat(ReaderRace.Readings.of(8, 200, 6).analyse()).isBetween(0.001, 0.2);
    }

    @Test
    void exponentsAreSlopesOfLogarithms() {
        double[] sizes = {10, 100, 1000};
        assertThat(Races.exponent(sizes, new double[] {3, 300, 30_000})).isCloseTo(2, within(1e-12));
    }

    @Test
    void theMedianIsOfTheRuns() {
        List<Integer> runs = new ArrayList<>();
        Times times = Times.of(2, 4, () -> runs.add(0));
        assertThat(runs).hasSize(6);
        assertThat(times.seconds()).hasSize(4).isSorted();
        assertThat(new Times(new double[] {3, 1, 2}).median()).isEqualTo(2);
        assertThat(new Times(new double[] {4, 1, 2, 3}).median()).isEqualTo(2.5);
        assertThat(new Times(new double[] {0.5}).words()).isEqualTo("500 ms (500 ms to 500 ms, 1 runs)");
    }

    @Test
    void aPeerThatIsNotThereIsLeftOut() {
        var data = Peer.data(new double[] {1}, new boolean[] {true}, new int[] {0});
        assertThat(Peer.run("no-such-interpreter", "delong.py", data, 1)).isEmpty();
        Peer.delete(data);
        assertThat(data).doesNotExist();
    }
}
