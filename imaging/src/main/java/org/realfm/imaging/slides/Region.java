package org.realfm.imaging.slides;

import java.util.Arrays;
import org.realfm.imaging.Image2D;

/// A part of a picture.
///
/// @param width    columns
/// @param height   rows
/// @param channels samples a pixel, 1 or 3
/// @param maximum  the largest value that the stored depth can hold without a sign: 255, 65535; 0 for samples with a sign,
///                 of 32 bits, or real
/// @param samples  as stored, row by row, the samples of a pixel side by side; colours as red, green and blue. Doubles hold
///                 whole numbers of 32 bits and single floats exactly
/// @param absent   pixels that the file has no tile for: white in colour, 0 in grey
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record Region(int width, int height, int channels, int maximum, double[] samples, long absent) {

    /// A sample.
    public double sample(int x, int y, int channel) {
        if (x < 0 || x >= width || channel < 0 || channel >= channels) {
            throw new IndexOutOfBoundsException("no sample " + x + ", " + y + ", " + channel);
        }
        return samples[(y * width + x) * channels + channel];
    }

    /// The region as a picture.
    ///
    /// @throws IllegalStateException if its samples have a sign, 32 bits, or are real
    public Image2D toImage() {
        if (maximum == 0) {
            throw new IllegalStateException("a picture has whole samples of up to 16 bits, without a sign");
        }
        float[] values = new float[samples.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) samples[i];
        }
        return Image2D.of(width, height, channels, maximum, values);
    }

    /// A region that waits for its tiles.
    static Region blank(int width, int height, int channels, int maximum) {
        double[] samples = new double[width * height * channels];
        if (channels == 3) {
            Arrays.fill(samples, maximum);
        }
        return new Region(width, height, channels, maximum, samples, 0);
    }

    /// Copies what a tile and this region share.
    ///
    /// @param left column of this region in the level; `tileLeft` that of the tile
    /// @param from samples of the tile, `channelsOfTile` a pixel
    /// @param to   the first channel to fill
    /// @return pixels copied
    long take(int left, int top, int tileLeft, int tileTop, int tileWidth, int tileHeight, double[] from, int channelsOfTile, int to) {
        int firstColumn = Math.max(left, tileLeft);
        int lastColumn = Math.min(left + width, tileLeft + tileWidth);
        int firstRow = Math.max(top, tileTop);
        int lastRow = Math.min(top + height, tileTop + tileHeight);
        for (int y = firstRow; y < lastRow; y++) {
            for (int x = firstColumn; x < lastColumn; x++) {
                int source = ((y - tileTop) * tileWidth + x - tileLeft) * channelsOfTile;
                int target = ((y - top) * width + x - left) * channels + to;
                for (int c = 0; c < Math.min(channelsOfTile, channels); c++) {
                    samples[target + c] = from[source + c];
                }
            }
        }
        return Math.max(0, lastColumn - firstColumn) * (long) Math.max(0, lastRow - firstRow);
    }
}
