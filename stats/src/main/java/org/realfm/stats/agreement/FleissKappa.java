package org.realfm.stats.agreement;

import java.util.Optional;
import org.realfm.stats.Estimate;

/// Fleiss' kappa of many raters, who need not be the same for each subject, with ratings missing and weights as wanted:
/// pe = sum_kl w_kl pi_k pi_l with pi_k the mean share of category k.
///
/// Interval: Gwet's linearised variance over subjects, Student's t with n - 1 degrees of freedom, cut to [-1, 1].
///
/// Sources: Fleiss 1971, doi:10.1037/h0031619; Gwet 2008, doi:10.1348/000711006X126600.
public final class FleissKappa {

    private FleissKappa() {}

    /// @param rating     `[subject][rater]`, 0 to `categories` - 1, or -1 where not rated
    /// @return empty where no subject has two ratings or all ratings are of one category
    public static Optional<Estimate> estimate(
            String name, int[][] rating, int categories, Weights weights, double confidence) {
        double[][] w = weights.matrix(categories);
        ChanceCorrected.Chance chance = new ChanceCorrected.Chance() {
            @Override
            public double of(double[] shares) {
                double sum = 0;
                for (int k = 0; k < shares.length; k++) {
                    sum += shares[k] * expected(k, shares);
                }
                return sum;
            }

            @Override
            public double of(Ratings ratings, int subject, double[] shares) {
                double sum = 0;
                for (int k = 0; k < shares.length; k++) {
                    sum += ratings.share(subject, k) * expected(k, shares);
                }
                return sum;
            }

            private double expected(int category, double[] shares) {
                double sum = 0;
                for (int l = 0; l < shares.length; l++) {
                    sum += w[category][l] * shares[l];
                }
                return sum;
            }
        };
        return ChanceCorrected.estimate(
                name, "Fleiss' kappa, linearised", Ratings.of(rating, categories), w, chance, confidence);
    }
}
