package org.realfm.stats.survival;

import java.util.Arrays;
import org.realfm.stats.Require;

/// Who is at risk and what happens at each distinct time: the counting processes that every estimator here is made of.
///
/// @param time     the distinct times, ascending
/// @param atRisk   weight of the rows with at least that time
/// @param events   weight of the events of any cause then
/// @param censored weight of the rows censored then
/// @param index    for each row of the follow-up the number of its time; -1 for rows of weight 0
@SuppressWarnings("ArrayRecordComponent")
record RiskTable(FollowUp rows, double[] time, double[] atRisk, double[] events, double[] censored, int[] index) {

    static RiskTable of(FollowUp rows) {
        int[] order = rows.order();
        double[] time = new double[order.length];
        double[] events = new double[order.length];
        double[] censored = new double[order.length];
        int[] index = new int[rows.rows()];
        Arrays.fill(index, -1);
        int times = 0;
        for (int i : order) {
            if (times == 0 || rows.time(i) != time[times - 1]) {
                time[times++] = rows.time(i);
            }
            index[i] = times - 1;
            (rows.cause(i) > 0 ? events : censored)[times - 1] += rows.weight(i);
        }
        double[] atRisk = new double[times];
        double sum = 0;
        for (int k = times - 1; k >= 0; k--) {
            sum += events[k] + censored[k];
            atRisk[k] = sum;
        }
        return new RiskTable(
                rows, Arrays.copyOf(time, times), atRisk, Arrays.copyOf(events, times),
                Arrays.copyOf(censored, times), index);
    }

    int times() {
        return time.length;
    }

    double last() {
        return time[time.length - 1];
    }

    /// Whether follow-up says what the survival at t is: t is not beyond the last time, or nobody was left then.
    boolean reaches(double t) {
        return t <= last() || survivors(times() - 1) == 0;
    }

    /// Weight of the rows at risk at time k that have no event then.
    double survivors(int k) {
        return events[k] == atRisk[k] ? 0 : atRisk[k] - events[k];
    }

    /// How many of the distinct times are at most t, where follow-up reaches it.
    int steps(double t) {
        Require.that(t >= 0, "t must not be negative, found " + t);
        Require.that(reaches(t), "what happens by " + t + " is unknown: nobody was followed beyond " + last());
        return upTo(t);
    }

    /// Weight of the rows that are at risk at t.
    double atRisk(double t) {
        int k = upTo(t);
        return k > 0 && time[k - 1] == t ? atRisk[k - 1] : remaining(k);
    }

    /// How many of the distinct times are at most t.
    int upTo(double t) {
        int at = Arrays.binarySearch(time, t);
        return at >= 0 ? at + 1 : -at - 1;
    }

    /// Weight of the rows that are still followed after the first k times.
    double remaining(int k) {
        return k < times() ? atRisk[k] : 0;
    }

    /// Weight of the events of one cause at each time.
    double[] events(int cause) {
        double[] of = new double[times()];
        for (int i = 0; i < index.length; i++) {
            if (index[i] >= 0 && rows.cause(i) == cause) {
                of[index[i]] += rows.weight(i);
            }
        }
        return of;
    }

    /// The product-limit estimate after each time.
    double[] survival() {
        double[] survival = new double[times()];
        double s = 1;
        for (int k = 0; k < times(); k++) {
            s *= survivors(k) / atRisk[k];
            survival[k] = s;
        }
        return survival;
    }

    /// The product-limit estimate of being uncensored after each time. Events come first at each time, so that who has
    /// one is not at risk of censoring then; where nobody is left, the value before is kept (it is used by no one).
    double[] uncensored() {
        double[] g = new double[times()];
        double value = 1;
        for (int k = 0; k < times(); k++) {
            double left = remaining(k + 1);
            value *= left > 0 ? left / survivors(k) : 1;
            g[k] = value;
        }
        return g;
    }

    /// For each row j, sum_k q_k (dN_j(k) - Y_j(k) d_k / Y_k) over its time at risk for events: jumps of `cause` (0: of
    /// any), d their weights.
    double[] integrate(double[] q, double[] d, int cause) {
        double[] compensator = new double[times()];
        double sum = 0;
        for (int k = 0; k < times(); k++) {
            sum += q[k] == 0 ? 0 : q[k] * d[k] / atRisk[k];
            compensator[k] = sum;
        }
        double[] integral = new double[index.length];
        for (int i = 0; i < integral.length; i++) {
            int k = index[i];
            if (k >= 0) {
                boolean jump = rows.cause(i) > 0 && (cause == 0 || rows.cause(i) == cause);
                integral[i] = (jump ? q[k] : 0) - compensator[k];
            }
        }
        return integral;
    }

    /// The same for the censoring process: jumps are censorings, and a row with an event at time k is not at risk of
    /// being censored then.
    double[] integrateCensoring(double[] q) {
        double[] compensator = new double[times() + 1];
        for (int k = 0; k < times(); k++) {
            compensator[k + 1] = compensator[k] + (q[k] == 0 ? 0 : q[k] * censored[k] / survivors(k));
        }
        double[] integral = new double[index.length];
        for (int i = 0; i < integral.length; i++) {
            int k = index[i];
            if (k >= 0) {
                boolean jump = rows.cause(i) == 0;
                integral[i] = jump ? q[k] - compensator[k + 1] : -compensator[k];
            }
        }
        return integral;
    }
}
