package org.realfm.stats.survival;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.realfm.stats.Require;

/// What became of each subject: how long it was followed, and what ended that.
///
/// Times are right-censored, in any unit, finite and not negative. Causes are 0 for censored (still event-free when
/// last seen) and 1, 2, ... for events; with one kind of event it is 1. At the same time, events come before
/// censorings: who is censored at t is at risk for an event at t. Times are tied where they are equal as numbers: round
/// times that were computed.
///
/// A weight says how many subjects a row stands for: an estimate with weights 2 and its interval are those of the table
/// with every row twice. (Weights from sampling or from matching are no counts; give every row its own `cluster` then,
/// which makes the variances robust to them.) Rows of weight 0 are as if they were not there.
///
/// With clusters (patients of whom several rows are known), variances are sums over clusters.
///
/// Immutable. Everything in this package takes one of these.
public final class FollowUp {

    private final double[] time;
    private final int[] cause;
    private final double[] weight;
    private final int[] cluster;
    private final int clusters;

    private FollowUp(double[] time, int[] cause, double[] weight, int[] cluster, int clusters) {
        this.time = time;
        this.cause = cause;
        this.weight = weight;
        this.cluster = cluster;
        this.clusters = clusters;
    }

    /// @param time  for each row how long it was followed
    /// @param cause for each row 0 where it was censored, or the number of the event that ended it
    public static FollowUp of(double[] time, int[] cause) {
        Require.notEmpty(time.length, "follow-up");
        Require.sameLength(time.length, cause.length, "cause");
        for (int i = 0; i < time.length; i++) {
            Require.that(
                    time[i] >= 0 && Double.isFinite(time[i]),
                    "time " + i + " must be finite and not negative, found " + time[i]);
            Require.that(cause[i] >= 0, "cause " + i + " must not be negative, found " + cause[i]);
        }
        double[] ones = new double[time.length];
        Arrays.fill(ones, 1);
        // -0.0 is 0.
        double[] times = Arrays.stream(time).map(t -> t + 0.0).toArray();
        return new FollowUp(times, cause.clone(), ones, new int[0], 0);
    }

    /// @param event for each row whether the event ended it; otherwise it was censored
    public static FollowUp of(double[] time, boolean[] event) {
        int[] cause = new int[event.length];
        Arrays.setAll(cause, i -> event[i] ? 1 : 0);
        return of(time, cause);
    }

    /// The same rows, each standing for as many subjects as its weight says; not negative, not all 0.
    public FollowUp weighted(double[] weights) {
        Require.sameLength(time.length, weights.length, "weight");
        Require.weights(weights);
        return new FollowUp(time, cause, weights.clone(), cluster, clusters);
    }

    /// The same rows, of which those with the same number come from one patient.
    public FollowUp clustered(int[] ids) {
        Require.sameLength(time.length, ids.length, "cluster");
        Map<Integer, Integer> numbers = new HashMap<>();
        int[] of = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            Integer known = numbers.putIfAbsent(ids[i], numbers.size());
            of[i] = known == null ? numbers.size() - 1 : known;
        }
        return new FollowUp(time, cause, weight, of, numbers.size());
    }

    /// The rows for which `keep` is true; at least one.
    public FollowUp where(boolean[] keep) {
        Require.sameLength(time.length, keep.length, "keep");
        int[] rows = new int[keep.length];
        int kept = 0;
        for (int i = 0; i < keep.length; i++) {
            if (keep[i]) {
                rows[kept++] = i;
            }
        }
        Require.notEmpty(kept, "follow-up");
        int[] of = Arrays.copyOf(rows, kept);
        FollowUp part = of(
                        Arrays.stream(of).mapToDouble(i -> time[i]).toArray(),
                        Arrays.stream(of).map(i -> cause[i]).toArray())
                .weighted(Arrays.stream(of).mapToDouble(i -> weight[i]).toArray());
        return clusters == 0 ? part : part.clustered(Arrays.stream(of).map(i -> cluster[i]).toArray());
    }

    /// The same rows with one event, `event`: those that another event ended count as censored then. Right for hazards
    /// (log-rank, Cox, Harrell's C), wrong for risks: see [AalenJohansen].
    public FollowUp causeSpecific(int event) {
        int[] one = new int[cause.length];
        Arrays.setAll(one, i -> cause[i] == event ? 1 : 0);
        return new FollowUp(time, one, weight, cluster, clusters);
    }

    public int rows() {
        return time.length;
    }

    public double time(int row) {
        return time[row];
    }

    /// 0 for censored.
    public int cause(int row) {
        return cause[row];
    }

    public double weight(int row) {
        return weight[row];
    }

    /// The independent units: clusters where they are known, otherwise the sum of the weights, rounded.
    public long units() {
        if (clusters == 0) {
            return Math.round(Arrays.stream(weight).sum());
        }
        return Arrays.stream(positive()).map(i -> cluster[i]).distinct().count();
    }

    boolean hasClusters() {
        return clusters > 0;
    }

    /// The rows that count, ascending in time; at one time in the order in which they were given.
    int[] order() {
        double[] distinct = Arrays.stream(time).sorted().distinct().toArray();
        return Arrays.stream(positive())
                .mapToLong(i -> (long) Arrays.binarySearch(distinct, time[i]) << 32 | i)
                .sorted()
                .mapToInt(key -> (int) key)
                .toArray();
    }

    private int[] positive() {
        return IntStream.range(0, time.length).filter(i -> weight[i] > 0).toArray();
    }

    /// The variance of a statistic from its derivatives by the weights of the rows (the infinitesimal jackknife): sum_i
    /// w_i d_i^2, and with clusters sum_c (sum_{i in c} w_i d_i)^2.
    double variance(double[] derivative) {
        return covariance(derivative, derivative);
    }

    double covariance(double[] a, double[] b) {
        double sum = 0;
        if (clusters == 0) {
            for (int i = 0; i < a.length; i++) {
                sum += weight[i] * a[i] * b[i];
            }
            return sum;
        }
        double[] sumA = new double[clusters];
        double[] sumB = new double[clusters];
        for (int i = 0; i < a.length; i++) {
            sumA[cluster[i]] += weight[i] * a[i];
            sumB[cluster[i]] += weight[i] * b[i];
        }
        for (int c = 0; c < clusters; c++) {
            sum += sumA[c] * sumB[c];
        }
        return sum;
    }

    void sameRows(int found, String what) {
        Require.sameLength(time.length, found, what);
    }
}
