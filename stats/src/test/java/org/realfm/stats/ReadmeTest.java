package org.realfm.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The example of the module's README does and prints what it says.
class ReadmeTest {

    private final List<String> printed = new ArrayList<>();

    private void print(Estimate e) {
        printed.add(String.format(
                Locale.ROOT, "%s %.3f (%.3f to %.3f), %s, n %d", e.name(), e.value(), e.lower(), e.upper(), e.method(), e.n()));
    }

    @Test
    void theExample() throws IOException {
        // README: from here
        SplitMix random = new SplitMix(7);
        int n = 300;
        double[] risk = new double[n];
        boolean[] truth = new boolean[n];
        int[] patient = new int[n];
        for (int i = 0; i < n; i++) {
            patient[i] = i / 2; // two films of each patient
            risk[i] = random.nextDouble();
            truth[i] = random.nextDouble() < risk[i];
        }
        print(Auroc.clustered("auroc", risk, truth, patient, 0.95));
        print(DiagnosticTable.at(0.5, risk, truth).byCluster(patient).sensitivity(0.95).orElseThrow());
        print(Calibration.of(risk, truth).byCluster(patient).slope(0.95).orElseThrow());
        Bootstrap.Plan plan = Bootstrap.plan(patient, truth, 2_000, 1);
        RankedScores ranked = RankedScores.of(risk, truth);
        print(Bootstrap.bca("average precision", plan, counts -> ranked.averagePrecision(i -> counts[i]), 0.95));
        // README: to here
        String readme = Files.readString(Path.of(System.getProperty("realfm.root", ".."), "stats", "README.md"));
        assertThat(readme).contains(printed.stream().collect(Collectors.joining("\n")));
        String source = Files.readString(Path.of(
                System.getProperty("realfm.root", ".."), "stats/src/test/java/org/realfm/stats/ReadmeTest.java"));
        String example = source.substring(source.indexOf("from here\n") + 10, source.indexOf("        // README: to here"));
        assertThat(readme).contains(example.stripTrailing().stripIndent());
    }
}
