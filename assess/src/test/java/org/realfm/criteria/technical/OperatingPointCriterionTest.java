package org.realfm.criteria.technical;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.realfm.controls.Synthetic;
import org.realfm.ledger.Outcome;
import org.realfm.stats.BivariateMetaAnalysis;
import org.realfm.stats.Estimate;
import org.realfm.stats.Proportion;
import org.realfm.study.CohortSpec.Sampling;
import org.realfm.study.Split;

class OperatingPointCriterionTest {

    private static final Offset<Double> CLOSE = Offset.offset(1e-9);

    private static Found judge(Synthetic world) {
        return new Found(new OperatingPointCriterion().assess(world.subjectEvidence()));
    }

    /// So many cases of each kind, in this order: true positives, false negatives, true negatives, false positives.
    private static Synthetic table(int tp, int fn, int tn, int fp) {
        int n = tp + fn + tn + fp;
        int[] truth = IntStream.range(0, n).map(i -> i < tp + fn ? 1 : 0).toArray();
        double[] score = IntStream.range(0, n)
                .mapToDouble(i -> i < tp || i >= n - fp ? 0.5 : 0.4)
                .toArray();
        return Synthetic.cases(truth).score(score);
    }

    @Test
    void theNumbersOfATable() {
        Found found = judge(table(90, 10, 180, 20));
        assertThat(found.estimate("sensitivity"))
                .isEqualTo(Proportion.wilson("sensitivity", 90, 100, 0.95));
        assertThat(found.estimate("specificity").value()).isEqualTo(0.9);
        assertThat(found.estimate("LR+").value()).isCloseTo(9, CLOSE);
        assertThat(found.estimate("LR-").value()).isCloseTo(1.0 / 9, CLOSE);
        assertThat(found.estimate("ppv").value()).isCloseTo(90.0 / 110, CLOSE);
        assertThat(found.estimate("npv").value()).isCloseTo(180.0 / 190, CLOSE);
        found.assertOutcome("all", Outcome.MET);
        // Wilson, 90 of 100: 0.8256 to 0.9448.
        judge(table(90, 10, 180, 20).floor("sensitivity", 0.83)).assertOutcome("all", Outcome.INCONCLUSIVE);
        judge(table(90, 10, 180, 20).floor("sensitivity", 0.945)).assertOutcome("all", Outcome.NOT_MET);
        assertThat(found.cells()).containsExactly("all");
    }

    @Test
    void bothFloorsMustHold() {
        judge(table(100, 0, 120, 80)).assertOutcome("all", Outcome.NOT_MET);
        judge(table(60, 40, 200, 0)).assertOutcome("all", Outcome.NOT_MET);
    }

    @Test
    void predictiveValuesNeedCasesAsTheyCome() {
        for (Sampling chosen : new Sampling[] {Sampling.ENRICHED, Sampling.CASE_CONTROL}) {
            Found found = judge(table(90, 10, 180, 20).sampling(Optional.of(chosen)));
            assertThat(found.names("all")).doesNotContain("ppv", "npv").contains("LR+");
            found.assertOutcome("all", Outcome.MET);
        }
        assertThat(judge(table(90, 10, 180, 20).sampling(Optional.empty())).names("all")).doesNotContain("ppv");
        // With weights that undo the sampling: one of ten well cases was taken.
        double[] weight = IntStream.range(0, 300).mapToDouble(i -> i < 100 ? 1 : 10).toArray();
        Found weighted = judge(table(90, 10, 180, 20).sampling(Optional.of(Sampling.ENRICHED)).weight(weight));
        assertThat(weighted.estimate("ppv").value()).isCloseTo(90.0 / 290, CLOSE);
        assertThat(weighted.estimate("sensitivity").value()).isCloseTo(0.9, CLOSE);
    }

    @Test
    void weightsEnterSensitivity() {
        // Twice the weight on the found: 90 x 2 of 90 x 2 + 10.
        double[] weight = IntStream.range(0, 300).mapToDouble(i -> i < 90 ? 2 : 1).toArray();
        assertThat(judge(table(90, 10, 180, 20).weight(weight)).estimate("sensitivity").value())
                .isCloseTo(180.0 / 190, CLOSE);
    }

    @Test
    void failuresCountAgainstTheModel() {
        int[] truth = IntStream.range(0, 200).map(i -> i % 2).toArray();
        double[] score = Arrays.stream(truth).mapToDouble(t -> t == 1 ? 0.9 : 0.1).toArray();
        for (int i = 0; i < 50; i++) {
            score[i] = Double.NaN;
        }
        Found found = judge(Synthetic.cases(truth).score(score));
        assertThat(found.estimate("sensitivity").value()).isEqualTo(0.75);
        assertThat(found.estimate("specificity").value()).isEqualTo(0.75);
        assertThat(found.estimate("failed with the condition").value()).isEqualTo(25);
        assertThat(found.estimate("failed without it").value()).isEqualTo(25);
        found.assertOutcome("all", Outcome.INCONCLUSIVE);
        assertThat(found.all().reason()).contains("50 failed cases counted against the model");
    }

    @Test
    void patientsWithSeveralPicturesAreOneUnit() {
        Estimate alone = judge(table(90, 10, 180, 20)).estimate("sensitivity");
        int[] fours = IntStream.range(0, 300).map(i -> i / 4).toArray();
        Estimate clustered = judge(table(90, 10, 180, 20).patient(fours)).estimate("sensitivity");
        assertThat(clustered.value()).isEqualTo(alone.value());
        assertThat(clustered.n()).isEqualTo(25);
        assertThat(clustered.halfWidth()).isGreaterThan(1.5 * alone.halfWidth());
    }

    @Test
    void whatCannotBeAssessedSaysWhy() {
        Found free = judge(table(90, 10, 180, 20).withoutFloors());
        free.assertNotAssessable("all", "no floor declared");
        assertThat(free.estimate("sensitivity").value()).isEqualTo(0.9);
        judge(table(90, 10, 180, 20).withoutFloors().floor("sensitivity", 0.8))
                .assertNotAssessable("all", "no floor declared");
        // One floor that is missed decides even where the other is not declared.
        judge(table(50, 50, 180, 20).withoutFloors().floor("sensitivity", 0.8)).assertOutcome("all", Outcome.NOT_MET);
        judge(table(90, 10, 0, 0)).assertNotAssessable("all", "no specificity");
        judge(table(1, 0, 0, 0)).assertNotAssessable("all", "no specificity");
        double[] none = new double[300];
        Arrays.fill(none, Double.NaN);
        judge(table(90, 10, 180, 20).score(none)).assertNotAssessable("all", "no score");
    }

    @Test
    void aSiteBelowTheFloorIsNamed() {
        Drawn drawn = Drawn.of(1200, 0, 3, 2);
        String[] sites = drawn.labels(i -> "site " + i % 4);
        double[] shifted = drawn.logits(1, i -> i % 4 == 2 ? 3 : 0);
        Found found = judge(drawn.study().score(shifted).site(sites).floor("specificity", 0.7));
        found.assertOutcome("sites", Outcome.NOT_MET);
        assertThat(found.cells()).containsExactly("all", "sites", "site=site 2");
        assertThat(found.cell("site=site 2").reason()).contains("specificity, site=site 2");
        assertThat(found.estimate("sites", "false-positive rate beyond plan, site=site 2").lower()).isPositive();
        assertThat(found.figures("sites")).containsExactly("sites", "transport");
        Found clean = judge(drawn.study().site(sites).floor("sensitivity", 0.75).floor("specificity", 0.75));
        clean.assertOutcome("sites", Outcome.MET);
        assertThat(clean.cells()).containsExactly("all", "sites");
        // Simultaneous intervals are wider than those of one site alone.
        Estimate of = clean.estimate("sites", "sensitivity, site=site 0");
        assertThat(of.confidence()).isCloseTo(1 - 0.05 / 8, CLOSE);
        judge(drawn.study().site(sites).withoutFloors()).assertNotAssessable("sites", "no floor");
    }

    @Test
    void transportIsMeasuredAgainstTheTuningPart() {
        // Tuning: 100 well, 10 called positive. Evaluation: 100 well, 30 called positive, and 100 sick.
        int[] truth = IntStream.range(0, 300).map(i -> i < 200 ? 0 : 1).toArray();
        double[] score = IntStream.range(0, 300)
                .mapToDouble(i -> i < 10 || i >= 170 ? 0.8 : 0.2)
                .toArray();
        Split[] split = new Split[300];
        Arrays.setAll(split, i -> i < 100 ? Split.TUNE : Split.EVALUATE);
        Found found = judge(Synthetic.cases(truth).score(score).split(split));
        Estimate beyond = found.estimate("false-positive rate beyond plan");
        assertThat(beyond.value()).isCloseTo(0.3 - 0.1, CLOSE);
        // Newcombe from Wilson's 0.2189 to 0.3958 and 0.0552 to 0.1744.
        assertThat(beyond.lower()).isCloseTo(0.2 - Math.hypot(0.0811, 0.0744), Offset.offset(2e-4));
        assertThat(beyond.upper()).isCloseTo(0.2 + Math.hypot(0.0958, 0.0448), Offset.offset(2e-4));
        assertThat(found.all().reason()).contains("in the tuning part");
        // Without a tuning part the floor of specificity is the plan.
        assertThat(judge(table(90, 10, 180, 20)).estimate("false-positive rate beyond plan").value())
                .isCloseTo(0.1 - 0.2, CLOSE);
    }

    @Test
    void fiveSitesArePooledTogether() {
        Drawn drawn = Drawn.of(1000, 0, 3, 8);
        Found found = judge(drawn.study().site(drawn.labels(i -> "s" + i % 5)));
        double[][] counts = new double[4][5];
        for (int i = 0; i < 1000; i++) {
            boolean called = drawn.risk()[i] >= 0.5;
            int cell = drawn.truth()[i] == 1 ? called ? 0 : 1 : called ? 3 : 2;
            counts[cell][i % 5]++;
        }
        BivariateMetaAnalysis pooled =
                BivariateMetaAnalysis.pool(counts[0], counts[1], counts[2], counts[3], 0.95);
        Estimate sensitivity = found.estimate("sites", "sensitivity, pooled");
        assertThat(sensitivity.lower()).isCloseTo(pooled.sensitivity().lower(), Offset.offset(1e-6));
        assertThat(found.estimate("sites", "specificity, new site").upper())
                .isCloseTo(pooled.newSpecificity().upper(), Offset.offset(1e-6));
        Found four = judge(drawn.study().site(drawn.labels(i -> "s" + i % 4)));
        assertThat(four.names("sites")).doesNotContain("sensitivity, pooled");
    }
}
