package org.realfm.models.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.realfm.models.Takes;

/// A program and how it is run.
///
/// @param program       the executable file
/// @param arguments     what follows it
/// @param folder        where it runs; arguments that name files name them from here
/// @param files         what it reads besides, such as its weights: their bytes are part of what is judged
/// @param environment   names of the variables that it is given besides `PATH`
/// @param pictures      how it gets the pictures
/// @param processes     how many of it run at once, at least 1
/// @param batch         how many pictures it is sent before its answers are waited for, at least 1
/// @param start         how long it may take to say that it is ready
/// @param item          how long it may take for one answer
/// @param restarts      how often in a row, without an answer between, it is started again
/// @param probabilities whether scores are probabilities
/// @param takes         what it is shown of a case
public record CommandSpec(
        Path program,
        List<String> arguments,
        Path folder,
        List<Path> files,
        List<String> environment,
        Pictures pictures,
        int processes,
        int batch,
        Duration start,
        Duration item,
        int restarts,
        boolean probabilities,
        Takes takes) {

    /// How a program gets a picture, in both cases as PNG of 8 or 16 bits.
    public enum Pictures {
        /// In the line itself, in base64. Volumes cannot be shown so.
        BASE64,
        /// As the path of a file that is deleted after the answer; of a volume, a NIfTI file.
        PATH
    }

    public CommandSpec {
        arguments = List.copyOf(arguments);
        files = List.copyOf(files);
        environment = List.copyOf(environment);
    }

    /// A program that takes pictures.
    public CommandSpec(
            Path program,
            List<String> arguments,
            Path folder,
            List<Path> files,
            List<String> environment,
            Pictures pictures,
            int processes,
            int batch,
            Duration start,
            Duration item,
            int restarts,
            boolean probabilities) {
        this(program, arguments, folder, files, environment, pictures, processes, batch, start, item, restarts, probabilities, Takes.PICTURES);
    }

    /// The executable that a word means: a path from the folder if it has a slash, otherwise a program on the PATH.
    public static Optional<Path> find(String word, Path folder, @Nullable String searched) {
        if (word.contains("/") || word.contains("\\")) {
            return Optional.of(folder.resolve(word).normalize()).filter(Files::isExecutable).filter(Files::isRegularFile);
        }
        for (String each : searched == null ? new String[0] : searched.split(java.io.File.pathSeparator)) {
            if (!each.isEmpty()) {
                Path program = Path.of(each).resolve(word);
                if (Files.isRegularFile(program) && Files.isExecutable(program)) {
                    return Optional.of(program);
                }
            }
        }
        return Optional.empty();
    }
}
