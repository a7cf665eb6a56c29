package org.realfm.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.realfm.stats.Golden.CLOSE;
import static org.realfm.stats.Golden.PYTHON;

import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetBenefitTest {

    private final double[] risk = Golden.column("risk");
    private final boolean[] truth = Golden.truth();
    private final Bootstrap.Plan plan = Bootstrap.plan(Golden.cluster(), 500, 3);

    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.2, 0.5})
    void valuesAgreeWithTheReference(double t) {
        NetBenefit nb = NetBenefit.of(risk, truth);
        assertThat(nb.model(t)).isCloseTo(PYTHON.get("nb." + t, 0), CLOSE);
        assertThat(nb.treatAll(t)).isCloseTo(PYTHON.get("nb." + t, 1), CLOSE);
        assertThat(nb.withHarm(0.01).model(t)).isCloseTo(nb.model(t) - 0.01, CLOSE);
    }

    @Test
    void theCurveComparesWithTheBestComparator() {
        double[] thresholds = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6};
        NetBenefit.Curve curve = NetBenefit.of(risk, truth).curve(thresholds, plan, 0.95);
        for (int k = 0; k < thresholds.length; k++) {
            assertThat(curve.best()[k]).isCloseTo(Math.max(0, curve.treatAll()[k]), CLOSE);
            assertThat(curve.pointwise().y()[k]).isCloseTo(curve.model()[k] - curve.best()[k], CLOSE);
            assertThat(curve.simultaneous().lower()[k]).isLessThan(curve.pointwise().lower()[k] + 0.01);
        }
        assertThat(curve.shareBetter()).isGreaterThanOrEqualTo(0.5);
        assertThat(curve.worseSomewhere()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.3})
    void interventionsAvoidedAgreeWithTheReference(double t) {
        NetBenefit nb = NetBenefit.of(risk, truth);
        Estimate avoided = nb.interventionsAvoided(t, Golden.cluster(), 0.95);
        new Golden("calibration_python.csv").assertEstimate(avoided, "avoided." + t);
        assertThat(avoided.value()).isCloseTo((nb.model(t) - nb.treatAll(t)) / (t / (1 - t)), CLOSE);
        NetBenefit.Avoided bands = nb.interventionsAvoided(new double[] {t, 0.6}, plan, 0.95);
        assertThat(bands.pointwise().y()[0]).isCloseTo(avoided.value(), CLOSE);
        assertThat(bands.pointwise().lower()[0]).isCloseTo(avoided.lower(), Offset.offset(0.15));
        assertThat(bands.pointwise().upper()[0]).isCloseTo(avoided.upper(), Offset.offset(0.15));
        assertThat(bands.simultaneous().upper()[0]).isGreaterThan(bands.pointwise().upper()[0]);
        assertThat(nb.withHarm(0.01).interventionsAvoided(t, Golden.cluster(), 0.95).value())
                .isCloseTo(avoided.value() - 0.01 * (1 - t) / t, CLOSE);
    }

    @Test
    void aReversedModelIsWorse() {
        double[] reversed = Arrays.stream(risk).map(r -> 1 - r).toArray();
        NetBenefit.Curve curve =
                NetBenefit.of(reversed, truth).curve(new double[] {0.2, 0.4, 0.6}, plan, 0.95);
        assertThat(curve.worseSomewhere()).isTrue();
        assertThat(curve.shareBetter()).isZero();
    }

    @Test
    void againstItselfNothingIsGained() {
        NetBenefit.Curve curve =
                NetBenefit.of(risk, truth).against(risk).curve(new double[] {0.3, 0.5}, plan, 0.95);
        assertThat(curve.pointwise().y()).containsExactly(0, 0);
        assertThat(curve.shareBetter()).isZero();
        assertThat(curve.worseSomewhere()).isFalse();
        NetBenefit.Curve practice =
                NetBenefit.of(risk, truth).against(truth).curve(new double[] {0.3}, plan, 0.95);
        assertThat(practice.simultaneous().upper()[0]).isNegative();
    }

    @Test
    void informationIsWorthMoreWhereTheChoiceIsClose() {
        NetBenefit nb = NetBenefit.of(risk, truth);
        double clear = nb.perfectInformation(0.5, plan);
        double[] chance = new double[risk.length];
        Arrays.setAll(chance, i -> i % 2 == 0 ? 0.2 : 0.8);
        double prevalence = nb.treatAll(0.5) / 2 + 0.5;
        double close = NetBenefit.of(chance, truth).perfectInformation(prevalence, plan);
        assertThat(clear).isBetween(0.0, 0.001);
        assertThat(close).isGreaterThan(0.005);
    }
}
