package org.realfm.stats.dependence;

import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.statistics.distribution.TDistribution;
import org.realfm.stats.Estimate;
import org.realfm.stats.Require;
import org.realfm.stats.StandardNormal;

/// The correlation of two variables that is left when others are held fixed: Pearson's correlation of the residuals of
/// both on an intercept and the others. For jointly normal variables it is 0 just where the two are conditionally
/// independent; for others it sees straight-line dependence only (then use [ConditionalPermutation]).
///
/// Sources: Fisher 1924, Metron 3:329-332; Kalisch & Buhlmann 2007, JMLR 8:613-636 (as a test of independence).
///
/// @param r        in [-1, 1]
/// @param n        rows, independent
/// @param controls how many variables are held fixed
public record PartialCorrelation(double r, int n, int controls) {

    private static final double NO_VARIATION = 1e-12;

    /// @param x of each row
    /// @param y of each row
    /// @param z `[row][variable]` what is held fixed; rows of length 0 give the plain correlation
    /// @return empty where x or y does not vary, or is a linear function of the others
    public static Optional<PartialCorrelation> of(double[] x, double[] y, double[][] z) {
        Require.sameLength(x.length, y.length, "y");
        double[] a = LeastSquares.of(x, z).residual();
        double[] b = LeastSquares.of(y, z).residual();
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            ab += a[i] * b[i];
            aa += a[i] * a[i];
            bb += b[i] * b[i];
        }
        if (aa <= NO_VARIATION * NO_VARIATION * squares(x) || bb <= NO_VARIATION * NO_VARIATION * squares(y)) {
            return Optional.empty();
        }
        return Optional.of(
                new PartialCorrelation(Math.clamp(ab / Math.sqrt(aa * bb), -1, 1), x.length, z[0].length));
    }

    private static double squares(double[] values) {
        return Arrays.stream(values).map(v -> v * v).sum();
    }

    /// Fisher's interval: tanh(atanh(r) -+ z / sqrt(n - controls - 3)); \[-1, 1\] where that is not above 0.
    public Estimate estimate(String name, double confidence) {
        Require.confidence(confidence);
        int left = n - controls - 3;
        if (left <= 0) {
            return new Estimate(name, r, -1, 1, confidence, "Fisher z; too few rows", n);
        }
        double reach = StandardNormal.critical(confidence) / Math.sqrt(left);
        double centre = 0.5 * Math.log((1 + r) / (1 - r));
        return new Estimate(
                name, r, Math.min(r, Math.tanh(centre - reach)), Math.max(r, Math.tanh(centre + reach)), confidence,
                "Fisher z", n);
    }

    /// Two-sided p-value of independence given the others, by Fisher's z; 1 where there are too few rows.
    public double p() {
        int left = n - controls - 3;
        double z = 0.5 * Math.log((1 + Math.abs(r)) / (1 - Math.abs(r)));
        return left <= 0 ? 1 : 2 * StandardNormal.cumulative(-z * Math.sqrt(left));
    }

    /// The same by Student's t with n - controls - 2 degrees of freedom, exact for normal variables.
    public double exactP() {
        int degrees = n - controls - 2;
        if (degrees <= 0) {
            return 1;
        }
        double t = Math.abs(r) * Math.sqrt(degrees / ((1 - r) * (1 + r)));
        return Math.min(1, 2 * TDistribution.of(degrees).survivalProbability(t));
    }
}
