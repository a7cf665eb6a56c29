package org.realfm.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.realfm.stats.Golden.CLOSE;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/// The Brier score in parts, debiased calibration error and Spiegelhalter's test.
class CalibrationMeasuresTest {

    private static final Golden PYTHON = new Golden("calibration_python.csv");
    private static final Golden R = new Golden("calibration_r.csv");

    private final Calibration calibration = Calibration.of(Golden.column("risk"), Golden.truth());

    @Test
    void thePartsOfTheBrierScoreAgreeWithTheReference() {
        BrierDecomposition ten = calibration.brierDecomposition(10, 0.95);
        double[] found = {
            ten.reliability(), ten.resolution(), ten.uncertainty(), ten.varianceWithin(), ten.covarianceWithin(),
            ten.estimates().get(0).value(), ten.estimates().get(1).value(), ten.estimates().get(2).value()
        };
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i]).as("part " + i).isCloseTo(PYTHON.get("brier", i), CLOSE);
        }
        BrierDecomposition own = calibration.brierDecomposition(0.95);
        assertThat(own.reliability()).isCloseTo(PYTHON.get("brier-distinct", 0), CLOSE);
        assertThat(own.resolution()).isCloseTo(PYTHON.get("brier-distinct", 1), CLOSE);
        assertThat(own.varianceWithin() + Math.abs(own.covarianceWithin())).isLessThan(1e-15);
    }

    @Property(tries = 200)
    void thePartsAddUpWhateverTheGroups(
            @ForAll @IntRange(min = 1, max = 60) int n, @ForAll @IntRange(min = 1, max = 12) int bins, @ForAll long seed) {
        SplitMix random = new SplitMix(seed);
        double[] risk = IntStream.range(0, n).mapToDouble(i -> random.nextInt(21) / 20.0).toArray();
        boolean[] truth = new boolean[n];
        double[] weight = new double[n];
        int[] patient = new int[n];
        for (int i = 0; i < n; i++) {
            truth[i] = random.nextDouble() < risk[i];
            weight[i] = 1 + random.nextInt(3);
            patient[i] = random.nextInt(n);
        }
        Calibration sample = Calibration.of(risk, truth).weightedBy(weight).byCluster(patient);
        double brier = sample.brier(0.95).value();
        assertThat(sample.brierDecomposition(bins, 0.95).brier()).isCloseTo(brier, within(1e-12));
        assertThat(sample.brierDecomposition(0.95).brier()).isCloseTo(brier, within(1e-12));
        assertThat(sample.debiasedCalibrationError(bins, 0.95).value())
                .isLessThanOrEqualTo(sample.expectedCalibrationError(bins) + 1e-12);
    }

    @Test
    void debiasedCalibrationErrorAgreesWithFoldedNormals() {
        PYTHON.assertEstimate(calibration.debiasedCalibrationError(10, 0.95), "ece-debiased");
        Estimate patients = calibration.byCluster(Golden.cluster()).debiasedCalibrationError(10, 0.95);
        assertThat(patients.n()).isEqualTo(150);
        assertThat(patients.value()).isLessThan(calibration.expectedCalibrationError(10));
    }

    @Test
    void spiegelhaltersTestAgreesWithRms() {
        Spiegelhalter test = calibration.spiegelhalter().orElseThrow();
        assertThat(test.z()).isCloseTo(R.get("spiegelhalter", 0), CLOSE);
        assertThat(test.p()).isCloseTo(R.get("spiegelhalter", 1), CLOSE);
        Spiegelhalter patients = calibration.byCluster(Golden.cluster()).spiegelhalter().orElseThrow();
        assertThat(patients.z()).isBetween(0.5 * test.z(), 1.5 * test.z());
    }

    /// Rejects a calibrated model once in twenty samples.
    @Test
    void spiegelhaltersTestKeepsItsLevel() {
        int rejected = 0;
        for (int r = 0; r < 2_000; r++) {
            SplitMix random = Seeds.generator(5, "spiegelhalter", r);
            double[] risk = new double[150];
            boolean[] truth = new boolean[150];
            for (int i = 0; i < 150; i++) {
                risk[i] = random.nextDouble();
                truth[i] = random.nextDouble() < risk[i];
            }
            rejected += Calibration.of(risk, truth).spiegelhalter().orElseThrow().p() < 0.05 ? 1 : 0;
        }
        assertThat(rejected / 2_000.0).isBetween(0.036, 0.064);
    }

    @Test
    void edges() {
        boolean[] healthy = new boolean[4];
        double[] low = {0.1, 0.1, 0.2, 0.2};
        BrierDecomposition one = Calibration.of(low, healthy).brierDecomposition(2, 0.95);
        assertThat(one.uncertainty()).isZero();
        assertThat(one.resolution()).isZero();
        assertThat(one.reliability()).isCloseTo(0.025, CLOSE);
        BrierDecomposition single = Calibration.of(new double[] {0.3}, new boolean[] {true}).brierDecomposition(10, 0.95);
        assertThat(single.brier()).isCloseTo(0.49, CLOSE);
        assertThat(single.estimates()).allSatisfy(e -> assertThat(e.upper()).isGreaterThan(0.2));
        double[] sure = {0, 1, 0.5, 1};
        assertThat(Calibration.of(sure, healthy).spiegelhalter()).isEmpty();
        assertThat(Calibration.of(new double[] {0.3}, new boolean[1]).debiasedCalibrationError(10, 0.95).upper())
                .isLessThanOrEqualTo(1);
        assertThatThrownBy(() -> calibration.debiasedCalibrationError(0, 0.95)).hasMessageContaining("bins");
        double[] constant = new double[4];
        Arrays.fill(constant, 0.25);
        assertThat(Calibration.of(constant, new boolean[] {true, false, false, false})
                        .brierDecomposition(10, 0.95)
                        .reliability())
                .isZero();
    }
}
