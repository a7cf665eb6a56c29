package org.realfm.imaging.interventions;

/// The discrete Fourier transform of any length, by decimation in time over the length's prime factors: `X(k) = sum over
/// j of x(j) exp(-2 pi i j k / n)`, in n times the sum of the factors steps. The roots of unity come from [StrictMath] and
/// the order of summation is fixed, so that results are the same bytes on every machine; the usual libraries promise
/// neither.
///
/// Source: Cooley and Tukey 1965, doi:10.1090/S0025-5718-1965-0178586-1.
final class Fourier {

    private final int length;
    private final double[] cosine;
    private final double[] sine;

    Fourier(int length) {
        this.length = length;
        this.cosine = new double[length];
        this.sine = new double[length];
        for (int i = 0; i < length; i++) {
            cosine[i] = StrictMath.cos(2 * Math.PI * i / length);
            sine[i] = StrictMath.sin(2 * Math.PI * i / length);
        }
    }

    int length() {
        return length;
    }

    /// The frequency of a coefficient in cycles per length: 0, 1, ... and from the middle on the negative ones.
    int frequency(int coefficient) {
        return 2 * coefficient < length ? coefficient : coefficient - length;
    }

    /// Transforms in place.
    void forward(double[] real, double[] imaginary) {
        double[] re = real.clone();
        double[] im = imaginary.clone();
        transform(re, im, 0, 1, real, imaginary, 0, length);
    }

    /// Transforms back in place.
    void inverse(double[] real, double[] imaginary) {
        forward(imaginary, real);
        for (int i = 0; i < length; i++) {
            real[i] /= length;
            imaginary[i] /= length;
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
