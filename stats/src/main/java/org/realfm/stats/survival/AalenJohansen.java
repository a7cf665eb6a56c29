package org.realfm.stats.survival;

import java.util.Arrays;
import org.realfm.stats.Band;
import org.realfm.stats.Estimate;
import org.realfm.stats.Require;
import org.realfm.stats.StandardNormal;

/// The cumulative incidence of one cause where other causes compete: F(t) = sum_{s <= t} S(s-) d_s / Y_s, d_s the
/// events of the cause, S the survival free of any event. With one cause it is 1 - S of [KaplanMeier].
///
/// The variance is the infinitesimal jackknife (over clusters where they are known), as in R's `survfit` for several
/// states. The interval is on the log-log scale of 1 - F, and so within [0, 1]. Where F = 0 the upper end is exact:
/// none of those Y still at risk had the event, 1 - (alpha/2)^(1/Y); where F = 1, the lower end is 0.
///
/// Beyond the last time F is known only if nobody was left then; otherwise asking is an IllegalArgumentException.
///
/// Sources: Aalen & Johansen 1978; Kalbfleisch & Prentice 2002, doi:10.1002/9781118032985; Gray 1988,
/// doi:10.1214/aos/1176350951.
public final class AalenJohansen {

    private final RiskTable table;
    private final int cause;
    private final double[] ofCause;
    private final double[] before;
    private final double[] incidence;

    private AalenJohansen(RiskTable table, int cause) {
        this.table = table;
        this.cause = cause;
        this.ofCause = table.events(cause);
        this.before = new double[table.times()];
        this.incidence = new double[table.times()];
        double[] survival = table.survival();
        double sum = 0;
        for (int k = 0; k < incidence.length; k++) {
            before[k] = k == 0 ? 1 : survival[k - 1];
            sum += before[k] * ofCause[k] / table.atRisk()[k];
            incidence[k] = Math.min(1, sum);
        }
    }

    /// @param cause the event whose incidence is asked for, at least 1; one that nobody had has the incidence 0
    public static AalenJohansen of(FollowUp rows, int cause) {
        return of(RiskTable.of(rows), cause);
    }

    static AalenJohansen of(RiskTable table, int cause) {
        Require.that(cause >= 1, "cause must be at least 1, found " + cause);
        return new AalenJohansen(table, cause);
    }

    /// F(t).
    public double incidence(double t) {
        return value(table.steps(t));
    }

    /// The standard error of F(t).
    public double standardError(double t) {
        return Math.sqrt(table.rows().variance(derivative(table.steps(t))));
    }

    /// F(t) with its interval.
    public Estimate estimate(String name, double t, double confidence) {
        Require.confidence(confidence);
        int k = table.steps(t);
        double[] limits = limits(k, table.atRisk(t), confidence);
        return new Estimate(
                name, value(k), limits[0], limits[1], confidence, "Aalen-Johansen, log-log", table.rows().units());
    }

    /// F at every distinct time of follow-up, with pointwise intervals; costs the square of the number of rows.
    public Band band(double confidence) {
        double[] lower = new double[incidence.length];
        double[] upper = new double[incidence.length];
        for (int k = 0; k < incidence.length; k++) {
            double[] limits = limits(k + 1, table.atRisk()[k], confidence);
            lower[k] = limits[0];
            upper[k] = limits[1];
        }
        return new Band(
                table.time().clone(), incidence.clone(), lower, upper, confidence,
                "Aalen-Johansen, log-log, pointwise");
    }

    private double value(int steps) {
        return steps == 0 ? 0 : incidence[steps - 1];
    }

    private double[] limits(int steps, double atRisk, double confidence) {
        double f = value(steps);
        double tail = (1 - confidence) / 2;
        if (f == 0) {
            return new double[] {0, 1 - Math.pow(tail, 1 / Math.max(1, atRisk))};
        }
        if (f == 1) {
            return new double[] {0, 1};
        }
        double free = 1 - f;
        double error = Math.sqrt(table.rows().variance(derivative(steps)));
        double half = StandardNormal.critical(confidence) * error / (free * -Math.log(free));
        double lower = 1 - Math.pow(free, Math.exp(-half));
        return new double[] {Math.min(f, lower), Math.max(f, 1 - Math.pow(free, Math.exp(half)))};
    }

    /// The derivative of F(t) by the weight of each row: through the events of the cause at each time, and through the
    /// survival before them.
    double[] derivative(double t) {
        return derivative(table.steps(t));
    }

    private double[] derivative(int steps) {
        double[] direct = new double[table.times()];
        double[] through = KaplanMeier.hazardSteps(table, steps);
        for (int k = 0; k < steps; k++) {
            direct[k] = before[k] / table.atRisk()[k];
            through[k] *= value(steps) - incidence[k];
        }
        double[] derivative = table.integrate(direct, ofCause, cause);
        double[] loss = table.integrate(through, table.events(), 0);
        Arrays.setAll(derivative, i -> derivative[i] - loss[i]);
        return derivative;
    }
}
