package org.realfm.models.tensors;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.pictures.Picture;
import org.realfm.imaging.pictures.PictureWindow;
import org.realfm.imaging.preprocessing.Preprocessing;
import org.realfm.imaging.preprocessing.Step;
import org.realfm.imaging.volume.Volume;

/// How a picture or a volume becomes the input of a network, or several inputs, its tiles.
///
/// A picture is read through the window, made grey if `channels` is 1, taken through the steps, and resized to `rows` x `columns` where it
/// has another size (area averaging when shrinking, bilinear otherwise). Then each value v becomes (v x scale - mean) / std, and a grey
/// picture is repeated to 3 channels if the network takes colours. Values are stored ones unless a step normalises them.
///
/// A volume is measured values on axes that grow to the patient's left, back and head. Through a stated window they become whole
/// numbers from 0 to 65535, as those of a picture; otherwise they stay. Then come the steps, the size and the numbers as for a picture.
/// It is shown whole to a network of volumes (`slices` above 0), or to one of pictures as slices, one by one, which a step has to
/// cut ([Step.Tile], or [Step.Crop] for one).
///
/// @param name        name of the input tensor, of shape [n, channels, rows, columns] or [n, channels, slices, rows, columns], 32-bit
///                    float
/// @param slices      of a network of volumes, at least 1; 0 for a network of pictures
/// @param rows        height in pixels, at least 1
/// @param columns     width in pixels, at least 1
/// @param channels    1 (grey) or 3 (red, green, blue)
/// @param window      which measured values are black and white
/// @param steps       what is done before the resizing
/// @param combination how the scores of tiles become one; present if and only if a step is a [Step.Tile]
/// @param scale       multiplies values; 1/255 for stored values of 8 bit
/// @param mean        subtracted after scaling
/// @param std         divides last; greater than 0
public record PictureInput(
        String name,
        int slices,
        int rows,
        int columns,
        int channels,
        PictureWindow window,
        Preprocessing steps,
        Optional<Combination> combination,
        double scale,
        double mean,
        double std) {

    private static final long MOST_VALUES = 1L << 29;

    /// @throws IllegalArgumentException if what is shown cannot take one of the steps, if slices are not cut for a network of
    ///                                  pictures, or if tiles have no combination or a combination no tiles
    public PictureInput {
        Optional<Step> tile = steps.steps().stream().filter(Step.Tile.class::isInstance).findFirst();
        if (tile.isPresent() != combination.isPresent()) {
            throw new IllegalArgumentException(tile.isPresent() ? "the scores of tiles are combined, found '" + tile.get().id()
                    + "' without how" : "the scores of tiles are combined, found no tiles");
        }
        Optional<Step> solid = steps.steps().stream().filter(PictureInput::isSolid).reduce((before, after) -> after);
        if ((long) channels * Math.max(1, slices) * rows * columns > MOST_VALUES) {
            throw new IllegalArgumentException("an input has at most " + MOST_VALUES + " values");
        }
        if (slices == 0 && solid.isPresent() && !leavesOneSlice(steps.steps())) {
            throw new IllegalArgumentException("a picture cannot be shown after '" + solid.get().id() + "', nor a volume before it is"
                    + " cut into slices");
        }
    }

    /// For pictures of one plane that are not cut into tiles.
    public PictureInput(
            String name, int rows, int columns, int channels, PictureWindow window, Preprocessing steps, double scale, double mean, double std) {
        this(name, 0, rows, columns, channels, window, steps, Optional.empty(), scale, mean, std);
    }

    /// The same for pictures that are seen as their files propose, without steps.
    public PictureInput(String name, int rows, int columns, int channels, double scale, double mean, double std) {
        this(name, rows, columns, channels, PictureWindow.FILE, Preprocessing.of(), scale, mean, std);
    }

    /// Whether it is made from volumes; otherwise from pictures of one plane.
    public boolean ofVolumes() {
        return slices > 0 || steps.steps().stream().anyMatch(PictureInput::isSolid);
    }

    /// Whether only a volume can take a step.
    private static boolean isSolid(Step step) {
        return step instanceof Step.Resample || step instanceof Step.Orient || slicesOf(step) > 0;
    }

    /// Whether steps end with one slice of a volume, or several one by one.
    public static boolean leavesOneSlice(List<Step> steps) {
        return steps.stream().filter(step -> slicesOf(step) > 0).reduce((before, after) -> after)
                .filter(step -> slicesOf(step) == 1 && !(step instanceof Step.Pad)).isPresent();
    }

    /// How many slices a step asks for; 0 if it says nothing of them.
    private static int slicesOf(Step step) {
        return switch (step) {
            case Step.Resize resize -> resize.slices();
            case Step.Crop crop -> crop.slices();
            case Step.Pad pad -> pad.slices();
            case Step.Tile tile -> tile.slices();
            case Step.Window window -> 0;
            case Step.ZScore zScore -> 0;
            case Step.Percentiles percentiles -> 0;
            case Step.Resample resample -> 0;
            case Step.Orient orient -> 0;
        };
    }

    /// Values of one input.
    public int size() {
        return channels * Math.max(1, slices) * rows * columns;
    }

    /// The shape of n inputs.
    public long[] shape(int n) {
        return slices == 0
                ? new long[] {n, channels, rows, columns}
                : new long[] {n, channels, slices, rows, columns};
    }

    /// The inputs that a picture becomes: one, or its tiles in order. Each is plane after plane (channels, then slices), row after
    /// row.
    ///
    /// @throws IllegalArgumentException if it is no picture of the kind that this takes, or cannot take a step
    public List<float[]> inputs(Picture picture) {
        return switch (picture) {
            case Picture.Flat(Image2D image) when !ofVolumes() -> ofPicture(image);
            case Picture.Solid(Volume volume) when ofVolumes() -> ofVolume(volume);
            case Picture.Flat flat -> throw new IllegalArgumentException("they are for volumes, the case has a picture of one plane");
            case Picture.Solid solid -> throw new IllegalArgumentException("they are for pictures of one plane, the case has a volume");
        };
    }

    private List<float[]> ofPicture(Image2D image) {
        Image2D seen = channels == 1 ? image.toGrey() : image;
        if (steps.steps().isEmpty()) {
            Image2D fitted = seen.resize(columns, rows);
            return List.of(values(1, fitted.channels(), (x, y, z, c) -> fitted.sample(x, y, c)));
        }
        return steps.then(new Step.Resize(columns, rows, 0, Step.Interpolation.LINEAR)).apply(seen).stream()
                .map(fitted -> values(1, fitted.channels(), (x, y, z, c) -> fitted.value(x, y, c)))
                .toList();
    }

    private List<float[]> ofVolume(Volume volume) {
        List<float[]> inputs = new ArrayList<>();
        Step fit = new Step.Resize(columns, rows, slices, Step.Interpolation.LINEAR);
        for (Volume fitted : steps.then(fit).apply(window.seen(volume))) {
            if (slices == 0 && fitted.slices() != 1) {
                throw new IllegalArgumentException("they leave " + fitted.slices() + " slices, and a picture has one");
            }
            inputs.add(values(fitted.slices(), 1, (x, y, z, c) -> fitted.value(x, y, z)));
        }
        return inputs;
    }

    private interface Voxels {
        float at(int x, int y, int z, int c);
    }

    private float[] values(int planes, int found, Voxels fitted) {
        float[] values = new float[size()];
        int at = 0;
        for (int c = 0; c < channels; c++) {
            int channel = found == 1 ? 0 : c;
            for (int z = 0; z < planes; z++) {
                for (int y = 0; y < rows; y++) {
                    for (int x = 0; x < columns; x++) {
                        values[at++] = (float) ((fitted.at(x, y, z, channel) * scale - mean) / std);
                    }
                }
            }
        }
        return values;
    }

    /// What of it is part of a model's identity. Without steps it is what it was before there were any, and of pictures what it
    /// was before there were volumes and tiles.
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
        if (slices > 0) {
            parts.add("slices " + slices);
        }
        combination.ifPresent(how -> parts.add("combined " + how.name()));
        return List.copyOf(parts);
    }
}
