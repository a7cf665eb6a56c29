package org.realfm.stats.survival;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.MatrixFeatures_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.realfm.stats.Require;

/// The partial likelihood of [Cox], on covariates centred and scaled to unit variance.
///
/// Of d events of mean weight w at one time, Efron's likelihood takes the r-th (r = 0, ..., d - 1) from the risk set in
/// which those with an event count 1 - r/d: the sums S0_r, S1_r, S2_r of weights times exp(eta), with x and x x'.
final class CoxLikelihood {

    private static final int MAX_ITERATIONS = 60;
    /// Least eigenvalue of the information per event, of covariates of unit variance.
    private static final double NO_INFORMATION = 1e-9;

    private final FollowUp rows;
    private final double[][] z;
    private final int[] stratum;
    private final double[] centre;
    private final double[] scale;
    /// Rows by stratum, and descending in time.
    private final int[] order;
    private final double events;

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
    private interface Visitor {

        /// @param from, to the rows at this time, as positions in the order
        /// @param weight     mean weight of the events
        /// @param r, d which of how many events
        /// @param s0         sum of weights times exp(eta)
        /// @param mean       of the covariates
        /// @param second     S2, `[covariate][covariate]`
        void visit(int from, int to, double weight, int r, int d, double s0, double[] mean, double[] second);
    }

    /// Goes through the events, backwards in time within each stratum.
    private void walk(double[] eta, Visitor visitor) {
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

    private boolean sameTime(int i, int j) {
        return stratum[i] == stratum[j] && rows.time(i) == rows.time(j);
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
    private record Point(double value, double[] gradient, DMatrixRMaj information) {}

    private Point at(double[] beta) {
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

    Cox maximise() {
        int p = scale.length;
        double[] beta = new double[p];
        Point start = at(beta);
        double floor = NO_INFORMATION * events;
        double[] spectrum = eigenvalues(start.information);
        if (events > 0 && Arrays.stream(scale).anyMatch(s -> s == 0)) {
            return new Cox.NotEstimable(new double[p], Cox.Cause.COLLINEARITY);
        }
        if (events == 0 || spectrum[p - 1] <= floor) {
            return new Cox.NotEstimable(new double[p], Cox.Cause.NO_INFORMATION);
        }
        if (spectrum[0] <= floor) {
            return new Cox.NotEstimable(new double[p], Cox.Cause.COLLINEARITY);
        }
        Point now = start;
        for (int iteration = 1; iteration <= MAX_ITERATIONS; iteration++) {
            if (eigenvalues(now.information)[0] <= floor) {
                break;
            }
            double[] step = solve(now.information, now.gradient);
            double fraction = 1;
            double[] next = moved(beta, step, fraction);
            Point reached = at(next);
            while (!(reached.value >= now.value - 1e-12 * Math.abs(now.value)) && fraction > 1e-6) {
                fraction /= 2;
                next = moved(beta, step, fraction);
                reached = at(next);
            }
            double size = Arrays.stream(step).map(Math::abs).max().orElse(0);
            double scope = 1 + Arrays.stream(next).map(Math::abs).max().orElse(0);
            beta = next;
            now = reached;
            if (size <= 1e-9 * scope) {
                return fitted(beta, start, now);
            }
        }
        return new Cox.NotEstimable(unscaled(beta), Cox.Cause.SEPARATION);
    }

    private Cox fitted(double[] beta, Point start, Point end) {
        int p = beta.length;
        DMatrixRMaj covariance = new DMatrixRMaj(p, p);
        if (eigenvalues(end.information)[0] <= NO_INFORMATION * events
                || !CommonOps_DDRM.invert(end.information, covariance)) {
            return new Cox.NotEstimable(unscaled(beta), Cox.Cause.SEPARATION);
        }
        for (int a = 0; a < p; a++) {
            for (int b = 0; b < p; b++) {
                covariance.set(a, b, covariance.get(a, b) / (scale[a] * scale[b]));
            }
        }
        double[] solved = solve(start.information, start.gradient);
        double score = IntStream.range(0, p).mapToDouble(j -> solved[j] * start.gradient[j]).sum();
        return new Cox.Fit(
                rows, this, unscaled(beta), covariance, start.value, end.value, Cox.Test.of(score, p));
    }

    /// Ascending.
    private static double[] eigenvalues(DMatrixRMaj symmetric) {
        int p = symmetric.numRows;
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(p, false, true);
        if (MatrixFeatures_DDRM.hasUncountable(symmetric) || !eigen.decompose(symmetric.copy())) {
            return new double[p];
        }
        return IntStream.range(0, p).mapToDouble(k -> eigen.getEigenvalue(k).real).sorted().toArray();
    }

    private static double[] solve(DMatrixRMaj a, double[] b) {
        DMatrixRMaj solved = new DMatrixRMaj(b.length, 1);
        CommonOps_DDRM.solve(a, new DMatrixRMaj(b), solved);
        return solved.data;
    }

    private static double[] moved(double[] beta, double[] step, double fraction) {
        double[] moved = beta.clone();
        Arrays.setAll(moved, j -> moved[j] + fraction * step[j]);
        return moved;
    }

    private double[] unscaled(double[] beta) {
        double[] unscaled = new double[beta.length];
        Arrays.setAll(unscaled, j -> scale[j] > 0 ? beta[j] / scale[j] : 0);
        return unscaled;
    }

    private double[] scaled(double[] coefficients) {
        double[] scaled = new double[coefficients.length];
        Arrays.setAll(scaled, j -> coefficients[j] * scale[j]);
        return scaled;
    }

    /// For each row the score residual, int (x - mean) dM, in the units of the covariates.
    double[][] scoreResiduals(double[] coefficients) {
        int p = scale.length;
        double[] eta = linear(scaled(coefficients));
        double[][] residual = new double[z.length][p];
        // What happens at a time concerns all rows that are still there: collect it by time, then add it up forwards.
        double[] hazard = new double[order.length];
        double[][] hazardMean = new double[order.length][p];
        walk(eta, (from, to, weight, r, d, s0, mean, second) -> {
            double step = weight / s0;
            hazard[from] += step;
            for (int j = 0; j < p; j++) {
                hazardMean[from][j] += step * mean[j];
            }
            for (int k = from; k < to; k++) {
                int i = order[k];
                if (rows.cause(i) > 0) {
                    double spared = (double) r / d * Math.exp(eta[i]) * step;
                    for (int j = 0; j < p; j++) {
                        residual[i][j] += (z[i][j] - mean[j]) * (1.0 / d + spared);
                    }
                }
            }
        });
        double cumulative = 0;
        double[] cumulativeMean = new double[p];
        int to = order.length;
        while (to > 0) {
            int from = to - 1;
            while (from > 0 && sameTime(order[from - 1], order[to - 1])) {
                from--;
            }
            if (to == order.length || stratum[order[to]] != stratum[order[to - 1]]) {
                cumulative = 0;
                Arrays.fill(cumulativeMean, 0);
            }
            cumulative += hazard[from];
            for (int j = 0; j < p; j++) {
                cumulativeMean[j] += hazardMean[from][j];
            }
            for (int k = from; k < to; k++) {
                int i = order[k];
                for (int j = 0; j < p; j++) {
                    residual[i][j] -= Math.exp(eta[i]) * (z[i][j] * cumulative - cumulativeMean[j]);
                }
            }
            to = from;
        }
        for (double[] row : residual) {
            Arrays.setAll(row, j -> row[j] * scale[j]);
        }
        return residual;
    }

    /// The cumulative hazard by t of a row with mean covariates, in a stratum.
    double cumulativeHazard(double[] coefficients, int of, double t) {
        Require.that(Arrays.stream(order).anyMatch(i -> stratum[i] == of), "there is no stratum " + of);
        double[] sum = new double[1];
        double[] fitted = linear(scaled(coefficients));
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

    /// The model with covariates times g(t) added: score of the added coefficients at 0, and information of all.
    @SuppressWarnings("ArrayRecordComponent")
    record Interaction(double[] score, double[][] information) {}

    Interaction interaction(double[] coefficients) {
        int p = scale.length;
        double[] eta = linear(scaled(coefficients));
        RiskTable table = RiskTable.of(rows);
        double[] survival = table.survival();
        double[] g = new double[z.length];
        double mean = 0;
        long dead = 0;
        for (int i : order) {
            int k = table.index()[i];
            g[i] = k == 0 ? 0 : 1 - survival[k - 1];
            if (rows.cause(i) > 0) {
                mean += g[i];
                dead++;
            }
        }
        double shift = mean / dead;
        double[] score = new double[p];
        double[][] information = new double[2 * p][2 * p];
        for (int i : order) {
            if (rows.cause(i) > 0) {
                for (int j = 0; j < p; j++) {
                    score[j] += rows.weight(i) * (g[i] - shift) * z[i][j];
                }
            }
        }
        walk(eta, (from, to, weight, r, d, s0, centreOfRisk, second) -> {
            double at = g[order[from]] - shift;
            for (int a = 0; a < p; a++) {
                score[a] -= weight * at * centreOfRisk[a];
                for (int b = 0; b < p; b++) {
                    double v = weight * (second[a * p + b] - centreOfRisk[a] * centreOfRisk[b]);
                    information[a][b] += v;
                    information[a][b + p] += at * v;
                    information[a + p][b] += at * v;
                    information[a + p][b + p] += at * at * v;
                }
            }
        });
        return new Interaction(score, information);
    }
}
