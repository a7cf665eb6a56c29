package org.realfm.study;

import java.util.List;
import java.util.Map;
import org.realfm.imaging.preprocessing.Preprocessing;
import org.realfm.imaging.preprocessing.Step;
import org.realfm.models.tensors.PictureInput;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/// The `steps` of a model's `input`: what a [PictureInput] does to a picture between its window and its size.
///
/// Sizes are `[rows, columns]`, as everywhere in a study file; [Step] names columns first.
final class StepKeys {

    private static final String[] STEPS = {"crop", "pad", "resize", "normalise"};

    private static final String BEFOREHAND = "Do it to the files beforehand";

    /// Steps that there are, but not for the pictures of a cohort: why not, and what to do.
    private static final Map<String, List<String>> REFUSED = Map.of(
            "resample", List.of("needs the millimetres between pixels, which are not known of the pictures of a cohort",
                    BEFOREHAND + ", or use 'resize'"),
            "orient", List.of("needs the axes of the patient, which are not known of the pictures of a cohort", BEFOREHAND),
            "tile", List.of("makes several pictures of one, and a model gives one score a picture",
                    "Cut the tiles beforehand, a row each with the same patient: 'cohort.aggregate' combines their scores"),
            "window", List.of("is no step: it comes before all of them", "Move it out of 'steps', into 'input'"));

    private StepKeys() {}

    /// All steps in order.
    static Preprocessing read(YamlValue value) {
        List<YamlValue> steps = value.list();
        if (steps.isEmpty()) {
            throw value.bad("is empty, expected at least one step", "Add a step, or remove the key");
        }
        return new Preprocessing(steps.stream().map(StepKeys::step).toList());
    }

    private static Step step(YamlValue value) {
        value.entries().forEach((key, found) -> {
            List<String> refused = REFUSED.get(key);
            if (refused != null) {
                throw found.bad(refused.get(0), refused.get(1));
            }
        });
        YamlSection step = value.section(STEPS);
        String kind = step.oneOf(STEPS);
        YamlValue stated = step.require(kind);
        return switch (kind) {
            case "crop" -> {
                int[] size = ModelSection.size(stated);
                yield new Step.Crop(size[1], size[0], 0);
            }
            case "resize" -> {
                int[] size = ModelSection.size(stated);
                yield new Step.Resize(size[1], size[0], 0, Step.Interpolation.LINEAR);
            }
            case "pad" -> pad(stated.section("size", "value"));
            default -> normalise(stated);
        };
    }

    private static Step pad(YamlSection pad) {
        int[] size = ModelSection.size(pad.require("size"));
        double value = pad.get("value", v -> v.number(x -> Math.abs(x) <= Float.MAX_VALUE, "a 32-bit number"), 0.0);
        return new Step.Pad(size[1], size[0], 0, value);
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
