package org.realfm.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/// Many measures in one pass are those of the kernels that make them one by one.
class JointMeasuresTest {

    private static final double[] RISK = {0.1, 0.4, 0.4, 0.8, 0.9, 0.3};
    private static final boolean[] TRUTH = {false, true, false, true, true, false};

    @Property(tries = 300)
    void replicatesAreThoseOfTheKernels(
            @ForAll @IntRange(min = 4, max = 60) int rows,
            @ForAll @IntRange(min = 1, max = 30) int values,
            @ForAll @IntRange(min = 1, max = 12) int groups,
            @ForAll long seed) {
        SplitMix random = new SplitMix(seed);
        double[] risk = new double[rows];
        boolean[] truth = new boolean[rows];
        int[] counts = new int[rows];
        for (int i = 0; i < rows; i++) {
            risk[i] = random.nextInt(values + 1) / (double) values;
            truth[i] = random.nextDouble() < 0.4;
            counts[i] = random.nextInt(4);
        }
        truth[0] = true;
        truth[1] = false;
        counts[0] = 2;
        counts[1] = 1;
        double threshold = random.nextInt(values + 2) / (double) values;
        double[] measures = JointMeasures.of(risk, truth, threshold, groups).at(counts);
        double[] weight = Arrays.stream(counts).asDoubleStream().toArray();
        DiagnosticTable table = DiagnosticTable.at(threshold, risk, truth).weightedBy(weight);
        Calibration calibration = Calibration.of(risk, truth).weightedBy(weight);
        double[] expected = {
            RankedScores.of(risk, truth).auroc(i -> counts[i]),
            table.sensitivity(0.95).orElseThrow().value(),
            table.specificity(0.95).orElseThrow().value(),
            calibration.brier(0.95).value(),
            calibration.expectedCalibrationError(groups)
        };
        assertThat(measures).containsExactly(expected, within(1e-12));
    }

    @Test
    void estimatesShareTheirReplicates() {
        int[] patient = {0, 0, 1, 2, 3, 4};
        Bootstrap.Plan plan = Bootstrap.plan(patient, TRUTH, 400, 3);
        JointMeasures measures = JointMeasures.of(RISK, TRUTH, 0.5, 2);
        List<Estimate> estimates = measures.estimates(plan, 0.9);
        double[][] replicates = Bootstrap.replicate(plan, measures::at);
        for (int k = 0; k < 5; k++) {
            Estimate estimate = estimates.get(k);
            assertThat(estimate)
                    .isEqualTo(Bootstrap.percentile(
                            estimate.name(), measures.at(plan.ones())[k], Bootstrap.column(replicates, k), 0.9, 5));
        }
        assertThat(estimates.stream().map(Estimate::name)).containsExactly("auroc", "sensitivity", "specificity", "Brier", "ECE");
    }

    @Test
    void whatAReplicateDoesNotHaveIsUndefined() {
        JointMeasures measures = JointMeasures.of(RISK, TRUTH, 0.5, 2);
        double[] negatives = measures.at(new int[] {1, 0, 1, 0, 0, 1});
        assertThat(negatives[0]).isNaN();
        assertThat(negatives[1]).isNaN();
        assertThat(negatives[2]).isEqualTo(1);
        assertThatThrownBy(() -> measures.at(new int[6])).hasMessageContaining("no row");
        assertThatThrownBy(() -> measures.at(new int[5])).hasMessageContaining("length 6");
        boolean[] well = new boolean[6];
        assertThatThrownBy(() -> JointMeasures.of(RISK, well, 0.5, 2).estimates(Bootstrap.plan(new int[6], 10, 1), 0.95))
                .hasMessageContaining("auroc: a class is absent");
        assertThatThrownBy(() -> JointMeasures.of(new double[0], new boolean[0], 0.5, 2)).hasMessageContaining("at least one");
        assertThatThrownBy(() -> JointMeasures.of(new double[] {1.5}, new boolean[1], 0.5, 2)).hasMessageContaining("risk 0");
        assertThatThrownBy(() -> JointMeasures.of(RISK, TRUTH, Double.NaN, 2)).hasMessageContaining("threshold is NaN");
        assertThatThrownBy(() -> JointMeasures.of(RISK, TRUTH, 0.5, 0)).hasMessageContaining("groups");
    }

    @Test
    void oneRowIsEnoughForWhatItHas() {
        double[] measures = JointMeasures.of(new double[] {0.7}, new boolean[] {true}, 0.5, 10).at(new int[] {3});
        assertThat(measures[0]).isNaN();
        assertThat(measures[1]).isEqualTo(1);
        assertThat(measures[3]).isEqualTo((0.7 - 1) * (0.7 - 1));
        assertThat(measures[4]).isCloseTo(0.3, within(1e-15));
    }
}
