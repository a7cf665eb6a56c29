package org.realfm.stats;

import java.util.Arrays;

/// The rows of a sample in groups of neighbouring risks, numbered from 0 by ascending risk.
///
/// @param of    for each row its group
/// @param count how many numbers there are; a group may be empty
@SuppressWarnings("ArrayRecordComponent")
record RiskGroups(int[] of, int count) {

    /// Groups of equal mass: row i goes to group floor(bins x share of weight below its risk), so equal risks stay
    /// together.
    static RiskGroups equalMass(double[] risk, double[] weight, int bins) {
        Require.that(bins > 0, "bins must be positive, found " + bins);
        return equalMass(risk, ascending(risk), weight, bins);
    }

    /// The same of rows whose order is known.
    static RiskGroups equalMass(double[] risk, int[] order, double[] weight, int bins) {
        double total = Arrays.stream(weight).sum();
        int[] group = new int[risk.length];
        double below = 0;
        double tied = 0;
        for (int r = 0; r < order.length; r++) {
            if (r > 0 && risk[order[r]] > risk[order[r - 1]]) {
                below += tied;
                tied = 0;
            }
            tied += weight[order[r]];
            group[order[r]] = (int) Math.min(bins - 1, Math.floor(bins * below / total + 1e-9));
        }
        return new RiskGroups(group, bins);
    }

    /// A group for each distinct risk.
    static RiskGroups distinct(double[] risk) {
        int[] order = ascending(risk);
        int[] group = new int[risk.length];
        int last = 0;
        for (int r = 1; r < order.length; r++) {
            last += risk[order[r]] > risk[order[r - 1]] ? 1 : 0;
            group[order[r]] = last;
        }
        return new RiskGroups(group, last + 1);
    }

    /// The rows by ascending risk; equal risks as they come.
    static int[] ascending(double[] risk) {
        double[] sorted = risk.clone();
        Arrays.parallelSort(sorted);
        int[] place = new int[risk.length];
        int[] next = new int[risk.length]; // for the first place of each risk, how many have taken theirs
        int[] order = new int[risk.length];
        Arrays.setAll(place, i -> first(sorted, risk[i]));
        for (int i = 0; i < place.length; i++) {
            order[place[i] + next[place[i]]++] = i;
        }
        return order;
    }

    /// The first place of a value among the sorted.
    private static int first(double[] sorted, double value) {
        int below = -1;
        for (int at = sorted.length - 1; below + 1 < at; ) {
            int middle = (below + at) >>> 1;
            if (Double.compare(sorted[middle], value) < 0) {
                below = middle;
            } else {
                at = middle;
            }
        }
        return below + 1;
    }

    /// The sum of weight x value in each group.
    double[] sums(double[] weight, double[] value) {
        double[] sum = new double[count];
        for (int i = 0; i < of.length; i++) {
            sum[of[i]] += weight[i] * value[i];
        }
        return sum;
    }

    /// For each group what the variance of its observed share is at least taken for, in an interval: that of a share of
    /// 0.5/(u + 1) in u rows. Groups in which every outcome is alike show no variance, but have one.
    double[] leastVariance() {
        int[] units = new int[count];
        for (int group : of) {
            units[group]++;
        }
        double[] least = new double[count];
        for (int g = 0; g < count; g++) {
            double share = 0.5 / (units[g] + 1);
            least[g] = units[g] > 0 ? share * (1 - share) / units[g] : 0;
        }
        return least;
    }

    /// The variance of each group's weighted mean, with clusters as the independent units; a group of one cluster has
    /// that of one toss of a coin, 1/4.
    double[] varianceOfMeans(double[] weight, double[] value, Clusters clusters) {
        double[] mass = sums(weight, Proportion.ones(of.length));
        double[] mean = sums(weight, value);
        Arrays.setAll(mean, g -> mass[g] > 0 ? mean[g] / mass[g] : 0);
        long[] keys = new long[of.length];
        Arrays.setAll(keys, i -> (long) of[i] * clusters.count() + clusters.of()[i]);
        long[] distinct = Arrays.stream(keys).distinct().sorted().toArray();
        double[] residual = new double[distinct.length];
        for (int i = 0; i < of.length; i++) {
            residual[Arrays.binarySearch(distinct, keys[i])] += weight[i] * (value[i] - mean[of[i]]);
        }
        double[] squares = new double[count];
        int[] units = new int[count];
        for (int u = 0; u < distinct.length; u++) {
            int group = (int) (distinct[u] / clusters.count());
            squares[group] += residual[u] * residual[u];
            units[group]++;
        }
        double[] variance = new double[count];
        Arrays.setAll(variance, g -> units[g] > 1 && mass[g] > 0
                ? squares[g] * units[g] / (units[g] - 1.0) / (mass[g] * mass[g])
                : 0.25);
        return variance;
    }
}
