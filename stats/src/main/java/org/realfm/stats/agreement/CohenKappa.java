package org.realfm.stats.agreement;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.realfm.stats.Estimate;
import org.realfm.stats.Require;
import org.realfm.stats.StandardNormal;

/// Cohen's kappa of two raters, plain or weighted: (po - pe) / (1 - pe), with po = sum w_ab p_ab the (weighted) share of
/// agreement and pe = sum w_ab p_a. p_.b what independent raters with these marginals would reach.
///
/// The large-sample standard error of Fleiss, Cohen & Everitt, with the normal distribution, ends cut to [-1, 1]:
/// Var = (sum p_ab (w_ab - (w_a. + w_.b)(1 - kappa))^2 - (kappa - pe (1 - kappa))^2) / (n (1 - pe)^2),
/// w_a. = sum_b w_ab p_.b and w_.b = sum_a w_ab p_a.. Subjects that one of the raters did not rate are left out.
///
/// Sources: Cohen 1960, doi:10.1177/001316446002000104; Cohen 1968, doi:10.1037/h0026256; Fleiss, Cohen & Everitt 1969,
/// doi:10.1037/h0028106. Clustered subjects: Yang & Zhou 2014, Statistics in Medicine 33:2612.
public final class CohenKappa {

    private CohenKappa() {}

    /// Kappa of independent subjects.
    ///
    /// @param first      for each subject the category, 0 to `categories` - 1, or -1
    /// @param categories how many there are, also those nobody used; matters for weights
    /// @return empty where nobody was rated by both, or both raters used one and the same category only
    public static Optional<Estimate> estimate(
            String name, int[] first, int[] second, int categories, Weights weights, double confidence) {
        return estimate(name, first, second, categories, weights, null, confidence);
    }

    /// Kappa of rows of which several may come from one patient; `n` is the number of patients. The standard error is
    /// that of patients' sums of influence, times K / (K - 1) for K patients.
    ///
    /// @param cluster for each row the patient
    public static Optional<Estimate> clustered(
            String name, int[] first, int[] second, int categories, Weights weights, int[] cluster,
            double confidence) {
        Require.sameLength(first.length, cluster.length, "cluster");
        return estimate(name, first, second, categories, weights, cluster, confidence);
    }

    private static Optional<Estimate> estimate(
            String name, int[] first, int[] second, int categories, Weights weights,
            int @Nullable [] cluster, double confidence) {
        Require.confidence(confidence);
        Require.sameLength(first.length, second.length, "second rater");
        Ratings.check(first, categories);
        Ratings.check(second, categories);
        int[] rated = IntStream.range(0, first.length)
                .filter(i -> first[i] >= 0 && second[i] >= 0)
                .toArray();
        double[][] w = weights.matrix(categories);
        double[] row = new double[categories];
        double[] column = new double[categories];
        double observed = 0;
        for (int i : rated) {
            row[first[i]] += 1.0 / rated.length;
            column[second[i]] += 1.0 / rated.length;
            observed += w[first[i]][second[i]] / rated.length;
        }
        double[] ofRow = new double[categories];
        double[] ofColumn = new double[categories];
        double chance = 0;
        for (int a = 0; a < categories; a++) {
            for (int b = 0; b < categories; b++) {
                ofRow[a] += w[a][b] * column[b];
                ofColumn[b] += w[a][b] * row[a];
                chance += w[a][b] * row[a] * column[b];
            }
        }
        boolean perfect = Arrays.stream(rated).allMatch(i -> first[i] == second[i]);
        if (rated.length == 0 || perfect && row[first[rated[0]]] > 1 - 0.5 / rated.length) {
            return Optional.empty();
        }
        if (perfect) {
            long n = cluster == null
                    ? rated.length
                    : Arrays.stream(rated).map(i -> cluster[i]).distinct().count();
            return Optional.of(Perfect.estimate(name, chance, n, confidence));
        }
        double kappa = (observed - chance) / (1 - chance);
        double centre = kappa - chance * (1 - kappa);
        double[] influence = Arrays.stream(rated)
                .mapToDouble(i -> w[first[i]][second[i]] - (ofRow[first[i]] + ofColumn[second[i]]) * (1 - kappa) - centre)
                .toArray();
        double[] sums = cluster == null ? influence : sums(influence, rated, cluster);
        double squares = Arrays.stream(sums).map(u -> u * u).sum();
        int n = sums.length;
        if (cluster != null && n < 2) {
            return Optional.of(new Estimate(name, kappa, -1, 1, confidence, "kappa; one patient, no variance", n));
        }
        double inflation = cluster == null ? 1 : n / (n - 1.0);
        double error = Math.sqrt(inflation * squares) / (rated.length * (1 - chance));
        double half = StandardNormal.critical(confidence) * error;
        if (error < 1e-9) {
            return Optional.of(new Estimate(
                    name, kappa, -1, 1, confidence, "kappa; one rater used one category, no variance", n));
        }
        String method = "Fleiss-Cohen-Everitt" + (cluster == null ? "" : ", clustered");
        return Optional.of(new Estimate(
                name, kappa, Math.max(-1, kappa - half), Math.min(1, kappa + half), confidence, method, n));
    }

    private static double[] sums(double[] influence, int[] rated, int[] cluster) {
        int[] ids = Arrays.stream(rated).map(i -> cluster[i]).sorted().distinct().toArray();
        double[] sums = new double[ids.length];
        for (int k = 0; k < rated.length; k++) {
            sums[Arrays.binarySearch(ids, cluster[rated[k]])] += influence[k];
        }
        return sums;
    }
}
