package org.realfm.imaging.segmentation;

import java.util.Arrays;

/// The connected components of a mask, numbered from 1 in the order of their first voxels (x fastest, then y, then z).
///
/// Each row is cut into runs of voxels; runs of neighbouring rows that touch are joined by union-find with path
/// halving, the earlier run staying the root (He, Chao and Suzuki 2008, doi:10.1109/TIP.2008.919369). Memory goes with
/// the runs, not the voxels.
public final class Components {

    private final VoxelMask mask;
    private final long[] sizes;
    /// The runs, row by row: first column, one past the last column, number of the component.
    private int[] lefts = new int[64];
    private int[] rights = new int[64];
    private int[] numbers = new int[64];
    /// The first run of each row; one more at the end.
    private final int[] rows;

    /// Finds the components of a mask.
    public static Components of(VoxelMask mask, Connectivity connectivity) {
        return new Components(mask, connectivity);
    }

    private Components(VoxelMask mask, Connectivity connectivity) {
        this.mask = mask;
        VoxelGrid grid = mask.grid();
        rows = new int[grid.rows() * grid.slices() + 1];
        int runs = 0;
        for (int row = 0; row < rows.length - 1; row++) {
            rows[row] = runs;
            runs = addRuns(row, runs);
        }
        rows[rows.length - 1] = runs;
        // Until they are numbered, what stands for a run's number is an earlier run that it is joined to, or itself.
        for (int z = 0, row = 0; z < grid.slices(); z++) {
            for (int y = 0; y < grid.rows(); y++, row++) {
                for (int v = Math.max(0, z - 1); v <= z; v++) {
                    for (int u = Math.max(0, y - 1); u <= (v == z ? y - 1 : Math.min(grid.rows() - 1, y + 1)); u++) {
                        int axes = (v == z ? 0 : 1) + (u == y ? 0 : 1);
                        if (axes == 1 || connectivity != Connectivity.FACES) {
                            // How far runs may lie apart along x: one more axis, or none.
                            int reach = connectivity == Connectivity.CORNERS
                                            || connectivity == Connectivity.EDGES && axes == 1
                                    ? 1
                                    : 0;
                            join(row, v * grid.rows() + u, reach);
                        }
                    }
                }
            }
        }
        int count = 0;
        for (int i = 0; i < runs; i++) {
            numbers[i] = numbers[i] == i ? ++count : numbers[numbers[i]];
        }
        sizes = new long[count];
        for (int i = 0; i < runs; i++) {
            sizes[numbers[i] - 1] += rights[i] - lefts[i];
        }
    }

    private int addRuns(int row, int before) {
        int runs = before;
        int stride = mask.stride();
        for (int w = 0; w < stride; w++) {
            long word = mask.words()[row * stride + w];
            while (word != 0) {
                int left = Long.numberOfTrailingZeros(word);
                int length = Long.numberOfTrailingZeros(~(word >>> left));
                int right = Math.min(64, left + length);
                word = right == 64 ? 0 : word & -1L << right;
                if (left == 0 && runs > before && rights[runs - 1] == 64 * w) {
                    rights[runs - 1] = 64 * w + right;
                } else {
                    if (runs == lefts.length) {
                        lefts = Arrays.copyOf(lefts, 2 * runs);
                        rights = Arrays.copyOf(rights, 2 * runs);
                        numbers = Arrays.copyOf(numbers, 2 * runs);
                    }
                    lefts[runs] = 64 * w + left;
                    rights[runs] = 64 * w + right;
                    numbers[runs] = runs;
                    runs++;
                }
            }
        }
        return runs;
    }

    private void join(int row, int other, int reach) {
        int i = rows[row];
        int j = rows[other];
        while (i < rows[row + 1] && j < rows[other + 1]) {
            if (lefts[i] < rights[j] + reach && lefts[j] < rights[i] + reach) {
                int a = root(i);
                int b = root(j);
                numbers[Math.max(a, b)] = Math.min(a, b);
            }
            if (rights[i] < rights[j]) {
                i++;
            } else {
                j++;
            }
        }
    }

    private int root(int run) {
        int i = run;
        while (numbers[i] != i) {
            numbers[i] = numbers[numbers[i]];
            i = numbers[i];
        }
        return i;
    }

    /// How many there are.
    public int count() {
        return sizes.length;
    }

    /// The number of voxels of a component.
    ///
    /// @param component from 1
    public long size(int component) {
        return sizes[component - 1];
    }

    /// The numbers of the voxels' components; 0 outside the mask.
    ///
    /// @return one a voxel, x fastest, then y, then z
    /// @throws IllegalArgumentException if the grid has more voxels than an array can hold
    public int[] labels() {
        VoxelGrid grid = mask.grid();
        if (grid.size() > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("labels of " + grid.size() + " voxels are more than an array can hold");
        }
        int[] labels = new int[(int) grid.size()];
        for (int row = 0; row < rows.length - 1; row++) {
            for (int i = rows[row]; i < rows[row + 1]; i++) {
                Arrays.fill(labels, row * grid.columns() + lefts[i], row * grid.columns() + rights[i], numbers[i]);
            }
        }
        return labels;
    }

    /// What takes note of a piece of a row that lies in a component of each of two masks.
    @FunctionalInterface
    interface Shared {
        void voxels(int first, int second, int count);
    }

    /// Visits all that two masks' components share.
    void shared(Components other, Shared visitor) {
        for (int row = 0; row < rows.length - 1; row++) {
            int i = rows[row];
            int j = other.rows[row];
            while (i < rows[row + 1] && j < other.rows[row + 1]) {
                int common = Math.min(rights[i], other.rights[j]) - Math.max(lefts[i], other.lefts[j]);
                if (common > 0) {
                    visitor.voxels(numbers[i], other.numbers[j], common);
                }
                if (rights[i] < other.rights[j]) {
                    i++;
                } else {
                    j++;
                }
            }
        }
    }
}
