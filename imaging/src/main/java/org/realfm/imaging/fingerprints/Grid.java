package org.realfm.imaging.fingerprints;

import java.util.Arrays;
import org.realfm.imaging.Image2D;

/// Square grids of `n * n` floats: what films become before they are compared, whatever their shape.
final class Grid {

    private Grid() {}

    static float[] of(Image2D film, int n) {
        return film.toGrey().resize(n, n).samples();
    }

    /// What lies between two scales: the grid blurred by `fine` minus the grid blurred by `coarse` (standard deviations
    /// in cells; 0 for not at all). Takes out brightness and the broad light and dark that all films of a body part
    /// share; at the edges the last value goes on.
    static float[] band(float[] grid, int n, double fine, double coarse) {
        float[] result = fine > 0 ? blur(grid, n, fine) : grid.clone();
        float[] broad = blur(grid, n, coarse);
        for (int i = 0; i < result.length; i++) {
            result[i] -= broad[i];
        }
        return result;
    }

    private static float[] blur(float[] grid, int n, double sigma) {
        int reach = (int) Math.ceil(3 * sigma);
        double[] kernel = new double[2 * reach + 1];
        double sum = 0;
        for (int i = 0; i < kernel.length; i++) {
            kernel[i] = StrictMath.exp(-0.5 * (i - reach) * (i - reach) / (sigma * sigma));
            sum += kernel[i];
        }
        float[] across = new float[n * n];
        float[] result = new float[n * n];
        for (int line = 0; line < n; line++) {
            for (int i = 0; i < n; i++) {
                double value = 0;
                for (int k = 0; k < kernel.length; k++) {
                    value += kernel[k] * grid[line * n + Math.clamp(i + k - reach, 0, n - 1)];
                }
                across[line * n + i] = (float) (value / sum);
            }
        }
        for (int line = 0; line < n; line++) {
            for (int i = 0; i < n; i++) {
                double value = 0;
                for (int k = 0; k < kernel.length; k++) {
                    value += kernel[k] * across[Math.clamp(i + k - reach, 0, n - 1) * n + line];
                }
                result[i * n + line] = (float) (value / sum);
            }
        }
        return result;
    }

    /// The grid shifted and scaled to mean 0 and length 1; zeros if it is constant.
    static float[] normalised(float[] grid) {
        double mean = 0;
        for (float value : grid) {
            mean += value / grid.length;
        }
        double squares = 0;
        for (float value : grid) {
            squares += (value - mean) * (value - mean);
        }
        float[] result = new float[grid.length];
        if (squares > 1e-6 * grid.length) {
            double length = Math.sqrt(squares);
            for (int i = 0; i < result.length; i++) {
                result[i] = (float) ((grid[i] - mean) / length);
            }
        }
        return result;
    }

    /// The part [left, left + width] x [top, top + height] of the unit square, sampled bilinearly on `n * n` cells; NaN
    /// where it lies outside.
    static float[] part(float[] grid, int n, double left, double top, double width, double height) {
        float[] result = new float[n * n];
        for (int y = 0; y < n; y++) {
            double v = (top + height * (y + 0.5) / n) * n - 0.5;
            for (int x = 0; x < n; x++) {
                result[y * n + x] = at(grid, n, (left + width * (x + 0.5) / n) * n - 0.5, v);
            }
        }
        return result;
    }

    private static float at(float[] grid, int n, double u, double v) {
        if (u < -0.5 || v < -0.5 || u > n - 0.5 || v > n - 0.5) {
            return Float.NaN;
        }
        int x = Math.clamp((int) Math.floor(u), 0, n - 2);
        int y = Math.clamp((int) Math.floor(v), 0, n - 2);
        double fx = Math.clamp(u - x, 0.0, 1.0);
        double fy = Math.clamp(v - y, 0.0, 1.0);
        double above = grid[y * n + x] * (1 - fx) + grid[y * n + x + 1] * fx;
        double below = grid[(y + 1) * n + x] * (1 - fx) + grid[(y + 1) * n + x + 1] * fx;
        return (float) (above * (1 - fy) + below * fy);
    }

    /// Pearson correlation over the cells where neither is NaN; -1 where these are less than `least`, 0 where one of the
    /// two is constant.
    static double correlation(float[] a, float[] b, double least) {
        double n = 0;
        double sa = 0;
        double sb = 0;
        double saa = 0;
        double sbb = 0;
        double sab = 0;
        for (int i = 0; i < a.length; i++) {
            if (!Float.isNaN(a[i]) && !Float.isNaN(b[i])) {
                n++;
                sa += a[i];
                sb += b[i];
                saa += (double) a[i] * a[i];
                sbb += (double) b[i] * b[i];
                sab += (double) a[i] * b[i];
            }
        }
        if (n < Math.max(2, least)) {
            return -1;
        }
        double va = saa - sa * sa / n;
        double vb = sbb - sb * sb / n;
        return va <= 1e-6 * n || vb <= 1e-6 * n ? 0 : Math.clamp((sab - sa * sb / n) / Math.sqrt(va * vb), -1.0, 1.0);
    }

    /// Correlation after the given share of cells is left out: those that a straight line through all cells explains
    /// worst. A letter burned into one of two equal films then costs nothing.
    static double trimmedCorrelation(float[] a, float[] b, double leftOut) {
        double slope = slope(a, b);
        double[] distances = new double[a.length];
        double meanA = mean(a);
        double meanB = mean(b);
        for (int i = 0; i < a.length; i++) {
            distances[i] = Math.abs(a[i] - meanA - slope * (b[i] - meanB));
        }
        double[] sorted = distances.clone();
        Arrays.sort(sorted);
        double limit = sorted[(int) ((1 - leftOut) * (sorted.length - 1))];
        float[] kept = a.clone();
        for (int i = 0; i < a.length; i++) {
            if (distances[i] > limit) {
                kept[i] = Float.NaN;
            }
        }
        return correlation(kept, b, 0);
    }

    private static double slope(float[] a, float[] b) {
        double meanA = mean(a);
        double meanB = mean(b);
        double product = 0;
        double square = 1e-9;
        for (int i = 0; i < a.length; i++) {
            product += (a[i] - meanA) * (b[i] - meanB);
            square += (b[i] - meanB) * (b[i] - meanB);
        }
        return product / square;
    }

    private static double mean(float[] a) {
        double sum = 0;
        for (float value : a) {
            sum += value;
        }
        return sum / a.length;
    }
}
