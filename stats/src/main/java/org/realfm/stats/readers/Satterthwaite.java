package org.realfm.stats.readers;

import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// The BDG degrees of freedom: V^2 / sum_f (S_f / d_f)^2 / d_f over the random factors f (negatives, positives,
/// readers), with S_f the biased component of variance of the factor and d_f one less than its number.
///
/// Where a factor is shared between two modalities S_f is its component of the difference; where it is not, each
/// modality has its own term. Never less than the smallest d_f.
final class Satterthwaite {

    private Satterthwaite() {}

    /// The random factors of one covariance: for each its biased component of variance, and the share of pairs of
    /// observations that have it in common.
    @SuppressWarnings("ArrayRecordComponent")
    record Factors(double[] component, double[] share) {}

    /// @param between factors of the covariance; null for a single modality, when `second` is not used
    /// @param variance of the contrast; where there is none, nor are degrees of freedom, and they are infinite
    static double degrees(Factors first, Factors second, @Nullable Factors between, OptionalDouble variance) {
        if (variance.isEmpty()) {
            return Double.POSITIVE_INFINITY;
        }
        double sum = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int f = 0; f < first.share.length; f++) {
            double a = Math.round(1 / first.share[f] - 1);
            double b = Math.round(1 / second.share[f] - 1);
            least = Math.min(least, Math.min(a, b));
            if (between == null) {
                sum += term(first.component[f], a);
            } else if (between.share[f] > 0) {
                sum += term(
                        first.component[f] + second.component[f] - 2 * between.component[f], Math.min(a, b));
            } else {
                sum += term(first.component[f], a) + term(second.component[f], b);
            }
        }
        double v = variance.getAsDouble();
        return sum > 0 ? Math.max(1, Math.max(least, v * v / sum)) : Double.POSITIVE_INFINITY;
    }

    private static double term(double component, double degrees) {
        double meanSquare = component / degrees;
        return meanSquare * meanSquare / degrees;
    }
}
