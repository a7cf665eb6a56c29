package org.realfm.stats;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/// Logistic regression by maximum likelihood (Newton's method with step halving).
///
/// The model is logit P(y = 1) = offset + x . coefficients; an intercept is a column of ones that the caller puts in.
/// The result is either a [Fit] or, where the likelihood has no maximum at finite coefficients, [NotEstimable].
///
/// Sources: McCullagh & Nelder 1989; Albert & Anderson 1984, doi:10.1093/biomet/71.1.1 (separation).
public sealed interface Logistic {

    /// The coefficients, in the order of the columns; of [NotEstimable], where the search for them ended.
    double[] coefficients();

    /// A maximum.
    ///
    /// @param covariance    inverse of the observed information
    /// @param logLikelihood weighted log-likelihood
    /// @param iterations    Newton steps taken
    @SuppressWarnings("ArrayRecordComponent")
    record Fit(double[] coefficients, double[][] covariance, double logLikelihood, int iterations)
            implements Logistic {

        /// Standard error of a coefficient.
        public double standardError(int coefficient) {
            return Math.sqrt(covariance[coefficient][coefficient]);
        }
    }

    /// No maximum. Under separation the fitted probabilities at `coefficients` are still close to their limit.
    @SuppressWarnings("ArrayRecordComponent")
    record NotEstimable(double[] coefficients, Cause cause) implements Logistic {}

    /// Why there is no maximum.
    enum Cause {
        /// A combination of the columns divides the classes completely or nearly so: a coefficient is infinite.
        SEPARATION,
        /// The columns are linearly dependent (for example, a predictor with one value beside an intercept).
        COLLINEARITY
    }

    int MAX_ITERATIONS = 60;

    /// Fits independent rows of weight 1 without offset.
    ///
    /// @param x `[row][column]`
    /// @param y `[row]`
    static Logistic fit(double[][] x, boolean[] y) {
        return fit(x, y, new double[y.length], Proportion.ones(y.length));
    }

    /// Fits rows with known offsets and weights.
    ///
    /// @param x      `[row][column]`, finite
    /// @param y      `[row]`
    /// @param offset `[row]`, a known part of the linear predictor
    /// @param weight `[row]`, not negative: how often the row counts
    static Logistic fit(double[][] x, boolean[] y, double[] offset, double[] weight) {
        Require.notEmpty(x.length, "logistic regression");
        Require.sameLength(x.length, y.length, "y");
        Require.sameLength(x.length, offset.length, "offset");
        Require.sameLength(x.length, weight.length, "weight");
        Require.weights(weight);
        return new Newton(x, y, offset, weight).run();
    }

    /// The covariance of a fit that holds where rows of one cluster (patient) are alike: the sandwich
    /// K/(K-1) A^-1 (sum_c u_c u_c') A^-1 with the score u_c of each cluster.
    ///
    /// Source: Liang & Zeger 1986, doi:10.1093/biomet/73.1.13.
    static double[][] clusterRobust(
            Fit fit, double[][] x, boolean[] y, double[] offset, double[] weight, int[] cluster) {
        Require.sameLength(x.length, cluster.length, "cluster");
        Clusters clusters = Clusters.of(cluster);
        int k = clusters.count();
        Require.that(k > 1, "a cluster-robust covariance needs at least two clusters");
        int p = fit.coefficients.length;
        double[][] score = new double[k][p];
        for (int i = 0; i < x.length; i++) {
            double residual = weight[i] * ((y[i] ? 1 : 0) - StandardNormal.expit(linear(x[i], fit, offset[i])));
            for (int j = 0; j < p; j++) {
                score[clusters.of()[i]][j] += residual * x[i][j];
            }
        }
        DMatrixRMaj scores = new DMatrixRMaj(score);
        DMatrixRMaj bread = new DMatrixRMaj(fit.covariance);
        DMatrixRMaj influence = new DMatrixRMaj(k, p);
        CommonOps_DDRM.mult(scores, bread, influence);
        DMatrixRMaj covariance = new DMatrixRMaj(p, p);
        CommonOps_DDRM.multTransA(k / (k - 1.0), influence, influence, covariance);
        return covariance.get2DData();
    }

    private static double linear(double[] row, Logistic model, double offset) {
        double eta = offset;
        double[] beta = model.coefficients();
        for (int j = 0; j < row.length; j++) {
            eta += row[j] * beta[j];
        }
        return eta;
    }

    /// The fitted probability of a row.
    default double probability(double[] row, double offset) {
        return StandardNormal.expit(linear(row, this, offset));
    }

    /// One run of Newton's method on columns scaled to unit root mean square.
    final class Newton {

        /// A likelihood so near to 1 that the classes are separated completely.
        private static final double PERFECT = 1e-9;
        /// A reciprocal condition so small that a direction has no information.
        private static final double SINGULAR = 1e-13;
        /// A variance, for one row in all, from which on it is asked whether a direction divides the classes.
        private static final double FLAT = 1e8;
        /// Rows so near to a dividing plane, as a share of the farthest, lie on it.
        private static final double ON_PLANE = 1e-6;

        private final double[][] x;
        private final boolean[] y;
        private final double[] offset;
        private final double[] weight;
        private final double[] scale;
        private final double total;

        private Newton(double[][] x, boolean[] y, double[] offset, double[] weight) {
            this.y = y;
            this.offset = offset;
            this.weight = weight;
            this.total = Arrays.stream(weight).sum();
            int p = x[0].length;
            this.scale = new double[p];
            for (int i = 0; i < x.length; i++) {
                boolean sound = x[i].length == p;
                for (int j = 0; j < p && sound; j++) {
                    sound = Double.isFinite(x[i][j]);
                }
                if (!sound) { // only now, since words for every row would take longer than the rows
                    Require.sameLength(p, x[i].length, "row " + i);
                    Require.finite(x[i], "row " + i);
                }
                for (int j = 0; j < p; j++) {
                    scale[j] += weight[i] * x[i][j] * x[i][j] / total;
                }
            }
            Arrays.setAll(scale, j -> scale[j] > 0 ? Math.sqrt(scale[j]) : 1);
            this.x = new double[x.length][p];
            for (int i = 0; i < x.length; i++) {
                for (int j = 0; j < p; j++) {
                    this.x[i][j] = x[i][j] / scale[j];
                }
            }
        }

        private Logistic run() {
            int p = scale.length;
            if (!independent()) {
                return new NotEstimable(new double[p], Cause.COLLINEARITY);
            }
            double[] beta = new double[p];
            double likelihood = logLikelihood(beta);
            for (int iteration = 1; iteration <= MAX_ITERATIONS && likelihood < -PERFECT; iteration++) {
                DMatrixRMaj gradient = new DMatrixRMaj(p, 1);
                DMatrixRMaj information = new DMatrixRMaj(p, p);
                derivatives(beta, gradient, information);
                LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.symmPosDef(p);
                if (!solver.setA(information.copy()) || solver.quality() < SINGULAR) {
                    return new NotEstimable(unscaled(beta), Cause.SEPARATION);
                }
                DMatrixRMaj step = new DMatrixRMaj(p, 1);
                solver.solve(gradient, step);
                double fraction = 1;
                double[] next = moved(beta, step, fraction);
                double reached = logLikelihood(next);
                while (!(reached >= likelihood - 1e-12 * Math.abs(likelihood)) && fraction > 1e-6) {
                    fraction /= 2;
                    next = moved(beta, step, fraction);
                    reached = logLikelihood(next);
                }
                double size = CommonOps_DDRM.elementMaxAbs(step);
                double scope = 1 + Arrays.stream(next).map(Math::abs).max().orElse(0);
                boolean stalled = Math.abs(reached - likelihood) <= 1e-14 * Math.abs(reached);
                beta = next;
                likelihood = reached;
                if (size <= 1e-10 * scope || (stalled && size <= 1e-7 * scope)) {
                    return fitted(beta, likelihood, iteration);
                }
            }
            return new NotEstimable(unscaled(beta), Cause.SEPARATION);
        }

        /// Whether the columns are linearly independent.
        private boolean independent() {
            int p = scale.length;
            DMatrixRMaj gram = new DMatrixRMaj(p, p);
            for (int i = 0; i < x.length; i++) {
                add(gram, x[i], weight[i] / total);
            }
            LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.symmPosDef(p);
            return solver.setA(gram) && solver.quality() >= SINGULAR;
        }

        private void derivatives(double[] beta, DMatrixRMaj gradient, DMatrixRMaj information) {
            for (int i = 0; i < x.length; i++) {
                if (weight[i] == 0) {
                    continue;
                }
                double mu = StandardNormal.expit(eta(i, beta));
                double residual = weight[i] * ((y[i] ? 1 : 0) - mu);
                for (int j = 0; j < beta.length; j++) {
                    gradient.data[j] += residual * x[i][j];
                }
                add(information, x[i], weight[i] * mu * (1 - mu));
            }
        }

        private static void add(DMatrixRMaj matrix, double[] row, double w) {
            double[] data = matrix.data;
            int at = 0;
            for (double a : row) {
                if (a == 0) { // most indicators are
                    at += row.length;
                    continue;
                }
                double scaled = w * a;
                for (double b : row) {
                    data[at++] += scaled * b;
                }
            }
        }

        private double eta(int i, double[] beta) {
            double eta = offset[i];
            for (int j = 0; j < beta.length; j++) {
                eta += x[i][j] * beta[j];
            }
            return eta;
        }

        private double logLikelihood(double[] beta) {
            double sum = 0;
            for (int i = 0; i < x.length; i++) {
                if (weight[i] == 0) {
                    continue;
                }
                double eta = y[i] ? eta(i, beta) : -eta(i, beta);
                // log(1 + t) of a t up to 1 is exact to 1e-16, and several times faster than log1p.
                sum -= weight[i] * (Math.log(1 + Math.exp(-Math.abs(eta))) - Math.min(0, eta));
            }
            return sum;
        }

        private static double[] moved(double[] beta, DMatrixRMaj step, double fraction) {
            double[] moved = beta.clone();
            for (int j = 0; j < moved.length; j++) {
                moved[j] += fraction * step.get(j);
            }
            return moved;
        }

        private double[] unscaled(double[] beta) {
            double[] unscaled = new double[beta.length];
            Arrays.setAll(unscaled, j -> beta[j] / scale[j]);
            return unscaled;
        }

        /// Whether the direction that is known least divides the classes, with some rows on the plane between them. Then the
        /// search only ended since the gradient had drowned in rounding (Albert & Anderson 1984, quasi-complete separation).
        private boolean divided(DMatrixRMaj inverse) {
            int flattest = 0;
            for (int j = 1; j < scale.length; j++) {
                flattest = inverse.get(j, j) > inverse.get(flattest, flattest) ? j : flattest;
            }
            if (inverse.get(flattest, flattest) * total < FLAT) {
                return false;
            }
            double least = 0;
            double most = 0;
            for (int i = 0; i < x.length; i++) {
                double side = 0;
                for (int j = 0; j < scale.length && weight[i] > 0; j++) {
                    side += x[i][j] * inverse.get(j, flattest);
                }
                least = Math.min(least, y[i] ? side : -side);
                most = Math.max(most, y[i] ? side : -side);
            }
            return Math.min(-least, most) <= ON_PLANE * Math.max(-least, most);
        }

        private Logistic fitted(double[] beta, double likelihood, int iterations) {
            int p = beta.length;
            DMatrixRMaj information = new DMatrixRMaj(p, p);
            derivatives(beta, new DMatrixRMaj(p, 1), information);
            DMatrixRMaj inverse = new DMatrixRMaj(p, p);
            LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.symmPosDef(p);
            if (likelihood >= -PERFECT || !solver.setA(information) || solver.quality() < SINGULAR) {
                return new NotEstimable(unscaled(beta), Cause.SEPARATION);
            }
            solver.invert(inverse);
            if (divided(inverse)) {
                return new NotEstimable(unscaled(beta), Cause.SEPARATION);
            }
            double[][] covariance = new double[p][p];
            for (int a = 0; a < p; a++) {
                for (int b = 0; b < p; b++) {
                    covariance[a][b] = 0.5 * (inverse.get(a, b) + inverse.get(b, a)) / (scale[a] * scale[b]);
                }
            }
            return new Fit(unscaled(beta), covariance, likelihood, iterations);
        }
    }
}
