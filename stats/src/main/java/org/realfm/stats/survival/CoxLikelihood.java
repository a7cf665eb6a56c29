package org.realfm.stats.survival;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.realfm.stats.Require;

/// The partial likelihood of [Cox], on covariates centred and scaled to unit variance.
///
/// Of d events of mean weight w at one time, Efron's likelihood takes the r-th (r = 0, ..., d - 1) from the risk set in
/// which those with an event count 1 - r/d: the sums S0_r, S1_r, S2_r of weights times exp(eta), with x and x x'.
final class CoxLikelihood {

    final FollowUp rows;
    final double[][] z;
    private final int[] stratum;
    private final double[] centre;
    final double[] scale;
    /// Rows by stratum, and descending in time.
    final int[] order;
    final double events;

    CoxLikelihood(FollowUp rows, double[][] x, int[] stratum) {
        this.rows = rows;
        this.stratum = stratum.clone();
        int p = x[0].length;
        this.centre = new double[p];
        this.scale = new double[p];
        double total = 0;
        double dead = 0;
        for (int i = 0; i < x.length; i++) {
            total += rows.weight(i);
            dead += rows.cause(i) > 0 ? rows.weight(i) : 0;
            for (int j = 0; j < p; j++) {
                centre[j] += rows.weight(i) * x[i][j];
            }
        }
        this.events = dead;
        for (int j = 0; j < p; j++) {
            centre[j] /= total;
            for (int i = 0; i < x.length; i++) {
                scale[j] += rows.weight(i) * (x[i][j] - centre[j]) * (x[i][j] - centre[j]) / total;
            }
            double spread = Math.sqrt(scale[j]);
            scale[j] = spread > 1e-12 * Math.abs(centre[j]) ? spread : 0;
        }
        this.z = new double[x.length][p];
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < p; j++) {
                z[i][j] = scale[j] > 0 ? (x[i][j] - centre[j]) / scale[j] : 0;
            }
        }
        this.order = IntStream.range(0, x.length)
                .filter(i -> rows.weight(i) > 0)
                .boxed()
                .sorted((a, b) -> stratum[a] != stratum[b]
                        ? Integer.compare(stratum[a], stratum[b])
                        : Double.compare(rows.time(b), rows.time(a)))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /// What is seen at each of the d events of one time: the share of the risk set, its mean and its covariance.
    interface Visitor {

        /// @param from, to the rows at this time, as positions in the order
        /// @param weight     mean weight of the events
        /// @param r, d which of how many events
        /// @param s0         sum of weights times exp(eta)
        /// @param mean       of the covariates
        /// @param second     S2, `[covariate][covariate]`
        void visit(int from, int to, double weight, int r, int d, double s0, double[] mean, double[] second);
    }

    /// Goes through the events, backwards in time within each stratum.
    void walk(double[] eta, Visitor visitor) {
        int p = scale.length;
        double s0 = 0;
        double[] s1 = new double[p];
        double[] s2 = new double[p * p];
        int at = 0;
        while (at < order.length) {
            int from = at;
            int first = order[from];
            if (from == 0 || stratum[order[from - 1]] != stratum[first]) {
                s0 = 0;
                Arrays.fill(s1, 0);
                Arrays.fill(s2, 0);
            }
            int d = 0;
            double weights = 0;
            double e0 = 0;
            double[] e1 = new double[p];
            double[] e2 = new double[p * p];
            for (; at < order.length && sameTime(order[at], first); at++) {
                int i = order[at];
                double risk = rows.weight(i) * Math.exp(eta[i]);
                s0 += risk;
                accumulate(s1, s2, i, risk);
                if (rows.cause(i) > 0) {
                    d++;
                    weights += rows.weight(i);
                    e0 += risk;
                    accumulate(e1, e2, i, risk);
                }
            }
            double[] mean = new double[p];
            double[] second = new double[p * p];
            for (int r = 0; r < d; r++) {
                double out = (double) r / d;
                double sum = s0 - out * e0;
                for (int j = 0; j < p; j++) {
                    mean[j] = (s1[j] - out * e1[j]) / sum;
                }
                for (int j = 0; j < second.length; j++) {
                    second[j] = (s2[j] - out * e2[j]) / sum;
                }
                visitor.visit(from, at, weights / d, r, d, sum, mean, second);
            }
        }
    }

    boolean sameTime(int i, int j) {
        return stratum[i] == stratum[j] && rows.time(i) == rows.time(j);
    }

    boolean sameStratum(int i, int j) {
        return stratum[i] == stratum[j];
    }

    private void accumulate(double[] first, double[] second, int i, double risk) {
        double[] row = z[i];
        int at = 0;
        for (int a = 0; a < row.length; a++) {
            double scaled = risk * row[a];
            first[a] += scaled;
            for (double b : row) {
                second[at++] += scaled * b;
            }
        }
    }

    private double[] linear(double[] beta) {
        double[] eta = new double[z.length];
        for (int i = 0; i < z.length; i++) {
            for (int j = 0; j < beta.length; j++) {
                eta[i] += z[i][j] * beta[j];
            }
        }
        return eta;
    }

    /// The log-likelihood with its first and second derivatives.
    record Point(double value, double[] gradient, DMatrixRMaj information) {}

    Point at(double[] beta) {
        int p = beta.length;
        double[] eta = linear(beta);
        double[] value = new double[1];
        double[] gradient = new double[p];
        DMatrixRMaj information = new DMatrixRMaj(p, p);
        for (int i : order) {
            if (rows.cause(i) > 0) {
                value[0] += rows.weight(i) * eta[i];
                for (int j = 0; j < p; j++) {
                    gradient[j] += rows.weight(i) * z[i][j];
                }
            }
        }
        walk(eta, (from, to, weight, r, d, s0, mean, second) -> {
            value[0] -= weight * Math.log(s0);
            for (int a = 0; a < p; a++) {
                gradient[a] -= weight * mean[a];
                for (int b = 0; b < p; b++) {
                    information.add(a, b, weight * (second[a * p + b] - mean[a] * mean[b]));
                }
            }
        });
        return new Point(value[0], gradient, information);
    }

    /// From the scale of the fit to the units of the covariates.
    double[] unscaled(double[] beta) {
        double[] unscaled = new double[beta.length];
        Arrays.setAll(unscaled, j -> scale[j] > 0 ? beta[j] / scale[j] : 0);
        return unscaled;
    }

    /// The linear predictor of the rows of the fit, centred, by coefficients in the units of the covariates.
    double[] predictor(double[] coefficients) {
        double[] scaled = new double[coefficients.length];
        Arrays.setAll(scaled, j -> coefficients[j] * scale[j]);
        return linear(scaled);
    }

    /// The cumulative hazard by t of a row with mean covariates, in a stratum.
    double cumulativeHazard(double[] coefficients, int of, double t) {
        Require.that(Arrays.stream(order).anyMatch(i -> stratum[i] == of), "there is no stratum " + of);
        double[] sum = new double[1];
        double[] fitted = predictor(coefficients);
        walk(fitted, (from, to, weight, r, d, s0, mean, second) -> {
            int i = order[from];
            sum[0] += stratum[i] == of && rows.time(i) <= t ? weight / s0 : 0;
        });
        return sum[0];
    }

    /// The log hazard ratio of a row to one with mean covariates.
    double centred(double[] coefficients, double[] row) {
        Require.sameLength(coefficients.length, row.length, "row");
        double eta = 0;
        for (int j = 0; j < row.length; j++) {
            eta += (row[j] - centre[j]) * coefficients[j];
        }
        return eta;
    }
}
