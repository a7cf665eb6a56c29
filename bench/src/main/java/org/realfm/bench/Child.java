package org.realfm.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The command in a process of its own, and what it took.
///
/// @param exit             its exit code
/// @param seconds          from its start to its end
/// @param processorSeconds of all its threads
/// @param gigabytes        the most memory that it had at once (resident set), in 10^9 bytes; 0 where the system does not say
record Child(int exit, double seconds, double processorSeconds, double gigabytes) {

    private static final int LOOKS_EVERY_MILLISECONDS = 20;

    /// Runs the command with the Java and the classes of this process; what it says goes nowhere.
    ///
    /// @param heap for example `-Xmx1600m`
    static Child run(String heap, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "-XX:+UseParallelGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "org.realfm.cli.Realfm"));
        command.addAll(List.of(arguments));
        try {
            long start = System.nanoTime();
            Process process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            double processor = 0;
            double memory = 0;
            while (!process.waitFor(LOOKS_EVERY_MILLISECONDS, TimeUnit.MILLISECONDS)) {
                processor = Math.max(
                        processor,
                        process.info().totalCpuDuration().map(time -> time.toMillis() / 1e3).orElse(0.0));
                memory = Math.max(memory, peak(process.pid()));
            }
            return new Child(process.exitValue(), (System.nanoTime() - start) / 1e9, processor, memory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the race was interrupted", e);
        }
    }

    /// The system keeps the peak itself, so that looking now and then is enough.
    private static double peak(long process) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(process), "status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToDouble(line -> 1024 * Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1e9)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
