package org.realfm.imaging;

import java.util.Arrays;

/// What can be measured of a film's technical quality without knowing what it shows. Such measures see anatomy as well
/// as quality: their spread over films is an upper bound on the spread of quality.
///
/// A film in colour is turned to grey. Films of fewer than three rows or columns are an IllegalArgumentException.
public final class Quality {

    private static final int JPEG_BLOCK = 8;

    private Quality() {}

    /// Standard deviation of the noise as a fraction of full scale, at least 0: the mean absolute response to the
    /// difference of two Laplacians, [1 -2 1; -2 4 -2; 1 -2 1], times sqrt(pi/2) / 6. Straight edges and gradients give
    /// no response; fine structure does.
    ///
    /// Source: Immerkaer 1996, doi:10.1006/cviu.1996.0060.
    public static double noise(Image2D image) {
        Image2D grey = grey(image);
        return noise(grey.samples(), grey.width(), grey.height()) / grey.fullScale();
    }

    /// The same of any values, in their unit.
    ///
    /// @param v row by row, `width * height` of them
    public static double noise(float[] v, int width, int height) {
        require(v, width, height);
        double sum = 0;
        int w = width;
        for (int y = 1; y < height - 1; y++) {
            for (int p = y * w + 1; p < (y + 1) * w - 1; p++) {
                sum += Math.abs(v[p - w - 1] - 2 * v[p - w] + v[p - w + 1]
                        - 2 * v[p - 1] + 4 * v[p] - 2 * v[p + 1]
                        + v[p + w - 1] - 2 * v[p + w] + v[p + w + 1]);
            }
        }
        return Math.sqrt(Math.PI / 2) / 6 * sum / ((long) (width - 2) * (height - 2));
    }

    /// How blurred the values are, from 0 (sharp) to 1: along each axis the share of the steps between neighbours that a
    /// mean over 9 neighbours does not take away; of the two axes the larger share. It does not depend on contrast. Noise
    /// lowers it. 0 for values without any step.
    ///
    /// `blur = 1 - sum max(0, |f(i+1) - f(i)| - |g(i+1) - g(i)|) / sum |f(i+1) - f(i)|`, where `g` is `f` after the mean along
    /// the axis; beyond the edge the last value goes on.
    ///
    /// Source: Crete, Dolmiere, Ladret & Nicolas 2007, doi:10.1117/12.702790.
    public static double blur(float[] v, int width, int height) {
        require(v, width, height);
        return Math.max(blur(v, height, width, width, 1), blur(v, width, height, 1, width));
    }

    /// The same of a film.
    public static double blur(Image2D image) {
        Image2D grey = grey(image);
        return blur(grey.samples(), grey.width(), grey.height());
    }

    private static double blur(float[] v, int lines, int length, int fromLine, int step) {
        double steps = 0;
        double lost = 0;
        double[] sums = new double[length + 1];
        for (int line = 0; line < lines; line++) {
            int first = line * fromLine;
            for (int i = 0; i < length; i++) {
                sums[i + 1] = sums[i] + v[first + i * step];
            }
            double before = mean(v, sums, first, step, length, 0);
            for (int i = 0; i + 1 < length; i++) {
                double after = mean(v, sums, first, step, length, i + 1);
                double own = Math.abs((double) v[first + (i + 1) * step] - v[first + i * step]);
                steps += own;
                lost += Math.max(0, own - Math.abs(after - before));
                before = after;
            }
        }
        return steps > 0 ? 1 - lost / steps : 0;
    }

    private static double mean(float[] v, double[] sums, int first, int step, int length, int i) {
        int low = Math.max(0, i - 4);
        int high = Math.min(length, i + 5);
        double sum = sums[high] - sums[low] + (low - i + 4) * (double) v[first] + (i + 5 - high) * (double) v[first + (length - 1) * step];
        return sum / 9;
    }

    /// How much is cut off at the ends of the scale.
    ///
    /// @param low  share of the pixels at the smallest value, in [0, 1]
    /// @param high share at the largest
    public record Clipping(double low, double high) {

        /// The shares of the smallest and the largest of these values; both 0 if all are one.
        ///
        /// @throws IllegalArgumentException if there are none
        public static Clipping of(float[] values) {
            if (values.length == 0) {
                throw new IllegalArgumentException("clipping is that of at least one value");
            }
            float least = values[0];
            float most = values[0];
            for (float value : values) {
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
            if (least == most) {
                return new Clipping(0, 0);
            }
            long low = 0;
            long high = 0;
            for (float value : values) {
                low += value == least ? 1 : 0;
                high += value == most ? 1 : 0;
            }
            return new Clipping((double) low / values.length, (double) high / values.length);
        }
    }

    /// What of a film is cut off: pixels at its smallest and largest stored values. A film with a wide range has few of them.
    public static Clipping clipping(Image2D image) {
        return Clipping.of(grey(image).samples());
    }

    /// How a film is exposed: its median as a fraction of full scale, in [0, 1] (of two middle pixels the lower). Which end
    /// is dark is the film's matter. The deviation index of IEC 62494-1 needs the detector's signal and is an attribute of
    /// DICOM, (0018,1413), where the system writes it.
    public static double exposure(Image2D image) {
        float[] samples = grey(image).samples();
        Arrays.sort(samples);
        return samples[(samples.length - 1) / 2] / (double) image.toGrey().fullScale();
    }

    private static void require(float[] values, int width, int height) {
        if (width < 3 || height < 3 || values.length != (long) width * height) {
            throw new IllegalArgumentException("expected at least 3 rows and columns, found " + width + " x " + height + " of "
                    + values.length + " values");
        }
    }

    /// Root-mean-square contrast: the standard deviation of all pixels as a fraction of full scale, in [0, 0.5].
    ///
    /// Source: Peli 1990, doi:10.1364/JOSAA.7.002032.
    public static double contrast(Image2D image) {
        Image2D grey = grey(image);
        float[] v = grey.samples();
        double mean = 0;
        for (float value : v) {
            mean += (double) value / v.length;
        }
        double squares = 0;
        for (float value : v) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / v.length) / grey.fullScale();
    }

    /// Root mean square of the Laplacian (a pixel minus the mean of its four neighbours) over the standard deviation of
    /// the pixels: how much of the contrast lies in the finest detail. It does not depend on contrast; noise raises it.
    /// 0 for a film without any contrast.
    ///
    /// Source: the variance of the Laplacian of Pech-Pacheco 2000, doi:10.1109/ICPR.2000.903548, over that of the film.
    public static double sharpness(Image2D image) {
        Image2D grey = grey(image);
        double contrast = contrast(grey) * grey.fullScale();
        int w = grey.width();
        float[] v = grey.samples();
        double sum = 0;
        for (int y = 1; y < grey.height() - 1; y++) {
            for (int p = y * w + 1; p < (y + 1) * w - 1; p++) {
                double laplacian = v[p] - (v[p - 1] + v[p + 1] + v[p - w] + v[p + w]) / 4;
                sum += laplacian * laplacian;
            }
        }
        return contrast > 0 ? Math.sqrt(sum / inner(grey)) / contrast : 0;
    }

    /// Log ratio of the mean step between neighbours across the borders of the 8 x 8 blocks of JPEG to that within
    /// blocks; about 0 where nothing was compressed. Only compression on the grid that starts at the film's top left
    /// corner is seen, so not that of films that were cropped or resized afterwards.
    ///
    /// Source: Wang, Sheikh & Bovik 2002, doi:10.1109/ICIP.2002.1038064 (blockiness).
    public static double blockiness(Image2D image) {
        Image2D grey = grey(image);
        int w = grey.width();
        float[] v = grey.samples();
        double[] sum = new double[2];
        long[] count = new long[2];
        for (int y = 0; y < grey.height(); y++) {
            for (int x = 0; x < w; x++) {
                int p = y * w + x;
                if (x > 0) {
                    int across = x % JPEG_BLOCK == 0 ? 1 : 0;
                    sum[across] += Math.abs(v[p] - v[p - 1]);
                    count[across]++;
                }
                if (y > 0) {
                    int across = y % JPEG_BLOCK == 0 ? 1 : 0;
                    sum[across] += Math.abs(v[p] - v[p - w]);
                    count[across]++;
                }
            }
        }
        // A thousandth of full scale keeps films without structure at 0.
        double least = 1e-3 * grey.fullScale();
        return count[1] == 0 ? 0 : Math.log((sum[1] / count[1] + least) / (sum[0] / count[0] + least));
    }

    private static Image2D grey(Image2D image) {
        if (image.shorterSide() < 3) {
            throw new IllegalArgumentException("expected at least 3 rows and columns, found " + image);
        }
        return image.toGrey();
    }

    private static long inner(Image2D grey) {
        return (long) (grey.width() - 2) * (grey.height() - 2);
    }
}
