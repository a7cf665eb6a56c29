package org.realfm.stats;

/// A curve with a band around it.
///
/// @param x      where the curve was evaluated, ascending
/// @param y      its value there
/// @param lower  lower edge, never above `y`
/// @param upper  upper edge, never below `y`
/// @param confidence in (0, 1)
/// @param method how the band was made, and whether it holds point by point or for all points at once
@SuppressWarnings("ArrayRecordComponent")
public record Band(double[] x, double[] y, double[] lower, double[] upper, double confidence, String method) {

    public Band {
        Require.confidence(confidence);
        Require.sameLength(x.length, y.length, "y");
        Require.sameLength(x.length, lower.length, "lower");
        Require.sameLength(x.length, upper.length, "upper");
        for (int i = 0; i < x.length; i++) {
            Require.that(
                    lower[i] <= y[i] && y[i] <= upper[i],
                    "at " + x[i] + ": expected lower <= y <= upper, found " + lower[i] + ", " + y[i] + ", "
                            + upper[i]);
        }
    }

    /// A band from bootstrap replicates, point by point: percentile intervals.
    ///
    /// @param replicates `[replicate][point]`
    static Band pointwise(double[] x, double[] y, double[][] replicates, double confidence) {
        double[] lower = new double[x.length];
        double[] upper = new double[x.length];
        for (int k = 0; k < x.length; k++) {
            Estimate at = Bootstrap.percentile("band", y[k], Bootstrap.column(replicates, k), confidence, 0);
            lower[k] = at.lower();
            upper[k] = at.upper();
        }
        return new Band(x, y, lower, upper, confidence, "bootstrap percentile, pointwise");
    }

    /// A band from bootstrap replicates for all points at once: studentised max-T with bootstrap standard errors.
    ///
    /// @param low  the least value the curve can have
    /// @param high the greatest value it can have
    static Band simultaneous(
            double[] x, double[] y, double[][] replicates, double confidence, double low, double high) {
        MaxT maxT = MaxT.of(y, Bootstrap.standardErrors(replicates), replicates, confidence);
        double[] lower = new double[x.length];
        double[] upper = new double[x.length];
        for (int k = 0; k < x.length; k++) {
            lower[k] = Math.min(y[k], Math.max(low, maxT.lower()[k]));
            upper[k] = Math.max(y[k], Math.min(high, maxT.upper()[k]));
        }
        return new Band(x, y, lower, upper, confidence, "bootstrap max-T, simultaneous");
    }
}
