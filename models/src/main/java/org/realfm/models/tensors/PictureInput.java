package org.realfm.models.tensors;

import java.nio.FloatBuffer;
import java.util.List;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.pictures.PictureWindow;

/// How a picture becomes the input of a network.
///
/// A picture is read through the window, made grey or repeated to `channels`, resized to `rows` x `columns` where it has another size (area
/// averaging when shrinking, bilinear otherwise), and each stored value v becomes (v x scale - mean) / std.
///
/// @param name     name of the input tensor, of shape [n, channels, rows, columns], 32-bit float
/// @param rows     height in pixels, at least 1
/// @param columns  width in pixels, at least 1
/// @param channels 1 (grey) or 3 (red, green, blue)
/// @param window   which measured values are black and white
/// @param scale    multiplies stored values; 1/255 for 8 bit
/// @param mean     subtracted after scaling
/// @param std      divides last; greater than 0
public record PictureInput(
        String name, int rows, int columns, int channels, PictureWindow window, double scale, double mean, double std) {

    /// The same for pictures that are seen as their files propose.
    public PictureInput(String name, int rows, int columns, int channels, double scale, double mean, double std) {
        this(name, rows, columns, channels, PictureWindow.FILE, scale, mean, std);
    }

    /// Values of one picture.
    public int size() {
        return channels * rows * columns;
    }

    /// The shape of n pictures.
    public long[] shape(int n) {
        return new long[] {n, channels, rows, columns};
    }

    /// Writes one picture, plane after plane, row after row.
    public void put(Image2D picture, FloatBuffer values) {
        Image2D fitted = channels == 1 ? picture.toGrey() : picture;
        if (fitted.width() != columns || fitted.height() != rows) {
            fitted = fitted.resize(columns, rows);
        }
        for (int c = 0; c < channels; c++) {
            int channel = fitted.channels() == 1 ? 0 : c;
            for (int y = 0; y < rows; y++) {
                for (int x = 0; x < columns; x++) {
                    values.put((float) ((fitted.sample(x, y, channel) * scale - mean) / std));
                }
            }
        }
    }

    /// The tensor of several pictures.
    public FloatBuffer tensor(List<Image2D> pictures) {
        FloatBuffer values = FloatBuffer.allocate(Math.multiplyExact(pictures.size(), size()));
        pictures.forEach(picture -> put(picture, values));
        return values.flip();
    }

    /// What of it is part of a model's identity.
    public List<String> identity() {
        return List.of(
                name,
                Integer.toString(rows),
                Integer.toString(columns),
                Integer.toString(channels),
                window.id(),
                Double.toString(scale),
                Double.toString(mean),
                Double.toString(std));
    }
}
