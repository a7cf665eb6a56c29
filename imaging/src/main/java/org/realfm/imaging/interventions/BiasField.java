package org.realfm.imaging.interventions;

import java.util.Arrays;
import org.realfm.imaging.SplitMix64;

/// The uneven sensitivity of a receiving coil: the signal times exp(a random polynomial of third degree). The polynomial
/// is a sum of products of Legendre polynomials over the grid, whose coefficients fall with their degree.
///
/// Source: the model of Sled, Zijdenbos and Evans 1998, doi:10.1109/42.668698; the measure is BrainWeb's (Collins et al.
/// 1998, doi:10.1109/42.712135).
final class BiasField {

    private static final int DEGREE = 3;

    private BiasField() {}

    /// @param unevenness u in [0, 2): where there is signal (a tenth of the scale; everywhere if nowhere) the field goes
    ///                   from a value b to `b (1 + u/2) / (1 - u/2)`, and the mean of its logarithm is 0
    static Grid apply(Grid grid, double unevenness, long seed) {
        double[] field = logarithm(grid, seed);
        double low = grid.scale().low();
        boolean[] counts = signal(grid);
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        double sum = 0;
        int voxels = 0;
        for (int i = 0; i < field.length; i++) {
            if (counts[i]) {
                least = Math.min(least, field[i]);
                most = Math.max(most, field[i]);
                sum += field[i];
                voxels++;
            }
        }
        double range = StrictMath.log((1 + unevenness / 2) / (1 - unevenness / 2));
        double factor = most > least ? range / (most - least) : 0;
        double mean = sum / voxels;
        float[] samples = grid.samples().clone();
        for (int i = 0; i < samples.length; i++) {
            double gain = StrictMath.exp(factor * (field[i / grid.channels()] - mean));
            samples[i] = (float) (low + gain * (samples[i] - low));
        }
        return grid.with(samples);
    }

    private static boolean[] signal(Grid grid) {
        double threshold = grid.scale().low() + grid.scale().span() / 10;
        boolean[] signal = new boolean[grid.samples().length / grid.channels()];
        boolean any = false;
        for (int i = 0; i < signal.length; i++) {
            signal[i] = grid.samples()[i * grid.channels()] > threshold;
            any |= signal[i];
        }
        if (!any) {
            Arrays.fill(signal, true);
        }
        return signal;
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
