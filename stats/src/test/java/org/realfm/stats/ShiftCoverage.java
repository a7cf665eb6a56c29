package org.realfm.stats;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.realfm.stats.CoverageSimulation.Scenario;
import org.realfm.stats.CoverageSimulation.Shot;
import org.realfm.stats.shift.ClassifierTwoSample;
import org.realfm.stats.shift.Distance;
import org.realfm.stats.shift.EnergyDistance;
import org.realfm.stats.shift.JensenShannon;
import org.realfm.stats.shift.KolmogorovSmirnov;
import org.realfm.stats.shift.LabelShift;
import org.realfm.stats.shift.MeanDiscrepancy;
import org.realfm.stats.shift.PopulationStability;
import org.realfm.stats.shift.Wasserstein;

/// Rows of the coverage table for shift, and how often its tests reject what is true.
///
/// Two normal samples of 80 and 60, at equal means and one standard deviation apart; categories of known shares; label
/// shift from a prevalence of 0.3 to 0.6 with binormal scores.
final class ShiftCoverage {

    private static final double CONFIDENCE = 0.95;
    private static final double[] FIRST = {0.4, 0.3, 0.2, 0.1};
    private static final double[] SECOND = {0.25, 0.25, 0.25, 0.25};
    private static final String APART = "80 and 60, one SD apart, B 400";
    private static final String EQUAL = "80 and 60, no shift, B 400";

    static final String NOTES = """
            - The interval of a Kolmogorov-Smirnov statistic is too high too often: the largest gap is not a smooth function of
              the data. Use Wasserstein's or the energy distance where an interval matters.
            - A distance's interval holds 0 unless a permutation test rejects equality, so without a shift it covers at least
              as often as promised.
            - A line "p > 0.05" counts how often a test does not reject what is true.
            """;

    private ShiftCoverage() {}

    static List<Scenario> scenarios() {
        double root = Math.sqrt(Math.PI);
        double halfway = StandardNormal.cumulative(0.5);
        // E|Z| for Z normal with mean 1 and variance 2, and with mean 0.
        double moved = 2 / root * Math.exp(-0.25) + 1 - 2 * StandardNormal.cumulative(-1 / Math.sqrt(2));
        double psi = 0;
        for (int j = 0; j < FIRST.length; j++) {
            psi += (SECOND[j] - FIRST[j]) * Math.log(SECOND[j] / FIRST[j]);
        }
        double js = JensenShannon.ofShares(FIRST, SECOND, JensenShannon.Unit.BITS);
        return List.of(
                normal("Kolmogorov-Smirnov, bootstrap", 1, 2 * halfway - 1, KolmogorovSmirnov::distance),
                normal("Kolmogorov-Smirnov, bootstrap", 0, 0, KolmogorovSmirnov::distance),
                normal("Wasserstein-1, bootstrap", 1, 1, Wasserstein::distance),
                normal("Wasserstein-1, bootstrap", 0, 0, Wasserstein::distance),
                normal("energy distance, bootstrap", 1, 2 * moved - 4 / root, EnergyDistance::distance),
                normal("energy distance, bootstrap", 0, 0, EnergyDistance::distance),
                normal("MMD^2 unbiased, bootstrap", 1, discrepancy(), (x, y) ->
                        MeanDiscrepancy.unbiased(columns(x), columns(y), 1)),
                normal("MMD^2 unbiased, bootstrap", 0, 0, (x, y) ->
                        MeanDiscrepancy.unbiased(columns(x), columns(y), 1)),
                categories("PSI, bootstrap", SECOND, psi, (x, y) -> PopulationStability.ofCategories(x, y, 4, 0.5)),
                categories("PSI, bootstrap", FIRST, 0, (x, y) -> PopulationStability.ofCategories(x, y, 4, 0.5)),
                categories("Jensen-Shannon, bootstrap", SECOND, js, (x, y) ->
                        JensenShannon.ofCategories(x, y, 4, JensenShannon.Unit.BITS)),
                categories("Jensen-Shannon, bootstrap", FIRST, 0, (x, y) ->
                        JensenShannon.ofCategories(x, y, 4, JensenShannon.Unit.BITS)),
                new Scenario("BBSE prevalence, bootstrap percentile", "source 200, target 150 at 0.6, B 400", 0.93,
                        random -> labelShift(random, true)),
                new Scenario("EM prevalence, bootstrap percentile", "target 150 at 0.6, known probabilities, B 400",
                        0.93, random -> labelShift(random, false)),
                new Scenario("classifier AUROC, DeLong on the other half", "two samples of 100 without shift, 3 variables", 0.93,
                        ShiftCoverage::classifier),
                rejects("exact p, Kolmogorov-Smirnov", random -> KolmogorovSmirnov.test(
                                gaussian(random, 30, 0), gaussian(random, 20, 0))
                        .p()),
                rejects("permutation p, energy distance", random -> EnergyDistance.distance(
                                gaussian(random, 30, 0), gaussian(random, 20, 0))
                        .test(199, random.nextLong())
                        .p()),
                rejects("permutation p, PSI in 5 bins", random -> PopulationStability.ofQuantiles(
                                gaussian(random, 30, 0), gaussian(random, 20, 0), 5, 0.5)
                        .test(199, random.nextLong())
                        .p()),
                rejects("permutation p, MMD", random -> MeanDiscrepancy.unbiased(
                                columns(gaussian(random, 30, 0)), columns(gaussian(random, 20, 0)))
                        .test(199, random.nextLong())
                        .p()),
                rejects("permutation p, classifier", random -> ClassifierTwoSample.of(
                                columns(gaussian(random, 20, 0)), columns(gaussian(random, 16, 0)), 2, random.nextLong())
                        .test(39, random.nextLong())
                        .p()));
    }

    private interface Test {
        double p(SplitMix random);
    }

    /// A test as an interval: it holds 0 where the test does not reject.
    private static Scenario rejects(String name, Test test) {
        return new Scenario(name + " > 0.05", "no shift", 0.93, random -> {
            double p = test.p(random);
            double lower = p <= 0.05 ? 0.5 : 0;
            return List.of(new Shot(new Estimate("p", 0.5, lower, 1, CONFIDENCE, "test", 1), 0));
        });
    }

    private static Scenario normal(
            String method, double shift, double truth, BiFunction<double[], double[], Distance> distance) {
        double atLeast = method.startsWith("Kolmogorov") ? 0.89 : 0.92;
        return new Scenario(method, shift > 0 ? APART : EQUAL, atLeast, random -> shots(
                distance.apply(gaussian(random, 80, 0), gaussian(random, 60, shift)), truth, random));
    }

    private static Scenario categories(
            String method, double[] share, double truth, BiFunction<int[], int[], Distance> distance) {
        String setting = share == FIRST ? "150 and 120, no shift, B 400" : "150 and 120 in 4 categories, B 400";
        return new Scenario(method, setting, 0.92, random -> shots(
                distance.apply(drawn(random, 150, FIRST), drawn(random, 120, share)), truth, random));
    }

    private static List<Shot> shots(Distance distance, double truth, SplitMix random) {
        return List.of(new Shot(distance.estimate("d", 400, random.nextLong(), CONFIDENCE), truth));
    }

    private static double[] gaussian(SplitMix random, int n, double mean) {
        double[] values = new double[n];
        Arrays.setAll(values, i -> mean + random.nextGaussian());
        return values;
    }

    private static double[][] columns(double[] values) {
        return Arrays.stream(values).mapToObj(v -> new double[] {v}).toArray(double[][]::new);
    }

    /// E k(X, Y) under the kernel of bandwidth 1, where X - Y is normal with mean d and variance 2, is
    /// exp(-d^2 / 6) / sqrt(3).
    private static double discrepancy() {
        return 2 / Math.sqrt(3) * (1 - Math.exp(-1 / 6.0));
    }

    private static int[] drawn(SplitMix random, int n, double[] share) {
        return IntStream.range(0, n)
                .map(i -> {
                    double u = random.nextDouble();
                    int c = 0;
                    while (c < share.length - 1 && u >= share[c]) {
                        u -= share[c++];
                    }
                    return c;
                })
                .toArray();
    }

    /// Scores of the ill have mean 1.5; the model knows the posterior at a prevalence of 0.3 and calls at one half.
    private static List<Shot> labelShift(SplitMix random, boolean confusion) {
        int[] truth = drawn(random, 200, new double[] {0.7, 0.3});
        int[] called = Arrays.stream(truth).map(y -> probability(random, y) >= 0.5 ? 1 : 0).toArray();
        int[] there = drawn(random, 150, new double[] {0.4, 0.6});
        double[] score = Arrays.stream(there).mapToDouble(y -> probability(random, y)).toArray();
        if (confusion) {
            int[] target = Arrays.stream(score).mapToInt(p -> p >= 0.5 ? 1 : 0).toArray();
            Bootstrap.Plan plan = LabelShift.plan(
                    IntStream.range(0, 200).toArray(), IntStream.range(200, 350).toArray(), 400, random.nextLong());
            return LabelShift.byConfusion("q", truth, called, target, 2, 1, plan, CONFIDENCE).stream()
                    .map(q -> new Shot(q, 0.6))
                    .toList();
        }
        double[][] probability =
                Arrays.stream(score).mapToObj(p -> new double[] {1 - p, p}).toArray(double[][]::new);
        Bootstrap.Plan plan = Bootstrap.plan(IntStream.range(0, 150).toArray(), 400, random.nextLong());
        return List.of(new Shot(
                LabelShift.byExpectation("q", new double[] {0.7, 0.3}, probability, 1, plan, CONFIDENCE), 0.6));
    }

    private static double probability(SplitMix random, int ill) {
        double x = 1.5 * ill + random.nextGaussian();
        return StandardNormal.expit(Math.log(0.3 / 0.7) + 1.5 * x - 1.5 * 1.5 / 2);
    }

    private static List<Shot> classifier(SplitMix random) {
        double[][] first = IntStream.range(0, 100).mapToObj(i -> gaussian(random, 3, 0)).toArray(double[][]::new);
        double[][] second = IntStream.range(0, 100).mapToObj(i -> gaussian(random, 3, 0)).toArray(double[][]::new);
        return List.of(new Shot(ClassifierTwoSample.of(first, second, 5, random.nextLong()).auroc("a", CONFIDENCE), 0.5));
    }
}
