package org.realfm.stats;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.realfm.stats.CoverageSimulation.Scenario;
import org.realfm.stats.CoverageSimulation.Shot;
import org.realfm.stats.sequential.ConfidenceSequence;
import org.realfm.stats.sequential.GroupSequential;
import org.realfm.stats.sequential.GroupSequential.Sides;
import org.realfm.stats.sequential.Spending;

/// Rows of the coverage table for intervals that are looked at more than once. Those of a confidence sequence cover
/// where all of them hold the truth, from the first look to the last.
final class SequentialCoverage {

    private static final double CONFIDENCE = 0.95;
    private static final int LAST = 300;
    private static final double INFORMATION = 25;
    private static final GroupSequential PLAN =
            GroupSequential.of(new double[] {0.3, 0.6, 1}, 0.05, Sides.TWO, Spending.obrienFleming());
    private static final GroupSequential EARLY =
            GroupSequential.of(new double[] {0.3, 0.6, 1}, 0.05, Sides.TWO, Spending.pocock());

    private SequentialCoverage() {}

    static List<Scenario> scenarios() {
        return List.of(
                new Scenario("anytime-valid, beta-binomial mixture", "p 0.90, at all n from 1 to 300 at once", 0.95,
                        random -> proportions(random, 0.9, true)),
                new Scenario("anytime-valid, beta-binomial mixture", "p 0.50, at all n from 1 to 300 at once", 0.95,
                        random -> proportions(random, 0.5, true)),
                new Scenario("Wilson, ignoring that it is looked at often", "p 0.90, at all n from 10 to 300 at once",
                        0.5, random -> proportions(random, 0.9, false)),
                new Scenario("anytime-valid, betting", "squares of uniform numbers, at n 10, 20, ..., 300 at once",
                        0.95, SequentialCoverage::means),
                new Scenario("group sequential, stagewise ordering", "3 looks, O'Brien-Fleming type, drift 2.5", 0.94,
                        random -> stopped(random, PLAN, 2.5, true)),
                new Scenario("group sequential, stagewise ordering", "3 looks, Pocock type, drift 2.5", 0.94,
                        random -> stopped(random, EARLY, 2.5, true)),
                new Scenario("group sequential, repeated", "3 looks, O'Brien-Fleming type, drift 2.5, after stopping",
                        0.94, random -> stopped(random, PLAN, 2.5, false)));
    }

    private static List<Shot> proportions(SplitMix random, double p, boolean anytime) {
        boolean[] hit = new boolean[LAST];
        for (int i = 0; i < LAST; i++) {
            hit[i] = random.nextDouble() < p;
        }
        int first = anytime ? 1 : 10;
        int[] sums = new int[LAST + 1];
        for (int i = 0; i < LAST; i++) {
            sums[i + 1] = sums[i] + (hit[i] ? 1 : 0);
        }
        IntFunction<Estimate> at = n -> anytime
                ? ConfidenceSequence.proportion("p", sums[n], n, CONFIDENCE)
                : Proportion.wilson("p", sums[n], n, CONFIDENCE);
        // The last look comes first, so that the width that is shown is that of all data.
        return IntStream.rangeClosed(0, LAST - first).mapToObj(k -> new Shot(at.apply(LAST - k), p)).toList();
    }

    private static List<Shot> means(SplitMix random) {
        double[] x = new double[LAST];
        for (int i = 0; i < LAST; i++) {
            double u = random.nextDouble();
            x[i] = u * u;
        }
        return IntStream.rangeClosed(0, LAST / 10 - 1)
                .map(k -> LAST - 10 * k)
                .mapToObj(n -> new Shot(
                        ConfidenceSequence.mean("m", Arrays.copyOf(x, n), 0, 1, CONFIDENCE), 1.0 / 3))
                .toList();
    }

    /// A study that stops at the first look beyond its boundary, or the last.
    private static List<Shot> stopped(SplitMix random, GroupSequential plan, double drift, boolean adjusted) {
        double[] looks = {0.3, 0.6, 1};
        double path = 0;
        double before = 0;
        for (int k = 0; k < looks.length; k++) {
            double step = looks[k] - before;
            path += drift * step + Math.sqrt(step) * random.nextGaussian();
            before = looks[k];
            double z = path / Math.sqrt(looks[k]);
            if (plan.stops(k, z) || k == looks.length - 1) {
                Estimate estimate = adjusted
                        ? plan.adjusted("effect", k, z, INFORMATION, CONFIDENCE)
                        : plan.repeated("effect", k, z, INFORMATION);
                return List.of(new Shot(estimate, drift / Math.sqrt(INFORMATION)));
            }
        }
        throw new AssertionError("the last look stops");
    }
}
