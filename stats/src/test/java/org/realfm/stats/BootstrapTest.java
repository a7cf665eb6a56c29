package org.realfm.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.realfm.stats.Golden.CLOSE;
import static org.realfm.stats.Golden.PYTHON;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BootstrapTest {

    private final boolean[] truth = Golden.truth();
    private final int[] cluster = Golden.cluster();
    private final double[] score = Golden.column("score");

    @Test
    void patientsAreDrawnWholeWithinTheirStrata() {
        int[] patient = {7, 7, 7, 3, 3, 9, 1, 2};
        int[] stratum = {0, 0, 0, 0, 0, 1, 1, 1};
        Bootstrap.Plan plan = Bootstrap.plan(patient, stratum, 50, 42);
        for (int b = 0; b < 50; b++) {
            int[] counts = plan.counts(b);
            assertThat(counts[0]).isEqualTo(counts[1]).isEqualTo(counts[2]);
            assertThat(counts[3]).isEqualTo(counts[4]);
            assertThat(counts[0] + counts[3]).isEqualTo(2);
            assertThat(counts[5] + counts[6] + counts[7]).isEqualTo(3);
            assertThat(plan.rows(b)).hasSize(Arrays.stream(counts).sum()).isSorted();
            double[] weights = plan.weights(b);
            assertThat(weights[0] + weights[3]).isCloseTo(2, CLOSE);
            assertThat(weights[5] + weights[6] + weights[7]).isCloseTo(3, CLOSE);
        }
        assertThat(plan.without(0)).containsExactly(0, 0, 0, 1, 1, 1, 1, 1);
        assertThat(plan.clusters()).isEqualTo(5);
    }

    @Test
    void aPatientInSeveralStrataIsAStratumOfItsKind() {
        int[] patient = {0, 0, 1, 2, 3, 3};
        int[] stratum = {0, 1, 0, 1, 0, 1};
        Bootstrap.Plan plan = Bootstrap.plan(patient, stratum, 20, 1);
        for (int b = 0; b < 20; b++) {
            int[] counts = plan.counts(b);
            assertThat(counts[0] + counts[4]).isEqualTo(2);
            assertThat(counts[2]).isOne();
            assertThat(counts[3]).isOne();
        }
    }

    @Test
    void resultsDoNotDependOnThreads() throws Exception {
        RankedScores ranked = RankedScores.of(score, truth);
        Bootstrap.Plan plan = Bootstrap.plan(cluster, truth, 200, 9);
        double[][] many = replicate(plan, ranked, 4);
        double[][] single = replicate(plan, ranked, 1);
        assertThat(many).isDeepEqualTo(single);
        double[] alone = IntStream.range(0, 200)
                .mapToDouble(b -> {
                    int[] counts = plan.counts(199 - b);
                    return ranked.auroc(i -> counts[i]);
                })
                .toArray();
        for (int b = 0; b < 200; b++) {
            assertThat(alone[199 - b]).isEqualTo(many[b][0]);
        }
    }

    private static double[][] replicate(Bootstrap.Plan plan, RankedScores ranked, int threads) throws Exception {
        try (ForkJoinPool pool = new ForkJoinPool(threads)) {
            return pool.submit(() -> Bootstrap.replicate(
                            plan, counts -> new double[] {ranked.auroc(i -> counts[i])}))
                    .get();
        }
    }

    @Test
    void theStandardErrorOfTheClusterBootstrapIsThatOfObuchowski() {
        RankedScores ranked = RankedScores.of(score, truth);
        Bootstrap.Plan plan = Bootstrap.plan(cluster, 3_000, 17);
        double[][] replicates =
                Bootstrap.replicate(plan, counts -> new double[] {ranked.auroc(i -> counts[i])});
        double theory = Math.sqrt(PYTHON.get("auroc.clustered", 2));
        assertThat(Bootstrap.standardErrors(replicates)[0]).isBetween(0.93 * theory, 1.07 * theory);
    }

    @Test
    void intervalsAgreeWithTheReference() {
        double[] replicates = Golden.replicates();
        PYTHON.assertInterval(Bootstrap.percentile("x", 2.9, replicates, 0.95, 1), "percentile", 0);
        PYTHON.assertInterval(Bootstrap.bca("x", 2.9, replicates, 0.07, 0.95, 1), "bca", 0);
    }

    @Test
    void accelerationOfAMeanIsItsSkewnessOverSixRootN() {
        double[] values = {1, 2, 3, 5, 8, 13, 21};
        Bootstrap.Plan plan = Bootstrap.plan(IntStream.range(0, 7).toArray(), 10, 1);
        double[][] jackknife = Bootstrap.jackknife(plan, counts -> new double[] {mean(values, counts)});
        double mean = Arrays.stream(values).average().orElseThrow();
        double m2 = Arrays.stream(values).map(v -> Math.pow(v - mean, 2)).sum();
        double m3 = Arrays.stream(values).map(v -> Math.pow(v - mean, 3)).sum();
        assertThat(Bootstrap.acceleration(plan, Bootstrap.column(jackknife, 0)))
                .isCloseTo(m3 / (6 * Math.pow(m2, 1.5)), CLOSE);
        Estimate bca = Bootstrap.bca("mean", plan, counts -> mean(values, counts), 0.9);
        assertThat(bca.value()).isCloseTo(mean, CLOSE);
    }

    private static double mean(double[] values, int[] counts) {
        double sum = 0;
        double n = 0;
        for (int i = 0; i < values.length; i++) {
            sum += counts[i] * values[i];
            n += counts[i];
        }
        return sum / n;
    }

    @Test
    void undefinedReplicatesAreLeftOutOrRefused() {
        double[] replicates = new double[100];
        Arrays.setAll(replicates, i -> i < 4 ? Double.NaN : i);
        assertThat(Bootstrap.percentile("x", 50, replicates, 0.9, 1).upper()).isFinite();
        Arrays.fill(replicates, 0, 10, Double.NaN);
        assertThatThrownBy(() -> Bootstrap.percentile("x", 50, replicates, 0.9, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("undefined on 10 of 100");
        assertThat(Bootstrap.bca("x", 1000, new double[] {1, 2, 3}, 0, 0.9, 1).method())
                .isEqualTo("bootstrap percentile");
    }

    @Test
    void theSmallerClassIsCountedInPatients() {
        assertThat(Bootstrap.smallestClass(
                        new int[] {1, 1, 1, 2, 3}, new boolean[] {true, true, true, false, false}))
                .isOne();
    }

    @Test
    void maxTIsWiderThanOneAtATimeAndIgnoresCertainQuantities() {
        SplitMix random = new SplitMix(4);
        double[][] replicates = new double[4_000][6];
        for (double[] row : replicates) {
            Arrays.setAll(row, k -> k == 5 ? 7 : random.nextGaussian() * (k + 1));
        }
        double[] values = {0, 0, 0, 0, 0, 7};
        MaxT maxT = MaxT.of(values, new double[] {1, 2, 3, 4, 5, 0}, replicates, 0.95);
        assertThat(maxT.critical()).isBetween(2.50, 2.65); // exact for five independent: 2.5688
        assertThat(maxT.lower()[5]).isEqualTo(7);
        List<Estimate> estimates = maxT.estimates(List.of("a", "b", "c", "d", "e", "f"), new long[6]);
        assertThat(estimates.get(4).upper()).isCloseTo(5 * maxT.critical(), CLOSE);
    }

    @Test
    void studentisedMaxTWithEqualErrorsIsThePlainOne() {
        SplitMix random = new SplitMix(5);
        double[][] replicates = new double[500][3];
        for (double[] row : replicates) {
            Arrays.setAll(row, k -> random.nextGaussian());
        }
        double[] errors = {1, 1, 1};
        double[][] same = new double[500][];
        Arrays.fill(same, errors);
        double[][] doubled = new double[500][];
        Arrays.fill(doubled, new double[] {0.5, 0.5, 0.5});
        double plain = MaxT.of(new double[3], errors, replicates, 0.95).critical();
        assertThat(MaxT.studentised(new double[3], errors, replicates, same, 0.95).critical()).isEqualTo(plain);
        assertThat(MaxT.studentised(new double[3], errors, replicates, doubled, 0.95).critical())
                .isCloseTo(2 * plain, CLOSE);
    }

    @Test
    void seedsAreStable() {
        assertThat(new SplitMix(1234567).nextLong()).isEqualTo(6457827717110365317L);
        assertThat(Seeds.derive(7, "tech.calibration", 0)).isEqualTo(Seeds.derive(7, "tech.calibration", 0));
        long[] seeds = IntStream.range(0, 1_000).mapToLong(i -> Seeds.derive(7, "a", i)).distinct().toArray();
        assertThat(seeds).hasSize(1_000);
        assertThat(Seeds.derive(7, "a", 1)).isNotEqualTo(Seeds.derive(7, "b", 1));
        assertThat(Seeds.derive(8, "a", 1)).isNotEqualTo(Seeds.derive(7, "a", 1));
    }

    @Test
    void theGeneratorIsUniformAndNormal() {
        SplitMix random = Seeds.generator(3, "test", 0);
        int[] seen = new int[7];
        double sum = 0;
        double squares = 0;
        int n = 70_000;
        for (int i = 0; i < n; i++) {
            seen[random.nextInt(7)]++;
            double g = random.nextGaussian();
            sum += g;
            squares += g * g;
        }
        double chi2 = Arrays.stream(seen).mapToDouble(s -> (s - n / 7.0) * (s - n / 7.0) / (n / 7.0)).sum();
        assertThat(chi2).isLessThan(22.5); // 0.999 quantile, 6 degrees of freedom
        assertThat(sum / n).isBetween(-0.015, 0.015);
        assertThat(squares / n).isBetween(0.98, 1.02);
    }

    @Test
    void clustersAreNumberedAsTheyAppear() {
        int[][] ids = {{7, 3, 7, -2, 3}, {Integer.MAX_VALUE, Integer.MIN_VALUE, Integer.MAX_VALUE, 0, Integer.MIN_VALUE}};
        for (int[] of : ids) {
            Clusters clusters = Clusters.of(of);
            assertThat(clusters.of()).containsExactly(0, 1, 0, 2, 1);
            assertThat(clusters.count()).isEqualTo(3);
        }
        assertThat(Clusters.of(new int[0]).count()).isZero();
        assertThat(Clusters.of(new int[] {-5}).of()).containsExactly(0);
    }
}
