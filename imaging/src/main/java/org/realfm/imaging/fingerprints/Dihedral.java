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

    boolean transposed() {
        return transposed;
    }

    boolean mirrored() {
        return mirrored;
    }

    boolean flipped() {
        return flipped;
    }

    /// A grid, transformed.
    Grid apply(Grid grid) {
        int columns = transposed ? grid.rows() : grid.columns();
        int rows = transposed ? grid.columns() : grid.rows();
        float[] from = grid.cells();
        float[] result = new float[from.length];
        for (int y = 0; y < rows; y++) {
            int row = flipped ? rows - 1 - y : y;
            for (int x = 0; x < columns; x++) {
                int column = mirrored ? columns - 1 - x : x;
                result[y * columns + x] = transposed ? from[column * rows + row] : from[row * columns + column];
            }
        }
        return new Grid(result, columns, rows);
    }

    /// `rotate 90` and so on.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
