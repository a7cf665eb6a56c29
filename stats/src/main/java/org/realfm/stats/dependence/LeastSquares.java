package org.realfm.stats.dependence;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;
import org.realfm.stats.Require;

/// A linear regression on an intercept and some columns, by QR with pivoting, so that dependent columns do no harm.
///
/// @param fitted   of each row
/// @param residual of each row
@SuppressWarnings("ArrayRecordComponent")
record LeastSquares(double[] fitted, double[] residual) {

    /// @param y of each row, finite
    /// @param x `[row][column]`, finite, without the intercept; rows of no column are allowed
    static LeastSquares of(double[] y, double[][] x) {
        Require.notEmpty(y.length, "rows");
        Require.sameLength(y.length, x.length, "rows of the conditioning variables");
        Require.finite(y, "variable");
        int columns = x[0].length + 1;
        DMatrixRMaj design = new DMatrixRMaj(y.length, columns);
        for (int i = 0; i < y.length; i++) {
            Require.sameLength(columns - 1, x[i].length, "conditioning variables of row " + i);
            Require.finite(x[i], "conditioning variables of row " + i);
            design.set(i, 0, 1);
            for (int j = 1; j < columns; j++) {
                design.set(i, j, x[i][j - 1]);
            }
        }
        Require.that(y.length >= columns, "fewer rows (" + y.length + ") than coefficients (" + columns + ")");
        LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.leastSquaresQrPivot(true, false);
        DMatrixRMaj beta = new DMatrixRMaj(columns, 1);
        Require.that(solver.setA(design.copy()), "the regression on the conditioning variables has no solution");
        solver.solve(new DMatrixRMaj(y.length, 1, true, y.clone()), beta);
        double[] fitted = new double[y.length];
        double[] residual = new double[y.length];
        for (int i = 0; i < y.length; i++) {
            for (int j = 0; j < columns; j++) {
                fitted[i] += design.get(i, j) * beta.get(j);
            }
            residual[i] = y[i] - fitted[i];
        }
        return new LeastSquares(fitted, residual);
    }
}
