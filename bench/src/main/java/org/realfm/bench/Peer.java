package org.realfm.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Another program that computes the same from the same data, in a script of `bench/peers`.
///
/// @param version what it is
/// @param values  what it found
/// @param times   how long each run took, as it measured itself: without start, reading and loading
@SuppressWarnings("ArrayRecordComponent")
record Peer(String version, List<Double> values, Times times) {

    /// Runs a script.
    ///
    /// @param interpreter the command that runs it
    /// @param data        the folder of what it reads
    /// @param more        further arguments, after the folder and the runs
    /// @return empty where the interpreter, the script's libraries or the folder of scripts are not there
    static Optional<Peer> run(String interpreter, String script, Path data, int runs, String... more) {
        Path file = Path.of(System.getProperty("realfm.peers", "bench/peers"), script);
        List<Double> values = new ArrayList<>();
        List<Double> seconds = new ArrayList<>();
        String version = "";
        try {
            List<String> command = new ArrayList<>(
                    List.of(interpreter, file.toString(), data.toString(), Integer.toString(runs)));
            command.addAll(List.of(more));
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                return Optional.empty();
            }
            for (String line : said.split("\n", -1)) {
                String[] words = line.strip().split(" ", 2);
                switch (words[0]) {
                    case "version" -> version = words[1];
                    case "value", "error" -> values.add(Double.valueOf(words[1]));
                    case "seconds" -> seconds.add(Double.valueOf(words[1]));
                    default -> {}
                }
            }
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
        return Optional.of(new Peer(
                version, values, new Times(seconds.stream().mapToDouble(Double::doubleValue).toArray())));
    }

    static String python() {
        return Optional.ofNullable(System.getenv("REALFM_PYTHON")).orElse("/usr/bin/python3");
    }

    /// Writes what the scripts read, into a new folder.
    static Path data(double[] score, boolean[] truth, int[] patient) {
        try {
            Path folder = folder();
            ByteBuffer scores = ByteBuffer.allocate(8 * score.length).order(ByteOrder.LITTLE_ENDIAN);
            scores.asDoubleBuffer().put(score);
            Files.write(folder.resolve("score.f64"), scores.array());
            byte[] truths = new byte[truth.length];
            for (int i = 0; i < truths.length; i++) {
                truths[i] = (byte) (truth[i] ? 1 : 0);
            }
            Files.write(folder.resolve("truth.u8"), truths);
            ByteBuffer patients = ByteBuffer.allocate(4 * patient.length).order(ByteOrder.LITTLE_ENDIAN);
            patients.asIntBuffer().put(patient);
            Files.write(folder.resolve("patient.i32"), patients.array());
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A new folder for what a script reads.
    static Path folder() {
        try {
            return Files.createTempDirectory("realfm-race");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Deletes a folder of files.
    static void delete(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
