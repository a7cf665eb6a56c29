package org.realfm.imaging.phantom;

import org.realfm.imaging.phantom.solid.Bounds;
import org.realfm.imaging.phantom.solid.Ray;
import org.realfm.imaging.segmentation.VoxelGrid;
import org.realfm.imaging.volume.Affine;

/// Where the voxels of a picture or volume lie, and how thick its slices are.
///
/// @param dimensions 2 for a picture, 3 for a volume
/// @param columns    along the rows
/// @param rows       of a slice
/// @param slices     1 for a picture
/// @param affine     from voxels to places
/// @param thickness  of a slice in mm, at least 0: what is averaged across it. Above the spacing slices overlap
public record Grid(int dimensions, int columns, int rows, int slices, Affine affine, double thickness) {

    public Grid {
        if (!(thickness >= 0 && thickness < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("a thickness is finite and at least 0 mm, found " + thickness);
        }
    }

    /// Axial slices about a place, from the feet to the head, each as radiologists look at it: the patient's right on the left.
    ///
    /// @param middle  z of the middle of the volume, in mm
    /// @param pixel   mm from column to column and from row to row
    /// @param spacing mm from slice to slice
    /// @param tilt    of the gantry in degrees, about x: slices are shifted against each other, not turned
    public static Grid axial(
            int columns, int rows, int slices, double middle, double pixel, double spacing, double thickness, double tilt) {
        double cos = StrictMath.cos(StrictMath.toRadians(tilt));
        double sin = StrictMath.sin(StrictMath.toRadians(tilt));
        double[] step = {0, pixel * cos, pixel * sin};
        Affine affine = Affine.of(
                pixel, 0, 0, -0.5 * pixel * (columns - 1),
                0, step[1], 0, -0.5 * step[1] * (rows - 1),
                0, step[2], spacing, middle - 0.5 * step[2] * (rows - 1) - 0.5 * spacing * (slices - 1));
        return new Grid(3, columns, rows, slices, affine, thickness);
    }

    /// The grid of the masks.
    VoxelGrid voxels() {
        double[] spacing = affine.spacing();
        return dimensions == 2
                ? VoxelGrid.of(columns, rows, spacing[0], spacing[1])
                : VoxelGrid.of(columns, rows, slices, spacing[0], spacing[1], normal());
    }

    /// Millimetres between the planes of two slices; with a tilted gantry less than from centre to centre.
    double normal() {
        double[] a = affine.step(0);
        double[] b = affine.step(1);
        double nx = a[1] * b[2] - a[2] * b[1];
        double ny = a[2] * b[0] - a[0] * b[2];
        double nz = a[0] * b[1] - a[1] * b[0];
        return Math.abs(affine.determinant()) / Math.sqrt(nx * nx + ny * ny + nz * nz);
    }

    /// A row of voxels as a ray: t = 0 at the middle of its first voxel, 1 at the next.
    ///
    /// @param row   with fractions
    /// @param slice with fractions
    Ray row(double row, double slice) {
        double[] start = affine.place(0, row, slice);
        double[] step = affine.step(0);
        return new Ray(start[0], start[1], start[2], step[0], step[1], step[2]);
    }

    /// A box around some rows of a slice, its thickness and neighbours included.
    Bounds box(int slice, int firstRow, int lastRow) {
        double margin = 0.5 * thickness + affine.spacing()[0] + affine.spacing()[1];
        return Bounds.around(
                margin, affine.place(0, firstRow, slice), affine.place(columns - 1, firstRow, slice),
                affine.place(0, lastRow, slice), affine.place(columns - 1, lastRow, slice));
    }

    /// All places at the heights of a slice.
    Bounds slab(int slice) {
        Bounds box = box(slice, 0, rows - 1);
        return Bounds.between(box.zLow(), box.zHigh());
    }
}
