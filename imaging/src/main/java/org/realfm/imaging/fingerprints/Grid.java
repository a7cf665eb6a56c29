package org.realfm.imaging.fingerprints;

import org.realfm.imaging.Image2D;

/// What films become before they are compared: a grid of cells, NaN where nothing is known.
///
/// @param cells   row by row, `columns * rows` of them
/// @param columns at least 1
/// @param rows    at least 1
@SuppressWarnings("ArrayRecordComponent")
record Grid(float[] cells, int columns, int rows) {

    static Grid of(Image2D film) {
        return new Grid(film.toGrey().samples(), film.width(), film.height());
    }

    int longest() {
        return Math.max(columns, rows);
    }

    /// The grid without the cells that are marked.
    Grid without(boolean[] marked) {
        float[] kept = cells.clone();
        for (int i = 0; i < kept.length; i++) {
            if (marked[i]) {
                kept[i] = Float.NaN;
            }
        }
        return new Grid(kept, columns, rows);
    }

    /// What lies between two scales: the grid blurred by `fine` minus the grid blurred by `coarse` (standard deviations
    /// in cells; 0 for not at all). Takes out brightness and the broad light and dark that all films of a body part
    /// share. Cells that are not known take no part, and stay unknown.
    Grid band(double fine, double coarse) {
        Grid near = fine > 0 ? smoothed(Smoothing.gaussian(fine)) : this;
        float[] broad = smoothed(Smoothing.boxes(coarse)).cells;
        float[] result = near.cells.clone();
        for (int i = 0; i < result.length; i++) {
            result[i] -= broad[i];
        }
        return new Grid(result, columns, rows);
    }

    private Grid smoothed(Smoothing smoothing) {
        float[] values = new float[cells.length];
        float[] known = new float[cells.length];
        for (int i = 0; i < cells.length; i++) {
            boolean unknown = Float.isNaN(cells[i]);
            values[i] = unknown ? 0 : cells[i];
            known[i] = unknown ? 0 : 1;
        }
        smoothing.apply(values, columns, rows);
        smoothing.apply(known, columns, rows);
        for (int i = 0; i < cells.length; i++) {
            values[i] = Float.isNaN(cells[i]) ? Float.NaN : values[i] / known[i];
        }
        return new Grid(values, columns, rows);
    }

    /// The part [left, left + width] x [top, top + height] of the unit square, sampled bilinearly; NaN where it lies
    /// outside.
    Grid part(double left, double top, double width, double height, int newColumns, int newRows) {
        int[] column = new int[newColumns];
        float[] right = new float[newColumns];
        for (int x = 0; x < newColumns; x++) {
            double u = (left + width * (x + 0.5) / newColumns) * columns - 0.5;
            column[x] = u < -0.5 || u > columns - 0.5 ? -1 : Math.clamp((int) Math.floor(u), 0, Math.max(0, columns - 2));
            right[x] = (float) Math.clamp(u - column[x], 0.0, 1.0);
        }
        int nextColumn = columns > 1 ? 1 : 0;
        float[] result = new float[newColumns * newRows];
        for (int y = 0; y < newRows; y++) {
            double v = (top + height * (y + 0.5) / newRows) * rows - 0.5;
            boolean outside = v < -0.5 || v > rows - 0.5;
            int row = Math.clamp((int) Math.floor(v), 0, Math.max(0, rows - 2));
            float down = (float) Math.clamp(v - row, 0.0, 1.0);
            int above = row * columns;
            int below = rows > 1 ? above + columns : above;
            for (int x = 0; x < newColumns; x++) {
                int i = column[x];
                float value = Float.NaN;
                if (!outside && i >= 0) {
                    float upper = cells[above + i] + right[x] * (cells[above + i + nextColumn] - cells[above + i]);
                    float lower = cells[below + i] + right[x] * (cells[below + i + nextColumn] - cells[below + i]);
                    value = upper + down * (lower - upper);
                }
                result[y * newColumns + x] = value;
            }
        }
        return new Grid(result, newColumns, newRows);
    }

    /// The straight line other = level + slope x this through the cells where both are known.
    ///
    /// @param cells       how many these are
    /// @param correlation Pearson's, in [-1, 1]; 0 where one of the two is constant
    record Line(int cells, double level, double slope, double correlation) {}

    /// Fits the line.
    ///
    /// @param other of the same shape
    Line line(Grid other) {
        float[] a = cells;
        float[] b = other.cells;
        int n = 0;
        double sa = 0;
        double sb = 0;
        double saa = 0;
        double sbb = 0;
        double sab = 0;
        for (int i = 0; i < a.length; i++) {
            double product = (double) a[i] * b[i];
            if (!Double.isNaN(product)) {
                n++;
                sa += a[i];
                sb += b[i];
                saa += (double) a[i] * a[i];
                sbb += (double) b[i] * b[i];
                sab += product;
            }
        }
        double va = saa - sa * sa / Math.max(1, n);
        double vb = sbb - sb * sb / Math.max(1, n);
        if (va <= 1e-6 * n || vb <= 1e-6 * n) {
            return new Line(n, sb / Math.max(1, n), 0, 0);
        }
        double common = sab - sa * sb / n;
        double slope = common / va;
        return new Line(n, (sb - slope * sa) / n, slope, Math.clamp(common / Math.sqrt(va * vb), -1.0, 1.0));
    }

    /// A quantile of the known values, by Hoare's selection; 0 where none is known.
    static float quantile(float[] values, double q) {
        float[] known = new float[values.length];
        int n = 0;
        for (float value : values) {
            if (!Float.isNaN(value)) {
                known[n++] = value;
            }
        }
        int wanted = (int) (q * (n - 1));
        int low = 0;
        int high = n - 1;
        while (low < high) {
            float pivot = known[(low + high) >>> 1];
            int i = low;
            int j = high;
            while (i <= j) {
                while (known[i] < pivot) {
                    i++;
                }
                while (known[j] > pivot) {
                    j--;
                }
                if (i <= j) {
                    float swap = known[i];
                    known[i++] = known[j];
                    known[j--] = swap;
                }
            }
            if (wanted <= j) {
                high = j;
            } else if (wanted >= i) {
                low = i;
            } else {
                break;
            }
        }
        return n == 0 ? 0 : known[wanted];
    }
}
