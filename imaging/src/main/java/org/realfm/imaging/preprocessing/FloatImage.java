package org.realfm.imaging.preprocessing;

/// A preprocessed picture: any finite values, where an [org.realfm.imaging.Image2D] has stored ones.
///
/// @param width    columns
/// @param height   rows
/// @param channels samples a pixel
/// @param values   the value of channel `c` at column `x` and row `y` has the index `(y * width + x) * channels + c`
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record FloatImage(int width, int height, int channels, float[] values) {

    /// @throws IllegalArgumentException if the number of values does not fit
    public FloatImage {
        if (width < 1 || height < 1 || channels < 1 || values.length != (long) width * height * channels) {
            throw new IllegalArgumentException("no such picture: " + width + " x " + height + " x " + channels + " of "
                    + values.length + " values");
        }
        values = values.clone();
    }

    /// The value of channel `c` at column `x` and row `y`.
    public float value(int x, int y, int c) {
        if (x < 0 || x >= width || c < 0 || c >= channels) {
            throw new IndexOutOfBoundsException("no value " + x + ", " + y + ", " + c);
        }
        return values[(y * width + x) * channels + c];
    }

    /// A copy of all values.
    @Override
    public float[] values() {
        return values.clone();
    }
}
