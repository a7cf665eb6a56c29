package org.realfm.stats.selective;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.realfm.stats.Estimate;
import org.realfm.stats.Require;

/// Choosing a setting (a threshold of a mask, the size of a set, a rule of deferral) on calibration cases so that a risk
/// is kept, whatever the model. A loss is a number of each case and setting: the missed share of a lesion, 1 for a missed
/// finding.
///
/// - [#expected] keeps the *mean* loss of a new case at most alpha, on average over calibrations (conformal risk
///   control). The loss must not grow from one setting to the next.
/// - [#certain] keeps the risk at most alpha with the probability 1 - delta over calibrations (risk-controlling sets; it
///   is Learn-then-Test with a fixed sequence), settings ordered from the boldest to the safest.
/// - [#all] gives every setting that keeps the risk, in no order, by Bonferroni (Learn-then-Test): choose among them what
///   you like.
///
/// Cases must be independent: one of each patient, or the mean loss of each patient as its loss.
///
/// Sources: Angelopoulos, Bates, Fisch, Lei & Schuster 2024, arXiv:2208.02814 (conformal risk control); Bates et al.
/// 2021, doi:10.1145/3478535 (risk-controlling prediction sets); Angelopoulos, Bates, Candes, Jordan & Lei 2025,
/// doi:10.1214/24-AOAS1998 (Learn then Test).
public final class RiskControl {

    private RiskControl() {}

    /// How it is shown that a mean of losses lies below a bound.
    public enum Bound {
        /// For losses in [0, 1]: the smaller of Hoeffding's p-value, exp(-n h(min(r, a), a)) with the relative entropy
        /// h(r, a) = r ln(r/a) + (1 - r) ln((1 - r)/(1 - a)), and Bentkus', e P(Bin(n, a) <= ceil(n r)).
        HOEFFDING_BENTKUS,
        /// For losses of 0 and 1 only: the exact P(Bin(n, a) <= n r), which is Clopper and Pearson's limit.
        BINOMIAL;

        double pValue(double risk, int n, double alpha) {
            BinomialDistribution binomial = BinomialDistribution.of(n, alpha);
            if (this == BINOMIAL) {
                return binomial.cumulativeProbability((int) Math.round(n * risk));
            }
            double r = Math.min(risk, alpha);
            double entropy = (r > 0 ? r * Math.log(r / alpha) : 0)
                    + (r < 1 ? (1 - r) * Math.log((1 - r) / (1 - alpha)) : 0);
            double bentkus = Math.E * binomial.cumulativeProbability((int) Math.ceil(n * risk - 1e-9));
            return Math.min(1, Math.min(Math.exp(-n * entropy), bentkus));
        }

        private void check(double[] loss) {
            for (double l : loss) {
                Require.that(
                        this == BINOMIAL ? l == 0 || l == 1 : l >= 0 && l <= 1,
                        this == BINOMIAL ? "losses must be 0 or 1, found " + l : "losses must lie in [0, 1], found " + l);
            }
        }
    }

    /// The boldest setting whose mean loss on a new case is at most alpha: the first with
    /// (sum of losses + bound) / (n + 1) <= alpha.
    ///
    /// @param loss  `[setting][case]`, of each case not larger at the next setting, in [0, bound]
    /// @param bound the largest loss there can be
    /// @return empty where no setting keeps it, as always with n < bound / alpha - 1
    public static OptionalInt expected(double[][] loss, double bound, double alpha) {
        check(loss);
        Require.that(bound > 0 && Double.isFinite(bound), "bound must be positive and finite, found " + bound);
        Require.that(alpha > 0, "alpha must be positive, found " + alpha);
        int n = loss[0].length;
        for (int s = 0; s < loss.length; s++) {
            for (int i = 0; i < n; i++) {
                Require.that(
                        loss[s][i] >= 0 && loss[s][i] <= bound,
                        "losses must lie in [0, " + bound + "], found " + loss[s][i]);
                Require.that(
                        s == 0 || loss[s][i] <= loss[s - 1][i],
                        "the loss of case " + i + " grows from setting " + (s - 1) + " to " + s);
            }
        }
        return IntStream.range(0, loss.length)
                .filter(s -> (Arrays.stream(loss[s]).sum() + bound) / (n + 1) <= alpha * (1 + 1e-12))
                .findFirst();
    }

    /// The boldest setting that, with all safer ones, is shown to keep the risk at most alpha.
    ///
    /// @param loss  `[setting][case]`, settings from the boldest to the safest
    /// @param delta the probability of being wrong about it
    /// @return empty where even the safest setting cannot be shown to keep it
    public static OptionalInt certain(double[][] loss, double alpha, double delta, Bound bound) {
        check(loss);
        int boldest = loss.length;
        while (boldest > 0 && pValue(loss[boldest - 1], alpha, bound) <= delta) {
            boldest--;
        }
        return boldest == loss.length ? OptionalInt.empty() : OptionalInt.of(boldest);
    }

    /// All settings that are shown to keep the risk at most alpha, at once: each at delta over the number of settings.
    public static int[] all(double[][] loss, double alpha, double delta, Bound bound) {
        check(loss);
        return IntStream.range(0, loss.length)
                .filter(s -> pValue(loss[s], alpha, bound) <= delta / loss.length)
                .toArray();
    }

    private static void check(double[][] loss) {
        Require.notEmpty(loss.length, "settings");
        Require.notEmpty(loss[0].length, "cases");
        for (int s = 0; s < loss.length; s++) {
            Require.sameLength(loss[0].length, loss[s].length, "cases of setting " + s);
        }
    }

    /// The p-value of the hypothesis that the mean loss is above alpha.
    ///
    /// @param loss  of each case
    /// @param alpha strictly between 0 and 1
    public static double pValue(double[] loss, double alpha, Bound bound) {
        Require.interior(alpha, "alpha");
        Require.notEmpty(loss.length, "cases");
        bound.check(loss);
        return bound.pValue(Arrays.stream(loss).average().orElseThrow(), loss.length, alpha);
    }

    /// The mean loss with the upper limit that the bound gives; the lower end is 0. Conservative for losses between 0
    /// and 1.
    ///
    /// @param confidence of the one-sided limit
    public static Estimate upper(String name, double[] loss, Bound bound, double confidence) {
        Require.confidence(confidence);
        Require.notEmpty(loss.length, name);
        bound.check(loss);
        int n = loss.length;
        double risk = Arrays.stream(loss).average().orElseThrow();
        double low = risk;
        double high = 1;
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            if (middle < 1 && bound.pValue(risk, n, middle) > 1 - confidence) {
                low = middle;
            } else {
                high = middle;
            }
        }
        String method = bound == Bound.BINOMIAL ? "Clopper-Pearson" : "Hoeffding-Bentkus";
        return new Estimate(name, risk, 0, Math.max(risk, high), confidence, method + ", one-sided upper", n);
    }
}
