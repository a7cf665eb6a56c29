package org.realfm.stats.readers;

import java.util.OptionalDouble;
import org.apache.commons.statistics.distribution.TDistribution;
import org.realfm.stats.Estimate;
import org.realfm.stats.Require;
import org.realfm.stats.StandardNormal;

/// A reader-averaged figure of merit, or the difference of two, with its variance.
///
/// @param method   how the variance was made
/// @param value    the figure, or first minus second
/// @param variance of `value`; empty where the design does not tell it (one case in a class). An unbiased estimate may
///                 be zero or negative; it is reported as it is
/// @param degrees  degrees of freedom of the variance, positive; infinite for the normal distribution
/// @param least    the smallest possible value
/// @param most     the largest possible value
/// @param n        the number of cases
public record Contrast(
        String method, double value, OptionalDouble variance, double degrees, double least, double most, long n) {

    /// iMRMC takes the normal distribution from here on.
    private static final double NEARLY_NORMAL = 50;

    /// A variance so small against the square of the range is one of 0.
    private static final double ROUNDING = 1e-15;

    public Contrast {
        Require.that(degrees > 0, "degrees of freedom must be positive, found " + degrees);
        Require.that(Double.isFinite(value), "value must be finite, found " + value);
    }

    /// The same with degrees of freedom as iMRMC has them: cut to a whole number, and infinite from 50 on. Its columns
    /// `pValueBDG`, `botCIBDG`, `topCIBDG`, ... are made so.
    public Contrast wholeDegrees() {
        double whole = degrees >= NEARLY_NORMAL ? Double.POSITIVE_INFINITY : Math.max(1, Math.floor(degrees));
        return new Contrast(method + ", whole", value, variance, whole, least, most, n);
    }

    /// The interval value -+ t SE, cut to what is possible. Where the variance is unknown, zero (up to rounding) or negative
    /// it says nothing about the spread, and the interval is everything possible; use [Form#MLE] there.
    public Estimate estimate(String name, double confidence) {
        Require.confidence(confidence);
        if (variance.isEmpty()) {
            return new Estimate(name, value, least, most, confidence, method + "; no variance from this design", n);
        }
        double v = variance.getAsDouble();
        double range = most - least;
        if (v <= (Double.isFinite(range) ? ROUNDING * range * range : 0)) {
            String what = v < 0 ? "; negative variance estimate " : "; variance estimate ";
            return new Estimate(name, value, least, most, confidence, method + what + v, n);
        }
        double half = critical(confidence) * Math.sqrt(v);
        return new Estimate(
                name, value, Math.max(least, value - half), Math.min(most, value + half), confidence, method, n);
    }

    /// As [#estimate], on the logit scale: logit(value) -+ t SE / (value (1 - value)), for a figure of one modality. With
    /// few cases and a figure near 1 it holds the truth more often than the plain interval, whose lower end is too high.
    ///
    /// @throws IllegalArgumentException for a difference
    public Estimate logit(String name, double confidence) {
        Require.that(least == 0 && most == 1, "the logit scale is for a figure between 0 and 1");
        double v = variance.orElse(0);
        if (v <= 0 || value == 0 || value == 1) {
            return estimate(name, confidence);
        }
        double centre = StandardNormal.logit(value);
        double reach = critical(confidence) * Math.sqrt(v) / (value * (1 - value));
        return new Estimate(
                name, value, Math.min(value, StandardNormal.expit(centre - reach)),
                Math.max(value, StandardNormal.expit(centre + reach)), confidence, method + ", logit scale", n);
    }

    /// The two-sided p-value of the hypothesis that the value is `expected`; empty where the variance is not positive.
    public OptionalDouble pValue(double expected) {
        if (variance.orElse(0) <= 0) {
            return OptionalDouble.empty();
        }
        double t = Math.abs(value - expected) / Math.sqrt(variance.getAsDouble());
        double tail = Double.isInfinite(degrees)
                ? StandardNormal.cumulative(-t)
                : TDistribution.of(degrees).cumulativeProbability(-t);
        return OptionalDouble.of(2 * tail);
    }

    private double critical(double confidence) {
        return Double.isInfinite(degrees)
                ? StandardNormal.critical(confidence)
                : TDistribution.of(degrees).inverseSurvivalProbability((1 - confidence) / 2);
    }
}
