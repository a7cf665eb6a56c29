package org.realfm.imaging.fingerprints;

/// A separable blur of a grid of cells; what lies beyond the edges counts as 0.
sealed interface Smoothing {

    /// A Gaussian kernel, for narrow blurs.
    static Smoothing gaussian(double sigma) {
        int reach = (int) Math.ceil(3 * sigma);
        float[] kernel = new float[2 * reach + 1];
        for (int i = 0; i < kernel.length; i++) {
            kernel[i] = (float) StrictMath.exp(-0.5 * (i - reach) * (i - reach) / (sigma * sigma));
        }
        return new Kernel(kernel, 1);
    }

    /// Three running means, close to a Gaussian, whose time does not depend on their width: 12 variance = 3 (width^2 - 1).
    static Smoothing boxes(double sigma) {
        return new Running((int) Math.round((Math.sqrt(4 * sigma * sigma + 1) - 1) / 2), 3);
    }

    int times();

    void line(float[] from, int start, int step, int length, float[] to);

    /// Blurs in place.
    default void apply(float[] cells, int columns, int rows) {
        float[] line = new float[Math.max(columns, rows)];
        for (int time = 0; time < times(); time++) {
            for (int y = 0; y < rows; y++) {
                line(cells, y * columns, 1, columns, line);
                System.arraycopy(line, 0, cells, y * columns, columns);
            }
            for (int x = 0; x < columns; x++) {
                line(cells, x, columns, rows, line);
                for (int y = 0; y < rows; y++) {
                    cells[y * columns + x] = line[y];
                }
            }
        }
    }

    @SuppressWarnings("ArrayRecordComponent")
    record Kernel(float[] weights, int times) implements Smoothing {
        @Override
        public void line(float[] from, int start, int step, int length, float[] to) {
            int reach = weights.length / 2;
            for (int i = 0; i < length; i++) {
                int first = Math.max(0, i - reach);
                int last = Math.min(length - 1, i + reach);
                float sum = 0;
                for (int j = first; j <= last; j++) {
                    sum += weights[j - i + reach] * from[start + j * step];
                }
                to[i] = sum;
            }
        }
    }

    record Running(int reach, int times) implements Smoothing {
        @Override
        public void line(float[] from, int start, int step, int length, float[] to) {
            double sum = 0;
            for (int j = 0; j < Math.min(reach, length); j++) {
                sum += from[start + j * step];
            }
            for (int i = 0; i < length; i++) {
                if (i + reach < length) {
                    sum += from[start + (i + reach) * step];
                }
                if (i - reach - 1 >= 0) {
                    sum -= from[start + (i - reach - 1) * step];
                }
                to[i] = (float) (sum / (2 * reach + 1));
            }
        }
    }
}
