package org.realfm.stats.survival;

import java.util.Arrays;
import org.realfm.stats.Estimate;
import org.realfm.stats.Require;

/// How far are predicted risks at a horizon from what happened? The Brier score at t, the mean of (1(event by t) -
/// risk)^2, by inverse probability of censoring; lower is better, and it judges calibration and separation together.
///
/// BS(t) = 1/n sum_i W_i (Y_i - risk_i)^2, where Y_i = 1 if the event asked for came by t, 0 if none or another came by
/// t, and W_i is 1/G(T_i-) for an event by t, 1/G(t) for those event-free at t and 0 for those censored before; G is
/// the Kaplan-Meier estimate of being uncensored.
///
/// The scale of the score depends on how common the event is; the **index of prediction accuracy** IPA = 1 - BS/BS_0
/// compares it with the best prediction that knows nothing of the subject (the Aalen-Johansen incidence, score BS_0): 0
/// is useless, 1 perfect, and below 0 worse than useless.
///
/// The variance is the infinitesimal jackknife over rows (or clusters), with the share that comes from estimating G;
/// the interval is value +- z SE, clipped. A score of exactly 0 has the upper end 1 - (alpha/2)^(1/n).
///
/// A horizon beyond all follow-up is an IllegalArgumentException.
///
/// Sources: Graf, Schmoor, Sauerbrei & Schumacher 1999,
/// doi:10.1002/(SICI)1097-0258(19990915/30)18:17/18<2529::AID-SIM274>3.0.CO;2-5; Gerds & Schumacher 2006,
/// doi:10.1002/bimj.200610301; Kattan & Gerds 2018, doi:10.1186/s41512-018-0029-2.
public final class SurvivalBrier {

    private static final String METHOD = "IPCW, infinitesimal jackknife";

    private SurvivalBrier() {}

    /// The Brier score at a horizon.
    ///
    /// @param risk  for each row the predicted probability of the event by t, in [0, 1]
    /// @param cause the event asked for, at least 1
    /// @param t     the horizon
    public static Estimate at(String name, FollowUp rows, double[] risk, int cause, double t, double confidence) {
        return bounded(name, rows, at(rows, risk, cause, t), confidence, METHOD);
    }

    /// The Brier score of `first` minus that of `second` on the same rows; negative where `first` is better.
    public static Estimate difference(
            String name, FollowUp rows, double[] first, double[] second, int cause, double t, double confidence) {
        return at(rows, first, cause, t)
                .combined(1, at(rows, second, cause, t), -1)
                .wald(name, rows, -1, 1, confidence, METHOD + ", paired");
    }

    /// The index of prediction accuracy at a horizon. Where nobody or everybody has the event by then, there is nothing
    /// to predict: an IllegalArgumentException.
    public static Estimate ipa(String name, FollowUp rows, double[] risk, int cause, double t, double confidence) {
        return ipa(rows, risk, cause, t).wald(name, rows, Double.NEGATIVE_INFINITY, 1, confidence, METHOD);
    }

    /// The index of prediction accuracy of `first` minus that of `second` on the same rows: what `first` adds.
    public static Estimate ipaDifference(
            String name, FollowUp rows, double[] first, double[] second, int cause, double t, double confidence) {
        return ipa(rows, first, cause, t)
                .combined(1, ipa(rows, second, cause, t), -1)
                .wald(
                        name, rows, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, confidence,
                        METHOD + ", paired");
    }

    /// The Brier score averaged over horizons, (1 / (t_m - t_1)) int BS(t) dt by the trapezoidal rule between the
    /// horizons given. (R's pec and riskRegression hold the score constant from one horizon to the next.)
    ///
    /// @param risk `[horizon][row]`
    /// @param t    the horizons, at least two, ascending
    public static Estimate integrated(
            String name, FollowUp rows, double[][] risk, int cause, double[] t, double confidence) {
        Require.sameLength(t.length, risk.length, "risk");
        Require.that(t.length >= 2, "an integral needs at least two horizons, found " + t.length);
        double span = t[t.length - 1] - t[0];
        Linearised sum = new Linearised(0, new double[rows.rows()]);
        for (int k = 0; k < t.length; k++) {
            Require.that(k == 0 || t[k] > t[k - 1], "horizons must ascend, found " + Arrays.toString(t));
            double width = 0.5 * (t[Math.min(k + 1, t.length - 1)] - t[Math.max(k - 1, 0)]);
            sum = sum.combined(1, at(rows, risk[k], cause, t[k]), width / span);
        }
        return bounded(name, rows, sum, confidence, METHOD + ", trapezoidal");
    }

    private static Estimate bounded(
            String name, FollowUp rows, Linearised score, double confidence, String method) {
        if (score.value() == 0) {
            double upper = 1 - Math.pow((1 - confidence) / 2, 1.0 / Math.max(1, rows.units()));
            return new Estimate(name, 0, 0, upper, confidence, "exact, no error seen", rows.units());
        }
        return score.wald(name, rows, 0, Math.max(1, score.value()), confidence, method);
    }

    static Linearised at(FollowUp rows, double[] risk, int cause, double t) {
        rows.sameRows(risk.length, "risk");
        for (int i = 0; i < risk.length; i++) {
            Require.share(risk[i], "risk");
        }
        RiskTable table = TimeDependentAuc.horizon(rows, cause, t);
        double[] squares = new double[risk.length];
        for (int i = 0; i < risk.length; i++) {
            double error = (TimeDependentAuc.isCase(rows, i, cause, t) ? 1 : 0) - risk[i];
            squares[i] = error * error;
        }
        return new CensoringWeights(table).mean(squares, t);
    }

    /// The derivative of BS_0 by its own prediction is 0: the incidence is the weighted mean of Y.
    static Linearised ipa(FollowUp rows, double[] risk, int cause, double t) {
        Linearised score = at(rows, risk, cause, t);
        double[] same = new double[risk.length];
        Arrays.fill(same, AalenJohansen.of(rows, cause).incidence(t));
        Linearised useless = at(rows, same, cause, t);
        Require.that(useless.value() > 0, "nobody or everybody has the event by " + t + ": nothing to predict");
        double ratio = score.value() / useless.value();
        double[] derivative = new double[risk.length];
        Arrays.setAll(derivative, i -> (ratio * useless.derivative()[i] - score.derivative()[i]) / useless.value());
        return new Linearised(1 - ratio, derivative);
    }
}
