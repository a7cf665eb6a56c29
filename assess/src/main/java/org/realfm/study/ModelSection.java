package org.realfm.study;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.realfm.imaging.pictures.PictureWindow;
import org.realfm.imaging.preprocessing.Preprocessing;
import org.realfm.models.onnx.OnnxSpec;
import org.realfm.models.predictions.PredictionsModel;
import org.realfm.models.tensors.PictureInput;
import org.realfm.models.tensors.ScoreOutput.Activation;
import org.realfm.models.tensors.ScoreOutput;
import org.realfm.study.Study.ModelSpec;
import org.realfm.study.Study.Source;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/// The `models` part of a study file: which way each model is reached, and the two ways that need no other process.
final class ModelSection {

    /// The ways to a model; each entry has exactly one of them.
    private static final List<String> WAYS = List.of("onnx", "predictions", "command", "kserve", "chat", "device");

    private static final String[] KEYS = {
        "onnx", "predictions", "command", "kserve", "chat", "device", "input", "outputs", "scores", "card", "provider", "takes",
        "dropout", "record",
        // of several ways
        "model", "key-from", "authorities", "concurrency", "timeout-seconds", "retries", "batch",
        // of programs
        "files", "environment", "pictures", "processes", "start-seconds", "item-seconds", "restarts",
        // of inference servers
        "version", "artefact",
        // of chat endpoints
        "prompt", "temperature", "seed", "max-tokens", "limit-key", "answer", "longest-side", "depth",
        "requests-a-minute", "price", "budget",
        // of devices
        "keystore", "password-from", "send", "header", "report", "segmentation", "results", "query", "limit-seconds",
        "poll-seconds", "settle-seconds", "delete",
    };

    private enum Scores {
        PROBABILITY,
        ORDINAL
    }

    private static final Map<String, PictureWindow> WINDOWS = new TreeMap<>(
            Map.of("file", PictureWindow.FILE, "full", PictureWindow.FULL));

    private ModelSection() {}

    /// All models in order.
    ///
    /// @param cohort what there is to be shown
    static SequencedMap<String, ModelSpec> readAll(YamlValue value, CohortSpec cohort) {
        SequencedMap<String, ModelSpec> models = new LinkedHashMap<>();
        value.entries().forEach((name, model) -> models.put(name, read(name, model, cohort)));
        if (models.isEmpty()) {
            throw value.wrong("at least one model", "Add a model with one of " + String.join(", ", WAYS));
        }
        return models;
    }

    private static ModelSpec read(String name, YamlValue value, CohortSpec cohort) {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
            throw value.bad(
                    "has a name of other than 1 to 64 letters, digits, '.', '_' and '-'",
                    "Rename it: the name is used in file names and on the command line");
        }
        YamlSection model = value.section(KEYS);
        boolean probabilities =
                model.get("scores", word -> word.choice(UseSection.words(Scores.class)), Scores.PROBABILITY)
                        == Scores.PROBABILITY;
        String way = model.oneOf(WAYS.toArray(String[]::new));
        Source source;
        if (way.equals("predictions")) {
            source = new Source.Predictions(predictions(model, probabilities));
        } else {
            TakesKeys takes = TakesKeys.read(model, way, cohort);
            source = switch (way) {
                case "onnx" -> new Source.Onnx(onnx(model, takes, probabilities));
                case "command" -> new Source.Command(ProgramKeys.read(model, takes.takes(), probabilities));
                case "kserve" -> new Source.Kserve(ServerKeys.kserve(model, takes, probabilities));
                case "chat" -> new Source.Chat(ServerKeys.chat(model, takes, probabilities));
                default -> new Source.Device(DeviceKeys.read(model, probabilities));
            };
        }
        return new ModelSpec(name, source, model.find("card").map(StudyFile::document));
    }

    private static PredictionsModel.Spec predictions(YamlSection model, boolean probabilities) {
        model.only("predictions", List.of("scores", "card"));
        return new PredictionsModel.Spec(model.require("predictions").path(), probabilities);
    }

    private static OnnxSpec onnx(YamlSection model, TakesKeys takes, boolean probabilities) {
        model.only("onnx", List.of("input", "outputs", "scores", "card", "provider", "takes", "dropout", "record"));
        return new OnnxSpec(
                model.require("onnx").path(),
                takes.input(model),
                outputs(model, probabilities),
                takes.takes(),
                model.get("provider", word -> word.choice(UseSection.words(OnnxSpec.Provider.class)), OnnxSpec.Provider.CPU));
    }

    /// How a picture becomes a tensor.
    static PictureInput input(YamlSection model) {
        YamlSection input = model.require("input").section("name", "size", "channels", "window", "steps", "scale", "mean", "std");
        int[] size = size(input.require("size"), false);
        Optional<StepKeys> steps = input.find("steps").map(value -> StepKeys.read(value, size[0] > 0));
        String name = input.require("name").text();
        int channels = input.get("channels", ModelSection::channels, 1);
        PictureWindow window = input.get("window", ModelSection::window, PictureWindow.FILE);
        double scale = input.get("scale", value -> value.number(x -> x > 0, "a number above 0"), 1.0);
        double mean = input.get("mean", YamlValue::number, 0.0);
        double std = input.get("std", value -> value.number(x -> x > 0, "a number above 0"), 1.0);
        try {
            return new PictureInput(
                    name, size[0], size[1], size[2], channels, window, steps.map(StepKeys::steps).orElse(Preprocessing.of()),
                    steps.flatMap(StepKeys::combination), scale, mean, std);
        } catch (IllegalArgumentException e) {
            throw model.require("input").bad("goes with no picture and no volume: " + e.getMessage(), "Correct its size and steps");
        }
    }

    /// What the outputs mean.
    static ScoreOutput outputs(YamlSection model, boolean probabilities) {
        YamlSection outputs = model.require("outputs").section("score", "class", "activation", "embedding");
        Activation activation =
                outputs.get("activation", word -> word.choice(UseSection.words(Activation.class)), Activation.NONE);
        if (activation == Activation.SOFTMAX && !outputs.has("class")) {
            throw outputs.require("activation")
                    .bad("is softmax, so that the score has a class", "Add 'class', counted from 0");
        }
        return new ScoreOutput(
                outputs.require("score").text(),
                outputs.get("class", value -> (int) value.integer(0, 100_000), 0),
                activation,
                outputs.find("embedding").map(YamlValue::text),
                probabilities);
    }

    private static int channels(YamlValue value) {
        long channels = value.integer(1, 3);
        if (channels == 2) {
            throw value.wrong("1 (grey) or 3 (red, green, blue)", "Export the model with one or three channels");
        }
        return (int) channels;
    }

    private static PictureWindow window(YamlValue value) {
        if (value.node() instanceof ScalarNode) {
            return value.choice(WINDOWS);
        }
        YamlSection window = value.section("centre", "width");
        return PictureWindow.of(
                window.require("centre").number(),
                window.require("width").number(x -> x > 0, "a number above 0"));
    }

    /// Slices, rows and columns; no slices (0) where two numbers are given.
    ///
    /// @param parts whether an axis may be left as it is by the word `whole`, which gives 0
    static int[] size(YamlValue value, boolean parts) {
        List<YamlValue> size = value.list();
        if (size.size() != 2 && size.size() != 3) {
            throw value.bad(
                    "has " + size.size() + " elements, expected two: rows and columns; or, of volumes, three: slices, rows and columns",
                    "Write [rows, columns] or [slices, rows, columns]");
        }
        IntStream sides = size.stream().mapToInt(side -> parts
                        && side.node() instanceof ScalarNode scalar
                        && scalar.getValue().equals(StepKeys.WHOLE)
                ? 0
                : (int) side.integer(1, 8192));
        return IntStream.concat(IntStream.range(0, 3 - size.size()).map(i -> 0), sides).toArray();
    }
}
