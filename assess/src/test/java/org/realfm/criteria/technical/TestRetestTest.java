package org.realfm.criteria.technical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.realfm.criteria.technical.Findings.number;

import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.realfm.controls.Synthetic;
import org.realfm.imaging.Image2D;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Outcome;
import org.realfm.ledger.Tier;
import org.realfm.run.Stimulus;
import org.realfm.stats.Estimate;

class TestRetestTest {

    private static final TestRetest RETEST = new TestRetest();

    private static Image2D film(int row) {
        return Image2D.of(2, 1, 1, 65535, new float[] {row, 7});
    }

    private static Synthetic world(int n) {
        return Synthetic.cases(IntStream.range(0, n).map(i -> i % 2).toArray())
                .score(IntStream.range(0, n).mapToDouble(TestRetestTest::score).toArray())
                .pictures(TestRetestTest::film);
    }

    private static double score(int row) {
        return row % 2 == 1 ? 0.8 : 0.2;
    }

    private static Finding determinism(Synthetic world, ToDoubleFunction<Stimulus> score) {
        List<Finding> findings = RETEST.assess(world.subjectEvidence(RETEST, score));
        assertThat(findings).extracting(Finding::cell).containsExactly("determinism", "retest");
        assertThat(findings.getFirst().tier()).isEqualTo(Tier.GATE);
        return findings.getFirst();
    }

    @Test
    void itShows299PatientsAgainAnd100OfThemTwentyTimes() {
        Synthetic world = world(400);
        Map<Integer, List<Stimulus>> asked = RETEST.stimuli(world.study(), world.cohort())
                .collect(Collectors.groupingBy(Stimulus::row));
        assertThat(asked).hasSize(299);
        assertThat(asked.values().stream().filter(repeats -> repeats.size() == 20)).hasSize(100).allSatisfy(
                repeats -> assertThat(repeats.stream().filter(Stimulus::alone)).hasSize(5));
        assertThat(asked.values().stream().filter(repeats -> repeats.size() == 2)).hasSize(199).allSatisfy(
                repeats -> assertThat(repeats.stream().filter(Stimulus::alone)).hasSize(1));
        assertThat(asked.values().stream().flatMap(List::stream)).allMatch(s -> s.repeat() > 0).doesNotHaveDuplicates();
        assertThat(asked.keySet().stream().filter(row -> row % 2 == 1)).hasSizeBetween(149, 150);
        assertThat(RETEST.stimuli(world(400).casesPerProbe(120).study(), world.cohort())
                        .map(Stimulus::row).distinct())
                .hasSize(120);
    }

    @Test
    void noChangeIn299IsWithinOnePerCent() {
        Finding finding = determinism(world(299), s -> score(s.row()));
        assertThat(finding.outcome()).isEqualTo(Outcome.MET);
        assertThat(number(finding, "category changes").upper())
                .isCloseTo(1 - Math.pow(0.05, 1.0 / 299), within(1e-9))
                .isLessThanOrEqualTo(0.01);
        assertThat(finding.reason()).contains("0 of 299").contains("synthetic only");
    }

    @Test
    void noChangeIn298IsTooFewToSay() {
        Finding finding = determinism(world(298), s -> score(s.row()));
        assertThat(finding.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(finding.wouldSettle()).contains("299").contains("298");
    }

    @Test
    void patientsCountNotPictures() {
        Synthetic world = world(600).patient(IntStream.range(0, 600).map(i -> i / 4).toArray());
        Finding finding = determinism(world, s -> score(s.row()));
        assertThat(finding.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(finding.reason()).contains("0 of 150");
    }

    @Test
    void aScoreThatDependsOnItsCompanyIsFound() {
        // Fifteen cases cross the threshold in company, in one repeat only.
        Finding finding = determinism(
                world(299), s -> s.row() % 20 == 3 && !s.alone() && s.repeat() == 1 ? 0.4 : score(s.row()));
        assertThat(finding.outcome()).isEqualTo(Outcome.NOT_MET);
        assertThat(finding.reason()).contains("15 of 299").contains("(0 of them when shown alone)");
        assertThat(number(finding, "largest difference between two scores of one case").value())
                .isCloseTo(0.4, within(1e-12));
    }

    @Test
    void aScoreThatDiffersWhenShownAloneIsFound() {
        Finding finding = determinism(world(299), s -> s.alone() && s.row() % 10 == 1 ? 0.49 : score(s.row()));
        assertThat(finding.outcome()).isEqualTo(Outcome.NOT_MET);
        assertThat(finding.reason()).contains("30 of 299").contains("(30 of them when shown alone)");
    }

    @Test
    void aFailureIsACategory() {
        Finding finding = determinism(world(299), s -> s.row() % 10 == 1 ? Double.NaN : score(s.row()));
        assertThat(finding.outcome()).isEqualTo(Outcome.NOT_MET);
    }

    @Test
    void oneChangeIsNeitherShownNorRefuted() {
        Finding finding = determinism(world(299), s -> s.row() == 5 ? 0.1 : score(s.row()));
        assertThat(finding.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(finding.wouldSettle()).contains("more patients");
    }

    @Test
    void noiseOfTheLastBitsIsReportedAndHarmless() {
        Finding finding = determinism(world(299), s -> score(s.row()) + 1e-7 * s.repeat());
        assertThat(finding.outcome()).isEqualTo(Outcome.MET);
        assertThat(number(finding, "largest difference between two scores of one case").value())
                .isCloseTo(2e-6, within(1e-9));
    }

    @Test
    void whatIsMissingIsSaid() {
        List<Finding> known = RETEST.assess(world(299).subjectEvidence());
        assertThat(known).extracting(Finding::outcome).containsOnly(Outcome.NOT_ASSESSABLE);
        assertThat(known.getFirst().tier()).isEqualTo(Tier.GATE);
        assertThat(known.getFirst().reason()).contains("predictions only");
        assertThat(known.getLast().tier()).isEqualTo(Tier.MAJOR);
        assertThat(known.getLast().wouldSettle()).contains("59 patients twice");
    }
}
