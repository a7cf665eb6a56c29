package org.realfm.criteria.technical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.realfm.criteria.technical.Findings.cell;
import static org.realfm.criteria.technical.Findings.number;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.realfm.controls.Synthetic;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.interventions.Corruption;
import org.realfm.imaging.interventions.Corruption.Kind;
import org.realfm.ledger.Figure;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Outcome;
import org.realfm.ledger.Tier;
import org.realfm.run.Stimulus;
import org.realfm.stats.Auroc;
import org.realfm.stats.Estimate;
import org.realfm.stats.SplitMix;

class CorruptionsTest {

    private static final Corruptions CORRUPTIONS = new Corruptions(300);
    private static final int N = 200;
    private static final Set<String> KINDS = Set.of("noise", "blur", "contrast", "jpeg", "resolution");

    /// A film of 32 x 32 with a texture, its own noise, and a place that tells it from the others.
    private static Image2D film(int row, double noise) {
        SplitMix random = new SplitMix(row);
        float[] samples = new float[1024];
        for (int i = 0; i < samples.length; i++) {
            double wave = Math.sin(i % 32 * 0.7) * Math.cos((i - i % 32) / 64.0);
            samples[i] = Math.round(Math.clamp(128 + 60 * wave + 255 * noise * random.nextGaussian(), 0, 255));
        }
        samples[row % 1024] = 255;
        samples[(row + 500) % 1024] = 0;
        return Image2D.of(32, 32, 1, 255, samples);
    }

    private static int[] truth(int n) {
        return IntStream.range(0, n).map(i -> i % 2).toArray();
    }

    /// The sick around 0.8, the well around 0.2; nineteen of twenty on the right side of 0.5.
    private static double[] scores(int n) {
        return IntStream.range(0, n)
                .mapToDouble(i -> {
                    double within = (i / 2 % 20 + 0.5) / 20;
                    return i % 2 == 1 ? 0.47 + 0.5 * within : 0.53 - 0.5 * within;
                })
                .toArray();
    }

    private static Synthetic world(int n) {
        return Synthetic.cases(truth(n)).score(scores(n)).pictures(row -> film(row, 0.005));
    }

    private static Corruption of(Stimulus stimulus) {
        return (Corruption) stimulus.intervention().orElseThrow();
    }

    /// A subject whose score under a corruption is a function of the clean score and the corruption.
    private static List<Finding> judge(Synthetic world, ToDoubleBiFunction<Integer, Corruption> score) {
        return CORRUPTIONS.assess(world.subjectEvidence(
                CORRUPTIONS, stimulus -> score.applyAsDouble(stimulus.row(), of(stimulus))));
    }

    /// The score drawn towards the middle by a share.
    private static double damped(double score, double share) {
        return 0.5 + (score - 0.5) * (1 - share);
    }

    private static double auroc(IntToDoubleFunction score) {
        boolean[] sick = new boolean[N];
        for (int i = 0; i < N; i++) {
            sick[i] = truth(N)[i] == 1;
        }
        return Auroc.estimate("", IntStream.range(0, N).mapToDouble(score).toArray(), sick, 0.95).value();
    }

    @Test
    void itAsksForFiveKindsAtFiveSeverities() {
        Synthetic world = world(N).casesPerProbe(60);
        List<Stimulus> asked = CORRUPTIONS.stimuli(world.study(), world.cohort()).toList();
        assertThat(asked).hasSize(60 * 25).doesNotHaveDuplicates();
        Set<Integer> rows = asked.stream().map(Stimulus::row).collect(Collectors.toSet());
        assertThat(rows.stream().filter(row -> row % 2 == 1)).as("in proportion to the truth").hasSize(30);
        assertThat(asked.stream().filter(s -> of(s).kind() == Kind.NOISE).map(Stimulus::seed).distinct())
                .as("noise is drawn anew for each case, not for each severity")
                .hasSize(60);
        assertThat(asked.stream().filter(s -> of(s).kind() != Kind.NOISE)).allMatch(s -> s.seed() == 0);
        assertThat(CORRUPTIONS.stimuli(world(N).study(), Synthetic.cases(truth(N)).cohort())).isEmpty();
    }

    @Test
    void aSteadyModelPasses() {
        double[] clean = scores(N);
        List<Finding> findings = judge(world(N), (row, c) -> damped(clean[row], 0.05 * c.severity()));
        assertThat(findings).hasSize(6).allSatisfy(finding -> {
            assertThat(finding.outcome()).isEqualTo(Outcome.MET);
            assertThat(finding.tier()).isEqualTo(Tier.MAJOR);
        });
        assertThat(findings).extracting(Finding::cell).containsAll(KINDS);
        assertThat(number(cell(findings, "blur"), "auroc retained at severity 5").value()).isEqualTo(1);
        Figure figure = findings.getFirst().figures().getFirst();
        assertThat(figure.id()).isEqualTo("corruptions");
        assertThat(figure.series()).hasSize(5).allSatisfy(series -> assertThat(series.x()).hasSize(6));
        assertThat(figure.marks()).singleElement().satisfies(mark -> assertThat(mark.value()).isEqualTo(0.8));
    }

    @Test
    void aModelThatBreaksAtOnceUnderOneArtefactIsAccusedOfThatOne() {
        double[] clean = scores(N);
        List<Finding> findings =
                judge(world(N), (row, c) -> c.kind() == Kind.JPEG ? 1 - clean[row] : clean[row]);
        for (String kind : KINDS) {
            assertThat(cell(findings, kind).outcome()).as(kind)
                    .isEqualTo(kind.equals("jpeg") ? Outcome.NOT_MET : Outcome.MET);
        }
        assertThat(findings.getFirst().outcome()).isEqualTo(Outcome.NOT_MET);
        assertThat(findings.getFirst().reason()).contains("before severity 1 of jpeg");
        assertThat(cell(findings, "jpeg").wouldSettle()).contains("refuse those worse than");
    }

    @Test
    void aShiftedScoreBreaksTheOperatingPointThoughTheRankingStays() {
        double[] clean = scores(N);
        List<Finding> findings = judge(
                world(N), (row, c) -> c.kind() == Kind.CONTRAST ? Math.max(0, clean[row] - 0.3) : clean[row]);
        Finding contrast = cell(findings, "contrast");
        assertThat(number(contrast, "auroc retained at severity 1").value()).isCloseTo(1, within(0.02));
        assertThat(contrast.outcome()).isEqualTo(Outcome.NOT_MET);
        assertThat(contrast.reason()).contains("sensitivity falls below its floor");
    }

    @Test
    void aBreakBeyondWhatFilmsShowIsNoFault() {
        double[] clean = scores(N);
        List<Finding> findings =
                judge(world(N), (row, c) -> c.kind() == Kind.NOISE && c.severity() >= 4 ? 0.1 : clean[row]);
        Finding noise = cell(findings, "noise");
        assertThat(noise.outcome()).isEqualTo(Outcome.MET);
        Estimate breakdown = number(noise, "breakdown severity");
        assertThat(breakdown.lower()).isBetween(3.0, 3.5);
        assertThat(breakdown.upper()).isBetween(3.0, 4.0);
    }

    @Test
    void aBreakWithinWhatFilmsShowIsOpenBecauseAnatomyCountsToo() {
        // One film in twenty has the noise of severity 4; the model breaks from severity 2 on.
        double[] clean = scores(N);
        Synthetic world = Synthetic.cases(truth(N))
                .score(clean)
                .pictures(row -> film(row, row % 20 == 7 ? 0.08 : 0.005));
        List<Finding> findings =
                judge(world, (row, c) -> c.kind() == Kind.NOISE && c.severity() >= 2 ? 0.1 : clean[row]);
        Finding noise = cell(findings, "noise");
        assertThat(noise.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(number(noise, "natural severity, 99th percentile, at most").value()).isBetween(3.5, 4.5);
        assertThat(noise.wouldSettle()).contains("phantoms");
    }

    @Test
    void filmsOnWhichTheModelFailsCountAgainstIt() {
        double[] clean = scores(N);
        List<Finding> findings = judge(
                world(N), (row, c) -> c.kind() == Kind.BLUR && row % 3 == 0 ? Double.NaN : clean[row]);
        assertThat(cell(findings, "blur").outcome()).isEqualTo(Outcome.NOT_MET);
        assertThat(cell(findings, "blur").reason()).contains("failed on up to 67 films");
    }

    @Test
    void aModelThatFailsOnCleanFilmsIsToldSo() {
        double[] clean = Arrays.stream(scores(N)).map(s -> 1 - s).toArray();
        Synthetic world = Synthetic.cases(truth(N)).score(clean).pictures(row -> film(row, 0.005));
        Finding all = judge(world, (row, c) -> clean[row]).getFirst();
        assertThat(all.outcome()).isEqualTo(Outcome.NOT_MET);
        assertThat(all.reason()).contains("already on the films as they are");
    }

    @Test
    void fewCasesAreInconclusive() {
        double[] clean = scores(44);
        List<Finding> findings = judge(world(44), (row, c) -> damped(clean[row], 0.1));
        assertThat(findings.getFirst().outcome()).isEqualTo(Outcome.INCONCLUSIVE);
    }

    @Test
    void retentionIsTheRatioOfAurocs() {
        double[] clean = scores(N);
        ToDoubleBiFunction<Integer, Corruption> score = (row, c) -> c.kind() == Kind.RESOLUTION && c.severity() == 3
                ? row % 5 == 0 ? 1 - clean[row] : clean[row]
                : clean[row];
        Finding finding = cell(judge(world(N), score), "resolution");
        double expected = auroc(row -> score.applyAsDouble(row, new Corruption(Kind.RESOLUTION, 3)))
                / auroc(row -> clean[row]);
        Estimate retained = number(finding, "auroc retained at severity 3");
        assertThat(retained.value()).isCloseTo(expected, within(1e-12));
        assertThat(retained.upper()).isLessThan(1);
        assertThat(number(finding, "auroc retained at severity 2").value()).isEqualTo(1);
    }

    @Test
    void theRelativeErrorIsOfLossesToTheComparators() {
        double[] clean = scores(N);
        // At every severity of blur the model gets one pair of cases in ten upside down, the comparator one in five.
        ToDoubleBiFunction<Integer, Integer> upsideDown = (row, every) -> row / 2 % every == 0 ? 1 - clean[row] : clean[row];
        double before = auroc(row -> clean[row]);
        double lost = before - auroc(row -> upsideDown.applyAsDouble(row, 10));
        double comparatorLost = before - auroc(row -> upsideDown.applyAsDouble(row, 5));
        assertThat(lost).isLessThan(comparatorLost);
        Synthetic world = world(N).comparator(clean)
                .comparatorResponse(s -> of(s).kind() == Kind.BLUR ? upsideDown.applyAsDouble(s.row(), 5) : clean[s.row()]);
        List<Finding> findings = judge(
                world, (row, c) -> c.kind() == Kind.BLUR ? upsideDown.applyAsDouble(row, 10) : clean[row]);
        Estimate relative = number(cell(findings, "blur"), "relative corruption error");
        assertThat(relative.value()).isCloseTo(lost / comparatorLost, within(1e-9));
        assertThat(relative.upper()).isLessThan(1);
        assertThat(cell(findings, "jpeg").estimates())
                .as("the comparator loses nothing there")
                .extracting(Estimate::name)
                .doesNotContain("relative corruption error");
        assertThat(cell(judge(world(N).comparator(clean), (row, c) -> clean[row]), "blur").estimates())
                .as("the comparator is known by its scores only")
                .extracting(Estimate::name)
                .doesNotContain("relative corruption error");
    }

    @Test
    void whatIsMissingIsSaid() {
        Finding predictions = CORRUPTIONS.assess(world(N).subjectEvidence()).getFirst();
        assertThat(predictions.outcome()).isEqualTo(Outcome.NOT_ASSESSABLE);
        assertThat(predictions.reason()).contains("predictions only");
        Synthetic blind = Synthetic.cases(truth(N)).score(scores(N));
        assertThat(CORRUPTIONS.assess(blind.subjectEvidence(CORRUPTIONS, s -> 0)).getFirst().reason())
                .contains("no pictures");
        assertThat(judge(world(N).withoutFloors(), (row, c) -> 0.5)).singleElement().satisfies(finding ->
                assertThat(finding.wouldSettle()).contains("floors"));
        assertThat(judge(world(38), (row, c) -> 0.5)).singleElement().satisfies(finding ->
                assertThat(finding.reason()).contains("Fewer than 20 patients"));
    }

    @Test
    void naturalSeverityIsReadOffTheLosses() {
        double[] losses = {0, 1, 3, 6, 10, 15};
        assertThat(NaturalSeverity.severityOf(0, losses)).hasValue(0);
        assertThat(NaturalSeverity.severityOf(2, losses)).hasValue(1.5);
        assertThat(NaturalSeverity.severityOf(15, losses)).hasValue(5);
        assertThat(NaturalSeverity.severityOf(16, losses)).hasValue(Double.POSITIVE_INFINITY);
        assertThat(NaturalSeverity.severityOf(1, new double[6])).isEmpty();
    }

    @Test
    void naturalSeverityFindsTheFilmsThatAreWorse() {
        // Two films in a hundred went through a corruption of severity 3; the others are alike. Blur is only told where
        // films have detail of every scale.
        for (Kind kind : List.of(Kind.NOISE, Kind.BLUR, Kind.CONTRAST)) {
            double grain = kind == Kind.BLUR ? 0.1 : 0.005;
            Synthetic world = Synthetic.cases(truth(N)).score(scores(N)).pictures(row -> row % 50 == 3
                    ? new Corruption(kind, 3).apply(film(row, grain), row)
                    : film(row, grain));
            NaturalSeverity natural = NaturalSeverity.of(
                    world.cohortEvidence(), IntStream.range(0, N).toArray(), 5);
            assertThat(natural.of(kind).orElseThrow()).as(kind.toString()).isBetween(2.6, 3.4);
            assertThat(natural.of(Kind.JPEG)).as("too small for blocks").isEmpty();
            assertThat(natural.films()).isEqualTo(N);
        }
    }

    @Test
    void filmsTooSmallToMeasureAreHeldAgainstTheSlightestSeverity() {
        double[] clean = scores(N);
        Synthetic world = Synthetic.cases(truth(N)).score(clean).pictures(row ->
                Image2D.of(2, 1, 1, 65535, new float[] {row, 9}));
        Finding blur = cell(judge(world, (row, c) -> clean[row]), "blur");
        assertThat(blur.outcome()).isEqualTo(Outcome.MET);
        assertThat(blur.reason()).contains("could not be measured");
    }

    @Test
    void sameEvidenceSameFindings() {
        double[] clean = scores(N);
        ToDoubleBiFunction<Integer, Corruption> score = (row, c) -> damped(clean[row], 0.3 * c.severity());
        assertThat(judge(world(N), score)).isEqualTo(judge(world(N), score));
    }
}
