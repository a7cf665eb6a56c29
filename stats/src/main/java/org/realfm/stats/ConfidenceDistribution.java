package org.realfm.stats;

import org.apache.commons.statistics.distribution.BinomialDistribution;

/// How much confidence the data put in a statement about a quantity, read off its interval: the confidence distribution
/// (Xie & Singh 2013, Int Stat Rev 81:3-39; Schweder & Hjort 2016).
///
/// The distribution that a value `v` with the two-sided interval [`l`, `u`] of confidence `c` stands for is taken to be
/// normal in two pieces that meet at `v`, with the standard deviations (v - l) / z below and (u - v) / z above, where z
/// is the critical value of `c`. So it agrees with the interval at its ends, whatever method made it: a floor at `l` is
/// held with the confidence (1 + c) / 2, and a rule that asks for the whole interval is satisfied just when this number
/// says so. A one-sided limit has one piece, which is mirrored.
public final class ConfidenceDistribution {

    private ConfidenceDistribution() {}

    /// The confidence that the quantity is at least `floor`, from 0 to 1.
    public static double atLeast(Estimate estimate, double floor) {
        return floor <= estimate.value() ? 1 - tail(estimate, floor) : tail(estimate, floor);
    }

    /// The confidence that the quantity is at most `ceiling`, from 0 to 1.
    public static double atMost(Estimate estimate, double ceiling) {
        return ceiling >= estimate.value() ? 1 - tail(estimate, ceiling) : tail(estimate, ceiling);
    }

    /// The confidence that the quantity lies between `lowest` and `highest`, from 0 to 1.
    public static double within(Estimate estimate, double lowest, double highest) {
        return Math.max(0, atLeast(estimate, lowest) + atMost(estimate, highest) - 1);
    }

    /// The confidence that a rate is at most `ceiling` after `events` events in `n` independent trials, exactly as the
    /// Clopper-Pearson limit has it: the probability of more events if the rate were `ceiling`.
    ///
    /// @param ceiling in [0, 1]
    public static double rateAtMost(int events, int n, double ceiling) {
        return BinomialDistribution.of(n, ceiling).survivalProbability(events);
    }

    /// The confidence beyond `x`, on its side of the value: at most a half.
    private static double tail(Estimate estimate, double x) {
        if (Double.isInfinite(x)) {
            return 0;
        }
        double below = estimate.value() - estimate.lower();
        double above = estimate.upper() - estimate.value();
        boolean oneSided = Double.isInfinite(below) || Double.isInfinite(above);
        double half = oneSided ? Math.min(below, above) : x < estimate.value() ? below : above;
        double distance = Math.abs(x - estimate.value());
        if (half == 0) {
            return 0;
        }
        double z = oneSided
                ? StandardNormal.quantile(estimate.confidence())
                : StandardNormal.critical(estimate.confidence());
        return StandardNormal.cumulative(-z * distance / half);
    }
}
