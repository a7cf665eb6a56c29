package org.realfm.criteria.clinical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.realfm.controls.Synthetic;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Grade;
import org.realfm.ledger.Outcome;
import org.realfm.stats.Estimate;
import org.realfm.study.CohortSpec.Sampling;
import org.realfm.study.Split;
import org.realfm.study.Study.ThresholdRange;

class DecisionCurveTest {

    private static final int[] TRUTH = IntStream.range(0, 100).map(i -> i % 2).toArray();

    private static Synthetic cases(double sick, double well) {
        return Synthetic.cases(TRUTH)
                .score(Arrays.stream(TRUTH).mapToDouble(truth -> truth == 1 ? sick : well).toArray())
                .thresholds(Optional.of(new ThresholdRange(0.2, 0.5, "head of radiology")));
    }

    private static Finding judged(Synthetic cases) {
        return new DecisionCurve(500).assess(cases.subjectEvidence()).getFirst();
    }

    private static Estimate at(Finding finding, String threshold) {
        return finding.estimates().stream()
                .filter(e -> e.name().equals("net benefit beyond the best comparator at " + threshold))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void perfectRisksBeatEverything() {
        Finding finding = judged(cases(0.9, 0.1));
        assertThat(finding.outcome()).isEqualTo(Outcome.MET);
        // Treating all is worth 0.5 - 0.5 x 0.2/0.8 at 0.2, nothing at 0.5; the model 0.5 everywhere.
        assertThat(at(finding, "0.200").value()).isCloseTo(0.125, within(1e-12));
        assertThat(at(finding, "0.350").value()).isCloseTo(0.5 * 0.35 / 0.65, within(1e-12));
        assertThat(at(finding, "0.500").value()).isCloseTo(0.5, within(1e-12));
        assertThat(finding.figures()).hasSize(2);
    }

    @Test
    void theUncertaintyOfThePrevalenceCounts() {
        // At 0.5 the gain over treating none is the share of the sick: a binomial share of 100, SE 0.05.
        Estimate gain = at(judged(cases(0.9, 0.1)), "0.500");
        assertThat(gain.value() - gain.lower()).isBetween(0.08, 0.2);
    }

    @Test
    void risksThatAreFarTooLowAreWorseThanTreatingAll() {
        Finding finding = judged(cases(0.15, 0.05));
        assertThat(finding.outcome()).isEqualTo(Outcome.NOT_MET);
        assertThat(at(finding, "0.200").value()).isCloseTo(-0.375, within(1e-12));
        assertThat(finding.reason()).contains("worse than the best of them somewhere").contains("least at 0.200");
    }

    @Test
    void aConstantRiskIsNoBetterThanTheBestDefault() {
        Finding finding = judged(cases(0.5, 0.5));
        assertThat(finding.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(at(finding, "0.200").value()).isZero();
        assertThat(finding.wouldSettle()).contains("More cases alone");
    }

    @Test
    void aFailedCaseIsTheWrongDecision() {
        double[] score = Arrays.stream(TRUTH).mapToDouble(truth -> truth == 1 ? 0.9 : 0.1).toArray();
        score[0] = Double.NaN;
        score[1] = Double.NaN;
        Finding finding = judged(cases(0, 0).score(score));
        // One sick case less and one well case treated: 0.49 - 0.01 at 0.5.
        assertThat(at(finding, "0.500").value()).isCloseTo(0.48, within(1e-12));
        Finding all = judged(cases(Double.NaN, Double.NaN));
        assertThat(all.outcome()).isEqualTo(Outcome.NOT_MET);
        assertThat(at(all, "0.500").value()).isCloseTo(-0.5, within(1e-12));
    }

    @Test
    void scoresThatAreNoProbabilitiesEnterAsDecisions() {
        Finding finding = judged(cases(12, 3).ordinal().threshold(10));
        assertThat(at(finding, "0.200").value()).isCloseTo(0.125, within(1e-12));
    }

    @Test
    void theComparatorIsTheBestOfAll() {
        double[] perfect = Arrays.stream(TRUTH).mapToDouble(truth -> truth == 1 ? 0.8 : 0.1).toArray();
        double[] worse = perfect.clone();
        for (int i = 1; i < 60; i += 2) {
            worse[i] = 0.1;
        }
        Finding finding = judged(cases(0, 0).score(worse).comparator(perfect));
        assertThat(finding.outcome()).isEqualTo(Outcome.NOT_MET);
        assertThat(at(finding, "0.500").value()).isCloseTo(-0.3, within(1e-12));
        assertThat(finding.reason()).contains("treating all, treating none, comparator");
        double[] logits = Arrays.stream(perfect).map(p -> Math.log(p / (1 - p))).toArray();
        // No probabilities: its decisions at the threshold of the study count, which are the same.
        Finding decided = judged(cases(0, 0).score(worse).comparator(logits));
        assertThat(decided.reason()).contains("treating all, treating none, comparator");
        assertThat(at(decided, "0.500").value()).isCloseTo(-0.3, within(1e-12));
    }

    @Test
    void aCaseThatTheComparatorDidNotScoreCountsAgainstIt() {
        double[] perfect = Arrays.stream(TRUTH).mapToDouble(truth -> truth == 1 ? 0.8 : 0.1).toArray();
        double[] failing = perfect.clone();
        failing[0] = Double.NaN;
        Finding same = judged(cases(0, 0).score(perfect).comparator(perfect));
        Finding better = judged(cases(0, 0).score(perfect).comparator(failing));
        assertThat(at(same, "0.500").value()).isZero();
        assertThat(at(better, "0.500").value()).isPositive();
    }

    @Test
    void groupsAloneAreFittedOnTheDevelopmentCases() {
        // Among 100 development and 100 evaluated cases three of four women and one of four men are sick.
        int n = 200;
        int[] truth = IntStream.range(0, n).map(i -> i % 4 == 0 == (i % 8 < 4) ? 1 : 0).toArray();
        String[] sex = IntStream.range(0, n).mapToObj(i -> i % 8 < 4 ? "M" : "F").toArray(String[]::new);
        Split[] split = new Split[n];
        Arrays.fill(split, 0, 100, Split.DEVELOPMENT);
        Arrays.fill(split, 100, n, Split.EVALUATE);
        Synthetic cases = Synthetic.cases(truth).split(split).group("sex", sex)
                .score(Arrays.stream(truth).mapToDouble(t -> t == 1 ? 0.9 : 0.1).toArray())
                .thresholds(Optional.of(new ThresholdRange(0.5, 0.6, "lead")));
        Finding finding = judged(cases);
        assertThat(finding.reason()).contains("groups alone");
        // Treating all women at 0.5: of 48 evaluated women 36 sick and 12 well, of 52 men 13 sick.
        double women = Arrays.stream(IntStream.range(100, n).filter(i -> sex[i].equals("F")).toArray())
                        .map(i -> truth[i] == 1 ? 1 : -1).sum() / 100.0;
        double sick = IntStream.range(100, n).map(i -> truth[i]).sum() / 100.0;
        assertThat(at(finding, "0.500").value()).isCloseTo(sick - women, within(1e-12));
    }

    @Test
    void samplingDecidesWhatCanBeSaid() {
        Finding enriched = judged(cases(0.9, 0.1).sampling(Optional.of(Sampling.ENRICHED)));
        assertThat(enriched.outcome()).isEqualTo(Outcome.NOT_ASSESSABLE);
        double[] weight = Arrays.stream(TRUTH).mapToDouble(truth -> truth == 1 ? 1 : 9).toArray();
        Finding weighted = judged(cases(0.9, 0.1).sampling(Optional.of(Sampling.ENRICHED)).weight(weight));
        assertThat(at(weighted, "0.500").value()).isCloseTo(0.1, within(1e-12));
        Finding undeclared = judged(cases(0.9, 0.1).sampling(Optional.empty()));
        assertThat(undeclared.grade()).isEqualTo(Grade.E1);
        assertThat(undeclared.outcome()).isEqualTo(Outcome.MET);
    }

    @Test
    void withoutARangeOrEnoughPatientsNothingIsDecided() {
        Finding range = judged(cases(0.9, 0.1).thresholds(Optional.empty()));
        assertThat(range.outcome()).isEqualTo(Outcome.NOT_ASSESSABLE);
        assertThat(range.figures()).isNotEmpty();
        assertThat(range.wouldSettle()).contains("thresholds");
        int[] patient = IntStream.range(0, 100).map(i -> i / 6 * 2 + i % 2).toArray();
        Finding few = judged(cases(0.9, 0.1).patient(patient));
        assertThat(few.outcome()).isEqualTo(Outcome.NOT_ASSESSABLE);
        assertThat(few.reason()).contains("has 17 patients");
        Finding one = judged(Synthetic.cases(new int[50]).score(new double[50]));
        assertThat(one.reason()).contains("has 0 patients");
    }
}
