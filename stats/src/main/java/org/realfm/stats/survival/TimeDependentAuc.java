package org.realfm.stats.survival;

import java.util.Arrays;
import org.realfm.stats.Estimate;
import org.realfm.stats.Require;

/// Does the score separate those who have had the event by a horizon t from those who have not? The cumulative/dynamic
/// AUC, P(score_1 > score_2 | event of 1 by t, none of 2 by t) with equal scores counting one half, by inverse
/// probability of censoring.
///
/// Cases had the event asked for by t; controls are event-free at t or had another event by then. Each is weighted by
/// the inverse probability of being known at that time ([FollowUp] gives the order at equal times). This needs
/// censoring that does not depend on the score; where it does, compare within levels of what it depends on.
///
/// The variance is the infinitesimal jackknife over rows (or clusters), with the share that comes from estimating the
/// censoring; the interval is on the logit scale. Where cases and controls are separated completely, it is the exact
/// binomial one on disjoint pairs. Without a case or without a control there is an IllegalArgumentException; so there
/// is for a t beyond all follow-up.
///
/// Sources: Hung & Chiang 2010, doi:10.1002/cjs.10046; Blanche, Dartigues & Jacqmin-Gadda 2013, doi:10.1002/sim.5958.
public final class TimeDependentAuc {

    private TimeDependentAuc() {}

    /// The AUC at a horizon.
    ///
    /// @param score for each row; a higher one means a higher risk; may be infinite, not NaN
    /// @param cause the event asked for, at least 1
    /// @param t     the horizon
    public static Estimate at(
            String name, FollowUp rows, double[] score, int cause, double t, double confidence) {
        Linearised auc = at(rows, score, cause, t);
        return auc.share(name, rows, disjoint(rows, cause, t), confidence, "IPCW, infinitesimal jackknife");
    }

    /// The AUC of `first` minus that of `second` on the same rows.
    public static Estimate difference(
            String name, FollowUp rows, double[] first, double[] second, int cause, double t, double confidence) {
        return at(rows, first, cause, t)
                .combined(1, at(rows, second, cause, t), -1)
                .wald(name, rows, -1, 1, confidence, "IPCW, paired, infinitesimal jackknife");
    }

    static Linearised at(FollowUp rows, double[] score, int cause, double t) {
        rows.sameRows(score.length, "score");
        RiskTable table = horizon(rows, cause, t);
        CensoringWeights censoring = new CensoringWeights(table);
        double[] weight = censoring.at(t);
        int[] level = Linearised.levels(score);
        int levels = 1 + Arrays.stream(level).max().orElse(0);
        double[] cases = new double[levels];
        double[] controls = new double[levels];
        for (int i = 0; i < score.length; i++) {
            (isCase(rows, i, cause, t) ? cases : controls)[level[i]] += rows.weight(i) * weight[i];
        }
        double allCases = Arrays.stream(cases).sum();
        double allControls = Arrays.stream(controls).sum();
        Require.that(allCases > 0, "no event of cause " + cause + " by " + t);
        Require.that(allControls > 0, "nobody without the event at " + t);
        double[] controlsBelow = new double[levels];
        double[] casesAbove = new double[levels];
        double below = 0;
        double above = allCases;
        double auc = 0;
        for (int l = 0; l < levels; l++) {
            above -= cases[l];
            controlsBelow[l] = (below + 0.5 * controls[l]) / allControls;
            casesAbove[l] = (above + 0.5 * cases[l]) / allCases;
            below += controls[l];
            auc += cases[l] * controlsBelow[l] / allCases;
        }
        double[] derivative = new double[score.length];
        for (int i = 0; i < score.length; i++) {
            derivative[i] = isCase(rows, i, cause, t)
                    ? weight[i] * (controlsBelow[level[i]] - auc) / allCases
                    : weight[i] * (casesAbove[level[i]] - auc) / allControls;
        }
        double[] estimated = censoring.derivative(derivative, t);
        Arrays.setAll(derivative, i -> derivative[i] + estimated[i]);
        return new Linearised(auc, derivative);
    }

    static boolean isCase(FollowUp rows, int i, int cause, double t) {
        return rows.cause(i) == cause && rows.time(i) <= t;
    }

    /// Checks a horizon, and counts.
    static RiskTable horizon(FollowUp rows, int cause, double t) {
        Require.that(cause >= 1, "cause must be at least 1, found " + cause);
        Require.that(t > 0 && Double.isFinite(t), "t must be positive and finite, found " + t);
        RiskTable table = RiskTable.of(rows);
        table.steps(t);
        return table;
    }

    private static int disjoint(FollowUp rows, int cause, double t) {
        int cases = 0;
        int controls = 0;
        for (int i = 0; i < rows.rows(); i++) {
            if (rows.weight(i) > 0 && (rows.time(i) > t || rows.cause(i) > 0)) {
                cases += isCase(rows, i, cause, t) ? 1 : 0;
                controls += isCase(rows, i, cause, t) ? 0 : 1;
            }
        }
        return (int) Math.min(rows.units() / 2, Math.min(cases, controls));
    }
}
