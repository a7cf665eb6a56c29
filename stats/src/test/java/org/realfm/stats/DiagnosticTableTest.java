package org.realfm.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.realfm.stats.Golden.CLOSE;
import static org.realfm.stats.Golden.PYTHON;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DiagnosticTableTest {

    private final DiagnosticTable table = DiagnosticTable.at(0.5, Golden.column("risk"), Golden.truth());

    @Test
    void countsAndSharesAgreeWithTheReference() {
        assertThat(table.truePositives()).isEqualTo((int) PYTHON.get("table", 0));
        assertThat(table.falsePositives()).isEqualTo((int) PYTHON.get("table", 1));
        assertThat(table.falseNegatives()).isEqualTo((int) PYTHON.get("table", 2));
        assertThat(table.trueNegatives()).isEqualTo((int) PYTHON.get("table", 3));
        int tp = table.truePositives();
        int fp = table.falsePositives();
        assertThat(table.ppv(0.95)).contains(Proportion.wilson("ppv", tp, tp + fp, 0.95));
        DiagnosticTable patients = table.byCluster(Golden.cluster());
        PYTHON.assertEstimate(patients.sensitivity(0.95).orElseThrow(), "clustered.sensitivity");
        PYTHON.assertEstimate(patients.specificity(0.95).orElseThrow(), "clustered.specificity");
        DiagnosticTable weighted = patients.weightedBy(Golden.column("weight"));
        PYTHON.assertEstimate(weighted.sensitivity(0.95).orElseThrow(), "weighted.sensitivity");
        PYTHON.assertEstimate(weighted.specificity(0.95).orElseThrow(), "weighted.specificity");
    }

    @Test
    void likelihoodRatiosAgreeWithTheReference() {
        PYTHON.assertEstimate(table.positiveLikelihoodRatio(0.95).orElseThrow(), "lr.plus");
        PYTHON.assertEstimate(table.negativeLikelihoodRatio(0.95).orElseThrow(), "lr.minus");
        assertThat(table.ppvAt(0.02, 0.95).orElseThrow().value()).isCloseTo(PYTHON.get("ppv-at-2pc"), CLOSE);
        assertThat(table.npvAt(0.02, 0.95).orElseThrow().value()).isCloseTo(PYTHON.get("npv-at-2pc"), CLOSE);
        Estimate plain = table.positiveLikelihoodRatio(0.95).orElseThrow();
        Estimate robust =
                table.byCluster(Golden.cluster()).positiveLikelihoodRatio(0.95).orElseThrow();
        assertThat(robust.value()).isCloseTo(plain.value(), CLOSE);
        assertThat(robust.halfWidth()).isBetween(0.7 * plain.halfWidth(), 2 * plain.halfWidth());
    }

    @Test
    void duplicatingEveryRowOfAPatientChangesNothing() {
        double[] risk = Golden.column("risk");
        boolean[] truth = Golden.truth();
        int[] cluster = Golden.cluster();
        int n = truth.length;
        double[] risk2 = Arrays.copyOf(risk, 2 * n);
        boolean[] truth2 = Arrays.copyOf(truth, 2 * n);
        int[] cluster2 = Arrays.copyOf(cluster, 2 * n);
        System.arraycopy(risk, 0, risk2, n, n);
        System.arraycopy(truth, 0, truth2, n, n);
        System.arraycopy(cluster, 0, cluster2, n, n);
        Estimate once = table.byCluster(cluster).sensitivity(0.95).orElseThrow();
        Estimate twice = DiagnosticTable.at(0.5, risk2, truth2).byCluster(cluster2).sensitivity(0.95).orElseThrow();
        assertThat(twice.lower()).isCloseTo(once.lower(), CLOSE);
        assertThat(twice.upper()).isCloseTo(once.upper(), CLOSE);
    }

    @Test
    void emptyCells() {
        boolean[] truth = {true, true, true, false, false, false, false};
        DiagnosticTable perfect = DiagnosticTable.of(truth, truth);
        Estimate plus = perfect.positiveLikelihoodRatio(0.95).orElseThrow();
        assertThat(plus.upper()).isInfinite();
        assertThat(plus.lower()).isPositive().isLessThan(plus.value());
        Estimate minus = perfect.negativeLikelihoodRatio(0.95).orElseThrow();
        assertThat(minus.lower()).isZero();
        assertThat(perfect.ppvAt(0.01, 0.95).orElseThrow().upper()).isOne();
        assertThat(perfect.npvAt(0.01, 0.95).orElseThrow().upper()).isOne();
        DiagnosticTable silent = DiagnosticTable.of(new boolean[7], truth);
        assertThat(silent.ppv(0.95)).isEmpty();
        assertThat(silent.sensitivity(0.95).orElseThrow().value()).isZero();
        assertThat(silent.missRate(0.95).orElseThrow().value()).isOne();
        DiagnosticTable healthy = DiagnosticTable.of(new boolean[7], new boolean[7]);
        assertThat(healthy.sensitivity(0.95)).isEmpty();
        assertThat(healthy.positiveLikelihoodRatio(0.95)).isEmpty();
        assertThat(healthy.prevalence(0.95).orElseThrow().value()).isZero();
    }
}
