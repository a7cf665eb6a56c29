package org.realfm.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.realfm.stats.Golden.CLOSE;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.realfm.stats.JointPower.Gate;

class PlanningTest {

    private static final Golden R = new Golden("planning_r.csv");
    private static final List<Gate> GATES =
            List.of(new Gate("a", 0.10, 0.5), new Gate("b", 0.08, 0.45), new Gate("c", 0.05, 0.3));
    private static final double[][] CORRELATION = {{1, 0.6, 0.2}, {0.6, 1, 0.4}, {0.2, 0.4, 1}};

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 0.8, 0.95})
    void deLongsErrorAgreesWithMvtnorm(double auroc) {
        assertThat(Planning.deLongStandardError(auroc, 40, 80)).isCloseTo(R.get("delong." + auroc), CLOSE);
    }

    @Test
    void sizesAgreeWithTheReference() {
        assertThat(Planning.probabilityAurocMet(0.85, 0.75, 40, 160, 0.95)).isCloseTo(R.get("auroc-met"), CLOSE);
        assertThat(Planning.aurocToMeet(0.85, 0.75, 0.2, 0.9, 0.95)).isEqualTo((int) R.get("auroc-to-meet"));
        assertThat(Planning.standardisedNetBenefit(0.8, 0.7, 0.1, 0.08, 0.05)).isEqualTo((int) R.get("snb.0.1"));
        assertThat(Planning.standardisedNetBenefit(0.95, 0.5, 0.4, 0.3, 0.05)).isEqualTo((int) R.get("snb.0.4"));
    }

    /// The analysis itself, DeLong's interval, meets the floor about as often as was planned.
    @Test
    void thePlannedNumberGivesThePower() {
        int n = Planning.aurocToMeet(0.85, 0.75, 0.3, 0.8, 0.95);
        int positives = (int) Math.round(0.3 * n);
        boolean[] truth = new boolean[n];
        Arrays.fill(truth, 0, positives, true);
        double shift = Math.sqrt(2) * StandardNormal.quantile(0.85);
        JointPower.Simulated met = JointPower.simulated(
                List.of("auroc"),
                random -> {
                    double[] score = new double[n];
                    Arrays.setAll(score, i -> random.nextGaussian() + (truth[i] ? shift : 0));
                    return new boolean[] {Auroc.estimate("a", score, truth, 0.95).lower() >= 0.75};
                },
                2_000, 3);
        assertThat(met.joint().value()).isBetween(0.76, 0.86);
        assertThat(met.each().getFirst().value()).isEqualTo(met.joint().value());
    }

    @Test
    void jointPowerAgreesWithMvtnorm() {
        Estimate power = JointPower.normal(GATES, CORRELATION, 250, 0.95, 1);
        assertThat(power.value()).isCloseTo(R.get("joint"), within(2e-5));
        int n = JointPower.patients(GATES, CORRELATION, 0.9, 0.95, 1);
        assertThat(JointPower.normal(GATES, CORRELATION, n, 0.95, 1).value()).isGreaterThanOrEqualTo(0.9);
        assertThat(JointPower.normal(GATES, CORRELATION, n - 1, 0.95, 1).value()).isLessThan(0.9);
    }

    @Test
    void simulationAndNormalTheoryAgree() {
        double[][] factor = MultivariateNormal.factor(CORRELATION);
        JointPower.Study study = random -> {
            double[] z = {random.nextGaussian(), random.nextGaussian(), random.nextGaussian()};
            boolean[] met = new boolean[3];
            for (int k = 0; k < 3; k++) {
                double noise = 0;
                for (int j = 0; j <= k; j++) {
                    noise += factor[k][j] * z[j];
                }
                Gate gate = GATES.get(k);
                double error = gate.unitError() / Math.sqrt(250);
                met[k] = gate.distance() + noise * error - StandardNormal.critical(0.95) * error >= 0;
            }
            return met;
        };
        JointPower.Simulated found = JointPower.simulated(List.of("a", "b", "c"), study, 20_000, 4);
        double theory = R.get("joint");
        assertThat(theory).isBetween(found.joint().lower() - 0.003, found.joint().upper() + 0.003);
        assertThat(found.joint().value())
                .isLessThan(found.each().stream().mapToDouble(Estimate::value).min().orElseThrow())
                .isGreaterThan(found.each().stream().mapToDouble(Estimate::value).reduce(1, (a, b) -> a * b));
        assertThat(JointPower.simulated(List.of("a", "b", "c"), study, 20_000, 4)).isEqualTo(found);
    }

    @Test
    void correlationsOfReplicates() {
        SplitMix random = new SplitMix(2);
        double[][] replicates = IntStream.range(0, 4_000)
                .mapToObj(i -> {
                    double common = random.nextGaussian();
                    return new double[] {common, common + random.nextGaussian(), 3, -common};
                })
                .toArray(double[][]::new);
        double[][] found = JointPower.correlation(replicates);
        assertThat(found[0][1]).isCloseTo(Math.sqrt(0.5), within(0.03));
        assertThat(found[0][2]).isZero();
        assertThat(found[0][3]).isCloseTo(-1, CLOSE);
        assertThatThrownBy(() -> JointPower.correlation(new double[1][2])).hasMessageContaining("two replicates");
    }

    @Property(tries = 40)
    void moreIsNeededForMore(
            @ForAll @DoubleRange(min = 0.71, max = 0.98) double auroc, @ForAll @DoubleRange(min = 0.05, max = 0.95) double share) {
        int easy = Planning.aurocToMeet(auroc, 0.7, share, 0.8, 0.95);
        assertThat(Planning.aurocToMeet(auroc, 0.7, share, 0.9, 0.95)).isGreaterThanOrEqualTo(easy);
        assertThat(Planning.aurocToMeet(auroc, 0.65, share, 0.8, 0.95)).isLessThanOrEqualTo(easy);
        assertThat(Planning.deLongStandardError(auroc, 100, 50))
                .isCloseTo(Planning.deLongStandardError(auroc, 50, 100), within(1e-12))
                .isGreaterThan(Planning.deLongStandardError(auroc, 100, 60));
    }

    @Test
    void predictiveValuesAtAnotherPrevalenceAgreeWithTheDeltaMethod() {
        boolean[] truth = new boolean[180];
        boolean[] called = new boolean[180];
        for (int i = 0; i < 180; i++) {
            truth[i] = i < 60;
            called[i] = i < 51 || (i >= 60 && i < 74);
        }
        DiagnosticTable table = DiagnosticTable.of(called, truth);
        Golden golden = R;
        Estimate ppv = table.ppvAt(0.02, 0.95).orElseThrow();
        Estimate npv = table.npvAt(0.02, 0.95).orElseThrow();
        assertThat(ppv.value()).isCloseTo(golden.get("ppv", 0), CLOSE);
        assertThat(npv.value()).isCloseTo(golden.get("npv", 0), CLOSE);
        golden.assertInterval(ppv, "ppv", 1);
        golden.assertInterval(npv, "npv", 1);
    }

    @Test
    void impossiblePlansAreSaid() {
        assertThatThrownBy(() -> Planning.aurocToMeet(0.7, 0.7, 0.2, 0.9, 0.95)).hasMessageContaining("exceed");
        assertThat(Planning.aurocToMeet(0.99, 0.02, 2.0 / 49, 0.01, 0.95)).isBetween(49, 50);
        assertThatThrownBy(() -> Planning.deLongStandardError(1, 40, 40)).hasMessageContaining("AUROC");
        assertThatThrownBy(() -> Planning.deLongStandardError(0.8, 1, 40)).hasMessageContaining("two of each");
        assertThatThrownBy(() -> Planning.standardisedNetBenefit(0.8, 0.7, 0, 0.08, 0.05)).hasMessageContaining("event");
        assertThatThrownBy(() -> Planning.observedExpected(0.1, Double.NaN)).hasMessageContaining("positive");
        assertThatThrownBy(() -> new Gate("a", 0.1, 0)).hasMessageContaining("a: standard error");
        List<Gate> missed = List.of(new Gate("a", -0.01, 1));
        assertThatThrownBy(() -> JointPower.patients(missed, new double[][] {{1}}, 0.8, 0.95, 1))
                .hasMessageContaining("patients would be needed");
        assertThatThrownBy(() -> JointPower.normal(List.of(), new double[0][], 10, 0.95, 1)).hasMessageContaining("gates");
        assertThatThrownBy(() -> JointPower.simulated(List.of("a"), r -> new boolean[2], 5, 1))
                .hasMessageContaining("gates of a study");
    }
}
