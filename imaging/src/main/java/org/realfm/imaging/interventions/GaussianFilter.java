package org.realfm.imaging.interventions;

import java.util.Arrays;
import org.realfm.imaging.Image2D;

/// A separable Gaussian, cut at four standard deviations; at the edges the picture continues as its mirror image.
final class GaussianFilter {

    private GaussianFilter() {}

    /// The blurred samples, channel-interleaved.
    ///
    /// @param sigma standard deviation in pixels, above 0
    static float[] blur(Image2D image, double sigma) {
        double[] kernel = kernel(sigma);
        return down(across(image, kernel), image.width() * image.channels(), kernel);
    }

    private static double[] kernel(double sigma) {
        int reach = (int) Math.ceil(4 * sigma);
        double[] kernel = new double[2 * reach + 1];
        double sum = 0;
        for (int i = -reach; i <= reach; i++) {
            kernel[i + reach] = StrictMath.exp(-0.5 * i * i / (sigma * sigma));
            sum += kernel[i + reach];
        }
        for (int i = 0; i < kernel.length; i++) {
            kernel[i] /= sum;
        }
        return kernel;
    }

    /// Blurs every row: each row of each channel is written out with its mirror images, and then weighed.
    private static float[] across(Image2D image, double[] kernel) {
        float[] from = image.samples();
        float[] to = new float[from.length];
        int channels = image.channels();
        int width = image.width();
        int reach = kernel.length / 2;
        double[] line = new double[width + 2 * reach];
        for (int first = 0; first < from.length; first += width * channels) {
            for (int c = 0; c < channels; c++) {
                for (int i = 0; i < line.length; i++) {
                    line[i] = from[first + reflect(i - reach, width) * channels + c];
                }
                for (int x = 0; x < width; x++) {
                    double sum = 0;
                    for (int k = 0; k < kernel.length; k++) {
                        sum += kernel[k] * line[x + k];
                    }
                    to[first + x * channels + c] = (float) sum;
                }
            }
        }
        return to;
    }

    /// Blurs every column, a whole row at a time.
    private static float[] down(float[] from, int row, double[] kernel) {
        float[] to = new float[from.length];
        int height = from.length / row;
        int reach = kernel.length / 2;
        double[] sum = new double[row];
        for (int y = 0; y < height; y++) {
            Arrays.fill(sum, 0);
            for (int k = 0; k < kernel.length; k++) {
                int source = reflect(y + k - reach, height) * row;
                for (int i = 0; i < row; i++) {
                    sum[i] += kernel[k] * from[source + i];
                }
            }
            for (int i = 0; i < row; i++) {
                to[y * row + i] = (float) sum[i];
            }
        }
        return to;
    }

    /// The index that an index beyond an edge is the mirror image of.
    private static int reflect(int i, int length) {
        int folded = Math.floorMod(i, 2 * length);
        return folded < length ? folded : 2 * length - 1 - folded;
    }
}
