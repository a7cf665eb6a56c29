package org.realfm.stats;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.realfm.stats.CoverageSimulation.Scenario;
import org.realfm.stats.CoverageSimulation.Shot;

/// Rows of the coverage table for bootstrap-t, likelihood ratios, predictive values and unpaired differences.
final class ResamplingCoverage {

    private static final double CONFIDENCE = 0.95;

    private ResamplingCoverage() {}

    static List<Scenario> scenarios() {
        return List.of(
                new Scenario("bootstrap-t", "mean of a lognormal, n 60, B 500", 0.90, random -> skewed(random, true)),
                new Scenario("bootstrap percentile", "mean of a lognormal, n 60, B 500", 0.85,
                        random -> skewed(random, false)),
                new Scenario("DeLong, unpaired", "AUROC 0.90 of 100 + 100, 0.80 of 60 + 60", 0.93,
                        ResamplingCoverage::unpaired),
                new Scenario("LR+, log", "sensitivity 0.85, specificity 0.90, 60 + 120", 0.93, random -> List.of(
                        new Shot(table(random, 60, 120).positiveLikelihoodRatio(CONFIDENCE).orElseThrow(), 8.5))),
                new Scenario("LR-, log", "sensitivity 0.85, specificity 0.90, 60 + 120", 0.93, random -> List.of(
                        new Shot(table(random, 60, 120).negativeLikelihoodRatio(CONFIDENCE).orElseThrow(), 0.15 / 0.9))),
                new Scenario("LR-, log, 0.5 in empty cells", "sensitivity 0.85, specificity 0.90, 15 + 20", 0.93,
                        random -> List.of(new Shot(
                                table(random, 15, 20).negativeLikelihoodRatio(CONFIDENCE).orElseThrow(), 0.15 / 0.9))),
                new Scenario("PPV at prevalence 0.02", "sensitivity 0.85, specificity 0.90, 60 + 120", 0.93,
                        random -> List.of(new Shot(
                                table(random, 60, 120).ppvAt(0.02, CONFIDENCE).orElseThrow(),
                                0.02 * 0.85 / (0.02 * 0.85 + 0.98 * 0.1)))),
                new Scenario("NPV at prevalence 0.02", "sensitivity 0.85, specificity 0.90, 60 + 120", 0.93,
                        random -> List.of(new Shot(
                                table(random, 60, 120).npvAt(0.02, CONFIDENCE).orElseThrow(),
                                0.98 * 0.9 / (0.98 * 0.9 + 0.02 * 0.15)))));
    }

    private static List<Shot> skewed(SplitMix random, boolean studentised) {
        double[] values = IntStream.range(0, 60).mapToDouble(i -> Math.exp(random.nextGaussian())).toArray();
        Bootstrap.Plan plan = Bootstrap.plan(IntStream.range(0, 60).toArray(), 500, random.nextLong());
        Estimate found = studentised
                ? Bootstrap.studentised("m", plan, counts -> meanAndError(values, counts), CONFIDENCE)
                : Bootstrap.percentile("m", plan, counts -> meanAndError(values, counts)[0], CONFIDENCE);
        return List.of(new Shot(found, Math.exp(0.5)));
    }

    private static double[] meanAndError(double[] values, int[] counts) {
        double[] weight = Arrays.stream(counts).asDoubleStream().toArray();
        double mean = Mean.weighted(values, weight);
        double squares = 0;
        for (int i = 0; i < values.length; i++) {
            squares += weight[i] * (values[i] - mean) * (values[i] - mean);
        }
        return new double[] {mean, Math.sqrt(squares) / values.length};
    }

    private static Estimate auroc(SplitMix random, int size, double auroc) {
        boolean[] truth = new boolean[2 * size];
        Arrays.fill(truth, 0, size, true);
        double shift = Math.sqrt(2) * StandardNormal.quantile(auroc);
        double[] score = new double[2 * size];
        Arrays.setAll(score, i -> random.nextGaussian() + (truth[i] ? shift : 0));
        return Auroc.estimate("a", score, truth, CONFIDENCE);
    }

    private static List<Shot> unpaired(SplitMix random) {
        return List.of(new Shot(Auroc.unpaired("d", auroc(random, 100, 0.9), auroc(random, 60, 0.8)), 0.1));
    }

    private static DiagnosticTable table(SplitMix random, int positives, int negatives) {
        boolean[] truth = new boolean[positives + negatives];
        Arrays.fill(truth, 0, positives, true);
        boolean[] called = new boolean[truth.length];
        for (int i = 0; i < called.length; i++) {
            called[i] = random.nextDouble() < (truth[i] ? 0.85 : 0.1);
        }
        return DiagnosticTable.of(called, truth);
    }
}
