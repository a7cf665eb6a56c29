package org.realfm.ledger.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.realfm.ledger.CriterionId;
import org.realfm.ledger.Digest;
import org.realfm.ledger.Dimension;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Grade;
import org.realfm.ledger.IntendedUse;
import org.realfm.ledger.IntendedUse.Autonomy;
import org.realfm.ledger.IntendedUse.Risk;
import org.realfm.ledger.IntendedUse.Trait;
import org.realfm.ledger.Outcome;
import org.realfm.ledger.Tier;
import org.realfm.ledger.verdict.Circumstances.Fact;

class VerdictEngineTest {

    private static final IntendedUse A3 = Cases.use(Autonomy.A3, Risk.R2);
    private static final List<Finding> PERFECT = Cases.all(A3, Grade.E4, Outcome.MET);

    @Test
    void nothingKnownMeansDoNotRun() {
        Verdict verdict = VerdictEngine.judge(List.of(), A3);
        assertThat(verdict.level()).isEqualTo(Level.V0);
        assertThat(verdict.upper()).isEqualTo(Level.V5);
        assertThat(verdict.cap()).isEqualTo(Level.V5);
        assertThat(verdict.because())
                .containsExactly(
                        "V1 needs data.leakage.patient_overlap at E1: absent",
                        "V1 needs data.provenance.datasheet at E1: absent");
        assertThat(verdict.dimension(Dimension.DATA).upper()).isEqualTo(4);
        assertThat(verdict.lacking(Level.V2))
                .extracting(Shortfall::sentence)
                .contains("flow.failure.handling at E2: absent", "tech.ood.detection measured at E2: absent");
        assertThat(verdict.lacking(Level.V0)).isEmpty();
        assertThatThrownBy(() -> verdict.dimension(Dimension.COORDINATION)).hasMessageContaining("only a panel");
    }

    @Test
    void unsupervisedDiagnosisIsRefused() {
        Verdict verdict = VerdictEngine.judge(PERFECT, Cases.use(Autonomy.A4, Risk.R1));
        assertThat(verdict.level()).isEqualTo(Level.V0);
        assertThat(verdict.upper()).isEqualTo(Level.V0);
        assertThat(verdict.cap()).isEqualTo(Level.V0);
        assertThat(verdict.because().getFirst()).startsWith("refused: no verdict is given on unsupervised diagnosis");
    }

    @Test
    void theUseItselfCapsAtV4() {
        IntendedUse aid = Cases.use(Autonomy.A2, Risk.R2);
        Verdict verdict = VerdictEngine.judge(Cases.all(aid, Grade.E4, Outcome.MET), aid);
        assertThat(verdict.level()).isEqualTo(Level.V4);
        assertThat(verdict.because()).containsExactly("capped at V4: the use leaves every action to a person (A2)");

        IntendedUse text = Cases.use(Autonomy.A3, Risk.R2, Trait.FREE_TEXT);
        assertThat(VerdictEngine.judge(Cases.all(text, Grade.E4, Outcome.MET), text).because())
                .containsExactly("capped at V4: the output is free text");

        IntendedUse grave = Cases.use(Autonomy.A3, Risk.R4);
        Verdict graver = VerdictEngine.judge(PERFECT, grave, Circumstances.NONE.withExternalSites(3));
        assertThat(graver.level()).isEqualTo(Level.V4);
        assertThat(graver.because()).containsExactly("capped at V4: a wrong output may kill (R4)");
    }

    @Test
    void anOpenDriftAlarmSuspends() {
        Verdict verdict = VerdictEngine.judge(PERFECT, A3, Circumstances.NONE.with(Fact.DRIFT_ALARM));
        assertThat(verdict.level()).isEqualTo(Level.V2);
        assertThat(verdict.cap()).isEqualTo(Level.V2);
        assertThat(verdict.because()).containsExactly("suspended to V2: a drift alarm is open");
        assertThat(verdict.shortfalls()).containsOnlyKeys(Level.V3, Level.V4, Level.V5);
    }

    @Test
    void lowerCeilingsComeFirstAndThoseThatDoNotBindAtTheTopAreNotTold() {
        IntendedUse aid = Cases.use(Autonomy.A2, Risk.R2);
        List<Finding> findings = Cases.all(aid, Grade.E4, Outcome.MET);
        findings = Cases.with(findings, Cases.finding("resp.fairness.gaps", Grade.E4, Outcome.NOT_MET));
        findings = Cases.with(findings, Cases.finding("flow.identity.integrity", Grade.E4, Outcome.NOT_MET));
        Verdict verdict = VerdictEngine.judge(findings, aid, Circumstances.NONE.with(Fact.DRIFT_ALARM));
        assertThat(verdict.because())
                .containsExactly(
                        "capped at V1: flow.identity.integrity is not met (because of all)",
                        "capped at V2: resp.fairness.gaps is not met (because of all)",
                        "suspended to V2: a drift alarm is open");
    }

    @Test
    void moreThanOneGateInFiveOnAttestationIsMostlyAttested() {
        List<CriterionId> gates = VerdictEngine.judge(PERFECT, A3).standings().stream()
                .filter(standing -> standing.tier() == Tier.GATE)
                .map(Standing::criterion)
                .toList();
        int allowed = gates.size() / 5;
        Verdict few = VerdictEngine.judge(PERFECT, A3, Circumstances.NONE.attesting(gates.subList(0, allowed)));
        assertThat(few.level()).isEqualTo(Level.V5);
        assertThat(few.attestation()).isEqualTo(new Verdict.Attestation(allowed, gates.size()));
        Verdict most = VerdictEngine.judge(PERFECT, A3, Circumstances.NONE.attesting(gates.subList(0, allowed + 1)));
        assertThat(most.level()).isEqualTo(Level.V2);
        assertThat(most.because())
                .containsExactly("capped at V2: mostly attested, " + (allowed + 1) + " of " + gates.size()
                        + " required gates rest on attestation");
        assertThat(new Verdict.Attestation(1, 5).isMost()).isFalse();
        assertThat(new Verdict.Attestation(2, 9).isMost()).isTrue();
    }

    @Test
    void expiredEvidenceIsAbsent() {
        Circumstances expired = Circumstances.NONE.expiring(List.of(Criteria.IDENTITY));
        Verdict verdict = VerdictEngine.judge(PERFECT, A3, expired);
        assertThat(verdict.level()).isEqualTo(Level.V1);
        assertThat(verdict.because()).containsExactly("V2 needs flow.identity.integrity at E2: absent");
    }

    @Test
    void anElementThatIsNotVouchedForIsHiddenAndTheVerdictStands() {
        IntendedUse shown = Cases.use(
                Autonomy.A3, Risk.R2, Trait.PROBABILITY_SHOWN, Trait.MAP_SHOWN, Trait.TRACE_SHOWN);
        List<Finding> perfect = Cases.all(shown, Grade.E4, Outcome.MET);
        assertThat(VerdictEngine.judge(perfect, shown).withheld()).isEmpty();
        for (Outcome outcome : List.of(Outcome.NOT_MET, Outcome.INCONCLUSIVE)) {
            Verdict verdict = VerdictEngine.judge(
                    Cases.with(perfect, Cases.finding("tech.calibration", Grade.E4, outcome)), shown);
            assertThat(verdict.level()).isEqualTo(Level.V5);
            assertThat(verdict.cap()).isEqualTo(Level.V5);
            assertThat(verdict.because())
                    .containsExactly("the probability stays hidden: to show it, V5 needs tech.calibration at E4: "
                            + outcome.words() + " (because of all)");
        }
        List<Finding> bench = Cases.with(perfect, Cases.finding("tech.calibration", Grade.E3, Outcome.MET));
        bench = Cases.with(bench, Cases.finding("resp.explain.faithfulness", Grade.E1, Outcome.MET));
        bench = Cases.with(bench, Cases.finding("reason.sequential.trace_faithfulness", Grade.E2, Outcome.MET));
        assertThat(VerdictEngine.judge(bench, shown).withheld())
                .containsExactly(
                        "the probability stays hidden: to show it, V5 needs tech.calibration at E4: met at E3",
                        "the trace of reasoning stays hidden: to show it, V5 needs"
                                + " reason.sequential.trace_faithfulness at E3: met at E2",
                        "the heat map stays hidden: to show it, V5 needs resp.explain.faithfulness at E4: met at E1");
        Verdict silent = VerdictEngine.judge(bench, shown, Circumstances.NONE.with(Fact.DRIFT_ALARM));
        assertThat(silent.withheld())
                .containsExactly(
                        "the heat map stays hidden: to show it, V3 needs resp.explain.faithfulness at E2: met at E1");
        assertThat(silent.because()).hasSize(2).last().isEqualTo(silent.withheld().getFirst());
        // As a major, where no probability is shown, calibration withholds nothing.
        assertThat(VerdictEngine.judge(Cases.without(PERFECT, "tech.calibration"), A3).withheld())
                .isEmpty();
    }

    @Test
    void shortfallsAreToldWorstFirstAndOnceWithTheHighestNeed() {
        List<Finding> findings = Cases.without(PERFECT, "flow.failure.handling");
        findings = Cases.with(findings, Cases.finding("flow.scope.rejection", Grade.E1, Outcome.MET));
        findings = Cases.with(findings, Cases.finding("tech.ood.detection", Grade.E4, Outcome.INCONCLUSIVE));
        findings = Cases.with(findings, Cases.finding("data.labels.agreement", Grade.E4, Outcome.NOT_ASSESSABLE));
        findings = Cases.with(findings, Cases.finding("resp.fairness.gaps", Grade.E4, Outcome.NOT_MET));
        Verdict verdict = VerdictEngine.judge(findings, A3);
        assertThat(verdict.lacking(Level.V4))
                .extracting(Shortfall::sentence)
                .containsExactly(
                        "resp.fairness.gaps at E3: not met (because of all)",
                        "the data line at level 3: at level 1, held by data.labels.agreement",
                        "flow.failure.handling at E4: absent",
                        "the workflow line at level 3: at level 0, held by flow.failure.handling,"
                                + " flow.scope.rejection",
                        "tech.ood.detection at E3: inconclusive (because of all)",
                        "flow.scope.rejection at E3: met at E1");
        assertThat(verdict.lacking(Level.V4).getFirst().criteria()).containsExactly(Criteria.FAIRNESS);
    }

    @Test
    void aPanelHasACoordinationLine() {
        IntendedUse panel = Cases.use(Autonomy.A2, Risk.R2, Trait.PANEL);
        assertThat(VerdictEngine.judge(List.of(), panel).dimensions()).containsKey(Dimension.COORDINATION);
        assertThat(VerdictEngine.judge(List.of(), A3).dimensions()).doesNotContainKey(Dimension.COORDINATION);
    }

    @Test
    void countsByOutcome() {
        List<Finding> findings = Cases.with(
                PERFECT, Cases.finding("tech.repeatability.test_retest", "all", Grade.E2, Outcome.INCONCLUSIVE));
        DimensionLevel technical = VerdictEngine.judge(findings, A3).dimension(Dimension.TECHNICAL);
        assertThat(technical.counts())
                .containsEntry(Outcome.MET, 8)
                .containsEntry(Outcome.INCONCLUSIVE, 1)
                .containsEntry(Outcome.NOT_MET, 0)
                .containsEntry(Outcome.NOT_APPLICABLE, 11);
        DimensionLevel reasoning = VerdictEngine.judge(findings, A3).dimension(Dimension.REASONING);
        assertThat(reasoning.counts()).containsEntry(Outcome.MET, 2).containsEntry(Outcome.NOT_APPLICABLE, 10);
    }

    @Test
    void oneVerdictIsAboutOneSubjectAndKnownCriteria() {
        List<Finding> two = new ArrayList<>();
        for (String subject : List.of("a", "b")) {
            two.add(new Finding(
                    Criteria.OVERLAP, Optional.of(Digest.of(subject)), "all", Tier.GATE, Grade.E2, Outcome.MET,
                    List.of(), "r", "", false, List.of()));
        }
        assertThatThrownBy(() -> VerdictEngine.judge(two, A3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("about one subject");
        assertThat(VerdictEngine.judge(two.subList(0, 1), A3).standings()).isNotEmpty();
        assertThatThrownBy(() -> VerdictEngine.judge(
                        List.of(Cases.finding("tech.calibratoin", Grade.E2, Outcome.MET)), A3))
                .hasMessageContaining("did you mean 'tech.calibration'");
    }

    @Test
    void circumstancesAreChecked() {
        assertThatThrownBy(() -> Circumstances.NONE.withExternalSites(-1)).hasMessageContaining("-1 sites");
        assertThatThrownBy(() -> Circumstances.NONE.afterDaysInRoutineUse(-1)).hasMessageContaining("-1 days");
    }
}
