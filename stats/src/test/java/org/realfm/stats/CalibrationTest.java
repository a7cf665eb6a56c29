package org.realfm.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.realfm.stats.Golden.CLOSE;
import static org.realfm.stats.Golden.PYTHON;
import static org.realfm.stats.Golden.R;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CalibrationTest {

    private static final double Z = 1.959963984540054;

    private final double[] risk = Golden.column("risk");
    private final boolean[] truth = Golden.truth();
    private final int[] cluster = Golden.cluster();
    private final Calibration calibration = Calibration.of(risk, truth);

    @Test
    void slopeAndInterceptAgreeWithGlm() {
        for (Golden golden : List.of(PYTHON, R)) {
            assertWald(calibration.slope(0.95).orElseThrow(), golden.get("slope", 0), golden.get("slope", 1));
            assertWald(
                    calibration.intercept(0.95).orElseThrow(), golden.get("intercept", 0), golden.get("intercept", 1));
        }
        assertWald(
                calibration.byCluster(cluster).slope(0.95).orElseThrow(), PYTHON.get("slope", 0),
                PYTHON.get("slope-robust"));
        assertThat(calibration.weightedBy(Golden.column("weight")).slope(0.95).orElseThrow().value())
                .isCloseTo(PYTHON.get("slope-weighted"), CLOSE);
    }

    private static void assertWald(Estimate estimate, double value, double error) {
        assertThat(estimate.value()).isCloseTo(value, CLOSE);
        assertThat(estimate.halfWidth() / Z).isCloseTo(error, CLOSE);
    }

    @Test
    void sumsAgreeWithTheReference() {
        PYTHON.assertEstimate(calibration.observedExpected(0.95), "oe");
        assertThat(calibration.brier(0.95).value()).isCloseTo(PYTHON.get("brier"), CLOSE);
        assertThat(calibration.expectedCalibrationError(10)).isCloseTo(PYTHON.get("ece"), CLOSE);
        Estimate robust = calibration.byCluster(cluster).observedExpected(0.95);
        assertThat(robust.halfWidth()).isGreaterThan(calibration.observedExpected(0.95).halfWidth());
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5})
    void theFlexibleCurveAgreesWithNaturalSplines(int knots) {
        Calibration.Indices indices = calibration.indices(knots);
        for (Golden golden : List.of(PYTHON, R)) {
            assertThat(indices.emax()).isCloseTo(R.get("curve." + knots, 3), CLOSE);
            assertThat(indices.ici()).isCloseTo(golden.get("curve." + knots, 0), CLOSE);
            assertThat(indices.e50()).isCloseTo(golden.get("curve." + knots, 1), CLOSE);
            assertThat(indices.e90()).isCloseTo(golden.get("curve." + knots, 2), CLOSE);
        }
        CalibrationCurve curve = calibration.curve(knots);
        assertThat(curve.knots()).hasSize(knots);
        assertThat(curve.at(0)).isBetween(0.0, 0.5);
        assertThat(curve.at(1)).isBetween(0.5, 1.0);
    }

    @Test
    void indicesAndBandsFromTheBootstrap() {
        Bootstrap.Plan plan = Bootstrap.plan(cluster, truth, 200, 11);
        List<Estimate> indices = calibration.indices(4, plan, 0.95);
        assertThat(indices).extracting(Estimate::name).containsExactly("ICI", "E50", "E90", "Emax");
        assertThat(indices.getFirst().value()).isCloseTo(PYTHON.get("curve.4", 0), CLOSE);
        assertThat(indices.getFirst().upper()).isGreaterThan(indices.getFirst().value());
        double[] grid = {0.05, 0.2, 0.5, 0.8};
        Band point = calibration.pointwiseBand(4, plan, grid, 0.95);
        Band all = calibration.simultaneousBand(4, plan, grid, 0.95);
        assertThat(point.y()).containsExactly(all.y());
        assertThat(point.y()[1]).isCloseTo(calibration.curve(4).at(0.2), CLOSE);
        assertThat(all.upper()[2] - all.lower()[2]).isGreaterThan(point.upper()[2] - point.lower()[2]);
    }

    @Test
    void fewDistinctRisks() {
        double[] two = Arrays.stream(risk).map(r -> r > 0.5 ? 0.8 : 0.2).toArray();
        CalibrationCurve line = Calibration.of(two, truth).curve(5);
        assertThat(line.knots()).isEmpty();
        assertThat(line.coefficients()).hasSize(2);
        double[] one = new double[risk.length];
        Arrays.fill(one, 0.3);
        Calibration constant = Calibration.of(one, truth);
        double share = constant.observedExpected(0.95).value() * 0.3;
        assertThat(constant.curve(4).at(0.3)).isCloseTo(share, CLOSE);
        assertThat(constant.indices(4).ici()).isCloseTo(Math.abs(share - 0.3), CLOSE);
        assertThat(constant.slope(0.95)).isEmpty();
        assertThat(constant.intercept(0.95)).isPresent();
        assertThat(constant.bins(10, 0.95)).hasSize(1);
    }

    @Test
    void completeSeparation() {
        double[] p = {0, 0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8, 0.9, 1};
        boolean[] y = {false, false, false, false, false, true, true, true, true, true};
        Calibration separated = Calibration.of(p, y);
        assertThat(separated.slope(0.95)).isEmpty();
        double mean = (0 + 0.1 + 0.2 + 0.3 + 0.4) * 2 / 10;
        assertThat(separated.indices(3).ici()).isCloseTo(mean, org.assertj.core.data.Offset.offset(1e-3));
    }

    @Test
    void oneClassOnly() {
        Calibration healthy = Calibration.of(new double[] {0.1, 0.2, 0.3}, new boolean[3]);
        assertThat(healthy.slope(0.95)).isEmpty();
        assertThat(healthy.intercept(0.95)).isEmpty();
        Estimate ratio = healthy.observedExpected(0.95);
        assertThat(ratio.value()).isZero();
        assertThat(ratio.upper()).isCloseTo((1 - Math.cbrt(0.025)) / 0.2, CLOSE);
        assertThat(healthy.indices(3).ici()).isBetween(0.19, 0.21);
        assertThatThrownBy(() -> Calibration.of(new double[2], new boolean[] {true, false}).observedExpected(0.95))
                .hasMessageContaining("expected number of events is 0");
        assertThatThrownBy(() -> Calibration.of(new double[] {1.2}, new boolean[1]))
                .hasMessageContaining("risk 0 must lie in [0, 1]");
    }

    @Test
    void binsShareTheMass() {
        List<Calibration.Bin> bins = calibration.bins(10, 0.95);
        assertThat(bins.stream().mapToDouble(Calibration.Bin::weight).sum()).isCloseTo(1, CLOSE);
        assertThat(bins).isSortedAccordingTo((a, b) -> Double.compare(a.meanRisk(), b.meanRisk()));
        assertThat(bins.size()).isBetween(8, 10);
    }

    @Test
    void logisticSaysWhyThereIsNoFit() {
        double[][] collinear = {{1, 2}, {1, 2}, {1, 2}};
        boolean[] y = {true, false, true};
        assertThat(Logistic.fit(collinear, y))
                .isInstanceOfSatisfying(
                        Logistic.NotEstimable.class,
                        none -> assertThat(none.cause()).isEqualTo(Logistic.Cause.COLLINEARITY));
        double[][] quasi = {{1, 0}, {1, 0}, {1, 1}, {1, 1}, {1, 0}};
        boolean[] never = {true, false, false, false, true};
        assertThat(Logistic.fit(quasi, never))
                .isInstanceOfSatisfying(
                        Logistic.NotEstimable.class,
                        none -> assertThat(none.cause()).isEqualTo(Logistic.Cause.SEPARATION));
    }
}
