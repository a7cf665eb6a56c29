package org.realfm.imaging.fingerprints;

import java.util.Locale;

/// The eight ways to turn and mirror a picture. Each first exchanges rows and columns if it is `transposed`, then runs
/// columns, and rows, backwards if they are `mirrored`, and `flipped`.
public enum Dihedral {
    IDENTITY(false, false, false),
    MIRROR(false, true, false),
    FLIP(false, false, true),
    ROTATE_180(false, true, true),
    TRANSPOSE(true, false, false),
    ROTATE_90(true, true, false),
    ROTATE_270(true, false, true),
    TRANSVERSE(true, true, true);

    private final boolean transposed;
    private final boolean mirrored;
    private final boolean flipped;

    Dihedral(boolean transposed, boolean mirrored, boolean flipped) {
        this.transposed = transposed;
        this.mirrored = mirrored;
        this.flipped = flipped;
    }

    /// A square picture of `n` rows and columns, transformed.
    float[] apply(float[] square, int n) {
        float[] result = new float[square.length];
        for (int y = 0; y < n; y++) {
            for (int x = 0; x < n; x++) {
                int column = mirrored ? n - 1 - x : x;
                int row = flipped ? n - 1 - y : y;
                result[y * n + x] = transposed ? square[column * n + row] : square[row * n + column];
            }
        }
        return result;
    }

    /// `rotate 90` and so on.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
