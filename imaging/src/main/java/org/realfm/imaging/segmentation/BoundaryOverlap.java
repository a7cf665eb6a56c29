package org.realfm.imaging.segmentation;

import java.util.OptionalDouble;

/// Boundary IoU (Cheng et al. 2021, doi:10.1109/CVPR46437.2021.01508): intersection over union of the two masks' inner
/// bands only, so that a large inside does not hide a poor outline.
public final class BoundaryOverlap {

    private BoundaryOverlap() {}

    /// The part of a mask that lies within a depth of where it ends: the voxels from whose centre the nearest centre of
    /// a voxel outside the mask is at most so far. Taken in mm in all directions alike, in place of the paper's
    /// erosions by a square of pixels.
    ///
    /// @param depth in mm, above 0; below the smallest spacing nothing lies so near
    /// @param edge  whether the voxels beyond the image are outside the mask, or not looked at
    public static VoxelMask band(VoxelMask mask, double depth, ImageEdge edge) {
        if (!(depth > 0 && depth < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("a depth is finite and above 0 mm, found " + depth);
        }
        // The nearest voxel outside has a neighbour in the mask: the step towards the mask would be nearer still.
        VoxelMask rim = mask.rim();
        VoxelMask inner = rim.isEmpty()
                ? new VoxelMask(mask.grid(), new long[mask.words().length])
                : mask.where(DistanceTransform.at(mask, rim), depth);
        return edge == ImageEdge.CUT ? inner : inner.or(mask.andNot(inside(mask.grid(), depth)));
    }

    /// The voxels that lie farther than a depth from the nearest one beyond the image.
    private static VoxelMask inside(VoxelGrid grid, double depth) {
        return VoxelMask.of(
                grid,
                (x, y, z) -> Math.min(x + 1, grid.columns() - x) * grid.dx() > depth
                        && Math.min(y + 1, grid.rows() - y) * grid.dy() > depth
                        && (grid.dimensions() == 2 || Math.min(z + 1, grid.slices() - z) * grid.dz() > depth));
    }

    /// The IoU of the two masks' bands, in [0, 1]; no value where neither has one, as both masks are empty, both fill
    /// an image that cuts them, or the depth is below the smallest spacing. At a depth larger than the masks it is
    /// their IoU.
    ///
    /// @param depth in mm, above 0; the paper takes 2% of the image's diagonal
    /// @throws IllegalArgumentException if the grids differ
    public static OptionalDouble iou(VoxelMask reference, VoxelMask prediction, double depth, ImageEdge edge) {
        VoxelMask.requireSameGrid(reference, prediction);
        return Overlap.of(band(reference, depth, edge), band(prediction, depth, edge))
                .iou();
    }
}
