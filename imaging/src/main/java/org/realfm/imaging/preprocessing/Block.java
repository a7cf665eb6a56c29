package org.realfm.imaging.preprocessing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.realfm.imaging.Resampling;
import org.realfm.imaging.volume.Affine;
import org.realfm.imaging.volume.Volume;

/// What steps work on: a volume of one channel, or a picture as a single slice of one or three.
///
/// @param values channels side by side, then columns, rows, slices
/// @param affine where voxels lie; for a picture only the distances; null if they are not known
/// @param flat   whether it is a picture
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Block(int columns, int rows, int slices, int channels, float[] values, @Nullable Affine affine, boolean flat) {

    private static final long MOST_VALUES = 1L << 29;

    private int size(int axis) {
        return axis == 0 ? columns : axis == 1 ? rows : slices;
    }

    Volume toVolume() {
        if (affine == null) {
            throw new IllegalStateException("a volume lies somewhere");
        }
        return Volume.of(columns, rows, slices, values, affine);
    }

    FloatImage toImage() {
        return new FloatImage(columns, rows, channels, values);
    }

    /// What a step makes of it: one block, or tiles.
    List<Block> after(Step step) {
        return switch (step) {
            case Step.Window(double centre, double width) -> List.of(mapped(value -> (value - (centre - width / 2)) / width, 0, 1));
            case Step.Resample resample -> List.of(resampled(resample));
            case Step.Resize resize -> List.of(resized(resize));
            case Step.Crop(int c, int r, int s) -> List.of(cropped(new int[] {c, r, s}));
            case Step.Pad(int c, int r, int s, double value) -> List.of(padded(new int[] {c, r, s}, (float) value));
            case Step.Orient orient -> List.of(oriented(orient));
            case Step.ZScore zScore -> List.of(standardised());
            case Step.Percentiles(double low, double high) -> List.of(between(low, high));
            case Step.Tile tile -> tiles(tile);
        };
    }

    private interface Value {
        double of(double value);
    }

    private Block with(float[] other) {
        return new Block(columns, rows, slices, channels, other, affine, flat);
    }

    private Block mapped(Value map, double least, double most) {
        float[] mapped = new float[values.length];
        for (int i = 0; i < mapped.length; i++) {
            mapped[i] = (float) Math.clamp(map.of(values[i]), least, most);
        }
        return with(mapped);
    }

    private Block standardised() {
        float[] result = new float[values.length];
        int count = values.length / channels;
        for (int c = 0; c < channels; c++) {
            double sum = 0;
            for (int i = c; i < values.length; i += channels) {
                sum += values[i];
            }
            double mean = sum / count;
            double squares = 0;
            for (int i = c; i < values.length; i += channels) {
                squares += (values[i] - mean) * (values[i] - mean);
            }
            double deviation = Math.sqrt(squares / count);
            for (int i = c; i < values.length; i += channels) {
                result[i] = deviation > 0 ? (float) ((values[i] - mean) / deviation) : 0;
            }
        }
        return with(result);
    }

    private Block between(double low, double high) {
        float[] result = new float[values.length];
        int count = values.length / channels;
        float[] sorted = new float[count];
        for (int c = 0; c < channels; c++) {
            for (int i = 0; i < count; i++) {
                sorted[i] = values[i * channels + c];
            }
            Arrays.sort(sorted);
            double least = percentile(sorted, low);
            double most = percentile(sorted, high);
            for (int i = c; i < values.length; i += channels) {
                result[i] = most > least ? (float) Math.clamp((values[i] - least) / (most - least), 0, 1) : 0;
            }
        }
        return with(result);
    }

    private static double percentile(float[] sorted, double percent) {
        double at = percent / 100 * (sorted.length - 1);
        int below = (int) Math.floor(at);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - (double) sorted[below]);
    }

    private Block oriented(Step.Orient orient) {
        if (flat) {
            throw new IllegalArgumentException("a picture has no orientation in the patient");
        }
        Volume volume = toVolume().toOrientation(orient.orientation());
        return new Block(volume.columns(), volume.rows(), volume.slices(), 1, volume.values(), volume.affine(), false);
    }

    private Block resampled(Step.Resample resample) {
        if (affine == null) {
            throw new IllegalArgumentException("the distance of pixels is not known, so they cannot be resampled to millimetres");
        }
        double[] old = affine.spacing();
        double[] wanted = {resample.dx(), resample.dy(), flat ? old[2] : resample.dz()};
        Block block = this;
        for (int axis = 0; axis < 3; axis++) {
            double factor = wanted[axis] / old[axis];
            if (Math.abs(factor - 1) < 1e-9) {
                continue;
            }
            long to = Math.max(1, Math.round(size(axis) / factor));
            double shift = (size(axis) - to * factor) / 2 + factor / 2 - 0.5; // of the first new voxel, in old ones
            block = block.along(axis, to, factor, shift, resample.interpolation());
        }
        return block;
    }

    private Block resized(Step.Resize resize) {
        int[] wanted = {resize.columns(), resize.rows(), resize.slices()};
        Block block = this;
        for (int axis = 0; axis < 3; axis++) {
            if (wanted[axis] != 0 && wanted[axis] != size(axis)) {
                if (flat && axis == 2) {
                    throw new IllegalArgumentException("a picture has one slice, found a resize to " + wanted[2]);
                }
                double factor = (double) size(axis) / wanted[axis];
                block = block.along(axis, wanted[axis], factor, factor / 2 - 0.5, resize.interpolation());
            }
        }
        return block;
    }

    /// Another number of voxels along an axis.
    ///
    /// @param factor the new distance over the old
    /// @param first  where the first new voxel's centre lies, in old voxels
    private Block along(int axis, long to, double factor, double first, Step.Interpolation interpolation) {
        int from = size(axis);
        if (to > MOST_VALUES / (values.length / from)) {
            throw new IllegalArgumentException("that would make " + to + " times " + values.length / from + " values, more than "
                    + MOST_VALUES);
        }
        int[] sizes = {columns, rows, slices};
        sizes[axis] = (int) to;
        float[] result = new float[values.length / from * (int) to];
        int step = axis == 0 ? channels : axis == 1 ? channels * columns : channels * columns * rows;
        int blocks = values.length / (step * from);
        if (interpolation == Step.Interpolation.LINEAR) {
            Resampling.centred(from, (int) to, factor).apply(values, result, blocks, step * from, step * (int) to, step, step);
        } else {
            for (int i = 0; i < to; i++) {
                int source = Math.clamp((long) Math.floor(first + i * factor + 0.5), 0, from - 1);
                for (int b = 0; b < blocks; b++) {
                    System.arraycopy(values, (b * from + source) * step, result, (b * (int) to + i) * step, step);
                }
            }
        }
        return new Block(sizes[0], sizes[1], sizes[2], channels, result, moved(axis, factor, first), flat);
    }

    private @Nullable Affine moved(int axis, double factor, double first) {
        if (affine == null) {
            return null;
        }
        double[] map = affine.rows();
        for (int i = 0; i < 3; i++) {
            map[4 * i + 3] += map[4 * i + axis] * first;
            map[4 * i + axis] *= factor;
        }
        return Affine.of(map);
    }

    private Block cropped(int[] wanted) {
        int[] from = new int[3];
        int[] to = new int[3];
        for (int axis = 0; axis < 3; axis++) {
            to[axis] = wanted[axis] == 0 ? size(axis) : Math.min(wanted[axis], size(axis));
            from[axis] = (size(axis) - to[axis]) / 2;
        }
        return part(from, to, 0);
    }

    private Block padded(int[] wanted, float value) {
        int[] from = new int[3];
        int[] to = new int[3];
        for (int axis = 0; axis < 3; axis++) {
            if (flat && axis == 2 && wanted[axis] > 1) {
                throw new IllegalArgumentException("a picture has one slice, found a pad to " + wanted[2]);
            }
            to[axis] = Math.max(wanted[axis], size(axis));
            from[axis] = -((to[axis] - size(axis)) / 2);
        }
        return part(from, to, value);
    }

    /// A part that begins at a voxel, which may lie outside.
    private Block part(int[] from, int[] to, float fill) {
        if ((long) to[0] * to[1] * channels > MOST_VALUES || (long) to[0] * to[1] * channels * to[2] > MOST_VALUES) {
            throw new IllegalArgumentException("that would make more than " + MOST_VALUES + " values");
        }
        float[] result = new float[to[0] * to[1] * to[2] * channels];
        if (fill != 0) {
            Arrays.fill(result, fill);
        }
        int first = Math.max(0, from[0]);
        int length = Math.min(columns, from[0] + to[0]) - first;
        for (int z = Math.max(0, from[2]); z < Math.min(slices, from[2] + to[2]); z++) {
            for (int y = Math.max(0, from[1]); y < Math.min(rows, from[1] + to[1]); y++) {
                System.arraycopy(values, ((z * rows + y) * columns + first) * channels, result,
                        (((z - from[2]) * to[1] + y - from[1]) * to[0] + first - from[0]) * channels, length * channels);
            }
        }
        Affine map = affine;
        if (map != null) {
            double[] numbers = map.rows();
            double[] origin = map.place(from[0], from[1], from[2]);
            for (int i = 0; i < 3; i++) {
                numbers[4 * i + 3] = origin[i];
            }
            map = Affine.of(numbers);
        }
        return new Block(to[0], to[1], to[2], channels, result, map, flat);
    }

    private List<Block> tiles(Step.Tile tile) {
        int[] sizes = {tile.columns(), tile.rows(), tile.slices()};
        int[] strides = {tile.columnStride(), tile.rowStride(), tile.sliceStride()};
        List<List<Integer>> starts = new ArrayList<>();
        for (int axis = 0; axis < 3; axis++) {
            sizes[axis] = sizes[axis] == 0 ? size(axis) : sizes[axis];
            if (sizes[axis] > size(axis)) {
                throw new IllegalArgumentException("a tile of " + sizes[axis] + " does not lie within " + size(axis)
                        + " voxels; pad first");
            }
            List<Integer> along = new ArrayList<>();
            for (int at = 0; at + sizes[axis] < size(axis); at += strides[axis]) {
                along.add(at);
            }
            along.add(size(axis) - sizes[axis]);
            starts.add(along);
        }
        long count = (long) starts.get(0).size() * starts.get(1).size() * starts.get(2).size();
        if (count > MOST_VALUES / ((long) sizes[0] * sizes[1] * sizes[2] * channels)) {
            throw new IllegalArgumentException("that would make " + count + " tiles of " + sizes[0] + " x " + sizes[1] + " x "
                    + sizes[2] + " voxels, more than " + MOST_VALUES + " values");
        }
        List<Block> tiles = new ArrayList<>();
        for (int z : starts.get(2)) {
            for (int y : starts.get(1)) {
                for (int x : starts.get(0)) {
                    tiles.add(part(new int[] {x, y, z}, sizes, 0));
                }
            }
        }
        return tiles;
    }
}
