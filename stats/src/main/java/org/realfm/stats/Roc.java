package org.realfm.stats;

import java.util.OptionalDouble;

/// An empirical ROC curve. Point i is the rule "positive where score >= thresholds\[i\]".
///
/// @param fpr        false-positive rate, 1 - specificity, ascending from 0 to 1
/// @param tpr        true-positive rate, sensitivity, ascending from 0 to 1
/// @param thresholds descending, from positive infinity
@SuppressWarnings("ArrayRecordComponent")
public record Roc(double[] fpr, double[] tpr, double[] thresholds) {

    private static final double ROUNDING = 1e-12;

    public Roc {
        Require.sameLength(fpr.length, tpr.length, "tpr");
        Require.sameLength(fpr.length, thresholds.length, "thresholds");
    }

    /// The curve of these scores; both classes must be present.
    public static Roc of(double[] score, boolean[] truth) {
        return RankedScores.of(score, truth).roc();
    }

    /// Sensitivity at a false-positive rate, with straight lines between points and the upper end of vertical steps.
    public double sensitivityAt(double falsePositiveRate) {
        Require.share(falsePositiveRate, "false-positive rate");
        int i = 0; // the last point, but the first, that is at the rate or below
        for (int beyond = fpr.length; i + 1 < beyond; ) {
            int middle = (i + beyond) >>> 1;
            if (fpr[middle] <= falsePositiveRate) {
                i = middle;
            } else {
                beyond = middle;
            }
        }
        if (i + 1 == fpr.length || fpr[i] == falsePositiveRate) {
            return tpr[i];
        }
        double along = (falsePositiveRate - fpr[i]) / (fpr[i + 1] - fpr[i]);
        return tpr[i] + along * (tpr[i + 1] - tpr[i]);
    }

    /// The highest threshold whose sensitivity is at least `sensitivity`: the operating point with the best
    /// specificity among those that find enough. Choose it on the tuning split.
    ///
    /// @return empty only where `sensitivity` is 0 and so no finite threshold is called for
    public OptionalDouble thresholdForSensitivity(double sensitivity) {
        int point = pointForSensitivity(sensitivity);
        return point == 0 ? OptionalDouble.empty() : OptionalDouble.of(thresholds[point]);
    }

    /// The first point whose sensitivity is enough.
    int pointForSensitivity(double sensitivity) {
        Require.share(sensitivity, "sensitivity");
        for (int i = 0; i < tpr.length; i++) {
            if (tpr[i] >= sensitivity - ROUNDING) {
                return i;
            }
        }
        throw new IllegalStateException("a ROC curve ends at sensitivity 1");
    }

    /// The lowest threshold whose specificity is at least `specificity`: the operating point with the best sensitivity
    /// among those that are specific enough.
    ///
    /// @return empty where no finite threshold is that specific
    public OptionalDouble thresholdForSpecificity(double specificity) {
        int point = pointForSpecificity(specificity);
        return point == 0 ? OptionalDouble.empty() : OptionalDouble.of(thresholds[point]);
    }

    /// The last point whose specificity is enough; scores without weight make no point.
    int pointForSpecificity(double specificity) {
        Require.share(specificity, "specificity");
        int last = 0;
        for (int i = 1; i < fpr.length && 1 - fpr[i] >= specificity - ROUNDING; i++) {
            if (fpr[i] > fpr[i - 1] || tpr[i] > tpr[i - 1]) {
                last = i;
            }
        }
        return last;
    }

    /// Sensitivity over false-positive rates with a band that holds point by point (bootstrap percentile). Where
    /// the scores separate the classes completely no replicate differs and the band has no width: that is no certainty.
    public static Band pointwiseBand(RankedScores scores, Bootstrap.Plan plan, double[] fprGrid, double confidence) {
        return Band.pointwise(fprGrid, sensitivities(scores.roc(), fprGrid), replicates(scores, plan, fprGrid),
                confidence);
    }

    /// Sensitivity over false-positive rates with a band that holds for all of them at once (bootstrap max-T).
    public static Band simultaneousBand(
            RankedScores scores, Bootstrap.Plan plan, double[] fprGrid, double confidence) {
        return Band.simultaneous(fprGrid, sensitivities(scores.roc(), fprGrid), replicates(scores, plan, fprGrid),
                confidence, 0, 1);
    }

    private static double[][] replicates(RankedScores scores, Bootstrap.Plan plan, double[] grid) {
        plan.requireSpread();
        return Bootstrap.replicate(plan, counts -> sensitivities(scores.roc(i -> counts[i]), grid));
    }

    private static double[] sensitivities(Roc roc, double[] grid) {
        double[] sensitivity = new double[grid.length];
        for (int k = 0; k < grid.length; k++) {
            sensitivity[k] = roc.sensitivityAt(grid[k]);
        }
        return sensitivity;
    }
}
