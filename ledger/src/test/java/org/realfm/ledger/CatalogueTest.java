package org.realfm.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.realfm.ledger.IntendedUse.Risk;
import org.realfm.stats.Estimate;

/// The ninety criteria and the words about them.
class CatalogueTest {

    @Test
    void ninetyCriteriaInTheOrderOfTheCatalogue() {
        assertThat(Catalogue.all()).hasSize(90).doesNotHaveDuplicates();
        Map<Dimension, Integer> counts = new EnumMap<>(Dimension.class);
        Catalogue.all().forEach(entry -> counts.merge(entry.id().dimension(), 1, Integer::sum));
        assertThat(counts)
                .isEqualTo(Map.of(
                        Dimension.DATA, 14, Dimension.TECHNICAL, 20, Dimension.REASONING, 12, Dimension.CLINICAL, 11,
                        Dimension.WORKFLOW, 10, Dimension.RESPONSIBLE, 16, Dimension.COORDINATION, 7));
        assertThat(Catalogue.all().getFirst().id().value()).isEqualTo("data.representativeness.demographics");
        assertThat(Catalogue.all().getLast().id().value()).isEqualTo("coord.evidence_gating");
        assertThat(Catalogue.all()).allSatisfy(entry -> {
            assertThat(entry.title()).isNotBlank();
            assertThat(entry.asks()).isNotBlank();
            assertThat(entry.evidence()).matches("(MEAS|DOC|ATT)(\\+(MEAS|DOC|ATT))*");
            assertThat(Catalogue.entry(entry.id())).isSameAs(entry);
            assertThat(Catalogue.has(entry.id())).isTrue();
        });
    }

    @Test
    void anUnknownIdIsAnsweredWithTheNearest() {
        CriterionId unknown = new CriterionId("resp.fairnes.gap");
        assertThat(Catalogue.has(unknown)).isFalse();
        assertThatThrownBy(() -> Catalogue.entry(unknown))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the catalogue has no criterion 'resp.fairnes.gap'; did you mean 'resp.fairness.gaps'?");
        assertThat(Catalogue.nearest(" TECH.OOD.DETECTIN ").value()).isEqualTo("tech.ood.detection");
        assertThat(Catalogue.nearest("").value()).isEqualTo("resp.energy");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tech", "Tech.x", "tech..x", "tech.x.y.z", "tech.x ", "tech.x1", ".x"})
    void whatIsNoId(String text) {
        assertThatThrownBy(() -> new CriterionId(text)).hasMessage("not a criterion id: '" + text + "'");
    }

    @ParameterizedTest
    @EnumSource(Dimension.class)
    void everyDimensionHasItsPrefix(Dimension dimension) {
        assertThat(Dimension.ofPrefix(dimension.prefix())).isEqualTo(dimension);
        assertThatThrownBy(() -> Dimension.ofPrefix(dimension.prefix() + "x")).hasMessageContaining("no dimension");
        assertThat(dimension.key()).isEqualTo(dimension.name().toLowerCase(Locale.ROOT));
    }

    @ParameterizedTest
    @CsvSource({
        "MET,E0,0", "MET,E1,1", "MET,E2,2", "MET,E3,3", "MET,E4,4",
        "INCONCLUSIVE,E0,0", "INCONCLUSIVE,E1,1", "INCONCLUSIVE,E4,1",
        "NOT_MET,E4,0", "NOT_ASSESSABLE,E4,0", "ABSENT,E4,0", "NOT_APPLICABLE,E4,0"
    })
    void theCreditedLevel(Outcome outcome, Grade grade, int level) {
        assertThat(finding("all", "r", outcome, grade).level()).isEqualTo(level);
    }

    private static Finding finding(String cell, String reason, Outcome outcome, Grade grade) {
        return new Finding(
                new CriterionId("tech.calibration"), Optional.empty(), cell, Tier.MAJOR, grade, outcome,
                List.of(Estimate.exact("x", 1, 1)), reason, "", false, List.of());
    }

    @Test
    void aFindingNamesItsCellAndItsReason() {
        assertThatThrownBy(() -> finding(" ", "r", Outcome.MET, Grade.E2)).hasMessageContaining("names its cell");
        assertThatThrownBy(() -> finding("all", "", Outcome.MET, Grade.E2)).hasMessageContaining("gives its reason");
    }

    @ParameterizedTest
    @EnumSource(Outcome.class)
    void outcomesHaveWords(Outcome outcome) {
        assertThat(Outcome.ofWords(outcome.words())).isEqualTo(outcome);
        assertThat(outcome.words()).doesNotContain("_").isLowerCase();
    }

    @Test
    void gradesAndRisks() {
        assertThat(Grade.E3.atMost(Grade.E2)).isEqualTo(Grade.E2);
        assertThat(Grade.E1.atMost(Grade.E2)).isEqualTo(Grade.E1);
        assertThat(Arrays.stream(Grade.values()).map(Grade::level)).containsExactly(0, 1, 2, 3, 4);
        assertThat(Arrays.stream(Risk.values()).map(Risk::fairnessMargin)).containsExactly(0.10, 0.10, 0.05, 0.05);
    }

    @Test
    void digestsAreSha256AndNoListCollidesByJoining() {
        assertThat(Digest.of("abc".getBytes(StandardCharsets.UTF_8)).hex())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(Digest.of("ab", "c")).isNotEqualTo(Digest.of("a", "bc")).isNotEqualTo(Digest.of("abc"));
        assertThat(Digest.of("1:a", "")).isNotEqualTo(Digest.of("1:a"));
        assertThat(Digest.of("x").brief()).isEqualTo(Digest.of("x").hex().substring(0, 12));
        assertThatThrownBy(() -> new Digest("ABC")).hasMessageContaining("64 lower-case hexadecimal digits");
    }

    @Test
    void theDigestOfASubjectIsThatOfAllThatVoidsEvidence() {
        Subject subject = new Subject("a", Digest.of("w"), Digest.of("q"), Digest.of("p"), 0.5, "r");
        assertThat(new Subject("b", Digest.of("w"), Digest.of("q"), Digest.of("p"), 0.5, "r").digest())
                .isEqualTo(subject.digest());
        List<Subject> others = List.of(
                new Subject("a", Digest.of("x"), Digest.of("q"), Digest.of("p"), 0.5, "r"),
                new Subject("a", Digest.of("w"), Digest.of("x"), Digest.of("p"), 0.5, "r"),
                new Subject("a", Digest.of("w"), Digest.of("q"), Digest.of("x"), 0.5, "r"),
                new Subject("a", Digest.of("w"), Digest.of("q"), Digest.of("p"), 0.6, "r"),
                new Subject("a", Digest.of("w"), Digest.of("q"), Digest.of("p"), 0.5, "x"));
        assertThat(others).extracting(Subject::digest).doesNotHaveDuplicates().doesNotContain(subject.digest());
        assertThat(others).extracting(Subject::scorer).filteredOn(subject.scorer()::equals).hasSize(1);
    }

    @Test
    void operatingPointsAreChecked() {
        assertThatThrownBy(() -> new OperatingPoint.Threshold(Double.NaN)).hasMessageContaining("finite");
        for (double wrong : new double[] {0, -0.1, 1.1, Double.NaN}) {
            assertThatThrownBy(() -> new OperatingPoint.SensitivityAtLeast(wrong)).hasMessageContaining("(0, 1]");
        }
        assertThat(new OperatingPoint.SensitivityAtLeast(1).sensitivity()).isEqualTo(1);
    }
}
