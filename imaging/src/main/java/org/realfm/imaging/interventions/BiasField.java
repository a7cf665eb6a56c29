package org.realfm.imaging.interventions;

import org.realfm.imaging.SplitMix64;

/// The uneven sensitivity of a receiving coil: the signal times exp(a random polynomial of third degree). The polynomial
/// is a sum of products of Legendre polynomials over the grid, whose coefficients fall with their degree.
///
/// Source: the model of Sled, Zijdenbos and Evans 1998, doi:10.1109/42.668698; the measure is BrainWeb's (Collins et al.
/// 1998, doi:10.1109/42.712135).
final class BiasField {

    private static final int DEGREE = 3;

    private BiasField() {}

    /// @param unevenness u in [0, 2): the field goes from a value b to `b (1 + u/2) / (1 - u/2)`; its logarithm has mean 0
    static Grid apply(Grid grid, double unevenness, long seed) {
        double[] field = logarithm(grid, seed);
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        double sum = 0;
        for (double value : field) {
            least = Math.min(least, value);
            most = Math.max(most, value);
            sum += value;
        }
        double range = StrictMath.log((1 + unevenness / 2) / (1 - unevenness / 2));
        double factor = most > least ? range / (most - least) : 0;
        double mean = sum / field.length;
        double low = grid.scale().low();
        float[] samples = grid.samples().clone();
        for (int i = 0; i < samples.length; i++) {
            double gain = StrictMath.exp(factor * (field[i / grid.channels()] - mean));
            samples[i] = (float) (low + gain * (samples[i] - low));
        }
        return grid.with(samples);
    }

    private static double[] logarithm(Grid grid, long seed) {
        SplitMix64 random = new SplitMix64(seed);
        double[][] x = legendre(grid.columns());
        double[][] y = legendre(grid.rows());
        double[][] z = legendre(grid.slices());
        double[] field = new double[grid.columns() * grid.rows() * grid.slices()];
        for (int i = 0; i <= DEGREE; i++) {
            for (int j = 0; i + j <= DEGREE; j++) {
                for (int k = 0; i + j + k <= (grid.slices() == 1 ? i + j : DEGREE); k++) {
                    if (i + j + k > 0) {
                        add(field, random.nextGaussian() / (i + j + k), x[i], y[j], z[k]);
                    }
                }
            }
        }
        return field;
    }

    private static void add(double[] field, double coefficient, double[] x, double[] y, double[] z) {
        int at = 0;
        for (double c : z) {
            for (double b : y) {
                for (double a : x) {
                    field[at++] += coefficient * c * b * a;
                }
            }
        }
    }

    /// The Legendre polynomials of degree 0 to 3 at the centres of the samples, the axis spanning [-1, 1].
    private static double[][] legendre(int length) {
        double[][] values = new double[DEGREE + 1][length];
        for (int i = 0; i < length; i++) {
            double t = (2 * i + 1.0) / length - 1;
            values[0][i] = 1;
            values[1][i] = t;
            values[2][i] = (3 * t * t - 1) / 2;
            values[3][i] = (5 * t * t - 3) * t / 2;
        }
        return values;
    }
}
