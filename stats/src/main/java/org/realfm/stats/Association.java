package org.realfm.stats;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/// How strongly two attributes go together, and how far two samples lie apart.
public final class Association {

    private Association() {}

    /// Bias-corrected Cramer's V in [0, 1] of two categorical attributes; 0 where one of them has a single category.
    ///
    /// @param a for each row its category, any numbers
    /// @param b for each row its category
    ///
    /// Source: Bergsma 2013, doi:10.1016/j.jkss.2012.10.002.
    public static double cramersV(int[] a, int[] b) {
        return cramersV(a, b, i -> 1);
    }

    /// Bias-corrected Cramer's V with a weight for each row, for example how often a bootstrap replicate holds it.
    public static double cramersV(int[] a, int[] b, IntToDoubleFunction weight) {
        Require.sameLength(a.length, b.length, "b");
        Require.notEmpty(a.length, "Cramer's V");
        Clusters rows = Clusters.of(a);
        Clusters columns = Clusters.of(b);
        double[][] table = new double[rows.count()][columns.count()];
        for (int i = 0; i < a.length; i++) {
            table[rows.of()[i]][columns.of()[i]] += weight.applyAsDouble(i);
        }
        return cramersV(table);
    }

    private static double cramersV(double[][] table) {
        double[] byRow = Arrays.stream(table).mapToDouble(r -> Arrays.stream(r).sum()).toArray();
        double[] byColumn = new double[table[0].length];
        for (double[] row : table) {
            Arrays.setAll(byColumn, j -> byColumn[j] + row[j]);
        }
        double n = Arrays.stream(byRow).sum();
        Require.that(n > 0, "weights must not all be zero");
        double r = Arrays.stream(byRow).filter(v -> v > 0).count();
        double c = Arrays.stream(byColumn).filter(v -> v > 0).count();
        if (r < 2 || c < 2 || n < 2) {
            return 0;
        }
        double phi2 = 0;
        for (int i = 0; i < table.length; i++) {
            for (int j = 0; j < byColumn.length; j++) {
                double expected = byRow[i] * byColumn[j] / n;
                phi2 += expected > 0 ? (table[i][j] - expected) * (table[i][j] - expected) / (expected * n) : 0;
            }
        }
        double corrected = Math.max(0, phi2 - (r - 1) * (c - 1) / (n - 1));
        double rows = r - (r - 1) * (r - 1) / (n - 1);
        double columns = c - (c - 1) * (c - 1) / (n - 1);
        double scale = Math.min(rows, columns) - 1;
        return scale > 0 ? Math.min(1, Math.sqrt(corrected / scale)) : 0;
    }

    /// Standardised mean difference of a continuous attribute, (mean1 - mean2) / sqrt((sd1^2 + sd2^2)/2).
    ///
    /// @throws IllegalArgumentException where both standard deviations are 0 and the means differ
    ///
    /// Source: Austin 2009, doi:10.1002/sim.3697.
    public static double standardisedDifference(double mean1, double sd1, double mean2, double sd2) {
        Require.that(sd1 >= 0 && sd2 >= 0, "standard deviations must not be negative");
        double pooled = Math.sqrt((sd1 * sd1 + sd2 * sd2) / 2);
        if (mean1 == mean2) {
            return 0;
        }
        Require.that(pooled > 0, "standardised difference of two different constants");
        return (mean1 - mean2) / pooled;
    }

    /// Standardised mean difference of two samples of a continuous attribute.
    public static double standardisedDifference(double[] first, double[] second) {
        Require.notEmpty(first.length, "first sample");
        Require.notEmpty(second.length, "second sample");
        return standardisedDifference(
                Arrays.stream(first).average().orElseThrow(), Mean.standardDeviation(first),
                Arrays.stream(second).average().orElseThrow(), Mean.standardDeviation(second));
    }

    /// Standardised difference of a categorical attribute between two sets of shares, sqrt(d' S^+ d), where d holds the
    /// differences without the first category, S is the mean of the two multinomial covariances and S^+ its
    /// pseudo-inverse. For two categories it is the usual binary one.
    ///
    /// @param p shares of the first sample, summing to 1
    /// @param q shares of the second, in the same order
    /// @return at least 0; categories that no sample holds take no part
    /// @throws IllegalArgumentException where the two samples have no category in common and each has only one
    ///
    /// Source: Yang & Dalton 2012, SAS Global Forum paper 335.
    public static double standardisedDifferenceOfShares(double[] p, double[] q) {
        Require.sameLength(p.length, q.length, "q");
        shares(p);
        shares(q);
        int k = p.length - 1;
        if (k == 0 || Arrays.equals(p, q)) {
            return 0;
        }
        DMatrixRMaj covariance = new DMatrixRMaj(k, k);
        DMatrixRMaj difference = new DMatrixRMaj(k, 1);
        for (int i = 0; i < k; i++) {
            difference.set(i, p[i + 1] - q[i + 1]);
            for (int j = 0; j < k; j++) {
                double diagonal = i == j ? p[i + 1] + q[i + 1] : 0;
                covariance.set(i, j, (diagonal - p[i + 1] * p[j + 1] - q[i + 1] * q[j + 1]) / 2);
            }
        }
        Require.that(CommonOps_DDRM.elementMaxAbs(covariance) > 0, "standardised difference of two constants");
        DMatrixRMaj inverse = new DMatrixRMaj(k, k);
        CommonOps_DDRM.pinv(covariance, inverse);
        DMatrixRMaj scaled = new DMatrixRMaj(k, 1);
        CommonOps_DDRM.mult(inverse, difference, scaled);
        return Math.sqrt(Math.max(0, CommonOps_DDRM.dot(difference, scaled)));
    }

    /// Population stability index, sum (p - q) ln(p/q). It has no sampling theory here: show it only.
    ///
    /// @param floor shares below it are raised to it, so that empty categories do not make it infinite; above 0
    public static double populationStability(double[] p, double[] q, double floor) {
        Require.sameLength(p.length, q.length, "q");
        shares(p);
        shares(q);
        Require.interior(floor, "floor");
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            double a = Math.max(floor, p[i]);
            double b = Math.max(floor, q[i]);
            sum += (a - b) * Math.log(a / b);
        }
        return sum;
    }

    static void shares(double[] p) {
        Require.notEmpty(p.length, "shares");
        double sum = 0;
        for (double share : p) {
            Require.share(share, "share");
            sum += share;
        }
        Require.that(Math.abs(sum - 1) < 1e-6, "shares must sum to 1, found " + sum);
    }
}
