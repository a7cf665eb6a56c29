package org.realfm.stats;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.TDistribution;

/// The mean of per-row values (a squared error, a utility, a paired effect), with patients as the independent units.
public final class Mean {

    private Mean() {}

    /// Mean of independent values with Student's interval. One value has an unbounded interval.
    public static Estimate of(String name, double[] values, double confidence) {
        return of(name, values, Proportion.ones(values.length), Clusters.singletons(values.length), confidence);
    }

    /// Mean of values of which several may come from one patient, with the cluster-robust variance
    /// K/(K-1) sum_i (sum_j (y_ij - mean))^2 / N^2 and K - 1 degrees of freedom; `n` is K.
    public static Estimate clustered(String name, double[] values, int[] cluster, double confidence) {
        return clustered(name, values, Proportion.ones(values.length), cluster, confidence);
    }

    /// As [#clustered(String, double[], int[], double)], with a weight for each value.
    public static Estimate clustered(
            String name, double[] values, double[] weight, int[] cluster, double confidence) {
        Require.sameLength(values.length, cluster.length, "cluster");
        return of(name, values, weight, Clusters.of(cluster), confidence);
    }

    static Estimate of(String name, double[] values, double[] weight, Clusters clusters, double confidence) {
        Require.confidence(confidence);
        Require.notEmpty(values.length, name);
        Require.finite(values, name);
        Require.sameLength(values.length, weight.length, "weight");
        Require.weights(weight);
        double mean = weighted(values, weight);
        int k = clusters.count();
        if (k < 2) {
            return new Estimate(
                    name, mean, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, confidence,
                    "t; one patient, no variance", k);
        }
        double t = TDistribution.of(k - 1).inverseSurvivalProbability((1 - confidence) / 2);
        double half = t * standardError(values, mean, weight, clusters);
        String method = clusters.single() ? "t" : "t, cluster-robust";
        return new Estimate(name, mean, mean - half, mean + half, confidence, method, k);
    }

    static double weighted(double[] values, double[] weight) {
        double sum = 0;
        double total = 0;
        for (int i = 0; i < values.length; i++) {
            sum += weight[i] * values[i];
            total += weight[i];
        }
        return sum / total;
    }

    /// Cluster-robust standard error of a weighted mean.
    static double standardError(double[] values, double mean, double[] weight, Clusters clusters) {
        double[] residual = new double[clusters.count()];
        double total = 0;
        for (int i = 0; i < values.length; i++) {
            residual[clusters.of()[i]] += weight[i] * (values[i] - mean);
            total += weight[i];
        }
        double squares = Arrays.stream(residual).map(r -> r * r).sum();
        int k = clusters.count();
        return Math.sqrt(squares * k / (k - 1.0)) / total;
    }

    /// Sample standard deviation, with n - 1; 0 for a single value.
    static double standardDeviation(double[] values) {
        double mean = Arrays.stream(values).average().orElse(0);
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        return values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0;
    }
}
