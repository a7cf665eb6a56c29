package org.realfm.stats;

import java.util.Arrays;

/// A flexible calibration curve: logit P(y = 1) as a restricted cubic spline of logit(p).
///
/// @param knots        of logit(p), ascending: 3 to 5 for a spline; none for a straight line
/// @param coefficients intercept, slope, then one for each spline term; the intercept alone for one distinct risk
///
/// Sources: Harrell 2015, Regression Modeling Strategies, section 2.4; Austin & Steyerberg 2019,
/// doi:10.1002/sim.8281.
@SuppressWarnings("ArrayRecordComponent")
public record CalibrationCurve(double[] knots, double[] coefficients) {

    private static final double[][] KNOT_QUANTILES = {
        {0.1, 0.5, 0.9}, {0.05, 0.35, 0.65, 0.95}, {0.05, 0.275, 0.5, 0.725, 0.95}
    };

    /// The probability of the condition among patients given the risk p.
    public double at(double p) {
        return at(coefficients, basis(Calibration.logit(p), knots, coefficients.length));
    }

    static double at(double[] coefficients, double[] row) {
        double eta = 0;
        for (int j = 0; j < row.length; j++) {
            eta += coefficients[j] * row[j];
        }
        return StandardNormal.expit(eta);
    }

    /// Harrell's knots, as many of `most` (3 to 5) as the distinct values allow; none where fewer than 3 differ.
    static double[] knots(double[] logits, int most) {
        Require.that(most >= 3 && most <= 5, "knots: expected 3 to 5, found " + most);
        for (int k = most; k >= 3; k--) {
            double[] knots = Arrays.stream(KNOT_QUANTILES[k - 3])
                    .map(q -> Quantiles.of(logits, q))
                    .toArray();
            boolean apart = true;
            for (int j = 1; j < k; j++) {
                apart &= knots[j] - knots[j - 1] > 1e-6;
            }
            if (apart) {
                return knots;
            }
        }
        return new double[0];
    }

    /// The row 1, x, spline terms; cut to `columns`.
    static double[] basis(double x, double[] knots, int columns) {
        double[] row = new double[columns];
        row[0] = 1;
        if (columns > 1) {
            row[1] = x;
        }
        int k = knots.length;
        for (int j = 0; j + 2 < columns; j++) {
            double last = knots[k - 1];
            double before = knots[k - 2];
            double norm = (last - knots[0]) * (last - knots[0]);
            row[j + 2] = (cube(x - knots[j])
                            - cube(x - before) * (last - knots[j]) / (last - before)
                            + cube(x - last) * (before - knots[j]) / (last - before))
                    / norm;
        }
        return row;
    }

    private static double cube(double v) {
        return v > 0 ? v * v * v : 0;
    }
}
