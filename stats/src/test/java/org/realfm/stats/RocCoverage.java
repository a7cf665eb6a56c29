package org.realfm.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.realfm.stats.CoverageSimulation.Scenario;
import org.realfm.stats.CoverageSimulation.Shot;
import org.realfm.stats.ThresholdChoice.Held;

/// Rows of the coverage table for thresholds, partial areas, average precision and averages of AUROCs.
///
/// Negatives score standard normal, positives normal around [#SHIFT].
final class RocCoverage {

    static final String NOTES = """
            - A threshold chosen for a sensitivity: all intervals hold, those of the threshold itself with a little to spare in
              small classes. (Percentiles of re-chosen thresholds did not, which is why Woodruff's interval is used.)
            - The partial AUROC's percentile interval lies above the truth too often with 50 patients a class, not with 200.
            """;

    private static final double CONFIDENCE = 0.95;
    private static final double SHIFT = 1.8;

    private RocCoverage() {}

    static List<Scenario> scenarios() {
        List<Scenario> scenarios = new ArrayList<>();
        for (int size : new int[] {50, 200}) {
            String setting = "sensitivity 0.90, " + size + " + " + size;
            scenarios.add(new Scenario("threshold, order statistics", setting, 0.94, random -> threshold(random, size)));
            scenarios.add(new Scenario(
                    "sensitivity at the chosen threshold, exact", setting, 0.94, random -> held(random, size)));
            scenarios.add(new Scenario("threshold, Woodruff", setting, 0.93,
                    random -> bootstrapped(random, size, 0, 1)));
            scenarios.add(new Scenario("sensitivity at the chosen threshold, bootstrap re-chosen", setting + ", B 500",
                    0.9, random -> bootstrapped(random, size, 1, 500)));
            scenarios.add(new Scenario("specificity at a fixed sensitivity, bootstrap re-chosen", setting + ", B 500",
                    0.9, random -> bootstrapped(random, size, 2, 500)));
        }
        scenarios.add(new Scenario("partial AUROC, bootstrap percentile", "FPR to 0.2, 50 + 50, B 500", 0.9,
                random -> partial(random, 50, 500)));
        scenarios.add(new Scenario("partial AUROC, bootstrap percentile", "FPR to 0.2, 200 + 200, B 250", 0.92,
                random -> partial(random, 200, 250)));
        scenarios.add(new Scenario("average precision, bootstrap percentile", "prevalence 0.2, 40 + 160, B 500", 0.9,
                random -> precision(random, 40, 500)));
        scenarios.add(new Scenario("average precision, bootstrap percentile", "prevalence 0.2, 100 + 400, B 250", 0.92,
                random -> precision(random, 100, 250)));
        scenarios.add(new Scenario("macro AUROC, DeLong, logit scale", "3 labels, correlated scores, 100 patients", 0.94,
                random -> List.of(labels(random).estimates().get(3)).stream()
                        .map(e -> new Shot(e, 0.8))
                        .toList()));
        scenarios.add(new Scenario("3 AUROCs and their averages at once, simultaneous", "3 labels, correlated scores, 100 patients", 0.94,
                random -> labels(random).simultaneous(1).stream()
                        .map(e -> new Shot(e, 0.8))
                        .toList()));
        scenarios.add(new Scenario("Hand-Till, DeLong, logit scale", "3 classes of 60, 30 and 30", 0.94,
                RocCoverage::handTill));
        return scenarios;
    }

    private static boolean[] truth(int positives, int negatives) {
        boolean[] truth = new boolean[positives + negatives];
        Arrays.fill(truth, 0, positives, true);
        return truth;
    }

    private static double[] scores(SplitMix random, boolean[] truth) {
        double[] score = new double[truth.length];
        Arrays.setAll(score, i -> random.nextGaussian() + (truth[i] ? SHIFT : 0));
        return score;
    }

    private static int[] own(int n) {
        return IntStream.range(0, n).toArray();
    }

    /// Where 90% of the positives lie above.
    private static double populationThreshold() {
        return SHIFT - StandardNormal.quantile(0.9);
    }

    private static List<Shot> threshold(SplitMix random, int size) {
        boolean[] truth = truth(size, size);
        return List.of(new Shot(
                ThresholdChoice.exact(Held.SENSITIVITY, 0.9, scores(random, truth), truth, CONFIDENCE)
                        .orElseThrow()
                        .threshold(),
                populationThreshold()));
    }

    private static List<Shot> held(SplitMix random, int size) {
        boolean[] truth = truth(size, size);
        ThresholdChoice choice = ThresholdChoice.exact(
                        Held.SENSITIVITY, 0.9, scores(random, truth), truth, CONFIDENCE)
                .orElseThrow();
        return List.of(new Shot(
                choice.held(), StandardNormal.cumulative(SHIFT - choice.threshold().value())));
    }

    private static List<Shot> bootstrapped(SplitMix random, int size, int which, int replicates) {
        boolean[] truth = truth(size, size);
        Bootstrap.Plan plan = Bootstrap.plan(own(2 * size), truth, replicates, random.nextLong());
        ThresholdChoice choice = ThresholdChoice.bootstrap(
                        Held.SENSITIVITY, 0.9, scores(random, truth), truth, plan, CONFIDENCE)
                .orElseThrow();
        return List.of(
                switch (which) {
                    case 0 -> new Shot(choice.threshold(), populationThreshold());
                    case 1 -> new Shot(
                            choice.held(), StandardNormal.cumulative(SHIFT - choice.threshold().value()));
                    default -> new Shot(choice.other(), StandardNormal.cumulative(populationThreshold()));
                });
    }

    private static List<Shot> partial(SplitMix random, int size, int replicates) {
        boolean[] truth = truth(size, size);
        Bootstrap.Plan plan = Bootstrap.plan(own(2 * size), truth, replicates, random.nextLong());
        double area = integral(fpr -> StandardNormal.cumulative(SHIFT + StandardNormal.quantile(fpr)), 0, 0.2);
        return List.of(new Shot(
                Auroc.partial("p", scores(random, truth), truth, 0, 0.2, plan, CONFIDENCE),
                RankedScores.standardised(area, 0, 0.2)));
    }

    private static List<Shot> precision(SplitMix random, int positives, int replicates) {
        boolean[] truth = truth(positives, 4 * positives);
        Bootstrap.Plan plan = Bootstrap.plan(own(5 * positives), truth, replicates, random.nextLong());
        double average = integral(
                recall -> 0.2 * recall
                        / (0.2 * recall + 0.8 * StandardNormal.cumulative(StandardNormal.quantile(recall) - SHIFT)),
                0, 1);
        return List.of(new Shot(Auroc.averagePrecision("a", scores(random, truth), truth, plan, CONFIDENCE), average));
    }

    /// By the midpoint rule.
    private static double integral(DoubleUnaryOperator f, double from, double to) {
        int cells = 2_000;
        double width = (to - from) / cells;
        return width
                * IntStream.range(0, cells).mapToDouble(i -> f.applyAsDouble(from + (i + 0.5) * width)).sum();
    }

    /// Three labels of prevalence 0.4 with AUROC 0.8 each; scores of one patient correlate by 0.5.
    private static ManyAurocs labels(SplitMix random) {
        double shift = Math.sqrt(2) * StandardNormal.quantile(0.8);
        double[][] score = new double[3][100];
        boolean[][] truth = new boolean[3][100];
        for (int i = 0; i < 100; i++) {
            double common = random.nextGaussian();
            for (int k = 0; k < 3; k++) {
                truth[k][i] = random.nextDouble() < 0.4;
                score[k][i] = Math.sqrt(0.5) * (common + random.nextGaussian()) + (truth[k][i] ? shift : 0);
            }
        }
        return ManyAurocs.labels(List.of("a", "b", "c"), score, truth, own(100), CONFIDENCE);
    }

    /// Class k has the score of class k raised by 1.2: every pair has the AUROC of two normals 1.2 apart.
    private static List<Shot> handTill(SplitMix random) {
        int[] label = IntStream.range(0, 120).map(i -> i < 60 ? 0 : i < 90 ? 1 : 2).toArray();
        double[][] score = new double[3][120];
        for (int k = 0; k < 3; k++) {
            int own = k;
            Arrays.setAll(score[k], i -> random.nextGaussian() + (label[i] == own ? 1.2 : 0));
        }
        Estimate found = ManyAurocs.classes(List.of("a", "b", "c"), score, label, own(120), CONFIDENCE)
                .estimates()
                .getLast();
        return List.of(new Shot(found, StandardNormal.cumulative(1.2 / Math.sqrt(2))));
    }
}
