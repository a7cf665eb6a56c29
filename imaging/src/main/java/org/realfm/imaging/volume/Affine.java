package org.realfm.imaging.volume;

import java.util.Arrays;

/// Where the voxels of a grid lie: `place = M (column, row, slice) + origin`, in millimetres, LPS.
///
/// The columns of `M` are the steps from one voxel to the next along each axis of the grid; `origin` is the centre of
/// voxel (0, 0, 0). (PS3.3 C.7.6.2.1.1 writes the same for one slice.)
public final class Affine {

    /// Steps along the axes closer to a common plane than this (as a share of the volume they would span were they at
    /// right angles) do not make a grid.
    private static final double FLAT = 1e-6;

    private final double[] rows;

    private Affine(double[] rows) {
        this.rows = rows;
    }

    /// An affine map of the given numbers, which are copied.
    ///
    /// @param rows twelve finite numbers: three rows of (step along columns, along rows, along slices, origin), in
    ///             millimetres, for x (left), y (posterior) and z (superior)
    /// @throws IllegalArgumentException if there are not twelve, one is not finite, or the steps lie in one plane
    public static Affine of(double... rows) {
        if (rows.length != 12) {
            throw new IllegalArgumentException("an affine map has 12 numbers, found " + rows.length);
        }
        for (double number : rows) {
            if (!Double.isFinite(number)) {
                throw new IllegalArgumentException("an affine map has finite numbers, found " + Arrays.toString(rows));
            }
        }
        Affine affine = new Affine(rows.clone());
        double[] spacing = affine.spacing();
        if (!(Math.abs(affine.determinant()) > FLAT * spacing[0] * spacing[1] * spacing[2])) {
            throw new IllegalArgumentException(
                    "the steps along the axes of a grid span a volume, found " + Arrays.toString(rows));
        }
        return affine;
    }

    /// A grid along the patient's axes, the first voxel at 0: columns to the left, rows to the back, slices to the head.
    ///
    /// @param dx millimetres from column to column, above 0
    /// @param dy millimetres from row to row, above 0
    /// @param dz millimetres from slice to slice, above 0
    public static Affine scaling(double dx, double dy, double dz) {
        if (!(dx > 0 && dy > 0 && dz > 0)) {
            throw new IllegalArgumentException("a spacing is above 0 mm, found " + dx + " x " + dy + " x " + dz);
        }
        return of(dx, 0, 0, 0, 0, dy, 0, 0, 0, 0, dz, 0);
    }

    /// A copy of the twelve numbers, as in [#of].
    public double[] rows() {
        return rows.clone();
    }

    /// Where a voxel's centre lies: (x, y, z) in millimetres, LPS. Fractions lie between centres.
    public double[] place(double column, double row, double slice) {
        double[] place = new double[3];
        for (int i = 0; i < 3; i++) {
            place[i] = rows[4 * i] * column + rows[4 * i + 1] * row + rows[4 * i + 2] * slice + rows[4 * i + 3];
        }
        return place;
    }

    /// The voxel at a place: (column, row, slice), with fractions between centres.
    public double[] voxel(double x, double y, double z) {
        double[] r = {x - rows[3], y - rows[7], z - rows[11]};
        double determinant = determinant();
        double[] voxel = new double[3];
        for (int axis = 0; axis < 3; axis++) {
            voxel[axis] = determinant(axis == 0 ? r : step(0), axis == 1 ? r : step(1), axis == 2 ? r : step(2))
                    / determinant;
        }
        return voxel;
    }

    /// The step from one voxel to the next: (x, y, z) in millimetres.
    ///
    /// @param axis 0 along columns, 1 along rows, 2 along slices
    public double[] step(int axis) {
        return new double[] {rows[axis], rows[4 + axis], rows[8 + axis]};
    }

    /// The lengths of the three steps, in millimetres.
    public double[] spacing() {
        double[] spacing = new double[3];
        for (int axis = 0; axis < 3; axis++) {
            spacing[axis] = Math.hypot(Math.hypot(rows[axis], rows[4 + axis]), rows[8 + axis]);
        }
        return spacing;
    }

    /// The signed volume of a voxel in mm³: below 0 where the axes of the grid are left-handed.
    public double determinant() {
        return determinant(step(0), step(1), step(2));
    }

    private static double determinant(double[] a, double[] b, double[] c) {
        return a[0] * (b[1] * c[2] - b[2] * c[1])
                - b[0] * (a[1] * c[2] - a[2] * c[1])
                + c[0] * (a[1] * b[2] - a[2] * b[1]);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Affine that && Arrays.equals(rows, that.rows);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(rows);
    }

    @Override
    public String toString() {
        return "Affine" + Arrays.toString(rows);
    }
}
