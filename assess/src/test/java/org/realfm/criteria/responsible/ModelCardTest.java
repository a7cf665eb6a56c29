package org.realfm.criteria.responsible;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.realfm.controls.Synthetic;
import org.realfm.criteria.DocumentedExample;
import org.realfm.ledger.CriterionId;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Grade;
import org.realfm.ledger.Outcome;
import org.realfm.ledger.Tier;

class ModelCardTest {

    @TempDir
    Path folder;

    private final Map<String, Object> card = new HashMap<>();

    @BeforeEach
    void example() throws IOException {
        card.putAll(DocumentedExample.of("model-card-file.md", folder));
        card.put("performance", new LinkedHashMap<>(Map.of("auroc", 0.8925, "sensitivity", 0.9, "specificity", "85%")));
        card.put("limitations", List.of("not shown to be safe elsewhere", "too few patients are known of sex=X"));
    }

    /// 300 sick of whom 270 are called, 300 well of whom 255 are not; the first ten are of sex X, the others F and M.
    private static Synthetic cases() {
        int[] truth = IntStream.range(0, 600).map(i -> i % 2).toArray();
        double[] score = new double[600];
        String[] sex = new String[600];
        for (int i = 0; i < 600; i++) {
            int nth = i / 2;
            score[i] = truth[i] == 1 ? (nth < 270 ? 0.8 : 0.3) : (nth < 255 ? 0.2 : 0.7);
            sex[i] = i < 10 ? "X" : nth % 2 == 0 ? "F" : "M";
        }
        return Synthetic.cases(truth).score(score).group("sex", sex);
    }

    private List<Finding> findings() {
        return new ModelCard().assess(cases().card(card).subjectEvidence());
    }

    private Finding judged(String cell) {
        return judged(cell, cases());
    }

    private Finding judged(String cell, Synthetic cases) {
        return new ModelCard().assess(cases.card(card).subjectEvidence()).stream()
                .filter(finding -> finding.cell().equals(cell))
                .findFirst()
                .orElseThrow();
    }

    private Finding performance(Object... metrics) {
        Map<String, Object> performance = new LinkedHashMap<>();
        for (int i = 0; i < metrics.length; i += 2) {
            performance.put((String) metrics[i], metrics[i + 1]);
        }
        card.put("performance", performance);
        return judged("performance");
    }

    @Test
    void aTrueCardIsMet() {
        // Pairs: 0.9 x 0.85 in order, 0.9 x 0.15 and 0.1 x 0.85 as well; only 0.1 x 0.15 are not: 0.985.
        card.put("performance", Map.of("auroc", 0.985, "sensitivity", 0.9, "specificity", "85%", "cases", 600));
        assertThat(findings()).allMatch(finding -> finding.outcome() == Outcome.MET);
        assertThat(findings()).allMatch(finding -> finding.grade() == Grade.E3);
        card.remove("review");
        assertThat(findings()).allMatch(finding -> finding.grade() == Grade.E2);
        card.put("review", Map.of("by", "quality officer", "independent", true, "date", "soon"));
        assertThat(findings()).allMatch(finding -> finding.grade() == Grade.E2);
    }

    @Test
    void aNumberThatContradictsTheRunIsFound() {
        Finding finding = performance("auroc", 0.985, "sensitivity", 0.95);
        assertThat(finding.outcome()).isEqualTo(Outcome.NOT_MET);
        assertThat(finding.reason()).contains("sensitivity is printed as '0.95', this run gives 0.9000");
        // 0.90 and 0.9 are one number to YAML: a share counts to two decimals at least.
        assertThat(performance("specificity", 0.9).outcome()).isEqualTo(Outcome.NOT_MET);
        assertThat(performance("specificity", 1).outcome()).isEqualTo(Outcome.NOT_MET);
        assertThat(performance("sensitivity", "excellent").outcome()).isEqualTo(Outcome.NOT_MET);
        assertThat(performance("cases", 601).outcome()).isEqualTo(Outcome.NOT_MET);
    }

    @Test
    void everyMetricIsComputedAgain() {
        // 270 + 45 called positive, 255 + 30 negative; Brier: 0.2^2 of 525, 0.7^2 of 75.
        Finding finding = performance(
                "AUC", 0.985, "recall", 0.9, "specificity", 0.85, "accuracy", 0.875, "ppv", 0.857, "npv", 0.895,
                "prevalence", 0.5, "brier", 0.0963, "cases", 600, "positives", 300, "negatives", 300, "patients", 600,
                "threshold", 0.5);
        assertThat(finding.reason()).startsWith("All 13 printed numbers agree");
    }

    @Test
    void groupsHaveNumbersOfTheirOwn() {
        // Women: the even pairs 6 to 298, 147 of them; the sick of 270 to 298 (15) and the well of 256 to 298 (22) are
        // called wrongly.
        Finding cells = performance("sex=F", Map.of("sensitivity", 0.895, "specificity", 0.850));
        assertThat(cells.outcome()).as(cells.reason()).isEqualTo(Outcome.NOT_MET);
        assertThat(cells.reason()).contains("sensitivity of sex=F is printed as '0.895', this run gives 0.8980");
        assertThat(performance("sex", Map.of("F", Map.of("sensitivity", "89.8%"))).outcome()).isEqualTo(Outcome.MET);
        assertThat(performance("overall", Map.of("sensitivity", 0.9)).outcome()).isEqualTo(Outcome.MET);
    }

    @Test
    void whatTheRunDoesNotSpeakOfIsOpenAndNotFalse() {
        Finding finding = performance("sensitivity", 0.9, "f1", 0.88, "sex=Y", Map.of("auroc", 0.9));
        assertThat(finding.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(finding.reason()).contains("nothing in this run speaks of f1, auroc of sex=Y");
        assertThat(performance("set", "the test films of 2026", "sensitivity", 0.9).outcome()).isEqualTo(Outcome.MET);
        assertThat(performance("set", "none printed").outcome()).isEqualTo(Outcome.NOT_MET);
    }

    @ParameterizedTest
    @CsvSource({
        "0.90, 0.9049, true", "0.90, 0.9051, false", "0.9, 0.93, false", "0.904, 0.9044, true", "0.904, 0.9046, false",
        "90%, 0.9049, true", "90.4 %, 0.9046, false", "90.4 %, 0.9044, true", "0.90 (0.85 to 0.93), 0.9, true",
        "0.90 [0.85; 0.93], 0.8, false", "high, 0.9, false", "9e-1, 0.9, true", "about 0.9, 0.9, false"
    })
    void aNumberAgreesWithinRounding(String printed, double value, boolean agrees) {
        assertThat(new CardClaim(CardClaim.ALL, "sensitivity", printed).agrees(value)).isEqualTo(agrees);
    }

    @Test
    void failuresCountAsCalledWrongly() {
        double[] score = IntStream.range(0, 600).mapToDouble(i -> i < 300 ? Double.NaN : i % 2 == 1 ? 0.9 : 0.1).toArray();
        card.put("performance", Map.of("sensitivity", 0.5, "accuracy", 0.5, "auroc", 1.0, "brier", 0.01, "cases", 600));
        assertThat(judged("performance", cases().score(score)).outcome()).isEqualTo(Outcome.MET);
        card.put("performance", Map.of("sensitivity", 0.0));
        Arrays.fill(score, Double.NaN);
        assertThat(judged("performance", cases().score(score)).outcome()).isEqualTo(Outcome.MET);
    }

    @Test
    void fieldsMustBeThereSpecificAndDated() {
        card.remove("contact");
        card.put("monitoring", "TBD");
        card.put("updates", "see documentation");
        card.put("output", "a score");
        card.put("expires", "next year");
        card.put("fairness", card.get("out-of-scope"));
        card.put("intended-use", Map.of("purpose", "<describe the purpose here>"));
        Finding fields = judged("fields");
        assertThat(fields.outcome()).isEqualTo(Outcome.NOT_MET);
        assertThat(fields.reason())
                .contains("contact is missing")
                .contains("monitoring says nothing: 'TBD'")
                .contains("updates says nothing")
                .contains("output says nothing: 'a score'")
                .contains("expires is no date (as in 2026-03-31): 'next year'")
                .contains("fairness repeats out-of-scope")
                .contains("intended-use.purpose says nothing")
                .contains("intended-use.users is missing");
    }

    @Test
    void aCardOutlivesItsReleaseAndMayHaveNoStatus() {
        card.put("regulatory-status", "none");
        assertThat(judged("fields").outcome()).isEqualTo(Outcome.MET);
        card.put("version", "none");
        assertThat(judged("fields").reason()).contains("version says nothing");
        card.put("version", "1");
        card.put("expires", card.get("released"));
        assertThat(judged("fields").reason()).contains("expires is not after released");
        card.put("released", "2020-01-01");
        card.put("expires", Synthetic.TODAY.minusDays(1).toString());
        assertThat(judged("fields").reason()).contains("the card expired on " + Synthetic.TODAY.minusDays(1));
        card.put("expires", Synthetic.TODAY.toString());
        assertThat(judged("fields").outcome()).isEqualTo(Outcome.MET);
    }

    @Test
    void limitationsNameWhatTheEvidenceIsTooSmallFor() {
        Finding named = judged("limitations");
        assertThat(named.outcome()).isEqualTo(Outcome.MET);
        assertThat(named.reason()).contains("sex=X");
        card.put("limitations", "too few of Sex: X were seen");
        assertThat(judged("limitations").outcome()).isEqualTo(Outcome.MET);
        card.put("limitations", "nothing is known of sex=Xenon, or of other people");
        assertThat(judged("limitations").outcome()).isEqualTo(Outcome.NOT_MET);
        card.put("limitations", "works for everybody everywhere");
        Finding silent = judged("limitations");
        assertThat(silent.outcome()).isEqualTo(Outcome.NOT_MET);
        assertThat(silent.reason()).endsWith("too small for: sex=X.");
    }

    @Test
    void withoutACardNothingIsJudged() {
        List<Finding> findings = new ModelCard().assess(cases().subjectEvidence());
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.outcome()).isEqualTo(Outcome.NOT_ASSESSABLE);
            assertThat(finding.reason()).contains("no model card");
        });
    }

    private static Finding other(String criterion, Outcome outcome, boolean timed) {
        return new Finding(
                new CriterionId(criterion), Optional.empty(), "all", Tier.GATE, Grade.E2, outcome, List.of(), "Said so.", "",
                timed, List.of());
    }

    private Finding reconciled(String limitations, Finding... others) {
        card.put("limitations", limitations);
        return new ModelCard().reconcile(cases().card(card).subjectEvidence(), List.of(others)).getFirst();
    }

    @Test
    void whatIsNotMetMustStandUnderLimitations() {
        Finding calibration = other("tech.calibration", Outcome.NOT_MET, false);
        Finding duplicates = other("data.leakage.near_duplicates", Outcome.NOT_MET, false);
        assertThat(reconciled("shows a probability", calibration, duplicates)).satisfies(finding -> {
            assertThat(finding.outcome()).isEqualTo(Outcome.NOT_MET);
            assertThat(finding.cell()).isEqualTo("failures");
            assertThat(finding.reason()).contains("data.leakage.near_duplicates, tech.calibration");
        });
        assertThat(reconciled("recalibration is planned", calibration).outcome()).isEqualTo(Outcome.NOT_MET);
        for (String named : List.of("Calibration is off", "tech.calibration is not met")) {
            assertThat(reconciled(named, calibration).outcome()).isEqualTo(Outcome.MET);
        }
        assertThat(reconciled("holds near duplicates; poor calibration", calibration, duplicates).outcome())
                .isEqualTo(Outcome.MET);
        assertThat(reconciled("none known", other("tech.calibration", Outcome.INCONCLUSIVE, false)).reason())
                .isEqualTo("Nothing that was measured is not met.");
        assertThat(reconciled("none known", other("flow.performance.latency_throughput", Outcome.NOT_MET, true)).outcome())
                .isEqualTo(Outcome.MET);
        assertThat(new ModelCard().reconcile(cases().subjectEvidence(), List.of(calibration))).isEmpty();
    }

    @Test
    void theDocumentedExampleIsComplete() throws IOException {
        card.putAll(DocumentedExample.of("model-card-file.md", folder));
        assertThat(CardFields.faults(card, Synthetic.TODAY)).isEmpty();
        assertThat(CardClaim.of(card.get("performance"))).extracting(CardClaim::name)
                .contains("auroc", "specificity of sex=F");
    }

    @Test
    void anEmptyCardHasEveryFault() {
        card.clear();
        assertThat(findings()).allMatch(finding -> finding.outcome() == Outcome.NOT_MET);
        assertThat(judged("fields").estimates().getFirst().value()).isEqualTo(CardFields.REQUIRED.size());
    }
}
