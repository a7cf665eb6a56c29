package org.realfm.models.tensors;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.pictures.PictureWindow;
import org.realfm.imaging.preprocessing.FloatImage;
import org.realfm.imaging.preprocessing.Preprocessing;
import org.realfm.imaging.preprocessing.Step;

/// How a picture becomes the input of a network.
///
/// A picture is read through the window, made grey if `channels` is 1, taken through the steps, and resized to `rows` x `columns` where it
/// has another size (area averaging when shrinking, bilinear otherwise). Then each value v becomes (v x scale - mean) / std, and a grey
/// picture is repeated to 3 channels if the network takes colours. Values are stored ones unless a step normalises them.
///
/// @param name     name of the input tensor, of shape [n, channels, rows, columns], 32-bit float
/// @param rows     height in pixels, at least 1
/// @param columns  width in pixels, at least 1
/// @param channels 1 (grey) or 3 (red, green, blue)
/// @param window   which measured values are black and white
/// @param steps    what is done to a picture of one slice before it is resized; none that needs millimetres or the patient's axes, and
///                 none that makes several pictures of one
/// @param scale    multiplies values; 1/255 for stored values of 8 bit
/// @param mean     subtracted after scaling
/// @param std      divides last; greater than 0
public record PictureInput(
        String name,
        int rows,
        int columns,
        int channels,
        PictureWindow window,
        Preprocessing steps,
        double scale,
        double mean,
        double std) {

    /// @throws IllegalArgumentException if a picture cannot take one of the steps
    public PictureInput {
        for (Step step : steps.steps()) {
            if (!suitsAPicture(step)) {
                throw new IllegalArgumentException("a picture cannot be shown after '" + step.id() + "'");
            }
        }
    }

    /// The same for pictures that are seen as their files propose, without steps.
    public PictureInput(String name, int rows, int columns, int channels, double scale, double mean, double std) {
        this(name, rows, columns, channels, PictureWindow.FILE, Preprocessing.of(), scale, mean, std);
    }

    private static boolean suitsAPicture(Step step) {
        return switch (step) {
            case Step.Window window -> true;
            case Step.Resize resize -> resize.slices() <= 1;
            case Step.Crop crop -> true;
            case Step.Pad pad -> pad.slices() <= 1;
            case Step.ZScore zScore -> true;
            case Step.Percentiles percentiles -> true;
            case Step.Resample resample -> false;
            case Step.Orient orient -> false;
            case Step.Tile tile -> false;
        };
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
    ///
    /// @throws IllegalArgumentException if the steps make too many values of it
    public void put(Image2D picture, FloatBuffer values) {
        Image2D seen = channels == 1 ? picture.toGrey() : picture;
        if (steps.steps().isEmpty()) {
            Image2D fitted = seen.resize(columns, rows);
            put(fitted::sample, fitted.channels(), values);
        } else {
            FloatImage fitted = steps.then(new Step.Resize(columns, rows, 0, Step.Interpolation.LINEAR)).apply(seen).getFirst();
            put(fitted::value, fitted.channels(), values);
        }
    }

    private interface Pixels {
        float at(int x, int y, int c);
    }

    private void put(Pixels fitted, int found, FloatBuffer values) {
        for (int c = 0; c < channels; c++) {
            int channel = found == 1 ? 0 : c;
            for (int y = 0; y < rows; y++) {
                for (int x = 0; x < columns; x++) {
                    values.put((float) ((fitted.at(x, y, channel) * scale - mean) / std));
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

    /// What of it is part of a model's identity. Without steps it is what it was before there were any.
    public List<String> identity() {
        List<String> parts = new ArrayList<>(List.of(
                name,
                Integer.toString(rows),
                Integer.toString(columns),
                Integer.toString(channels),
                window.id(),
                Double.toString(scale),
                Double.toString(mean),
                Double.toString(std)));
        if (!steps.steps().isEmpty()) {
            parts.add(steps.id());
        }
        return List.copyOf(parts);
    }
}
