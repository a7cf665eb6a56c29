package org.realfm.imaging;

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
        int w = grey.width();
        float[] v = grey.samples();
        double sum = 0;
        for (int y = 1; y < grey.height() - 1; y++) {
            for (int p = y * w + 1; p < (y + 1) * w - 1; p++) {
                sum += Math.abs(v[p - w - 1] - 2 * v[p - w] + v[p - w + 1]
                        - 2 * v[p - 1] + 4 * v[p] - 2 * v[p + 1]
                        + v[p + w - 1] - 2 * v[p + w] + v[p + w + 1]);
            }
        }
        return Math.sqrt(Math.PI / 2) / 6 * sum / inner(grey) / grey.fullScale();
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
