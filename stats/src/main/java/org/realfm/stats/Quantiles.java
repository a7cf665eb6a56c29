package org.realfm.stats;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/// Quantiles of a sample.
public final class Quantiles {

    private Quantiles() {}

    /// The q-quantile with a distribution-free interval between two order statistics: x_(l) and x_(u), where l is the
    /// largest rank with P(Bin(n, q) <= l - 1) <= alpha/2 and u the smallest with P(Bin(n, q) >= u) <= alpha/2.
    /// The point estimate is x_(ceil(nq)).
    ///
    /// An end for which the sample is too small is infinite: the upper end of a 95% interval for the 99th percentile is
    /// finite from n = 368 on.
    ///
    /// @param values any order, finite, at least one
    /// @param q      strictly between 0 and 1
    ///
    /// Source: David & Nagaraja 2003, Order Statistics, section 7.1.
    public static Estimate interval(String name, double[] values, double q, double confidence) {
        return bounded(name, values, q, confidence, (1 - confidence) / 2, true, "order statistics");
    }

    /// As [#interval], with a one-sided upper limit; the lower end is negative infinity. The limit at confidence 0.95
    /// is finite from n = 299 on for the 99th percentile, from n = 59 on for the 95th.
    public static Estimate upper(String name, double[] values, double q, double confidence) {
        return bounded(name, values, q, confidence, 1 - confidence, false, "order statistics, one-sided upper");
    }

    private static Estimate bounded(
            String name, double[] values, double q, double confidence, double tail, boolean twoSided,
            String method) {
        Require.confidence(confidence);
        Require.interior(q, "q");
        Require.notEmpty(values.length, name);
        Require.finite(values, name);
        int n = values.length;
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        BinomialDistribution binomial = BinomialDistribution.of(n, q);
        double lower = Double.NEGATIVE_INFINITY;
        if (twoSided) {
            int l = binomial.inverseCumulativeProbability(tail);
            while (l > 0 && binomial.cumulativeProbability(l - 1) > tail) {
                l--;
            }
            while (l < n && binomial.cumulativeProbability(l) <= tail) {
                l++;
            }
            lower = l == 0 ? lower : sorted[l - 1];
        }
        int u = Math.max(1, binomial.inverseSurvivalProbability(tail));
        while (u > 1 && binomial.survivalProbability(u - 2) <= tail) {
            u--;
        }
        while (u <= n && binomial.survivalProbability(u - 1) > tail) {
            u++;
        }
        double upper = u > n ? Double.POSITIVE_INFINITY : sorted[u - 1];
        double value = sorted[Math.clamp((long) Math.ceil(n * q), 1, n) - 1];
        return new Estimate(name, value, lower, upper, confidence, method, n);
    }

    /// The sample quantile with linear interpolation between order statistics at 1 + (n - 1) q (type 7 of Hyndman & Fan
    /// 1996, the default of R and NumPy).
    ///
    /// @param q in [0, 1]
    public static double of(double[] values, double q) {
        Require.share(q, "q");
        Require.notEmpty(values.length, "quantile");
        Require.that(Arrays.stream(values).noneMatch(Double::isNaN), "quantile: a value is NaN");
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return interpolate(sorted, (sorted.length - 1) * q);
    }

    /// As [#of], of values that are in ascending order already; they are not checked.
    public static double ofSorted(double[] sorted, double q) {
        Require.share(q, "q");
        Require.notEmpty(sorted.length, "quantile");
        return interpolate(sorted, (sorted.length - 1) * q);
    }

    /// The quantile of ascending values at (n + 1) q (type 6), within the sample.
    static double weibull(double[] sorted, double q) {
        return interpolate(sorted, (sorted.length + 1) * q - 1);
    }

    /// For each q the smallest value with at least the share q of the weight at or below it. Values without weight do not
    /// count; one at least has some.
    static double[] weighted(double[] values, double[] weights, double... q) {
        Integer[] order = IntStream.range(0, values.length)
                .filter(i -> weights[i] > 0)
                .boxed()
                .sorted((a, b) -> Double.compare(values[a], values[b]))
                .toArray(Integer[]::new);
        double total = Arrays.stream(weights).sum();
        double[] quantiles = new double[q.length];
        for (int k = 0; k < q.length; k++) {
            double target = q[k] * total * (1 - 1e-12);
            double sum = 0;
            quantiles[k] = values[order[order.length - 1]];
            for (int i : order) {
                sum += weights[i];
                if (sum >= target) {
                    quantiles[k] = values[i];
                    break;
                }
            }
        }
        return quantiles;
    }

    private static double interpolate(double[] sorted, double position) {
        double at = Math.clamp(position, 0, sorted.length - 1.0);
        int left = (int) Math.floor(at);
        int right = Math.min(left + 1, sorted.length - 1);
        double along = at - left;
        if (along == 0 || sorted[left] == sorted[right]) {
            return sorted[left];
        }
        return Double.isInfinite(sorted[left]) ? sorted[left] : sorted[left] + along * (sorted[right] - sorted[left]);
    }
}
