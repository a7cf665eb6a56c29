package org.realfm.stats;

import java.util.Arrays;
import java.util.OptionalInt;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/// One proportion: sensitivity, specificity, a miss rate, a share of the sample.
///
/// `successes` of `n` are counts of independent items; where several items come from one patient use the clustered
/// forms. `confidence` lies strictly between 0 and 1. With `n` of 0 there is no proportion: IllegalArgumentException.
public final class Proportion {

    private static final int LARGEST_SAMPLE = 1_000_000;

    private Proportion() {}

    /// Limits of an interval.
    record Limits(double lower, double upper) {}

    /// Wilson score interval, two-sided: centre (p + z^2/2n) / (1 + z^2/n),
    /// half-width z sqrt(p(1-p)/n + z^2/4n^2) / (1 + z^2/n).
    ///
    /// Source: Wilson 1927; Brown, Cai & DasGupta 2001, doi:10.1214/ss/1009213286.
    public static Estimate wilson(String name, long successes, long n, double confidence) {
        counts(successes, n);
        double p = (double) successes / n;
        Limits limits = wilsonLimits(p, (double) n, StandardNormal.critical(confidence));
        return new Estimate(name, p, limits.lower, limits.upper, confidence, "Wilson", n);
    }

    /// Wilson limits for a share `p` seen in `n` items, where `n` may be an effective number and no integer.
    static Limits wilsonLimits(double p, double n, double z) {
        double z2 = z * z;
        double centre = (p + z2 / (2 * n)) / (1 + z2 / n);
        double half = z * Math.sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n);
        double lower = p == 0 ? 0 : Math.max(0, centre - half);
        double upper = p == 1 ? 1 : Math.min(1, centre + half);
        return new Limits(Math.min(lower, p), Math.max(upper, p));
    }

    /// Clopper-Pearson ("exact") interval, two-sided.
    ///
    /// Source: Clopper & Pearson 1934.
    public static Estimate clopperPearson(String name, long successes, long n, double confidence) {
        counts(successes, n);
        Require.confidence(confidence);
        double tail = (1 - confidence) / 2;
        return new Estimate(
                name, (double) successes / n, exactLower(successes, n, tail), exactUpper(successes, n, tail),
                confidence, "Clopper-Pearson", n);
    }

    /// One-sided upper Clopper-Pearson limit, for rare harms; the lower end is 0.
    /// Without an event it is 1 - (1 - confidence)^(1/n), about 3/n at 0.95.
    ///
    /// Source: Hanley & Lippman-Hand 1983, doi:10.1001/jama.1983.03330370053031.
    public static Estimate clopperPearsonUpper(String name, long successes, long n, double confidence) {
        counts(successes, n);
        Require.confidence(confidence);
        double upper = exactUpper(successes, n, 1 - confidence);
        String method = "Clopper-Pearson, one-sided upper";
        return new Estimate(name, (double) successes / n, 0, upper, confidence, method, n);
    }

    /// One-sided lower Clopper-Pearson limit; the upper end is 1.
    public static Estimate clopperPearsonLower(String name, long successes, long n, double confidence) {
        counts(successes, n);
        Require.confidence(confidence);
        double lower = exactLower(successes, n, 1 - confidence);
        String method = "Clopper-Pearson, one-sided lower";
        return new Estimate(name, (double) successes / n, lower, 1, confidence, method, n);
    }

    static double exactLower(long successes, long n, double tail) {
        return successes == 0
                ? 0
                : BetaDistribution.of((double) successes, n - successes + 1.0).inverseCumulativeProbability(tail);
    }

    static double exactUpper(long successes, long n, double tail) {
        return successes == n
                ? 1
                : BetaDistribution.of(successes + 1.0, (double) (n - successes)).inverseSurvivalProbability(tail);
    }

    /// A proportion of items of which several may come from one patient: the ratio estimator with the variance
    /// K/(K-1) sum_i (sum_j (y_ij - p))^2 / N^2 over K clusters and N items, and the Wilson interval at the effective
    /// number n_eff = p(1-p)/Var.
    ///
    /// n_eff never exceeds N, so negative correlation within patients is not credited. Where the variance is 0 (every
    /// item a success, or none, or every patient alike) n_eff is K. With one item a patient this is plain Wilson.
    ///
    /// @param success for each item, whether it was one
    /// @param cluster for each item, the patient it comes from
    /// @return the estimate; `n` is the number of patients
    ///
    /// Source: Rao & Scott 1992, doi:10.2307/2532311.
    public static Estimate clustered(String name, boolean[] success, int[] cluster, double confidence) {
        Require.sameLength(success.length, cluster.length, "cluster");
        boolean[] all = new boolean[success.length];
        Arrays.fill(all, true);
        return ratio(name, all, success, ones(success.length), Clusters.of(cluster), confidence);
    }

    /// As [#clustered(String, boolean[], int[], double)], with a sampling weight for each item.
    public static Estimate clustered(
            String name, boolean[] success, double[] weight, int[] cluster, double confidence) {
        Require.sameLength(success.length, cluster.length, "cluster");
        Require.sameLength(success.length, weight.length, "weight");
        boolean[] all = new boolean[success.length];
        Arrays.fill(all, true);
        return ratio(name, all, success, weight, Clusters.of(cluster), confidence);
    }

    /// The share of successes among the member rows, weighted, by cluster.
    static Estimate ratio(
            String name, boolean[] member, boolean[] success, double[] weight, Clusters clusters, double confidence) {
        double total = 0;
        double hits = 0;
        int items = 0;
        boolean weighted = false;
        double first = Double.NaN;
        for (int i = 0; i < member.length; i++) {
            if (member[i]) {
                items++;
                total += weight[i];
                hits += success[i] ? weight[i] : 0;
                first = items == 1 ? weight[i] : first;
                weighted |= weight[i] != first;
            }
        }
        Require.that(items > 0 && total > 0, name + ": no item to take a proportion of");
        double p = Math.min(1, hits / total);
        double[] residual = new double[clusters.count()];
        double[] size = new double[clusters.count()];
        for (int i = 0; i < member.length; i++) {
            if (member[i]) {
                int c = clusters.of()[i];
                residual[c] += weight[i] * ((success[i] ? 1 : 0) - p);
                size[c] += weight[i];
            }
        }
        int k = (int) Arrays.stream(size).filter(s -> s > 0).count();
        if (k == items && !weighted) {
            return wilson(name, Math.round(p * items), items, confidence);
        }
        double squares = Arrays.stream(residual).map(r -> r * r).sum();
        double variance = k > 1 ? k / (k - 1.0) * squares / (total * total) : 0;
        double sizes = Arrays.stream(size).map(s -> s * s).sum();
        double fallback = weighted ? Math.min(k, total * total / sizes) : k;
        boolean degenerate = squares <= 1e-24 * total * total || k == 1;
        double effective = degenerate ? fallback : Math.min(items, p * (1 - p) / variance);
        Limits limits = wilsonLimits(p, effective, StandardNormal.critical(confidence));
        return new Estimate(name, p, limits.lower, limits.upper, confidence, "Wilson, Rao-Scott n_eff", k);
    }

    static double[] ones(int n) {
        double[] ones = new double[n];
        Arrays.fill(ones, 1);
        return ones;
    }

    /// The smallest number of items at which the Wilson interval around the share `p` is at most `halfWidth` to either
    /// side, found by search (the textbook z^2 p(1-p)/h^2 is optimistic near 0 and 1).
    public static int wilsonSampleSize(double p, double halfWidth, double confidence) {
        Require.share(p, "p");
        Require.interior(halfWidth, "half-width");
        double z = StandardNormal.critical(confidence);
        int low = 0;
        int high = 1;
        while (wilsonHalfWidth(p, high, z) > halfWidth) {
            Require.that(high < Integer.MAX_VALUE / 2, "half-width too small, found " + halfWidth);
            low = high;
            high *= 2;
        }
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (wilsonHalfWidth(p, middle, z) > halfWidth) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    private static double wilsonHalfWidth(double p, double n, double z) {
        return z * Math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n);
    }

    /// The probability that `n` items will show the floor to be met, where the true share is `p`:
    /// sum_k Bin(k; n, p) 1\[Wilson lower limit of k of n >= floor\].
    public static double probabilityMet(double p, int n, double floor, double confidence) {
        Require.share(p, "p");
        Require.share(floor, "floor");
        Require.notEmpty(n, "sample");
        double z = StandardNormal.critical(confidence);
        int low = -1;
        int high = n + 1;
        while (high - low > 1) {
            int k = (low + high) >>> 1;
            if (wilsonLimits((double) k / n, n, z).lower >= floor) {
                high = k;
            } else {
                low = k;
            }
        }
        return high > n ? 0 : high == 0 ? 1 : BinomialDistribution.of(n, p).survivalProbability(high - 1);
    }

    /// The smallest number of items with which the floor is shown to be met with at least the probability `power`.
    ///
    /// @return empty where `p` does not exceed the floor, or more than a million items would be needed
    public static OptionalInt sampleSizeToMeet(double p, double floor, double power, double confidence) {
        Require.interior(power, "power");
        if (p <= floor) {
            return OptionalInt.empty();
        }
        for (int n = 1; n <= LARGEST_SAMPLE; n++) {
            if (probabilityMet(p, n, floor, confidence) >= power) {
                return OptionalInt.of(n);
            }
        }
        return OptionalInt.empty();
    }

    static void counts(long successes, long n) {
        Require.that(n > 0, "a proportion needs at least one item");
        Require.that(
                successes >= 0 && successes <= n, "successes must lie in [0, " + n + "], found " + successes);
    }
}
