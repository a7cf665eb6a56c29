package org.realfm.imaging.segmentation;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.realfm.imaging.segmentation.VoxelMask.Box;

/// The exact Euclidean distance to the nearest voxel of a set, centre to centre, in mm, with any spacing.
///
/// With f(p) = 0 on the set and infinite elsewhere, d²(x, y, z) = min over z', y', x' of (dz (z − z'))² + (dy (y −
/// y'))² + (dx (x − x'))² is taken axis by axis. Along z the nearest voxel of the set before and after each slice is
/// carried from slice to slice; along y and x the minimum is the lower envelope of parabolas (Felzenszwalb and
/// Huttenlocher 2012, doi:10.4086/toc.2012.v008a019), unless looking around each place, no farther than the nearest
/// found so far, does it in fewer looks. Time is linear in the voxels of the box around the set and the places asked
/// for. Only one slice a processor is held (24 bytes a pixel of it), beside the result: a volume is never held as
/// numbers. Slices are shared among processors; results do not depend on how many there are.
public final class DistanceTransform {

    /// Slices that are done in one go at the least; each go starts with a look at all of the box, at 64 voxels a step.
    private static final int FEWEST_SLICES = 16;

    private static final int MOST_GOES = 64;
    /// Looks that a search in a slice may take for each pixel of it; about as long as envelopes take.
    private static final int LOOKS = 8;
    /// Once a search has not come to an end, envelopes do so many slices.
    private static final int SLICES_BETWEEN_SEARCHES = 8;

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
    /// @throws IllegalArgumentException if the set is empty, the grids differ, or there are more places, or pixels of a
    ///         slice, than an array can hold
    public static double[] at(VoxelMask places, VoxelMask set) {
        VoxelMask.requireSameGrid(places, set);
        if (set.isEmpty()) {
            throw new IllegalArgumentException("nothing has a distance to an empty set");
        }
        if (places.isEmpty()) {
            return new double[0];
        }
        Box box = set.box().with(places.box());
        if ((long) (box.right() - box.left()) * (box.bottom() - box.top()) > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("a slice of " + (box.right() - box.left()) + " x "
                    + (box.bottom() - box.top()) + " has more pixels than an array can hold");
        }
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
        // Not by the number of processors: what a search in one slice has shown bears on the next ones of its go.
        int goes = Math.clamp(slices / FEWEST_SLICES, 1, MOST_GOES);
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

    /// Goes through the slices of a box. Within a slice x and y count from the box's corner.
    private static final class Sweep {
        private final VoxelMask places;
        private final VoxelMask set;
        private final Box box;
        private final int width;
        private final int height;
        private final int stride;
        private final int slice;
        /// The last slice before this one, and the first from this one on, with a voxel of the set at (x, y); x
        /// fastest.
        private final int[] before;
        private final int[] after;
        /// Squared distance along z, y fastest.
        private final double[] alongZ;
        /// Squared distance along z and y, x fastest.
        private final double[] alongZy;
        private final Envelope vertical;
        private final Envelope horizontal;
        /// Squares of steps along z; infinite for the step after the last, which stands for none.
        private final double[] squares;
        /// Looks that a search has left.
        private long looks;

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
            int slices = box.back() - box.front();
            this.squares = Arrays.copyOf(Envelope.squares(slices, grid.dz()), slices + 1);
            squares[slices] = Double.POSITIVE_INFINITY;
        }

        void run(int first, int end, int[] from, double[] distances) {
            nearest(box.front() + first - 1, -1, before, NONE_BEFORE);
            nearest(box.front() + first, 1, after, NONE_AFTER);
            int searchAgain = first;
            for (int z = first; z < end; z++) {
                if (z > first) {
                    step(box.front() + z);
                }
                if (from[z + 1] > from[z]) {
                    if (z < searchAgain || !search(box.front() + z, distances, from[z])) {
                        searchAgain = z < searchAgain ? searchAgain : z + SLICES_BETWEEN_SEARCHES;
                        envelopes(box.front() + z, distances, from[z]);
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
                    int row = (y - box.top()) * width - box.left();
                    for (int w = firstWord; w <= lastWord; w++) {
                        int i = y * stride + w;
                        long here = set.words()[z * slice + i] & missing[i];
                        missing[i] &= ~here;
                        for (; here != 0; here &= here - 1) {
                            found[row + 64 * w + Long.numberOfTrailingZeros(here)] = z;
                        }
                    }
                }
            }
        }

        /// Moves to slice z from the one before.
        private void step(int z) {
            int i = (z - 1) * slice + box.top() * stride;
            for (int y = 0; y < height; y++) {
                int row = y * width - box.left();
                for (int w = 0; w < stride; w++, i++) {
                    for (long left = set.words()[i]; left != 0; left &= left - 1) {
                        int bit = Long.numberOfTrailingZeros(left);
                        before[row + 64 * w + bit] = z - 1;
                        after[row + 64 * w + bit] = next(i + slice, bit, z);
                    }
                }
            }
        }

        private int next(int word, int bit, int z) {
            long[] words = set.words();
            int i = word;
            for (int v = z; v < box.back(); v++, i += slice) {
                if ((words[i] >>> bit & 1) != 0) {
                    return v;
                }
            }
            return NONE_AFTER;
        }

        private double alongZ(int z, int place) {
            return squares[Math.min(Math.min(z - before[place], after[place] - z), squares.length - 1)];
        }

        /// Looks around each place in a slice as far as the nearest found so far, which is quick where the set is near.
        /// False if that took too many looks: then envelopes are quicker.
        private boolean search(int z, double[] distances, int first) {
            looks = (long) LOOKS * before.length;
            int n = first;
            int word = z * slice + box.top() * stride;
            for (int y = 0; y < height; y++) {
                for (int w = 0; w < stride; w++, word++) {
                    long asked = places.words()[word];
                    // Places in the set itself keep their 0.
                    for (long left = asked & ~set.words()[word]; left != 0; left &= left - 1) {
                        int x = 64 * w + Long.numberOfTrailingZeros(left) - box.left();
                        double best = searchRow(z, x, y, 0, Double.POSITIVE_INFINITY);
                        int reach = Math.max(y, height - 1 - y);
                        for (int dy = 1; dy <= reach && vertical.squares[dy] < best && looks >= 0; dy++) {
                            best = y >= dy ? searchRow(z, x, y - dy, dy, best) : best;
                            best = y + dy < height ? searchRow(z, x, y + dy, dy, best) : best;
                        }
                        if (looks < 0) {
                            return false;
                        }
                        distances[n + Long.bitCount(asked & Long.lowestOneBit(left) - 1)] = Math.sqrt(best);
                    }
                    n += Long.bitCount(asked);
                }
            }
            return true;
        }

        /// The least of a best square so far and those in a row, dy rows away.
        private double searchRow(int z, int x, int row, int dy, double bestSoFar) {
            double[] squaresX = horizontal.squares;
            double squareY = vertical.squares[dy];
            int place = row * width + x;
            double best = Math.min(bestSoFar, alongZ(z, place) + squareY);
            int farthest = Math.max(x, width - 1 - x);
            int dx = 1;
            for (; dx <= farthest && squareY + squaresX[dx] < best; dx++) {
                if (x >= dx) {
                    best = Math.min(best, alongZ(z, place - dx) + squareY + squaresX[dx]);
                }
                if (x + dx < width) {
                    best = Math.min(best, alongZ(z, place + dx) + squareY + squaresX[dx]);
                }
            }
            looks -= 2 * dx;
            return best;
        }

        /// Takes the minimum along y at all rows with places, then along x.
        private void envelopes(int z, double[] distances, int first) {
            for (int y = 0, i = 0; y < height; y++) {
                for (int x = 0; x < width; x++, i++) {
                    alongZ[x * height + y] = alongZ(z, i);
                }
            }
            int[] rows = new int[height];
            int count = 0;
            for (int y = 0; y < height; y++) {
                long any = 0;
                for (int w = 0; w < stride; w++) {
                    any |= places.words()[z * slice + (y + box.top()) * stride + w];
                }
                if (any != 0) {
                    rows[count++] = y;
                }
            }
            for (int x = 0; x < width; x++) {
                boolean any = vertical.build(alongZ, x * height);
                for (int i = 0; i < count; i++) {
                    alongZy[rows[i] * width + x] = any ? vertical.next(rows[i]) : Double.POSITIVE_INFINITY;
                }
            }
            int n = first;
            for (int i = 0; i < count; i++) {
                horizontal.build(alongZy, rows[i] * width);
                int row = z * slice + (rows[i] + box.top()) * stride;
                for (int w = 0; w < stride; w++) {
                    for (long left = places.words()[row + w]; left != 0; left &= left - 1) {
                        int x = 64 * w + Long.numberOfTrailingZeros(left) - box.left();
                        distances[n++] = Math.sqrt(horizontal.next(x));
                    }
                }
            }
        }
    }
}
