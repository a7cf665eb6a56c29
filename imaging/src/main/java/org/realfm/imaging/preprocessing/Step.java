package org.realfm.imaging.preprocessing;

import org.realfm.imaging.volume.Orientation;

/// One thing that is done to a picture or a volume. Sizes name columns, rows and slices; a picture has one slice.
public sealed interface Step {

    /// A line that says what is done, and stays the same for what stays the same.
    String id();

    /// How values between the centres of voxels are found.
    enum Interpolation {
        /// A triangle filter, widened when shrinking so that every voxel counts and nothing aliases.
        LINEAR,
        /// The nearest voxel, of two as near the later: for labels.
        NEAREST
    }

    /// Values to [0, 1]: 0 up to `centre - width / 2`, 1 from `centre + width / 2` on, a straight line between (PS3.3
    /// C.11.2.1.3.2, `LINEAR_EXACT`).
    ///
    /// @param centre finite
    /// @param width  above 0
    record Window(double centre, double width) implements Step {

        public Window {
            if (!Double.isFinite(centre) || !(width > 0) || !Double.isFinite(width)) {
                throw new IllegalArgumentException("a window has a finite centre and a width above 0, found " + centre + ", " + width);
            }
        }

        @Override
        public String id() {
            return "window " + centre + " " + width;
        }
    }

    /// To voxels at these distances in millimetres, about the same middle. There are as many as come nearest to the old
    /// extent, at least one.
    ///
    /// @param dx along columns, above 0
    /// @param dy along rows, above 0
    /// @param dz along slices, above 0; a picture's stays 1
    record Resample(double dx, double dy, double dz, Interpolation interpolation) implements Step {

        public Resample {
            if (!(dx > 0 && dy > 0 && dz > 0 && Double.isFinite(dx + dy + dz))) {
                throw new IllegalArgumentException("a distance is above 0 mm, found " + dx + ", " + dy + ", " + dz);
            }
        }

        @Override
        public String id() {
            return "resample " + dx + " " + dy + " " + dz + " " + lower(interpolation);
        }
    }

    /// To this size, the ends of both grids aligned. 0 leaves an axis as it is.
    record Resize(int columns, int rows, int slices, Interpolation interpolation) implements Step {

        public Resize {
            sizes(columns, rows, slices);
        }

        @Override
        public String id() {
            return "resize " + columns + " " + rows + " " + slices + " " + lower(interpolation);
        }
    }

    /// The middle, of at most this size; where it cannot be in the middle, half a voxel before it. 0 leaves an axis.
    record Crop(int columns, int rows, int slices) implements Step {

        public Crop {
            sizes(columns, rows, slices);
        }

        @Override
        public String id() {
            return "crop " + columns + " " + rows + " " + slices;
        }
    }

    /// At least this size, with a value around it; where it cannot be even, the larger part comes after. 0 leaves an axis.
    ///
    /// @param value finite
    record Pad(int columns, int rows, int slices, double value) implements Step {

        public Pad {
            sizes(columns, rows, slices);
            if (!Float.isFinite((float) value)) {
                throw new IllegalArgumentException("a finite value surrounds, found " + value);
            }
        }

        @Override
        public String id() {
            return "pad " + columns + " " + rows + " " + slices + " " + value;
        }
    }

    /// The axes of a volume put in this order and direction, without interpolation.
    record Orient(Orientation orientation) implements Step {

        @Override
        public String id() {
            return "orient " + orientation;
        }
    }

    /// Each channel less its mean, over its standard deviation (that of all values, with divisor n); 0 everywhere for a
    /// channel of one value.
    record ZScore() implements Step {

        @Override
        public String id() {
            return "z-score";
        }
    }

    /// Each channel to [0, 1] between two of its percentiles (linear between order statistics: type 7 of Hyndman and Fan
    /// 1996, doi:10.2307/2684934), cut off beyond them; 0 everywhere if the two are one.
    ///
    /// @param low  from 0, below `high`
    /// @param high up to 100
    record Percentiles(double low, double high) implements Step {

        public Percentiles {
            if (!(low >= 0 && low < high && high <= 100)) {
                throw new IllegalArgumentException("two percentiles lie in [0, 100], found " + low + ", " + high);
            }
        }

        @Override
        public String id() {
            return "percentiles " + low + " " + high;
        }
    }

    /// Parts of this size, columns first, then rows, then slices, a stride apart; the last along each axis ends where the
    /// grid ends. 0 takes an axis whole.
    ///
    /// @param columns       of a tile; the grid has at least as many
    /// @param columnStride  from a tile to the next, from 1 to `columns`
    record Tile(int columns, int rows, int slices, int columnStride, int rowStride, int sliceStride) implements Step {

        public Tile {
            sizes(columns, rows, slices);
            stride(columns, columnStride);
            stride(rows, rowStride);
            stride(slices, sliceStride);
        }

        private static void stride(int size, int stride) {
            if (size == 0 ? stride != 0 : stride < 1 || stride > size) {
                throw new IllegalArgumentException("a stride is from 1 to the size of the tile (0 if the axis is whole), found "
                        + stride + " of " + size);
            }
        }

        @Override
        public String id() {
            return "tile " + columns + " " + rows + " " + slices + " " + columnStride + " " + rowStride + " " + sliceStride;
        }
    }

    private static void sizes(int columns, int rows, int slices) {
        if (columns < 0 || rows < 0 || slices < 0 || columns == 0 && rows == 0 && slices == 0) {
            throw new IllegalArgumentException("a size is at least 1, or 0 for an axis that is left, found " + columns + ", " + rows
                    + ", " + slices);
        }
    }

    private static String lower(Interpolation interpolation) {
        return interpolation == Interpolation.LINEAR ? "linear" : "nearest";
    }
}
