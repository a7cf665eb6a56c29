package org.realfm.stats.readers;

import java.util.Arrays;
import org.realfm.stats.Require;

/// The covariance of readers' figures of merit over cases, readers fixed.
public final class ErrorCovariance {

    private ErrorCovariance() {}

    /// The jackknife's covariance of several figures: (n - 1)/n sum_c (f(-c) - mean)(g(-c) - mean).
    ///
    /// @param without `[case][figure]`: each figure with one case left out
    public static double[][] jackknife(double[][] without) {
        int n = without.length;
        Require.that(n > 1, "the jackknife needs two cases");
        double[][] columns = new double[without[0].length][n];
        for (int c = 0; c < n; c++) {
            Require.sameLength(columns.length, without[c].length, "figures without case " + c);
            Require.finite(without[c], "figures without case " + c);
            for (int k = 0; k < columns.length; k++) {
                columns[k][c] = without[c][k];
            }
        }
        return covariance(columns, (n - 1.0) * (n - 1.0) / n);
    }

    /// The jackknife's covariance of AUROCs of columns that hold the same cases.
    static double[][] jackknife(Column[] columns) {
        double n0 = columns[0].negatives;
        double n1 = columns[0].positives;
        double[][] without = new double[columns[0].negatives + columns[0].positives][columns.length];
        for (int k = 0; k < columns.length; k++) {
            Column c = columns[k];
            for (int i = 0; i < c.negatives; i++) {
                without[i][k] = (c.total - c.overPositives[i]) / ((n0 - 1) * n1);
            }
            for (int j = 0; j < c.positives; j++) {
                without[c.negatives + j][k] = (c.total - c.overNegatives[j]) / (n0 * (n1 - 1));
            }
        }
        return jackknife(without);
    }

    /// DeLong's covariance of AUROCs of columns that hold the same cases.
    static double[][] deLong(Column[] columns) {
        double n0 = columns[0].negatives;
        double n1 = columns[0].positives;
        double[][] sum = covariance(
                Arrays.stream(columns).map(c -> c.overNegatives).toArray(double[][]::new), 1 / (n0 * n0 * n1));
        double[][] negatives = covariance(
                Arrays.stream(columns).map(c -> c.overPositives).toArray(double[][]::new), 1 / (n1 * n1 * n0));
        for (int a = 0; a < sum.length; a++) {
            for (int b = 0; b < sum.length; b++) {
                sum[a][b] += negatives[a][b];
            }
        }
        return sum;
    }

    /// Sample covariances, with n - 1, times a factor.
    private static double[][] covariance(double[][] columns, double factor) {
        double[] mean = Arrays.stream(columns)
                .mapToDouble(column -> Arrays.stream(column).average().orElseThrow())
                .toArray();
        double[][] covariance = new double[columns.length][columns.length];
        for (int a = 0; a < columns.length; a++) {
            for (int b = 0; b <= a; b++) {
                double sum = 0;
                for (int i = 0; i < columns[a].length; i++) {
                    sum += (columns[a][i] - mean[a]) * (columns[b][i] - mean[b]);
                }
                covariance[a][b] = factor * sum / (columns[a].length - 1);
                covariance[b][a] = covariance[a][b];
            }
        }
        return covariance;
    }
}
