package org.realfm.stats.selective;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;
import org.realfm.stats.RankedScores;
import org.realfm.stats.SplitMix;

/// What may not matter to abstaining and to sets.
class SelectiveInvariancesTest {

    private static final Offset<Double> EXACT = Offset.offset(1e-10);

    private static double[] draw(long seed, int n, int levels) {
        SplitMix random = new SplitMix(seed);
        return IntStream.range(0, n).mapToDouble(i -> random.nextInt(levels)).toArray();
    }

    @Property(tries = 200)
    void onlyTheOrderOfConfidenceMatters(@ForAll long seed, @ForAll @IntRange(min = 1, max = 20) int n) {
        double[] confidence = draw(seed, n, 6);
        double[] loss = draw(~seed, n, 3);
        RiskCoverage plain = RiskCoverage.of(confidence, loss);
        int[] order = IntStream.range(0, n).toArray();
        new SplitMix(seed).shuffle(order);
        RiskCoverage moved = RiskCoverage.of(
                Arrays.stream(order).mapToDouble(i -> Math.exp(confidence[i])).toArray(),
                Arrays.stream(order).mapToDouble(i -> 2 * loss[i]).toArray());
        assertThat(moved.aurc()).isCloseTo(2 * plain.aurc(), EXACT);
        assertThat(moved.augrc()).isCloseTo(2 * plain.augrc(), EXACT);
        assertThat(moved.excessAurc()).isCloseTo(2 * plain.excessAurc(), EXACT);
        assertThat(moved.riskAt(0.5)).isCloseTo(2 * plain.riskAt(0.5), EXACT);
        RiskCoverage twice = RiskCoverage.of(twice(confidence), twice(loss));
        assertThat(twice.augrc()).isCloseTo(plain.augrc(), EXACT);
    }

    private static double[] twice(double[] values) {
        return IntStream.range(0, 2 * values.length).mapToDouble(i -> values[i / 2]).toArray();
    }

    @Property(tries = 200)
    void ofFailuresAugrcIsAFunctionOfAuroc(@ForAll long seed, @ForAll @IntRange(min = 2, max = 20) int n) {
        double[] confidence = draw(seed, n, 6);
        double[] loss = draw(~seed, n, 2);
        loss[0] = 0;
        loss[1] = 1;
        boolean[] correct = new boolean[n];
        for (int i = 0; i < n; i++) {
            correct[i] = loss[i] == 0;
        }
        double e = Arrays.stream(loss).average().orElseThrow();
        double auroc = RankedScores.of(confidence, correct).auroc();
        assertThat(RiskCoverage.of(confidence, loss).augrc())
                .isCloseTo((1 - auroc) * e * (1 - e) + e * e / 2, EXACT);
    }

    @Property(tries = 200)
    void lessRiskMeansLargerSetsAndOnCalibrationEnoughIsCovered(
            @ForAll long seed, @ForAll @IntRange(min = 0, max = 60) int n) {
        double[] score = draw(seed, n, 40);
        double before = Double.POSITIVE_INFINITY;
        for (double alpha : new double[] {0.05, 0.1, 0.2, 0.5, 0.9}) {
            Conformal sets = Conformal.calibrate(score, alpha);
            assertThat(sets.threshold()).isLessThanOrEqualTo(before);
            before = sets.threshold();
            long covered = Arrays.stream(score).filter(sets::holds).count();
            // The new case is the one that an infinite threshold covers besides.
            assertThat(covered + (Double.isInfinite(before) ? 1.0 : 0.0))
                    .isGreaterThanOrEqualTo((n + 1) * (1 - alpha) - 1e-9);
            assertThat(sets.law().mean()).isGreaterThanOrEqualTo(1 - alpha - 1e-9);
        }
    }

    @Property(tries = 100)
    void aPredictionMovedByAConstantSaysTheSame(@ForAll long seed, @ForAll @IntRange(min = 3, max = 12) int n) {
        double[] truth = draw(seed, n, 9);
        double[] predicted = draw(~seed, n, 9);
        double[] others = draw(seed + 1, 2 * n, 9);
        PredictionPowered plain = PredictionPowered.of(truth, predicted, others);
        PredictionPowered moved = PredictionPowered.of(truth, plus(predicted), plus(others));
        assertThat(moved.mean("m", 0.95).lower()).isCloseTo(plain.mean("m", 0.95).lower(), EXACT);
        assertThat(moved.mean("m", 1, 0.9).value()).isCloseTo(plain.mean("m", 1, 0.9).value(), EXACT);
        assertThat(plain.mean("m", 0.95).halfWidth()).isLessThanOrEqualTo(plain.mean("m", 0, 0.95).halfWidth() + 1e-12);
    }

    private static double[] plus(double[] values) {
        return Arrays.stream(values).map(v -> v + 100).toArray();
    }
}
