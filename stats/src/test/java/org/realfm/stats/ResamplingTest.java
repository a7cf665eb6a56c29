package org.realfm.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.realfm.stats.Golden.CLOSE;

import java.util.Arrays;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

/// Intervals of the bootstrap against R's boot on the same replicates, adjusted p-values and pooled sites.
class ResamplingTest {

    private static final Golden R = new Golden("resampling_r.csv");
    private static final int ROWS = 40;

    private final Table table = Table.golden("boot.csv");
    private final double[] values = row(0);
    private final double[][] replicates = IntStream.rangeClosed(1, 999)
            .mapToObj(b -> statistic(row(b)))
            .toArray(double[][]::new);

    private double[] row(int row) {
        double[] cells = new double[ROWS];
        Arrays.setAll(cells, k -> table.number("x" + (k + 1), row));
        return cells;
    }

    /// The mean and its standard error, without the correction for the degrees of freedom in neither.
    private double[] statistic(double[] counts) {
        double mean = Mean.weighted(values, counts);
        double squares = 0;
        for (int i = 0; i < ROWS; i++) {
            squares += counts[i] * (values[i] - mean) * (values[i] - mean);
        }
        return new double[] {mean, Math.sqrt(squares / (ROWS * (ROWS - 1)))};
    }

    @Test
    void percentileStudentisedAndBcaAgreeWithBoot() {
        double[] sample = statistic(Proportion.ones(ROWS));
        assertThat(sample[0]).isCloseTo(R.get("value", 0), CLOSE);
        assertThat(sample[1]).isCloseTo(R.get("value", 1), CLOSE);
        double[] means = Bootstrap.column(replicates, 0);
        R.assertInterval(Bootstrap.percentile("m", sample[0], means, 0.95, ROWS), "percentile", 0);
        R.assertInterval(
                Bootstrap.studentised("m", sample[0], sample[1], means, Bootstrap.column(replicates, 1), 0.95, ROWS),
                "studentised", 0);
        Bootstrap.Plan plan = Bootstrap.plan(IntStream.range(0, ROWS).toArray(), 1, 1);
        double[][] jackknife = Bootstrap.jackknife(
                plan, counts -> statistic(Arrays.stream(counts).asDoubleStream().toArray()));
        double acceleration = Bootstrap.acceleration(plan, Bootstrap.column(jackknife, 0));
        assertThat(acceleration).isCloseTo(R.get("acceleration"), CLOSE);
        R.assertInterval(Bootstrap.bca("m", sample[0], means, acceleration, 0.95, ROWS), "bca", 0);
    }

    @Test
    void theStudentisedFormOfAPlanIsThatOfItsReplicates() {
        Bootstrap.Plan plan = Bootstrap.plan(IntStream.range(0, ROWS).toArray(), 400, 6);
        java.util.function.Function<int[], double[]> statistic =
                counts -> statistic(Arrays.stream(counts).asDoubleStream().toArray());
        double[][] drawn = Bootstrap.replicate(plan, statistic);
        double[] sample = statistic.apply(plan.ones());
        Estimate direct = Bootstrap.studentised("m", plan, statistic, 0.9);
        assertThat(direct).isEqualTo(Bootstrap.studentised(
                "m", sample[0], sample[1], Bootstrap.column(drawn, 0), Bootstrap.column(drawn, 1), 0.9, ROWS));
    }

    @Test
    void jointReplicatesOfSeveralStatisticsDoNotDependOnThreads() throws Exception {
        boolean[] truth = Golden.truth();
        double[] risk = Golden.column("risk");
        RankedScores ranked = RankedScores.of(risk, truth);
        Bootstrap.Plan plan = Bootstrap.plan(Golden.cluster(), truth, 100, 2);
        double[][][] found = new double[3][][];
        int[] threads = {1, 2, 7};
        for (int k = 0; k < threads.length; k++) {
            try (ForkJoinPool pool = new ForkJoinPool(threads[k])) {
                found[k] = pool.submit(() -> Bootstrap.replicate(plan, counts -> {
                            double[] weight = Calibration.weights(Proportion.ones(counts.length), counts);
                            return new double[] {
                                ranked.auroc(i -> counts[i]), ranked.averagePrecision(i -> counts[i]),
                                Calibration.of(risk, truth).weightedBy(weight).brier(0.95).value()
                            };
                        }))
                        .get();
            }
        }
        assertThat(found[1]).isDeepEqualTo(found[0]);
        assertThat(found[2]).isDeepEqualTo(found[0]);
        Bootstrap.Plan again = Bootstrap.plan(Golden.cluster(), truth, 100, 2);
        assertThat(Bootstrap.column(Bootstrap.replicate(again, c -> new double[] {ranked.auroc(i -> c[i])}), 0))
                .isEqualTo(Bootstrap.column(found[0], 0));
    }

    @Property(tries = 50)
    void intervalsMoveWithTheScale(
            @ForAll @DoubleRange(min = 0.1, max = 9) double scale, @ForAll @DoubleRange(min = -5, max = 5) double shift) {
        double[] sample = statistic(Proportion.ones(ROWS));
        double[] means = Bootstrap.column(replicates, 0);
        double[] errors = Bootstrap.column(replicates, 1);
        double[] moved = Arrays.stream(means).map(v -> shift + scale * v).toArray();
        double[] wider = Arrays.stream(errors).map(v -> scale * v).toArray();
        Estimate plain = Bootstrap.studentised("m", sample[0], sample[1], means, errors, 0.95, ROWS);
        Estimate other = Bootstrap.studentised(
                "m", shift + scale * sample[0], scale * sample[1], moved, wider, 0.95, ROWS);
        assertThat(other.lower()).isCloseTo(shift + scale * plain.lower(), CLOSE);
        assertThat(other.upper()).isCloseTo(shift + scale * plain.upper(), CLOSE);
    }

    @Test
    void studentisedEdges() {
        double[] same = {3, 3, 3};
        assertThat(Bootstrap.studentised("m", 3, 0, same, new double[3], 0.95, 3).upper()).isEqualTo(3);
        assertThatThrownBy(() -> Bootstrap.studentised("m", 3, 1, same, new double[3], 0.95, 3))
                .hasMessageContaining("undefined on 3 of 3");
        assertThatThrownBy(() -> Bootstrap.studentised("m", 3, Double.NaN, same, same, 0.95, 3))
                .hasMessageContaining("standard error");
    }

    @Test
    void adjustedPValuesAgreeWithR() {
        double[] p = {0.01, 0.04, 0.03, 0.005, 0.5, 0.04};
        double[] found = Multiplicity.benjaminiYekutieli(p);
        for (int i = 0; i < p.length; i++) {
            assertThat(found[i]).isCloseTo(R.get("by", i), CLOSE);
        }
        assertThat(Multiplicity.benjaminiYekutieli(new double[0])).isEmpty();
        assertThatThrownBy(() -> Multiplicity.benjaminiYekutieli(new double[] {Double.NaN}))
                .hasMessageContaining("p-value 0");
    }

    @Test
    void maxTPValuesAgreeWithItsIntervals() {
        SplitMix random = new SplitMix(4);
        double[][] drawn = new double[1_999][5];
        for (double[] row : drawn) {
            double common = random.nextGaussian();
            Arrays.setAll(row, k -> k == 4 ? 7 : (k + 1) * (common + random.nextGaussian()) / Math.sqrt(2));
        }
        double[] value = {0.5, 4, -8, 14, 7};
        for (double[] row : drawn) {
            Arrays.setAll(row, k -> k == 4 ? 7 : row[k] + value[k]);
        }
        double[] error = {1, 2, 3, 4, 0};
        double[] p = MaxT.pValues(value, error, drawn);
        MaxT intervals = MaxT.of(value, error, drawn, 0.95);
        for (int k = 0; k < 5; k++) {
            boolean excludes = intervals.lower()[k] > 0 || intervals.upper()[k] < 0;
            assertThat(p[k] <= 0.05).as("quantity " + k).isEqualTo(excludes);
            assertThat(p[k]).isBetween(1 / 2_000.0, 1.0);
        }
        assertThat(MaxT.pValues(new double[] {0}, new double[] {0}, new double[][] {{0}, {0}})[0]).isOne();
    }

    @Test
    void pooledSitesAgreeWithMetafor() {
        double[] y = {0.62, 0.10, 0.45, -0.05, 0.80, 0.31};
        double[] s = {0.15, 0.22, 0.10, 0.30, 0.25, 0.12};
        MetaAnalysis pooled = MetaAnalysis.pool("x", y, s, 0.95);
        R.assertEstimate(pooled.mean(), "meta");
        assertThat(pooled.tau2()).isCloseTo(R.get("meta", 3), CLOSE);
        assertThat(pooled.i2()).isCloseTo(R.get("meta", 4), CLOSE);
        assertThat(pooled.q()).isCloseTo(R.get("meta", 5), CLOSE);
        R.assertInterval(pooled.prediction(), "meta-prediction", 0);
    }
}
