package org.realfm.imaging.segmentation;

/// The grid that a mask lies on: pixels of a picture or voxels of a volume, in millimetres.
///
/// A picture is not a volume of one slice: the voxels of such a volume lie on its surface above and below, the pixels
/// of a picture do not.
///
/// @param dimensions 2 for a picture, 3 for a volume
/// @param columns    along x, at least 1; x runs fastest in every array
/// @param rows       along y, at least 1
/// @param slices     along z, at least 1; 1 for a picture
/// @param dx         millimetres from column to column, finite, above 0
/// @param dy         millimetres from row to row
/// @param dz         millimetres from slice to slice; 1 for a picture, so that areas of pixels come out in mm²
public record VoxelGrid(int dimensions, int columns, int rows, int slices, double dx, double dy, double dz) {

    public VoxelGrid {
        if (dimensions != 2 && dimensions != 3) {
            throw new IllegalArgumentException("a grid has 2 or 3 dimensions, found " + dimensions);
        }
        if (columns < 1 || rows < 1 || slices < 1) {
            throw new IllegalArgumentException(
                    "a grid has at least one voxel along each axis, found " + columns + " x " + rows + " x " + slices);
        }
        if (dimensions == 2 && (slices != 1 || dz != 1)) {
            throw new IllegalArgumentException("a picture has one slice of 1 mm, found " + slices + " of " + dz);
        }
        requireSpacing(dx);
        requireSpacing(dy);
        requireSpacing(dz);
        if ((double) (columns / 64 + 1) * rows * slices > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("a grid of " + columns + " x " + rows + " x " + slices
                    + " is larger than an array of 64-bit words can hold");
        }
    }

    /// The grid of a picture.
    public static VoxelGrid of(int columns, int rows, double dx, double dy) {
        return new VoxelGrid(2, columns, rows, 1, dx, dy, 1);
    }

    /// The grid of a volume.
    public static VoxelGrid of(int columns, int rows, int slices, double dx, double dy, double dz) {
        return new VoxelGrid(3, columns, rows, slices, dx, dy, dz);
    }

    /// The number of voxels.
    public long size() {
        return (long) columns * rows * slices;
    }

    /// The volume of a voxel in mm³; for a picture the area of a pixel in mm².
    public double voxelVolume() {
        return dx * dy * dz;
    }

    private static void requireSpacing(double spacing) {
        if (!(spacing > 0 && spacing < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("a spacing is finite and above 0 mm, found " + spacing);
        }
    }
}
