package org.realfm.criteria.technical;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.realfm.controls.Synthetic;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Grade;
import org.realfm.ledger.Outcome;
import org.realfm.stats.Estimate;
import org.realfm.study.CohortSpec.Sampling;
import org.realfm.study.Split;

class BaselineParityTest {

    private static Found judge(Synthetic world) {
        return new Found(new BaselineParity(200).assess(world.subjectEvidence()));
    }

    private static final Drawn DRAWN = Drawn.of(800, 0, 2.5, 1);

    @Test
    void asGoodAsTheSpecialist() {
        Found found = judge(DRAWN.study().comparator(DRAWN.risk()));
        assertThat(found.cells()).containsExactly("all", "comparator", "prevalence", "net benefit");
        found.findings().forEach(finding -> found.assertOutcome(finding.cell(), Outcome.MET));
        assertThat(found.estimate("prevalence", "auroc minus that of prevalence").value()).isGreaterThan(0.4);
        assertThat(found.estimate("net benefit", "net benefit minus that of comparator").halfWidth()).isZero();
    }

    @Test
    void aMonolithThatLosesToASmallNetworkIsFound() {
        double[] worse = DRAWN.logits(1, i -> i % 3 == 0 ? -4 : 0);
        Found found = judge(DRAWN.study().score(worse).comparator(DRAWN.risk()));
        found.assertOutcome("comparator", Outcome.NOT_MET);
        found.assertOutcome("all", Outcome.NOT_MET);
        assertThat(found.all().reason()).contains("not met: comparator");
        // The same order, but decisions that are worse than the comparator's.
        Found decisions = judge(DRAWN.study().score(DRAWN.logits(1, i -> 3)).comparator(DRAWN.risk()));
        decisions.assertOutcome("comparator", Outcome.MET);
        decisions.assertOutcome("net benefit", Outcome.NOT_MET);
    }

    @Test
    void netBenefitByHand() {
        // At 0.5 a true positive earns 1 and a false positive costs 1: (3 - 1) / 8 against (4 - 4) / 8 and 0.
        int[] truth = {1, 1, 1, 1, 0, 0, 0, 0};
        double[] score = {0.9, 0.8, 0.7, 0.1, 0.6, 0.2, 0.2, 0.3};
        Found found = judge(Synthetic.cases(truth).score(score));
        Offset<Double> close = Offset.offset(1e-12);
        assertThat(found.estimate("net benefit", "net benefit minus that of treating all").value())
                .isCloseTo(0.25, close);
        assertThat(found.estimate("net benefit", "net benefit minus that of treating none").value())
                .isCloseTo(0.25, close);
        double[] weight = {1, 1, 1, 1, 3, 3, 3, 3};
        Estimate weighted = judge(Synthetic.cases(truth).score(score).weight(weight))
                .estimate("net benefit", "net benefit minus that of treating none");
        assertThat(weighted.value()).isCloseTo(0, close);
    }

    @Test
    void withoutASpecialistItCannotBeJudged() {
        Found found = judge(DRAWN.study());
        found.assertNotAssessable("comparator", "names no specialised model");
        found.assertNotAssessable("all", "names no specialised model");
        found.assertOutcome("prevalence", Outcome.MET);
    }

    @Test
    void theComparatorItselfIsComparedWithTheRest() {
        Found found = judge(DRAWN.study().asComparator());
        found.assertOutcome("comparator", Outcome.NOT_APPLICABLE);
        found.assertOutcome("all", Outcome.MET);
    }

    /// Development cases on which a group tells the truth in four of five cases, then as many to evaluate.
    private static Synthetic grouped(double[] score) {
        int n = 800;
        String[] smoker = new String[n];
        int[] truth = new int[n];
        Split[] split = new Split[n];
        for (int i = 0; i < n; i++) {
            split[i] = i < n / 2 ? Split.DEVELOPMENT : Split.EVALUATE;
            truth[i] = i % 2;
            smoker[i] = (i % 2 == 1) == (i / 2 % 5 != 0) ? "yes" : "no";
        }
        return Synthetic.cases(truth).score(score).split(split).group("smoker", smoker).asComparator();
    }

    @Test
    void aRegressionOfGroupsFromTheDevelopmentCases() {
        // The group alone has sensitivity and specificity 0.8, so an AUROC of 0.8.
        double[] coin = IntStream.range(0, 800).mapToDouble(i -> i / 2 % 2 == 0 ? 0.6 : 0.4).toArray();
        Found found = judge(grouped(coin));
        assertThat(found.estimate("groups alone", "auroc minus that of groups alone").value())
                .isCloseTo(0.5 - 0.8, Offset.offset(1e-9));
        found.assertOutcome("groups alone", Outcome.NOT_MET);
        found.assertOutcome("prevalence", Outcome.INCONCLUSIVE);
        double[] perfect = IntStream.range(0, 800).mapToDouble(i -> i % 2 == 1 ? 0.9 : 0.1).toArray();
        judge(grouped(perfect)).assertOutcome("groups alone", Outcome.MET);
        // Without development cases there is no regression.
        String[] sex = DRAWN.labels(i -> i % 2 == 0 ? "F" : "M");
        assertThat(judge(DRAWN.study().group("sex", sex)).cells()).doesNotContain("groups alone");
    }

    @Test
    void samplingDecidesOnNetBenefit() {
        Synthetic world = DRAWN.study().comparator(DRAWN.risk());
        Found chosen = judge(world.sampling(Optional.of(Sampling.CASE_CONTROL)));
        chosen.assertNotAssessable("net benefit", "chosen by their truth");
        chosen.assertOutcome("comparator", Outcome.MET);
        Finding undeclared = judge(world.sampling(Optional.empty())).cell("net benefit");
        assertThat(undeclared.grade()).isEqualTo(Grade.E1);
    }

    @Test
    void scoresThatAreNoProbabilitiesActAtTheDeclaredRange() {
        Synthetic world = DRAWN.study().comparator(DRAWN.risk()).ordinal();
        assertThat(judge(world).cell("net benefit").reason()).contains("threshold of 0.3");
        judge(world.thresholds(Optional.empty())).assertNotAssessable("net benefit", "at which risk one would act");
    }

    @Test
    void edgesSayWhy() {
        double[] none = new double[800];
        Arrays.fill(none, Double.NaN);
        Found failed = judge(DRAWN.study().score(none).comparator(DRAWN.risk()));
        failed.assertNotAssessable("comparator", "no score");
        failed.assertNotAssessable("net benefit", "no score");
        Found dumb = judge(DRAWN.study().comparator(none));
        dumb.assertNotAssessable("comparator", "comparator gave no score");
        judge(Synthetic.cases(new int[] {1}).score(new double[] {0.3}).comparator(new double[] {0.3}))
                .assertNotAssessable("comparator", "smaller class has 0");
        // Failing on half of the sick loses against a comparator that answers.
        int[] sick = IntStream.range(0, 800).filter(i -> DRAWN.truth()[i] == 1 && i % 2 == 0).toArray();
        judge(DRAWN.study().score(DRAWN.with(Double.NaN, sick)).comparator(DRAWN.risk()))
                .assertOutcome("comparator", Outcome.NOT_MET);
    }
}
