package org.realfm.assess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.realfm.ledger.chain.Entry;
import org.realfm.ledger.chain.Ledger;
import org.realfm.ledger.chain.Verification;
import org.realfm.report.EvidenceDocument;
import org.realfm.report.EvidenceDocument.FindingPart;
import org.realfm.run.Progress;
import org.realfm.tables.BadInput;

/// The main job, from a study file to a verdict, on scores alone.
class AssessmentTest {

    @TempDir
    private Path folder;

    private StudyInFolder study = new StudyInFolder(Path.of(""));

    @BeforeEach
    void write() throws IOException {
        study = StudyInFolder.in(folder);
    }

    private List<Entry> entries(String out) throws IOException {
        try (Ledger ledger = Ledger.open(study.out(out).resolve("ledger.jsonl"))) {
            return ledger.entries();
        }
    }

    private static List<FindingPart> findings(EvidenceDocument document, String criterion, String model) {
        return document.findings().stream()
                .filter(finding -> finding.criterion().equals(criterion) && model.equals(finding.model()))
                .toList();
    }

    @Test
    void theSameStudyHasTheSameEvidenceWhateverTheThreadsAndHoweverOften() throws IOException {
        EvidenceDocument first = study.assess("out", 1, false);
        assertThat(first.run().shown()).isEqualTo(2 * 210);
        assertThat(first.run().resumed()).isZero();
        assertThat(first.cohort().evaluated()).isEqualTo(180);
        assertThat(first.subjects()).hasSize(2);
        assertThat(first.findings()).extracting(FindingPart::outcome).contains("met", "absent");
        byte[] observations = Files.readAllBytes(study.out("out").resolve("observations.parquet"));
        var evidence = study.evidence("out");

        study.assess("other", 4, false);
        assertThat(study.evidence("other")).isEqualTo(evidence);

        EvidenceDocument again = study.assess("out", 2, false);
        assertThat(again.run().shown()).isZero();
        assertThat(again.run().resumed()).isEqualTo(2 * 210);
        assertThat(study.evidence("out")).isEqualTo(evidence);
        assertThat(study.out("out").resolve("observations.parquet")).hasBinaryContent(observations);

        EvidenceDocument fresh = study.assess("out", 1, true);
        assertThat(fresh.run().shown()).isEqualTo(2 * 210);
        assertThat(study.evidence("out")).isEqualTo(evidence);
    }

    @Test
    void theLedgerSaysWhatWasPlannedSeenFoundAndDecidedInThatOrder() throws IOException {
        EvidenceDocument document = study.assess("out", 1, false);
        Path ledger = study.out("out").resolve("ledger.jsonl");
        Verification verification = Ledger.verify(ledger);
        assertThat(verification.intact()).isTrue();
        assertThat(document.run().ledgerHead()).isEqualTo(verification.head().hex());
        List<Entry> entries = entries("out");
        assertThat(entries).extracting(Entry::kind).startsWith("plan", "unblinding", "finding").endsWith("verdict");
        assertThat(entries).extracting(Entry::kind).filteredOn("verdict"::equals).hasSize(2);
        assertThat(entries.get(0).body().get("manifest").stringValue())
                .isEqualTo(document.cohort().root())
                .isEqualTo(entries.get(1).body().get("manifest").stringValue());
        List<Entry> findings =
                entries.stream().filter(entry -> entry.kind().equals("finding")).toList();
        assertThat(findings).allSatisfy(entry -> {
            assertThat(entry.body().get("plan")).isEqualTo(entries.getFirst().body().get("plan"));
            assertThat(entry.body().get("planned").stringValue()).isEqualTo("2026-11-24T12:00:00Z");
            assertThat(entry.body().get("analyst").stringValue()).isEqualTo("A. Analyst");
            assertThat(entry.body().get("use").stringValue()).isEqualTo("triage");
            assertThat(entry.body().get("site").stringValue()).isEqualTo("north");
        });
        study.assess("out", 1, false);
        assertThat(Ledger.verify(ledger).entries()).isEqualTo(2L * entries.size());
    }

    @Test
    void howLongMoreEvidenceTakesIsSaidWhereTheVolumeIsKnown() throws IOException {
        String tight = StudyInFolder.STUDY.replace("{large: 0.2}", "{large: 0.05}\n  volume: {cases-per-day: 40}");
        study.write("study.yaml", tight);
        assertThat(study.assess("out", 1, false).findings())
                .extracting(FindingPart::wouldSettle)
                .anySatisfy(way -> assertThat(way).matches(".*more patients with it \\(about [1-9][0-9]* days at 40 cases a day\\).*"));
        study.write("study.yaml", tight.replace("40}", "80}"));
        assertThat(study.assess("out", 1, false).findings())
                .extracting(FindingPart::wouldSettle)
                .anySatisfy(way -> assertThat(way).contains("days at 80 cases a day"));
    }

    @Test
    void whatTheDataSayOfTheTruthAgreesWithTheOutcome() {
        EvidenceDocument document = study.assess("out", 1, false);
        assertThat(document.findings()).filteredOn(f -> f.holds() != null).hasSizeGreaterThan(20).allSatisfy(f -> {
            switch (f.outcome()) {
                case "met" -> assertThat(f.holds()).as(f.toString()).isGreaterThan(0.9);
                case "not met" -> assertThat(f.holds()).as(f.toString()).isLessThan(0.05);
                default -> assertThat(f.holds()).isBetween(0.0, 1.0);
            }
        });
        document.subjects().forEach(subject -> subject.verdict().chances().forEach(chance -> {
            assertThat(chance.least()).isLessThanOrEqualTo(chance.most());
            assertThat(chance.reached()).isBetween(0.0, 1.0);
        }));
    }

    @Test
    void noCaseAndNoPatientLeavesTheFolderOfTheStudy() throws IOException {
        study.write("first.csv", Files.readString(folder.resolve("first.csv")).replace(",0.", ",x0."));
        study.assess("out", 1, false);
        List<Path> written = new ArrayList<>();
        try (Stream<Path> files = Files.walk(study.out("out"))) {
            files.filter(Files::isRegularFile).forEach(written::add);
        }
        assertThat(written)
                .extracting(path -> String.valueOf(path.getFileName()))
                .contains("evidence.json", "ledger.jsonl", "ledger.jsonl.head", "observations.parquet", "report.html");
        for (Path file : written) {
            assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                    .as(file.toString())
                    .doesNotContain(StudyInFolder.SECRET_CASE)
                    .doesNotContain(StudyInFolder.SECRET_PATIENT);
        }
    }

    @Test
    void aModelAddedLaterIsShownAllAndTheOthersNothing() throws IOException {
        study.write("study.yaml", StudyInFolder.STUDY.replace("  second: {predictions: second.csv, scores: ordinal}\n", ""));
        study.assess("out", 1, false);
        study.write("study.yaml", StudyInFolder.STUDY);
        EvidenceDocument both = study.assess("out", 1, false);
        assertThat(both.run().shown()).isEqualTo(210);
        assertThat(both.run().resumed()).isEqualTo(210);
        study.assess("together", 1, false);
        assertThat(study.evidence("out")).isEqualTo(study.evidence("together"));
    }

    @Test
    void whateverStopsARunTheNextGoesOnAndEndsWithTheSameEvidence() throws IOException {
        study.assess("undisturbed", 1, false);
        int stops = 0;
        for (int call = 0; ; call += 1 + call / 2) {
            StopsAt stopping = new StopsAt(call);
            String out = "out" + call;
            try {
                study.assess("study.yaml", out, 1, false, stopping);
                break;
            } catch (IllegalStateException e) {
                assertThat(e).hasMessage("stopped");
            }
            study.assess(out, 1, false);
            assertThat(study.evidence(out)).as("stopped at call " + call).isEqualTo(study.evidence("undisturbed"));
            assertThat(Ledger.verify(study.out(out).resolve("ledger.jsonl")).intact())
                    .isTrue();
            stops++;
        }
        assertThat(stops).isGreaterThan(5);
    }

    /// Stops the run at a call.
    private static final class StopsAt implements Progress {
        private int left;

        StopsAt(int call) {
            this.left = call;
        }

        private void count() {
            if (left-- == 0) {
                throw new IllegalStateException("stopped");
            }
        }

        @Override
        public void stage(String name, long total) {
            count();
        }

        @Override
        public void done(long steps) {
            count();
        }

        @Override
        public void note(String line) {
            count();
        }
    }

    @Test
    void aThresholdChosenAfterResultsWereSeenLeavesAClaim() throws IOException {
        EvidenceDocument before = study.assess("out", 1, false);
        assertThat(findings(before, "resp.fairness.gaps", "second"))
                .extracting(FindingPart::grade)
                .contains("E2");
        study.write("study.yaml", StudyInFolder.STUDY.replace("threshold: 0.5", "threshold: 0.45"));
        EvidenceDocument after = study.assess("out", 1, false);
        assertThat(findings(after, "resp.fairness.gaps", "second"))
                .isNotEmpty()
                .allSatisfy(finding -> assertThat(finding.grade()).isIn("E0", "E1"));
        assertThat(findings(after, "resp.fairness.gaps", "second"))
                .anySatisfy(finding -> assertThat(finding.reason())
                        .contains("Capped at E1: the threshold was fixed after results were seen"));
        study.assess("clean", 1, false);
        assertThat(study.evidence("clean")).as("another folder knows nothing of it").isNotEqualTo(study.evidence("out"));
    }

    @Test
    void aRenamedModelIsTheSameSubject() throws IOException {
        EvidenceDocument before = study.assess("out", 1, false);
        study.write("study.yaml", StudyInFolder.STUDY.replace("second:", "renamed:"));
        EvidenceDocument after = study.assess("out", 1, false);
        assertThat(after.run().shown()).isZero();
        assertThat(after.subjects().get(1).model()).isEqualTo("renamed");
        assertThat(after.subjects().get(1).digest()).isEqualTo(before.subjects().get(1).digest());
        assertThat(findings(after, "resp.fairness.gaps", "renamed"))
                .extracting(FindingPart::grade)
                .contains("E2");
    }

    @Test
    void enrichedCasesWithoutWeightsLeaveNothingThatNeedsTheTruePrevalence() throws IOException {
        study.write("study.yaml", StudyInFolder.STUDY.replace("sampling: consecutive", "sampling: enriched"));
        EvidenceDocument document = study.assess("out", 1, false);
        assertThat(findings(document, "clin.benefit.decision_curve", "second"))
                .isNotEmpty()
                .allSatisfy(finding -> assertThat(finding.outcome()).isEqualTo("not assessable"));
    }

    @Test
    void twoRunsOnOneFolderExcludeEachOther() throws IOException {
        study.assess("out", 1, false);
        byte[] observations = Files.readAllBytes(study.out("out").resolve("observations.parquet"));
        try (Ledger other = Ledger.open(study.out("out").resolve("ledger.jsonl"))) {
            assertThatThrownBy(() -> study.assess("out", 1, true))
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining("is open elsewhere");
            assertThat(study.out("out").resolve("observations.parquet"))
                    .as("fresh has deleted nothing")
                    .hasBinaryContent(observations);
            assertThat(other.entries()).isNotEmpty();
        }
        study.assess("out", 1, true);
    }

    @Test
    void aTamperedLedgerStopsTheRunBeforeAnythingIsShown() throws IOException {
        study.assess("out", 1, false);
        Path ledger = study.out("out").resolve("ledger.jsonl");
        Files.writeString(ledger, Files.readString(ledger).replace("not met", "met"));
        byte[] tampered = Files.readAllBytes(ledger);
        assertThatThrownBy(() -> study.assess("out", 1, false))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("is not what was appended to it: line ")
                .hasMessageContaining("realfm ledger verify");
        assertThat(ledger).hasBinaryContent(tampered);
    }

    @Test
    void aDamagedStoreIsNamedAndFreshStartsOver() throws IOException {
        study.assess("out", 1, false);
        var evidence = study.evidence("out");
        Files.writeString(study.out("out").resolve("observations.parquet"), "no such file");
        assertThatThrownBy(() -> study.assess("out", 1, false))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("start over with --fresh");
        study.assess("out", 1, true);
        assertThat(study.evidence("out")).isEqualTo(evidence);
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws IOException {
        study.write("file", "in the way");
        assertThatThrownBy(() -> study.assess("file/out", 1, false))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("cannot be made")
                .hasMessageContaining("--out");
    }
}
