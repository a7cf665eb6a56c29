package org.realfm.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MultivariateNormalTest {

    private static final Golden R = new Golden("roc_r.csv");
    private static final double[][] FOUR = {
        {1, 0.6, 0.3, 0.2}, {0.6, 1, 0.5, 0.1}, {0.3, 0.5, 1, 0.4}, {0.2, 0.1, 0.4, 1}
    };
    private static final double NONE = Double.NEGATIVE_INFINITY;
    private static final double ALL = Double.POSITIVE_INFINITY;

    @Test
    void probabilitiesAgreeWithMvtnorm() {
        double[] upper = {1.2, 0.9, 0.7, 1.5};
        Estimate below = MultivariateNormal.probability(new double[] {NONE, NONE, NONE, NONE}, upper, FOUR, 1);
        assertThat(below.value()).isCloseTo(R.get("normal", 0), within(2e-5));
        assertThat(below.halfWidth()).isLessThan(1e-4);
        Estimate box = MultivariateNormal.probability(
                new double[] {-1, -0.5, -2, NONE}, new double[] {1.2, 0.9, 0.7, ALL}, FOUR, 1);
        assertThat(box.value()).isCloseTo(R.get("normal", 1), within(2e-5));
        assertThat(MultivariateNormal.critical(FOUR, 0.95, 200_000, 1)).isCloseTo(R.get("normal-critical"), within(0.01));
    }

    @Test
    void dependentAndIndependentComponents() {
        double[][] same = {{1, 1}, {1, 1}};
        assertThat(MultivariateNormal.probability(new double[] {NONE, NONE}, new double[] {0, 1}, same, 1).value())
                .isCloseTo(0.5, within(1e-3));
        double[][] apart = {{1, 0}, {0, 1}};
        double product = StandardNormal.cumulative(0.3) * StandardNormal.cumulative(-0.4);
        assertThat(MultivariateNormal.probability(new double[] {NONE, NONE}, new double[] {0.3, -0.4}, apart, 1).value())
                .isCloseTo(product, within(1e-12));
        assertThat(MultivariateNormal.probability(new double[] {ALL}, new double[] {ALL}, new double[][] {{1}}, 1).value())
                .isZero();
    }

    @Test
    void badCorrelationsAreSaid() {
        double[] zero = new double[2];
        assertThatThrownBy(() -> MultivariateNormal.probability(zero, zero, new double[][] {{1, 2}, {2, 1}}, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MultivariateNormal.probability(zero, zero, new double[][] {{2, 0}, {0, 1}}, 1))
                .hasMessageContaining("diagonal");
        assertThatThrownBy(() -> MultivariateNormal.probability(new double[] {1, 0}, zero, new double[2][2], 1))
                .hasMessageContaining("lower <= upper");
        double[][] impossible = {{1, 0.9, -0.9}, {0.9, 1, 0.9}, {-0.9, 0.9, 1}};
        assertThatThrownBy(() -> MultivariateNormal.factor(impossible)).hasMessageContaining("positive semi-definite");
    }
}
