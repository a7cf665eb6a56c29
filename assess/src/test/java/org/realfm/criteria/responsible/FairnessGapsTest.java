package org.realfm.criteria.responsible;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.realfm.controls.Synthetic;
import org.realfm.ledger.Finding;
import org.realfm.ledger.IntendedUse;
import org.realfm.ledger.Outcome;
import org.realfm.stats.Estimate;
import org.realfm.study.CohortSpec.Sampling;

class FairnessGapsTest {

    private final List<Integer> truth = new ArrayList<>();
    private final List<Double> score = new ArrayList<>();
    private final List<@Nullable String> sex = new ArrayList<>();

    /// Cases of one group: `right` of `n` sick are called, and as many of `n` well are not. Right calls score 0.9 and 0.1.
    private FairnessGapsTest group(@Nullable String name, int n, int rightSick, int rightWell) {
        for (int i = 0; i < n; i++) {
            add(name, 1, i < rightSick ? 0.9 : 0.1);
            add(name, 0, i < rightWell ? 0.1 : 0.9);
        }
        return this;
    }

    private void add(@Nullable String name, int condition, double value) {
        sex.add(name);
        truth.add(condition);
        score.add(value);
    }

    private Synthetic cases() {
        return Synthetic.cases(truth.stream().mapToInt(Integer::intValue).toArray())
                .score(score.stream().mapToDouble(Double::doubleValue).toArray())
                .group("sex", sex.toArray(String[]::new))
                .sampling(Optional.empty());
    }

    private static List<Finding> findings(Synthetic cases) {
        return new FairnessGaps(400).assess(cases.subjectEvidence());
    }

    private static Finding cell(List<Finding> findings, String cell) {
        return findings.stream().filter(finding -> finding.cell().equals(cell)).findFirst().orElseThrow();
    }

    private static Estimate estimate(Finding finding, String name) {
        return finding.estimates().stream().filter(e -> e.name().equals(name)).findFirst().orElseThrow();
    }

    @Test
    void alikeGroupsPass() {
        List<Finding> findings = findings(group("F", 400, 372, 372).group("M", 400, 372, 372).cases());
        assertThat(findings).extracting(Finding::cell).containsExactly("all", "sex=F", "sex=M", "gaps sex");
        assertThat(findings).allMatch(finding -> finding.outcome() == Outcome.MET);
        Estimate sensitivity = estimate(cell(findings, "sex=F"), "sensitivity");
        assertThat(sensitivity.value()).isCloseTo(0.93, within(1e-12));
        // Four endpoints and two gaps at once: wider than 1.96 standard errors of a binomial share, not above four.
        double error = Math.sqrt(0.93 * 0.07 / 400);
        assertThat(sensitivity.value() - sensitivity.lower()).isBetween(1.9 * error, 4 * error);
        assertThat(estimate(cell(findings, "gaps sex"), "sensitivity, sex=F minus sex=M").value()).isZero();
    }

    @Test
    void aGroupThatIsServedWorseIsFound() {
        List<Finding> findings = findings(group("F", 200, 120, 184).group("M", 200, 184, 184).cases());
        assertThat(cell(findings, "sex=F").outcome()).isEqualTo(Outcome.NOT_MET);
        assertThat(cell(findings, "sex=M").outcome()).isEqualTo(Outcome.MET);
        Finding gaps = cell(findings, "gaps sex");
        assertThat(gaps.outcome()).isEqualTo(Outcome.NOT_MET);
        assertThat(gaps.reason()).contains("sensitivity, sex=F minus sex=M: -0.320");
        assertThat(findings.getFirst().outcome()).isEqualTo(Outcome.NOT_MET);
        assertThat(findings.getFirst().reason()).contains("sex=F, gaps sex");
    }

    @Test
    void aGapIsFoundThoughBothGroupsKeepToTheFloor() {
        List<Finding> findings =
                findings(group("F", 400, 300, 380).group("M", 400, 392, 380).cases().floor("sensitivity", 0.5));
        assertThat(cell(findings, "sex=F").outcome()).isEqualTo(Outcome.MET);
        assertThat(cell(findings, "gaps sex").outcome()).isEqualTo(Outcome.NOT_MET);
    }

    @Test
    void fromRiskR3TheMarginIsNarrower() {
        group("F", 600, 540, 560).group("M", 600, 594, 560);
        assertThat(cell(findings(cases()), "gaps sex").outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(cell(findings(cases().risk(IntendedUse.Risk.R3)), "gaps sex").outcome()).isEqualTo(Outcome.NOT_MET);
    }

    @Test
    void aWrongRiskOfAGroupIsFoundByItsCalibration() {
        // All calls are right; among women every sick case has a risk of 0.55, among men of 0.95.
        for (int i = 0; i < 200; i++) {
            add("F", 1, 0.55);
            add("F", 0, 0.05);
            add("M", 1, 0.95);
            add("M", 0, 0.05);
        }
        Finding gaps = cell(findings(cases().sampling(Optional.of(Sampling.CONSECUTIVE))), "gaps sex");
        assertThat(estimate(gaps, "calibration-in-the-large, sex=F minus sex=M").value()).isCloseTo(0.2, within(1e-12));
        assertThat(gaps.outcome()).isEqualTo(Outcome.NOT_MET);
        // Where cases were chosen by their truth nobody can ask for it.
        Finding chosen = cell(findings(cases().sampling(Optional.of(Sampling.ENRICHED))), "gaps sex");
        assertThat(chosen.estimates()).noneMatch(e -> e.name().startsWith("calibration"));
        assertThat(cell(findings(cases().ordinal().sampling(Optional.of(Sampling.CONSECUTIVE))), "gaps sex").estimates())
                .noneMatch(e -> e.name().startsWith("calibration"));
    }

    @Test
    void aSmallGroupCannotPassButCanFail() {
        List<Finding> fair = findings(group("F", 25, 23, 23).group("M", 300, 280, 280).cases());
        assertThat(cell(fair, "sex=F").outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(cell(fair, "sex=F").reason()).contains("a half-width is above 0.10");
        assertThat(cell(fair, "sex=F").wouldSettle()).contains("more sick patients");
        List<Finding> poor = findings(new FairnessGapsTest().group("F", 25, 8, 23).group("M", 300, 280, 280).cases());
        assertThat(cell(poor, "sex=F").outcome()).isEqualTo(Outcome.NOT_MET);
    }

    @Test
    void aGroupOfAFewCasesTakesPartInNoGap() {
        List<Finding> findings = findings(group("F", 1, 0, 0).group("M", 300, 280, 280).group("X", 300, 280, 280).cases());
        Finding single = cell(findings, "sex=F");
        assertThat(single.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(single.reason()).contains("it has not 20 sick and 20 well patients");
        Finding gaps = cell(findings, "gaps sex");
        assertThat(gaps.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(gaps.reason()).contains("too small to compare: sex=F");
        List<Finding> alone = findings(new FairnessGapsTest().group("F", 1, 1, 1).group("M", 300, 280, 280).cases());
        assertThat(cell(alone, "gaps sex").outcome()).isEqualTo(Outcome.NOT_ASSESSABLE);
    }

    @Test
    void patientsAreTheUnits() {
        group("F", 200, 160, 190).group("M", 200, 190, 190);
        Finding single = cell(findings(cases()), "sex=F");
        int[] patient = IntStream.range(0, 800).map(i -> i / 8 * 2 + i % 2).toArray();
        Finding clustered = cell(findings(cases().patient(patient)), "sex=F");
        assertThat(estimate(clustered, "sensitivity").value()).isEqualTo(estimate(single, "sensitivity").value());
        assertThat(estimate(clustered, "sensitivity").n()).isEqualTo(50);
        assertThat(estimate(clustered, "sensitivity").halfWidth())
                .isGreaterThan(1.5 * estimate(single, "sensitivity").halfWidth());
    }

    @Test
    void failuresCountAsWrong() {
        group("F", 100, 95, 95).group("M", 100, 95, 95);
        for (int i = 0; i < 60; i += 2) {
            score.set(i, Double.NaN);
        }
        assertThat(estimate(cell(findings(cases()), "sex=F"), "sensitivity").value()).isCloseTo(0.65, within(1e-12));
        score.replaceAll(value -> Double.NaN);
        assertThat(cell(findings(cases()), "sex=F").outcome()).isEqualTo(Outcome.NOT_MET);
    }

    @Test
    void levellingDownIsShown() {
        group("F", 100, 50, 95).group("M", 100, 95, 95);
        double[] better = truth.stream().mapToDouble(t -> t == 1 ? 0.9 : 0.1).toArray();
        Finding women = cell(findings(cases().comparator(better)), "sex=F");
        assertThat(women.reason()).contains("The group loses against the comparator");
        // AUROC of 50 of 100 and 95 of 100 right: 0.5 x 0.95 + half of what ties.
        assertThat(estimate(women, GroupContext.AGAINST_COMPARATOR).value())
                .isCloseTo(0.5 * 0.95 + 0.5 * (0.5 * 0.05 + 0.5 * 0.95) - 1, within(1e-12));
    }

    @Test
    void whatIsMissingIsSaid() {
        Synthetic ungrouped = Synthetic.cases(new int[] {0, 1}).score(new double[] {0.1, 0.9});
        assertThat(findings(ungrouped)).singleElement()
                .satisfies(finding -> assertThat(finding.reason()).contains("declares no groups"));
        assertThat(findings(group(null, 30, 30, 30).cases())).singleElement()
                .satisfies(finding -> assertThat(finding.reason()).contains("No evaluated case has a known group"));
        List<Finding> floorless = findings(
                new FairnessGapsTest().group("F", 400, 372, 372).group("M", 400, 372, 372).cases().withoutFloors());
        assertThat(cell(floorless, "sex=F").outcome()).isEqualTo(Outcome.NOT_ASSESSABLE);
        assertThat(cell(floorless, "gaps sex").outcome()).isEqualTo(Outcome.MET);
    }

    @Test
    void oneClassInAGroupLeavesItOpen() {
        for (int i = 0; i < 100; i++) {
            add("F", 1, 0.9);
        }
        Finding women = cell(findings(group("M", 100, 95, 95).cases()), "sex=F");
        assertThat(women.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(women.reason()).contains("specificity unknown: the group has no such case");
    }
}
