package org.realfm.study;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.realfm.models.Takes;
import org.realfm.models.command.CommandSpec;
import org.realfm.models.command.CommandSpec.Pictures;

/// The keys of a model that is a program.
final class ProgramKeys {

    private static final List<String> KEYS = List.of(
            "files", "environment", "pictures", "processes", "batch", "start-seconds", "item-seconds", "restarts", "scores",
            "card", "takes", "dropout");

    private ProgramKeys() {}

    static CommandSpec read(YamlSection model, Takes takes, boolean probabilities) {
        model.only("command", KEYS);
        YamlValue command = model.require("command");
        List<String> words = command.list().stream().map(YamlValue::label).toList();
        if (words.isEmpty()) {
            throw command.bad("is empty", "Write the program and its arguments: [python3, model.py]");
        }
        Path folder = folder(command);
        Path program = CommandSpec.find(words.getFirst(), folder, System.getenv("PATH"))
                .orElseThrow(() -> command.bad(
                        "names the program '" + words.getFirst() + "', which is "
                                + (words.getFirst().contains("/") ? "not an executable file" : "not on the PATH"),
                        "Check the spelling; a program beside the study file is written ./name, and needs the right to be"
                                + " executed"));
        return new CommandSpec(
                program,
                words.subList(1, words.size()),
                folder,
                model.get("files", files -> files.list().stream().map(YamlValue::path).toList(), List.of()),
                model.get("environment", names -> names.list().stream().map(ProgramKeys::variable).toList(), List.of()),
                model.get("pictures", word -> word.choice(UseSection.words(Pictures.class)), Pictures.BASE64),
                whole(model, "processes", 1, 256, 1),
                whole(model, "batch", 1, 64, 1),
                seconds(model, "start-seconds", 60),
                seconds(model, "item-seconds", 30),
                whole(model, "restarts", 0, 1000, 10),
                probabilities,
                takes);
    }

    private static Path folder(YamlValue value) {
        Path folder = value.file().path().toAbsolutePath().getParent();
        return folder == null ? Path.of("").toAbsolutePath() : folder;
    }

    /// The name of an environment variable.
    static String variable(YamlValue value) {
        String name = value.text();
        if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            throw value.bad(
                    "is no name of an environment variable",
                    "Write the name of the variable, never its value: keys do not stand in files");
        }
        return name;
    }

    /// A whole number that may be there.
    static int whole(YamlSection section, String key, int least, int most, int otherwise) {
        return section.get(key, value -> (int) value.integer(least, most), otherwise);
    }

    /// A time that may be there.
    static Duration seconds(YamlSection section, String key, double otherwise) {
        double seconds = section.get(
                key, value -> value.number(x -> x > 0 && x <= 86_400, "seconds above 0, at most 86400"), otherwise);
        return Duration.ofMillis(Math.max(1, Math.round(seconds * 1000)));
    }
}
