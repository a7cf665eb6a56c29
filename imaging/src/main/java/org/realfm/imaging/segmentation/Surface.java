package org.realfm.imaging.segmentation;

/// The surface of a mask.
///
/// @param places where its elements lie: voxels of the mask's grid, or, for [SurfaceKind#ELEMENTS], points of the grid
///               that lies half a voxel before it and has one point more along each axis
/// @param sizes  how much each counts, in the order of the places (x fastest): mm² (mm in a picture) for
///               [SurfaceKind#ELEMENTS]; empty where each counts 1
@SuppressWarnings("ArrayRecordComponent")
record Surface(VoxelMask places, double[] sizes) {

    private static final double[] EQUAL = {};

    static Surface of(VoxelMask mask, SurfaceKind kind, ImageEdge edge) {
        return switch (kind) {
            case BORDER_VOXELS -> new Surface(mask.border(edge), EQUAL);
            case ELEMENTS -> elements(mask, edge);
        };
    }

    private static Surface elements(VoxelMask mask, ImageEdge edge) {
        VoxelGrid grid = mask.grid();
        boolean volume = grid.dimensions() == 3;
        int layers = volume ? grid.slices() + 1 : 1;
        VoxelGrid corners = new VoxelGrid(
                grid.dimensions(), grid.columns() + 1, grid.rows() + 1, layers, grid.dx(), grid.dy(), grid.dz());
        int stride = VoxelMask.stride(corners);
        long[] found = new long[stride * corners.rows() * layers];
        boolean cut = edge == ImageEdge.CUT;
        for (int z = 0; z < layers; z++) {
            for (int y = 0; y < corners.rows(); y++) {
                if (!cut || y > 0 && y < grid.rows() && (!volume || z > 0 && z < grid.slices())) {
                    row(mask, y, z, found, (z * corners.rows() + y) * stride, stride);
                }
            }
        }
        if (cut) {
            int last = grid.columns();
            for (int i = 0; i < found.length; i += stride) {
                found[i] &= ~1L;
                found[i + (last >> 6)] &= ~(1L << last);
            }
        }
        VoxelMask places = new VoxelMask(corners, found);
        return new Surface(places, sizes(mask, places));
    }

    /// Writes which points of a row have neighbours both in and out.
    private static void row(VoxelMask mask, int y, int z, long[] found, int to, int stride) {
        long anyBefore = 0;
        long allBefore = 0;
        for (int w = 0; w < stride; w++) {
            long any = 0;
            long all = -1;
            for (int v = z - (mask.grid().dimensions() == 3 ? 1 : 0); v <= z; v++) {
                for (int u = y - 1; u <= y; u++) {
                    long word = word(mask, w, u, v);
                    any |= word;
                    all &= word;
                }
            }
            found[to + w] = (any | any << 1 | anyBefore >>> 63) & ~(all & (all << 1 | allBefore >>> 63));
            anyBefore = any;
            allBefore = all;
        }
    }

    private static long word(VoxelMask mask, int w, int y, int z) {
        VoxelGrid grid = mask.grid();
        return w < mask.stride() && y >= 0 && y < grid.rows() && z >= 0 && z < grid.slices()
                ? mask.words()[(z * grid.rows() + y) * mask.stride() + w]
                : 0;
    }

    private static double[] sizes(VoxelMask mask, VoxelMask places) {
        VoxelGrid grid = places.grid();
        double[] areas = ElementAreas.of(mask.grid());
        double[] sizes = new double[Math.toIntExact(places.count())];
        int layers = grid.dimensions() == 3 ? 2 : 1;
        int n = 0;
        for (int z = 0, i = 0; z < grid.slices(); z++) {
            for (int y = 0; y < grid.rows(); y++) {
                for (int w = 0; w < places.stride(); w++, i++) {
                    for (long left = places.words()[i]; left != 0; left &= left - 1) {
                        int x = 64 * w + Long.numberOfTrailingZeros(left);
                        int inside = 0;
                        for (int row = 0; row < 2 * layers; row++) {
                            inside |= pair(mask, x, y - 1 + (row & 1), z + 1 - layers + (row >> 1)) << 2 * row;
                        }
                        sizes[n++] = areas[inside];
                    }
                }
            }
        }
        return sizes;
    }

    /// The voxels at x - 1 and x, as two bits.
    private static int pair(VoxelMask mask, int x, int y, int z) {
        long right = word(mask, x >> 6, y, z) >>> x & 1;
        long left = x > 0 ? word(mask, x - 1 >> 6, y, z) >>> x - 1 & 1 : 0;
        return (int) (left | right << 1);
    }
}
