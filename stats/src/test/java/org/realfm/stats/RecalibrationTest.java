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

class RecalibrationTest {

    private static final Golden PYTHON = new Golden("calibration_python.csv");
    private static final Golden R = new Golden("calibration_r.csv");
    private static final double[] GRID = {0, 0.01, 0.05, 0.1, 0.234, 0.5, 0.77, 0.9, 1};

    private final double[] risk = Golden.column("risk");
    private final boolean[] truth = Golden.truth();
    private final int[] cluster = Golden.cluster();

    @Test
    void temperatureAgreesWithGlmAndSandwich() {
        Recalibration.Temperature map = Recalibration.temperature(risk, truth, cluster, 0.95).orElseThrow();
        R.assertEstimate(map.temperature(), "temperature");
        assertThat(map.apply(0.5)).isEqualTo(0.5);
        assertThat(map.apply(0.9)).isLessThan(0.9);
    }

    @Test
    void plattAgreesWithGlmAndScikitLearn() {
        Recalibration.Platt map = Recalibration.platt(risk, truth, cluster, 0.95).orElseThrow();
        R.assertEstimate(map.intercept(), "platt-intercept");
        R.assertEstimate(map.slope(), "platt-slope");
        assertThat(map.intercept().value()).isCloseTo(PYTHON.get("platt", 0), within(1e-5));
        double[] applied = map.apply(new double[] {0.05, 0.5, 0.9});
        for (int i = 0; i < applied.length; i++) {
            assertThat(applied[i]).isCloseTo(R.get("platt", i), CLOSE);
        }
    }

    @Test
    void isotonicAgreesWithScikitLearn() {
        double[] applied = Recalibration.isotonic(risk, truth).apply(GRID);
        for (int i = 0; i < GRID.length; i++) {
            assertThat(applied[i]).as("at " + GRID[i]).isCloseTo(PYTHON.get("isotonic", i), CLOSE);
        }
    }

    @Test
    void aMapFittedOnOneSetImprovesAnother() {
        int[] first = IntStream.range(0, risk.length).filter(i -> cluster[i] % 2 == 0).toArray();
        int[] second = IntStream.range(0, risk.length).filter(i -> cluster[i] % 2 == 1).toArray();
        double[] over = Arrays.stream(risk).map(p -> StandardNormal.expit(3 * Calibration.logit(p))).toArray();
        Recalibration.Temperature map =
                Recalibration.temperature(at(over, first), at(truth, first), at(cluster, first), 0.95).orElseThrow();
        double[] before = at(over, second);
        boolean[] y = at(truth, second);
        double plain = Calibration.of(before, y).brier(0.95).value();
        assertThat(Calibration.of(map.apply(before), y).brier(0.95).value()).isLessThan(plain - 0.01);
        assertThat(map.temperature().value()).isBetween(2.5, 7.0);
    }

    @Property(tries = 100)
    void mapsAreMonotoneAndStayProbabilities(
            @ForAll @IntRange(min = 2, max = 30) int n, @ForAll long seed) {
        SplitMix random = new SplitMix(seed);
        double[] p = IntStream.range(0, n).mapToDouble(i -> random.nextInt(21) / 20.0).toArray();
        boolean[] y = new boolean[p.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = random.nextDouble() < p[i];
        }
        int[] own = IntStream.range(0, y.length).toArray();
        assertThat(Recalibration.isotonic(p, y).apply(GRID)).isSorted();
        Recalibration.temperature(p, y, own, 0.95).ifPresent(map -> assertThat(map.apply(GRID)).isSorted());
        Recalibration.platt(p, y, own, 0.95)
                .ifPresent(map -> assertThat(Arrays.stream(map.apply(GRID))).allMatch(v -> v >= 0 && v <= 1));
        double share = Auroc.count(y) / (double) y.length;
        double mean = Arrays.stream(Recalibration.isotonic(p, y).apply(p)).average().orElseThrow();
        assertThat(mean).isCloseTo(share, within(1e-9));
    }

    @Test
    void edges() {
        double[] p = {0.1, 0.2, 0.8, 0.9};
        boolean[] y = {false, false, true, true};
        int[] own = {0, 1, 2, 3};
        assertThat(Recalibration.temperature(p, y, own, 0.95)).isEmpty();
        assertThat(Recalibration.platt(p, y, own, 0.95).orElseThrow().slope().value()).isPositive().isFinite();
        assertThat(Recalibration.temperature(p, new boolean[] {true, true, false, false}, own, 0.95)).isEmpty();
        assertThat(Recalibration.platt(p, new boolean[4], own, 0.95).orElseThrow().apply(0.5)).isBetween(0.1, 0.2);
        double[] half = {0.5, 0.5, 0.5, 0.5};
        assertThat(Recalibration.temperature(half, y, own, 0.95)).isEmpty();
        assertThat(Recalibration.platt(half, y, own, 0.95)).isEmpty();
        Recalibration.Steps flat = Recalibration.isotonic(half, y);
        assertThat(flat.apply(new double[] {0, 0.5, 1})).containsOnly(0.5);
        double[] certain = {0, 1, 0, 1, 1, 0};
        boolean[] mixed = {false, true, true, false, true, false};
        assertThat(Recalibration.temperature(certain, mixed, new int[] {0, 1, 2, 3, 4, 5}, 0.95).orElseThrow()
                        .temperature().value())
                .isCloseTo(Calibration.logit(1) / Math.log(2), within(0.1));
        assertThat(Recalibration.temperature(certain, mixed, new int[6], 0.95).orElseThrow().temperature().n()).isOne();
        assertThatThrownBy(() -> Recalibration.isotonic(new double[0], new boolean[0]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> flat.apply(Double.NaN)).hasMessageContaining("risk");
        assertThatThrownBy(() -> flat.apply(new double[] {Double.NaN})).hasMessageContaining("risk 0");
        assertThatThrownBy(() -> Recalibration.platt(new double[] {1.2}, new boolean[1], new int[1], 0.95))
                .hasMessageContaining("risk 0");
    }

    private static double[] at(double[] values, int[] rows) {
        return Arrays.stream(rows).mapToDouble(i -> values[i]).toArray();
    }

    private static int[] at(int[] values, int[] rows) {
        return Arrays.stream(rows).map(i -> values[i]).toArray();
    }

    private static boolean[] at(boolean[] values, int[] rows) {
        boolean[] kept = new boolean[rows.length];
        for (int i = 0; i < rows.length; i++) {
            kept[i] = values[rows[i]];
        }
        return kept;
    }
}
