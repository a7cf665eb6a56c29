package org.realfm.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/// Little's test that values are missing completely at random: means of the observed values do not differ between
/// missingness patterns beyond chance. Describe with it; do not gate on it.
///
/// @param statistic  sum over patterns of n_j (mean_j - mu_j)' S_j^-1 (mean_j - mu_j), mu and S the maximum-likelihood
///                   mean and covariance of a normal distribution (EM)
/// @param df         sum of observed variables over patterns, minus the number of variables
/// @param p          upper tail of the chi-squared distribution; 1 where df is 0 (one pattern)
/// @param patterns   how many missingness patterns there are
///
/// Source: Little 1988, doi:10.1080/01621459.1988.10478722.
public record Mcar(double statistic, int df, double p, int patterns) {

    private static final int MAX_ROUNDS = 10_000;

    /// Tests a matrix of variables.
    ///
    /// @param rows `[row][variable]`, NaN where missing; rows without any value are left out
    /// @throws IllegalArgumentException where the covariance cannot be estimated (a variable without values or
    ///                                  variation, variables that depend linearly on each other)
    public static Mcar test(double[][] rows) {
        Map<String, List<double[]>> patterns = new TreeMap<>();
        int variables = rows.length == 0 ? 0 : rows[0].length;
        for (double[] row : rows) {
            Require.sameLength(variables, row.length, "row");
            if (Arrays.stream(row).anyMatch(v -> !Double.isNaN(v))) {
                patterns.computeIfAbsent(Arrays.toString(observed(row)), key -> new ArrayList<>()).add(row);
            }
        }
        Require.notEmpty(patterns.size(), "Little's test");
        Moments moments = expectationMaximisation(patterns, variables);
        double statistic = 0;
        int df = -variables;
        for (List<double[]> pattern : patterns.values()) {
            int[] seen = observed(pattern.getFirst());
            DMatrixRMaj inverse = moments.inverse(seen);
            DMatrixRMaj gap = new DMatrixRMaj(seen.length, 1);
            for (int a = 0; a < seen.length; a++) {
                int variable = seen[a];
                double mean = pattern.stream().mapToDouble(r -> r[variable]).average().orElseThrow();
                gap.set(a, mean - moments.mean[variable]);
            }
            DMatrixRMaj scaled = new DMatrixRMaj(seen.length, 1);
            CommonOps_DDRM.mult(inverse, gap, scaled);
            statistic += pattern.size() * CommonOps_DDRM.dot(gap, scaled);
            df += seen.length;
        }
        double p = df == 0 ? 1 : ChiSquaredDistribution.of(df).survivalProbability(statistic);
        return new Mcar(statistic, df, p, patterns.size());
    }

    private static int[] observed(double[] row) {
        int[] seen = new int[row.length];
        int count = 0;
        for (int v = 0; v < row.length; v++) {
            if (!Double.isNaN(row[v])) {
                seen[count++] = v;
            }
        }
        return Arrays.copyOf(seen, count);
    }

    private static int[] missing(double[] row) {
        int[] gone = new int[row.length];
        int count = 0;
        for (int v = 0; v < row.length; v++) {
            if (Double.isNaN(row[v])) {
                gone[count++] = v;
            }
        }
        return Arrays.copyOf(gone, count);
    }

    /// Mean and covariance of a normal distribution.
    @SuppressWarnings("ArrayRecordComponent")
    private record Moments(double[] mean, DMatrixRMaj covariance) {

        DMatrixRMaj block(int[] rows, int[] columns) {
            DMatrixRMaj block = new DMatrixRMaj(rows.length, columns.length);
            for (int a = 0; a < rows.length; a++) {
                for (int b = 0; b < columns.length; b++) {
                    block.set(a, b, covariance.get(rows[a], columns[b]));
                }
            }
            return block;
        }

        DMatrixRMaj inverse(int[] of) {
            DMatrixRMaj block = block(of, of);
            double[] scale = new double[of.length];
            for (int a = 0; a < of.length; a++) {
                Require.that(block.get(a, a) > 0, "variable " + of[a] + " does not vary");
                scale[a] = Math.sqrt(block.get(a, a));
            }
            for (int a = 0; a < of.length; a++) {
                for (int b = 0; b < of.length; b++) {
                    block.set(a, b, block.get(a, b) / (scale[a] * scale[b]));
                }
            }
            boolean regular = Math.abs(CommonOps_DDRM.det(block)) > 1e-12 && CommonOps_DDRM.invert(block);
            Require.that(regular, "the variables depend linearly on each other");
            for (int a = 0; a < of.length; a++) {
                for (int b = 0; b < of.length; b++) {
                    block.set(a, b, block.get(a, b) / (scale[a] * scale[b]));
                }
            }
            return block;
        }
    }

    private static Moments expectationMaximisation(Map<String, List<double[]>> patterns, int variables) {
        Moments moments = start(patterns, variables);
        for (int round = 0; round < MAX_ROUNDS; round++) {
            Moments next = round(patterns, moments);
            double change = 0;
            for (int v = 0; v < variables; v++) {
                double sd = Math.sqrt(next.covariance.get(v, v));
                change = Math.max(change, Math.abs(next.mean[v] - moments.mean[v]) / sd);
                change = Math.max(
                        change, Math.abs(next.covariance.get(v, v) / moments.covariance.get(v, v) - 1));
            }
            moments = next;
            if (change < 1e-12) {
                break;
            }
        }
        return moments;
    }

    private static Moments start(Map<String, List<double[]>> patterns, int variables) {
        double[] mean = new double[variables];
        DMatrixRMaj covariance = new DMatrixRMaj(variables, variables);
        for (int v = 0; v < variables; v++) {
            int variable = v;
            double[] values = patterns.values().stream()
                    .flatMap(List::stream)
                    .mapToDouble(r -> r[variable])
                    .filter(value -> !Double.isNaN(value))
                    .toArray();
            Require.finite(values, "variable " + v);
            double sd = Mean.standardDeviation(values);
            Require.that(sd > 0, "variable " + v + " does not vary");
            mean[v] = Arrays.stream(values).average().orElseThrow();
            covariance.set(v, v, sd * sd);
        }
        return new Moments(mean, covariance);
    }

    /// One round of EM: expected sums of the completed rows, then their mean and covariance.
    private static Moments round(Map<String, List<double[]>> patterns, Moments now) {
        int variables = now.mean.length;
        DMatrixRMaj products = new DMatrixRMaj(variables, variables);
        double[] sums = new double[variables];
        int n = 0;
        for (List<double[]> pattern : patterns.values()) {
            int[] seen = observed(pattern.getFirst());
            int[] gone = missing(pattern.getFirst());
            DMatrixRMaj regression = new DMatrixRMaj(gone.length, seen.length);
            DMatrixRMaj residual = now.block(gone, gone);
            if (gone.length > 0) {
                CommonOps_DDRM.mult(now.block(gone, seen), now.inverse(seen), regression);
                CommonOps_DDRM.multAdd(-1, regression, now.block(seen, gone), residual);
            }
            for (double[] row : pattern) {
                double[] deviation = new double[variables];
                for (int v : seen) {
                    deviation[v] = row[v] - now.mean[v];
                }
                for (int a = 0; a < gone.length; a++) {
                    for (int b = 0; b < seen.length; b++) {
                        deviation[gone[a]] += regression.get(a, b) * deviation[seen[b]];
                    }
                }
                for (int a = 0; a < variables; a++) {
                    sums[a] += deviation[a];
                    for (int b = 0; b < variables; b++) {
                        products.add(a, b, deviation[a] * deviation[b]);
                    }
                }
            }
            for (int a = 0; a < gone.length; a++) {
                for (int b = 0; b < gone.length; b++) {
                    products.add(gone[a], gone[b], pattern.size() * residual.get(a, b));
                }
            }
            n += pattern.size();
        }
        double[] mean = new double[variables];
        for (int a = 0; a < variables; a++) {
            mean[a] = now.mean[a] + sums[a] / n;
            for (int b = 0; b < variables; b++) {
                products.set(a, b, products.get(a, b) / n - sums[a] / n * sums[b] / n);
            }
        }
        return new Moments(mean, products);
    }
}
