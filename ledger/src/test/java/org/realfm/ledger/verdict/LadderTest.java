package org.realfm.ledger.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Grade;
import org.realfm.ledger.IntendedUse;
import org.realfm.ledger.IntendedUse.Autonomy;
import org.realfm.ledger.IntendedUse.Risk;
import org.realfm.ledger.Outcome;
import org.realfm.ledger.Tier;

/// SCORING 4.2 and 4.3 written down a second time, criterion by criterion: with everything else met at E4, the verdict
/// when one criterion is met at E0, E1, E2, E3 only, and the cap when it is not met.
class LadderTest {

    // criterion, cell, met at E0, at E1, at E2, at E3; cap when not met
    private static final String TABLE =
            """
            data.leakage.patient_overlap,all,V0,V1,V3,V5,V1
            data.deid.residual_phi,all,V0,V1,V3,V5,V1
            data.leakage.near_duplicates,all,V1,V1,V3,V5,V1
            data.contamination.pretraining,all,V2,V2,V3,V5,V2
            data.labels.reference_standard,all,V2,V2,V3,V5,V2
            data.subgroup.precision,all,V2,V2,V3,V5,V2
            data.labels.agreement,all,V2,V3,V5,V5,V5
            data.representativeness.demographics,all,V2,V3,V4,V4,V5
            data.shift.prevalence_casemix,all,V2,V3,V4,V4,V5
            tech.discrimination.ranking,all,V5,V5,V5,V5,V5
            tech.discrimination.operating_point,all,V1,V1,V2,V3,V2
            tech.robustness.external_gap,all,V1,V1,V2,V3,V2
            tech.ood.detection,all,V1,V1,V2,V4,V2
            tech.baseline.parity,all,V1,V1,V2,V4,V2
            tech.uncertainty.selective,all,V1,V1,V2,V4,V2
            tech.uncertainty.conformal,all,V5,V5,V5,V5,V5
            tech.repeatability.test_retest,determinism,V1,V1,V2,V4,V2
            tech.repeatability.test_retest,all,V5,V5,V5,V5,V5
            tech.prompt.sensitivity,all,V1,V1,V2,V4,V2
            reason.causal.shortcut,all,V1,V1,V3,V4,V2
            reason.spatial.laterality,all,V1,V1,V3,V5,V2
            reason.grounding.image_dependence,all,V1,V1,V3,V5,V2
            clin.samplesize.plan,all,V1,V1,V5,V5,V5
            clin.prospective.silent_trial,all,V2,V2,V2,V5,V2
            clin.reader.automation_bias,all,V2,V2,V3,V5,V2
            clin.benefit.decision_curve,all,V3,V3,V3,V4,V3
            clin.triage.time_to_treatment,all,V3,V3,V3,V5,V3
            clin.outcome.survival,all,V3,V3,V3,V5,V3
            clin.outcome.comparative_effect,all,V4,V4,V4,V4,V4
            flow.identity.integrity,all,V1,V1,V2,V3,V1
            flow.failure.handling,all,V1,V1,V3,V3,V1
            flow.scope.rejection,all,V2,V2,V2,V4,V2
            flow.human.override_audit,all,V2,V2,V2,V4,V2
            flow.interop.dicom_results,all,V2,V2,V3,V4,V2
            flow.performance.latency_throughput,all,V2,V2,V3,V4,V2
            flow.queue.turnaround,all,V2,V2,V3,V4,V2
            flow.alert.burden,all,V2,V3,V5,V5,V5
            resp.privacy.phi_output,all,V1,V1,V3,V4,V1
            resp.docs.regulatory_map,all,V1,V1,V3,V4,V1
            resp.fairness.gaps,all,V2,V2,V3,V4,V2
            resp.safety.severity_weighted,all,V2,V2,V3,V4,V2
            resp.safety.critical_miss,all,V2,V2,V3,V4,V2
            resp.security.prompt_injection,all,V2,V2,V3,V4,V2
            resp.safety.abstention,all,V2,V2,V3,V4,V2
            resp.monitoring.drift,all,V2,V2,V3,V4,V2
            resp.fairness.intersectional,all,V5,V5,V5,V5,V5
            coord.routing.accuracy_regret,all,V1,V1,V3,V4,V2
            coord.conflict.resolution,all,V1,V1,V3,V4,V2
            coord.deferral.quality,all,V1,V1,V3,V4,V2
            coord.traceability,all,V1,V1,V3,V4,V2
            coord.evidence_gating,all,V1,V1,V3,V4,V2
            coord.panel_vs_monolith,all,V5,V5,V5,V5,V5
            """;

    static Stream<List<String>> table() {
        return TABLE.lines().map(line -> List.of(line.split(",")));
    }

    private static final IntendedUse USE = Cases.demanding(Autonomy.A3, Risk.R2);
    private static final List<Finding> PERFECT = Cases.all(USE, Grade.E4, Outcome.MET);

    @Test
    void perfectEvidenceReachesEveryThingThatThereIs() {
        Verdict verdict = VerdictEngine.judge(PERFECT, USE);
        assertThat(verdict.level()).isEqualTo(Level.V5);
        assertThat(verdict.upper()).isEqualTo(Level.V5);
        assertThat(verdict.cap()).isEqualTo(Level.V5);
        assertThat(verdict.because()).containsExactly("every requirement of V5 is satisfied");
        assertThat(verdict.shortfalls()).isEmpty();
        assertThat(verdict.dimensions()).hasSize(7);
        verdict.dimensions().forEach((dimension, level) -> {
            assertThat(level.lower()).as(dimension.key()).isEqualTo(4);
            assertThat(level.upper()).as(dimension.key()).isEqualTo(4);
            assertThat(level.binding()).isEmpty();
        });
    }

    @Test
    void theTableNamesEveryGate() {
        List<String> named = table().map(List::getFirst).toList();
        assertThat(VerdictEngine.judge(PERFECT, USE).standings())
                .filteredOn(standing -> standing.tier() == Tier.GATE)
                .extracting(standing -> standing.criterion().value())
                .filteredOn(name -> !List.of("tech.embedding.site_dominance").contains(name))
                .isSubsetOf(named);
    }

    @ParameterizedTest
    @MethodSource("table")
    void oneWeakCriterion(List<String> row) {
        for (Grade grade : List.of(Grade.E0, Grade.E1, Grade.E2, Grade.E3)) {
            Verdict verdict = VerdictEngine.judge(
                    Cases.with(PERFECT, Cases.finding(row.get(0), row.get(1), grade, Outcome.MET)), USE);
            Level expected = Level.valueOf(row.get(2 + grade.level()));
            assertThat(verdict.level()).as(row.get(0) + " at " + grade).isEqualTo(expected);
            assertThat(verdict.cap()).isEqualTo(Level.V5);
            if (expected != Level.V5) {
                Level next = Level.values()[expected.ordinal() + 1];
                assertThat(verdict.because().getFirst())
                        .startsWith(next + " needs ")
                        .contains(row.get(0));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("table")
    void oneFailure(List<String> row) {
        Verdict verdict = VerdictEngine.judge(
                Cases.with(PERFECT, Cases.finding(row.get(0), row.get(1), Grade.E4, Outcome.NOT_MET)), USE);
        Level cap = Level.valueOf(row.get(6));
        assertThat(verdict.cap()).as(row.get(0)).isEqualTo(cap);
        assertThat(verdict.level()).isLessThanOrEqualTo(cap);
        if (cap != Level.V5) {
            assertThat(verdict.because().getFirst())
                    .startsWith("capped at " + cap + ": " + row.get(0))
                    .contains("is not met (because of " + row.get(1) + ")");
            assertThat(verdict.level()).isEqualTo(reached(row.getFirst(), cap));
        }
    }

    /// What is left when one thing failed: the cap, except where the failure also takes what V1 asks for, or the worth of
    /// all that was measured on the set.
    private static Level reached(String failed, Level cap) {
        return switch (failed) {
            case "data.leakage.patient_overlap", "data.deid.residual_phi" -> Level.V0;
            case "data.contamination.pretraining" -> Level.V1;
            default -> cap;
        };
    }

    @ParameterizedTest
    @MethodSource("table")
    void hidingTheFailureDoesNotHelp(List<String> row) {
        List<Finding> failed =
                Cases.with(PERFECT, Cases.finding(row.get(0), row.get(1), Grade.E4, Outcome.NOT_MET));
        List<Finding> hidden = PERFECT.stream()
                .filter(f -> !(f.criterion().value().equals(row.get(0)) && f.cell().equals(row.get(1))))
                .toList();
        assertThat(VerdictEngine.judge(hidden, USE).level())
                .isLessThanOrEqualTo(VerdictEngine.judge(failed, USE).level());
    }

    @ParameterizedTest
    @MethodSource("table")
    void theGravestRiskAsksForTheRowAbove(List<String> row) {
        IntendedUse grave = Cases.demanding(Autonomy.A3, Risk.R4);
        Circumstances sites = Circumstances.NONE.withExternalSites(3);
        for (Grade grade : List.of(Grade.E0, Grade.E1, Grade.E2, Grade.E3)) {
            Level usual = Level.valueOf(row.get(2 + grade.level()));
            Verdict verdict = VerdictEngine.judge(
                    Cases.with(PERFECT, Cases.finding(row.get(0), row.get(1), grade, Outcome.MET)), grave, sites);
            assertThat(verdict.level()).as(row.get(0) + " at " + grade).isEqualTo(usual.below());
        }
        Level cap = Level.valueOf(row.get(6));
        Verdict failed = VerdictEngine.judge(
                Cases.with(PERFECT, Cases.finding(row.get(0), row.get(1), Grade.E4, Outcome.NOT_MET)), grave, sites);
        assertThat(failed.cap()).as(row.get(0)).isEqualTo(cap.below());
    }

    @ParameterizedTest
    @CsvSource({"E0,V3", "E1,V3", "E2,V3", "E3,V4"})
    void readersAreStudiedForAidsToInterpretation(Grade grade, Level expected) {
        IntendedUse aid = Cases.demanding(Autonomy.A2, Risk.R2);
        List<Finding> perfect = Cases.all(aid, Grade.E4, Outcome.MET);
        List<Finding> weak = Cases.with(perfect, Cases.finding("clin.reader.mrmc", grade, Outcome.MET));
        assertThat(VerdictEngine.judge(perfect, aid).level()).isEqualTo(Level.V4);
        assertThat(VerdictEngine.judge(weak, aid).level()).isEqualTo(expected);
        IntendedUse harmless = Cases.demanding(Autonomy.A2, Risk.R1);
        assertThat(VerdictEngine.judge(weak, harmless).level()).isEqualTo(Level.V4);
    }

    @Test
    void aFailedReaderStudyCapsAtThePilot() {
        IntendedUse aid = Cases.demanding(Autonomy.A2, Risk.R2);
        List<Finding> failed = Cases.with(
                Cases.all(aid, Grade.E4, Outcome.MET),
                Cases.finding("clin.reader.mrmc", Grade.E3, Outcome.NOT_MET));
        assertThat(VerdictEngine.judge(failed, aid).cap()).isEqualTo(Level.V3);
    }

    @Test
    void aFailureOfAGateCapsBelowTheFirstThatAsksForThisGateWhateverElseIsLacking() {
        IntendedUse aid = Cases.demanding(Autonomy.A2, Risk.R2);
        List<Finding> failed = Cases.with(
                Cases.all(aid, Grade.E4, Outcome.MET),
                Cases.finding("clin.reader.mrmc", Grade.E3, Outcome.NOT_MET));
        failed = Cases.without(failed, "flow.identity.integrity");
        Verdict verdict = VerdictEngine.judge(failed, aid);
        assertThat(verdict.level()).isEqualTo(Level.V1);
        assertThat(verdict.cap()).isEqualTo(Level.V3);
    }

    @ParameterizedTest
    @CsvSource({"E0,V1", "E1,V1", "E2,V2", "E4,V2"})
    void aFailureThatWasNotMeasuredYetMayBeMeasuredForASilentRun(Grade grade, Level level) {
        Verdict verdict = VerdictEngine.judge(
                Cases.with(PERFECT, Cases.finding("tech.ood.detection", Grade.E2, Outcome.NOT_MET)), USE);
        assertThat(verdict.cap()).isEqualTo(Level.V2);
        Verdict claimed = VerdictEngine.judge(
                Cases.with(PERFECT, Cases.finding("tech.ood.detection", grade, Outcome.NOT_MET)), USE);
        assertThat(claimed.level()).isEqualTo(level);
        assertThat(claimed.cap()).isEqualTo(Level.V2);
    }

    @Test
    void seriousHarmNeedsThreeExternalSites() {
        IntendedUse serious = Cases.demanding(Autonomy.A3, Risk.R3);
        Verdict two = VerdictEngine.judge(PERFECT, serious, Circumstances.NONE.withExternalSites(2));
        assertThat(two.level()).isEqualTo(Level.V2);
        assertThat(two.upper()).isEqualTo(Level.V5);
        assertThat(two.because()).containsExactly("V3 needs evidence from 3 external sites: from 2");
        Verdict three = VerdictEngine.judge(PERFECT, serious, Circumstances.NONE.withExternalSites(3));
        assertThat(three.level()).isEqualTo(Level.V5);
        assertThat(VerdictEngine.judge(PERFECT, USE).level()).isEqualTo(Level.V5);
    }

    @Test
    void noPilotWithoutASite() {
        IntendedUse nowhere =
                Cases.use(Autonomy.A3, Risk.R2, Optional.empty(), USE.traits());
        Verdict verdict = VerdictEngine.judge(PERFECT, nowhere);
        assertThat(verdict.level()).isEqualTo(Level.V2);
        assertThat(verdict.because()).containsExactly("V3 needs a site named in the intended use: none is");
    }

    @Test
    void monitoringMustReachE4WithinSixtyDaysOfRoutineUse() {
        List<Finding> bench =
                Cases.with(PERFECT, Cases.finding("resp.monitoring.drift", Grade.E3, Outcome.MET));
        assertThat(VerdictEngine.judge(bench, USE, Circumstances.NONE.afterDaysInRoutineUse(60))
                        .level())
                .isEqualTo(Level.V4);
        Verdict late = VerdictEngine.judge(bench, USE, Circumstances.NONE.afterDaysInRoutineUse(61));
        assertThat(late.level()).isEqualTo(Level.V3);
        assertThat(late.because()).containsExactly("V4 needs resp.monitoring.drift at E4: met at E3");
    }

    @Test
    void automationBiasDoesNotMatterBelowV5WhileTheOutputIsHiddenUntilTheFirstRead() {
        Circumstances hidden = Circumstances.NONE.with(Circumstances.Fact.HIDDEN_UNTIL_FIRST_READ);
        String bias = "clin.reader.automation_bias";
        Verdict failed = VerdictEngine.judge(
                Cases.with(PERFECT, Cases.finding(bias, Grade.E3, Outcome.NOT_MET)), USE, hidden);
        assertThat(failed.cap()).isEqualTo(Level.V4);
        assertThat(failed.level()).isEqualTo(Level.V4);
        Verdict absent = VerdictEngine.judge(Cases.without(PERFECT, bias), USE, hidden);
        assertThat(absent.level()).isEqualTo(Level.V4);
        assertThat(absent.cap()).isEqualTo(Level.V5);
        assertThat(VerdictEngine.judge(PERFECT, USE, hidden).level()).isEqualTo(Level.V5);
    }

    @Test
    void eitherSelectiveOrConformalPredictionMustReachE4() {
        // Below A3 selective prediction is no gate; the requirement itself is tried at the position of such a use.
        IntendedUse aid = Cases.demanding(Autonomy.A2, Risk.R2);
        List<Finding> perfect = Cases.all(aid, Grade.E4, Outcome.MET);
        Requirement either =
                new Requirement.EitherAt(List.of(Criteria.SELECTIVE, Criteria.CONFORMAL), 4);
        List<Finding> one =
                Cases.with(perfect, Cases.finding(Criteria.SELECTIVE.value(), Grade.E3, Outcome.MET));
        List<Finding> none = Cases.with(one, Cases.finding(Criteria.CONFORMAL.value(), Grade.E3, Outcome.MET));
        assertThat(either.unmet(position(perfect, aid))).isEmpty();
        assertThat(either.unmet(position(one, aid))).isEmpty();
        assertThat(either.unmet(position(none, aid)))
                .extracting(Shortfall::what)
                .containsExactly("tech.uncertainty.selective", "tech.uncertainty.conformal");
        IntendedUse noSets = Cases.use(Autonomy.A2, Risk.R2);
        assertThat(either.unmet(position(one, noSets)))
                .extracting(Shortfall::what)
                .containsExactly("tech.uncertainty.selective");
    }

    @Test
    void theLicenceCellSpeaksForTheDatasheetWhereItExists() {
        String sheet = "data.provenance.datasheet";
        List<Finding> wrongCounts = Cases.with(PERFECT, Cases.finding(sheet, Grade.E2, Outcome.NOT_MET));
        Verdict whole = VerdictEngine.judge(wrongCounts, USE);
        assertThat(whole.cap()).isEqualTo(Level.V1);
        assertThat(whole.level()).isEqualTo(Level.V0);
        assertThat(whole.because()).anyMatch(s -> s.startsWith("capped at V1: data.provenance.datasheet is not met"));

        List<Finding> licensed = Cases.with(wrongCounts, Cases.finding(sheet, "licence", Grade.E1, Outcome.MET));
        Verdict verdict = VerdictEngine.judge(licensed, USE);
        assertThat(verdict.cap()).isEqualTo(Level.V5);
        assertThat(verdict.level()).isEqualTo(Level.V2); // the data line is at 0

        List<Finding> unlicensed = Cases.with(PERFECT, Cases.finding(sheet, "licence", Grade.E2, Outcome.NOT_MET));
        assertThat(VerdictEngine.judge(unlicensed, USE).because().getFirst())
                .isEqualTo("capped at V1: data.provenance.datasheet (licence) is not met (because of licence)");

        Circumstances planned = Circumstances.NONE.planning(
                Map.of(Criteria.DATASHEET, Set.of("all", "licence")));
        assertThat(VerdictEngine.judge(PERFECT, USE, planned).level()).isEqualTo(Level.V0);
        assertThat(VerdictEngine.judge(PERFECT, USE, planned).because())
                .first()
                .isEqualTo("V1 needs data.provenance.datasheet (licence) at E1: absent");
    }

    @Test
    void levelsSayWhatMayHappen() {
        assertThat(Arrays.stream(Level.values()).map(Level::title))
                .containsExactly(
                        "do not run",
                        "research",
                        "silent",
                        "supervised pilot",
                        "assisted routine",
                        "conditional automation");
        assertThat(Arrays.stream(Level.values()).map(Level::permits))
                .allMatch(sentence -> sentence.endsWith("."))
                .doesNotHaveDuplicates();
        assertThat(Level.V0.below()).isEqualTo(Level.V0);
        assertThat(Level.V5.below()).isEqualTo(Level.V4);
        assertThat(Level.V3.atMost(Level.V2)).isEqualTo(Level.V2);
        assertThat(Level.V1.atMost(Level.V2)).isEqualTo(Level.V1);
    }

    private static Requirement.Position position(List<Finding> findings, IntendedUse use) {
        return new Requirement.Position(
                Standings.of(findings, use, Circumstances.NONE, End.LOWER), 0, true, End.LOWER);
    }
}
