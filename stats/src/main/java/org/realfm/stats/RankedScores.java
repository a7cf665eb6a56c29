package org.realfm.stats;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/// Scores with their truth, sorted once, so that ranking statistics of many weightings (bootstrap replicates, sampling
/// weights) each cost one pass over the rows.
///
/// A higher score speaks for the condition; a row is called positive at threshold t where score >= t. Equal scores are
/// ties. Scores may be infinite, never NaN. Both classes must be present with positive weight.
public final class RankedScores {

    private final double[] levels;
    private final int[] level;
    private final boolean[] truth;
    /// Rows by ascending level, and within it as they come: weights are then added up level by level, in one direction
    /// through memory.
    private final int[] order;
    /// The truth of the rows in that order.
    private final boolean[] ordered;
    /// Where each level begins in `order`, and where the last ends.
    private final int[] begins;

    private RankedScores(double[] levels, int[] level, boolean[] truth) {
        this.levels = levels;
        this.level = level;
        this.truth = truth;
        begins = new int[levels.length + 1];
        for (int g : level) {
            begins[g + 1]++;
        }
        for (int g = 0; g < levels.length; g++) {
            begins[g + 1] += begins[g];
        }
        int[] next = begins.clone();
        order = new int[level.length];
        ordered = new boolean[level.length];
        for (int i = 0; i < level.length; i++) {
            int k = next[level[i]]++;
            order[k] = i;
            ordered[k] = truth[i];
        }
    }

    /// Ranks the rows.
    ///
    /// @param score for each row its score
    /// @param truth for each row whether the condition is present
    public static RankedScores of(double[] score, boolean[] truth) {
        Require.sameLength(score.length, truth.length, "truth");
        Require.notNaN(score, "score");
        double[] sorted = new double[score.length];
        for (int i = 0; i < score.length; i++) {
            sorted[i] = score[i] + 0.0;
        }
        Arrays.parallelSort(sorted);
        int distinct = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (i == 0 || sorted[i] != sorted[i - 1]) {
                sorted[distinct++] = sorted[i];
            }
        }
        double[] levels = Arrays.copyOf(sorted, distinct);
        int[] level = new int[score.length];
        for (int i = 0; i < score.length; i++) {
            level[i] = Arrays.binarySearch(levels, score[i] + 0.0);
        }
        return new RankedScores(levels, level, truth.clone());
    }

    /// How many distinct scores there are.
    int levels() {
        return levels.length;
    }

    /// The place of a row's score among the distinct ones, ascending from 0.
    int level(int row) {
        return level[row];
    }

    /// Weight of the positives and of the negatives at each distinct score, ascending.
    @SuppressWarnings("ArrayRecordComponent")
    private record Histogram(double[] positive, double[] negative, double positives, double negatives) {}

    private static double unweighted(int row) {
        return 1;
    }

    private Histogram histogram(IntToDoubleFunction weight) {
        double[] positive = new double[levels.length];
        double[] negative = new double[levels.length];
        double positives = 0;
        double negatives = 0;
        for (int g = 0; g < levels.length; g++) {
            double with = 0;
            double without = 0;
            for (int k = begins[g]; k < begins[g + 1]; k++) {
                double w = weight.applyAsDouble(order[k]);
                if (ordered[k]) {
                    with += w;
                } else {
                    without += w;
                }
            }
            positive[g] = with;
            negative[g] = without;
            positives += with;
            negatives += without;
        }
        requireBoth(positives, negatives);
        return new Histogram(positive, negative, positives, negatives);
    }

    /// AUROC = P(score of a positive > score of a negative) + 0.5 P(equal).
    public double auroc() {
        return auroc(RankedScores::unweighted);
    }

    /// Weighted AUROC.
    ///
    /// @param weight for each row its weight, for example `i -> counts[i]` of a bootstrap replicate
    public double auroc(IntToDoubleFunction weight) {
        double positives = 0;
        double below = 0;
        double area = 0;
        for (int g = 0; g < levels.length; g++) {
            double with = 0;
            double without = 0;
            for (int k = begins[g]; k < begins[g + 1]; k++) {
                double w = weight.applyAsDouble(order[k]);
                if (ordered[k]) {
                    with += w;
                } else {
                    without += w;
                }
            }
            area += with * (below + 0.5 * without);
            positives += with;
            below += without;
        }
        requireBoth(positives, below);
        return area / (positives * below);
    }

    private static void requireBoth(double positives, double negatives) {
        Require.that(
                positives > 0 && negatives > 0,
                "both classes are needed, found weight " + positives + " positive and " + negatives + " negative");
    }

    /// Average precision, sum over distinct thresholds of (recall gained) x (precision there). It depends on the
    /// prevalence of the set: show it next to that, and compare it within one set only.
    public double averagePrecision() {
        return averagePrecision(RankedScores::unweighted);
    }

    /// Weighted average precision.
    public double averagePrecision(IntToDoubleFunction weight) {
        Histogram h = histogram(weight);
        double tp = 0;
        double called = 0;
        double sum = 0;
        for (int g = levels.length - 1; g >= 0; g--) {
            tp += h.positive[g];
            called += h.positive[g] + h.negative[g];
            sum += h.positive[g] == 0 ? 0 : h.positive[g] * tp / called;
        }
        return sum / h.positives;
    }

    /// Area under the ROC curve over false-positive rates in [from, to], in [0, to - from].
    ///
    /// @param weight for each row its weight
    public double partialArea(double from, double to, IntToDoubleFunction weight) {
        Require.that(from >= 0 && from < to && to <= 1, "expected 0 <= from < to <= 1, found " + from + ", " + to);
        Roc roc = roc(weight);
        double area = 0;
        for (int i = 1; i < roc.fpr().length; i++) {
            double left = Math.max(from, roc.fpr()[i - 1]);
            double right = Math.min(to, roc.fpr()[i]);
            if (right > left) {
                double run = roc.fpr()[i] - roc.fpr()[i - 1];
                double rise = roc.tpr()[i] - roc.tpr()[i - 1];
                double middle = 0.5 * (left + right);
                area += (right - left) * (roc.tpr()[i - 1] + rise * (middle - roc.fpr()[i - 1]) / run);
            }
        }
        return area;
    }

    /// Partial AUROC over false-positive rates in [from, to], standardised after McClish so that 0.5 is chance and 1 is
    /// perfect: (1 + (area - chance) / (best - chance)) / 2 with best = to - from, chance = (to^2 - from^2)/2. A curve
    /// below the diagonal can fall below 0.
    ///
    /// Source: McClish 1989, doi:10.1177/0272989X8900900307.
    public double partialAuroc(double from, double to, IntToDoubleFunction weight) {
        return standardised(partialArea(from, to, weight), from, to);
    }

    static double standardised(double area, double from, double to) {
        double chance = 0.5 * (to * to - from * from);
        return 0.5 * (1 + (area - chance) / (to - from - chance));
    }

    /// The empirical ROC curve.
    public Roc roc() {
        return roc(RankedScores::unweighted);
    }

    /// The weighted empirical ROC curve, one point for each distinct score, from (0, 0) to (1, 1).
    public Roc roc(IntToDoubleFunction weight) {
        Histogram h = histogram(weight);
        int points = levels.length + 1;
        double[] fpr = new double[points];
        double[] tpr = new double[points];
        double[] thresholds = new double[points];
        thresholds[0] = Double.POSITIVE_INFINITY;
        double tp = 0;
        double fp = 0;
        for (int i = 1; i < points; i++) {
            int g = levels.length - i;
            tp += h.positive[g];
            fp += h.negative[g];
            tpr[i] = Math.min(1, tp / h.positives);
            fpr[i] = Math.min(1, fp / h.negatives);
            thresholds[i] = levels[g];
        }
        return new Roc(fpr, tpr, thresholds);
    }

    /// Placement of each row among the other class: for a positive, the share of negatives it beats (ties half); for a
    /// negative, the share of positives that beat it. Their means over either class are the AUROC.
    double[] placements() {
        Histogram h = histogram(RankedScores::unweighted);
        double[] ofPositive = new double[levels.length];
        double[] ofNegative = new double[levels.length];
        double negativesBelow = 0;
        double positivesBelow = 0;
        for (int g = 0; g < levels.length; g++) {
            ofPositive[g] = (negativesBelow + 0.5 * h.negative[g]) / h.negatives;
            ofNegative[g] = (h.positives - positivesBelow - 0.5 * h.positive[g]) / h.positives;
            negativesBelow += h.negative[g];
            positivesBelow += h.positive[g];
        }
        double[] placement = new double[level.length];
        for (int i = 0; i < level.length; i++) {
            placement[i] = truth[i] ? ofPositive[level[i]] : ofNegative[level[i]];
        }
        return placement;
    }
}
