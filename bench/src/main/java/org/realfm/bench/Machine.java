package org.realfm.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// What the races ran on, in words.
final class Machine {

    private Machine() {}

    static String words() {
        return Runtime.getRuntime().availableProcessors() + " cores"
                + field("/proc/cpuinfo", "model name").map(name -> " (" + name + ")").orElse("") + ", "
                + field("/proc/meminfo", "MemTotal").map(Machine::gigabytes).map(size -> size + " of memory, ").orElse("")
                + System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", Java "
                + Runtime.version().feature() + " (" + System.getProperty("java.vendor") + ")";
    }

    private static String gigabytes(String kilobytes) {
        return String.format(Locale.ROOT, "%.0f GiB", Double.parseDouble(kilobytes.replace(" kB", "")) / (1 << 20));
    }

    private static Optional<String> field(String file, String name) {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
