package org.realfm.imaging.phantom;

/// The discrete Fourier transform of lengths that are powers of two (Cooley and Tukey 1965,
/// doi:10.1090/S0025-5718-1965-0178586-1), in place, with twiddle factors that are the same on every machine.
final class Fourier {

    private final int length;
    private final double[] cos;
    private final double[] sin;

    Fourier(int length) {
        if (Integer.bitCount(length) != 1) {
            throw new IllegalArgumentException("a length is a power of 2, found " + length);
        }
        this.length = length;
        this.cos = new double[length / 2];
        this.sin = new double[length / 2];
        for (int i = 0; i < length / 2; i++) {
            cos[i] = StrictMath.cos(2 * Math.PI * i / length);
            sin[i] = StrictMath.sin(2 * Math.PI * i / length);
        }
    }

    /// The least power of two that is at least `size`.
    static int room(int size) {
        return size <= 1 ? 1 : Integer.highestOneBit(size - 1) << 1;
    }

    /// Sum over n of (re + i im)[n] exp(-2 pi i k n / length), for every k.
    void forward(double[] re, double[] im) {
        transform(re, im, 0, 1, -1);
    }

    /// Sum over k of (re + i im)[k] exp(2 pi i k n / length) / length, for every n.
    void inverse(double[] re, double[] im) {
        transform(re, im, 0, 1, 1);
        for (int i = 0; i < length; i++) {
            re[i] /= length;
            im[i] /= length;
        }
    }

    /// The unscaled inverse of a square of this length on each side, rows first.
    void square(double[] re, double[] im) {
        for (int row = 0; row < length; row++) {
            transform(re, im, row * length, 1, 1);
        }
        for (int column = 0; column < length; column++) {
            transform(re, im, column, length, 1);
        }
    }

    private void transform(double[] re, double[] im, int start, int stride, int sign) {
        for (int i = 1, j = 0; i < length; i++) {
            int bit = length >> 1;
            for (; (j & bit) != 0; bit >>= 1) {
                j ^= bit;
            }
            j ^= bit;
            if (i < j) {
                swap(re, start + i * stride, start + j * stride);
                swap(im, start + i * stride, start + j * stride);
            }
        }
        for (int size = 2; size <= length; size <<= 1) {
            int half = size / 2;
            int turn = length / size;
            for (int block = 0; block < length; block += size) {
                for (int k = 0; k < half; k++) {
                    int a = start + (block + k) * stride;
                    int b = a + half * stride;
                    double c = cos[k * turn];
                    double s = sign * sin[k * turn];
                    double r = re[b] * c - im[b] * s;
                    double i = re[b] * s + im[b] * c;
                    re[b] = re[a] - r;
                    im[b] = im[a] - i;
                    re[a] += r;
                    im[a] += i;
                }
            }
        }
    }

    private static void swap(double[] values, int a, int b) {
        double kept = values[a];
        values[a] = values[b];
        values[b] = kept;
    }
}
