package org.realfm.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.realfm.stats.Golden.CLOSE;
import static org.realfm.stats.Golden.PYTHON;
import static org.realfm.stats.Golden.R;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class AurocTest {

    private final double[] score = Golden.column("score");
    private final double[] other = Golden.column("other");
    private final boolean[] truth = Golden.truth();
    private final int[] cluster = Golden.cluster();

    @Test
    void deLongAgreesWithProc() {
        Estimate auroc = Auroc.estimate("auroc", score, truth, 0.95);
        assertThat(auroc.value()).isCloseTo(R.get("auroc", 0), CLOSE);
        R.assertInterval(auroc, "auroc", 2);
        R.assertEstimate(Auroc.difference("d", score, other, truth, 0.95), "auroc-difference");
        int[] row = new int[truth.length];
        Arrays.setAll(row, i -> i);
        Auroc.Joint joint = Auroc.joint(new double[][] {score, other}, truth, row);
        assertThat(joint.pValue(0, 1).orElseThrow()).isCloseTo(R.get("auroc-difference", 3), CLOSE);
        assertThat(joint.pValue(0, 0)).as("a difference without variance").isEmpty();
    }

    @Test
    void independentRowsAreAsOneRowAPatient() {
        SplitMix random = new SplitMix(8);
        for (int values : new int[] {1, 3, 50, 100_000}) {
            double[] scores = new double[500];
            boolean[] present = new boolean[500];
            int[] row = new int[500];
            for (int i = 0; i < 500; i++) {
                present[i] = random.nextDouble() < 0.3;
                scores[i] = random.nextInt(values) + (present[i] ? values / 4 : 0) - (i % 50 == 0 ? 0.0 : -0.0);
                row[i] = i;
            }
            scores[7] = Double.POSITIVE_INFINITY;
            scores[9] = Double.NEGATIVE_INFINITY;
            Estimate plain = Auroc.estimate("auroc", scores, present, 0.95);
            Estimate patients = Auroc.clustered("auroc", scores, present, row, 0.95);
            assertThat(plain.value()).isEqualTo(patients.value());
            assertThat(plain.lower()).isCloseTo(patients.lower(), Offset.offset(1e-12));
            assertThat(plain.upper()).isCloseTo(patients.upper(), Offset.offset(1e-12));
        }
    }

    @Test
    void covariancesAgreeWithTheDefinitionOfObuchowski() {
        int[] own = new int[truth.length];
        Arrays.setAll(own, i -> i);
        double[][] scores = {score, other};
        assertJoint(Auroc.joint(scores, truth, own), "auroc.plain");
        assertJoint(Auroc.joint(scores, truth, cluster), "auroc.clustered");
        Auroc.Joint plain = Auroc.joint(scores, truth, own);
        assertThat(plain.covariance()[0][0]).isCloseTo(R.get("auroc", 1), CLOSE);
        assertThat(plain.covariance()[0][1]).isCloseTo(R.get("auroc-covariance"), CLOSE);
    }

    private static void assertJoint(Auroc.Joint joint, String name) {
        assertThat(joint.auroc()[0]).isCloseTo(PYTHON.get(name, 0), CLOSE);
        assertThat(joint.auroc()[1]).isCloseTo(PYTHON.get(name, 1), CLOSE);
        assertThat(joint.covariance()[0][0]).isCloseTo(PYTHON.get(name, 2), CLOSE);
        assertThat(joint.covariance()[0][1]).isCloseTo(PYTHON.get(name, 3), CLOSE);
        assertThat(joint.covariance()[1][0]).isCloseTo(PYTHON.get(name, 3), CLOSE);
        assertThat(joint.covariance()[1][1]).isCloseTo(PYTHON.get(name, 4), CLOSE);
    }

    @Test
    void theLogitScaleKeepsTheOddsRatioSymmetric() {
        Estimate plain = Auroc.clustered("a", score, truth, cluster, 0.95);
        Estimate logit = Auroc.logit("a", score, truth, cluster, 0.95);
        double a = plain.value();
        double reach = plain.halfWidth() / (a * (1 - a));
        assertThat(StandardNormal.logit(logit.upper()) - StandardNormal.logit(a)).isCloseTo(reach, CLOSE);
        assertThat(StandardNormal.logit(a) - StandardNormal.logit(logit.lower())).isCloseTo(reach, CLOSE);
        assertThat(logit.lower()).isLessThan(plain.lower());
    }

    @Test
    void newcombesLimitsAreWhereTheScoreStatisticIsCritical() {
        boolean[] label = {true, true, true, true, true, false, false, false, false};
        int[] own = {0, 1, 2, 3, 4, 5, 6, 7, 8};
        Estimate auroc = Auroc.newcombe("a", new double[] {9, 8, 7, 2, 1, 3, 4, 5, 6}, label, own, 0.95);
        assertThat(auroc.value()).isCloseTo(0.6, CLOSE);
        assertThat(auroc.lower()).isCloseTo(0.25700667599510496, CLOSE);
        assertThat(auroc.upper()).isCloseTo(0.8629344439820786, CLOSE);
        double error = Planning.aurocStandardError(auroc.lower(), 5.0 / 9, 9);
        assertThat(auroc.value() - auroc.lower()).isCloseTo(1.959963984540054 * error, CLOSE);
        Estimate turned = Auroc.newcombe("a", new double[] {-9, -8, -7, -2, -1, -3, -4, -5, -6}, label, own, 0.95);
        assertThat(turned.upper()).isCloseTo(1 - auroc.lower(), CLOSE);
    }

    @Test
    void newcombesIntervalSurvivesSeparationAndCountsPatientsOnce() {
        boolean[] label = {true, true, true, false, false, false};
        double[] perfect = {3, 4, 5, 0, 1, 2};
        Estimate six = Auroc.newcombe("a", perfect, label, new int[] {0, 1, 2, 3, 4, 5}, 0.95);
        assertThat(six.upper()).isOne();
        assertThat(six.lower()).isBetween(0.2, 0.6);
        Estimate four = Auroc.newcombe("a", perfect, label, new int[] {0, 0, 1, 2, 2, 3}, 0.95);
        assertThat(four.lower()).isLessThan(six.lower());
        assertThat(four.n()).isEqualTo(4);
    }

    @Test
    void rankingStatisticsAgreeWithTheReference() {
        RankedScores ranked = RankedScores.of(score, truth);
        double[] weight = Golden.column("weight");
        assertThat(ranked.auroc(i -> weight[i])).isCloseTo(PYTHON.get("auroc.weighted"), CLOSE);
        assertThat(ranked.averagePrecision()).isCloseTo(PYTHON.get("average-precision"), CLOSE);
        assertThat(ranked.partialAuroc(0, 0.2, i -> 1))
                .isCloseTo(PYTHON.get("partial-auroc", 0), CLOSE)
                .isCloseTo(R.get("partial-auroc"), CLOSE);
        assertThat(ranked.partialAuroc(0.05, 0.33, i -> 1))
                .isCloseTo(PYTHON.get("partial-auroc", 1), CLOSE)
                .isCloseTo(R.get("partial-auroc-inner"), CLOSE);
        assertThat(ranked.partialAuroc(0, 1, i -> 1)).isCloseTo(ranked.auroc(), CLOSE);
    }

    @Test
    void theBootstrapIntervalsHoldTheirValues() {
        Bootstrap.Plan plan = Bootstrap.plan(cluster, truth, 300, 5);
        Estimate partial = Auroc.partial("pauc", score, truth, 0, 0.2, plan, 0.95);
        assertThat(partial.value()).isCloseTo(R.get("partial-auroc"), CLOSE);
        assertThat(partial.halfWidth()).isBetween(0.02, 0.15);
        assertThat(partial.n()).isEqualTo(150);
        Estimate ap = Auroc.averagePrecision("ap", score, truth, plan, 0.95);
        assertThat(ap.value()).isCloseTo(PYTHON.get("average-precision"), CLOSE);
    }

    @Test
    void partialAreasAndUnpairedDifferencesAgreeWithProc() {
        Golden proc = new Golden("roc_r.csv");
        RankedScores ranked = RankedScores.of(score, truth);
        assertThat(ranked.partialArea(0, 0.2, i -> 1)).isCloseTo(proc.get("partial-area"), CLOSE);
        assertThat(ranked.partialArea(0.05, 0.33, i -> 1)).isCloseTo(proc.get("partial-area-inner"), CLOSE);
        assertThat(ranked.averagePrecision())
                .isCloseTo(new Golden("roc_python.csv").get("average-precision"), CLOSE);
        int[] own = IntStream.range(0, truth.length).toArray();
        Estimate partial =
                Auroc.partial("pauc", score, truth, 0, 0.2, Bootstrap.plan(own, truth, 2_000, 4), 0.95);
        assertThat(partial.lower()).isCloseTo(proc.get("partial-interval", 0), within(0.008));
        assertThat(partial.upper()).isCloseTo(proc.get("partial-interval", 1), within(0.008));
        Estimate odd = Auroc.estimate("a", every(score, 0), every(truth, 0), 0.95);
        Estimate even = Auroc.estimate("b", every(other, 1), every(truth, 1), 0.95);
        proc.assertEstimate(Auroc.unpaired("d", odd, even), "unpaired");
    }

    private static double[] every(double[] values, int from) {
        return IntStream.range(0, values.length).filter(i -> i % 2 == from).mapToDouble(i -> values[i]).toArray();
    }

    private static boolean[] every(boolean[] values, int from) {
        boolean[] kept = new boolean[(values.length + 1 - from) / 2];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = values[2 * i + from];
        }
        return kept;
    }

    @Test
    void bootstrapIntervalsOfSeparatedScoresAreNotCertain() {
        boolean[] label = new boolean[60];
        Arrays.fill(label, 0, 20, true);
        double[] perfect = IntStream.range(0, 60).mapToDouble(i -> -i).toArray();
        Bootstrap.Plan plan = Bootstrap.plan(IntStream.range(0, 60).toArray(), label, 200, 1);
        double missing = 1 - Math.pow(0.025, 1.0 / 20);
        Estimate raw = Auroc.partialArea("p", perfect, label, 0, 0.2, plan, 0.95);
        assertThat(raw.value()).isCloseTo(0.2, CLOSE);
        assertThat(raw.lower()).isCloseTo(0.2 - missing, CLOSE);
        assertThat(Auroc.partial("p", perfect, label, 0, 0.2, plan, 0.95).lower()).isLessThan(0.6);
        Estimate precision = Auroc.averagePrecision("ap", perfect, label, plan, 0.95);
        assertThat(precision.value()).isOne();
        assertThat(precision.lower()).isBetween(0.4, 0.8);
    }

    @Test
    void constantScoresAreChance() {
        Estimate constant = Auroc.estimate("auroc", new double[20], alternating(20), 0.95);
        assertThat(constant.value()).isEqualTo(0.5);
        assertThat(RankedScores.of(new double[20], alternating(20)).averagePrecision()).isEqualTo(0.5);
        assertThat(Auroc.difference("d", new double[20], new double[20], alternating(20), 0.95).upper()).isZero();
    }

    @Test
    void completeSeparationIsNotCertainty() {
        boolean[] label = {true, true, true, false, false, false};
        double[] perfect = {3, 4, 5, 0, 1, 2};
        Estimate auroc = Auroc.estimate("auroc", perfect, label, 0.95);
        assertThat(auroc.value()).isOne();
        assertThat(auroc.lower()).isCloseTo(Math.cbrt(0.025), CLOSE);
        Estimate reversed = Auroc.estimate("auroc", new double[] {0, 1, 2, 3, 4, 5}, label, 0.95);
        assertThat(reversed.upper()).isCloseTo(1 - Math.cbrt(0.025), CLOSE);
        Estimate both = Auroc.difference("d", perfect, new double[] {5, 4, 3, 2, 1, 0}, label, 0.95);
        assertThat(both.value()).isZero();
        assertThat(both.lower()).isLessThan(-0.5);
        assertThat(both.upper()).isGreaterThan(0.5);
    }

    @Test
    void onePatientInAClassLeavesEverythingPossible() {
        Estimate auroc =
                Auroc.estimate("auroc", new double[] {1, 2, 3}, new boolean[] {false, true, false}, 0.95);
        assertThat(auroc.value()).isEqualTo(0.5);
        assertThat(auroc.lower()).isZero();
        assertThat(auroc.upper()).isOne();
    }

    @Test
    void badInputIsSaid() {
        assertThatThrownBy(() -> Auroc.estimate("a", new double[] {1, 2}, new boolean[2], 0.95))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("both classes");
        assertThatThrownBy(() -> RankedScores.of(new double[] {Double.NaN}, new boolean[1]))
                .hasMessageContaining("score 0 is NaN");
        assertThatThrownBy(() -> RankedScores.of(new double[2], new boolean[1])).hasMessageContaining("length");
    }

    @Test
    void rocPointsAndThresholds() {
        Roc roc = Roc.of(new double[] {0.1, 0.4, 0.35, 0.8, 0.4}, new boolean[] {false, false, true, true, true});
        assertThat(roc.thresholds()).containsExactly(Double.POSITIVE_INFINITY, 0.8, 0.4, 0.35, 0.1);
        assertThat(roc.tpr()).containsExactly(0, 1 / 3.0, 2 / 3.0, 1, 1);
        assertThat(roc.fpr()).containsExactly(0, 0, 0.5, 0.5, 1);
        assertThat(roc.sensitivityAt(0)).isEqualTo(1 / 3.0);
        assertThat(roc.sensitivityAt(0.25)).isCloseTo(0.5, CLOSE);
        assertThat(roc.sensitivityAt(0.5)).isEqualTo(1);
        assertThat(roc.thresholdForSensitivity(0.6)).isEqualTo(OptionalDouble.of(0.4));
        assertThat(roc.thresholdForSensitivity(1)).isEqualTo(OptionalDouble.of(0.35));
        assertThat(roc.thresholdForSpecificity(0.5)).isEqualTo(OptionalDouble.of(0.35));
        assertThat(roc.thresholdForSpecificity(1)).isEqualTo(OptionalDouble.of(0.8));
    }

    @Test
    void theSimultaneousBandIsWiderThanThePointwise() {
        RankedScores ranked = RankedScores.of(score, truth);
        Bootstrap.Plan plan = Bootstrap.plan(cluster, truth, 400, 1);
        double[] grid = {0.05, 0.1, 0.2, 0.4, 0.6};
        Band point = Roc.pointwiseBand(ranked, plan, grid, 0.95);
        Band all = Roc.simultaneousBand(ranked, plan, grid, 0.95);
        for (int k = 0; k < grid.length; k++) {
            assertThat(all.upper()[k] - all.lower()[k]).isGreaterThan(point.upper()[k] - point.lower()[k] - 0.02);
        }
        assertThat(all.y()).containsExactly(point.y());
    }

    private static boolean[] alternating(int n) {
        boolean[] truth = new boolean[n];
        for (int i = 0; i < n; i += 2) {
            truth[i] = true;
        }
        return truth;
    }
}
