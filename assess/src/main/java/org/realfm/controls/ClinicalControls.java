package org.realfm.controls;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.realfm.criteria.clinical.DecisionCurve;
import org.realfm.criteria.clinical.SampleSizePlan;
import org.realfm.ledger.Finding;
import org.realfm.stats.Seeds;
import org.realfm.stats.SplitMix;

/// Planted defects for the criteria of the clinical line.
final class ClinicalControls {

    private static final DecisionCurve CURVE = new DecisionCurve(300);
    private static final SampleSizePlan PLAN = new SampleSizePlan();
    private static final int PATIENTS = 500;

    private ClinicalControls() {}

    static List<Control> all() {
        return List.of(
                new Control(
                        CURVE,
                        "risks that are more extreme than they should be",
                        "factor on the logit, less 1",
                        List.of(0.5, 1.0, 3.0, 6.0),
                        0.05,
                        (size, seed) -> acting(0.6, 1 + size, 0, seed)),
                new Control(
                        CURVE,
                        "risks that are too low",
                        "shift of the logit",
                        List.of(1.0, 2.0, 3.0, 4.0),
                        0.05,
                        (size, seed) -> acting(1, 1, -size, seed)),
                new Control(
                        CURVE,
                        "a calibrated model beside a better comparator",
                        "share of the separation lost",
                        List.of(0.2, 0.4, 0.6, 0.8),
                        0.05,
                        ClinicalControls::beside),
                new Control(
                        PLAN,
                        "patients that were planned and not evaluated",
                        "share of patients",
                        List.of(0.05, 0.1, 0.2, 0.4),
                        0,
                        (size, seed) -> planned((int) Math.round(PATIENTS * (1 - size)), 460, 200, seed)),
                new Control(
                        PLAN,
                        "a plan for fewer patients than its own precision takes",
                        "share of patients",
                        List.of(0.05, 0.1, 0.2, 0.4),
                        0,
                        (size, seed) -> planned(PATIENTS, (int) Math.round(475 * (1 - size)), 200, seed)),
                new Control(
                        PLAN,
                        "fewer patients with the condition than planned",
                        "share of them",
                        List.of(0.1, 0.2, 0.4, 0.8),
                        0,
                        ClinicalControls::rare));
    }

    /// Half of 400 patients sick; at factor 1 and shift 0 the risks are calibrated.
    private static List<Finding> acting(double d, double factor, double shift, long seed) {
        Cases cases = Cases.draw(400, d, seed);
        double[] logits = Arrays.stream(cases.logit()).map(x -> factor * 2 * d * x + shift).toArray();
        return CURVE.assess(Synthetic.cases(cases.truth()).score(Cases.risk(logits)).subjectEvidence());
    }

    /// Two calibrated models with errors of their own; the subject separates sick and well less.
    private static List<Finding> beside(double lost, long seed) {
        double d = 1.2;
        double own = d * (1 - lost);
        Cases cases = Cases.draw(400, own, seed);
        Cases other = Cases.draw(400, d, Seeds.derive(seed, "comparator", 0));
        return CURVE.assess(Synthetic.cases(cases.truth())
                .score(Cases.risk(Arrays.stream(cases.logit()).map(x -> 2 * own * x).toArray()))
                .comparator(Cases.risk(Arrays.stream(other.logit()).map(x -> 2 * d * x).toArray()))
                .subjectEvidence());
    }

    private static List<Finding> planned(int evaluated, int planned, int positives, long seed) {
        return planned(drawn(evaluated, 0.5, seed), planned, positives);
    }

    private static List<Finding> rare(double missing, long seed) {
        return planned(drawn(PATIENTS, 0.5 * (1 - missing), seed), 460, 200);
    }

    private static int[] drawn(int n, double prevalence, long seed) {
        SplitMix random = new SplitMix(seed);
        int[] truth = new int[n];
        Arrays.setAll(truth, i -> random.nextDouble() < prevalence ? 1 : 0);
        return truth;
    }

    /// Needs 459 patients for the calibration slope, and 141 with and without the condition.
    private static List<Finding> planned(int[] truth, int patients, int positives) {
        return PLAN.assess(Synthetic.cases(truth)
                .withDocument("plan", Map.of(
                        "locked", "2026-01-12",
                        "first-case", "2026-02-02",
                        "assumptions", Map.of(
                                "prevalence", 0.5, "auroc", 0.9, "sensitivity", 0.9, "specificity", 0.9,
                                "logit-risk", Map.of("mean", 0, "sd", 1.5)),
                        "planned", Map.of("patients", patients, "positives", positives)))
                .cohortEvidence());
    }
}
