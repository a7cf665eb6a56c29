package org.realfm.stats.dependence;

import java.util.Arrays;
import java.util.List;
import org.realfm.stats.Estimate;
import org.realfm.stats.Proportion;
import org.realfm.stats.Require;
import org.realfm.stats.StandardNormal;

/// Making a sample stand for a population: representation ratios and weights.
public final class Weighting {

    private static final int MAX_ROUNDS = 1_000;

    private Weighting() {}

    /// Share in the sample over share in the target, with the Wilson interval of the former.
    ///
    /// @param targetShare known, in (0, 1]
    public static Estimate representationRatio(
            String name, long count, long n, double targetShare, double confidence) {
        Require.that(targetShare > 0 && targetShare <= 1, "target share must lie in (0, 1], found " + targetShare);
        Estimate share = Proportion.wilson(name, count, n, confidence);
        return new Estimate(
                name, share.value() / targetShare, share.lower() / targetShare, share.upper() / targetShare, confidence,
                "Wilson over known share", n);
    }

    /// Share in the sample over share in the target, where the target is itself a sample: interval on the log scale
    /// (delta method). Without a case in the sample, 0.5 is added to both counts and the interval starts at 0.
    ///
    /// @param targetCount at least 1
    public static Estimate representationRatio(
            String name, long count, long n, long targetCount, long targetN, double confidence) {
        Require.that(n > 0 && count >= 0 && count <= n, name + ": expected 0 <= count <= n, found " + count + ", " + n);
        Require.that(
                targetCount > 0 && targetCount <= targetN,
                name + ": absent from the target, or more cases than the target has");
        double add = count == 0 ? 0.5 : 0;
        double p = (count + add) / (n + 2 * add);
        double q = (targetCount + add) / (targetN + 2 * add);
        double variance = (1 - p) / (n * p) + (1 - q) / (targetN * q);
        double factor = Math.exp(StandardNormal.critical(confidence) * Math.sqrt(variance));
        double ratio = count == 0 ? 0 : p / q;
        double lower = count == 0 ? 0 : ratio / factor;
        return new Estimate(name, ratio, lower, p / q * factor, confidence, "log-delta", n);
    }

    /// Kish's effective sample size, (sum w)^2 / sum w^2.
    public static double effectiveSize(double[] weights) {
        Require.weights(weights);
        double sum = Arrays.stream(weights).sum();
        return sum * sum / Arrays.stream(weights).map(w -> w * w).sum();
    }

    /// Post-stratification weights, target share over sample share, with mean 1 over rows of categories that the target
    /// has; a row whose category the target lacks gets 0.
    ///
    /// @param category for each row, an index into `target`
    /// @param target   shares summing to 1
    /// @throws IllegalArgumentException where a category with a target share has no row
    public static double[] postStratification(int[] category, double[] target) {
        return rake(List.of(category), List.of(target), 1e-12);
    }

    /// Raking (iterative proportional fitting): weights with mean 1 under which every attribute has its target
    /// marginals.
    ///
    /// @param categories for each attribute, for each row an index into that attribute's target
    /// @param targets    for each attribute, shares summing to 1
    /// @param tolerance  largest difference between a weighted and a target share at which to stop
    /// @throws IllegalArgumentException where a category with a target share has no row (of positive weight), or the
    ///                                  targets cannot be reached together
    ///
    /// Source: Deming & Stephan 1940, doi:10.1214/aoms/1177731829.
    public static double[] rake(List<int[]> categories, List<double[]> targets, double tolerance) {
        Require.notEmpty(categories.size(), "attributes");
        Require.sameLength(categories.size(), targets.size(), "targets");
        int n = categories.getFirst().length;
        Require.notEmpty(n, "sample");
        for (int a = 0; a < targets.size(); a++) {
            Require.sameLength(n, categories.get(a).length, "attribute " + a);
            Require.shares(targets.get(a));
            for (int c : categories.get(a)) {
                Require.that(
                        c >= 0 && c < targets.get(a).length, "attribute " + a + ": no category " + c);
            }
        }
        double[] weight = new double[n];
        Arrays.fill(weight, 1);
        for (int round = 0; round < MAX_ROUNDS; round++) {
            double gap = 0;
            for (int a = 0; a < targets.size(); a++) {
                gap = Math.max(gap, adjust(weight, categories.get(a), targets.get(a), a));
            }
            if (gap <= tolerance) {
                double scale = n / Arrays.stream(weight).sum();
                return Arrays.stream(weight).map(w -> w * scale).toArray();
            }
        }
        throw new IllegalArgumentException("the target marginals cannot be reached together");
    }

    /// Fits one attribute; returns the largest gap there was.
    private static double adjust(double[] weight, int[] category, double[] target, int attribute) {
        double[] mass = new double[target.length];
        double total = 0;
        for (int i = 0; i < weight.length; i++) {
            mass[category[i]] += weight[i];
            total += weight[i];
        }
        double gap = 0;
        for (int c = 0; c < target.length; c++) {
            Require.that(
                    mass[c] > 0 || target[c] == 0,
                    "attribute " + attribute + ": category " + c + " has a target share and no row");
            gap = Math.max(gap, Math.abs(mass[c] / total - target[c]));
        }
        for (int i = 0; i < weight.length; i++) {
            int c = category[i];
            weight[i] *= mass[c] > 0 ? target[c] * total / mass[c] : 0;
        }
        return gap;
    }
}
