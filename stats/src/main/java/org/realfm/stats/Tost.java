package org.realfm.stats;

import org.apache.commons.statistics.distribution.TDistribution;

/// Two one-sided tests of equivalence: is a difference within margins?
///
/// Equivalence is shown at level alpha where `p` is below alpha. The interval beside it has confidence 1 - 2 alpha; where
/// test and interval are of one family (means, AUROC), it lies within the margins just then.
///
/// @param difference first minus second, with an interval of confidence 1 - 2 alpha
/// @param lowest     lower margin
/// @param highest    upper margin
/// @param above      p-value of the hypothesis that the difference is at most `lowest`
/// @param below      p-value of the hypothesis that it is at least `highest`
///
/// Source: Schuirmann 1987, doi:10.1007/BF01068419.
public record Tost(Estimate difference, double lowest, double highest, double above, double below) {

    public Tost {
        Require.that(lowest < highest, "margins: expected lowest < highest, found " + lowest + ", " + highest);
    }

    /// The larger of the two p-values.
    public double p() {
        return Math.max(above, below);
    }

    /// Whether equivalence is shown at level alpha.
    public boolean equivalent(double alpha) {
        return p() < alpha;
    }

    /// Means of two independent samples (Welch). Where neither sample varies, a difference within the margins has p of 0
    /// and any other of 1.
    ///
    /// @param first at least two values, finite; likewise `second`
    public static Tost means(double[] first, double[] second, double lowest, double highest, double alpha) {
        Require.that(first.length > 1 && second.length > 1, "each sample needs at least two values");
        Require.finite(first, "first");
        Require.finite(second, "second");
        double v1 = square(Mean.standardDeviation(first)) / first.length;
        double v2 = square(Mean.standardDeviation(second)) / second.length;
        double degrees = v1 + v2 == 0
                ? Double.POSITIVE_INFINITY
                : square(v1 + v2) / (square(v1) / (first.length - 1) + square(v2) / (second.length - 1));
        double value = Mean.weighted(first, Proportion.ones(first.length))
                - Mean.weighted(second, Proportion.ones(second.length));
        return student("difference of means", value, Math.sqrt(v1 + v2), degrees, lowest, highest, alpha, "Welch",
                first.length + second.length);
    }

    /// Means of two measurements of the same patients, by Student's t on their differences, with patients as the
    /// independent units.
    ///
    /// @param cluster for each row the patient; at least two patients
    public static Tost pairedMeans(
            double[] first, double[] second, int[] cluster, double lowest, double highest, double alpha) {
        Require.sameLength(first.length, second.length, "second");
        Require.sameLength(first.length, cluster.length, "cluster");
        Require.finite(first, "first");
        Require.finite(second, "second");
        double[] gap = new double[first.length];
        for (int i = 0; i < gap.length; i++) {
            gap[i] = first[i] - second[i];
        }
        Clusters clusters = Clusters.of(cluster);
        Require.that(clusters.count() > 1, "at least two patients are needed");
        double[] ones = Proportion.ones(gap.length);
        double mean = Mean.weighted(gap, ones);
        return student(
                "mean difference", mean, Mean.standardError(gap, mean, ones, clusters), clusters.count() - 1, lowest,
                highest, alpha, "t, paired", clusters.count());
    }

    /// Two independent proportions: Farrington & Manning's score tests, Newcombe's interval.
    public static Tost proportions(
            long successes1, long n1, long successes2, long n2, double lowest, double highest, double alpha) {
        return new Tost(
                ProportionDifference.newcombe("difference", successes1, n1, successes2, n2, confidence(alpha)), lowest,
                highest, upperTail(ProportionDifference.farringtonManning(successes1, n1, successes2, n2, lowest)),
                upperTail(-ProportionDifference.farringtonManning(successes1, n1, successes2, n2, highest)));
    }

    /// Two proportions on the same items: Tango's score tests and interval.
    ///
    /// @param onlyFirst  items on which only the first answer was a success
    /// @param onlySecond items on which only the second was
    /// @param n          all items
    public static Tost pairedProportions(
            long onlyFirst, long onlySecond, long n, double lowest, double highest, double alpha) {
        return new Tost(
                ProportionDifference.tango("difference", onlyFirst, onlySecond, n, confidence(alpha)), lowest, highest,
                upperTail(ProportionDifference.tangoScore(onlyFirst, onlySecond, n, lowest)),
                upperTail(-ProportionDifference.tangoScore(onlyFirst, onlySecond, n, highest)));
    }

    /// AUROCs of two models on the same rows (DeLong, clustered).
    ///
    /// @param cluster for each row the patient
    public static Tost pairedAurocs(
            double[] first, double[] second, boolean[] truth, int[] cluster, double lowest, double highest,
            double alpha) {
        return fromInterval(
                Auroc.difference("AUROC difference", first, second, truth, cluster, confidence(alpha)), lowest, highest);
    }

    /// AUROCs from two studies without a patient in common.
    ///
    /// @param first  with its interval of confidence 1 - 2 alpha; likewise `second`
    public static Tost unpairedAurocs(Estimate first, Estimate second, double lowest, double highest) {
        return fromInterval(Auroc.unpaired("AUROC difference", first, second), lowest, highest);
    }

    /// Any difference with an interval, read as a [ConfidenceDistribution]: the p-values are what its ends imply, so that
    /// test and interval agree.
    public static Tost fromInterval(Estimate difference, double lowest, double highest) {
        return new Tost(
                difference, lowest, highest, 1 - ConfidenceDistribution.atLeast(difference, lowest),
                1 - ConfidenceDistribution.atMost(difference, highest));
    }

    private static Tost student(
            String name, double value, double error, double degrees, double lowest, double highest, double alpha,
            String method, long n) {
        double confidence = confidence(alpha);
        if (error == 0) {
            return new Tost(
                    new Estimate(name, value, value, value, confidence, method + "; no variance", n), lowest, highest,
                    value > lowest ? 0 : 1, value < highest ? 0 : 1);
        }
        TDistribution t = TDistribution.of(degrees);
        double half = t.inverseSurvivalProbability(alpha) * error;
        return new Tost(
                new Estimate(name, value, value - half, value + half, confidence, method, n), lowest, highest,
                t.survivalProbability((value - lowest) / error), t.survivalProbability((highest - value) / error));
    }

    private static double confidence(double alpha) {
        Require.that(alpha > 0 && alpha < 0.5, "alpha must lie in (0, 0.5), found " + alpha);
        return 1 - 2 * alpha;
    }

    private static double upperTail(double z) {
        return StandardNormal.cumulative(-z);
    }

    private static double square(double value) {
        return value * value;
    }
}
