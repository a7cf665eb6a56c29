package org.realfm.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/// Runs races and prints their results as Markdown. Every race is one sentence of what is claimed, a table with both
/// times and their ratio, and a check that all competitors found the same.
public final class Races {

    private static final Map<String, Supplier<Result>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("auroc", AurocRace::run);
        ALL.put("bootstrap", BootstrapRace::run);
        ALL.put("growth", GrowthRace::run);
        ALL.put("readers", ReaderRace::run);
        ALL.put("headers", HeadersRace::run);
        ALL.put("masks", MasksRace::run);
        ALL.put("hashes", HashesRace::run);
        ALL.put("runner", RunnerRace::run);
        ALL.put("scale", ScaleRace::run);
        ALL.put("pictures", PicturesRace::run);
    }

    /// Races of one core against one core.
    private static final Set<String> ONE_CORE = Set.of("headers", "masks", "hashes");

    private static final String HERE = "--here";

    private Races() {}

    /// A race that was run.
    ///
    /// @param title  what was raced
    /// @param lines  of Markdown
    /// @param agreed whether all found the same numbers
    record Result(String title, List<String> lines, boolean agreed) {}

    /// One line of a race of two.
    static String line(String peer, String theirs, String ours, double ratio, double target) {
        return String.format(Locale.ROOT, "| %s | %s | %s | %.1f x | %.0f x |", peer, theirs, ours, ratio, target);
    }

    static final List<String> HEAD = List.of(
            "| peer | its time | realfm | ratio | target |", "|---|---|---|---:|---:|");

    static boolean close(double a, double b, double within) {
        return Math.abs(a - b) <= within * Math.max(1, Math.abs(b));
    }

    /// The slope of the logarithms of times on the logarithms of sizes, by least squares.
    static double exponent(double[] sizes, double[] seconds) {
        int n = sizes.length;
        double x = 0;
        double y = 0;
        for (int i = 0; i < n; i++) {
            x += Math.log(sizes[i]) / n;
            y += Math.log(seconds[i]) / n;
        }
        double xy = 0;
        double xx = 0;
        for (int i = 0; i < n; i++) {
            xy += (Math.log(sizes[i]) - x) * (Math.log(seconds[i]) - y);
            xx += (Math.log(sizes[i]) - x) * (Math.log(sizes[i]) - x);
        }
        return xy / xx;
    }

    /// Runs the races named, or all.
    public static void main(String[] arguments) {
        if (arguments.length == 2 && arguments[0].equals(HERE)) {
            System.exit(race(arguments[1]) ? 0 : 1);
        }
        List<String> wanted = arguments.length == 0 ? List.copyOf(ALL.keySet()) : List.of(arguments);
        for (String name : wanted) {
            if (!ALL.containsKey(name)) {
                System.err.println("There is no race '" + name + "'; there are " + String.join(", ", ALL.keySet()));
                System.exit(2);
            }
        }
        System.out.println("Machine: " + Machine.words() + ".");
        boolean agreed = true;
        for (String name : wanted) {
            System.err.println("Racing: " + name + " ...");
            agreed &= ONE_CORE.contains(name) ? raceOnOneCore(name) : race(name);
        }
        System.exit(agreed ? 0 : 1);
    }

    private static boolean race(String name) {
        Result result = Objects.requireNonNull(ALL.get(name)).get();
        System.out.println();
        System.out.println("## " + result.title);
        System.out.println();
        result.lines.forEach(System.out::println);
        return result.agreed;
    }

    /// In a Java of its own, which believes that there is one core, so that its collector and its compiler take no second.
    private static boolean raceOnOneCore(String name) {
        System.out.flush();
        try {
            return new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:ActiveProcessorCount=1",
                            "-Xmx6g", "-Drealfm.peers=" + System.getProperty("realfm.peers", "bench/peers"), "-cp",
                            System.getProperty("java.class.path"), Races.class.getName(), HERE, name)
                    .inheritIO()
                    .start()
                    .waitFor() == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
