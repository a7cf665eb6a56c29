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
    private static final int POINTS = 20;
    private static final double TAIL = 1e-18;
    private static final double[] NODES = new double[POINTS];
    private static final double[] WEIGHTS = new double[POINTS];
    private static final int HALVINGS = 200;

    static {
        for (int i = 0; i < POINTS; i++) {
            double x = Math.cos(Math.PI * (i + 0.75) / (POINTS + 0.5));
            double slope = 1;
            for (int step = 0; step < 20; step++) {
                double before = 1;
                double value = x;
                for (int k = 2; k <= POINTS; k++) {
                    double next = ((2 * k - 1) * x * value - (k - 1) * before) / k;
                    before = value;
                    value = next;
                }
                slope = POINTS * (x * value - before) / (x * x - 1);
                x -= value / slope;
            }
            NODES[i] = x;
            WEIGHTS[i] = 2 / ((1 - x * x) * slope * slope);
        }
    }

    private NoncentralT() {}

    /// P(T <= t).
    ///
    /// @param degrees nu, positive; infinite gives the normal distribution
    /// @param shift   delta, finite
    public static double cumulative(double t, double degrees, double shift) {
        Require.that(degrees > 0, "degrees of freedom must be positive, found " + degrees);
        Require.that(Double.isFinite(shift), "noncentrality must be finite, found " + shift);
        Require.that(!Double.isNaN(t), "t is NaN");
        if (Double.isInfinite(t)) {
            return t > 0 ? 1 : 0;
        }
        if (Double.isInfinite(degrees)) {
            return StandardNormal.cumulative(t - shift);
        }
        GammaDistribution squared = GammaDistribution.of(degrees / 2, 2 / degrees);
        double from = Math.sqrt(squared.inverseCumulativeProbability(TAIL));
        double to = Math.sqrt(squared.inverseSurvivalProbability(TAIL));
        double half = (to - from) / (2 * PANELS);
        double sum = 0;
        for (int panel = 0; panel < PANELS; panel++) {
            double middle = from + (2 * panel + 1) * half;
            for (int i = 0; i < POINTS; i++) {
                double s = middle + half * NODES[i];
                double density = 2 * s * squared.density(s * s);
                sum += WEIGHTS[i] * half * density * StandardNormal.cumulative(t * s - shift);
            }
        }
        return Math.min(1, sum);
    }

    /// The t below which a share `p` lies.
    ///
    /// @param p strictly between 0 and 1
    public static double quantile(double p, double degrees, double shift) {
        Require.interior(p, "p");
        double low = shift - 1;
        double high = shift + 1;
        for (double step = 1; cumulative(low, degrees, shift) > p; step *= 2) {
            low -= step;
        }
        for (double step = 1; cumulative(high, degrees, shift) < p; step *= 2) {
            high += step;
        }
        for (int i = 0; i < HALVINGS; i++) {
            double middle = 0.5 * (low + high);
            if (middle <= low || middle >= high) {
                break;
            }
            if (cumulative(middle, degrees, shift) < p) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return 0.5 * (low + high);
    }

    /// The power of a two-sided t test: the chance that |T| exceeds the critical value.
    ///
    /// @param shift the effect divided by its standard error
    /// @param alpha of the test, strictly between 0 and 1
    public static double power(double shift, double degrees, double alpha) {
        Require.interior(alpha, "alpha");
        double critical = quantile(1 - alpha / 2, degrees, 0);
        return 1 - cumulative(critical, degrees, shift) + cumulative(-critical, degrees, shift);
    }
}
