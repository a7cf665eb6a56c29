package org.realfm.stats.dependence;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import org.realfm.stats.Clusters;
import org.realfm.stats.Require;

/// How strongly two categorical attributes go together.
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
}
