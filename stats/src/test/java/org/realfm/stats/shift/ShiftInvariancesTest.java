package org.realfm.stats.shift;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;
import org.realfm.stats.SplitMix;

/// What may not matter to distances, and how it must matter.
class ShiftInvariancesTest {

    private static final Offset<Double> EXACT = Offset.offset(1e-9);

    /// Values in steps of a half, so that there are ties.
    private static double[] draw(long seed, int n) {
        SplitMix random = new SplitMix(seed);
        double[] values = new double[n];
        Arrays.setAll(values, i -> Math.round(4 * random.nextGaussian()) / 2.0);
        return values;
    }

    private static double[][] columns(double[] values) {
        return Arrays.stream(values).mapToObj(v -> new double[] {v, 0}).toArray(double[][]::new);
    }

    @Property(tries = 200)
    void distancesAreSymmetricAndOfPairsOfRows(
            @ForAll long seed, @ForAll @IntRange(min = 2, max = 12) int n, @ForAll @IntRange(min = 2, max = 12) int m) {
        double[] x = draw(seed, n);
        double[] y = draw(~seed, m);
        assertThat(Wasserstein.distance(x, y).value()).isCloseTo(Wasserstein.distance(y, x).value(), EXACT);
        double energy = EnergyDistance.distance(x, y).value();
        assertThat(energy).isCloseTo(EnergyDistance.distance(y, x).value(), EXACT);
        assertThat(energy).isCloseTo(EnergyDistance.distance(columns(x), columns(y)).value(), EXACT);
        assertThat(KolmogorovSmirnov.test(x, y).p()).isCloseTo(KolmogorovSmirnov.test(y, x).p(), EXACT);
        assertThat(MeanDiscrepancy.unbiased(columns(x), columns(y)).value())
                .isCloseTo(MeanDiscrepancy.unbiased(columns(y), columns(x)).value(), EXACT);
    }

    @Property(tries = 200)
    void unitsMatterAsTheyShould(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int n, @ForAll @IntRange(min = -9, max = 9) int move) {
        double[] x = draw(seed, n);
        double[] y = draw(~seed, n + 3);
        double[] movedX = Arrays.stream(x).map(v -> 3 * v + move).toArray();
        double[] movedY = Arrays.stream(y).map(v -> 3 * v + move).toArray();
        assertThat(Wasserstein.distance(movedX, movedY).value())
                .isCloseTo(3 * Wasserstein.distance(x, y).value(), EXACT);
        assertThat(EnergyDistance.distance(movedX, movedY).value())
                .isCloseTo(3 * EnergyDistance.distance(x, y).value(), EXACT);
        assertThat(MeanDiscrepancy.biased(columns(movedX), columns(movedY)).value())
                .isCloseTo(MeanDiscrepancy.biased(columns(x), columns(y)).value(), EXACT);
        double[] bentX = Arrays.stream(x).map(Math::exp).toArray();
        double[] bentY = Arrays.stream(y).map(Math::exp).toArray();
        assertThat(KolmogorovSmirnov.distance(bentX, bentY).value())
                .isCloseTo(KolmogorovSmirnov.distance(x, y).value(), EXACT);
        double[] shifted = Arrays.stream(x).map(v -> v + move).toArray();
        assertThat(Wasserstein.distance(x, shifted).value()).isCloseTo(Math.abs(move), EXACT);
    }

    @Property(tries = 200)
    void theOrderOfRowsAndTheirDuplicationDoNotMatter(@ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int n) {
        double[] x = draw(seed, n);
        double[] y = draw(~seed, 7);
        double[] twice = IntStream.range(0, 2 * n).mapToDouble(i -> x[n - 1 - i / 2]).toArray();
        assertThat(Wasserstein.distance(twice, y).value()).isCloseTo(Wasserstein.distance(x, y).value(), EXACT);
        assertThat(EnergyDistance.distance(twice, y).value()).isCloseTo(EnergyDistance.distance(x, y).value(), EXACT);
        assertThat(EnergyDistance.distance(columns(twice), columns(y)).value())
                .isCloseTo(EnergyDistance.distance(x, y).value(), EXACT);
        assertThat(KolmogorovSmirnov.distance(twice, y).value())
                .isCloseTo(KolmogorovSmirnov.distance(x, y).value(), EXACT);
        assertThat(MeanDiscrepancy.biased(columns(twice), columns(y), 2).value())
                .isCloseTo(MeanDiscrepancy.biased(columns(x), columns(y), 2).value(), EXACT);
        assertThat(Wasserstein.distance(x, x).value()).isZero();
    }

    @Property(tries = 100)
    void sharesStayShares(@ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int n) {
        SplitMix random = new SplitMix(seed);
        double[][] probability = IntStream.range(0, n)
                .mapToObj(i -> {
                    double[] row = random.doubles(3).toArray();
                    double sum = Arrays.stream(row).sum();
                    return Arrays.stream(row).map(v -> v / sum).toArray();
                })
                .toArray(double[][]::new);
        double[] found = LabelShift.byExpectation(new double[] {0.5, 0.3, 0.2}, probability).prevalence();
        assertThat(Arrays.stream(found).sum()).isCloseTo(1, EXACT);
        assertThat(Arrays.stream(found).min().orElseThrow()).isNotNegative();
    }
}
