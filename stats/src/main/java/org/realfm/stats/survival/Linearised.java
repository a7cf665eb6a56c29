package org.realfm.stats.survival;

import java.util.Arrays;
import org.realfm.stats.Estimate;
import org.realfm.stats.StandardNormal;

/// A statistic with its derivative by the weight of each row, from which the infinitesimal jackknife has its variance.
///
/// Source: Jaeckel 1972; Efron 1982, doi:10.1137/1.9781611970319.
@SuppressWarnings("ArrayRecordComponent")
record Linearised(double value, double[] derivative) {

    double standardError(FollowUp rows) {
        return Math.sqrt(Math.max(0, rows.variance(derivative)));
    }

    /// a this + b other.
    Linearised combined(double a, Linearised other, double b) {
        double[] sum = new double[derivative.length];
        Arrays.setAll(sum, i -> a * derivative[i] + b * other.derivative[i]);
        return new Linearised(a * value + b * other.value, sum);
    }

    /// value +- z SE, clipped; everything possible where there is one unit only.
    Estimate wald(String name, FollowUp rows, double low, double high, double confidence, String method) {
        double half = StandardNormal.critical(confidence) * standardError(rows);
        if (rows.units() < 2) {
            return new Estimate(name, value, low, high, confidence, method + "; one unit, no variance", rows.units());
        }
        return new Estimate(
                name, value, Math.min(value, Math.max(low, value - half)),
                Math.max(value, Math.min(high, value + half)), confidence, method, rows.units());
    }

    /// A share of pairs, on the logit scale; where it is 0 or 1, the exact binomial interval on the disjoint pairs.
    Estimate share(String name, FollowUp rows, int disjointPairs, double confidence, String method) {
        double clipped = Math.min(1, Math.max(0, value));
        if (rows.units() < 2) {
            return new Estimate(
                    name, clipped, 0, 1, confidence, method + "; one unit, no variance", rows.units());
        }
        if (clipped == 0 || clipped == 1) {
            double limit = Math.pow((1 - confidence) / 2, 1.0 / Math.max(1, disjointPairs));
            return new Estimate(
                    name, clipped, clipped == 1 ? limit : 0, clipped == 1 ? 1 : 1 - limit, confidence,
                    "exact binomial on disjoint pairs (complete separation)", rows.units());
        }
        double reach =
                StandardNormal.critical(confidence) * standardError(rows) / (clipped * (1 - clipped));
        double centre = StandardNormal.logit(clipped);
        return new Estimate(
                name, clipped, Math.min(clipped, StandardNormal.expit(centre - reach)),
                Math.max(clipped, StandardNormal.expit(centre + reach)), confidence, method + ", logit scale",
                rows.units());
    }

    /// For each score the number of its level among the distinct ones, ascending. Scores may be infinite, never NaN.
    static int[] levels(double[] score) {
        double[] sorted = new double[score.length];
        for (int i = 0; i < score.length; i++) {
            if (Double.isNaN(score[i])) {
                throw new IllegalArgumentException("score " + i + " is NaN");
            }
            sorted[i] = score[i] + 0.0;
        }
        double[] distinct = Arrays.stream(sorted).sorted().distinct().toArray();
        int[] level = new int[score.length];
        Arrays.setAll(level, i -> Arrays.binarySearch(distinct, sorted[i]));
        return level;
    }
}
