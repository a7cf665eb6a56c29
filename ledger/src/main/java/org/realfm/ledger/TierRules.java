package org.realfm.ledger;

import static java.util.Map.entry;
import static org.realfm.ledger.IntendedUse.Autonomy.A0;
import static org.realfm.ledger.IntendedUse.Autonomy.A1;
import static org.realfm.ledger.IntendedUse.Autonomy.A2;
import static org.realfm.ledger.IntendedUse.Autonomy.A3;
import static org.realfm.ledger.IntendedUse.Trait.BACKBONE;
import static org.realfm.ledger.IntendedUse.Trait.BENEFIT_CLAIM;
import static org.realfm.ledger.IntendedUse.Trait.COMBINES;
import static org.realfm.ledger.IntendedUse.Trait.FREE_TEXT;
import static org.realfm.ledger.IntendedUse.Trait.LEAVES_BOUNDARY;
import static org.realfm.ledger.IntendedUse.Trait.MAP_SHOWN;
import static org.realfm.ledger.IntendedUse.Trait.MULTIMODAL;
import static org.realfm.ledger.IntendedUse.Trait.PANEL;
import static org.realfm.ledger.IntendedUse.Trait.PRETRAINED;
import static org.realfm.ledger.IntendedUse.Trait.PROBABILITY_SHOWN;
import static org.realfm.ledger.IntendedUse.Trait.PROGNOSTIC;
import static org.realfm.ledger.IntendedUse.Trait.PROMPTED;
import static org.realfm.ledger.IntendedUse.Trait.PUBLIC_DATA;
import static org.realfm.ledger.IntendedUse.Trait.READS_LANGUAGE;
import static org.realfm.ledger.IntendedUse.Trait.RESULTS_STORED;
import static org.realfm.ledger.IntendedUse.Trait.SETS_USED;
import static org.realfm.ledger.IntendedUse.Trait.STATES_SIDE;
import static org.realfm.ledger.IntendedUse.Trait.TIME_CRITICAL;
import static org.realfm.ledger.IntendedUse.Trait.TRACE_SHOWN;
import static org.realfm.ledger.IntendedUse.Trait.TRIAGE_CLAIM;
import static org.realfm.ledger.Tier.GATE;
import static org.realfm.ledger.Tier.MAJOR;
import static org.realfm.ledger.Tier.MINOR;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import org.realfm.ledger.Applicability.Applies;
import org.realfm.ledger.Applicability.NotApplicable;
import org.realfm.ledger.IntendedUse.Autonomy;
import org.realfm.ledger.IntendedUse.Trait;

/// The conditional tiers of the catalogue, by criterion id; a criterion without a rule has a plain tier.
final class TierRules {
    private static final String LANGUAGE = "the subject takes no prompt, reads no language and writes no text";

    static final Map<String, Function<IntendedUse, Applicability>> CONDITIONAL = Map.ofEntries(
            // Named subgroups may stand in the cohort as well as in the use, so the gate is never lowered.
            entry("data.subgroup.precision", use -> new Applies(GATE)),
            entry(
                    "data.contamination.pretraining",
                    when(GATE, "no pretrained weights and no claim on public data", PRETRAINED, PUBLIC_DATA)),
            entry(
                    "data.deid.residual_phi",
                    when(GATE, "no data leave the trust boundary of the site", LEAVES_BOUNDARY)),
            entry("tech.calibration", raised(PROBABILITY_SHOWN)),
            entry("tech.segmentation.overlap_boundary", byTask("no contours")),
            entry("tech.measurement.agreement", byTask("no measurements")),
            entry("tech.detection.froc", byTask("no marks")),
            entry("tech.embedding.utility", when(MAJOR, "frozen features are not the product", BACKBONE)),
            entry("tech.embedding.site_dominance", when(GATE, "frozen features are not the product", BACKBONE)),
            entry("tech.report.factuality", when(GATE, "no free-text output", FREE_TEXT)),
            entry("tech.vqa.accuracy", language(MAJOR)),
            entry("tech.uncertainty.selective", fromAutonomy(A3)),
            entry(
                    "tech.uncertainty.conformal",
                    when(MAJOR, "no prediction sets or risk limits are used", SETS_USED)),
            entry("tech.repeatability.test_retest", use -> new Applies(MAJOR)),
            entry("tech.prompt.sensitivity", when(GATE, "the subject takes no prompt", PROMPTED)),
            entry("tech.multimodal.added_value", when(MAJOR, "one source of data only", MULTIMODAL)),
            entry("tech.multimodal.dropout", when(MAJOR, "one source of data only", MULTIMODAL)),
            entry("tech.baseline.parity", raised(PRETRAINED)),
            entry("reason.grounding.image_dependence", language(GATE)),
            entry("reason.sequential.chain", language(MAJOR)),
            entry("reason.sequential.trace_faithfulness", when(GATE, "no trace is shown", TRACE_SHOWN)),
            entry("reason.sequential.temporal", language(MAJOR)),
            entry("reason.spatial.relations", language(MAJOR)),
            entry("reason.spatial.laterality", when(GATE, "no side is stated", STATES_SIDE)),
            entry("reason.spatial.metric_volumetric", language(MAJOR)),
            entry("reason.symbolic.rules", language(MAJOR)),
            entry("reason.symbolic.consistency", language(MAJOR)),
            entry("reason.causal.scm", language(MAJOR)),
            entry("clin.benefit.decision_curve", fromAutonomy(A2)),
            entry(
                    "clin.reader.mrmc",
                    use -> use.autonomy() == A2
                            ? new Applies(GATE)
                            : new NotApplicable("the output is no aid to a reader's interpretation (not A2)")),
            entry("clin.reader.automation_bias", visible(GATE)),
            entry(
                    "clin.outcome.survival",
                    use -> use.has(PROGNOSTIC)
                            ? new Applies(GATE)
                            : when(MAJOR, "nothing is claimed about future outcomes", BENEFIT_CLAIM)
                                    .apply(use)),
            entry(
                    "clin.outcome.comparative_effect",
                    use -> use.autonomy().compareTo(A3) >= 0
                            ? new Applies(GATE)
                            : when(GATE, "no benefit to patients is claimed", BENEFIT_CLAIM)
                                    .apply(use)),
            entry("clin.prospective.silent_trial", use -> new Applies(GATE)),
            entry("clin.triage.time_to_treatment", when(GATE, "no triage claim", TRIAGE_CLAIM)),
            entry("clin.management.change", visible(MAJOR)),
            entry("flow.interop.dicom_results", when(GATE, "results are not stored", RESULTS_STORED)),
            entry("flow.performance.latency_throughput", raised(TIME_CRITICAL)),
            entry("flow.queue.turnaround", TierRules::queue),
            entry("resp.explain.faithfulness", when(GATE, "no map is shown", MAP_SHOWN)),
            entry("resp.explain.localisation", when(MAJOR, "no map is shown", MAP_SHOWN)),
            entry(
                    "resp.privacy.phi_output",
                    when(
                            GATE,
                            "the subject generates nothing and no data leave the trust boundary",
                            FREE_TEXT,
                            PROMPTED,
                            LEAVES_BOUNDARY)),
            entry("resp.security.prompt_injection", language(GATE)),
            entry(
                    "resp.safety.abstention",
                    when(GATE, "the subject generates no answers", FREE_TEXT, PROMPTED)),
            // Every verdict from V2 on is about clinical use, every one from V4 on about routine use.
            entry("resp.docs.regulatory_map", use -> new Applies(GATE)),
            entry("resp.monitoring.drift", use -> new Applies(GATE)),
            entry("coord.routing.accuracy_regret", panel(GATE)),
            entry("coord.panel_vs_monolith", panel(MAJOR)),
            entry(
                    "coord.conflict.resolution",
                    use -> use.has(PANEL)
                            ? when(GATE, "the panel does not combine its members' answers", COMBINES)
                                    .apply(use)
                            : panel(GATE).apply(use)),
            entry("coord.deferral.quality", panel(GATE)),
            entry("coord.traceability", panel(GATE)),
            entry("coord.degradation", panel(MAJOR)),
            entry("coord.evidence_gating", panel(GATE)));

    private TierRules() {}

    /// The tier of a criterion without conditions, from the catalogue's own word.
    static Applicability plain(String tierText) {
        return switch (tierText) {
            case "Gate" -> new Applies(GATE);
            case "Major" -> new Applies(MAJOR);
            case "Minor" -> new Applies(MINOR);
            default -> throw new IllegalStateException("a tier with conditions and no rule: " + tierText);
        };
    }

    private static Function<IntendedUse, Applicability> when(Tier tier, String otherwise, Trait... any) {
        return use -> Arrays.stream(any).anyMatch(use::has) ? new Applies(tier) : new NotApplicable(otherwise);
    }

    private static Function<IntendedUse, Applicability> raised(Trait trait) {
        return use -> new Applies(use.has(trait) ? GATE : MAJOR);
    }

    private static Function<IntendedUse, Applicability> fromAutonomy(Autonomy least) {
        return use -> new Applies(use.autonomy().compareTo(least) >= 0 ? GATE : MAJOR);
    }

    private static Function<IntendedUse, Applicability> language(Tier tier) {
        return when(tier, LANGUAGE, FREE_TEXT, PROMPTED, READS_LANGUAGE);
    }

    private static Function<IntendedUse, Applicability> panel(Tier tier) {
        return when(tier, "the subject is not a panel", PANEL);
    }

    private static Function<IntendedUse, Applicability> visible(Tier tier) {
        return use -> use.autonomy() == A0
                ? new NotApplicable("offline use: nobody in care sees the output (A0)")
                : new Applies(tier);
    }

    private static Function<IntendedUse, Applicability> byTask(String otherwise) {
        return use -> switch (use.task()) {
            case CLASSIFICATION -> new NotApplicable("the task is classification: " + otherwise);
        };
    }

    private static Applicability queue(IntendedUse use) {
        if (use.autonomy() == A1 || use.has(TRIAGE_CLAIM)) {
            return new Applies(GATE);
        }
        return use.autonomy() == A0
                ? new NotApplicable("offline use: no list is re-ordered (A0)")
                : new Applies(MAJOR);
    }
}
