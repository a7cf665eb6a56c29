package org.realfm.imaging.preprocessing;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.volume.Affine;
import org.realfm.imaging.volume.Volume;

/// What is done to pictures or volumes before a model sees them, in this order.
///
/// ```java
/// Preprocessing head = Preprocessing.of(new Step.Orient(Orientation.of("LPS")),
///         new Step.Resample(1, 1, 1, Step.Interpolation.LINEAR), new Step.Window(40, 80), new Step.Tile(96, 96, 96, 48, 48, 48));
/// List<Volume> shown = head.apply(volume);
/// ```
///
/// Two values with one [#id] do the same to the same input, on every machine. The id may become part of a digest, so it
/// does not change for a step that stays what it is.
///
/// @param steps in order; at most one is a [Step.Tile], and what follows it is done to each tile
public record Preprocessing(List<Step> steps) {

    /// The first line of every id.
    private static final String VERSION = "preprocessing 1";

    /// @throws IllegalArgumentException if there is more than one [Step.Tile]
    public Preprocessing {
        steps = List.copyOf(steps);
        List<String> tiles = steps.stream().filter(Step.Tile.class::isInstance).map(Step::id).toList();
        if (tiles.size() > 1) {
            throw new IllegalArgumentException("tiles can only be cut once, found " + String.join(" and ", tiles));
        }
    }

    /// These steps.
    public static Preprocessing of(Step... steps) {
        return new Preprocessing(List.of(steps));
    }

    /// These steps and then another.
    ///
    /// @throws IllegalArgumentException if both cut tiles
    public Preprocessing then(Step step) {
        return new Preprocessing(Stream.concat(steps.stream(), Stream.of(step)).toList());
    }

    /// A line for each step, after one that says the version of these lines.
    public String id() {
        return steps.stream().map(step -> "\n" + step.id()).collect(Collectors.joining("", VERSION, ""));
    }

    /// What a model is shown of a volume: one, or as many as the tiles.
    ///
    /// @throws IllegalArgumentException if a step cannot be taken, as a tile larger than the volume
    public List<Volume> apply(Volume volume) {
        Block block = new Block(volume.columns(), volume.rows(), volume.slices(), 1, volume.values(), volume.affine(), false);
        return through(block).stream().map(Block::toVolume).toList();
    }

    /// What a model is shown of a picture whose distance of pixels is not known.
    ///
    /// @throws IllegalArgumentException if a step cannot be taken: [Step.Orient] and [Step.Resample] cannot
    public List<FloatImage> apply(Image2D image) {
        return through(new Block(image.width(), image.height(), 1, image.channels(), image.samples(), null, true)).stream()
                .map(Block::toImage).toList();
    }

    /// What a model is shown of a picture.
    ///
    /// @param dx millimetres from column to column, above 0
    /// @param dy millimetres from row to row, above 0
    /// @throws IllegalArgumentException if a step cannot be taken: [Step.Orient] cannot
    public List<FloatImage> apply(Image2D image, double dx, double dy) {
        return through(new Block(image.width(), image.height(), 1, image.channels(), image.samples(), Affine.scaling(dx, dy, 1), true))
                .stream().map(Block::toImage).toList();
    }

    private List<Block> through(Block block) {
        List<Block> blocks = List.of(block);
        for (Step step : steps) {
            List<Block> next = new ArrayList<>();
            blocks.forEach(one -> next.addAll(one.after(step)));
            blocks = next;
        }
        return blocks;
    }
}
