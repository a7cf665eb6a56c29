package org.realfm.imaging;

/// The discrete Fourier transform of any length, by decimation in time over the length's prime factors: `X(k) = sum over
/// j of x(j) exp(-2 pi i j k / n)`, in n times the sum of the factors steps. The roots of unity come from [StrictMath] and
/// the order of summation is fixed, so that results are the same bytes on every machine; the usual libraries promise
/// neither.
///
/// Source: Cooley and Tukey 1965, doi:10.1090/S0025-5718-1965-0178586-1.
public final class Fourier {

    private final int length;
    private final double[] cosine;
    private final double[] sine;

    /// @param length of what is transformed, at least 1
    public Fourier(int length) {
        this.length = length;
        this.cosine = new double[length];
        this.sine = new double[length];
        for (int i = 0; i < length; i++) {
            cosine[i] = StrictMath.cos(2 * Math.PI * i / length);
            sine[i] = StrictMath.sin(2 * Math.PI * i / length);
        }
    }

    /// The least power of 2 that is at least `size`: the lengths that are fastest.
    public static int room(int size) {
        return size <= 1 ? 1 : Integer.highestOneBit(size - 1) << 1;
    }

    /// How many values are transformed.
    public int length() {
        return length;
    }

    /// The frequency of a coefficient in cycles per length: 0, 1, ... and from the middle on the negative ones.
    public int frequency(int coefficient) {
        return 2 * coefficient < length ? coefficient : coefficient - length;
    }

    /// Transforms in place.
    public void forward(double[] real, double[] imaginary) {
        double[] re = real.clone();
        double[] im = imaginary.clone();
        transform(re, im, 0, 1, real, imaginary, 0, length);
    }

    /// Transforms back in place.
    public void inverse(double[] real, double[] imaginary) {
        forward(imaginary, real);
        for (int i = 0; i < length; i++) {
            real[i] /= length;
            imaginary[i] /= length;
        }
    }

    /// Transforms a slice in place, rows first, or back.
    ///
    /// @param rows    of the length of a row: columns of the slice
    /// @param columns of the length of a column: rows of the slice
    public static void plane(double[] real, double[] imaginary, Fourier rows, Fourier columns, boolean forward) {
        int width = rows.length();
        int height = columns.length();
        for (int y = 0; y < height; y++) {
            line(real, imaginary, y * width, 1, rows, forward);
        }
        for (int x = 0; x < width; x++) {
            line(real, imaginary, x, width, columns, forward);
        }
    }

    private static void line(
            double[] real, double[] imaginary, int start, int stride, Fourier fourier, boolean forward) {
        double[] re = new double[fourier.length()];
        double[] im = new double[re.length];
        for (int i = 0; i < re.length; i++) {
            re[i] = real[start + i * stride];
            im[i] = imaginary[start + i * stride];
        }
        if (forward) {
            fourier.forward(re, im);
        } else {
            fourier.inverse(re, im);
        }
        for (int i = 0; i < re.length; i++) {
            real[start + i * stride] = re[i];
            imaginary[start + i * stride] = im[i];
        }
    }

    /// Writes the transform of the `n` values at `from`, `from + stride`, ... to `to`, `to + 1`, ...
    private void transform(
            double[] re, double[] im, int from, int stride, double[] toRe, double[] toIm, int to, int n) {
        if (n == 1) {
            toRe[to] = re[from];
            toIm[to] = im[from];
            return;
        }
        int factor = smallestFactor(n);
        int part = n / factor;
        for (int i = 0; i < factor; i++) {
            transform(re, im, from + i * stride, stride * factor, toRe, toIm, to + i * part, part);
        }
        double[] partRe = new double[factor];
        double[] partIm = new double[factor];
        int step = length / n;
        for (int k = 0; k < part; k++) {
            for (int i = 0; i < factor; i++) {
                partRe[i] = toRe[to + i * part + k];
                partIm[i] = toIm[to + i * part + k];
            }
            for (int q = 0; q < factor; q++) {
                double sumRe = 0;
                double sumIm = 0;
                for (int i = 0; i < factor; i++) {
                    int root = (int) ((long) i * (k + q * part) % n) * step;
                    sumRe += partRe[i] * cosine[root] + partIm[i] * sine[root];
                    sumIm += partIm[i] * cosine[root] - partRe[i] * sine[root];
                }
                toRe[to + q * part + k] = sumRe;
                toIm[to + q * part + k] = sumIm;
            }
        }
    }

    private static int smallestFactor(int n) {
        for (int factor = 2; factor * factor <= n; factor++) {
            if (n % factor == 0) {
                return factor;
            }
        }
        return n;
    }
}
