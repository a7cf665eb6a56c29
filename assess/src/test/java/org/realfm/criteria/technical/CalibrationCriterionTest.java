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

class CalibrationCriterionTest {

    private static Found judge(Synthetic world) {
        return new Found(new CalibrationCriterion(100).assess(world.subjectEvidence()));
    }

    @Test
    void rightRisksAreMetWhereThereAreEnough() {
        Drawn drawn = Drawn.of(4000, 0, 2, 1);
        Found found = judge(drawn.study());
        found.assertOutcome("all", Outcome.MET);
        double expected = Arrays.stream(drawn.risk()).sum();
        assertThat(found.estimate("O/E").value())
                .isCloseTo(Arrays.stream(drawn.truth()).sum() / expected, Offset.offset(1e-12));
        assertThat(found.names("all"))
                .contains("calibration slope", "calibration-in-the-large", "ICI", "E50", "E90",
                        "ECE, 10 groups of equal mass");
        assertThat(found.figures("all")).contains("reliability", "risks");
        judge(Drawn.of(150, 0, 2, 1).study()).assertOutcome("all", Outcome.INCONCLUSIVE);
    }

    @Test
    void overconfidenceAndBiasAreFound() {
        Drawn drawn = Drawn.of(600, 0, 2, 1);
        Found extreme = judge(drawn.study().score(drawn.logits(3, i -> 0)));
        extreme.assertOutcome("all", Outcome.NOT_MET);
        assertThat(extreme.estimate("calibration slope").value()).isCloseTo(1.0 / 3, Offset.offset(0.08));
        judge(drawn.study().score(drawn.logits(0.3, i -> 0))).assertOutcome("all", Outcome.NOT_MET);
        Drawn rare = Drawn.of(900, -2, 1, 3);
        judge(rare.study().score(rare.logits(1, i -> 1))).assertOutcome("all", Outcome.NOT_MET);
        judge(rare.study().score(rare.logits(1, i -> -1))).assertOutcome("all", Outcome.NOT_MET);
    }

    @Test
    void aBentCurveIsFoundByItsDistance() {
        // Risks right on average and with slope 1, but folded: high where low is right and the other way round.
        Drawn drawn = Drawn.of(3000, 0, 1.5, 4);
        double[] bent = Arrays.stream(drawn.risk()).map(p -> p + 0.25 * Math.sin(4 * Math.PI * p)).toArray();
        double[] kept = Arrays.stream(bent).map(p -> Math.clamp(p, 0.01, 0.99)).toArray();
        Found found = judge(drawn.study().score(kept).threshold(0.2));
        assertThat(found.estimate("O/E").value()).isBetween(0.9, 1.1);
        assertThat(found.estimate("ICI").lower()).isGreaterThan(0.05);
        found.assertOutcome("all", Outcome.NOT_MET);
        // The allowed distance grows with the threshold: a fifth of 0.9.
        assertThat(judge(drawn.study().score(kept).threshold(0.9)).all().reason()).contains("at most 0.180");
    }

    @Test
    void samplingDecidesWhetherAndHowFar() {
        Drawn drawn = Drawn.of(400, 0, 2, 1);
        judge(drawn.study().sampling(Optional.of(Sampling.ENRICHED))).assertNotAssessable("all", "chosen by their truth");
        judge(drawn.study().sampling(Optional.of(Sampling.CASE_CONTROL)))
                .assertNotAssessable("all", "chosen by their truth");
        Finding undeclared = judge(drawn.study().sampling(Optional.empty())).all();
        assertThat(undeclared.grade()).isEqualTo(Grade.E1);
        assertThat(undeclared.reason()).contains("the sampling is not declared");
        assertThat(judge(drawn.study()).all().grade()).isEqualTo(Grade.E2);
    }

    @Test
    void weightsUndoTheSampling() {
        // Of calibrated risks every sick patient and one in five well ones is kept: too many sick, unless weighted.
        Drawn all = Drawn.of(6000, -1, 1.5, 6);
        int[] kept = IntStream.range(0, 6000).filter(i -> all.truth()[i] == 1 || i % 5 == 0).toArray();
        Synthetic world = Synthetic.cases(IntStream.of(kept).map(i -> all.truth()[i]).toArray())
                .score(IntStream.of(kept).mapToDouble(i -> all.risk()[i]).toArray())
                .sampling(Optional.of(Sampling.ENRICHED));
        double[] weight = IntStream.of(kept).mapToDouble(i -> all.truth()[i] == 1 ? 1 : 5).toArray();
        Found weighted = judge(world.weight(weight));
        weighted.assertOutcome("all", Outcome.MET);
        assertThat(weighted.estimate("O/E").value()).isBetween(0.93, 1.07);
        judge(world.weight(new double[0]).sampling(Optional.of(Sampling.RANDOM)))
                .assertOutcome("all", Outcome.NOT_MET);
    }

    @Test
    void whatCannotBeAssessedSaysWhy() {
        Drawn drawn = Drawn.of(400, 0, 2, 1);
        judge(drawn.study().ordinal()).assertNotAssessable("all", "only their order");
        double[] none = new double[400];
        judge(drawn.study().score(none)).assertNotAssessable("all", "Every probability is 0");
        Arrays.fill(none, Double.NaN);
        judge(drawn.study().score(none)).assertNotAssessable("all", "no score");
        double[] prevalence = new double[400];
        Arrays.fill(prevalence, Arrays.stream(drawn.truth()).average().orElseThrow());
        judge(drawn.study().score(prevalence)).assertNotAssessable("all", "all probabilities are equal");
        judge(Synthetic.cases(new int[] {1}).score(new double[] {0.9})).assertNotAssessable("all", "only one class");
        Found few = judge(Drawn.of(24, 0, 2, 7).study());
        few.assertNotAssessable("all", "a bootstrap needs 20");
        assertThat(few.names("all")).contains("O/E", "calibration slope").doesNotContain("ICI");
        // Of 200 well patients each was given a risk of 0.5: wrong whatever else is unknown.
        double[] half = new double[200];
        Arrays.fill(half, 0.5);
        judge(Synthetic.cases(new int[200]).score(half)).assertOutcome("all", Outcome.NOT_MET);
    }

    @Test
    void casesWithoutAScoreAreLeftOutAndCounted() {
        Drawn drawn = Drawn.of(400, 0, 2, 1);
        Found found = judge(drawn.study().score(drawn.with(Double.NaN, 0, 1, 2)));
        assertThat(found.all().reason()).contains("From 397 cases").contains("3 cases without a score are left out");
    }

    @Test
    void patientsWithSeveralPicturesAreOneUnit() {
        Drawn drawn = Drawn.of(200, 0, 2, 1);
        int[] truth = IntStream.range(0, 800).map(i -> drawn.truth()[i / 4]).toArray();
        double[] score = IntStream.range(0, 800).mapToDouble(i -> drawn.risk()[i / 4]).toArray();
        int[] patient = IntStream.range(0, 800).map(i -> i / 4).toArray();
        Estimate once = judge(drawn.study()).estimate("calibration slope");
        Estimate four = judge(Synthetic.cases(truth).score(score).patient(patient)).estimate("calibration slope");
        Estimate wrongly = judge(Synthetic.cases(truth).score(score)).estimate("calibration slope");
        assertThat(four.value()).isCloseTo(once.value(), Offset.offset(1e-6));
        assertThat(four.n()).isEqualTo(200);
        assertThat(four.halfWidth()).isCloseTo(once.halfWidth(), Offset.offset(0.06));
        assertThat(wrongly.halfWidth()).isLessThan(0.6 * four.halfWidth());
    }

    @Test
    void groupsAndSitesAreNamed() {
        Drawn drawn = Drawn.of(1500, -1, 1.5, 2);
        String[] sex = drawn.labels(i -> i % 3 == 0 ? "F" : "M");
        Found found = judge(drawn.study().score(drawn.logits(1, i -> i % 3 == 0 ? 1.2 : 0)).group("sex", sex));
        found.assertOutcome("sex=F", Outcome.NOT_MET);
        assertThat(found.cell("sex=M").outcome()).isNotEqualTo(Outcome.NOT_MET);
        double[] times = drawn.logits(3, j -> 0);
        double[] mixed = IntStream.range(0, 1500).mapToDouble(i -> i % 3 == 0 ? times[i] : drawn.risk()[i]).toArray();
        Found siteless = judge(drawn.study().score(mixed).site(drawn.labels(i -> "s" + i % 3)));
        siteless.assertOutcome("site=s0", Outcome.NOT_MET);
        assertThat(siteless.cells()).containsExactly("all", "site=s0");
        assertThat(siteless.names("all"))
                .contains("O/E, site=s1", "O/E over sites", "O/E at a new site", "slope over sites", "slope at a new site");
        Found clean = judge(drawn.study().group("sex", sex).site(drawn.labels(i -> "s" + i % 3)));
        clean.assertOutcome("sex=M", Outcome.MET);
        assertThat(clean.cells()).containsExactly("all", "sex=F", "sex=M");
    }

    @Test
    void theSameEvidenceGivesTheSameFindings() {
        Drawn drawn = Drawn.of(200, 0, 2, 9);
        assertThat(judge(drawn.study())).isEqualTo(judge(drawn.study()));
    }
}
