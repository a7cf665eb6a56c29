package org.realfm.imaging.segmentation;

import java.util.Arrays;

/// The centre line of a mask: voxels are peeled off from six sides in turn (four in a picture) as long as the topology
/// stays what it is, and ends of lines stay (Lee, Kashyap and Chu 1994, doi:10.1006/cgip.1994.1042).
///
/// A voxel may go if it is simple: its neighbours in the mask are one 26-connected component, and its neighbours
/// outside that share a face or an edge with it are one 6-connected component among those that touch its faces
/// (Bertrand and Malandain 1994, doi:10.1016/0167-8655(94)90046-9), which is what Lee's Euler characteristic and
/// connectivity say together. In each turn candidates are found all at once, and each is looked at again before it
/// goes. So the skeleton has as many components, tunnels and cavities as the mask: around a cavity it is a shell, not a
/// line. The spacing plays no part. The sides come in a fixed order, so that of two middle voxels one is left; the
/// skeleton of a mirrored mask may differ from the mirrored skeleton by a voxel.
public final class Skeleton {

    private static final int CENTRE = 13;
    /// For each of 27 places, x + 3 y + 9 z from 0, those that touch it, and those outside the centre that share a face
    /// with it and an edge or face with the centre.
    private static final int[] TOUCHING = new int[27];

    private static final int[] FACING = new int[27];
    private static final int FACES = 1 << 4 | 1 << 10 | 1 << 12 | 1 << 14 | 1 << 16 | 1 << 22;
    private static final int CORNERS = 1 | 1 << 2 | 1 << 6 | 1 << 8 | 1 << 18 | 1 << 20 | 1 << 24 | 1 << 26;
    private static final int AROUND = (1 << 27) - 1 & ~(1 << CENTRE);

    /// The sides in turn, as steps along x, y and z.
    private static final int[][] SIDES = {{0, -1, 0}, {0, 1, 0}, {1, 0, 0}, {-1, 0, 0}, {0, 0, 1}, {0, 0, -1}};

    static {
        for (int a = 0; a < 27; a++) {
            for (int b = 0; b < 27; b++) {
                int dx = Math.abs(a % 3 - b % 3);
                int dy = Math.abs(a / 3 % 3 - b / 3 % 3);
                int dz = Math.abs(a / 9 - b / 9);
                if (a != b && b != CENTRE && Math.max(dx, Math.max(dy, dz)) == 1) {
                    TOUCHING[a] |= 1 << b;
                    if (dx + dy + dz == 1 && (CORNERS >> b & 1) == 0) {
                        FACING[a] |= 1 << b;
                    }
                }
            }
        }
    }

    private final VoxelGrid grid;
    private final int stride;
    private final int rows;
    /// The mask with an empty voxel all round, so that no neighbour lies outside.
    private final long[] words;

    private Skeleton(VoxelMask mask) {
        grid = mask.grid();
        stride = (grid.columns() + 2 + 63) / 64;
        rows = grid.rows() + 2;
        words = new long[Math.multiplyExact(stride, Math.multiplyExact(rows, grid.slices() + 2))];
        for (int z = 0; z < grid.slices(); z++) {
            for (int y = 0; y < grid.rows(); y++) {
                int from = (z * grid.rows() + y) * mask.stride();
                int to = ((z + 1) * rows + y + 1) * stride;
                for (int w = 0; w < mask.stride(); w++) {
                    long word = mask.words()[from + w];
                    words[to + w] |= word << 1;
                    if (w + 1 < stride) {
                        words[to + w + 1] |= word >>> 63;
                    }
                }
            }
        }
    }

    /// The skeleton of a mask; empty only where the mask is.
    public static VoxelMask of(VoxelMask mask) {
        Skeleton skeleton = new Skeleton(mask);
        int sides = mask.grid().dimensions() == 3 ? 6 : 4;
        int unchanged = 0;
        for (int turn = 0; unchanged < sides; turn++) {
            unchanged = skeleton.peel(SIDES[turn % sides]) ? 0 : unchanged + 1;
        }
        return skeleton.mask();
    }

    /// Takes away what may go on one side; whether there was any.
    private boolean peel(int[] side) {
        long[] candidates = new long[64];
        int count = 0;
        for (int row = 0; row < words.length / stride; row++) {
            int beside = (row + side[1] + side[2] * rows) * stride;
            for (int w = 0; w < stride; w++) {
                long here = words[row * stride + w];
                if (here == 0) {
                    continue;
                }
                for (long left = here & ~beside(beside, w, side[0]); left != 0; left &= left - 1) {
                    int x = 64 * w + Long.numberOfTrailingZeros(left);
                    int around = around(x, row);
                    if (Integer.bitCount(around & AROUND) > 1 && simple(around)) {
                        if (count == candidates.length) {
                            candidates = Arrays.copyOf(candidates, 2 * count);
                        }
                        candidates[count++] = (long) row * stride * 64 + x;
                    }
                }
            }
        }
        boolean changed = false;
        for (int i = 0; i < count; i++) {
            int row = (int) (candidates[i] / (64L * stride));
            int x = (int) (candidates[i] % (64L * stride));
            if (simple(around(x, row))) {
                words[row * stride + (x >> 6)] &= ~(1L << x);
                changed = true;
            }
        }
        return changed;
    }

    /// The voxels beside those of a word.
    private long beside(int row, int w, int dx) {
        long word = words[row + w];
        return switch (dx) {
            case 1 -> word >>> 1 | (w + 1 < stride ? words[row + w + 1] << 63 : 0);
            case -1 -> word << 1 | (w > 0 ? words[row + w - 1] >>> 63 : 0);
            default -> word;
        };
    }

    /// The 27 voxels around a voxel that is not at the edge, as bits.
    private int around(int x, int row) {
        int bits = 0;
        for (int z = 0; z < 3; z++) {
            for (int y = 0; y < 3; y++) {
                int word = (row + y - 1 + (z - 1) * rows) * stride + (x - 1 >> 6);
                int shift = x - 1 & 63;
                long three = words[word] >>> shift;
                if (shift > 61) {
                    three |= words[word + 1] << 64 - shift;
                }
                bits |= (int) (three & 7) << 3 * y + 9 * z;
            }
        }
        return bits;
    }

    private static boolean simple(int around) {
        int inside = around & AROUND;
        int outside = ~around & AROUND & ~CORNERS;
        int faces = outside & FACES;
        return inside != 0
                && faces != 0
                && (flood(Integer.lowestOneBit(inside), inside, TOUCHING) == inside)
                && (faces & ~flood(Integer.lowestOneBit(faces), outside, FACING)) == 0;
    }

    /// What can be reached from a place within a set.
    private static int flood(int start, int within, int[] neighbours) {
        int reached = start;
        for (int fresh = start; fresh != 0; ) {
            int next = 0;
            for (int left = fresh; left != 0; left &= left - 1) {
                next |= neighbours[Integer.numberOfTrailingZeros(left)];
            }
            fresh = next & within & ~reached;
            reached |= fresh;
        }
        return reached;
    }

    private VoxelMask mask() {
        return VoxelMask.of(grid, (x, y, z) ->
                (words[((z + 1) * rows + y + 1) * stride + (x + 1 >> 6)] >>> (x + 1) & 1) != 0);
    }
}
