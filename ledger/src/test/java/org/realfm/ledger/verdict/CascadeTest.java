package org.realfm.ledger.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Grade;
import org.realfm.ledger.IntendedUse;
import org.realfm.ledger.IntendedUse.Autonomy;
import org.realfm.ledger.IntendedUse.Risk;
import org.realfm.ledger.IntendedUse.Trait;
import org.realfm.ledger.Outcome;

class CascadeTest {

    private static final IntendedUse USE = Cases.use(Autonomy.A2, Risk.R2, Trait.PRETRAINED);
    private static final List<Finding> PERFECT = Cases.all(USE, Grade.E4, Outcome.MET);

    private static Finding find(List<Finding> findings, String id, String cell) {
        return findings.stream()
                .filter(f -> f.criterion().value().equals(id) && f.cell().equals(cell))
                .findFirst()
                .orElseThrow();
    }

    private static Finding after(List<Finding> findings, String id) {
        return find(Cascade.apply(findings, USE), id, "all");
    }

    @Test
    void nothingHappensWhileAllPreconditionsHold() {
        assertThat(Cascade.apply(PERFECT, USE)).isEqualTo(PERFECT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"data.leakage.patient_overlap", "data.leakage.near_duplicates"})
    void leakageLeavesNoMetricOnTheSet(String leak) {
        List<Finding> leaked = Cases.with(PERFECT, Cases.finding(leak, Grade.E2, Outcome.NOT_MET));
        for (String id : List.of(
                "tech.discrimination.ranking",
                "reason.causal.shortcut",
                "clin.benefit.decision_curve",
                "resp.fairness.gaps",
                "resp.safety.critical_miss")) {
            assertThat(after(leaked, id).outcome()).as(id).isEqualTo(Outcome.NOT_ASSESSABLE);
            assertThat(after(leaked, id).reason()).startsWith("because of all. Not assessable: ").contains(leak);
        }
        for (String id : List.of(
                leak, "data.labels.agreement", "flow.identity.integrity", "clin.reader.mrmc", "resp.docs.model_card")) {
            assertThat(after(leaked, id)).isEqualTo(find(leaked, id, "all"));
        }
        assertThat(find(Cascade.apply(leaked, USE), "tech.repeatability.test_retest", "determinism")
                        .outcome())
                .isEqualTo(Outcome.MET);
        List<Finding> once = Cascade.apply(leaked, USE);
        assertThat(Cascade.apply(once, USE)).isEqualTo(once);
    }

    @ParameterizedTest
    @EnumSource(names = {"NOT_MET", "INCONCLUSIVE", "NOT_ASSESSABLE", "ABSENT"})
    void unprovenContaminationLeavesAClaim(Outcome outcome) {
        List<Finding> unknown =
                Cases.with(PERFECT, Cases.finding("data.contamination.pretraining", Grade.E2, outcome));
        Finding capped = after(unknown, "tech.discrimination.ranking");
        assertThat(capped.grade()).isEqualTo(Grade.E1);
        assertThat(capped.outcome()).isEqualTo(Outcome.MET);
        assertThat(capped.reason()).contains("Capped at E1: it is not shown that pretraining did not see this set");
        assertThat(after(unknown, "flow.identity.integrity").grade()).isEqualTo(Grade.E4);
    }

    @Test
    void whatIsAlreadyLowerIsLeftAlone() {
        List<Finding> low = Cases.with(
                Cases.without(PERFECT, "data.contamination.pretraining"),
                Cases.finding("tech.discrimination.ranking", Grade.E1, Outcome.MET));
        assertThat(after(low, "tech.discrimination.ranking")).isEqualTo(find(low, "tech.discrimination.ranking", "all"));
    }

    @Test
    void contaminationIsNoQuestionWithoutPretrainingOrPublicData() {
        IntendedUse own = Cases.use(Autonomy.A2, Risk.R2);
        List<Finding> findings = Cases.all(own, Grade.E4, Outcome.MET);
        assertThat(Cascade.apply(findings, own)).isEqualTo(findings);
    }

    @Test
    void theUpperEndTakesAnOpenPreconditionAsSettledWell() {
        List<Finding> unknown = Cases.without(PERFECT, "data.contamination.pretraining");
        Verdict verdict = VerdictEngine.judge(unknown, USE);
        assertThat(verdict.level()).isEqualTo(Level.V1);
        assertThat(verdict.upper()).isEqualTo(Level.V4);
    }

    @Test
    void aWeakReferenceCapsAtE2() {
        List<Finding> weak =
                Cases.with(PERFECT, Cases.finding("data.labels.reference_standard", Grade.E2, Outcome.NOT_MET));
        assertThat(after(weak, "resp.fairness.gaps").grade()).isEqualTo(Grade.E2);
        List<Finding> open = Cases.without(PERFECT, "data.labels.reference_standard");
        assertThat(after(open, "resp.fairness.gaps").grade()).isEqualTo(Grade.E4);
    }

    @Test
    void enrichedSamplingLeavesNothingThatNeedsTheTruePrevalence() {
        List<Finding> after = Cascade.apply(
                PERFECT, USE, Circumstances.NONE.with(Circumstances.Fact.ENRICHED_WITHOUT_WEIGHTS));
        assertThat(changed(after))
                .containsExactly("tech.calibration", "clin.benefit.decision_curve", "flow.alert.burden");
        assertThat(find(after, "tech.calibration", "all").outcome()).isEqualTo(Outcome.NOT_ASSESSABLE);
    }

    @Test
    void aThresholdFixedAfterUnblindingIsAClaim() {
        List<Finding> after = Cascade.apply(
                PERFECT, USE, Circumstances.NONE.with(Circumstances.Fact.THRESHOLD_AFTER_UNBLINDING));
        assertThat(changed(after))
                .containsExactly(
                        "tech.discrimination.operating_point",
                        "tech.robustness.external_gap",
                        "clin.benefit.decision_curve",
                        "flow.alert.burden",
                        "flow.queue.turnaround",
                        "resp.fairness.gaps",
                        "resp.fairness.intersectional",
                        "resp.safety.severity_weighted",
                        "resp.safety.critical_miss");
        assertThat(find(after, "resp.fairness.gaps", "all").grade()).isEqualTo(Grade.E1);
    }

    private static List<String> changed(List<Finding> after) {
        List<String> changed = new ArrayList<>();
        for (int i = 0; i < after.size(); i++) {
            if (!after.get(i).equals(PERFECT.get(i))) {
                changed.add(after.get(i).criterion().value());
            }
        }
        return changed;
    }
}
