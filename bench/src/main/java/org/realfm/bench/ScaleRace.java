package org.realfm.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.realfm.stats.SplitMix;
import org.realfm.stats.StandardNormal;

/// How long `realfm assess` takes, and how much memory, for tables of predictions of growing size: two models, sites,
/// patients of one to three films, six attributes that divide people into twenty groups, and no pictures.
final class ScaleRace {

    private static final int[] CASES = {10_000, 100_000, 1_000_000};
    private static final String HEAP = "-Xmx1300m";
    private static final double MOST_SECONDS = 60;
    private static final double MOST_GIGABYTES = 2;
    private static final double MOST_EXPONENT = 1.1;

    private static final List<String> SITES = List.of("harbour", "hill", "meadow", "moor");
    private static final List<List<String>> GROUPS = List.of(
            List.of("F", "M"),
            List.of("asian", "black", "other", "white"),
            List.of("AP", "PA"),
            List.of("a", "b", "c", "d"),
            List.of("none", "private", "public", "self"));

    static final String STUDY = """
            realfm: 1
            study: scale
            seed: 7
            use:
              id: triage
              question: opacity on a frontal chest film
              task: classification
              autonomy: A1
              risk: R2
              operating-point: {sensitivity-at-least: 0.9}
              floors: {auroc: 0.85, sensitivity: 0.80, specificity: 0.60}
              population: {sex: {F: 0.5, M: 0.5}}
              thresholds: {from: 0.05, to: 0.6, owner: head of radiology}
              never-miss: {large: 0.20}
              site: harbour
              volume: {cases-per-day: 200}
            cohort:
              table: cases.csv
              case: case
              patient: patient
              truth: opacity
              split: {column: split, evaluate: test, tune: val, development: train}
              site: site
              groups: [sex, ancestry, view, scanner, insurance, {age: [40, 65, 80]}]
              sampling: consecutive
              developer-sites: [hill, meadow]
            models:
              first: {predictions: first.csv}
              second: {predictions: second.csv}
            comparator: first
            """;

    private ScaleRace() {}

    static Races.Result run() {
        List<String> lines = new ArrayList<>(List.of(
                "| cases | time | processor time | peak memory |", "|---:|---:|---:|---:|"));
        double[] size = new double[CASES.length];
        double[] seconds = new double[CASES.length];
        double[] work = new double[CASES.length];
        Child last = new Child(0, 0, 0, 0);
        for (int k = 0; k < CASES.length; k++) {
            Path folder = temporary();
            try {
                write(folder, CASES[k], 1);
                last = Child.run(HEAP, "assess", folder.resolve("study.yaml").toString(), "--out",
                        folder.resolve("out").toString());
            } finally {
                delete(folder);
            }
            size[k] = CASES[k];
            seconds[k] = last.seconds();
            work[k] = last.processorSeconds();
            lines.add(String.format(
                    Locale.ROOT, "| %,d | %.1f s | %.1f s | %.2f GB |", CASES[k], last.seconds(),
                    last.processorSeconds(), last.gigabytes()));
        }
        double exponent = Races.exponent(size, work);
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                "Fitted exponent of the time on the number of cases: %.2f; of the processor time: %.2f. Targets for a million"
                        + " cases: %.0f s on two free cores, %.0f GB; exponent at most %.1f. The heap is limited by %s.",
                Races.exponent(size, seconds), exponent, MOST_SECONDS, MOST_GIGABYTES, MOST_EXPONENT, HEAP));
        // Other programs on the machine stretch the time, so that the two cores' worth of processor time is held to it.
        boolean held = last.exit() == 0
                && Math.min(last.seconds(), last.processorSeconds() / 2) <= MOST_SECONDS
                && last.gigabytes() <= MOST_GIGABYTES
                && exponent <= MOST_EXPONENT;
        return new Races.Result("`realfm assess` on tables of predictions, 2 models, 20 groups", lines, held);
    }

    /// Writes a study, its cohort and the predictions.
    static void write(Path folder, int cases, long seed) {
        SplitMix random = new SplitMix(seed);
        try (BufferedWriter table = Files.newBufferedWriter(folder.resolve("cases.csv"));
                BufferedWriter first = Files.newBufferedWriter(folder.resolve("first.csv"));
                BufferedWriter second = Files.newBufferedWriter(folder.resolve("second.csv"))) {
            Files.writeString(folder.resolve("study.yaml"), STUDY);
            table.write("case,patient,opacity,split,site,sex,ancestry,view,scanner,insurance,age,large\n");
            first.write("case,score\n");
            second.write("case,score\n");
            int row = 0;
            for (int patient = 0; row < cases; patient++) {
                int films = 1 + random.nextInt(3);
                double severity = 0.7 * random.nextGaussian();
                boolean sick = random.nextDouble() < 0.2;
                double part = random.nextDouble();
                StringBuilder who = new StringBuilder()
                        .append(part < 0.8 ? "test" : part < 0.9 ? "val" : "train")
                        .append(',')
                        .append(SITES.get(random.nextInt(SITES.size())));
                for (List<String> values : GROUPS) {
                    who.append(',').append(values.get(random.nextInt(values.size())));
                }
                who.append(',').append(18 + random.nextInt(75));
                for (int film = 0; film < films && row < cases; film++, row++) {
                    boolean truth = sick ? random.nextDouble() < 0.9 : random.nextDouble() < 0.02;
                    double signal = severity + (truth ? 1.8 : 0) - 2;
                    table.write("c" + row + ",p" + patient + "," + (truth ? 1 : 0) + "," + who + ","
                            + (truth && random.nextDouble() < 0.3 ? 1 : 0) + "\n");
                    first.write(score(row, signal + random.nextGaussian()));
                    second.write(score(row, 0.8 * signal + random.nextGaussian()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String score(int row, double logit) {
        return String.format(Locale.ROOT, "c%d,%.6f%n", row, StandardNormal.expit(logit));
    }

    static Path temporary() {
        try {
            return Files.createTempDirectory("realfm-scale");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
