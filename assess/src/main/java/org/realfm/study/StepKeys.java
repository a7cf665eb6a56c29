package org.realfm.study;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.realfm.imaging.preprocessing.Preprocessing;
import org.realfm.imaging.preprocessing.Step;
import org.realfm.imaging.preprocessing.Step.Interpolation;
import org.realfm.imaging.volume.Orientation;
import org.realfm.models.tensors.Combination;
import org.realfm.models.tensors.PictureInput;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/// The `steps` of a model's `input`: what a [PictureInput] does to a picture or a volume between its window and its size.
///
/// Sizes are `[rows, columns]` or `[slices, rows, columns]`, as everywhere in a study file; [Step] names columns first.
///
/// @param steps       in order
/// @param combination how the scores of tiles become one, if there are tiles
record StepKeys(Preprocessing steps, Optional<Combination> combination) {

    private static final String[] STEPS = {"crop", "pad", "resize", "normalise", "orient", "resample", "window", "tile"};

    private static final String[] TILE = {"size", "stride", "combine"};

    private static final String VOLUMES = "; of volumes, write 'size: [slices, rows, columns]' or cut slices with 'tile'";

    /// Steps that only volumes can take: why not pictures, and what to do.
    private static final Map<String, List<String>> OF_VOLUMES = Map.of(
            "resample", List.of("needs the millimetres between pixels, which are not known of the pictures of a cohort",
                    "Do it to the files beforehand, or use 'resize'" + VOLUMES),
            "orient", List.of("needs the axes of the patient, which are not known of the pictures of a cohort",
                    "Do it to the files beforehand" + VOLUMES),
            "window", List.of("is no step of a picture: it comes before all of them", "Move it out of 'steps', into 'input'" + VOLUMES));

    /// In the place of a number in a size: the axis is left as it is.
    static final String WHOLE = "whole";

    /// All steps in order.
    ///
    /// @param solid whether the network takes volumes
    static StepKeys read(YamlValue value, boolean solid) {
        List<YamlValue> listed = value.list();
        if (listed.isEmpty()) {
            throw value.bad("is empty, expected at least one step", "Add a step, or remove the key");
        }
        List<Step> sizes = listed.stream().filter(each -> !OF_VOLUMES.containsKey(kind(each))).map(StepKeys::step).toList();
        if (!solid && !PictureInput.leavesOneSlice(sizes)) {
            listed.forEach(StepKeys::refuse);
        }
        List<Step> steps = listed.stream().map(StepKeys::step).toList();
        List<YamlValue> tiles = listed.stream().filter(each -> kind(each).equals("tile")).toList();
        if (tiles.size() > 1) {
            throw tiles.get(1).bad("cuts tiles a second time", "Keep one of them");
        }
        return new StepKeys(
                new Preprocessing(steps),
                tiles.stream().findFirst().map(tile -> tile.section(STEPS).require("tile").section(TILE).require("combine")
                        .choice(UseSection.words(Combination.class))));
    }

    private static String kind(YamlValue step) {
        return step.section(STEPS).oneOf(STEPS);
    }

    /// Refuses a step that a picture cannot take.
    private static void refuse(YamlValue step) {
        List<String> refused = OF_VOLUMES.get(kind(step));
        if (refused != null) {
            throw step.section(STEPS).require(kind(step)).bad(refused.get(0), refused.get(1));
        }
    }

    private static Step step(YamlValue step) {
        return step(kind(step), step.section(STEPS).require(kind(step)));
    }

    private static Step step(String kind, YamlValue stated) {
        return switch (kind) {
            case "crop" -> {
                int[] size = size(stated);
                yield new Step.Crop(size[2], size[1], size[0]);
            }
            case "resize" -> {
                int[] size = size(stated);
                yield new Step.Resize(size[2], size[1], size[0], Interpolation.LINEAR);
            }
            case "pad" -> pad(stated.section("size", "value"));
            case "orient" -> orient(stated);
            case "resample" -> resample(stated);
            case "window" -> window(stated.section("centre", "width"));
            case "tile" -> tile(stated.section(TILE));
            default -> normalise(stated);
        };
    }

    private static int[] size(YamlValue value) {
        int[] size = ModelSection.size(value, true);
        if (size[0] == 0 && size[1] == 0 && size[2] == 0) {
            throw value.bad("leaves everything whole", "Write a number for one of them");
        }
        return size;
    }

    private static Step pad(YamlSection pad) {
        int[] size = size(pad.require("size"));
        double value = pad.get("value", v -> v.number(x -> Math.abs(x) <= Float.MAX_VALUE, "a 32-bit number"), 0.0);
        return new Step.Pad(size[2], size[1], size[0], value);
    }

    private static Step orient(YamlValue value) {
        try {
            return new Step.Orient(Orientation.of(value.text()));
        } catch (IllegalArgumentException e) {
            throw value.wrong(
                    "three letters that say towards what columns, rows and slices grow: one of L and R, one of A and P, one of I and S",
                    "Write LPS for left, back (posterior) and head (superior)");
        }
    }

    private static Step resample(YamlValue value) {
        List<YamlValue> three = value.list();
        if (three.size() != 3) {
            throw value.bad("has " + three.size() + " elements, expected three distances in mm",
                    "Write [slices, rows, columns], as in [1.5, 1, 1]; for a picture, use 'resize'" + VOLUMES);
        }
        double[] mm = three.stream().mapToDouble(each -> each.number(x -> x > 0, "a distance above 0 mm")).toArray();
        return new Step.Resample(mm[2], mm[1], mm[0], Interpolation.LINEAR);
    }

    private static Step window(YamlSection window) {
        return new Step.Window(window.require("centre").number(), window.require("width").number(x -> x > 0, "a number above 0"));
    }

    private static Step tile(YamlSection tile) {
        int[] size = size(tile.require("size"));
        int[] stride = size;
        if (tile.has("stride")) {
            YamlValue stated = tile.require("stride");
            stride = ModelSection.size(stated, true);
            for (int axis = 0; axis < 3; axis++) {
                if (stride[axis] > size[axis] || (stride[axis] == 0) != (size[axis] == 0)) {
                    throw stated.bad(
                            "does not go with 'size': from a tile to the next is at least 1 and at most the tile, and '" + WHOLE
                                    + "' where the tile is",
                            "Write as many elements as 'size' has");
                }
            }
        }
        return new Step.Tile(size[2], size[1], size[0], stride[2], stride[1], stride[0]);
    }

    private static Step normalise(YamlValue value) {
        if (value.node() instanceof ScalarNode) {
            return value.choice(Map.of("z-score", new Step.ZScore()));
        }
        YamlValue stated = value.section("percentiles").require("percentiles");
        List<YamlValue> two = stated.list();
        if (two.size() != 2) {
            throw stated.bad("has " + two.size() + " elements, expected two percentiles", "Write [1, 99]");
        }
        double low = percentile(two.getFirst());
        double high = percentile(two.getLast());
        if (low >= high) {
            throw two.getLast().wrong("a percentile above the one before it", "Write the lower one first");
        }
        return new Step.Percentiles(low, high);
    }

    private static double percentile(YamlValue value) {
        return value.number(x -> x >= 0 && x <= 100, "a percentile from 0 to 100");
    }
}
