package org.realfm.ledger.verdict;

import org.realfm.ledger.CriterionId;

/// The criteria that the ladder, the ceilings and the cascade name.
final class Criteria {

    static final CriterionId DEMOGRAPHICS = new CriterionId("data.representativeness.demographics");
    static final CriterionId CASE_MIX = new CriterionId("data.shift.prevalence_casemix");
    static final CriterionId OVERLAP = new CriterionId("data.leakage.patient_overlap");
    static final CriterionId DUPLICATES = new CriterionId("data.leakage.near_duplicates");
    static final CriterionId CONTAMINATION = new CriterionId("data.contamination.pretraining");
    static final CriterionId REFERENCE = new CriterionId("data.labels.reference_standard");
    static final CriterionId DATASHEET = new CriterionId("data.provenance.datasheet");
    static final CriterionId BOUNDARY = new CriterionId("data.deid.residual_phi");
    static final CriterionId OPERATING_POINT = new CriterionId("tech.discrimination.operating_point");
    static final CriterionId CALIBRATION = new CriterionId("tech.calibration");
    static final CriterionId EXTERNAL_GAP = new CriterionId("tech.robustness.external_gap");
    static final CriterionId SELECTIVE = new CriterionId("tech.uncertainty.selective");
    static final CriterionId CONFORMAL = new CriterionId("tech.uncertainty.conformal");
    static final CriterionId TRACE = new CriterionId("reason.sequential.trace_faithfulness");
    static final CriterionId LATERALITY = new CriterionId("reason.spatial.laterality");
    static final CriterionId SHORTCUT = new CriterionId("reason.causal.shortcut");
    static final CriterionId NET_BENEFIT = new CriterionId("clin.benefit.decision_curve");
    static final CriterionId MRMC = new CriterionId("clin.reader.mrmc");
    static final CriterionId AUTOMATION_BIAS = new CriterionId("clin.reader.automation_bias");
    static final CriterionId SURVIVAL = new CriterionId("clin.outcome.survival");
    static final CriterionId EFFECT = new CriterionId("clin.outcome.comparative_effect");
    static final CriterionId SILENT_TRIAL = new CriterionId("clin.prospective.silent_trial");
    static final CriterionId TRIAGE = new CriterionId("clin.triage.time_to_treatment");
    static final CriterionId SAMPLE_SIZE = new CriterionId("clin.samplesize.plan");
    static final CriterionId FAILURE = new CriterionId("flow.failure.handling");
    static final CriterionId SCOPE = new CriterionId("flow.scope.rejection");
    static final CriterionId IDENTITY = new CriterionId("flow.identity.integrity");
    static final CriterionId ALERTS = new CriterionId("flow.alert.burden");
    static final CriterionId QUEUE = new CriterionId("flow.queue.turnaround");
    static final CriterionId OVERRIDE = new CriterionId("flow.human.override_audit");
    static final CriterionId FAIRNESS = new CriterionId("resp.fairness.gaps");
    static final CriterionId INTERSECTIONS = new CriterionId("resp.fairness.intersectional");
    static final CriterionId SALIENCY = new CriterionId("resp.explain.faithfulness");
    static final CriterionId LOCALISATION = new CriterionId("resp.explain.localisation");
    static final CriterionId EGRESS = new CriterionId("resp.privacy.phi_output");
    static final CriterionId INJECTION = new CriterionId("resp.security.prompt_injection");
    static final CriterionId SEVERITY = new CriterionId("resp.safety.severity_weighted");
    static final CriterionId CRITICAL_MISS = new CriterionId("resp.safety.critical_miss");
    static final CriterionId HAZARDS = new CriterionId("resp.docs.regulatory_map");
    static final CriterionId DRIFT = new CriterionId("resp.monitoring.drift");
    static final CriterionId TRACEABILITY = new CriterionId("coord.traceability");
    static final CriterionId EVIDENCE_GATING = new CriterionId("coord.evidence_gating");

    /// The cell of the datasheet that speaks of licence and consent.
    static final String LICENCE = "licence";

    private Criteria() {}
}
