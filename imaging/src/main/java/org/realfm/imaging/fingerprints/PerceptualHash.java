package org.realfm.imaging.fingerprints;

import java.util.Arrays;
import org.realfm.imaging.Image2D;

/// A 64-bit fingerprint that re-encoding hardly changes: the picture is turned to grey and resampled to 32 x 32; of its
/// discrete cosine transform the coefficients (u, v) with u, v in 1 to 8 are kept, and each gives a bit: whether it lies
/// above their median (Zauner 2010, the pHash of phash.org).
public final class PerceptualHash {

    private static final int SIDE = 32;
    private static final int KEPT = 8;
    private static final float[] COSINES = cosines();

    private PerceptualHash() {}

    /// The hashes of the picture after each transform, in the order of [Dihedral]'s constants; the first is the
    /// picture's own.
    public static long[] dct64(Image2D image) {
        Grid grid = Grid.of(image.toGrey().resize(SIDE, SIDE));
        return Arrays.stream(Dihedral.values())
                .mapToLong(transform -> hash(transform.apply(grid).cells()))
                .toArray();
    }

    /// In how many bits two hashes differ, in [0, 64].
    public static int distance(long first, long second) {
        return Long.bitCount(first ^ second);
    }

    private static long hash(float[] grid) {
        double[] half = new double[KEPT * SIDE];
        for (int y = 0; y < SIDE; y++) {
            for (int u = 0; u < KEPT; u++) {
                double sum = 0;
                for (int x = 0; x < SIDE; x++) {
                    sum += grid[y * SIDE + x] * (double) COSINES[u * SIDE + x];
                }
                half[u * SIDE + y] = sum;
            }
        }
        double[] coefficients = new double[KEPT * KEPT];
        for (int v = 0; v < KEPT; v++) {
            for (int u = 0; u < KEPT; u++) {
                double sum = 0;
                for (int y = 0; y < SIDE; y++) {
                    sum += half[u * SIDE + y] * COSINES[v * SIDE + y];
                }
                coefficients[v * KEPT + u] = sum;
            }
        }
        double[] sorted = coefficients.clone();
        Arrays.sort(sorted);
        double median = (sorted[31] + sorted[32]) / 2;
        long bits = 0;
        for (double coefficient : coefficients) {
            bits = bits << 1 | (coefficient > median ? 1 : 0);
        }
        return bits;
    }

    private static float[] cosines() {
        float[] cosines = new float[KEPT * SIDE];
        for (int u = 1; u <= KEPT; u++) {
            for (int x = 0; x < SIDE; x++) {
                cosines[(u - 1) * SIDE + x] = (float) StrictMath.cos(Math.PI * u * (2 * x + 1) / (2.0 * SIDE));
            }
        }
        return cosines;
    }
}
