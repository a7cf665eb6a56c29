package org.realfm.stats;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.realfm.stats.CoverageSimulation.Scenario;
import org.realfm.stats.CoverageSimulation.Shot;
import org.realfm.stats.dependence.ConditionalPermutation;
import org.realfm.stats.dependence.InverseProbability;
import org.realfm.stats.dependence.InverseProbability.Target;
import org.realfm.stats.dependence.PartialCorrelation;
import org.realfm.stats.dependence.StandardisedDifference;

/// Rows of the coverage table for balance, partial correlation and weighting, and how often tests reject what is true.
///
/// Weighting: two standard normal covariates, treatment with the logit (a + b) / 2, an outcome a + b + 1 for the treated
/// with standard normal noise, so that every target's effect is 1 and the plain difference of means is about 1.9.
final class DependenceCoverage {

    private static final double CONFIDENCE = 0.95;

    static final String NOTES = """
            - The standardised difference of a categorical attribute takes the covariance of the shares as known: good up to
              about 0.5, too narrow for groups as far apart as 1.
            """;

    private DependenceCoverage() {}

    static List<Scenario> scenarios() {
        return List.of(
                new Scenario("SMD of a continuous attribute, Bonett", "0.5, 60 and 40, SD 1 and 2", 0.93, random ->
                        shots(StandardisedDifference.continuous(
                                "d", normal(random, 60, 0.5 * Math.sqrt(2.5), 1), normal(random, 40, 0, 2), CONFIDENCE),
                                0.5)),
                new Scenario("Hedges' g, noncentral t", "0.5, 15 and 12", 0.93, random -> shots(
                        StandardisedDifference.hedges(
                                "d", normal(random, 15, 0.5, 1), normal(random, 12, 0, 1), CONFIDENCE), 0.5)),
                new Scenario("SMD of a binary attribute", "0.3 of 80 and 0.5 of 60", 0.93, random -> shots(
                        StandardisedDifference.binary(
                                "d", count(random, 80, 0.3), 80, count(random, 60, 0.5), 60, CONFIDENCE),
                        -0.2 / Math.sqrt(0.23))),
                new Scenario("SMD of a binary attribute", "0.05 of 100 and 0.10 of 100", 0.93, random -> shots(
                        StandardisedDifference.binary(
                                "d", count(random, 100, 0.05), 100, count(random, 100, 0.1), 100, CONFIDENCE),
                        -0.05 / Math.sqrt((0.0475 + 0.09) / 2))),
                categorical(new double[] {0.4, 0.3, 0.2, 0.1}),
                categorical(new double[] {0.3, 0.3, 0.2, 0.2}),
                categorical(new double[] {0.1, 0.2, 0.3, 0.4}),
                new Scenario("partial correlation, Fisher z", "0.4 given 3 variables, n 50", 0.93, random -> {
                    double[][] z = rows(random, 50, 3);
                    double[] x = new double[50];
                    double[] y = new double[50];
                    for (int i = 0; i < 50; i++) {
                        double own = random.nextGaussian();
                        x[i] = own + z[i][0];
                        y[i] = 0.4 * own + Math.sqrt(1 - 0.16) * random.nextGaussian() + z[i][0] - z[i][1];
                    }
                    return PartialCorrelation.of(x, y, z).stream()
                            .map(r -> new Shot(r.estimate("r", CONFIDENCE), 0.4))
                            .toList();
                }),
                weighting(Target.ALL, 200, false),
                weighting(Target.ALL, 1_000, false),
                weighting(Target.TREATED, 200, false),
                weighting(Target.OVERLAP, 200, false),
                weighting(Target.OVERLAP, 200, true),
                rejects("Fisher z p", random -> {
                    Triple t = Triple.draw(random, 40);
                    return PartialCorrelation.of(t.x, t.y, t.z).orElseThrow().p();
                }),
                rejects("conditional permutation p, normal model fitted", random -> {
                    Triple t = Triple.draw(random, 60);
                    return ConditionalPermutation.gaussian(
                                    t.x, t.z, 99, random.nextLong(), ConditionalPermutation.correlation(t.x, t.y, t.z))
                            .p();
                }),
                rejects("conditional permutation p, true law, y not adjusted", random -> {
                    Triple t = Triple.draw(random, 60);
                    return ConditionalPermutation.given(
                                    60, (value, given) -> -Math.pow(t.x[value] - t.z[given][0], 2) / 2, 99,
                                    random.nextLong(),
                                    ConditionalPermutation.correlation(t.x, t.y, new double[60][0]))
                            .p();
                }));
    }

    /// x and y are both z and noise.
    @SuppressWarnings("ArrayRecordComponent")
    private record Triple(double[] x, double[] y, double[][] z) {

        static Triple draw(SplitMix random, int n) {
            double[][] z = rows(random, n, 1);
            return new Triple(
                    Arrays.stream(z).mapToDouble(v -> v[0] + random.nextGaussian()).toArray(),
                    Arrays.stream(z).mapToDouble(v -> v[0] + random.nextGaussian()).toArray(), z);
        }
    }

    private interface Test {
        double p(SplitMix random);
    }

    /// A test as an interval: it holds 0 where the test does not reject.
    private static Scenario rejects(String name, Test test) {
        return new Scenario(name + " > 0.05", "x and y independent given z", 0.93, random -> {
            double lower = test.p(random) <= 0.05 ? 0.5 : 0;
            return shots(new Estimate("p", 0.5, lower, 1, CONFIDENCE, "test", 1), 0);
        });
    }

    private static Scenario categorical(double[] share) {
        double[] other = {0.4, 0.3, 0.2, 0.1};
        double truth = StandardisedDifference.ofShares(share, other);
        String setting = String.format(Locale.ROOT, "%.2f, 4 categories, 100 and 80", truth);
        return new Scenario("SMD of a categorical attribute, noncentral chi-squared", setting, truth > 0.9 ? 0.87 : 0.92, random -> shots(
                StandardisedDifference.categorical(
                        "d", counts(random, 100, share), counts(random, 80, other), CONFIDENCE), truth));
    }

    private static Scenario weighting(Target target, int n, boolean pairs) {
        String setting = (pairs ? n + " patients of 1 or 2 rows" : n + " rows") + ", 2 covariates";
        return new Scenario("IPW difference, " + target, setting, 0.92, random -> {
            int[] patient = IntStream.range(0, n)
                    .flatMap(p -> IntStream.range(0, pairs ? 1 + random.nextInt(2) : 1).map(i -> p))
                    .toArray();
            double[][] own = rows(random, n, 2);
            double[] common = normal(random, n, 0, pairs ? 1 : 0);
            double[][] covariate = Arrays.stream(patient).mapToObj(p -> own[p]).toArray(double[][]::new);
            boolean[] group = new boolean[n];
            for (int p = 0; p < n; p++) {
                group[p] = random.nextDouble() < StandardNormal.expit((own[p][0] + own[p][1]) / 2);
            }
            boolean[] treated = new boolean[patient.length];
            double[] outcome = new double[patient.length];
            for (int i = 0; i < treated.length; i++) {
                treated[i] = group[patient[i]];
                outcome[i] = covariate[i][0] + covariate[i][1] + (treated[i] ? 1 : 0) + common[patient[i]]
                        + random.nextGaussian();
            }
            return InverseProbability.fit(covariate, treated, patient, target).stream()
                    .map(weighted -> new Shot(weighted.difference("d", outcome, CONFIDENCE), 1))
                    .toList();
        });
    }

    private static List<Shot> shots(Estimate estimate, double truth) {
        return List.of(new Shot(estimate, truth));
    }

    private static double[] normal(SplitMix random, int n, double mean, double deviation) {
        double[] values = new double[n];
        Arrays.setAll(values, i -> mean + deviation * random.nextGaussian());
        return values;
    }

    private static double[][] rows(SplitMix random, int n, int columns) {
        return IntStream.range(0, n).mapToObj(i -> normal(random, columns, 0, 1)).toArray(double[][]::new);
    }

    private static int count(SplitMix random, int n, double p) {
        return (int) random.doubles(n).filter(u -> u < p).count();
    }

    private static int[] counts(SplitMix random, int n, double[] share) {
        int[] counts = new int[share.length];
        for (int i = 0; i < n; i++) {
            double u = random.nextDouble();
            int c = 0;
            while (c < share.length - 1 && u >= share[c]) {
                u -= share[c++];
            }
            counts[c]++;
        }
        return counts;
    }
}
