package org.realfm.criteria.technical;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.realfm.controls.Synthetic;
import org.realfm.ledger.Outcome;
import org.realfm.stats.Auroc;
import org.realfm.stats.Estimate;
import org.realfm.study.CohortSpec.Aggregate;

class RankingTest {

    private static final Offset<Double> CLOSE = Offset.offset(1e-12);

    private static Found judge(Synthetic world) {
        return new Found(new Ranking(200).assess(world.subjectEvidence()));
    }

    @Test
    void countsPairsOfPatients() {
        // 0.9 beats both, 0.4 beats one of two, and ties with neither: 3 of 4 pairs.
        Found found = judge(Synthetic.cases(new int[] {1, 1, 0, 0}).score(new double[] {0.9, 0.4, 0.6, 0.1}));
        Estimate auroc = found.estimate("auroc");
        assertThat(auroc.value()).isEqualTo(0.75);
        assertThat(auroc.method()).isEqualTo("DeLong");
        assertThat(found.figures("all")).contains("roc", "scores");
        found.assertOutcome("all", Outcome.INCONCLUSIVE);
        // Too few for the bootstrap: no average precision without an interval.
        assertThat(found.names("all")).contains("prevalence").doesNotContain("average precision");
    }

    @Test
    void picturesOfAPatientCountOnce() {
        // By picture the easy patient 0 with five pictures hides that 1 is missed; by patient one of two pairs is right.
        int[] truth = {1, 1, 1, 1, 1, 1, 0, 0};
        int[] patient = {0, 0, 0, 0, 0, 1, 2, 3};
        double[] score = {0.9, 0.8, 0.9, 0.95, 0.9, 0.1, 0.5, 0.2};
        Synthetic world = Synthetic.cases(truth).patient(patient).score(score);
        assertThat(judge(world).estimate("auroc").value()).isEqualTo(0.5);
        assertThat(judge(world).estimate("auroc").n()).isEqualTo(4);
        boolean[] sick = {true, true, true, true, true, true, false, false};
        assertThat(Auroc.estimate("by picture", score, sick, 0.95).value()).isCloseTo(10.0 / 12, CLOSE);
    }

    @Test
    void theDeclaredRuleCombinesPictures() {
        // Patient 0: maximum 0.9, mean 0.5, last 0.1. Patients 1 and 2 are well, at 0.6 and 0.2.
        int[] truth = {1, 1, 0, 0};
        int[] patient = {0, 0, 1, 2};
        double[] score = {0.9, 0.1, 0.6, 0.2};
        Synthetic world = Synthetic.cases(truth).patient(patient).score(score);
        assertThat(judge(world.aggregate(Aggregate.MAX)).estimate("auroc").value()).isOne();
        assertThat(judge(world.aggregate(Aggregate.MEAN)).estimate("auroc").value()).isEqualTo(0.5);
        assertThat(judge(world.aggregate(Aggregate.LAST)).estimate("auroc").value()).isZero();
        // One patient in a class has no variance: nothing is decided.
        judge(world.aggregate(Aggregate.LAST)).assertOutcome("all", Outcome.INCONCLUSIVE);
    }

    @Test
    void aGoodModelMeetsItsFloorAndABadOneDoesNot() {
        Drawn drawn = Drawn.of(600, 0, 2.5, 1);
        Found good = judge(drawn.study().floor("auroc", 0.85));
        good.assertOutcome("all", Outcome.MET);
        assertThat(good.names("all"))
                .contains("average precision", "prevalence", "partial auroc, false-positive rates to 0.20")
                .doesNotContain("auroc, logit scale");
        judge(drawn.study().score(drawn.logits(-1, i -> 0))).assertOutcome("all", Outcome.NOT_MET);
        double[] constant = new double[600];
        Found flat = judge(drawn.study().score(constant));
        assertThat(flat.estimate("auroc").value()).isEqualTo(0.5);
        flat.assertOutcome("all", Outcome.NOT_MET);
    }

    @Test
    void smallClassesAreDecidedOnTheLogitScaleToo() {
        Found found = judge(Drawn.of(120, 0, 2.5, 4).study().floor("auroc", 0.85));
        Estimate plain = found.estimate("auroc");
        Estimate logit = found.estimate("auroc, logit scale");
        assertThat(logit.lower()).isLessThan(plain.lower());
        double between = (logit.lower() + plain.lower()) / 2;
        judge(Drawn.of(120, 0, 2.5, 4).study().floor("auroc", between)).assertOutcome("all", Outcome.INCONCLUSIVE);
        assertThat(judge(Drawn.of(120, 0, 2.5, 4).study().floor("auroc", between)).all().wouldSettle())
                .contains("more patients of both classes give P(met) = 0.8");
    }

    @Test
    void failuresCountAgainstTheModel() {
        Drawn drawn = Drawn.of(600, 0, 2.5, 1);
        int[] sick = IntStream.range(0, 600).filter(i -> drawn.truth()[i] == 1).limit(120).toArray();
        Found found = judge(drawn.study().score(drawn.with(Double.NaN, sick)).floor("auroc", 0.85));
        Estimate scored = found.estimate("auroc");
        Estimate counted = found.estimate("auroc, failures counted against the model");
        int positives = Arrays.stream(drawn.truth()).sum();
        // A failed sick patient loses against every well one.
        assertThat(counted.value()).isCloseTo(scored.value() * (positives - 120) / positives, CLOSE);
        found.assertOutcome("all", Outcome.NOT_MET);
        assertThat(found.all().reason()).contains("no score on 120 more");
    }

    @Test
    void aPatientWithOneScoredPictureHasNotFailed() {
        Found found = judge(Synthetic.cases(new int[] {1, 1, 1, 0, 0})
                .patient(new int[] {0, 0, 1, 2, 3})
                .score(new double[] {0.9, Double.NaN, 0.8, 0.2, 0.3}));
        assertThat(found.estimate("auroc").value()).isOne();
        assertThat(found.names("all")).doesNotContain("auroc, failures counted against the model");
    }

    @Test
    void whatCannotBeAssessedSaysWhy() {
        judge(Synthetic.cases(new int[] {1, 1, 1}).score(new double[] {0.1, 0.2, 0.3}))
                .assertNotAssessable("all", "ranking needs both");
        judge(Synthetic.cases(new int[] {0}).score(new double[] {0.1})).assertNotAssessable("all", "needs both");
        double[] none = {Double.NaN, Double.NaN};
        judge(Synthetic.cases(new int[] {1, 0}).score(none)).assertNotAssessable("all", "no score");
        Found free = judge(Drawn.of(100, 0, 2, 1).study().withoutFloors());
        free.assertNotAssessable("all", "no floor");
        assertThat(free.names("all")).contains("auroc");
    }

    @Test
    void weightsThatDifferWithinAClassChangeTheAuroc() {
        Drawn drawn = Drawn.of(300, 0, 2, 5);
        double[] byClass = Arrays.stream(drawn.truth()).mapToDouble(t -> t == 1 ? 0.2 : 3).toArray();
        assertThat(judge(drawn.study().weight(byClass)).estimate("auroc").method()).isEqualTo("DeLong");
        double[] doubled = IntStream.range(0, 300).mapToDouble(i -> i % 2 == 0 ? 2 : 1).toArray();
        Estimate weighted = judge(drawn.study().weight(doubled)).estimate("auroc");
        assertThat(weighted.method()).isEqualTo("bootstrap percentile");
        assertThat(weighted.value()).isCloseTo(pairs(drawn, doubled), CLOSE);
        double[] few = IntStream.range(0, 30).mapToDouble(i -> 1 + i % 2).toArray();
        judge(Drawn.of(30, 0, 2, 5).study().weight(few)).assertNotAssessable("all", "20 patients in either class");
    }

    /// The definition: the weight of the pairs in order.
    private static double pairs(Drawn drawn, double[] weight) {
        double right = 0;
        double all = 0;
        for (int i = 0; i < weight.length; i++) {
            for (int j = 0; j < weight.length; j++) {
                if (drawn.truth()[i] == 1 && drawn.truth()[j] == 0) {
                    all += weight[i] * weight[j];
                    right += drawn.risk()[i] > drawn.risk()[j] ? weight[i] * weight[j] : 0;
                }
            }
        }
        return right / all;
    }

    @Test
    void aSetOnWhichTheSiteTellsTheTruthShowsNothing() {
        Drawn drawn = Drawn.of(600, 0, 2.5, 1);
        String[] telling = drawn.labels(i -> (drawn.truth()[i] == 1) == (i % 20 != 0) ? "A" : "B");
        Found hidden = judge(drawn.study().site(telling));
        hidden.assertNotAssessable("all", "the site alone");
        assertThat(hidden.estimate("auroc of the site alone").value()).isGreaterThan(0.9);
        Found honest = judge(drawn.study().site(drawn.labels(i -> i % 2 == 0 ? "A" : "B")));
        honest.assertOutcome("all", Outcome.MET);
        assertThat(honest.estimate("auroc of the site alone").value()).isBetween(0.4, 0.6);
        // A model below its floor is no better for it.
        judge(drawn.study().score(drawn.logits(-1, i -> 0)).site(telling)).assertOutcome("all", Outcome.NOT_MET);
    }

    @Test
    void sitesArePooledFromThreeOn() {
        Drawn drawn = Drawn.of(800, 0, 2.5, 1);
        Found two = judge(drawn.study().site(drawn.labels(i -> i % 2 == 0 ? "A" : "B")));
        assertThat(two.names("all")).contains("auroc, site=A", "auroc, site=B").doesNotContain("auroc over sites");
        assertThat(two.figures("all")).contains("sites");
        Found four = judge(drawn.study().site(drawn.labels(i -> List.of("A", "B", "C", "D").get(i % 4))));
        Estimate mean = four.estimate("auroc over sites");
        Estimate next = four.estimate("auroc at a new site");
        assertThat(mean.value()).isBetween(
                four.estimate("auroc").value() - 0.03, four.estimate("auroc").value() + 0.03);
        assertThat(next.lower()).isLessThan(mean.lower());
        assertThat(mean.n()).isEqualTo(4);
    }

    @Test
    void theComparatorOfTheSamePatientsIsTheMeasure() {
        Drawn drawn = Drawn.of(600, 0, 2.5, 1);
        Found same = judge(drawn.study().comparator(drawn.risk()));
        same.assertOutcome("comparator", Outcome.MET);
        assertThat(same.estimate("comparator", "auroc minus that of comparator").value()).isZero();
        double[] worse = drawn.logits(1, i -> i % 3 == 0 ? -4 : 0);
        judge(drawn.study().score(worse).comparator(drawn.risk())).assertOutcome("comparator", Outcome.NOT_MET);
        assertThat(judge(drawn.study()).cells()).containsExactly("all");
        assertThat(judge(drawn.study().asComparator()).cells()).containsExactly("all");
    }

    @Test
    void theSameEvidenceGivesTheSameFindings() {
        Drawn drawn = Drawn.of(200, 0, 2, 9);
        String[] sites = drawn.labels(i -> "s" + i % 3);
        assertThat(judge(drawn.study().site(sites))).isEqualTo(judge(drawn.study().site(sites)));
    }
}
