package org.realfm.assess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.realfm.report.EvidenceDocument;
import org.realfm.report.EvidenceDocument.AttestationPart;
import org.realfm.report.EvidenceDocument.CarveOutPart;
import org.realfm.report.EvidenceDocument.StandingPart;
import org.realfm.tables.BadInput;

/// What people state, and what a study proposes to carve out, from the files to the report.
class StatementsTest {

    private static final String STATEMENT = """
              - criterion: resp.docs.regulatory_map
                statement: every hazard has a control
                name: B. Owner
                role: risk owner
                date: 2026-06-01
                expires: 2027-05-31
                conflict-of-interest: none
                falsifier: a hazard without a control
            """;

    @TempDir
    private Path folder;

    private StudyInFolder study = new StudyInFolder(Path.of(""));

    @BeforeEach
    void write() throws IOException {
        study = StudyInFolder.in(folder);
        study.write("study.yaml", StudyInFolder.STUDY + "documents: {attestations: attestations.yaml}\n");
        write(STATEMENT);
    }

    private void write(String statements) throws IOException {
        study.write("attestations.yaml", "attestations:\n" + statements);
    }

    private EvidenceDocument assess() {
        return study.assess("out", 1, false);
    }

    private static StandingPart standing(EvidenceDocument document, int subject, String criterion) {
        return document.subjects().get(subject).standings().stream()
                .filter(standing -> standing.criterion().equals(criterion))
                .findFirst()
                .orElseThrow();
    }

    private static AttestationPart statement(EvidenceDocument document) {
        return document.attestations().getLast();
    }

    @Test
    void aStatementIsWorthAClaim() throws IOException {
        EvidenceDocument document = assess();
        StandingPart standing = standing(document, 0, "resp.docs.regulatory_map");
        assertThat(standing.outcome()).isEqualTo("met");
        assertThat(standing.grade()).isEqualTo("E1");
        assertThat(standing.level()).isEqualTo(1);
        assertThat(document.subjects()).allSatisfy(subject -> assertThat(subject.verdict().attested()).isEqualTo(1));
        assertThat(statement(document).state()).isEqualTo("stands");
        assertThat(statement(document).falsifier()).isEqualTo("a hazard without a control");
        String ledger = Files.readString(study.out("out").resolve("ledger.jsonl"));
        assertThat(ledger).contains("B. Owner, risk owner").contains("2027-06-01T00:00:00Z");
        assertThat(Files.readString(study.out("out").resolve("report.html"))).contains("a hazard without a control");
    }

    @Test
    void aMeasurementIsNotOutweighed() throws IOException {
        EvidenceDocument without = assess();
        write(STATEMENT.replace("resp.docs.regulatory_map", "tech.discrimination.ranking")
                + STATEMENT.replace("resp.docs.regulatory_map", "tech.calibration"));
        EvidenceDocument with = assess();
        StandingPart ranking = standing(with, 1, "tech.discrimination.ranking");
        assertThat(ranking.outcome()).isEqualTo(standing(without, 1, "tech.discrimination.ranking").outcome());
        assertThat(ranking.level()).isEqualTo(standing(without, 1, "tech.discrimination.ranking").level());
        // Only calibration, of which nothing could be measured, rests on the statement.
        assertThat(with.subjects().get(1).verdict().attested()).isEqualTo(1);
    }

    @Test
    void anExpiredStatementIsShownAndCountsForNothing() throws IOException {
        write(STATEMENT.replace("2026-06-01", "2025-06-01").replace("2027-05-31", "2026-11-23"));
        assertThatThrownBy(this::assess)
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("attestations.yaml:7:14")
                .hasMessageContaining("within twelve months");
        write(STATEMENT.replace("2026-06-01", "2026-01-01").replace("2027-05-31", "2026-11-23"));
        EvidenceDocument document = assess();
        assertThat(statement(document).state()).isEqualTo("expired");
        assertThat(standing(document, 0, "resp.docs.regulatory_map").outcome()).isEqualTo("absent");
        assertThat(document.subjects().getFirst().verdict().attested()).isZero();
        write(STATEMENT.replace("2026-06-01", "2026-01-01").replace("2027-05-31", "2026-11-24"));
        assertThat(statement(assess()).state()).isEqualTo("stands");
    }

    @Test
    void aStatementAboutOneModelOrVersionIsAboutNoOther() throws IOException {
        String digest = assess().subjects().getFirst().digest();
        write(STATEMENT + "    model: first\n    version: " + digest.substring(0, 8) + "\n");
        EvidenceDocument document = assess();
        assertThat(statement(document).state()).isEqualTo("stands");
        assertThat(standing(document, 0, "resp.docs.regulatory_map").level()).isEqualTo(1);
        assertThat(standing(document, 1, "resp.docs.regulatory_map").outcome()).isEqualTo("absent");
        write(STATEMENT + "    model: second\n    version: " + digest + "\n");
        assertThat(statement(assess()).state()).isEqualTo("about another version");
    }

    @Test
    void mistakesAreExplained() throws IOException {
        write(STATEMENT.replace("regulatory_map", "regulatory_mop"));
        assertThatThrownBy(this::assess)
                .hasMessageContaining("attestations.yaml:2:16")
                .hasMessageContaining("Did you mean 'resp.docs.regulatory_map'?");
        write(STATEMENT.replace("    falsifier: a hazard without a control\n", ""));
        assertThatThrownBy(this::assess).hasMessageContaining("falsifier");
        write(STATEMENT.replace("2026-06-01", "June"));
        assertThatThrownBy(this::assess).hasMessageContaining("a date such as 2026-03-31");
        write(STATEMENT + "    model: third\n");
        assertThatThrownBy(this::assess).hasMessageContaining("expected one of the models first, second");
    }

    @Test
    void mostlyAttestedIsCapped() throws IOException {
        StringBuilder many = new StringBuilder();
        assess().criteria().stream()
                .filter(criterion -> criterion.tier().equals("gate"))
                .forEach(criterion -> many.append(STATEMENT.replace("resp.docs.regulatory_map", criterion.id())));
        write(many.toString());
        assertThat(assess().subjects().getFirst().verdict().because())
                .anySatisfy(reason -> assertThat(reason).contains("mostly attested"));
    }

    private List<CarveOutPart> carved(String proposal) throws IOException {
        study.write("study.yaml", StudyInFolder.STUDY.replace("cohort:", "  carve-outs:\n" + proposal + "cohort:"));
        return assess().subjects().getFirst().carveOuts();
    }

    private static String proposal(String column, String value, boolean target, boolean group) {
        return "    - {column: " + column + ", value: " + value + ", why: read first anyway, detectable: true,"
                + " clinical-target: " + target + ", protected-group: " + group + "}\n";
    }

    @Test
    void aCarveOutIsPendingUntilSuchInputsAreRejectedAndTheCardNamesThem() throws IOException {
        List<CarveOutPart> pending = carved(proposal("large", "1", false, false));
        assertThat(pending).singleElement().satisfies(part -> {
            assertThat(part.cell()).isEqualTo("large=1");
            assertThat(part.decision()).isIn("pending", "refused");
            assertThat(part.lost()).isBetween(0.2, 0.6).isBetween(part.lower(), part.upper());
        });
        assertThat(Files.readString(study.out("out").resolve("report.html"))).contains("large=1");
    }

    @Test
    void aCarveOutOfTheTargetOrOfAProtectedGroupIsRefused() throws IOException {
        assertThat(carved(proposal("site", "north", true, false)).getFirst().reasons())
                .contains("site=north is the clinical target");
        assertThat(carved(proposal("sex", "F", false, true)).getFirst().reasons())
                .contains("sex=F is a protected group without an equal alternative")
                .anySatisfy(reason -> assertThat(reason).contains("different intended use"));
    }

    @Test
    void aCarveOutOfAColumnThatIsNotThereStopsTheStudy() {
        assertThatThrownBy(() -> carved(proposal("sits", "north", false, false)))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("the table has no column 'sits'")
                .hasMessageContaining("Did you mean 'site'?");
    }
}
