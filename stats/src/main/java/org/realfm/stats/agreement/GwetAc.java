package org.realfm.stats.agreement;

import java.util.Arrays;
import java.util.Optional;
import org.realfm.stats.Estimate;
import org.realfm.stats.Require;

/// Gwet's AC1 (no weights) and AC2 (weights) of many raters, ratings may be missing:
/// pe = T / (q (q - 1)) sum_k pi_k (1 - pi_k) with T the sum of all weights, q categories and pi_k the mean share of k.
///
/// Unlike kappa it does not fall towards 0 where one category is rare. Interval: Gwet's linearised variance over
/// subjects, Student's t with n - 1 degrees of freedom, cut to [-1, 1].
///
/// Source: Gwet 2008, doi:10.1348/000711006X126600; Gwet 2014, Handbook of Inter-Rater Reliability, 4th ed.
public final class GwetAc {

    private GwetAc() {}

    /// @param rating     `[subject][rater]`, 0 to `categories` - 1, or -1 where not rated
    /// @param categories at least 2; how many there are, also those nobody used
    /// @param weights    [Weights#IDENTITY] for AC1
    /// @return empty where no subject has two ratings
    public static Optional<Estimate> estimate(
            String name, int[][] rating, int categories, Weights weights, double confidence) {
        Require.that(categories > 1, "at least two categories, found " + categories);
        double[][] w = weights.matrix(categories);
        double total = Arrays.stream(w).flatMapToDouble(Arrays::stream).sum();
        double scale = total / (categories * (categories - 1.0));
        ChanceCorrected.Chance chance = new ChanceCorrected.Chance() {
            @Override
            public double of(double[] shares) {
                return scale * Arrays.stream(shares).map(p -> p * (1 - p)).sum();
            }

            @Override
            public double of(Ratings ratings, int subject, double[] shares) {
                double sum = 0;
                for (int k = 0; k < shares.length; k++) {
                    sum += ratings.share(subject, k) * (1 - shares[k]);
                }
                return scale * sum;
            }
        };
        String method = weights == Weights.IDENTITY ? "Gwet's AC1, linearised" : "Gwet's AC2, linearised";
        return ChanceCorrected.estimate(name, method, Ratings.of(rating, categories), w, chance, confidence);
    }
}
