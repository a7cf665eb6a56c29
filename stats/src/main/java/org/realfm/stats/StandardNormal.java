package org.realfm.stats;

import org.apache.commons.statistics.distribution.NormalDistribution;

/// The standard normal distribution and the logistic scale.
public final class StandardNormal {

    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    private StandardNormal() {}

    /// The two-sided critical value, 1.959964 at confidence 0.95.
    public static double critical(double confidence) {
        Require.confidence(confidence);
        return NORMAL.inverseSurvivalProbability((1 - confidence) / 2);
    }

    public static double quantile(double p) {
        return NORMAL.inverseCumulativeProbability(p);
    }

    public static double cumulative(double x) {
        return NORMAL.cumulativeProbability(x);
    }

    public static double logit(double p) {
        return Math.log(p / (1 - p));
    }

    public static double expit(double x) {
        return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
    }
}
