package org.realfm.imaging.volume;

import java.util.Arrays;

/// A volume: an immutable grid of values with a place in the patient.
///
/// The value of the voxel at column `x`, row `y` and slice `z` has the index `(z * rows + y) * columns + x`. Values are in
/// the unit of the modality (Hounsfield units for CT) where the file says how to get there, and as stored otherwise.
/// A whole number of up to 24 bits is kept exactly.
public final class Volume {

    private final int columns;
    private final int rows;
    private final int slices;
    private final float[] values;
    private final Affine affine;

    private Volume(int columns, int rows, int slices, float[] values, Affine affine) {
        this.columns = columns;
        this.rows = rows;
        this.slices = slices;
        this.values = values;
        this.affine = affine;
    }

    /// A volume of the given values, which are copied.
    ///
    /// @param columns along the first axis, at least 1
    /// @param rows    along the second axis, at least 1
    /// @param slices  along the third axis, at least 1
    /// @param values  `columns * rows * slices` finite values, columns running fastest
    /// @param affine  where the voxels lie
    /// @throws IllegalArgumentException if any of this does not hold
    public static Volume of(int columns, int rows, int slices, float[] values, Affine affine) {
        if (columns < 1 || rows < 1 || slices < 1) {
            throw new IllegalArgumentException(
                    "a volume has at least one voxel along each axis, found " + columns + " x " + rows + " x " + slices);
        }
        if (values.length != (long) columns * rows * slices) {
            throw new IllegalArgumentException(
                    "expected " + (long) columns * rows * slices + " values, found " + values.length);
        }
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException("a voxel has a finite value, found " + value);
            }
        }
        return new Volume(columns, rows, slices, values.clone(), affine);
    }

    /// Voxels along the first axis.
    public int columns() {
        return columns;
    }

    /// Voxels along the second axis.
    public int rows() {
        return rows;
    }

    /// Voxels along the third axis.
    public int slices() {
        return slices;
    }

    /// Where the voxels lie.
    public Affine affine() {
        return affine;
    }

    /// A copy of all values, columns running fastest.
    public float[] values() {
        return values.clone();
    }

    /// The value of a voxel.
    public float value(int column, int row, int slice) {
        if (column < 0 || column >= columns || row < 0 || row >= rows || slice < 0 || slice >= slices) {
            throw new IndexOutOfBoundsException("no voxel " + column + ", " + row + ", " + slice);
        }
        return values[(slice * rows + row) * columns + column];
    }

    /// This grid with other values, which are copied.
    public Volume withValues(float[] other) {
        return of(columns, rows, slices, other, affine);
    }

    /// This volume with its axes put in another order and direction: the same voxels at the same places. Nothing is
    /// interpolated; what is oblique stays oblique.
    public Volume toOrientation(Orientation wanted) {
        Orientation current = Orientation.of(affine);
        int[] sizes = {columns, rows, slices};
        int[] steps = {1, columns, columns * rows}; // from voxel to voxel in the old order
        int[] newSizes = new int[3];
        int[] newSteps = new int[3];
        double[] map = new double[12];
        int first = 0;
        double[] corner = new double[3];
        for (int axis = 0; axis < 3; axis++) {
            int from = 0;
            while (current.patientAxis(from) != wanted.patientAxis(axis)) {
                from++;
            }
            boolean flip = current.isNegative(from) != wanted.isNegative(axis);
            newSizes[axis] = sizes[from];
            newSteps[axis] = flip ? -steps[from] : steps[from];
            if (flip) {
                first += (sizes[from] - 1) * steps[from];
                corner[from] = sizes[from] - 1;
            }
            double[] step = affine.step(from);
            for (int i = 0; i < 3; i++) {
                map[4 * i + axis] = flip ? 0.0 - step[i] : step[i];
            }
        }
        double[] origin = affine.place(corner[0], corner[1], corner[2]);
        for (int i = 0; i < 3; i++) {
            map[4 * i + 3] = origin[i];
        }
        float[] moved = new float[values.length];
        int to = 0;
        for (int z = 0; z < newSizes[2]; z++) {
            for (int y = 0; y < newSizes[1]; y++) {
                int at = first + z * newSteps[2] + y * newSteps[1];
                for (int x = 0; x < newSizes[0]; x++, at += newSteps[0]) {
                    moved[to++] = values[at];
                }
            }
        }
        return new Volume(newSizes[0], newSizes[1], newSizes[2], moved, Affine.of(map));
    }

    /// This volume with columns that grow to the patient's left, rows to the back and slices to the head, as near as its
    /// axes come to that.
    public Volume toCanonical() {
        return toOrientation(Orientation.of("LPS"));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Volume that
                && columns == that.columns
                && rows == that.rows
                && slices == that.slices
                && affine.equals(that.affine)
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * affine.hashCode() + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "Volume[" + columns + " x " + rows + " x " + slices + ", " + affine + "]";
    }
}
