package org.realfm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.realfm.cli.SmallStudy.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.realfm.report.EvidenceDocument;
import org.realfm.report.EvidenceDocument.FindingPart;
import org.realfm.report.EvidenceDocument.SubjectPart;
import org.realfm.report.EvidenceJson;

/// The demonstration as a user runs it: what it tells is what was measured.
class DemoTest {

    @TempDir
    Path folder;

    private static double auroc(EvidenceDocument evidence, String model) {
        return findings(evidence, model, "tech.discrimination.ranking").stream()
                .flatMap(finding -> finding.estimates().stream())
                .filter(estimate -> estimate.name().equals("auroc"))
                .findFirst()
                .orElseThrow()
                .value();
    }

    private static List<FindingPart> findings(EvidenceDocument evidence, String model, String criterion) {
        return evidence.findings().stream()
                .filter(finding -> criterion.equals(finding.criterion()) && model.equals(finding.model()))
                .toList();
    }

    private static SubjectPart subject(EvidenceDocument evidence, String model) {
        return evidence.subjects().stream().filter(s -> s.model().equals(model)).findFirst().orElseThrow();
    }

    @Test
    void theBenchmarkWinnerIsTheOneThatMayNotGoOn() throws Exception {
        SmallStudy.Said said = run("demo", "--out", folder);
        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out()).contains("The benchmark winner is shortcut").contains("It may not go on");
        EvidenceDocument evidence = EvidenceJson.read(folder.resolve("results/evidence.json"));
        assertThat(auroc(evidence, "shortcut")).isGreaterThan(auroc(evidence, "careful"));
        assertThat(findings(evidence, "shortcut", "reason.causal.shortcut")).anyMatch(f -> f.outcome().equals("not met"));
        assertThat(findings(evidence, "careful", "reason.causal.shortcut")).noneMatch(f -> f.outcome().equals("not met"));
        assertThat(findings(evidence, "overconfident", "tech.calibration")).anyMatch(f -> f.outcome().equals("not met"));
        assertThat(findings(evidence, "careful", "tech.calibration")).noneMatch(f -> f.outcome().equals("not met"));
        assertThat(subject(evidence, "shortcut").verdict().cap()).isEqualTo("V2");
        assertThat(subject(evidence, "careful").verdict().cap()).isEqualTo("V4");
        assertThat(Files.size(folder.resolve("results/report.html"))).isGreaterThan(100_000);
        assertThat(run("ledger", "verify", folder.resolve("results/ledger.jsonl")).code()).isZero();
    }
}
