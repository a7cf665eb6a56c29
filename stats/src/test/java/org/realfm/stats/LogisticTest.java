package org.realfm.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogisticTest {

    /// Two rows on the plane that divides the rest: the slope grows without end, and the likelihood towards 1/4.
    private static final double[] ON_PLANE = {-1.6094379124341005, 0.9555, 0.2231, 1.2528, 0.6931, -1.6094379124341005};

    private static final boolean[] ONE_SICK = {true, false, false, false, false, false};

    private static double[][] columns(double... predictor) {
        return IntStream.range(0, predictor.length)
                .mapToObj(i -> new double[] {1, predictor[i]})
                .toArray(double[][]::new);
    }

    private static Logistic.Cause cause(Logistic fit) {
        return ((Logistic.NotEstimable) fit).cause();
    }

    @Test
    void rowsOnTheDividingPlaneDoNotMakeAMaximum() {
        for (int copies = 1; copies <= 5; copies++) {
            double[] weight = {1, 1, copies, 1, 1, copies};
            Logistic fit = Logistic.fit(columns(ON_PLANE), ONE_SICK, new double[6], weight);
            assertThat(cause(fit)).as(copies + " copies").isEqualTo(Logistic.Cause.SEPARATION);
            assertThat(fit.probability(new double[] {1, ON_PLANE[0]}, 0)).isBetween(1.0 / (1 + copies) - 1e-6, 0.5 + 1e-6);
            assertThat(fit.probability(new double[] {1, 0.2231}, 0)).isLessThan(1e-6);
        }
    }

    @Test
    void completeSeparationHasNoMaximum() {
        assertThat(cause(Logistic.fit(columns(-2, -1, 1, 2), new boolean[] {false, false, true, true})))
                .isEqualTo(Logistic.Cause.SEPARATION);
    }

    /// The odds are 1/2 below and 2 above, so that the slope is 2 log 2 / gap however small the gap.
    @Test
    void steepIsNotSeparated() {
        for (double gap : new double[] {1, 1e-2, 1e-4}) {
            Logistic fit = Logistic.fit(
                    columns(0, 0, 0, gap, gap, gap), new boolean[] {true, false, false, true, true, false});
            assertThat(fit.coefficients()[1] * gap).isCloseTo(2 * Math.log(2), within(1e-6));
            assertThat(fit).isInstanceOf(Logistic.Fit.class);
        }
    }

    /// Rare events: little is known of every direction, and yet there is a maximum.
    @Test
    void rareIsNotSeparated() {
        int rows = 100_000;
        double[][] x = columns(IntStream.range(0, rows).mapToDouble(i -> i % 7).toArray());
        boolean[] y = new boolean[rows];
        y[3] = true;
        y[17] = true;
        assertThat(Logistic.fit(x, y)).isInstanceOf(Logistic.Fit.class);
    }
}
