package org.realfm.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.realfm.ledger.Tier.GATE;
import static org.realfm.ledger.Tier.MAJOR;
import static org.realfm.ledger.Tier.MINOR;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.realfm.ledger.IntendedUse.Autonomy;
import org.realfm.ledger.IntendedUse.Risk;
import org.realfm.ledger.IntendedUse.Task;
import org.realfm.ledger.IntendedUse.Trait;

/// The conditional tiers of the catalogue's index, written down a second time.
class ApplicabilityTest {

    private static IntendedUse use(Autonomy autonomy, Trait... traits) {
        return new IntendedUse(
                "u", "?", Task.CLASSIFICATION, autonomy, Risk.R2, new OperatingPoint.Threshold(0.5), Map.of(), Map.of(),
                List.of(traits), Optional.empty());
    }

    private static @Nullable Tier tier(String criterion, IntendedUse use) {
        return switch (Applicability.of(new CriterionId(criterion), use)) {
            case Applicability.Applies(Tier tier) -> tier;
            case Applicability.NotApplicable ignored -> null;
        };
    }

    private static List<String> ofTier(@Nullable Tier tier, IntendedUse use) {
        return Catalogue.all().stream()
                .map(entry -> entry.id().value())
                .filter(id -> tier(id, use) == tier)
                .toList();
    }

    @Test
    void aPlainClassifierThatOrdersAList() {
        IntendedUse plain = use(Autonomy.A1);
        assertThat(ofTier(GATE, plain))
                .containsExactly(
                        "data.subgroup.precision",
                        "data.leakage.patient_overlap",
                        "data.leakage.near_duplicates",
                        "data.labels.reference_standard",
                        "tech.discrimination.operating_point",
                        "tech.robustness.external_gap",
                        "tech.ood.detection",
                        "reason.causal.shortcut",
                        "clin.reader.automation_bias",
                        "clin.prospective.silent_trial",
                        "flow.failure.handling",
                        "flow.scope.rejection",
                        "flow.identity.integrity",
                        "flow.queue.turnaround",
                        "flow.human.override_audit",
                        "resp.fairness.gaps",
                        "resp.safety.severity_weighted",
                        "resp.safety.critical_miss",
                        "resp.docs.regulatory_map",
                        "resp.monitoring.drift");
        assertThat(ofTier(MINOR, plain)).containsExactly("clin.value.economic", "resp.docs.reporting", "resp.energy");
        assertThat(ofTier(null, plain)).hasSize(40);
        assertThat(ofTier(MAJOR, plain)).hasSize(90 - 20 - 3 - 40);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            PROBABILITY_SHOWN | tech.calibration                      | MAJOR | GATE
            PUBLIC_DATA       | data.contamination.pretraining        | -     | GATE
            PRETRAINED        | data.contamination.pretraining        | -     | GATE
            PRETRAINED        | tech.baseline.parity                  | MAJOR | GATE
            LEAVES_BOUNDARY   | data.deid.residual_phi                | -     | GATE
            LEAVES_BOUNDARY   | resp.privacy.phi_output               | -     | GATE
            TIME_CRITICAL     | flow.performance.latency_throughput   | MAJOR | GATE
            TRIAGE_CLAIM      | clin.triage.time_to_treatment         | -     | GATE
            RESULTS_STORED    | flow.interop.dicom_results            | -     | GATE
            MAP_SHOWN         | resp.explain.faithfulness             | -     | GATE
            MAP_SHOWN         | resp.explain.localisation             | -     | MAJOR
            FREE_TEXT         | tech.report.factuality                | -     | GATE
            FREE_TEXT         | resp.privacy.phi_output               | -     | GATE
            FREE_TEXT         | resp.safety.abstention                | -     | GATE
            FREE_TEXT         | resp.security.prompt_injection        | -     | GATE
            FREE_TEXT         | reason.grounding.image_dependence     | -     | GATE
            PROMPTED          | tech.prompt.sensitivity               | -     | GATE
            PROMPTED          | tech.vqa.accuracy                     | -     | MAJOR
            PROMPTED          | reason.symbolic.rules                 | -     | MAJOR
            PROMPTED          | resp.safety.abstention                | -     | GATE
            READS_LANGUAGE    | resp.security.prompt_injection        | -     | GATE
            READS_LANGUAGE    | reason.causal.scm                     | -     | MAJOR
            STATES_SIDE       | reason.spatial.laterality             | -     | GATE
            MULTIMODAL        | tech.multimodal.added_value           | -     | MAJOR
            MULTIMODAL        | tech.multimodal.dropout               | -     | MAJOR
            BACKBONE          | tech.embedding.utility                | -     | MAJOR
            BACKBONE          | tech.embedding.site_dominance         | -     | GATE
            PROGNOSTIC        | clin.outcome.survival                 | -     | GATE
            BENEFIT_CLAIM     | clin.outcome.survival                 | -     | MAJOR
            BENEFIT_CLAIM     | clin.outcome.comparative_effect       | -     | GATE
            TRACE_SHOWN       | reason.sequential.trace_faithfulness  | -     | GATE
            SETS_USED         | tech.uncertainty.conformal            | -     | MAJOR
            PANEL             | coord.routing.accuracy_regret         | -     | GATE
            PANEL             | coord.panel_vs_monolith               | -     | MAJOR
            PANEL             | coord.degradation                     | -     | MAJOR
            PANEL             | coord.evidence_gating                 | -     | GATE
            PANEL             | coord.conflict.resolution             | -     | -
            COMBINES          | coord.conflict.resolution             | -     | -
            """)
    void aTraitSwitchesItsCriteriaOn(Trait trait, String criterion, @Nullable Tier without, @Nullable Tier with) {
        assertThat(tier(criterion, use(Autonomy.A1))).isEqualTo(without);
        assertThat(tier(criterion, use(Autonomy.A1, trait))).isEqualTo(with);
    }

    @Test
    void aPanelThatCombinesResolvesConflicts() {
        assertThat(tier("coord.conflict.resolution", use(Autonomy.A1, Trait.PANEL, Trait.COMBINES))).isEqualTo(GATE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            clin.benefit.decision_curve      | MAJOR | MAJOR | GATE  | GATE
            clin.reader.mrmc                 | -     | -     | GATE  | -
            clin.reader.automation_bias      | -     | GATE  | GATE  | GATE
            clin.management.change           | -     | MAJOR | MAJOR | MAJOR
            clin.outcome.comparative_effect  | -     | -     | -     | GATE
            tech.uncertainty.selective       | MAJOR | MAJOR | MAJOR | GATE
            flow.queue.turnaround            | -     | GATE  | MAJOR | MAJOR
            """)
    void autonomyDecidesOnSome(
            String criterion, @Nullable Tier a0, @Nullable Tier a1, @Nullable Tier a2, @Nullable Tier a3) {
        assertThat(tier(criterion, use(Autonomy.A0))).isEqualTo(a0);
        assertThat(tier(criterion, use(Autonomy.A1))).isEqualTo(a1);
        assertThat(tier(criterion, use(Autonomy.A2))).isEqualTo(a2);
        assertThat(tier(criterion, use(Autonomy.A3))).isEqualTo(a3);
        assertThat(tier("flow.queue.turnaround", use(Autonomy.A2, Trait.TRIAGE_CLAIM))).isEqualTo(GATE);
    }

    @ParameterizedTest
    @EnumSource(Trait.class)
    void noTraitSwitchesACriterionOffOrLowersIt(Trait trait) {
        Arrays.stream(Autonomy.values()).forEach(autonomy -> {
            for (Catalogue.Entry entry : Catalogue.all()) {
                Tier without = tier(entry.id().value(), use(autonomy));
                Tier with = tier(entry.id().value(), use(autonomy, trait));
                if (without != null) {
                    assertThat(with).as(entry.id() + " with " + trait).isGreaterThanOrEqualTo(without);
                }
            }
        });
    }

    @Test
    void whatDoesNotApplySaysWhy() {
        Map<String, String> rules = new TreeMap<>();
        for (Catalogue.Entry entry : Catalogue.all()) {
            if (Applicability.of(entry, use(Autonomy.A0)) instanceof Applicability.NotApplicable(String rule)) {
                rules.put(entry.id().value(), rule);
            }
        }
        assertThat(rules.values()).allSatisfy(rule -> assertThat(rule).hasSizeGreaterThan(10));
        assertThat(rules)
                .containsEntry("tech.segmentation.overlap_boundary", "the task is classification: no contours")
                .containsEntry("clin.reader.automation_bias", "offline use: nobody in care sees the output (A0)")
                .containsEntry("flow.queue.turnaround", "offline use: no list is re-ordered (A0)");
    }

    @Test
    void determinismIsAGateOfItsOwn() {
        assertThat(Applicability.parts(new CriterionId("tech.repeatability.test_retest")))
                .containsExactly(Map.entry("determinism", GATE));
        assertThat(Applicability.parts(new CriterionId("tech.calibration"))).isEmpty();
        assertThatThrownBy(() -> Applicability.of(new CriterionId("tech.calibratoin"), use(Autonomy.A1)))
                .hasMessageContaining("did you mean 'tech.calibration'");
    }
}
