package org.realfm.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.realfm.stats.Golden.CLOSE;
import static org.realfm.stats.Golden.PYTHON;

import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProportionTest {

    @ParameterizedTest
    @CsvSource({"0,10", "1,10", "9,10", "10,10", "212,234", "1,1", "350,390"})
    void wilsonAndClopperPearsonAgreeWithTheReference(long k, long n) {
        String at = "." + k + "." + n;
        PYTHON.assertInterval(Proportion.wilson("p", k, n, 0.95), "wilson" + at, 0);
        PYTHON.assertInterval(Proportion.clopperPearson("p", k, n, 0.95), "clopper" + at, 0);
        Estimate upper = Proportion.clopperPearsonUpper("p", k, n, 0.95);
        assertThat(upper.upper()).isCloseTo(PYTHON.get("clopper-upper" + at), CLOSE);
        assertThat(upper.lower()).isZero();
        assertThat(upper.method()).contains("one-sided");
        Estimate lower = Proportion.clopperPearsonLower("p", k, n, 0.95);
        assertThat(lower.lower()).isCloseTo(PYTHON.get("clopper-lower" + at), CLOSE);
        assertThat(lower.upper()).isOne();
    }

    @Test
    void clusteredAgreesWithTheReference() {
        boolean[] truth = Golden.truth();
        int[] rows = IntStream.range(0, truth.length).filter(i -> truth[i]).toArray();
        double[] risk = Golden.column("risk");
        double[] weight = Golden.column("weight");
        int[] cluster = Golden.cluster();
        boolean[] success = new boolean[rows.length];
        int[] patient = new int[rows.length];
        double[] w = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            success[i] = risk[rows[i]] >= 0.5;
            patient[i] = cluster[rows[i]];
            w[i] = weight[rows[i]];
        }
        PYTHON.assertEstimate(Proportion.clustered("p", success, patient, 0.95), "clustered.sensitivity");
        PYTHON.assertEstimate(Proportion.clustered("p", success, w, patient, 0.95), "weighted.sensitivity");
    }

    @Test
    void clusteredWithOneItemAPatientIsWilson() {
        boolean[] success = new boolean[50];
        for (int i = 0; i < 40; i++) {
            success[i] = true;
        }
        Estimate clustered =
                Proportion.clustered("p", success, IntStream.range(0, 50).toArray(), 0.95);
        assertThat(clustered).isEqualTo(Proportion.wilson("p", 40, 50, 0.95));
    }

    @Test
    void withoutVarianceTheNumberOfPatientsCounts() {
        boolean[] success = new boolean[60];
        int[] patient = IntStream.range(0, 60).map(i -> i / 3).toArray();
        Estimate none = Proportion.clustered("p", success, patient, 0.95);
        assertThat(none.upper()).isEqualTo(Proportion.wilson("p", 0, 20, 0.95).upper());
        assertThat(none.n()).isEqualTo(20);
        for (int i = 0; i < 60; i++) {
            success[i] = i % 3 == 0;
        }
        Estimate alike = Proportion.clustered("p", success, patient, 0.95);
        assertThat(alike.halfWidth()).isGreaterThan(Proportion.wilson("p", 20, 60, 0.95).halfWidth());
    }

    @Test
    void onePatientGivesTheIntervalOfOneItem() {
        Estimate one = Proportion.clustered("p", new boolean[] {true, true, false, true}, new int[4], 0.95);
        assertThat(one.lower()).isLessThan(0.15);
        assertThat(one.upper()).isGreaterThan(0.95);
    }

    @ParameterizedTest
    @CsvSource({"0.90,0.05,141", "0.90,0.10,37", "0.80,0.05,245", "0.80,0.10,60", "0.95,0.05,83", "0.95,0.10,25"})
    void sampleSizesAreThoseOfTheCatalogue(double p, double halfWidth, int n) {
        assertThat(Proportion.wilsonSampleSize(p, halfWidth, 0.95)).isEqualTo(n);
    }

    @Test
    void probabilityOfMetAgreesWithTheReference() {
        assertThat(Proportion.probabilityMet(0.90, 141, 0.85, 0.95)).isCloseTo(PYTHON.get("met.90.141"), CLOSE);
        assertThat(Proportion.probabilityMet(0.95, 40, 0.80, 0.95)).isCloseTo(PYTHON.get("met.95.40"), CLOSE);
        assertThat(Proportion.sampleSizeToMeet(0.92, 0.85, 0.8, 0.95))
                .isEqualTo(OptionalInt.of((int) PYTHON.get("met.smallest")));
        assertThat(Proportion.sampleSizeToMeet(0.85, 0.85, 0.8, 0.95)).isEmpty();
        assertThat(Proportion.probabilityMet(0.5, 3, 0.99, 0.95)).isZero();
        assertThat(Proportion.probabilityMet(0.5, 3, 0, 0.95)).isOne();
    }

    @Test
    void nothingToCountIsSaid() {
        assertThatThrownBy(() -> Proportion.wilson("p", 0, 0, 0.95))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least one item");
        assertThatThrownBy(() -> Proportion.wilson("p", 3, 2, 0.95)).hasMessageContaining("found 3");
        assertThatThrownBy(() -> Proportion.wilson("p", 1, 2, 1)).hasMessageContaining("confidence");
    }

    /// Examples of Newcombe 1998, table II, method 10.
    @ParameterizedTest
    @CsvSource({
        "56,70,48,80,0.0524,0.3339",
        "9,10,3,10,0.1705,0.8090",
        "10,10,0,10,0.6075,1.0000",
        "5,56,0,29,-0.0381,0.1926"
    })
    void newcombeReproducesThePublishedExamples(long k1, long n1, long k2, long n2, double low, double high) {
        Estimate difference = ProportionDifference.newcombe("d", k1, n1, k2, n2, 0.95);
        assertThat(difference.lower()).isCloseTo(low, within(5.1e-5));
        assertThat(difference.upper()).isCloseTo(high, within(5.1e-5));
    }

    @ParameterizedTest
    @CsvSource({"12,5,100", "1,9,44", "3,3,30"})
    void tangoAgreesWithNumericalLikelihood(long b, long c, long n) {
        Estimate difference = ProportionDifference.tango("d", b, c, n, 0.95);
        PYTHON.assertInterval(difference, "tango." + b + "." + c + "." + n, 0);
    }

    @Test
    void tangoAtTheEdges() {
        Estimate same = ProportionDifference.tango("d", 0, 0, 50, 0.95);
        assertThat(same.value()).isZero();
        assertThat(same.upper()).isCloseTo(-same.lower(), CLOSE).isBetween(0.05, 0.1);
        Estimate all = ProportionDifference.tango("d", 20, 0, 20, 0.95);
        assertThat(all.upper()).isCloseTo(1, CLOSE);
        double z2 = 1.959963984540054 * 1.959963984540054; // here the score equation has a closed solution
        assertThat(all.lower()).isCloseTo((20 - z2) / (20 + z2), CLOSE);
        Estimate rows = ProportionDifference.tango(
                "d", new boolean[] {true, true, false, false}, new boolean[] {true, false, false, false}, 0.95);
        assertThat(rows).isEqualTo(ProportionDifference.tango("d", 1, 0, 4, 0.95));
    }
}
