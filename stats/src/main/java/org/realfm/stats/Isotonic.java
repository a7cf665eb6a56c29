package org.realfm.stats;

/// Isotonic regression by pooling adjacent violators.
///
/// Source: Ayer et al. 1955; Barlow et al. 1972.
public final class Isotonic {

    private Isotonic() {}

    /// The non-decreasing sequence nearest to the values in weighted least squares.
    ///
    /// @param values finite, in the order of the predictor
    /// @param weight positive, one for each value
    public static double[] fit(double[] values, double[] weight) {
        Require.sameLength(values.length, weight.length, "weight");
        Require.finite(values, "isotonic regression");
        double[] level = new double[values.length];
        double[] mass = new double[values.length];
        int[] end = new int[values.length];
        int blocks = 0;
        for (int i = 0; i < values.length; i++) {
            Require.that(
                    weight[i] > 0 && Double.isFinite(weight[i]), "weights must be positive, found " + weight[i]);
            level[blocks] = values[i];
            mass[blocks] = weight[i];
            end[blocks] = i + 1;
            blocks++;
            while (blocks > 1 && level[blocks - 2] >= level[blocks - 1]) {
                double together = mass[blocks - 2] + mass[blocks - 1];
                level[blocks - 2] =
                        (mass[blocks - 2] * level[blocks - 2] + mass[blocks - 1] * level[blocks - 1]) / together;
                mass[blocks - 2] = together;
                end[blocks - 2] = end[blocks - 1];
                blocks--;
            }
        }
        double[] fitted = new double[values.length];
        int i = 0;
        for (int b = 0; b < blocks; b++) {
            while (i < end[b]) {
                fitted[i++] = level[b];
            }
        }
        return fitted;
    }

    /// As [#fit(double[], double[])] with equal weights.
    public static double[] fit(double[] values) {
        return fit(values, Proportion.ones(values.length));
    }
}
