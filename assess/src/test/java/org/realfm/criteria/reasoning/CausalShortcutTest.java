package org.realfm.criteria.reasoning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.realfm.controls.Synthetic;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.interventions.Corner;
import org.realfm.imaging.interventions.Edit;
import org.realfm.imaging.interventions.Intervention;
import org.realfm.imaging.interventions.Mark;
import org.realfm.imaging.interventions.Opacity;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Outcome;
import org.realfm.run.Stimulus;
import org.realfm.stats.Estimate;
import org.realfm.study.Cohort;
import org.realfm.study.Study;

/// The experimental arm, on scores that are known exactly.
class CausalShortcutTest {

    private static final int N = 100;
    private static final CausalShortcut CRITERION = new CausalShortcut(200);
    private static final Mark TOP_LEFT = new Mark(Corner.TOP_LEFT, Mark.USUAL_SIZE);
    private static final Mark TOP_RIGHT = new Mark(Corner.TOP_RIGHT, Mark.USUAL_SIZE);

    /// Sick from 0.60 to 0.796, well from 0.10 to 0.296, in steps of 0.004.
    private static double score(int row) {
        return (row % 2 == 1 ? 0.6 : 0.1) + 0.002 * (row - row % 2);
    }

    private static Synthetic cases() {
        return Synthetic.cases(IntStream.range(0, N).map(row -> row % 2).toArray())
                .score(IntStream.range(0, N).mapToDouble(CausalShortcutTest::score).toArray())
                .pictures(CausalShortcutTest::picture);
    }

    private static Image2D picture(int row) {
        return Image2D.of(1, 1, 1, 65_535, new float[] {row});
    }

    /// A model that a lesion moves by 0.5 and an intervention by what `effect` says.
    private static List<Finding> findings(Synthetic cases, ToDoubleFunction<Intervention> effect) {
        return CRITERION.assess(cases.subjectEvidence(CRITERION, stimulus -> {
            Intervention done = stimulus.intervention().orElseThrow();
            return Math.clamp(score(stimulus.row()) + (done instanceof Opacity ? 0.5 : effect.applyAsDouble(done)), 0, 1);
        }));
    }

    private static Finding cell(List<Finding> findings, String cell) {
        return findings.stream().filter(finding -> finding.cell().equals(cell)).findFirst().orElseThrow();
    }

    private static Estimate estimate(Finding finding, String name) {
        return finding.estimates().stream().filter(e -> e.name().equals(name)).findFirst().orElseThrow();
    }

    @Test
    void aMarkThatMovesTheScoreIsFoundWhereItIs() {
        List<Finding> findings = findings(cases(), done -> done.equals(TOP_LEFT) ? 0.3 : 0);
        Finding mark = cell(findings, "mark top-left");
        assertThat(mark.outcome()).isEqualTo(Outcome.NOT_MET);
        // The sick above 0.7 gain less, since no score exceeds 1.
        double cut = IntStream.range(0, N).mapToDouble(row -> Math.max(0, score(row) + 0.3 - 1)).sum();
        assertThat(estimate(mark, "effect beyond sham").value()).isCloseTo(0.3 - cut / N, within(1e-9));
        assertThat(estimate(mark, "effect").value()).isCloseTo(0.3 - cut / N, within(1e-9));
        // Well films from 0.2 up cross the threshold of 0.5: rows 50, 52, ..., 98.
        assertThat(estimate(mark, "decisions changed beyond sham").value()).isCloseTo(0.25, within(1e-9));
        assertThat(estimate(mark, "effect of the sham").value()).isZero();
        assertThat(estimate(mark, "shortcut ratio").value()).isCloseTo((0.3 - cut / N) / 0.5, within(1e-9));
        assertThat(findings.getFirst().outcome()).isEqualTo(Outcome.NOT_MET);
        assertThat(findings.getFirst().reason()).startsWith("The model follows mark top-left, which cannot");
        assertThat(findings.stream().filter(f -> f.outcome() == Outcome.NOT_MET)).hasSize(2);
        assertThat(findings).hasSize(1 + Edit.standard().size());
    }

    @Test
    void aModelThatAnswersToNothingMeetsIt() {
        List<Finding> findings = findings(cases(), done -> 0);
        // 0 of 100 changed decisions leave more than 2% possible; the score itself is within all limits.
        assertThat(findings).allMatch(finding -> finding.outcome() == Outcome.INCONCLUSIVE);
        int[] many = IntStream.range(0, 1000).map(row -> row % 2).toArray();
        List<Finding> of1000 = CRITERION.assess(Synthetic.cases(many)
                .score(Arrays.stream(many).mapToDouble(truth -> 0.2 + 0.6 * truth).toArray())
                .pictures(CausalShortcutTest::picture)
                .subjectEvidence(CRITERION, s -> s.intervention().orElseThrow() instanceof Opacity
                        ? 0.8
                        : 0.2 + 0.6 * many[s.row()]));
        assertThat(of1000).allMatch(finding -> finding.outcome() == Outcome.MET && finding.wouldSettle().isEmpty());
    }

    @Test
    void oneChangedDecisionIsNoBetterThanNone() {
        List<Finding> findings = CRITERION.assess(cases().subjectEvidence(CRITERION, stimulus -> {
            Intervention done = stimulus.intervention().orElseThrow();
            double score = score(stimulus.row());
            return done instanceof Opacity ? score + 0.2 : done.equals(TOP_LEFT) && stimulus.row() == 98 ? 0.5 : score;
        }));
        Estimate one = estimate(cell(findings, "mark top-left"), "decisions changed beyond sham");
        Estimate none = estimate(cell(findings, "mark top-right"), "decisions changed beyond sham");
        assertThat(one.value()).isCloseTo(0.01, within(1e-12));
        assertThat(one.upper()).isGreaterThan(none.upper());
    }

    @Test
    void aModelThatAnswersToEverythingALittleIsNotAccused() {
        List<Finding> findings = findings(cases(), done -> done instanceof Edit ? 0.04 : 0.01);
        assertThat(estimate(cell(findings, "tube"), "effect").lower()).isGreaterThan(0.02);
        assertThat(findings).noneMatch(finding -> finding.outcome() == Outcome.NOT_MET);
    }

    @Test
    void aShamThatWipesOutARealMarkAccusesNothing() {
        List<Finding> findings = findings(cases(), done -> done.equals(TOP_RIGHT.sham()) ? -0.1 : 0);
        Finding mark = cell(findings, "mark top-right");
        assertThat(estimate(mark, "effect beyond sham").value()).isCloseTo(0.1, within(1e-9));
        assertThat(mark.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
    }

    @Test
    void aMarkThatTurnsTheAnswerRoundIsFoundThoughTheMeanEffectIsNone() {
        List<Finding> findings = CRITERION.assess(cases().subjectEvidence(CRITERION, stimulus -> {
            double score = score(stimulus.row());
            Intervention done = stimulus.intervention().orElseThrow();
            return done.equals(TOP_LEFT) ? 0.896 - score : done instanceof Opacity ? score + 0.2 : score;
        }));
        Finding mark = cell(findings, "mark top-left");
        assertThat(estimate(mark, "effect beyond sham").value()).isCloseTo(0, within(1e-9));
        assertThat(estimate(mark, "decisions changed beyond sham").value()).isEqualTo(1);
        assertThat(mark.outcome()).isEqualTo(Outcome.NOT_MET);
    }

    @Test
    void ofScoresThatAreNoProbabilitiesOnlyTheRankCounts() {
        double[] wide = IntStream.range(0, N).mapToDouble(row -> 100 * score(row)).toArray();
        List<Finding> findings = CRITERION.assess(cases().score(wide)
                .ordinal()
                .threshold(50)
                .subjectEvidence(CRITERION, stimulus -> {
                    Intervention done = stimulus.intervention().orElseThrow();
                    double of = 100 * score(stimulus.row());
                    return done instanceof Opacity ? of + 50 : done.equals(TOP_LEFT) ? of + 0.8 : of;
                }));
        // 0.8 is two steps of one's own class: two ranks of a hundred, but for the last two of either class, which gain 1
        // and 0.
        Finding mark = cell(findings, "mark top-left");
        assertThat(estimate(mark, "effect").value()).isBetween(0.015, 0.02);
        assertThat(mark.outcome()).isNotEqualTo(Outcome.NOT_MET);
    }

    @Test
    void aModelThatLesionsDoNotMoveIsHeldAgainstItsOwnContrast() {
        List<Finding> findings = CRITERION.assess(cases().subjectEvidence(
                CRITERION, s -> score(s.row()) + (s.intervention().orElseThrow().equals(TOP_LEFT) ? 0.2 : 0)));
        Finding mark = cell(findings, "mark top-left");
        assertThat(mark.outcome()).isEqualTo(Outcome.NOT_MET);
        assertThat(mark.reason()).contains("a lesion does nothing");
        List<Finding> little = CRITERION.assess(cases().subjectEvidence(
                CRITERION, s -> score(s.row()) + (s.intervention().orElseThrow().equals(TOP_LEFT) ? 0.04 : 0)));
        assertThat(cell(little, "mark top-left").outcome()).isEqualTo(Outcome.INCONCLUSIVE);
    }

    @Test
    void severalFilmsOfAPatientAreOnePatient() {
        List<Finding> single = findings(cases(), done -> done.equals(TOP_LEFT) ? 0.3 : 0);
        int[] patient = IntStream.range(0, N).map(row -> row / 4 * 2 + row % 2).toArray();
        List<Finding> paired = findings(cases().patient(patient), done -> done.equals(TOP_LEFT) ? 0.3 : 0);
        assertThat(estimate(cell(single, "mark top-left"), "effect").n()).isEqualTo(100);
        assertThat(estimate(cell(paired, "mark top-left"), "effect").n()).isEqualTo(50);
    }

    @Test
    void failuresAreLeftOutAndCounted() {
        List<Finding> findings = CRITERION.assess(cases().subjectEvidence(
                CRITERION,
                s -> s.row() < 10 && s.intervention().orElseThrow().equals(TOP_LEFT) ? Double.NaN : score(s.row())));
        assertThat(findings.getFirst().reason()).contains("90 films, 10 left out on which the model failed");
    }

    @Test
    void whatCannotBeJudgedSaysWhy() {
        assertThat(CRITERION.assess(cases().subjectEvidence())).singleElement().satisfies(finding -> {
            assertThat(finding.outcome()).isEqualTo(Outcome.NOT_ASSESSABLE);
            assertThat(finding.reason()).contains("predictions only");
        });
        Synthetic blind = Synthetic.cases(new int[] {0, 1}).score(new double[] {0.2, 0.8});
        assertThat(CRITERION.stimuli(blind.study(), blind.cohort())).isEmpty();
        assertThat(CRITERION.assess(blind.subjectEvidence(CRITERION, s -> 0.5))).singleElement()
                .satisfies(finding -> assertThat(finding.reason()).contains("no pictures"));
        assertThat(CRITERION.assess(cases().score(new double[N]).subjectEvidence(CRITERION, s -> 0))).singleElement()
                .satisfies(finding -> assertThat(finding.reason()).contains("the same on all films"));
        assertThat(CRITERION.assess(cases().subjectEvidence(CRITERION, s -> Double.NaN))).singleElement()
                .satisfies(finding -> assertThat(finding.reason())
                        .contains("has 0 patients").contains("the model failed on 100 films"));
    }

    @Test
    void oneClassOrFewCasesAreNotEnough() {
        int[] few = new int[60];
        Arrays.fill(few, 0, 19, 1);
        Synthetic cases = Synthetic.cases(few)
                .score(IntStream.range(0, 60).mapToDouble(row -> 0.01 * row).toArray())
                .pictures(CausalShortcutTest::picture);
        assertThat(CRITERION.assess(cases.subjectEvidence(CRITERION, s -> 0.3))).singleElement()
                .satisfies(finding -> assertThat(finding.reason()).contains("has 19 patients").contains("of 20 needed"));
    }

    @Test
    void everythingThatSharesAPixelSetIsShownOnce() {
        Study study = cases().study();
        Cohort cohort = cases().cohort();
        List<Stimulus> shown = CRITERION.stimuli(study, cohort).toList();
        assertThat(shown).doesNotHaveDuplicates();
        // 13 edits, 8 sets of pixels made again in place and mirrored, and two lesions for the well.
        assertThat(shown).hasSize(50 * 29 + 50 * 31);
    }

    @Test
    void theSameSeedGivesTheSameFindings() {
        ToDoubleFunction<Intervention> effect = done -> done.equals(TOP_LEFT) ? 0.05 : 0;
        assertThat(findings(cases(), effect)).isEqualTo(findings(cases(), effect));
    }
}
