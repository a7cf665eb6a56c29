package org.realfm.criteria.clinical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.realfm.controls.Synthetic;
import org.realfm.criteria.DocumentedExample;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Grade;
import org.realfm.ledger.Outcome;
import org.realfm.stats.Estimate;

class SampleSizePlanTest {

    /// Prevalence 0.5, AUROC, sensitivity and specificity 0.9: needs 459 patients for the slope, 282 for sensitivity.
    private final Map<String, Object> plan = new HashMap<>(Map.of(
            "locked", "2026-01-12",
            "first-case", "2026-02-02",
            "review", Map.of("by", "statistician", "independent", true),
            "assumptions", Map.of(
                    "prevalence", 0.5, "auroc", 0.9, "sensitivity", 0.9, "specificity", 0.9,
                    "logit-risk", Map.of("mean", 0, "sd", 1.5)),
            "planned", Map.of("patients", 460, "positives", 200)));

    private static Synthetic cases(int n) {
        return Synthetic.cases(IntStream.range(0, n).map(i -> i % 2).toArray())
                .group("sex", IntStream.range(0, n).mapToObj(i -> i % 5 == 0 ? "F" : "M").toArray(String[]::new));
    }

    private Finding judged(Synthetic cases) {
        List<Finding> findings = new SampleSizePlan().assess(cases.withDocument("plan", plan).cohortEvidence());
        assertThat(findings).hasSize(1);
        return findings.getFirst();
    }

    private static double value(Finding finding, String name) {
        return finding.estimates().stream()
                .filter(e -> e.name().equals(name))
                .mapToDouble(Estimate::value)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theNeedsAreThoseOfAnIndependentComputation() {
        // Computed apart: Riley's formulas, Newcombe's standard error and the Wilson interval, in Python.
        Finding finding = judged(cases(500));
        assertThat(value(finding, "patients needed for O/E")).isEqualTo(78);
        assertThat(value(finding, "patients needed for calibration slope")).isCloseTo(459, within(2.0));
        assertThat(value(finding, "patients needed for AUROC")).isEqualTo(158);
        assertThat(value(finding, "patients needed for sensitivity")).isEqualTo(282);
        assertThat(value(finding, "patients needed for specificity")).isEqualTo(282);
    }

    @Test
    void aPlanThatWasReachedIsMetAndGradedByItsDates() {
        Finding finding = judged(cases(500));
        assertThat(finding.outcome()).isEqualTo(Outcome.MET);
        assertThat(finding.grade()).isEqualTo(Grade.E3);
        assertThat(finding.reason()).contains("460 patients").contains("500 were evaluated, 250 with the condition");
        plan.remove("review");
        assertThat(judged(cases(500)).grade()).isEqualTo(Grade.E2);
        plan.put("locked", "2026-02-03");
        assertThat(judged(cases(500)).grade()).isEqualTo(Grade.E1);
        plan.put("locked", "last winter");
        Finding unreadable = judged(cases(500));
        assertThat(unreadable.grade()).isEqualTo(Grade.E1);
        assertThat(unreadable.outcome()).isEqualTo(Outcome.MET);
        assertThat(unreadable.wouldSettle()).contains("locked, first-case");
    }

    @Test
    void fewerPatientsThanPlannedAreNotEnough() {
        Finding finding = judged(cases(440));
        assertThat(finding.outcome()).isEqualTo(Outcome.NOT_MET);
        assertThat(finding.reason()).contains("440 of 460 planned patients");
    }

    @Test
    void patientsCountNotPictures() {
        int[] patient = IntStream.range(0, 500).map(i -> i / 4 * 2 + i % 2).toArray();
        assertThat(judged(cases(500).patient(patient)).reason()).contains("250 of 460 planned patients");
    }

    @Test
    void aPlanThatAsksForTooLittleIsNotMet() {
        plan.put("planned", Map.of("patients", 200, "positives", 141));
        Finding finding = judged(cases(500));
        assertThat(finding.outcome()).isEqualTo(Outcome.NOT_MET);
        assertThat(finding.reason()).contains("The plan asks for 200 patients").contains("(calibration slope)");
    }

    @Test
    void fortyPositivesAreNotEnoughHoweverManyPatientsThereAre() {
        plan.put("planned", Map.of("patients", 1000, "positives", 40));
        int[] truth = IntStream.range(0, 1000).map(i -> i < 45 ? 1 : 0).toArray();
        Finding finding = judged(Synthetic.cases(truth));
        assertThat(finding.outcome()).isEqualTo(Outcome.NOT_MET);
        assertThat(finding.reason())
                .contains("The plan asks for 40 patients with the condition, but its own precision of sensitivity takes 141")
                .contains("45 of 141 needed positives");
    }

    @Test
    void plannedSubgroupsMustBeThere() {
        plan.put("subgroups", Map.of("sex", Map.of("F", 0.2, "M", 0.8)));
        Finding finding = judged(cases(500));
        // 37 sick at a half-width of 0.10, half of the patients sick: 74 patients; a fifth of the patients: 370.
        assertThat(value(finding, "patients needed for subgroup sex=F")).isEqualTo(370);
        assertThat(finding.outcome()).isEqualTo(Outcome.MET);
        plan.put("subgroups", Map.of("age", Map.of("0-17", 0.2)));
        assertThat(judged(cases(500)).reason()).contains("0 of 74 needed patients of age=0-17");
    }

    @Test
    void whatIsMissingOrImpossibleIsNamed() {
        plan.put("assumptions", Map.of("prevalence", 1.2, "auroc", "high"));
        plan.put("planned", Map.of("patients", 10, "positives", 20));
        plan.put("subgroups", List.of("sex"));
        Finding finding = judged(cases(500));
        assertThat(finding.outcome()).isEqualTo(Outcome.NOT_MET);
        assertThat(finding.grade()).isEqualTo(Grade.E1);
        assertThat(finding.reason())
                .contains("assumptions.prevalence should be a number from 0.001 to 0.999, found '1.2'")
                .contains("assumptions.auroc should be a number")
                .contains("assumptions.sensitivity is missing")
                .contains("planned.positives exceeds planned.patients")
                .contains("subgroups should be columns");
    }

    @Test
    void clustersEnlargeTheNeed() {
        Map<String, Object> assumptions = new HashMap<>((Map<String, Object>) plan.get("assumptions"));
        assumptions.put("images-per-patient", 1.5);
        assumptions.put("intracluster-correlation", 0.4);
        plan.put("assumptions", assumptions);
        assertThat(value(judged(cases(700)), "patients needed for sensitivity")).isEqualTo(Math.ceil(282 * 1.2));
    }

    @Test
    void withoutAPlanTheUsualNeedIsShown() {
        Finding finding = new SampleSizePlan().assess(cases(100).cohortEvidence()).getFirst();
        assertThat(finding.outcome()).isEqualTo(Outcome.NOT_ASSESSABLE);
        assertThat(finding.reason()).contains("100 were evaluated, 50 with the condition");
        Finding one = new SampleSizePlan().assess(Synthetic.cases(new int[40]).cohortEvidence()).getFirst();
        assertThat(one.reason()).contains("only one class");
    }

    @Test
    void theDocumentedExampleWorks(@TempDir Path folder) throws IOException {
        plan.clear();
        plan.putAll(DocumentedExample.of("plan-file.md", folder));
        int[] truth = IntStream.range(0, 600).map(i -> i % 10 < 3 ? 1 : 0).toArray();
        Finding finding = judged(Synthetic.cases(truth)
                .group("sex", IntStream.range(0, 600).mapToObj(i -> i % 2 == 0 ? "F" : "M").toArray(String[]::new)));
        assertThat(finding.outcome()).isEqualTo(Outcome.MET);
        assertThat(finding.grade()).isEqualTo(Grade.E3);
        // As the page says, and as an independent computation gives.
        assertThat(finding.estimates()).filteredOn(e -> e.name().startsWith("patients needed for"))
                .extracting(Estimate::value)
                .containsExactly(218.0, 519.0, 182.0, 564.0, 282.0, 298.0, 298.0);
        assertThat(judged(Synthetic.cases(truth)).reason()).contains("0 of 149 needed patients of sex=F");
    }

    @Test
    void thePowerIsThatOfTheFloors() {
        // 230 sick and well each at 0.9 against a floor of 0.8: shown almost always; against 0.88: hardly ever.
        assertThat(value(judged(cases(500)), "probability that all floors will be shown")).isGreaterThan(0.95);
        Finding hard = judged(cases(500).floor("sensitivity", 0.88));
        assertThat(value(hard, "probability that all floors will be shown")).isLessThan(0.2);
        assertThat(judged(cases(500).withoutFloors()).reason()).doesNotContain("all floors");
    }
}
