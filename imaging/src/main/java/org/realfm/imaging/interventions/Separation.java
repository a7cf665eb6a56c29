package org.realfm.imaging.interventions;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// How well a linear classifier tells edited patches from untouched ones, on films that it was not fitted on.
///
/// @param auroc of logistic regression on the features of [Fidelity], in [0, 1]
/// @param upper its one-sided upper limit of 95% (DeLong 1988, doi:10.2307/2531595), in [0, 1]
public record Separation(double auroc, double upper) {

    /// The catalogue's limit for edits on which a finding may rest.
    public static final double LIMIT = 0.70;

    private static final int STEPS = 4000;
    private static final double RIDGE = 1e-3;

    /// Whether findings may rest on these edits: the upper limit, not the estimate, is at most [#LIMIT].
    public boolean faithful() {
        return upper <= LIMIT;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.2f (%.2f)", auroc, upper);
    }

    /// Fits on every other film and tries on the rest.
    ///
    /// @param untouched features of each film's patch before the edit, all of one length
    /// @param edited    of the same patch after it, in the same order
    /// @throws IllegalArgumentException if there are fewer than eight films or lists of different lengths
    public static Separation of(List<double[]> untouched, List<double[]> edited) {
        if (untouched.size() != edited.size() || untouched.size() < 8) {
            throw new IllegalArgumentException("expected eight films or more, each before and after the edit; found "
                    + untouched.size() + " and " + edited.size());
        }
        double[] weights = fitted(every(untouched, 0), every(edited, 0));
        return auroc(scores(weights, every(untouched, 1)), scores(weights, every(edited, 1)));
    }

    private static List<double[]> every(List<double[]> all, int which) {
        List<double[]> half = new ArrayList<>();
        for (int i = which; i < all.size(); i += 2) {
            half.add(all.get(i));
        }
        return half;
    }

    private static double[] scores(double[] weights, List<double[]> films) {
        return films.stream().mapToDouble(x -> score(weights, x)).toArray();
    }

    private static double score(double[] weights, double[] x) {
        double sum = weights[x.length];
        for (int i = 0; i < x.length; i++) {
            sum += weights[i] * x[i];
        }
        return sum;
    }

    /// Logistic regression with a slight ridge, by gradient descent on features divided by their deviation.
    private static double[] fitted(List<double[]> zeros, List<double[]> ones) {
        int k = zeros.getFirst().length;
        double[] scale = new double[k];
        for (int i = 0; i < k; i++) {
            int feature = i;
            double[] values = Stream.concat(zeros.stream(), ones.stream()).mapToDouble(x -> x[feature]).toArray();
            double mean = Arrays.stream(values).average().orElse(0);
            scale[i] = Math.sqrt(Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElse(0)) + 1e-9;
        }
        double[] weights = new double[k + 1];
        int n = zeros.size() + ones.size();
        for (int step = 0; step < STEPS; step++) {
            double[] gradient = new double[k + 1];
            for (int label = 0; label < 2; label++) {
                for (double[] x : label == 0 ? zeros : ones) {
                    double error = label - 1 / (1 + StrictMath.exp(-score(weights, x)));
                    for (int i = 0; i < k; i++) {
                        gradient[i] += error * x[i] / scale[i] / n;
                    }
                    gradient[k] += error / n;
                }
            }
            for (int i = 0; i < k; i++) {
                weights[i] += 0.5 * (gradient[i] - RIDGE * weights[i] * scale[i]) / scale[i];
            }
            weights[k] += 0.5 * gradient[k];
        }
        return weights;
    }

    /// Mann-Whitney with DeLong's variance.
    private static Separation auroc(double[] zeros, double[] ones) {
        double[] above = new double[ones.length];
        double[] below = new double[zeros.length];
        for (int i = 0; i < ones.length; i++) {
            for (int j = 0; j < zeros.length; j++) {
                double wins = ones[i] > zeros[j] ? 1 : ones[i] == zeros[j] ? 0.5 : 0;
                above[i] += wins / zeros.length;
                below[j] += wins / ones.length;
            }
        }
        double auroc = Arrays.stream(above).average().orElse(0.5);
        double variance = variance(above, auroc) / ones.length + variance(below, auroc) / zeros.length;
        return new Separation(auroc, Math.min(1, auroc + 1.645 * Math.sqrt(variance)));
    }

    private static double variance(double[] values, double mean) {
        return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - 1);
    }
}
