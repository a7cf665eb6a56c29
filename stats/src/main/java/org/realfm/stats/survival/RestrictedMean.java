package org.realfm.stats.survival;

import java.util.Arrays;
import org.realfm.stats.Estimate;
import org.realfm.stats.Require;
import org.realfm.stats.StandardNormal;

/// The mean time lived free of the event up to a horizon tau: the area under the Kaplan-Meier curve, mu = int_0^tau
/// S(t) dt.
///
/// It needs no proportional hazards, and its difference is in units of time. Variance (Greenwood's): sum_{s <= tau}
/// (int_s^tau S dt)^2 d_s / (Y_s (Y_s - d_s)); with clusters, its infinitesimal jackknife over them. The interval is
/// value +- z SE, clipped to [0, tau]. Where nobody has an event up to tau the value is tau and the lower end is tau
/// (alpha/2)^(1/Y), Y at risk at tau, because mu >= tau S(tau). Where all had the event at one time there is no
/// variance, and the interval is everything possible.
///
/// tau must be positive and not beyond the last time of follow-up (unless nobody was left then).
///
/// Sources: Irwin 1949; Royston & Parmar 2013, doi:10.1186/1471-2288-13-152.
public final class RestrictedMean {

    private RestrictedMean() {}

    private record Area(double value, double variance, double atRisk, boolean events) {

        /// Events, but no spread to judge by.
        boolean constant() {
            return events && variance == 0;
        }
    }

    /// The restricted mean of one group.
    ///
    /// @param tau the horizon, in the unit of the times
    public static Estimate of(String name, FollowUp rows, double tau, double confidence) {
        Area area = area(rows, tau);
        double half =
                area.constant() ? tau : StandardNormal.critical(confidence) * Math.sqrt(area.variance);
        double lower = area.events
                ? area.value - half
                : tau * Math.pow((1 - confidence) / 2, 1 / Math.max(1, area.atRisk));
        return new Estimate(
                name, area.value, Math.max(0, Math.min(area.value, lower)), Math.min(tau, area.value + half),
                confidence, "area under Kaplan-Meier, Wald", rows.units());
    }

    /// The restricted mean of `first` minus that of `second`, two groups that have no patient in common.
    ///
    /// Where neither group has an event up to tau, the interval is that of [#of] for the group with fewer at risk, to
    /// both sides.
    public static Estimate difference(
            String name, FollowUp first, FollowUp second, double tau, double confidence) {
        Area a = area(first, tau);
        Area b = area(second, tau);
        double value = a.value - b.value;
        double fewer = Math.max(1, Math.min(a.atRisk, b.atRisk));
        double half = StandardNormal.critical(confidence) * Math.sqrt(a.variance + b.variance);
        if (a.constant() || b.constant()) {
            half = 2 * tau;
        } else if (!a.events && !b.events) {
            half = tau * (1 - Math.pow((1 - confidence) / 2, 1 / fewer));
        }
        return new Estimate(
                name, value, Math.min(value, Math.max(-tau, value - half)),
                Math.max(value, Math.min(tau, value + half)), confidence,
                "difference of areas under Kaplan-Meier, Wald", first.units() + second.units());
    }

    private static Area area(FollowUp rows, double tau) {
        Require.that(tau > 0 && Double.isFinite(tau), "tau must be positive and finite, found " + tau);
        RiskTable table = RiskTable.of(rows);
        int steps = table.steps(tau);
        double[] survival = table.survival();
        double[] after = new double[steps];
        double right = tau;
        double sum = 0;
        for (int k = steps - 1; k >= 0; k--) {
            sum += survival[k] * (right - table.time()[k]);
            right = table.time()[k];
            after[k] = sum;
        }
        double[] q = KaplanMeier.hazardSteps(table, steps);
        for (int k = 0; k < steps; k++) {
            q[k] *= -after[k];
        }
        return new Area(
                sum + right, rows.variance(table.integrate(q, table.events(), 0)),
                table.atRisk(tau),
                Arrays.stream(table.events()).limit(steps).anyMatch(d -> d > 0));
    }
}
