package org.realfm.stats.shift;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.realfm.stats.Require;

/// The population stability index PSI = sum_j (q_j - p_j) ln(q_j / p_j) over the shares p of a reference and q of what is
/// compared with it: Jeffreys' divergence in nats, at least 0, symmetric.
///
/// **Empty cells.** A category that one sample lacks would make it infinite. So a pseudo-count is added to every cell of
/// both samples, p_j = (n_j + a) / (n + a k); a = 0.5 ([#HALF]) as a rule. With a = 0 an empty cell is an error. A
/// category that neither sample has takes part with its pseudo-counts and adds little.
///
/// **Chance.** The usual marks 0.1 and 0.25 ignore the size of the samples. Where nothing has shifted, PSI is about
/// (1/n + 1/m) times a chi-squared variable with k - 1 degrees of freedom: see [#critical].
///
/// Sources: Siddiqi 2006, Credit Risk Scorecards; Yurdakul & Naranjo 2020, doi:10.21314/JRMV.2020.227.
public final class PopulationStability {

    /// The usual pseudo-count.
    public static final double HALF = 0.5;

    private PopulationStability() {}

    /// Categories 0, ..., `categories` - 1.
    ///
    /// @param reference   for each row its category
    /// @param current     for each row its category
    /// @param pseudoCount a, not negative; with 0 an empty cell is an IllegalArgumentException, in a permutation or a
    ///                    replicate too
    public static Distance ofCategories(int[] reference, int[] current, int categories, double pseudoCount) {
        check(pseudoCount);
        int[] category = Bins.pool(reference, current, categories);
        return Distance.of(
                reference.length, current.length, Double.POSITIVE_INFINITY,
                (count, second) -> ofCounts(Bins.tables(category, categories, count, second), pseudoCount));
    }

    /// A variable in bins that hold equal shares of the reference; in permutations and replicates they are cut anew.
    ///
    /// @param reference finite
    /// @param current   may be infinite
    /// @param bins      how many, 10 as a rule; see [Bins#byQuantiles]
    public static Distance ofQuantiles(double[] reference, double[] current, int bins, double pseudoCount) {
        check(pseudoCount);
        Require.finite(reference, "reference");
        Require.notEmpty(bins, "bins");
        Pooled pooled = Pooled.of(reference, current);
        return Distance.of(
                reference.length, current.length, Double.POSITIVE_INFINITY,
                (count, second) -> ofCounts(Bins.tables(pooled, bins, count, second), pseudoCount));
    }

    private static void check(double pseudoCount) {
        Require.that(pseudoCount >= 0 && Double.isFinite(pseudoCount), "pseudo-count must be finite and not negative");
    }

    private static double ofCounts(double[][] tables, double pseudoCount) {
        double[] reference = tables[0];
        double[] current = tables[1];
        double n = Arrays.stream(reference).sum() + pseudoCount * reference.length;
        double m = Arrays.stream(current).sum() + pseudoCount * current.length;
        double sum = 0;
        for (int j = 0; j < reference.length; j++) {
            double p = (reference[j] + pseudoCount) / n;
            double q = (current[j] + pseudoCount) / m;
            Require.that(
                    p > 0 && q > 0 || p == 0 && q == 0,
                    "category " + j + " is empty in one sample: the index is infinite without a pseudo-count");
            sum += p == q ? 0 : (q - p) * Math.log(q / p);
        }
        return Math.max(0, sum);
    }

    /// The index of known shares.
    ///
    /// @param p     shares summing to 1
    /// @param q     shares summing to 1, in the same order
    /// @param floor shares below it are raised to it, so that empty categories do not make it infinite; above 0
    public static double ofShares(double[] p, double[] q, double floor) {
        Require.sameLength(p.length, q.length, "q");
        Require.shares(p);
        Require.shares(q);
        Require.interior(floor, "floor");
        double sum = 0;
        for (int j = 0; j < p.length; j++) {
            double a = Math.max(floor, p[j]);
            double b = Math.max(floor, q[j]);
            sum += (a - b) * Math.log(a / b);
        }
        return sum;
    }

    /// The value that PSI exceeds by chance with the probability `alpha` where nothing has shifted and rows are
    /// independent; good where every cell expects five rows or more.
    ///
    /// @param n          rows of the reference
    /// @param m          rows compared with it
    /// @param categories k, at least 2
    public static double critical(int n, int m, int categories, double alpha) {
        Require.notEmpty(n, "reference");
        Require.notEmpty(m, "current sample");
        Require.that(categories > 1, "at least two categories are needed");
        Require.interior(alpha, "alpha");
        return (1.0 / n + 1.0 / m) * ChiSquaredDistribution.of(categories - 1).inverseSurvivalProbability(alpha);
    }
}
