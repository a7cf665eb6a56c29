package org.realfm.stats.agreement;

import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.statistics.distribution.TDistribution;
import org.realfm.stats.Estimate;
import org.realfm.stats.Require;

/// (pa - pe) / (1 - pe) for many raters, with Gwet's linearised variance over subjects and Student's t.
///
/// With n subjects, n2 of them rated at least twice, and the subject's own pa_i and pe_i,
/// kappa_i = (n/n2) (pa_i - pe) / (1 - pe) (0 with one rating) - 2 (1 - kappa)(pe_i - pe) / (1 - pe) and
/// Var = sum (kappa_i - kappa)^2 / (n (n - 1)).
///
/// Source: Gwet 2008, doi:10.1348/000711006X126600; Gwet 2014, Handbook of Inter-Rater Reliability, 4th ed., chapter 5.
final class ChanceCorrected {

    private ChanceCorrected() {}

    /// What agreement chance would bring, from the shares of the categories, and a subject's contribution to it.
    interface Chance {
        double of(double[] shares);

        double of(Ratings ratings, int subject, double[] shares);
    }

    static Optional<Estimate> estimate(
            String name, String method, Ratings ratings, double[][] weights, Chance chance, double confidence) {
        Require.confidence(confidence);
        int n = ratings.subjects();
        int paired = ratings.paired();
        if (paired == 0) {
            return Optional.empty();
        }
        double[] shares = ratings.shares();
        double pe = chance.of(shares);
        if (1 - pe < 1e-12) {
            return Optional.empty();
        }
        double pa = 0;
        boolean perfect = true;
        double[] own = new double[n];
        for (int i = 0; i < n; i++) {
            if (ratings.paired(i)) {
                own[i] = ratings.agreement(i, weights);
                pa += own[i] / paired;
                perfect &= own[i] == 1;
            }
        }
        if (perfect) {
            return Optional.of(Perfect.estimate(name, pe, paired, confidence));
        }
        double kappa = (pa - pe) / (1 - pe);
        if (n < 2) {
            return Optional.of(new Estimate(name, kappa, -1, 1, confidence, method + "; one subject, no variance", n));
        }
        double[] linear = new double[n];
        for (int i = 0; i < n; i++) {
            linear[i] = ratings.paired(i) ? (double) n / paired * (own[i] - pe) / (1 - pe) : 0;
            linear[i] -= 2 * (1 - kappa) * (chance.of(ratings, i, shares) - pe) / (1 - pe);
        }
        double squares = Arrays.stream(linear).map(v -> (v - kappa) * (v - kappa)).sum();
        double t = TDistribution.of(n - 1).inverseSurvivalProbability((1 - confidence) / 2);
        double half = t * Math.sqrt(squares / (n * (n - 1.0)));
        return Optional.of(new Estimate(
                name, kappa, Math.min(kappa, Math.max(-1, kappa - half)), Math.min(1, kappa + half), confidence, method,
                n));
    }
}
