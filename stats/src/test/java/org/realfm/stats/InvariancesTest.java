package org.realfm.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.assertj.core.data.Offset;

/// What must hold for any data.
class InvariancesTest {

    private static final Offset<Double> EXACT = Offset.offset(1e-11);

    @Property(tries = 300)
    void aurocSurvivesMonotoneTransformsAndReordering(
            @ForAll @Size(min = 6, max = 60) int[] codes, @ForAll long seed) {
        Sample sample = Sample.of(codes);
        Assume.that(sample.twoClasses());
        Estimate auroc = Auroc.clustered("a", sample.score, sample.truth, sample.cluster, 0.95);
        double[] stretched = Arrays.stream(sample.score).map(s -> Math.exp(0.3 * s) - 7).toArray();
        assertClose(Auroc.clustered("a", stretched, sample.truth, sample.cluster, 0.95), auroc);
        Sample shuffled = sample.shuffled(seed);
        assertClose(Auroc.clustered("a", shuffled.score, shuffled.truth, shuffled.cluster, 0.95), auroc);
    }

    @Property(tries = 300)
    void aurocMirrorsUnderLabelSwapAndNegation(@ForAll @Size(min = 6, max = 60) int[] codes) {
        Sample sample = Sample.of(codes);
        Assume.that(sample.twoClasses());
        double[] negated = Arrays.stream(sample.score).map(s -> -s).toArray();
        boolean[] swapped = new boolean[codes.length];
        for (int i = 0; i < codes.length; i++) {
            swapped[i] = !sample.truth[i];
        }
        Estimate auroc = Auroc.estimate("a", sample.score, sample.truth, 0.95);
        Estimate mirror = Auroc.estimate("a", negated, sample.truth, 0.95);
        assertThat(mirror.value()).isCloseTo(1 - auroc.value(), EXACT);
        assertThat(mirror.lower()).isCloseTo(1 - auroc.upper(), EXACT);
        assertClose(Auroc.estimate("a", negated, swapped, 0.95), auroc);
    }

    @Property(tries = 300)
    void aurocIsTheDefinition(@ForAll @Size(min = 2, max = 40) int[] codes) {
        Sample sample = Sample.of(codes);
        Assume.that(sample.twoClasses());
        double pairs = 0;
        double wins = 0;
        for (int i = 0; i < codes.length; i++) {
            for (int j = 0; j < codes.length; j++) {
                if (sample.truth[i] && !sample.truth[j]) {
                    pairs++;
                    wins += sample.score[i] > sample.score[j] ? 1 : sample.score[i] == sample.score[j] ? 0.5 : 0;
                }
            }
        }
        assertThat(RankedScores.of(sample.score, sample.truth).auroc()).isCloseTo(wins / pairs, EXACT);
    }

    @Property(tries = 200)
    void countsAreRepetitions(@ForAll @Size(min = 4, max = 30) int[] codes, @ForAll long seed) {
        Sample sample = Sample.of(codes);
        Assume.that(sample.twoClasses());
        Bootstrap.Plan plan = Bootstrap.plan(sample.cluster, sample.truth, 1, seed);
        int[] rows = plan.rows(0);
        int[] counts = plan.counts(0);
        double[] score = Arrays.stream(rows).mapToDouble(i -> sample.score[i]).toArray();
        boolean[] truth = new boolean[rows.length];
        for (int i = 0; i < rows.length; i++) {
            truth[i] = sample.truth[rows[i]];
        }
        RankedScores weighted = RankedScores.of(sample.score, sample.truth);
        RankedScores repeated = RankedScores.of(score, truth);
        assertThat(weighted.auroc(i -> counts[i])).isCloseTo(repeated.auroc(), EXACT);
        assertThat(weighted.averagePrecision(i -> counts[i])).isCloseTo(repeated.averagePrecision(), EXACT);
        assertThat(weighted.partialAuroc(0, 0.3, i -> counts[i]))
                .isCloseTo(repeated.partialAuroc(0, 0.3, i -> 1), EXACT);
    }

    @Property(tries = 200)
    void weightsAreRepetitionsWithinPatients(@ForAll @Size(min = 4, max = 30) int[] codes, @ForAll long seed) {
        Sample sample = Sample.of(codes);
        SplitMix random = new SplitMix(seed);
        double[] weight = Arrays.stream(codes).mapToDouble(c -> 1 + random.nextInt(3)).toArray();
        int[] rows = IntStream.range(0, codes.length)
                .flatMap(i -> IntStream.range(0, (int) weight[i]).map(copy -> i))
                .toArray();
        double[] risk = Arrays.stream(sample.score).map(s -> (s + 9) / 18).toArray();
        double[] risks = Arrays.stream(rows).mapToDouble(i -> risk[i]).toArray();
        int[] clusters = Arrays.stream(rows).map(i -> sample.cluster[i]).toArray();
        boolean[] truths = new boolean[rows.length];
        for (int r = 0; r < rows.length; r++) {
            truths[r] = sample.truth[rows[r]];
        }
        Calibration weighted = Calibration.of(risk, sample.truth).byCluster(sample.cluster).weightedBy(weight);
        Calibration repeated = Calibration.of(risks, truths).byCluster(clusters);
        assertClose(weighted.brier(0.95), repeated.brier(0.95));
        assertClose(weighted.debiasedCalibrationError(5, 0.95), repeated.debiasedCalibrationError(5, 0.95));
        assertThat(weighted.brierDecomposition(5, 0.95).resolution())
                .isCloseTo(repeated.brierDecomposition(5, 0.95).resolution(), EXACT);
        weighted.slope(0.95)
                .ifPresent(slope -> assertThat(repeated.slope(0.95).orElseThrow().value())
                        .isCloseTo(slope.value(), Offset.offset(1e-7 * (1 + Math.abs(slope.value())))));
        assertThat(NetBenefit.of(risk, sample.truth).weightedBy(weight).model(0.3))
                .isCloseTo(NetBenefit.of(risks, truths).model(0.3), EXACT);
        assertThat(NetBenefit.of(risk, sample.truth)
                        .weightedBy(weight)
                        .interventionsAvoided(0.3, sample.cluster, 0.95)
                        .value())
                .isCloseTo(NetBenefit.of(risks, truths).interventionsAvoided(0.3, clusters, 0.95).value(), EXACT);
        DiagnosticTable.at(0.5, risk, sample.truth)
                .byCluster(sample.cluster)
                .weightedBy(weight)
                .positiveLikelihoodRatio(0.95)
                .filter(lr -> !lr.method().contains("0.5 added"))
                .ifPresent(lr -> assertThat(DiagnosticTable.at(0.5, risks, truths)
                                .byCluster(clusters)
                                .positiveLikelihoodRatio(0.95)
                                .orElseThrow()
                                .value())
                        .isCloseTo(lr.value(), Offset.offset(1e-9)));
    }

    @Property(tries = 500)
    void shareIntervalsMirror(@ForAll @IntRange(min = 1, max = 500) int n, @ForAll @DoubleRange(max = 1) double at) {
        int k = (int) Math.round(at * n);
        Estimate wilson = Proportion.wilson("p", k, n, 0.95);
        Estimate mirror = Proportion.wilson("p", n - k, n, 0.95);
        assertThat(wilson.lower()).isCloseTo(1 - mirror.upper(), EXACT);
        Estimate exact = Proportion.clopperPearson("p", k, n, 0.95);
        assertThat(exact.lower()).isCloseTo(1 - Proportion.clopperPearson("p", n - k, n, 0.95).upper(), EXACT);
        assertThat(wilson.lower()).isBetween(0.0, wilson.value());
        assertThat(wilson.upper()).isBetween(wilson.value(), 1.0);
    }

    @Property(tries = 300)
    void differencesChangeSign(
            @ForAll @IntRange(max = 40) int b,
            @ForAll @IntRange(max = 40) int c,
            @ForAll @IntRange(max = 40) int same) {
        Assume.that(b + c + same > 0);
        int n = b + c + same;
        Estimate one = ProportionDifference.tango("d", b, c, n, 0.95);
        Estimate two = ProportionDifference.tango("d", c, b, n, 0.95);
        assertThat(one.lower()).isCloseTo(-two.upper(), Offset.offset(1e-9)).isBetween(-1.0, 1.0);
        Estimate first = ProportionDifference.newcombe("d", b, n, c, n, 0.95);
        Estimate second = ProportionDifference.newcombe("d", c, n, b, n, 0.95);
        assertThat(first.lower()).isCloseTo(-second.upper(), EXACT).isBetween(-1.0, 1.0);
    }

    @Property(tries = 1000)
    void calibrationNeverFails(@ForAll @Size(min = 1, max = 40) int[] codes) {
        Sample sample = Sample.of(codes);
        double[] risk = Arrays.stream(sample.score).map(s -> (s + 8) / 16).toArray();
        Calibration calibration = Calibration.of(risk, sample.truth).byCluster(sample.cluster);
        Calibration.Indices indices = calibration.indices(4);
        assertThat(indices.ici()).isBetween(0.0, 1.0);
        assertThat(indices.e50()).isLessThanOrEqualTo(indices.e90());
        assertThat(calibration.expectedCalibrationError(10)).isBetween(0.0, 1.0);
        calibration.slope(0.95).ifPresent(slope -> assertThat(slope.value()).isFinite());
        calibration.intercept(0.95).ifPresent(intercept -> assertThat(intercept.value()).isFinite());
    }

    @Property(tries = 300)
    void isotonicIsMonotoneAndKeepsTheMean(@ForAll @Size(min = 1, max = 50) int[] codes) {
        double[] values = Arrays.stream(codes).mapToDouble(c -> c % 10).toArray();
        double[] fitted = Isotonic.fit(values);
        assertThat(fitted).isSorted();
        assertThat(Arrays.stream(fitted).sum()).isCloseTo(Arrays.stream(values).sum(), Offset.offset(1e-9));
        assertThat(Isotonic.fit(fitted)).containsExactly(fitted, Offset.offset(1e-12));
    }

    private static void assertClose(Estimate found, Estimate expected) {
        assertThat(found.value()).isCloseTo(expected.value(), EXACT);
        assertThat(found.lower()).isCloseTo(expected.lower(), EXACT);
        assertThat(found.upper()).isCloseTo(expected.upper(), EXACT);
    }

    /// Rows drawn from arbitrary integers: scores with ties in [-8, 8], truths, patients of up to a few rows.
    @SuppressWarnings("ArrayRecordComponent")
    private record Sample(double[] score, boolean[] truth, int[] cluster) {

        static Sample of(int[] codes) {
            double[] score = new double[codes.length];
            boolean[] truth = new boolean[codes.length];
            int[] cluster = new int[codes.length];
            for (int i = 0; i < codes.length; i++) {
                long mixed = SplitMix.mix(codes[i] + 31L * i);
                score[i] = Math.floorMod(mixed, 17) - 8;
                truth[i] = (mixed >>> 20 & 1) == 1;
                cluster[i] = Math.floorMod((int) (mixed >>> 24), codes.length);
            }
            return new Sample(score, truth, cluster);
        }

        boolean twoClasses() {
            boolean any = false;
            boolean all = true;
            for (boolean t : truth) {
                any |= t;
                all &= t;
            }
            return any && !all;
        }

        Sample shuffled(long seed) {
            int[] order = new int[score.length];
            Arrays.setAll(order, i -> i);
            new SplitMix(seed).shuffle(order);
            double[] s = new double[order.length];
            boolean[] t = new boolean[order.length];
            int[] c = new int[order.length];
            for (int i = 0; i < order.length; i++) {
                s[i] = score[order[i]];
                t[i] = truth[order[i]];
                c[i] = cluster[order[i]];
            }
            return new Sample(s, t, c);
        }
    }
}
