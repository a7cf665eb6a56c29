package org.realfm.stats.sequential;

import java.util.function.DoubleUnaryOperator;
import org.realfm.stats.Require;

/// Wald's sequential probability ratio test of one value of a parameter against another: observe until the likelihood
/// ratio is beyond one of two limits. Of all tests with its errors it needs the fewest observations on average, under
/// either value.
///
/// The log-likelihood ratio L_n = sum log f_1(x_i) / f_0(x_i) rejects the null value at L >= log((1 - beta) / alpha),
/// and accepts it at L <= log(beta / (1 - alpha)). The true errors are at most alpha / (1 - beta) and beta / (1 -
/// alpha), and their sum at most alpha + beta. The operating characteristic and the expected number below are Wald's
/// approximations, which take the limits as hit exactly: the true number is somewhat larger.
///
/// After it stopped, the share of successes is biased; for an interval at any time use [ConfidenceSequence].
///
/// Source: Wald 1945, doi:10.1214/aoms/1177731118; Wald 1947 (Sequential Analysis).
public final class Sprt {

    /// What the data say.
    public enum Decision {
        /// Neither limit is reached yet.
        CONTINUE,
        /// The null value.
        ACCEPT,
        /// The alternative.
        REJECT
    }

    /// Where a test stands.
    ///
    /// @param observed           observations used: up to the one that decided, or all
    /// @param logLikelihoodRatio after them
    public record Result(Decision decision, int observed, double logLikelihoodRatio) {}

    /// The logarithm of the moment generating function of one observation's log-likelihood ratio, and its mean.
    private interface Model {

        double logMoment(double h, double parameter);

        double mean(double parameter);
    }

    private final DoubleUnaryOperator ratio;
    private final Model model;
    private final double lower;
    private final double upper;

    private Sprt(DoubleUnaryOperator ratio, Model model, double alpha, double beta) {
        Require.interior(alpha, "alpha");
        Require.interior(beta, "beta");
        Require.that(alpha + beta < 1, "alpha + beta must be below 1, found " + (alpha + beta));
        this.ratio = ratio;
        this.model = model;
        this.lower = Math.log(beta / (1 - alpha));
        this.upper = Math.log((1 - beta) / alpha);
    }

    /// Of a proportion; observations are 1 for a success and 0 otherwise.
    ///
    /// @param p0    the null value
    /// @param p1    the alternative, above or below it
    /// @param alpha probability of rejecting at p0
    /// @param beta  probability of accepting at p1
    public static Sprt bernoulli(double p0, double p1, double alpha, double beta) {
        Require.interior(p0, "p0");
        Require.interior(p1, "p1");
        Require.that(p0 != p1, "p0 and p1 must differ, found " + p0 + " twice");
        double success = Math.log(p1 / p0);
        double failure = Math.log((1 - p1) / (1 - p0));
        Model model = new Model() {
            @Override
            public double logMoment(double h, double p) {
                return Math.log(p * Math.exp(h * success) + (1 - p) * Math.exp(h * failure));
            }

            @Override
            public double mean(double p) {
                Require.share(p, "p");
                return p * success + (1 - p) * failure;
            }
        };
        DoubleUnaryOperator ratio = x -> {
            if (x != 0 && x != 1) {
                throw new IllegalArgumentException("an observation must be 0 or 1, found " + x);
            }
            return x == 1 ? success : failure;
        };
        return new Sprt(ratio, model, alpha, beta);
    }

    /// Of the mean of normal observations with a known standard deviation.
    public static Sprt normal(double mean0, double mean1, double deviation, double alpha, double beta) {
        Require.that(
                Double.isFinite(mean0) && Double.isFinite(mean1) && mean0 != mean1,
                "means must be finite and differ, found " + mean0 + " and " + mean1);
        Require.that(
                deviation > 0 && Double.isFinite(deviation),
                "standard deviation must be positive and finite, found " + deviation);
        double slope = (mean1 - mean0) / (deviation * deviation);
        double middle = 0.5 * (mean0 + mean1);
        Model model = new Model() {
            @Override
            public double logMoment(double h, double mean) {
                return h * mean(mean) + 0.5 * h * h * slope * slope * deviation * deviation;
            }

            @Override
            public double mean(double mean) {
                return slope * (mean - middle);
            }
        };
        DoubleUnaryOperator ratio = x -> {
            if (!Double.isFinite(x)) {
                throw new IllegalArgumentException("an observation must be finite, found " + x);
            }
            return slope * (x - middle);
        };
        return new Sprt(ratio, model, alpha, beta);
    }

    /// The log-likelihood ratio at which it accepts.
    public double lower() {
        return lower;
    }

    /// The log-likelihood ratio at which it rejects.
    public double upper() {
        return upper;
    }

    /// Runs the test over observations in their order, until it decides or they end.
    public Result run(double[] x) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += ratio.applyAsDouble(x[i]);
            if (sum >= upper || sum <= lower) {
                return new Result(sum >= upper ? Decision.REJECT : Decision.ACCEPT, i + 1, sum);
            }
        }
        return new Result(Decision.CONTINUE, x.length, sum);
    }

    /// The probability of accepting where the parameter is `parameter` (Wald's approximation): (A^h - 1) / (A^h - B^h),
    /// A and B the limits of the likelihood ratio, h the root of E exp(h z) = 1 other than 0.
    public double accepting(double parameter) {
        double h = root(parameter);
        if (Math.abs(h) < 1e-7) {
            return upper / (upper - lower);
        }
        return Math.expm1(h * upper) / (Math.exp(h * upper) - Math.exp(h * lower));
    }

    /// The expected number of observations where the parameter is `parameter` (Wald's approximation).
    public double expectedObservations(double parameter) {
        double mean = model.mean(parameter);
        double accepting = accepting(parameter);
        if (Math.abs(root(parameter)) < 1e-7) {
            double step = 1e-4;
            double variance = (model.logMoment(step, parameter) + model.logMoment(-step, parameter)) / (step * step);
            return -upper * lower / variance;
        }
        return (accepting * lower + (1 - accepting) * upper) / mean;
    }

    /// The root of log E exp(h z) other than 0; it is convex, with slope E z at 0, so that the root lies on the side on
    /// which it falls.
    private double root(double parameter) {
        double mean = model.mean(parameter);
        if (mean == 0) {
            return 0;
        }
        double sign = mean < 0 ? 1 : -1;
        double high = 1e-8;
        while (model.logMoment(sign * high, parameter) < 0 && high < 1e6) {
            high *= 2;
        }
        double low = high / 2;
        for (int i = 0; i < 100; i++) {
            double middle = 0.5 * (low + high);
            if (model.logMoment(sign * middle, parameter) < 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return sign * high;
    }
}
