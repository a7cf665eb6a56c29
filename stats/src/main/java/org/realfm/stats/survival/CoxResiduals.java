package org.realfm.stats.survival;

import java.util.Arrays;

/// What a [Cox] fit leaves over: score residuals, and the score of hazard ratios that change with time.
final class CoxResiduals {

    private CoxResiduals() {}

    /// For each row the score residual, int (x - mean) dM, in the units of the covariates.
    static double[][] score(CoxLikelihood of, double[] coefficients) {
        double[][] z = of.z;
        int[] order = of.order;
        int p = of.scale.length;
        double[] eta = of.predictor(coefficients);
        double[][] residual = new double[z.length][p];
        // What happens at a time concerns all rows that are still there: collect it by time, then add it up forwards.
        double[] hazard = new double[order.length];
        double[][] hazardMean = new double[order.length][p];
        of.walk(eta, (from, to, weight, r, d, s0, mean, second) -> {
            double step = weight / s0;
            hazard[from] += step;
            for (int j = 0; j < p; j++) {
                hazardMean[from][j] += step * mean[j];
            }
            for (int k = from; k < to; k++) {
                int i = order[k];
                if (of.rows.cause(i) > 0) {
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
            while (from > 0 && of.sameTime(order[from - 1], order[to - 1])) {
                from--;
            }
            if (to == order.length || !of.sameStratum(order[to], order[to - 1])) {
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
            Arrays.setAll(row, j -> row[j] * of.scale[j]);
        }
        return residual;
    }

    /// The model with covariates times g(t) added: score of the added coefficients at 0, and information of all.
    @SuppressWarnings("ArrayRecordComponent")
    record Interaction(double[] score, double[][] information) {}

    static Interaction interaction(CoxLikelihood of, double[] coefficients) {
        double[][] z = of.z;
        FollowUp rows = of.rows;
        int[] order = of.order;
        int p = of.scale.length;
        double[] eta = of.predictor(coefficients);
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
        of.walk(eta, (from, to, weight, r, d, s0, centreOfRisk, second) -> {
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
