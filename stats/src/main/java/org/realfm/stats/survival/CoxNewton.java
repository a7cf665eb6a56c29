package org.realfm.stats.survival;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.MatrixFeatures_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/// The maximum of a [CoxLikelihood] by Newton's method with step halving.
///
/// Where coefficients run off to infinity the information dies away while the likelihood still rises: a direction whose
/// information has fallen to a billionth of the events is taken as separated.
final class CoxNewton {

    private static final int MAX_ITERATIONS = 60;
    /// Least eigenvalue of the information per event, of covariates of unit variance.
    private static final double NO_INFORMATION = 1e-9;

    private final CoxLikelihood likelihood;

    CoxNewton(CoxLikelihood likelihood) {
        this.likelihood = likelihood;
    }

    Cox maximise() {
        int p = likelihood.scale.length;
        double[] beta = new double[p];
        CoxLikelihood.Point start = likelihood.at(beta);
        double floor = NO_INFORMATION * likelihood.events;
        double[] spectrum = eigenvalues(start.information());
        if (likelihood.events > 0 && Arrays.stream(likelihood.scale).anyMatch(s -> s == 0)) {
            return new Cox.NotEstimable(new double[p], Cox.Cause.COLLINEARITY);
        }
        if (likelihood.events == 0 || spectrum[p - 1] <= floor) {
            return new Cox.NotEstimable(new double[p], Cox.Cause.NO_INFORMATION);
        }
        if (spectrum[0] <= floor) {
            return new Cox.NotEstimable(new double[p], Cox.Cause.COLLINEARITY);
        }
        CoxLikelihood.Point now = start;
        for (int iteration = 1; iteration <= MAX_ITERATIONS; iteration++) {
            if (eigenvalues(now.information())[0] <= floor) {
                break;
            }
            double[] step = solve(now.information(), now.gradient());
            double fraction = 1;
            double[] next = moved(beta, step, fraction);
            CoxLikelihood.Point reached = likelihood.at(next);
            while (!(reached.value() >= now.value() - 1e-12 * Math.abs(now.value())) && fraction > 1e-6) {
                fraction /= 2;
                next = moved(beta, step, fraction);
                reached = likelihood.at(next);
            }
            double size = Arrays.stream(step).map(Math::abs).max().orElse(0);
            double scope = 1 + Arrays.stream(next).map(Math::abs).max().orElse(0);
            beta = next;
            now = reached;
            if (size <= 1e-9 * scope) {
                return fitted(beta, start, now);
            }
        }
        return new Cox.NotEstimable(likelihood.unscaled(beta), Cox.Cause.SEPARATION);
    }

    private Cox fitted(double[] beta, CoxLikelihood.Point start, CoxLikelihood.Point end) {
        int p = beta.length;
        DMatrixRMaj covariance = new DMatrixRMaj(p, p);
        if (eigenvalues(end.information())[0] <= NO_INFORMATION * likelihood.events
                || !CommonOps_DDRM.invert(end.information(), covariance)) {
            return new Cox.NotEstimable(likelihood.unscaled(beta), Cox.Cause.SEPARATION);
        }
        for (int a = 0; a < p; a++) {
            for (int b = 0; b < p; b++) {
                covariance.set(a, b, covariance.get(a, b) / (likelihood.scale[a] * likelihood.scale[b]));
            }
        }
        double[] solved = solve(start.information(), start.gradient());
        double score = IntStream.range(0, p).mapToDouble(j -> solved[j] * start.gradient()[j]).sum();
        return new Cox.Fit(
                likelihood, likelihood.unscaled(beta), covariance, start.value(), end.value(), Cox.Test.of(score, p));
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
}
