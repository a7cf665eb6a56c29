package org.realfm.bench;

import java.util.Arrays;

/// The second moments of two reader-averaged AUROCs as they are written down: for every pair of readers a double loop over
/// the cases. What [org.realfm.stats.readers.Moments#biased] must agree with.
final class DoubleLoop {

    private DoubleLoop() {}

    /// @param first  scores of one modality, `[reader][case]`, all there
    /// @param second of the other, or the same
    /// @return M1, ..., M8 over all pairs, also those of a reader or a case with itself
    static double[] moments(double[][] first, double[][] second, boolean[] truth) {
        int readers = first.length;
        int positives = 0;
        for (boolean t : truth) {
            positives += t ? 1 : 0;
        }
        double m = positives;
        double n = truth.length - positives;
        double[] moment = new double[8];
        for (int r = 0; r < readers; r++) {
            for (int q = 0; q < readers; q++) {
                double[] sums = sums(of(first[r], truth, false), of(first[r], truth, true), of(second[q], truth, false),
                        of(second[q], truth, true));
                double[] means = {sums[0] / (m * n), sums[1] / (m * n * n), sums[2] / (m * m * n), sums[3] / (m * m * n * n)};
                for (int k = 0; k < 4; k++) {
                    moment[k] += r == q ? means[k] / readers : 0;
                    moment[k + 4] += means[k] / ((double) readers * readers);
                }
            }
        }
        return moment;
    }

    private static double[] sums(double[] x, double[] y, double[] u, double[] v) {
        double[] overFirst = new double[y.length];
        double[] overSecond = new double[y.length];
        double same = 0;
        double sameNegative = 0;
        double first = 0;
        double second = 0;
        for (int i = 0; i < x.length; i++) {
            double a = 0;
            double b = 0;
            for (int j = 0; j < y.length; j++) {
                double s = success(x[i], y[j]);
                double t = success(u[i], v[j]);
                same += s * t;
                a += s;
                b += t;
                overFirst[j] += s;
                overSecond[j] += t;
            }
            sameNegative += a * b;
            first += a;
            second += b;
        }
        double samePositive = 0;
        for (int j = 0; j < y.length; j++) {
            samePositive += overFirst[j] * overSecond[j];
        }
        return new double[] {same, samePositive, sameNegative, first * second};
    }

    private static double success(double negative, double positive) {
        return negative < positive ? 1 : negative == positive ? 0.5 : 0;
    }

    private static double[] of(double[] score, boolean[] truth, boolean which) {
        double[] of = new double[score.length];
        int n = 0;
        for (int c = 0; c < score.length; c++) {
            if (truth[c] == which) {
                of[n++] = score[c];
            }
        }
        return Arrays.copyOf(of, n);
    }
}
