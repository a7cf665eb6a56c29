package org.realfm.stats.survival;

import org.realfm.stats.Estimate;
import org.realfm.stats.Require;

/// What acting on predicted risks at a horizon is worth: treating those with a risk of at least a threshold p earns 1 for each
/// who has the event by t and costs p / (1 - p) for each who has not, a subject, by inverse probability of censoring.
///
/// Treating all is the same with a risk of 1 for everyone; treating nobody is worth 0. For outcomes that are known for all
/// subjects use [org.realfm.stats.NetBenefit], which has curves and more comparators.
///
/// The variance is the infinitesimal jackknife over rows (or clusters), with the share that comes from estimating the
/// censoring; the interval is value +- z SE, clipped to [-p / (1 - p), 1]. Where nobody is treated it is 0 exactly. A horizon
/// beyond all follow-up is an IllegalArgumentException.
///
/// Sources: Vickers & Elkin 2006, doi:10.1177/0272989X06295361; Vickers, Cronin, Elkin & Gonen 2008,
/// doi:10.1186/1472-6947-8-53 (censored outcomes).
public final class HorizonNetBenefit {

    private static final String METHOD = "IPCW, infinitesimal jackknife";

    private HorizonNetBenefit() {}

    /// The net benefit of treating where the risk is at least the threshold, in true positives a subject.
    ///
    /// @param risk      for each row the predicted probability of the event by t, in [0, 1]
    /// @param cause     the event asked for, at least 1
    /// @param t         the horizon
    /// @param threshold p, strictly between 0 and 1
    public static Estimate at(
            String name, FollowUp rows, double[] risk, int cause, double t, double threshold, double confidence) {
        return at(rows, risk, cause, t, threshold)
                .wald(name, rows, -odds(threshold), 1, confidence, METHOD);
    }

    /// The net benefit of `first` minus that of `second` on the same rows.
    public static Estimate difference(
            String name, FollowUp rows, double[] first, double[] second, int cause, double t, double threshold,
            double confidence) {
        double most = 1 + odds(threshold);
        return at(rows, first, cause, t, threshold)
                .combined(1, at(rows, second, cause, t, threshold), -1)
                .wald(name, rows, -most, most, confidence, METHOD + ", paired");
    }

    static Linearised at(FollowUp rows, double[] risk, int cause, double t, double threshold) {
        rows.sameRows(risk.length, "risk");
        double odds = odds(threshold);
        RiskTable table = TimeDependentAuc.horizon(rows, cause, t);
        double[] earned = new double[risk.length];
        for (int i = 0; i < risk.length; i++) {
            Require.share(risk[i], "risk");
            if (risk[i] >= threshold) {
                earned[i] = TimeDependentAuc.isCase(rows, i, cause, t) ? 1 : -odds;
            }
        }
        return new CensoringWeights(table).mean(earned, t);
    }

    private static double odds(double threshold) {
        Require.interior(threshold, "threshold");
        return threshold / (1 - threshold);
    }
}
