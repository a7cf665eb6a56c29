package org.realfm.stats;

import java.util.Arrays;

/// The spline design of a sample, made once for many weightings; see [CalibrationCurve].
final class CalibrationSpline {

    final double[] knots;
    private final double[][] x;
    private final boolean[] truth;

    /// @param most knots at most, 3 to 5
    CalibrationSpline(double[] logits, boolean[] truth, int most) {
        this(logits, truth, CalibrationCurve.knots(logits, most));
    }

    CalibrationSpline(double[] logits, boolean[] truth, double[] knots) {
        this.truth = truth;
        this.knots = knots;
        double low = Arrays.stream(logits).min().orElseThrow();
        double high = Arrays.stream(logits).max().orElseThrow();
        int columns = knots.length > 0 ? knots.length : high - low > 1e-6 ? 2 : 1;
        x = new double[logits.length][];
        Arrays.setAll(x, i -> CalibrationCurve.basis(logits[i], knots, columns));
    }

    double[] coefficients(double[] weights) {
        for (int columns = x[0].length; columns > 0; columns--) {
            int kept = columns;
            double[][] cut = kept == x[0].length
                    ? x
                    : Arrays.stream(x).map(row -> Arrays.copyOf(row, kept)).toArray(double[][]::new);
            Logistic model = Logistic.fit(cut, truth, new double[truth.length], weights);
            if (!(model instanceof Logistic.NotEstimable none
                    && none.cause() == Logistic.Cause.COLLINEARITY)) {
                return Arrays.copyOf(model.coefficients(), x[0].length);
            }
        }
        throw new IllegalStateException("a column of ones is never collinear");
    }

    /// The curve at the risk of each row.
    double[] fitted(double[] weights) {
        double[] coefficients = coefficients(weights);
        return Arrays.stream(x).mapToDouble(row -> CalibrationCurve.at(coefficients, row)).toArray();
    }

    double[] curve(double[] weights, double[] grid) {
        double[] coefficients = coefficients(weights);
        return Arrays.stream(grid)
                .map(p -> CalibrationCurve.at(
                        coefficients, CalibrationCurve.basis(Calibration.logit(p), knots, coefficients.length)))
                .toArray();
    }

}
