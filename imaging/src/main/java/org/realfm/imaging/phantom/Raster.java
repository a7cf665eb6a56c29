package org.realfm.imaging.phantom;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.realfm.imaging.segmentation.VoxelMask;

/// Puts a body on a grid. Rows of voxels are followed as rays, so along a row every voxel gets the exact share of each
/// structure; across rows and slices shares come from a few rays.
final class Raster {

    /// Rows for which the shapes that can matter are looked for at once.
    private static final int BLOCK = 8;

    private Raster() {}

    /// What each voxel shows: the mean of a number over its extent.
    ///
    /// @param values     one a structure
    /// @param background where there is nothing
    /// @param rays       rays a row across the row, and the least across the slice; at least 1
    static float[] paint(Body body, Grid grid, double[] values, double background, int rays) {
        float[] painted = new float[grid.columns() * grid.rows() * grid.slices()];
        int across = Math.max(rays, (int) Math.ceil(grid.thickness() / 2.5));
        double planes = grid.thickness() / grid.normal();
        IntStream.range(0, grid.slices()).parallel().forEach(slice -> {
            List<Body.Placed> near = body.within(grid.box(slice, 0, grid.rows() - 1));
            Tracer tracer = new Tracer(near);
            double[] row = new double[grid.columns()];
            int depth = grid.thickness() > 0 ? across : 1;
            for (int y = 0; y < grid.rows(); y++) {
                if (y % BLOCK == 0) {
                    tracer = new Tracer(Body.within(near, grid.box(slice, y, y + BLOCK - 1)));
                }
                Arrays.fill(row, background);
                for (int i = 0; i < rays * depth; i++) {
                    double at = y + (i % rays + 0.5) / rays - 0.5;
                    double through = slice + planes * ((i / rays + 0.5) / depth - 0.5);
                    double weight = 1.0 / (rays * depth);
                    tracer.onTop(grid.row(at, through), (structure, enter, exit) ->
                            spread(row, enter + 0.5, exit + 0.5, weight * (values[structure] - background)));
                }
                int first = (slice * grid.rows() + y) * grid.columns();
                for (int x = 0; x < row.length; x++) {
                    painted[first + x] = (float) row[x];
                }
            }
        });
        return painted;
    }

    /// Adds a value to the cells of a row that a part covers, by their shares.
    private static void spread(double[] row, double enter, double exit, double value) {
        double from = Math.max(0, enter);
        double to = Math.min(row.length, exit);
        if (from >= to) {
            return;
        }
        int first = (int) from;
        int last = Math.min(row.length - 1, (int) to);
        if (first == last) {
            row[first] += value * (to - from);
            return;
        }
        row[first] += value * (first + 1 - from);
        for (int x = first + 1; x < last; x++) {
            row[x] += value;
        }
        row[last] += value * (to - last);
    }

    /// What can be seen of every structure.
    ///
    /// @param labels  the structure on top at the centre of every voxel; -1 where there is none
    /// @param regions one mask a structure, in order, some may be empty: where it, or something that lies in it, is on top,
    ///                within its own shape. A liver's region holds its lesions; a lesion that bulges out of the liver lies
    ///                partly outside the liver's region
    record Seen(short[] labels, List<VoxelMask> regions) {}

    /// Looks at the centre of every voxel.
    static Seen look(Body body, Grid grid) {
        int structures = body.structures().size();
        boolean[][] family = family(body);
        short[] labels = new short[grid.columns() * grid.rows() * grid.slices()];
        Arrays.fill(labels, (short) -1);
        @Nullable BitSet[][] found = new BitSet[structures][grid.slices()];
        IntStream.range(0, grid.slices()).parallel().forEach(slice -> {
            List<Body.Placed> near = body.within(grid.box(slice, 0, grid.rows() - 1));
            for (Body.Placed placed : near) {
                found[placed.structure()][slice] = new BitSet();
            }
            Tracer tracer = new Tracer(near);
            for (int y = 0; y < grid.rows(); y++) {
                if (y % BLOCK == 0) {
                    tracer = new Tracer(Body.within(near, grid.box(slice, y, y + BLOCK - 1)));
                }
                int pixel = y * grid.columns();
                int first = slice * grid.rows() * grid.columns() + pixel;
                // What lies in a structure comes after it, so is told before it.
                tracer.trace(grid.row(y, slice), (structure, enter, exit) -> {
                    BitSet bits = Objects.requireNonNull(found[structure][slice]);
                    for (int x = first(enter); x <= last(exit, grid); x++) {
                        int label = labels[first + x];
                        if (label >= 0 && family[structure][label]) {
                            bits.set(pixel + x);
                        }
                    }
                }, (structure, enter, exit) -> {
                    BitSet bits = Objects.requireNonNull(found[structure][slice]);
                    for (int x = first(enter); x <= last(exit, grid); x++) {
                        labels[first + x] = (short) structure;
                        bits.set(pixel + x);
                    }
                });
            }
        });
        List<VoxelMask> regions = new ArrayList<>();
        for (int i = 0; i < structures; i++) {
            regions.add(VoxelMask.of(grid.voxels(), found[i]));
        }
        return new Seen(labels, List.copyOf(regions));
    }

    private static int first(double enter) {
        return Math.max(0, (int) Math.ceil(enter));
    }

    private static int last(double exit, Grid grid) {
        return Math.min(grid.columns() - 1, (int) Math.floor(exit));
    }

    /// Whether the second lies in the first, at any depth, or is the first.
    private static boolean[][] family(Body body) {
        int[] parents = body.parents();
        boolean[][] family = new boolean[parents.length][parents.length];
        for (int i = 0; i < parents.length; i++) {
            for (int k = i; k >= 0; k = parents[k]) {
                family[k][i] = true;
            }
        }
        return family;
    }
}
