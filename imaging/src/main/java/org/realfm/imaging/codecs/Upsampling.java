package org.realfm.imaging.codecs;

/// Brings a subsampled component to full size: by triangles (three quarters of the nearer, one quarter of the farther
/// sample, rounded alternately up and down) for halves in one or both directions, by repetition otherwise. These are the
/// rules of the Independent JPEG Group's decoder, so that samples agree with other readers'.
final class Upsampling {

    private Upsampling() {}

    /// Writes a component into interleaved samples.
    ///
    /// @param plane      the component
    /// @param stride     between its rows
    /// @param columns    that are real
    /// @param rows       that are real
    /// @param horizontal how many times wider the frame is
    /// @param vertical   how many times higher
    static void apply(int[] plane, int stride, int columns, int rows, int horizontal, int vertical, int[] target, Shape shape,
            int component) {
        boolean wide = horizontal == 2 && columns > 2;
        int[] blended = new int[columns];
        int[] line = new int[columns * horizontal];
        for (int y = 0; y < shape.height(); y++) {
            int source = y / vertical * stride;
            if (wide && vertical == 2) {
                int other = Math.clamp(y / 2 + ((y & 1) == 0 ? -1 : 1), 0, rows - 1) * stride;
                for (int x = 0; x < columns; x++) {
                    blended[x] = 3 * plane[source + x] + plane[other + x];
                }
                widen(blended, columns, line, 8, 7, 4);
            } else if (wide && vertical == 1) {
                System.arraycopy(plane, source, blended, 0, columns);
                widen(blended, columns, line, 1, 2, 2);
            } else {
                for (int x = 0; x < line.length; x++) {
                    line[x] = plane[source + x / horizontal];
                }
            }
            int to = y * shape.width() * shape.components() + component;
            for (int x = 0; x < shape.width(); x++, to += shape.components()) {
                target[to] = line[x];
            }
        }
    }

    private static void widen(int[] from, int columns, int[] line, int left, int right, int shift) {
        for (int x = 0; x < columns; x++) {
            int before = from[Math.max(x - 1, 0)];
            int after = from[Math.min(x + 1, columns - 1)];
            line[2 * x] = 3 * from[x] + before + left >> shift;
            line[2 * x + 1] = 3 * from[x] + after + right >> shift;
        }
    }
}
