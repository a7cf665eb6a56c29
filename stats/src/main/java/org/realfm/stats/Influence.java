package org.realfm.stats;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/// How much each patient moves a statistic, to first order: if patient i counted 1 + h_i times instead of once, the
/// statistic would change by sum_i h_i IF_i (Hampel 1974, doi:10.1080/01621459.1974.10482962).
///
/// Two statistics of the same patients depend on each other just as their influences do, so replicates drawn from
/// influences with **shared** multipliers ([#replicates]) are aligned: one patient who is drawn moves all of them at once.
/// That is the multiplier bootstrap (van der Vaart & Wellner 1996, section 2.9), at the price of one pass over the
/// patients for each statistic, whatever the statistic costs.
///
/// @param unit  for each row the patient; the same number must mean the same patient in every influence that is aligned
/// @param value for each row its influence; finite
@SuppressWarnings("ArrayRecordComponent")
public record Influence(int[] unit, double[] value) {

    /// Patients are dealt into this many groups, which are multiplied as one; up to as many patients stand alone.
    static final int GROUPS = 1024;

    private static final int JACKKNIFE_GROUPS = 40;

    public Influence {
        Require.sameLength(unit.length, value.length, "value");
        Require.finite(value, "influence");
    }

    /// Of a statistic whose dependence on the patients is not known: no patient moves it.
    public static Influence unknown() {
        return new Influence(new int[0], new double[0]);
    }

    /// Of a mean: (x_i - mean) / n.
    public static Influence ofMean(double[] values, int[] unit) {
        return ofMean(values, Proportion.ones(values.length), unit);
    }

    /// Of a weighted mean: w_i (x_i - mean) / sum w.
    public static Influence ofMean(double[] values, double[] weight, int[] unit) {
        Require.notEmpty(values.length, "values");
        Require.sameLength(values.length, weight.length, "weight");
        Require.weights(weight);
        double mean = Mean.weighted(values, weight);
        double total = Arrays.stream(weight).sum();
        double[] value = new double[values.length];
        Arrays.setAll(value, i -> weight[i] * (values[i] - mean) / total);
        return new Influence(unit, value);
    }

    /// Of the share of rows that succeed, among those that count.
    ///
    /// @param counts at least one row does
    public static Influence ofShare(boolean[] success, boolean[] counts, int[] unit) {
        Require.sameLength(success.length, counts.length, "counts");
        double[] values = new double[success.length];
        double[] weight = new double[success.length];
        for (int i = 0; i < success.length; i++) {
            values[i] = success[i] ? 1 : 0;
            weight[i] = counts[i] ? 1 : 0;
        }
        return ofMean(values, weight, unit);
    }

    /// Of the AUROC: (placement - AUROC) / m for a positive of m, / n for a negative of n (DeLong 1988). Both classes must
    /// be present.
    public static Influence ofAuroc(double[] score, boolean[] truth, int[] unit) {
        RankedScores ranked = RankedScores.of(score, truth);
        double auroc = ranked.auroc();
        double[] value = ranked.placements();
        int positives = 0;
        for (boolean present : truth) {
            positives += present ? 1 : 0;
        }
        for (int i = 0; i < value.length; i++) {
            value[i] = (value[i] - auroc) / (truth[i] ? positives : truth.length - positives);
        }
        return new Influence(unit, value);
    }

    /// Of any statistic, by leaving out one of 40 groups of patients at a time: the influence of a group is shared by its
    /// rows. A group without which the statistic is not defined (NaN) is given none.
    ///
    /// @param statistic of the weight of each row, 0 or 1
    public static Influence jackknife(int[] unit, ToDoubleFunction<double[]> statistic) {
        int rows = unit.length;
        double whole = statistic.applyAsDouble(Proportion.ones(rows));
        double[] value = new double[rows];
        for (int g = 0; g < JACKKNIFE_GROUPS; g++) {
            double[] weight = Proportion.ones(rows);
            int left = 0;
            for (int i = 0; i < rows; i++) {
                if (Math.floorMod(unit[i], JACKKNIFE_GROUPS) == g) {
                    weight[i] = 0;
                    left++;
                }
            }
            if (left == 0 || left == rows) {
                continue;
            }
            double without = statistic.applyAsDouble(weight);
            if (Double.isFinite(without)) {
                for (int i = 0; i < rows; i++) {
                    if (weight[i] == 0) {
                        value[i] = (whole - without) / left;
                    }
                }
            }
        }
        return new Influence(unit, value);
    }

    /// Of the difference of two statistics, of the same rows or of others.
    public Influence minus(Influence other) {
        int[] units = Arrays.copyOf(unit, unit.length + other.unit.length);
        System.arraycopy(other.unit, 0, units, unit.length, other.unit.length);
        double[] values = Arrays.copyOf(value, units.length);
        for (int i = 0; i < other.value.length; i++) {
            values[unit.length + i] = -other.value[i];
        }
        return new Influence(units, values);
    }

    /// The same for [#replicates], in no more space than the groups of patients take: for what is held of many statistics
    /// of large samples.
    public Influence gathered() {
        if (value.length <= GROUPS) {
            return this;
        }
        int[] groups = new int[GROUPS];
        Arrays.setAll(groups, g -> g);
        return new Influence(groups, byGroup());
    }

    private double[] byGroup() {
        double[] group = new double[GROUPS];
        for (int i = 0; i < value.length; i++) {
            group[Math.floorMod(unit[i], GROUPS)] += value[i];
        }
        return group;
    }

    /// Of the negative.
    public Influence negated() {
        return new Influence(unit, Arrays.stream(value).map(v -> -v).toArray());
    }

    /// Deviations of the statistic from its value: sum over groups of patients of a random sign times the group's
    /// influence. Statistics with the same seed share the signs.
    ///
    /// @param count how many replicates
    public double[] replicates(long seed, int count) {
        double[] group = byGroup();
        double[] deviation = new double[count];
        if (Arrays.stream(group).allMatch(v -> v == 0)) {
            return deviation;
        }
        double[][] signed = signed(group);
        for (int r = 0; r < count; r++) {
            double sum = 0;
            for (int word = 0; word < GROUPS / Long.SIZE; word++) {
                long signs = Seeds.derive(seed, "signs", (long) r * GROUPS + word);
                for (int octet = 0; octet < Long.BYTES; octet++) {
                    sum += signed[word * Long.BYTES + octet][(int) (signs >>> octet * Byte.SIZE) & 0xFF];
                }
            }
            deviation[r] = sum;
        }
        return deviation;
    }

    /// For every eight groups, their sum under each of the 256 ways to give them signs: a bit that is set is a minus.
    private static double[][] signed(double[] group) {
        double[][] sums = new double[group.length / Byte.SIZE][1 << Byte.SIZE];
        for (int octet = 0; octet < sums.length; octet++) {
            for (int g = 0; g < Byte.SIZE; g++) {
                sums[octet][0] += group[octet * Byte.SIZE + g];
            }
            for (int signs = 1; signs < sums[octet].length; signs++) {
                int lowest = Integer.numberOfTrailingZeros(signs);
                sums[octet][signs] = sums[octet][signs & signs - 1] - 2 * group[octet * Byte.SIZE + lowest];
            }
        }
        return sums;
    }
}
