package org.realfm.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
        ALL.put("scale", ScaleRace::run);
    }

    private Races() {}

    /// A race that was run.
    ///
    /// @param title  what was raced
    /// @param lines  of Markdown
    /// @param agreed whether all found the same numbers
    record Result(String title, List<String> lines, boolean agreed) {}

    /// One line of a race of two.
    static String line(String peer, double theirs, String theirWords, double ours, String ourWords, double target) {
        return String.format(
                Locale.ROOT, "| %s | %s | %s | %.1f x | %.0f x |", peer, theirWords, ourWords, theirs / ours, target);
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
        List<String> wanted = new ArrayList<>(arguments.length == 0 ? ALL.keySet() : List.of(arguments));
        System.out.println("Machine: " + Machine.words() + ".");
        boolean agreed = true;
        for (String name : wanted) {
            Supplier<Result> race = ALL.get(name);
            if (race == null) {
                System.err.println("There is no race '" + name + "'; there are " + String.join(", ", ALL.keySet()));
                System.exit(2);
                return;
            }
            System.err.println("Racing: " + name + " ...");
            Result result = race.get();
            System.out.println();
            System.out.println("## " + result.title);
            System.out.println();
            result.lines.forEach(System.out::println);
            agreed &= result.agreed;
        }
        System.exit(agreed ? 0 : 1);
    }
}
