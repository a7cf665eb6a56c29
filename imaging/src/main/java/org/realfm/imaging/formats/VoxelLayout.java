package org.realfm.imaging.formats;

import java.nio.ByteOrder;

/// How the voxels of a file follow each other: columns fastest, then rows, slices, and volumes.
///
/// @param columns     along the first axis of space
/// @param rows        along the second
/// @param slices      along the third
/// @param volumes     how many volumes there are: points in time, directions of diffusion, channels
/// @param interleaved whether the values of all volumes at one voxel lie side by side instead
/// @param type        of a sample
/// @param order       of its bytes
/// @param slope       a value is `slope * sample + intercept`
/// @param intercept   as above
public record VoxelLayout(int columns, int rows, int slices, int volumes, boolean interleaved, SampleType type,
        ByteOrder order, double slope, double intercept) {

    /// The most voxels of a volume, 2^29 (1024 x 1024 x 512): 2 GiB of values.
    public static final long MOST_VOXELS = 1L << 29;

    /// @throws IllegalArgumentException if there is no voxel, a volume has more than [#MOST_VOXELS], or the scale is none
    public VoxelLayout {
        if (columns < 1 || rows < 1 || slices < 1 || volumes < 1) {
            throw new IllegalArgumentException("found " + columns + " x " + rows + " x " + slices + " voxels in " + volumes
                    + " volumes, expected at least one along each axis");
        }
        if ((long) columns * rows > MOST_VOXELS || (long) columns * rows * slices > MOST_VOXELS) {
            throw new IllegalArgumentException("found " + columns + " x " + rows + " x " + slices + " voxels, expected at most "
                    + MOST_VOXELS);
        }
        if (!Double.isFinite(slope) || slope == 0 || !Double.isFinite(intercept)) {
            throw new IllegalArgumentException("found the scale " + slope + " * sample + " + intercept
                    + ", expected finite numbers and a slope that is not 0");
        }
    }

    /// Voxels of a volume.
    public int voxels() {
        return columns * rows * slices;
    }

    /// Bytes of all samples.
    long bytes() {
        return (long) voxels() * volumes * type.bytes();
    }

    /// As in `64 x 64 x 30` (columns, rows, slices), with ` x 5` volumes if there are several.
    public String shape() {
        return columns + " x " + rows + " x " + slices + (volumes > 1 ? " x " + volumes : "");
    }
}
