package org.realfm.stats.survival;

import java.util.Arrays;
import java.util.Optional;
import org.realfm.stats.Band;
import org.realfm.stats.Estimate;
import org.realfm.stats.Require;
import org.realfm.stats.StandardNormal;

/// The product-limit estimate of survival: S(t) = prod_{s <= t} (1 - d_s / Y_s), d_s events of Y_s at risk.
///
/// Variance is Greenwood's, S^2 sum d / (Y (Y - d)); with clusters it is the infinitesimal jackknife over them (which
/// without clusters is Greenwood's too). Intervals are on the log-log scale: S^exp(-+ z se / (S |log S|)).
/// - While there has been no event (S = 1), the lower end is exact: none of those Y still at risk had one,
///   (alpha/2)^(1/Y).
/// - Once everybody has had one (S = 0), the upper end is that of the time before, as survival cannot rise again; where
///   all events are at one time, 1 - (alpha/2)^(1/Y).
///
/// All events count, whatever their cause. Where there are competing events and one is asked for, 1 - S of the others
/// censored is not its risk: use [AalenJohansen].
///
/// Beyond the last time, S is 0 if the last subject had the event; otherwise it is unknown, and asking for it is an
/// IllegalArgumentException.
///
/// Sources: Kaplan & Meier 1958, doi:10.1080/01621459.1958.10501452; Kalbfleisch & Prentice 2002,
/// doi:10.1002/9781118032985 (log-log); Brookmeyer & Crowley 1982, doi:10.2307/2530286 (quantiles).
public final class KaplanMeier {

    private static final double TIE = Math.sqrt(Math.ulp(1.0));

    private final RiskTable table;
    private final double[] survival;
    private final double[] greenwood;

    private KaplanMeier(RiskTable table) {
        this.table = table;
        this.survival = table.survival();
        this.greenwood = new double[table.times()];
        double sum = 0;
        for (int k = 0; k < greenwood.length; k++) {
            double left = table.survivors(k);
            sum += left > 0 ? table.events()[k] / (table.atRisk()[k] * left) : 0;
            greenwood[k] = sum;
        }
    }

    public static KaplanMeier of(FollowUp rows) {
        return new KaplanMeier(RiskTable.of(rows));
    }

    /// The distinct times of follow-up, ascending.
    public double[] times() {
        return table.time().clone();
    }

    /// Weight of the rows that are at risk at t.
    public double atRisk(double t) {
        return table.atRisk(t);
    }

    /// S(t).
    public double survival(double t) {
        return value(table.steps(t));
    }

    /// The standard error of S(t).
    public double standardError(double t) {
        return Math.sqrt(variance(table.steps(t)));
    }

    /// S(t) with its interval.
    public Estimate estimate(String name, double t, double confidence) {
        Require.confidence(confidence);
        int k = table.steps(t);
        double[] limits = limits(k, atRisk(t), confidence);
        return new Estimate(
                name, value(k), limits[0], limits[1], confidence, "Kaplan-Meier, log-log", table.rows().units());
    }

    /// The smallest time at which at least the share `p` has had the event (the median at 0.5); where S is exactly 1 -
    /// p over an interval, its middle. The interval holds the times at which the interval of S holds 1 - p; its upper
    /// end may be infinite.
    ///
    /// @return empty where fewer than `p` had the event while they were followed
    public Optional<Estimate> quantile(String name, double p, double confidence) {
        Require.interior(p, "p");
        Require.confidence(confidence);
        double[] lower = new double[survival.length];
        double[] upper = new double[survival.length];
        for (int k = 0; k < survival.length; k++) {
            double[] limits = limits(k + 1, table.atRisk()[k], confidence);
            lower[k] = survival[k] == 1 ? 1 : limits[0];
            upper[k] = limits[1];
        }
        double value = crossing(survival, 1 - p);
        if (value == Double.POSITIVE_INFINITY) {
            return Optional.empty();
        }
        return Optional.of(new Estimate(
                name, value, Math.min(value, crossing(lower, 1 - p)), Math.max(value, crossing(upper, 1 - p)),
                confidence, "Brookmeyer-Crowley, log-log", table.rows().units()));
    }

    /// S at every distinct time, with pointwise intervals.
    public Band band(double confidence) {
        double[] lower = new double[survival.length];
        double[] upper = new double[survival.length];
        for (int k = 0; k < survival.length; k++) {
            double[] limits = limits(k + 1, table.atRisk()[k], confidence);
            lower[k] = limits[0];
            upper[k] = limits[1];
        }
        return new Band(times(), survival.clone(), lower, upper, confidence, "Kaplan-Meier, log-log, pointwise");
    }

    /// The first time at which a curve is at most the level, and the middle of the interval over which it equals it.
    private double crossing(double[] curve, double level) {
        for (int k = 0; k < curve.length; k++) {
            if (curve[k] <= level + TIE) {
                if (Math.abs(curve[k] - level) <= TIE) {
                    for (int next = k + 1; next < curve.length; next++) {
                        if (curve[next] < level - TIE) {
                            return 0.5 * (table.time()[k] + table.time()[next]);
                        }
                    }
                }
                return table.time()[k];
            }
        }
        return Double.POSITIVE_INFINITY;
    }

    private double value(int steps) {
        return steps == 0 ? 1 : survival[steps - 1];
    }

    private double variance(int steps) {
        double s = value(steps);
        if (s == 0 || s == 1) {
            return 0;
        }
        return table.rows().hasClusters()
                ? s * s * table.rows().variance(table.integrate(hazardSteps(table, steps), table.events(), 0))
                : s * s * greenwood[steps - 1];
    }

    /// 1 / (Y - d) at the first times, where the derivative of -log S by a weight has its steps.
    static double[] hazardSteps(RiskTable table, int steps) {
        double[] q = new double[table.times()];
        for (int k = 0; k < steps; k++) {
            double left = table.survivors(k);
            q[k] = left > 0 && table.events()[k] > 0 ? 1 / left : 0;
        }
        return q;
    }

    private double[] limits(int steps, double atRisk, double confidence) {
        double s = value(steps);
        double tail = (1 - confidence) / 2;
        if (s == 1) {
            return new double[] {Math.pow(tail, 1 / Math.max(1, atRisk)), 1};
        }
        if (s == 0) {
            int before = firstZero();
            double upper = value(before) == 1
                    ? 1 - Math.pow(tail, 1 / Math.max(1, table.atRisk()[before]))
                    : limits(before, table.atRisk()[before], confidence)[1];
            return new double[] {0, upper};
        }
        double half = StandardNormal.critical(confidence) * Math.sqrt(variance(steps)) / (s * -Math.log(s));
        return new double[] {Math.pow(s, Math.exp(half)), Math.pow(s, Math.exp(-half))};
    }

    private int firstZero() {
        return (int) Arrays.stream(survival).takeWhile(s -> s > 0).count();
    }
}
