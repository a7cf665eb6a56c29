package org.realfm.imaging.phantom;

/// Smooths a grid by a separable Gaussian, cut at three standard deviations; beyond the edges lies the nearest sample.
final class Blur {

    private Blur() {}

    /// @param sigma standard deviation in samples along x and y; 0 leaves as it is
    static double[] gaussian(double[] values, int width, double sigma) {
        int height = values.length / width;
        double[] kernel = kernel(sigma);
        double[] across = new double[values.length];
        for (int y = 0; y < height; y++) {
            line(values, across, y * width, 1, width, kernel);
        }
        double[] down = new double[values.length];
        for (int x = 0; x < width; x++) {
            line(across, down, x, width, height, kernel);
        }
        return down;
    }

    /// One side of the kernel, its middle first; it sums up to 1 with both sides.
    static double[] kernel(double sigma) {
        int reach = (int) Math.ceil(3 * sigma);
        double[] kernel = new double[reach + 1];
        double sum = 0;
        for (int i = 0; i <= reach; i++) {
            kernel[i] = i == 0 ? 1 : StrictMath.exp(-0.5 * i * i / (sigma * sigma));
            sum += i == 0 ? 1 : 2 * kernel[i];
        }
        for (int i = 0; i <= reach; i++) {
            kernel[i] /= sum;
        }
        return kernel;
    }

    private static void line(double[] from, double[] to, int start, int stride, int count, double[] kernel) {
        for (int i = 0; i < count; i++) {
            double sum = kernel[0] * from[start + i * stride];
            for (int k = 1; k < kernel.length; k++) {
                sum += kernel[k] * (from[start + Math.max(0, i - k) * stride]
                        + from[start + Math.min(count - 1, i + k) * stride]);
            }
            to[start + i * stride] = sum;
        }
    }
}
