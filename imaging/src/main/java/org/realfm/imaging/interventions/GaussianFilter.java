package org.realfm.imaging.interventions;

/// Convolution along the axes of a grid; at the edges the grid continues as its mirror image.
final class GaussianFilter {

    private GaussianFilter() {}

    /// Blurs along every axis, by a Gaussian that is cut at four standard deviations.
    ///
    /// @param sigma standard deviation in mm; nothing is done for 0
    static Grid blur(Grid grid, double sigma) {
        Grid blurred = grid;
        for (int axis = 0; axis < (grid.slices() == 1 ? 2 : 3) && sigma > 0; axis++) {
            double[] kernel = kernel(sigma / grid.spacing(axis));
            blurred = blurred.alongLines(axis, line -> convolved(line, kernel));
        }
        return blurred;
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

    /// The line, written out with its mirror images and weighed.
    ///
    /// @param kernel of odd length
    static double[] convolved(double[] line, double[] kernel) {
        int reach = kernel.length / 2;
        double[] extended = new double[line.length + 2 * reach];
        for (int i = 0; i < extended.length; i++) {
            extended[i] = line[reflect(i - reach, line.length)];
        }
        double[] result = new double[line.length];
        for (int i = 0; i < line.length; i++) {
            double sum = 0;
            for (int k = 0; k < kernel.length; k++) {
                sum += kernel[k] * extended[i + k];
            }
            result[i] = sum;
        }
        return result;
    }

    /// The index that an index beyond an edge is the mirror image of.
    private static int reflect(int i, int length) {
        int folded = Math.floorMod(i, 2 * length);
        return folded < length ? folded : 2 * length - 1 - folded;
    }
}
