package org.realfm.ledger.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.realfm.ledger.Dimension.CLINICAL;
import static org.realfm.ledger.Dimension.DATA;
import static org.realfm.ledger.Dimension.REASONING;
import static org.realfm.ledger.Dimension.RESPONSIBLE;
import static org.realfm.ledger.Dimension.TECHNICAL;
import static org.realfm.ledger.Dimension.WORKFLOW;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.realfm.ledger.CriterionId;
import org.realfm.ledger.Dimension;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Grade;
import org.realfm.ledger.IntendedUse;
import org.realfm.ledger.IntendedUse.Autonomy;
import org.realfm.ledger.IntendedUse.Risk;
import org.realfm.ledger.IntendedUse.Trait;
import org.realfm.ledger.Outcome;
import org.realfm.stats.ConfidenceDistribution;
import org.realfm.stats.Estimate;
import org.realfm.stats.Proportion;

/// SCORING section 8: "CXR-FM" 2.1 and 2.2, move suspected pneumothorax up the reading list, A1, R2, hospital H.
class WorkedExampleTest {

    private static final double FLOOR = 0.85;

    private static final IntendedUse USE = Cases.use(Autonomy.A1, Risk.R2, Trait.TRIAGE_CLAIM);

    /// The profile's signed exclusions: the example's clinical line has the five criteria that it names.
    private static final Circumstances PROFILE = Circumstances.NONE
            .excluding(new CriterionId("clin.benefit.decision_curve"), "order of reading only: the queue is simulated")
            .excluding(new CriterionId("clin.prospective.sequential"), "no interim looks")
            .excluding(new CriterionId("clin.value.economic"), "not asked by hospital H");

    private static List<Finding> onFile() {
        List<Finding> findings = new ArrayList<>(Cases.all(USE, Grade.E2, Outcome.MET));
        findings.removeIf(f -> PROFILE.exclusions().containsKey(f.criterion()));
        for (String absent : List.of(
                "clin.prospective.silent_trial",
                "clin.reader.automation_bias",
                "clin.management.change",
                "resp.privacy.membership")) {
            findings.removeIf(f -> f.criterion().value().equals(absent));
        }
        for (String open : List.of(
                "data.subgroup.precision",
                "tech.calibration",
                "resp.fairness.intersectional",
                "resp.safety.critical_miss")) {
            findings.removeIf(f -> f.criterion().value().equals(open));
            findings.add(Cases.finding(open, Grade.E2, Outcome.INCONCLUSIVE));
        }
        return findings;
    }

    private static List<Finding> version21() {
        List<Finding> findings = onFile();
        findings.removeIf(f -> f.criterion().equals(Criteria.OPERATING_POINT) || f.criterion().equals(Criteria.SHORTCUT));
        // Sensitivity in the cells, floor 0.85.
        findings.add(cell("all", 356, 400, Outcome.MET));
        findings.add(cell("drain", 238, 250, Outcome.MET));
        findings.add(cell("no drain", 118, 150, Outcome.NOT_MET));
        findings.add(cell("portable", 40, 62, Outcome.NOT_MET));
        findings.add(Cases.finding("reason.causal.shortcut", "chest drain", Grade.E2, Outcome.NOT_MET));
        return findings;
    }

    /// The outcome follows from the interval; the confidence is read off it.
    private static Finding cell(String name, int found, int all, Outcome expected) {
        Estimate sensitivity = Proportion.wilson("sensitivity", found, all, 0.95);
        Outcome outcome = sensitivity.lower() >= FLOOR
                ? Outcome.MET
                : sensitivity.upper() < FLOOR ? Outcome.NOT_MET : Outcome.INCONCLUSIVE;
        assertThat(outcome).as(name).isEqualTo(expected);
        return Cases.holding(
                Cases.finding("tech.discrimination.operating_point", name, Grade.E3, outcome),
                ConfidenceDistribution.atLeast(sensitivity, FLOOR));
    }

    @Test
    void theRequirementsOfV3HoldWithAProbabilityOfAtMostTwoPercent() {
        Chance chance = VerdictEngine.judge(version21(), USE, PROFILE).chance(Level.V3);
        assertThat(chance.most()).isLessThanOrEqualTo(0.02);
        assertThat(chance.least()).isZero();
    }

    @Test
    void version21IsSilentAndCannotBeMore() {
        Verdict verdict = VerdictEngine.judge(version21(), USE, PROFILE);
        assertThat(verdict.level()).isEqualTo(Level.V2);
        assertThat(verdict.upper()).isEqualTo(Level.V2);
        assertThat(verdict.cap()).isEqualTo(Level.V2);
        assertThat(verdict.because())
                .containsExactly(
                        "capped at V2: tech.discrimination.operating_point is not met (because of no drain)",
                        "capped at V2: reason.causal.shortcut is not met (because of chest drain)");
        assertThat(verdict.lacking(Level.V3))
                .extracting(Shortfall::sentence)
                .contains("clin.reader.automation_bias at E2: absent");
    }

    @Test
    void theTableOfVersion21() {
        Verdict verdict = VerdictEngine.judge(version21(), USE, PROFILE);
        line(verdict, DATA, 11, 1, 0, 0, 1, 2);
        line(verdict, TECHNICAL, 7, 1, 1, 0, 0, 0);
        line(verdict, REASONING, 1, 0, 1, 0, 0, 0);
        line(verdict, CLINICAL, 2, 0, 0, 3, 0, 2);
        line(verdict, WORKFLOW, 9, 0, 0, 0, 2, 2);
        line(verdict, RESPONSIBLE, 8, 2, 0, 1, 1, 2);
        assertThat(verdict.dimensions()).hasSize(6).doesNotContainKey(Dimension.COORDINATION);
        assertThat(verdict.dimension(DATA).binding())
                .containsExactly(new CriterionId("data.subgroup.precision"));
        assertThat(verdict.dimension(REASONING).binding())
                .containsExactly(new CriterionId("reason.causal.shortcut"));
    }

    private static void line(
            Verdict verdict, Dimension dimension, int met, int inconclusive, int notMet, int absent, int lower, int upper) {
        DimensionLevel line = verdict.dimension(dimension);
        Map<Outcome, Integer> counts = line.counts();
        assertThat(List.of(
                        counts.getOrDefault(Outcome.MET, -1),
                        counts.getOrDefault(Outcome.INCONCLUSIVE, -1),
                        counts.getOrDefault(Outcome.NOT_MET, -1),
                        counts.getOrDefault(Outcome.ABSENT, -1),
                        line.lower(),
                        line.upper()))
                .as(dimension.key())
                .containsExactly(met, inconclusive, notMet, absent, lower, upper);
    }

    @Test
    void version22StaysSilentButMayRise() {
        // Retrained: the external sets are now internal, the target cell and the shortcut are met at E2.
        List<Finding> findings = onFile();
        findings.removeIf(f -> f.criterion().equals(Criteria.OPERATING_POINT));
        findings.add(Cases.holding(
                Cases.finding("tech.discrimination.operating_point", "no drain", Grade.E2, Outcome.MET),
                ConfidenceDistribution.atLeast(Proportion.wilson("sensitivity", 138, 150, 0.95), FLOOR)));
        Verdict verdict = VerdictEngine.judge(findings, USE, PROFILE);
        assertThat(verdict.level()).isEqualTo(Level.V2);
        assertThat(verdict.upper()).isEqualTo(Level.V2);
        assertThat(verdict.cap()).isEqualTo(Level.V4);
        assertThat(verdict.because())
                .contains(
                        "V3 needs flow.scope.rejection at E3: met at E2",
                        "V3 needs clin.prospective.silent_trial at E3: absent");
        assertThat(verdict.chance(Level.V3).most()).isBetween(0.99, 1.0);
    }
}
