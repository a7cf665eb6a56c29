package org.realfm.stats;

import org.apache.commons.statistics.distribution.GammaDistribution;

/// The noncentral t distribution, for power and for exact limits of normal quantiles: (Z + delta) / sqrt(C / nu) with Z
/// standard normal and C chi-squared with nu degrees of freedom.
///
/// P(T <= t) = E Phi(t S - delta) over S = sqrt(C / nu), integrated by Gauss-Legendre in panels over the region that
/// holds all but 1e-18 of S; the absolute error is below 1e-12.
///
/// Source of the integral: Johnson, Kotz & Balakrishnan, Continuous Univariate Distributions 2, chapter 31.
public final class NoncentralT {

    private static final int PANELS = 24;
    private static final double TAIL = 1e-18;
    private static final GaussLegendre RULE = GaussLegendre.of(20);
    private static final int MOST_STEPS = 200;

    private NoncentralT() {}

    /// The values of S and their probabilities.
    @SuppressWarnings("ArrayRecordComponent")
    private record Mixture(double[] s, double[] probability) {

        static Mixture of(double degrees) {
            if (Double.isInfinite(degrees)) {
                return new Mixture(new double[] {1}, new double[] {1});
            }
            GammaDistribution squared = GammaDistribution.of(degrees / 2, 2 / degrees);
            double from = Math.sqrt(squared.inverseCumulativeProbability(TAIL));
            double to = Math.sqrt(squared.inverseSurvivalProbability(TAIL));
            GaussLegendre rule = RULE.over(from, to, PANELS);
            double[] s = rule.node();
            double[] probability = new double[s.length];
            for (int k = 0; k < s.length; k++) {
                probability[k] = rule.weight()[k] * 2 * s[k] * squared.density(s[k] * s[k]);
            }
            return new Mixture(s, probability);
        }

        double cumulative(double t, double shift) {
            double sum = 0;
            for (int k = 0; k < s.length; k++) {
                sum += probability[k] * StandardNormal.cumulative(t * s[k] - shift);
            }
            return Math.min(1, sum);
        }

        double density(double t, double shift) {
            double sum = 0;
            for (int k = 0; k < s.length; k++) {
                double z = t * s[k] - shift;
                sum += probability[k] * s[k] * Math.exp(-z * z / 2);
            }
            return sum / Math.sqrt(2 * Math.PI);
        }
    }

    /// P(T <= t).
    ///
    /// @param degrees nu, positive; infinite gives the normal distribution
    /// @param shift   delta, finite
    public static double cumulative(double t, double degrees, double shift) {
        check(degrees, shift);
        Require.that(!Double.isNaN(t), "t is NaN");
        if (Double.isInfinite(t)) {
            return t > 0 ? 1 : 0;
        }
        return Mixture.of(degrees).cumulative(t, shift);
    }

    private static void check(double degrees, double shift) {
        Require.that(degrees > 0, "degrees of freedom must be positive, found " + degrees);
        Require.that(Double.isFinite(shift), "noncentrality must be finite, found " + shift);
    }

    /// The t below which a share `p` lies, by Newton's method within a shrinking bracket.
    ///
    /// @param p strictly between 0 and 1
    public static double quantile(double p, double degrees, double shift) {
        check(degrees, shift);
        Require.interior(p, "p");
        Mixture mixture = Mixture.of(degrees);
        double low = shift - 1;
        double high = shift + 1;
        for (double step = 1; mixture.cumulative(low, shift) > p; step *= 2) {
            low -= step;
        }
        for (double step = 1; mixture.cumulative(high, shift) < p; step *= 2) {
            high += step;
        }
        double t = 0.5 * (low + high);
        for (int i = 0; i < MOST_STEPS; i++) {
            double excess = mixture.cumulative(t, shift) - p;
            if (excess < 0) {
                low = t;
            } else {
                high = t;
            }
            double next = t - excess / mixture.density(t, shift);
            if (!(next > low && next < high)) {
                next = 0.5 * (low + high);
            }
            if (Math.abs(next - t) <= 1e-14 * Math.max(1, Math.abs(t))) {
                return next;
            }
            t = next;
        }
        return t;
    }

    /// The power of a two-sided t test: the chance that |T| exceeds the critical value.
    ///
    /// @param shift the effect divided by its standard error
    /// @param alpha of the test, strictly between 0 and 1
    public static double power(double shift, double degrees, double alpha) {
        Require.interior(alpha, "alpha");
        check(degrees, shift);
        double critical = quantile(1 - alpha / 2, degrees, 0);
        Mixture mixture = Mixture.of(degrees);
        return 1 - mixture.cumulative(critical, shift) + mixture.cumulative(-critical, shift);
    }
}
