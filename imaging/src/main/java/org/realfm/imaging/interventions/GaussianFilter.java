package org.realfm.imaging.interventions;

import org.realfm.imaging.Image2D;

/// A separable Gaussian, cut at four standard deviations; at the edges the picture continues as its mirror image.
final class GaussianFilter {

    private GaussianFilter() {}

    /// The blurred samples, channel-interleaved.
    ///
    /// @param sigma standard deviation in pixels, above 0
    static float[] blur(Image2D image, double sigma) {
        double[] kernel = kernel(sigma);
        int row = image.width() * image.channels();
        float[] across = new float[row * image.height()];
        float[] result = new float[across.length];
        pass(image.samples(), across, kernel, image.width(), image.channels(), image.height(), row, image.channels());
        pass(across, result, kernel, image.height(), row, 1, 0, row);
        return result;
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

    private static void pass(
            float[] from, float[] to, double[] kernel, int length, int step, int lines, int lineStep, int interleaved) {
        int reach = kernel.length / 2;
        for (int line = 0; line < lines; line++) {
            for (int i = 0; i < length; i++) {
                for (int c = 0; c < interleaved; c++) {
                    int base = line * lineStep + c;
                    double sum = 0;
                    for (int k = -reach; k <= reach; k++) {
                        sum += kernel[k + reach] * from[base + reflect(i + k, length) * step];
                    }
                    to[base + i * step] = (float) sum;
                }
            }
        }
    }

    /// The index that an index beyond an edge is the mirror image of.
    private static int reflect(int i, int length) {
        int folded = Math.floorMod(i, 2 * length);
        return folded < length ? folded : 2 * length - 1 - folded;
    }
}
