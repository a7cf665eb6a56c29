package org.realfm.imaging.segmentation;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// A set of voxels of a [VoxelGrid]: one bit each, rows padded to whole 64-bit words, so that set operations, erosion
/// and counting work on 64 voxels at a time. Immutable.
public final class VoxelMask {

    /// Whether a voxel is in a set.
    @FunctionalInterface
    public interface Inside {
        /// @param x column
        /// @param y row
        /// @param z slice; 0 in a picture
        boolean test(int x, int y, int z);
    }

    /// The smallest box that holds a set; each end is one past the last voxel.
    public record Box(int left, int right, int top, int bottom, int front, int back) {

        Box with(Box other) {
            return new Box(
                    Math.min(left, other.left),
                    Math.max(right, other.right),
                    Math.min(top, other.top),
                    Math.max(bottom, other.bottom),
                    Math.min(front, other.front),
                    Math.max(back, other.back));
        }
    }

    private final VoxelGrid grid;
    private final long[] words;

    /// Takes the words as they are: row by row, bits beyond the last column clear.
    VoxelMask(VoxelGrid grid, long[] words) {
        this.grid = grid;
        this.words = words;
    }

    /// The voxels that a predicate holds for.
    public static VoxelMask of(VoxelGrid grid, Inside inside) {
        int stride = stride(grid);
        long[] words = new long[stride * grid.rows() * grid.slices()];
        for (int z = 0, row = 0; z < grid.slices(); z++) {
            for (int y = 0; y < grid.rows(); y++, row++) {
                for (int x = 0; x < grid.columns(); x++) {
                    if (inside.test(x, y, z)) {
                        words[row * stride + (x >> 6)] |= 1L << x;
                    }
                }
            }
        }
        return new VoxelMask(grid, words);
    }

    /// The voxels whose value is not 0.
    ///
    /// @param values one a voxel, x fastest, then y, then z
    /// @throws IllegalArgumentException if there are not as many as the grid has voxels
    public static VoxelMask of(VoxelGrid grid, byte[] values) {
        if (values.length != grid.size()) {
            throw new IllegalArgumentException("a grid of " + grid.columns() + " x " + grid.rows() + " x "
                    + grid.slices() + " has " + grid.size() + " voxels, found " + values.length + " values");
        }
        int columns = grid.columns();
        long[] words = new long[stride(grid) * grid.rows() * grid.slices()];
        for (int i = 0, word = 0; i < values.length; ) {
            int rowEnd = i + columns;
            while (i < rowEnd) {
                int end = Math.min(i + 64, rowEnd);
                long bits = 0;
                for (int bit = 0; i < end; i++, bit++) {
                    bits |= (values[i] != 0 ? 1L : 0L) << bit;
                }
                words[word++] = bits;
            }
        }
        return new VoxelMask(grid, words);
    }

    /// The voxels of some slices.
    ///
    /// @param slices of each slice the voxels `y * columns + x` that are in the set; null where none is
    /// @throws IllegalArgumentException if there are not as many as the grid has slices, or a voxel lies outside
    public static VoxelMask of(VoxelGrid grid, @Nullable BitSet[] slices) {
        if (slices.length != grid.slices()) {
            throw new IllegalArgumentException(
                    "a grid of " + grid.slices() + " slices is filled slice by slice, found " + slices.length);
        }
        int stride = stride(grid);
        long[] words = new long[stride * grid.rows() * grid.slices()];
        for (int z = 0; z < slices.length; z++) {
            BitSet slice = slices[z];
            if (slice == null) {
                continue;
            }
            if (slice.length() > (long) grid.columns() * grid.rows()) {
                throw new IllegalArgumentException("slice " + z + " has a voxel outside the grid");
            }
            for (int i = slice.nextSetBit(0); i >= 0; i = slice.nextSetBit(i + 1)) {
                int x = i % grid.columns();
                words[(z * grid.rows() + i / grid.columns()) * stride + (x >> 6)] |= 1L << x;
            }
        }
        return new VoxelMask(grid, words);
    }

    public VoxelGrid grid() {
        return grid;
    }

    /// Whether the voxel is in the set; false outside the grid.
    public boolean contains(int x, int y, int z) {
        return x >= 0
                && x < grid.columns()
                && y >= 0
                && y < grid.rows()
                && z >= 0
                && z < grid.slices()
                && (words[(z * grid.rows() + y) * stride() + (x >> 6)] >>> x & 1) != 0;
    }

    /// The number of voxels in the set.
    public long count() {
        long count = 0;
        for (long word : words) {
            count += Long.bitCount(word);
        }
        return count;
    }

    public boolean isEmpty() {
        for (long word : words) {
            if (word != 0) {
                return false;
            }
        }
        return true;
    }

    /// The volume of the set in mm³; for a picture its area in mm².
    public double volume() {
        return count() * grid.voxelVolume();
    }

    /// What is in both.
    ///
    /// @throws IllegalArgumentException if the grids differ
    public VoxelMask and(VoxelMask other) {
        requireSameGrid(this, other);
        long[] result = words.clone();
        for (int i = 0; i < result.length; i++) {
            result[i] &= other.words[i];
        }
        return new VoxelMask(grid, result);
    }

    /// What is in one of them or both.
    ///
    /// @throws IllegalArgumentException if the grids differ
    public VoxelMask or(VoxelMask other) {
        requireSameGrid(this, other);
        long[] result = words.clone();
        for (int i = 0; i < result.length; i++) {
            result[i] |= other.words[i];
        }
        return new VoxelMask(grid, result);
    }

    /// What is in this one and not in the other.
    ///
    /// @throws IllegalArgumentException if the grids differ
    public VoxelMask andNot(VoxelMask other) {
        requireSameGrid(this, other);
        long[] result = words.clone();
        for (int i = 0; i < result.length; i++) {
            result[i] &= ~other.words[i];
        }
        return new VoxelMask(grid, result);
    }

    /// The voxels of the set with a neighbour outside it across a face (in a picture: an edge).
    public VoxelMask border(ImageEdge edge) {
        long[] result = new long[words.length];
        long beyond = edge == ImageEdge.CUT ? -1L : 0L;
        int stride = stride();
        int rows = grid.rows();
        int slice = stride * rows;
        boolean volume = grid.dimensions() == 3;
        for (int z = 0, i = 0; z < grid.slices(); z++) {
            for (int y = 0; y < rows; y++) {
                for (int w = 0; w < stride; w++, i++) {
                    long here = words[i];
                    if (here == 0) {
                        continue;
                    }
                    long inner = (here << 1 | (w > 0 ? words[i - 1] : beyond) >>> 63)
                            & (here >>> 1 | (w < stride - 1 ? words[i + 1] << 63 : beyond & lastBit()))
                            & (y > 0 ? words[i - stride] : beyond)
                            & (y < rows - 1 ? words[i + stride] : beyond);
                    if (volume) {
                        inner &= (z > 0 ? words[i - slice] : beyond)
                                & (z < grid.slices() - 1 ? words[i + slice] : beyond);
                    }
                    result[i] = here & ~inner;
                }
            }
        }
        return new VoxelMask(grid, result);
    }

    /// The voxels outside the set with a neighbour in it across a face (in a picture: an edge).
    public VoxelMask rim() {
        int stride = stride();
        long last = lastBit() | lastBit() - 1;
        long[] rest = new long[words.length];
        for (int i = 0; i < rest.length; i++) {
            rest[i] = ~words[i] & (i % stride == stride - 1 ? last : -1L);
        }
        return new VoxelMask(grid, rest).border(ImageEdge.CUT);
    }

    /// The voxels of the set whose value is at most a limit.
    ///
    /// @param values one a voxel of the set, in order
    VoxelMask where(double[] values, double most) {
        long[] result = new long[words.length];
        for (int i = 0, n = 0; i < words.length; i++) {
            for (long left = words[i]; left != 0; left &= left - 1) {
                if (values[n++] <= most) {
                    result[i] |= Long.lowestOneBit(left);
                }
            }
        }
        return new VoxelMask(grid, result);
    }

    /// The smallest box around the set, which must not be empty.
    public Box box() {
        int stride = stride();
        long[] shadow = new long[stride];
        int top = Integer.MAX_VALUE;
        int bottom = 0;
        int front = Integer.MAX_VALUE;
        int back = 0;
        for (int z = 0, i = 0; z < grid.slices(); z++) {
            for (int y = 0; y < grid.rows(); y++) {
                long any = 0;
                for (int w = 0; w < stride; w++, i++) {
                    shadow[w] |= words[i];
                    any |= words[i];
                }
                if (any != 0) {
                    top = Math.min(top, y);
                    bottom = Math.max(bottom, y + 1);
                    front = Math.min(front, z);
                    back = z + 1;
                }
            }
        }
        int first = 0;
        while (shadow[first] == 0) {
            first++;
        }
        int last = stride - 1;
        while (shadow[last] == 0) {
            last--;
        }
        return new Box(
                64 * first + Long.numberOfTrailingZeros(shadow[first]),
                64 * (last + 1) - Long.numberOfLeadingZeros(shadow[last]),
                top,
                bottom,
                front,
                back);
    }

    /// The words, row by row; not to be changed.
    long[] words() {
        return words;
    }

    /// Words in a row.
    int stride() {
        return stride(grid);
    }

    static int stride(VoxelGrid grid) {
        return (grid.columns() + 63) / 64;
    }

    private long lastBit() {
        return 1L << (grid.columns() - 1);
    }

    static void requireSameGrid(VoxelMask first, VoxelMask second) {
        if (!first.grid.equals(second.grid)) {
            throw new IllegalArgumentException(
                    "two masks are compared on one grid, found " + first.grid + " and " + second.grid);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VoxelMask that && grid.equals(that.grid) && Arrays.equals(words, that.words);
    }

    @Override
    public int hashCode() {
        return 31 * grid.hashCode() + Arrays.hashCode(words);
    }

    @Override
    public String toString() {
        return "VoxelMask[" + count() + " of " + grid.columns() + " x " + grid.rows() + " x " + grid.slices() + "]";
    }
}
