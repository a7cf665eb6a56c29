package org.realfm.imaging.interventions;

import org.realfm.imaging.Mask;
import org.realfm.imaging.SplitMix64;
import org.realfm.imaging.volume.Affine;

/// Changes of what lies where, slice by slice.
final class Geometry {

    private Geometry() {}

    /// Turned clockwise about the middle, as slices are looked at (rows downwards); cubic convolution in between, and
    /// nothing (the scale's low end) where the corners come from.
    static Grid rotated(Grid grid, double degrees) {
        return turned(grid, grid.columns(), grid.rows(), degrees, true);
    }

    /// The twin of [#rotated]: turned by as much on a canvas that holds all of it, and turned back.
    static Grid rotatedThereAndBack(Grid grid, double degrees) {
        double width = grid.columns() * grid.spacing(0);
        double height = grid.rows() * grid.spacing(1);
        double diagonal = Math.sqrt(width * width + height * height);
        int columns = grid.columns() + 2 * (int) Math.ceil((diagonal - width) / 2 / grid.spacing(0) + 2);
        int rows = grid.rows() + 2 * (int) Math.ceil((diagonal - height) / 2 / grid.spacing(1) + 2);
        Grid canvas = turned(grid, columns, rows, degrees, false);
        return turned(canvas, grid.columns(), grid.rows(), -degrees, false);
    }

    /// First and last exchanged along an axis.
    static Grid mirrored(Grid grid, int axis) {
        return grid.alongLines(axis, line -> {
            double[] reversed = new double[line.length];
            for (int i = 0; i < line.length; i++) {
                reversed[i] = line[line.length - 1 - i];
            }
            return reversed;
        });
    }

    private static Grid turned(Grid grid, int columns, int rows, double degrees, boolean empty) {
        double cos = StrictMath.cos(StrictMath.toRadians(degrees));
        double sin = StrictMath.sin(StrictMath.toRadians(degrees));
        double dx = grid.spacing(0);
        double dy = grid.spacing(1);
        Grid result = new Grid(columns, rows, grid.slices(), grid.channels(), grid.affine(), grid.scale(),
                grid.film(), new float[columns * rows * grid.slices() * grid.channels()]);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                double x = (column - (columns - 1) / 2.0) * dx;
                double y = (row - (rows - 1) / 2.0) * dy;
                double fromX = (x * cos + y * sin) / dx + (grid.columns() - 1) / 2.0;
                double fromY = (y * cos - x * sin) / dy + (grid.rows() - 1) / 2.0;
                boolean outside = fromX < -0.5 || fromY < -0.5
                        || fromX > grid.columns() - 0.5 || fromY > grid.rows() - 0.5;
                sample(grid, fromX, fromY, result, row * columns + column, empty && outside);
            }
        }
        return result;
    }

    /// Writes the value of every slice and channel at a place to a pixel of another grid.
    private static void sample(Grid from, double x, double y, Grid to, int pixel, boolean empty) {
        int left = (int) Math.floor(x) - 1;
        int top = (int) Math.floor(y) - 1;
        int channels = from.channels();
        for (int z = 0; z < from.slices(); z++) {
            for (int c = 0; c < channels; c++) {
                double sum = 0;
                for (int j = top; j < top + 4 && !empty; j++) {
                    int row = (z * from.rows() + Math.clamp(j, 0, from.rows() - 1)) * from.columns();
                    double line = 0;
                    for (int i = left; i < left + 4; i++) {
                        int at = (row + Math.clamp(i, 0, from.columns() - 1)) * channels + c;
                        line += Cubic.weight(x - i) * from.samples()[at];
                    }
                    sum += Cubic.weight(y - j) * line;
                }
                int at = (z * to.rows() * to.columns() + pixel) * channels + c;
                to.samples()[at] = (float) (empty ? from.scale().low() : sum);
            }
        }
    }

    /// A rectangle of the picture's own shape at a place that the seed draws.
    ///
    /// @param share of the picture's area
    static Mask rectangle(int columns, int rows, double share, long seed) {
        SplitMix64 random = new SplitMix64(seed);
        int width = Math.max(1, (int) Math.round(columns * Math.sqrt(share)));
        int height = Math.max(1, (int) Math.round(rows * Math.sqrt(share)));
        int left = random.below(columns - width + 1);
        int top = random.below(rows - height + 1);
        return Mask.of(columns, rows, (x, y) -> x >= left && x < left + width && y >= top && y < top + height);
    }

    /// What is left of a smaller field of view, at a place that the seed draws; voxels stay at their places.
    ///
    /// @param share of the area that is cut away
    static Grid cropped(Grid grid, double share, long seed) {
        int[] kept = rectangle(grid.columns(), grid.rows(), 1 - share, seed).indices();
        int left = kept[0] % grid.columns();
        int top = kept[0] / grid.columns();
        int columns = kept[kept.length - 1] % grid.columns() - left + 1;
        int rows = kept[kept.length - 1] / grid.columns() - top + 1;
        int row = columns * grid.channels();
        float[] samples = new float[row * rows * grid.slices()];
        for (int z = 0; z < grid.slices(); z++) {
            for (int y = 0; y < rows; y++) {
                int from = ((z * grid.rows() + top + y) * grid.columns() + left) * grid.channels();
                System.arraycopy(grid.samples(), from, samples, (z * rows + y) * row, row);
            }
        }
        double[] map = grid.affine().rows();
        double[] origin = grid.affine().place(left, top, 0);
        for (int axis = 0; axis < 3; axis++) {
            map[4 * axis + 3] = origin[axis];
        }
        return new Grid(
                columns, rows, grid.slices(), grid.channels(), Affine.of(map), grid.scale(), grid.film(),
                samples);
    }
}
