package org.realfm.imaging.phantom;

import java.util.Arrays;
import org.realfm.imaging.Fourier;

/// Filtered back projection of parallel projections (Kak and Slaney 1988, Principles of Computerized Tomographic Imaging,
/// chapter 3): the ramp filter of Ramachandran and Lakshminarayanan, sampled in space so that the mean is right (equation 61),
/// softened by a Hann window up to the detector's Nyquist frequency; linear interpolation between bins.
final class Backprojection {

    private final int bins;
    private final double width;
    private final int room;
    private final Fourier fourier;
    /// The filter's transform, in 1/mm.
    private final double[] filter;

    Backprojection(int bins, double width) {
        this.bins = bins;
        this.width = width;
        this.room = Fourier.room(2 * bins);
        this.fourier = new Fourier(room);
        this.filter = new double[room];
        double[] im = new double[room];
        filter[0] = 1 / (4 * width);
        for (int n = 1; n < room / 2; n += 2) {
            double tap = -1 / (Math.PI * Math.PI * n * n * width);
            filter[n] = tap;
            filter[room - n] = tap;
        }
        fourier.forward(filter, im);
        for (int k = 0; k < room; k++) {
            filter[k] *= hann(Math.min(k, room - k) / (room / 2.0));
        }
    }

    /// The window at a share of the Nyquist frequency.
    static double hann(double share) {
        return share >= 1 ? 0 : 0.5 * (1 + StrictMath.cos(Math.PI * share));
    }

    /// The sum of the squares of the filter's taps, and of the products of neighbouring ones: what the filter makes of
    /// independent noise.
    double[] energy() {
        double[] energy = new double[2];
        for (int k = 0; k < room; k++) {
            energy[0] += filter[k] * filter[k] / room;
            energy[1] += filter[k] * filter[k] / room * StrictMath.cos(2 * Math.PI * k / room);
        }
        return energy;
    }

    /// The attenuation in 1/mm at the middle of every pixel of a slice, rows slowest.
    ///
    /// @param pixel of the picture in mm, along columns and along rows
    double[] slice(Sinogram sinogram, int columns, int rows, double[] pixel) {
        double[] picture = new double[columns * rows];
        double[] re = new double[room];
        double[] im = new double[room];
        double[] line = new double[bins + 1];
        for (int view = 0; view < sinogram.views(); view++) {
            Arrays.fill(re, 0);
            Arrays.fill(im, 0);
            System.arraycopy(sinogram.values(), view * bins, re, 0, bins);
            fourier.forward(re, im);
            for (int k = 0; k < room; k++) {
                re[k] *= filter[k];
                im[k] *= filter[k];
            }
            fourier.inverse(re, im);
            System.arraycopy(re, 0, line, 0, bins);
            double angle = Math.PI * view / sinogram.views();
            double cos = StrictMath.cos(angle) * pixel[0] / width;
            double sin = StrictMath.sin(angle) * pixel[1] / width;
            double start = (bins - 1) / 2.0 - (columns - 1) / 2.0 * cos - (rows - 1) / 2.0 * sin;
            for (int y = 0; y < rows; y++) {
                double at = start + y * sin;
                for (int x = 0; x < columns; x++, at += cos) {
                    if (at >= 0 && at < bins - 1) {
                        int bin = (int) at;
                        picture[y * columns + x] += line[bin] + (at - bin) * (line[bin + 1] - line[bin]);
                    }
                }
            }
        }
        for (int i = 0; i < picture.length; i++) {
            picture[i] *= Math.PI / sinogram.views();
        }
        return picture;
    }
}
