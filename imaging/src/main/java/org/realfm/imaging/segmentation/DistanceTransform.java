package org.realfm.imaging.segmentation;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.realfm.imaging.segmentation.VoxelMask.Box;

/// The exact Euclidean distance to the nearest voxel of a set, centre to centre, in mm, with any spacing.
///
/// With f(p) = 0 on the set and infinite elsewhere, d²(x, y, z) = min over z', y', x' of
/// (dz (z − z'))² + (dy (y − y'))² + (dx (x − x'))² is taken axis by axis. Along z the nearest voxel of the set before and
/// after each slice is carried from slice to slice; along y and x the minimum is the lower envelope of parabolas
/// (Felzenszwalb and Huttenlocher 2012, doi:10.4086/toc.2012.v008a019). Time is linear in the voxels of the box around
/// the set and the places asked for. Only one slice a processor is held (24 bytes a pixel of it), beside the result: a
/// volume is never held as numbers. Slices are shared among processors; results do not depend on how many there are.
public final class DistanceTransform {

    /// Slices that are done in one go; each go starts with a look at all of the box, at 64 voxels a step.
    private static final int FEWEST_SLICES = 16;

    private static final int NONE_BEFORE = Integer.MIN_VALUE / 2;
    private static final int NONE_AFTER = Integer.MAX_VALUE / 2;

    private DistanceTransform() {}

    /// The distance from every voxel to the nearest voxel of the set; 0 in the set itself.
    ///
    /// @return one a voxel, x fastest, then y, then z
    /// @throws IllegalArgumentException if the set is empty, or the grid has more voxels than an array can hold
    public static double[] to(VoxelMask set) {
        return at(VoxelMask.of(set.grid(), (x, y, z) -> true), set);
    }

    /// The distance from each of some places to the nearest voxel of the set.
    ///
    /// @return one a place, in the order of the places in the grid, x fastest, then y, then z
    /// @throws IllegalArgumentException if the set is empty, the grids differ, or there are more places than an array can
    ///         hold
    public static double[] at(VoxelMask places, VoxelMask set) {
        VoxelMask.requireSameGrid(places, set);
        if (set.isEmpty()) {
            throw new IllegalArgumentException("nothing has a distance to an empty set");
        }
        if (places.isEmpty()) {
            return new double[0];
        }
        Box box = set.box().with(places.box());
        int slices = box.back() - box.front();
        int[] from = new int[slices + 1];
        int slice = places.stride() * places.grid().rows();
        for (int z = 0; z < slices; z++) {
            int first = (box.front() + z) * slice;
            long count = from[z];
            for (int i = first; i < first + slice; i++) {
                count += Long.bitCount(places.words()[i]);
            }
            if (count > Integer.MAX_VALUE - 8) {
                throw new IllegalArgumentException("distances at more places than an array can hold");
            }
            from[z + 1] = (int) count;
        }
        double[] distances = new double[from[slices]];
        int goes = Math.clamp(slices / FEWEST_SLICES, 1, 4 * Runtime.getRuntime().availableProcessors());
        if (goes == 1) {
            new Sweep(places, set, box).run(0, slices, from, distances);
        } else {
            IntStream.range(0, goes).parallel().forEach(go -> new Sweep(places, set, box)
                    .run(
                            (int) ((long) slices * go / goes),
                            (int) ((long) slices * (go + 1) / goes),
                            from,
                            distances));
        }
        return distances;
    }

    /// Goes through the slices of a box. Within a slice x and y count from the box's corner; arrays of a slice run along y
    /// fastest until the second axis is done.
    private static final class Sweep {
        private final VoxelMask places;
        private final VoxelMask set;
        private final Box box;
        private final int width;
        private final int height;
        private final int stride;
        private final int slice;
        /// The last slice before this one, and the first from this one on, with a voxel of the set at (x, y).
        private final int[] before;
        private final int[] after;
        /// Squared distance along z.
        private final double[] alongZ;
        /// Squared distance along z and y, x fastest.
        private final double[] alongZy;
        private final Envelope vertical;
        private final Envelope horizontal;
        private final double[] squares;

        Sweep(VoxelMask places, VoxelMask set, Box box) {
            VoxelGrid grid = set.grid();
            this.places = places;
            this.set = set;
            this.box = box;
            this.width = box.right() - box.left();
            this.height = box.bottom() - box.top();
            this.stride = set.stride();
            this.slice = stride * grid.rows();
            this.before = new int[width * height];
            this.after = new int[width * height];
            this.alongZ = new double[width * height];
            this.alongZy = new double[width * height];
            this.vertical = new Envelope(height, grid.dy());
            this.horizontal = new Envelope(width, grid.dx());
            this.squares = Envelope.squares(box.back() - box.front(), grid.dz());
        }

        void run(int first, int end, int[] from, double[] distances) {
            nearest(box.front() + first - 1, -1, before, NONE_BEFORE);
            nearest(box.front() + first, 1, after, NONE_AFTER);
            int[] rows = new int[height];
            for (int z = first; z < end; z++) {
                boolean asked = from[z + 1] > from[z];
                step(box.front() + z, asked);
                if (asked) {
                    int count = rowsAsked(box.front() + z, rows);
                    alongY(rows, count);
                    int to = from[z];
                    for (int i = 0; i < count; i++) {
                        to = alongX(box.front() + z, rows[i], distances, to);
                    }
                }
            }
        }

        /// For each (x, y) the nearest slice with a voxel of the set, from a slice on in one direction.
        private void nearest(int start, int direction, int[] found, int none) {
            Arrays.fill(found, none);
            long[] missing = new long[slice];
            Arrays.fill(missing, -1);
            int firstWord = box.left() >> 6;
            int lastWord = box.right() - 1 >> 6;
            for (int z = start; z >= box.front() && z < box.back(); z += direction) {
                for (int y = box.top(); y < box.bottom(); y++) {
                    for (int w = firstWord; w <= lastWord; w++) {
                        int i = y * stride + w;
                        long here = set.words()[z * slice + i] & missing[i];
                        missing[i] &= ~here;
                        for (; here != 0; here &= here - 1) {
                            int x = 64 * w + Long.numberOfTrailingZeros(here) - box.left();
                            found[x * height + y - box.top()] = z;
                        }
                    }
                }
            }
        }

        /// Moves to slice z from the one before.
        private void step(int z, boolean asked) {
            for (int x = 0, i = 0; x < width; x++) {
                for (int y = 0; y < height; y++, i++) {
                    if (after[i] < z) {
                        before[i] = after[i];
                        after[i] = next(x + box.left(), y + box.top(), z);
                    }
                }
            }
            if (asked) {
                for (int i = 0; i < alongZ.length; i++) {
                    int steps = Math.min(z - before[i], after[i] - z);
                    alongZ[i] = steps < squares.length ? squares[steps] : Double.POSITIVE_INFINITY;
                }
            }
        }

        private int next(int x, int y, int z) {
            long[] words = set.words();
            int i = z * slice + y * stride + (x >> 6);
            for (int v = z; v < box.back(); v++, i += slice) {
                if ((words[i] >>> x & 1) != 0) {
                    return v;
                }
            }
            return NONE_AFTER;
        }

        private int rowsAsked(int z, int[] rows) {
            int count = 0;
            for (int y = 0; y < height; y++) {
                int row = z * slice + (y + box.top()) * stride;
                long any = 0;
                for (int w = 0; w < stride; w++) {
                    any |= places.words()[row + w];
                }
                if (any != 0) {
                    rows[count++] = y;
                }
            }
            return count;
        }

        private void alongY(int[] rows, int count) {
            for (int x = 0; x < width; x++) {
                boolean any = vertical.build(alongZ, x * height);
                for (int i = 0; i < count; i++) {
                    alongZy[rows[i] * width + x] = any ? vertical.next(rows[i]) : Double.POSITIVE_INFINITY;
                }
            }
        }

        private int alongX(int z, int y, double[] distances, int to) {
            horizontal.build(alongZy, y * width);
            int row = z * slice + (y + box.top()) * stride;
            int n = to;
            for (int w = 0; w < stride; w++) {
                for (long left = places.words()[row + w]; left != 0; left &= left - 1) {
                    int x = 64 * w + Long.numberOfTrailingZeros(left) - box.left();
                    distances[n++] = Math.sqrt(horizontal.next(x));
                }
            }
            return n;
        }
    }

    /// min over q of f(q) + (s (p − q))² at ascending places p: the lower envelope of parabolas that stand at q.
    private static final class Envelope {
        private final double[] squares;
        /// 1 / (2 s² k): what turns the difference of two parabolas' constants into the place where they cross.
        private final double[] slopes;
        /// The parabolas of the envelope by place, with their heights, their constants f(q) + (s q)², and where each
        /// becomes the lowest.
        private final int[] at;

        private final double[] height;
        private final double[] constant;
        private final double[] start;
        private int count;
        private int current;

        Envelope(int length, double spacing) {
            squares = squares(length, spacing);
            slopes = new double[length];
            for (int k = 1; k < length; k++) {
                slopes[k] = 1 / (2 * spacing * spacing * k);
            }
            at = new int[length];
            height = new double[length];
            constant = new double[length];
            start = new double[length];
        }

        static double[] squares(int length, double spacing) {
            double[] squares = new double[length];
            for (int k = 0; k < length; k++) {
                squares[k] = k * spacing * (k * spacing);
            }
            return squares;
        }

        /// Builds the envelope of a function's part; false if it is infinite throughout.
        boolean build(double[] f, int offset) {
            int last = -1;
            for (int q = 0; q < at.length; q++) {
                double value = f[offset + q];
                if (value == Double.POSITIVE_INFINITY) {
                    continue;
                }
                double c = value + squares[q];
                double from = Double.NEGATIVE_INFINITY;
                while (last >= 0) {
                    from = (c - constant[last]) * slopes[q - at[last]];
                    if (from > start[last]) {
                        break;
                    }
                    last--;
                }
                last++;
                at[last] = q;
                height[last] = value;
                constant[last] = c;
                start[last] = last == 0 ? Double.NEGATIVE_INFINITY : from;
            }
            count = last + 1;
            current = 0;
            return count > 0;
        }

        /// The minimum at a place not before the last one asked for.
        double next(int p) {
            while (current + 1 < count && start[current + 1] < p) {
                current++;
            }
            return height[current] + squares[Math.abs(p - at[current])];
        }
    }
}
