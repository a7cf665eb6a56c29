package org.realfm.imaging.fingerprints;

import java.util.Arrays;
import java.util.stream.IntStream;

/// A film, or a part of one, as a few dozen numbers by which likely copies are found: the lowest coefficients (u, v) of
/// the discrete cosine transform of its detail at 16 x 16, those with 1 <= u + v <= 7.
final class Descriptor {

    private static final int SIDE = 16;
    private static final int KEPT = 8;
    /// Where each number stands in a square of `KEPT * KEPT` coefficients.
    private static final int[] PLACES = IntStream.range(1, KEPT * KEPT)
            .filter(place -> place % KEPT + place / KEPT < KEPT)
            .toArray();
    /// How many numbers a descriptor has.
    static final int LENGTH = PLACES.length;
    private static final int[] NUMBERS = IntStream.range(0, KEPT * KEPT)
            .map(place -> Arrays.binarySearch(PLACES, place))
            .toArray();

    private static final double BROAD = 3;
    private static final double MOST_SPREADS = 2;
    private static final float[] COSINES = cosines();

    private Descriptor() {}

    /// Describes a part of a film.
    static float[] of(Grid film, Part part) {
        float[] cells = film.part(part.left(), part.top(), part.width(), part.height(), SIDE, SIDE)
                .band(0, BROAD)
                .cells();
        clip(cells);
        float[] lines = transformed(cells, SIDE);
        float[] coefficients = transformed(lines, KEPT);
        float[] result = new float[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            result[i] = coefficients[PLACES[i]];
        }
        return result;
    }

    /// A burned-in letter must not outweigh the film.
    private static void clip(float[] cells) {
        double squares = 0;
        for (int i = 0; i < cells.length; i++) {
            cells[i] = Float.isNaN(cells[i]) ? 0 : cells[i];
            squares += (double) cells[i] * cells[i];
        }
        float limit = (float) (MOST_SPREADS * Math.sqrt(squares / cells.length));
        for (int i = 0; i < cells.length; i++) {
            cells[i] = Math.clamp(cells[i], -limit, limit);
        }
    }

    /// The lowest coefficients of each of `lines` lines, transposed: applied twice it transforms both directions.
    private static float[] transformed(float[] cells, int lines) {
        float[] result = new float[KEPT * lines];
        for (int line = 0; line < lines; line++) {
            for (int k = 0; k < KEPT; k++) {
                float sum = 0;
                for (int i = 0; i < SIDE; i++) {
                    sum += cells[line * SIDE + i] * COSINES[k * SIDE + i];
                }
                result[k * lines + line] = sum;
            }
        }
        return result;
    }

    /// The descriptor of the film turned or mirrored: coefficients change places and signs.
    static float[] after(Dihedral transform, float[] descriptor) {
        float[] result = new float[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            int u = PLACES[i] % KEPT;
            int v = PLACES[i] / KEPT;
            boolean odd = (transform.mirrored() && u % 2 == 1) != (transform.flipped() && v % 2 == 1);
            float value = descriptor[transform.transposed() ? NUMBERS[u * KEPT + v] : i];
            result[i] = odd ? -value : value;
        }
        return result;
    }

    /// The descriptor of the negative.
    static float[] negative(float[] descriptor) {
        float[] result = new float[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            result[i] = -descriptor[i];
        }
        return result;
    }

    private static float[] cosines() {
        float[] cosines = new float[KEPT * SIDE];
        for (int k = 0; k < KEPT; k++) {
            for (int x = 0; x < SIDE; x++) {
                cosines[k * SIDE + x] = (float) StrictMath.cos(Math.PI * k * (2 * x + 1) / (2.0 * SIDE));
            }
        }
        return cosines;
    }

    /// What the films of a set have in common, which is taken out before two are compared.
    @SuppressWarnings("ArrayRecordComponent")
    record Scale(float[] mean, float[] spread) {

        static Scale of(float[][] descriptors) {
            float[] mean = new float[LENGTH];
            float[] spread = new float[LENGTH];
            int n = Math.max(1, descriptors.length);
            for (int k = 0; k < LENGTH; k++) {
                double sum = 0;
                double squares = 0;
                for (float[] descriptor : descriptors) {
                    sum += descriptor[k];
                    squares += (double) descriptor[k] * descriptor[k];
                }
                mean[k] = (float) (sum / n);
                spread[k] = (float) Math.sqrt(Math.max(1e-6, squares / n - sum / n * sum / n));
            }
            return new Scale(mean, spread);
        }

        /// Every number in units of its spread, all together of length 1.
        float[] apply(float[] descriptor) {
            float[] result = new float[LENGTH];
            double squares = 1e-12;
            for (int k = 0; k < LENGTH; k++) {
                result[k] = (descriptor[k] - mean[k]) / spread[k];
                squares += (double) result[k] * result[k];
            }
            float length = (float) Math.sqrt(squares);
            for (int k = 0; k < LENGTH; k++) {
                result[k] /= length;
            }
            return result;
        }
    }
}
