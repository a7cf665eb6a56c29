package org.realfm.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.realfm.stats.Golden.CLOSE;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TostTest {

    private static final Golden PYTHON = new Golden("equivalence.csv");
    private static final Golden R = new Golden("r.csv");

    private final double[] score = Golden.column("score");
    private final double[] other = Golden.column("other");
    private final boolean[] truth = Golden.truth();

    @Test
    void meansAgreeWithStatsmodels() {
        Tost apart = Tost.means(
                Arrays.copyOf(score, 60), Arrays.copyOfRange(score, 60, 140), -0.5, 0.4, 0.05);
        assertThat(apart.above()).isCloseTo(PYTHON.get("means", 0), CLOSE);
        assertThat(apart.below()).isCloseTo(PYTHON.get("means", 1), CLOSE);
        PYTHON.assertInterval(apart.difference(), "means", 2);
        Tost paired = Tost.pairedMeans(
                Arrays.copyOf(score, 60), Arrays.copyOf(other, 60), IntStream.range(0, 60).toArray(), -0.5, 0.4, 0.05);
        assertThat(paired.above()).isCloseTo(PYTHON.get("paired-means", 0), CLOSE);
        assertThat(paired.below()).isCloseTo(PYTHON.get("paired-means", 1), CLOSE);
        PYTHON.assertInterval(paired.difference(), "paired-means", 2);
    }

    @ParameterizedTest
    @CsvSource({"85,100,52,60", "9,40,3,35", "199,200,147,150"})
    void proportionsAgreeWithNumericalLikelihood(long k1, long n1, long k2, long n2) {
        Tost tost = Tost.proportions(k1, n1, k2, n2, -0.1, 0.1, 0.05);
        String name = "proportions." + k1 + "." + n1 + "." + k2 + "." + n2;
        assertThat(tost.above()).isCloseTo(PYTHON.get(name, 0), CLOSE);
        assertThat(tost.below()).isCloseTo(PYTHON.get(name, 1), CLOSE);
        assertThat(tost.difference().confidence()).isCloseTo(0.9, CLOSE);
    }

    @ParameterizedTest
    @CsvSource({"12,5,100", "3,3,60"})
    void pairedProportionsAgreeWithNumericalLikelihood(long b, long c, long n) {
        Tost tost = Tost.pairedProportions(b, c, n, -0.1, 0.1, 0.05);
        String name = "paired-proportions." + b + "." + c + "." + n;
        assertThat(tost.above()).isCloseTo(PYTHON.get(name, 0), CLOSE);
        assertThat(tost.below()).isCloseTo(PYTHON.get(name, 1), CLOSE);
    }

    @Test
    void aurocsAgreeWithDeLongsVarianceOfProc() {
        int[] own = IntStream.range(0, truth.length).toArray();
        Tost paired = Tost.pairedAurocs(score, other, truth, own, -0.02, 0.2, 0.05);
        double gap = R.get("auroc-difference", 0);
        double error = (R.get("auroc-difference", 2) - gap) / 1.959963984540054;
        assertThat(paired.above()).isCloseTo(StandardNormal.cumulative((-0.02 - gap) / error), CLOSE);
        assertThat(paired.below()).isCloseTo(StandardNormal.cumulative((gap - 0.2) / error), CLOSE);
        Estimate first = Auroc.estimate("a", score, truth, 0.9);
        Estimate second = Auroc.estimate("b", other, truth, 0.9);
        Tost unpaired = Tost.unpairedAurocs(first, second, -0.02, 0.2);
        assertThat(unpaired.p()).isGreaterThan(paired.p());
    }

    @Property(tries = 200)
    void testAndIntervalAgreeForMeans(@ForAll @IntRange(min = 2, max = 20) int n, @ForAll long seed) {
        SplitMix random = new SplitMix(seed);
        double[] first = IntStream.range(0, n).mapToDouble(i -> random.nextGaussian()).toArray();
        double[] second = IntStream.range(0, n + 3).mapToDouble(i -> random.nextGaussian()).toArray();
        Tost tost = Tost.means(first, second, -0.8, 0.7, 0.05);
        Estimate d = tost.difference();
        Assume.that(Math.abs(d.lower() + 0.8) > 1e-9 && Math.abs(d.upper() - 0.7) > 1e-9);
        assertThat(tost.equivalent(0.05)).isEqualTo(d.lower() > -0.8 && d.upper() < 0.7);
        Tost turned = Tost.means(second, first, -0.7, 0.8, 0.05);
        assertThat(turned.above()).isCloseTo(tost.below(), within(1e-12));
    }

    /// At the margin equivalence is claimed once in twenty studies.
    @Test
    void theLevelIsKeptAtTheMargin() {
        int claimed = 0;
        for (int r = 0; r < 4_000; r++) {
            SplitMix random = Seeds.generator(9, "tost", r);
            int k1 = 0;
            int k2 = 0;
            for (int i = 0; i < 300; i++) {
                k1 += random.nextDouble() < 0.9 ? 1 : 0;
                k2 += random.nextDouble() < 0.8 ? 1 : 0;
            }
            claimed += Tost.proportions(k1, 300, k2, 300, -0.1, 0.1, 0.05).equivalent(0.05) ? 1 : 0;
        }
        assertThat(claimed / 4_000.0).isBetween(0.035, 0.06);
    }

    @Test
    void edges() {
        double[] same = {2, 2, 2};
        assertThat(Tost.means(same, same, -1, 1, 0.05).p()).isZero();
        assertThat(Tost.means(same, new double[] {9, 9}, -1, 1, 0.05).p()).isOne();
        assertThat(Tost.pairedMeans(same, same, new int[] {0, 1, 2}, -1, 1, 0.05).p()).isZero();
        assertThat(Tost.proportions(0, 5, 0, 5, -0.1, 0.1, 0.05).p()).isBetween(0.2, 0.5);
        assertThat(Tost.proportions(5, 5, 0, 5, -0.1, 0.1, 0.05).p()).isGreaterThan(0.99);
        assertThat(Tost.pairedProportions(0, 0, 10, -0.1, 0.1, 0.05).p()).isBetween(0.05, 0.5);
        assertThatThrownBy(() -> Tost.means(new double[] {1}, same, -1, 1, 0.05)).hasMessageContaining("two values");
        assertThatThrownBy(() -> Tost.means(same, same, 1, -1, 0.05)).hasMessageContaining("margins");
        assertThatThrownBy(() -> Tost.means(same, same, -1, 1, 0.5)).hasMessageContaining("alpha");
        assertThatThrownBy(() -> Tost.pairedMeans(same, same, new int[3], -1, 1, 0.05)).hasMessageContaining("patients");
        assertThatThrownBy(() -> Tost.proportions(1, 0, 0, 5, -0.1, 0.1, 0.05)).hasMessageContaining("at least one");
        assertThatThrownBy(() -> Tost.proportions(1, 2, 0, 5, -1, 0.1, 0.05)).hasMessageContaining("difference");
        assertThatThrownBy(() -> Tost.means(new double[] {1, Double.NaN}, same, -1, 1, 0.05)).hasMessageContaining("finite");
    }
}
