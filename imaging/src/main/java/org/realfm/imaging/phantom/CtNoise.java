package org.realfm.imaging.phantom;

import org.realfm.imaging.Fourier;
import org.realfm.imaging.SplitMix64;

/// Noise like that of filtered back projection, without projecting: white noise with the power spectrum that the filter, the
/// interpolation and the pixels give it (Riederer, Pelc and Chesler 1978, doi:10.1088/0031-9155/23/3/004),
///
/// `S(f) ~ sum over aliases of |f| W(f)² sinc(f w)⁴`, with the window W and the bins' width w,
///
/// scaled at each place to the variance that the full model has there, which is the mean over views of the inverse of the
/// expected counts on the rays through it. Streaks, that is correlation along the most weakened rays, are not modelled.
final class CtNoise {

    /// Views and bins for the variance; it is smooth.
    private static final int VIEWS = 16;

    private static final double BIN = 12;
    /// Pixels between places at which it is worked out.
    private static final int STRIDE = 4;

    private final int side;
    private final Fourier fourier;
    private final double[] amplitude;

    /// @param columns of a slice
    /// @param rows    of a slice
    /// @param pixel   mm along columns and rows
    /// @param width   of the bins in mm
    CtNoise(int columns, int rows, double[] pixel, double width) {
        side = Fourier.room(Math.max(columns, rows));
        fourier = new Fourier(side);
        amplitude = new double[side * side];
        double power = 0;
        for (int k = 0; k < amplitude.length; k++) {
            double u = (k % side < side / 2 ? k % side : k % side - side) / (side * pixel[0]);
            double v = (k / side < side / 2 ? k / side : k / side - side) / (side * pixel[1]);
            double sum = 0;
            for (int alias = 0; alias < 25; alias++) {
                double fu = u + (alias % 5 - 2) / pixel[0];
                double fv = v + (alias / 5 - 2) / pixel[1];
                double f = Math.sqrt(fu * fu + fv * fv);
                double soft = Backprojection.hann(2 * f * width);
                double sinc = f == 0 ? 1 : StrictMath.sin(Math.PI * f * width) / (Math.PI * f * width);
                sum += f * soft * soft * sinc * sinc * sinc * sinc;
            }
            power += sum;
            amplitude[k] = Math.sqrt(sum);
        }
        for (int k = 0; k < amplitude.length; k++) {
            amplitude[k] /= Math.sqrt(power);
        }
    }

    /// Two independent fields of unit variance, `side` pixels wide: the real and the imaginary part of one transform.
    double[][] pair(SplitMix64 random) {
        double[] re = new double[side * side];
        double[] im = new double[side * side];
        for (int k = 0; k < re.length; k++) {
            re[k] = amplitude[k] * random.nextGaussian();
            im[k] = amplitude[k] * random.nextGaussian();
        }
        Fourier.plane(im, re, fourier, fourier, true); // backwards, not scaled
        return new double[][] {re, im};
    }

    /// Columns of a field.
    int side() {
        return side;
    }

    /// The standard deviation that the full model has at every pixel of a slice, in HU.
    static double[] deviation(Body body, Grid grid, int slice, CtScan.Protocol protocol, double[] energy) {
        int bins = (int) Math.ceil(2 * CtScan.reach(body, grid, slice) / BIN);
        Sinogram coarse = Sinogram.of(body, grid, slice, VIEWS, bins, BIN, 1);
        int columns = (grid.columns() - 1) / STRIDE + 2;
        int rows = (grid.rows() - 1) / STRIDE + 2;
        double[] spacing = grid.affine().spacing();
        // Of an interpolated value, on average over where it falls between two bins.
        double one = 2 * energy[0] / 3 + energy[1] / 3;
        double scale = 1000 / Attenuation.WATER * Math.PI / protocol.views() * Math.sqrt(one * protocol.views());
        double[] variance = new double[columns * rows];
        for (int i = 0; i < variance.length; i++) {
            double x = (i % columns * STRIDE - (grid.columns() - 1) / 2.0) * spacing[0];
            double y = (i / columns * STRIDE - (grid.rows() - 1) / 2.0) * spacing[1];
            double inverse = 0;
            for (int view = 0; view < VIEWS; view++) {
                double angle = Math.PI * view / VIEWS;
                double at = (x * StrictMath.cos(angle) + y * StrictMath.sin(angle)) / BIN + (bins - 1) / 2.0;
                int bin = Math.clamp((int) at, 0, bins - 2);
                double share = Math.clamp(at - bin, 0.0, 1.0);
                double integral = coarse.values()[view * bins + bin] * (1 - share)
                        + coarse.values()[view * bins + bin + 1] * share;
                inverse += StrictMath.exp(integral) / protocol.photons() / VIEWS;
            }
            variance[i] = inverse;
        }
        double[] deviation = new double[grid.columns() * grid.rows()];
        for (int y = 0; y < grid.rows(); y++) {
            double v = y % STRIDE / (double) STRIDE;
            for (int x = 0; x < grid.columns(); x++) {
                double u = x % STRIDE / (double) STRIDE;
                int i = y / STRIDE * columns + x / STRIDE;
                deviation[y * grid.columns() + x] = scale * Math.sqrt(
                        (1 - v) * ((1 - u) * variance[i] + u * variance[i + 1])
                                + v * ((1 - u) * variance[i + columns] + u * variance[i + columns + 1]));
            }
        }
        return deviation;
    }
}
