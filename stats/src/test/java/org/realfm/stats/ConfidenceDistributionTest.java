package org.realfm.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfidenceDistributionTest {

    private static final Estimate SENSITIVITY = new Estimate("sensitivity", 0.8, 0.7, 0.85, 0.95, "m", 100);

    /// SCORING section 8: the cells of the worked example, with their P_hold to the digits that are printed there.
    @ParameterizedTest
    @CsvSource({
        "356, 400, 0.85, 0.99, 0.005",
        "238, 250, 0.85, 1.00, 0.005",
        "118, 150, 0.85, 0.02, 0.005",
        "40, 62, 0.85, 0.00, 0.005",
        "2990, 3200, 0.90, 1.00, 0.005",
        "138, 150, 0.85, 0.995, 0.002"
    })
    void theWorkedExample(int found, int all, double floor, double expected, double printed) {
        Estimate share = Proportion.wilson("share", found, all, 0.95);
        assertThat(ConfidenceDistribution.atLeast(share, floor)).isEqualTo(expected, within(printed));
    }

    @Test
    void itAgreesWithTheIntervalAtItsEnds() {
        assertThat(ConfidenceDistribution.atLeast(SENSITIVITY, 0.7)).isEqualTo(0.975, within(1e-12));
        assertThat(ConfidenceDistribution.atLeast(SENSITIVITY, 0.8)).isEqualTo(0.5, within(1e-12));
        assertThat(ConfidenceDistribution.atLeast(SENSITIVITY, 0.85)).isEqualTo(0.025, within(1e-12));
        assertThat(ConfidenceDistribution.atMost(SENSITIVITY, 0.85)).isEqualTo(0.975, within(1e-12));
        assertThat(ConfidenceDistribution.atMost(SENSITIVITY, 0.7)).isEqualTo(0.025, within(1e-12));
        assertThat(ConfidenceDistribution.within(SENSITIVITY, 0.7, 0.85)).isEqualTo(0.95, within(1e-12));
        assertThat(ConfidenceDistribution.within(SENSITIVITY, 0.9, 0.95)).isLessThan(0.001);
        assertThat(ConfidenceDistribution.atLeast(new Estimate("x", 0, -1, 1, 0.9, "m", 9), -1))
                .isEqualTo(0.95, within(1e-12));
    }

    @Test
    void aHigherFloorIsHeldWithLessConfidence() {
        double before = 1;
        for (double floor = 0.5; floor < 1; floor += 0.001) {
            double now = ConfidenceDistribution.atLeast(SENSITIVITY, floor);
            assertThat(now).isLessThanOrEqualTo(before).isBetween(0.0, 1.0);
            assertThat(now + ConfidenceDistribution.atMost(SENSITIVITY, floor)).isEqualTo(1, within(1e-12));
            before = now;
        }
    }

    @Test
    void whatWasCountedIsCertain() {
        Estimate counted = Estimate.exact("x", 3, 10);
        assertThat(ConfidenceDistribution.atLeast(counted, 3)).isEqualTo(1);
        assertThat(ConfidenceDistribution.atMost(counted, 3)).isEqualTo(1);
        assertThat(ConfidenceDistribution.atLeast(counted, 3.1)).isZero();
        assertThat(ConfidenceDistribution.atMost(counted, 2.9)).isZero();
        assertThat(ConfidenceDistribution.within(counted, 2, 4)).isEqualTo(1);
    }

    @Test
    void aOneSidedLimitHasTheConfidenceItSays() {
        Estimate upper = new Estimate("x", 0.1, Double.NEGATIVE_INFINITY, 0.2, 0.95, "one-sided", 50);
        assertThat(ConfidenceDistribution.atMost(upper, 0.2)).isEqualTo(0.95, within(1e-12));
        assertThat(ConfidenceDistribution.atLeast(upper, 0.0)).isEqualTo(0.95, within(1e-12));
    }

    @ParameterizedTest
    @CsvSource({"0, 149, 0.02", "3, 64, 0.117", "0, 299, 0.01", "1, 20, 0.3"})
    void aRareRateAgreesWithItsOneSidedLimit(int events, int n, double ceiling) {
        double limit = Proportion.clopperPearsonUpper("rate", events, n, 0.95).upper();
        assertThat(ConfidenceDistribution.rateAtMost(events, n, limit)).isEqualTo(0.95, within(1e-9));
        assertThat(ConfidenceDistribution.rateAtMost(events, n, ceiling) >= 0.95).isEqualTo(limit <= ceiling);
        assertThat(ConfidenceDistribution.rateAtMost(events, n, 0)).isZero();
        assertThat(ConfidenceDistribution.rateAtMost(events, n, 1)).isEqualTo(1);
    }

    /// Were the floor the truth, every confidence would come equally often.
    @Test
    void itIsUniformAtTheTruth() {
        SplittableRandom random = new SplittableRandom(5);
        int replicates = 20_000;
        double truth = 0.8;
        double[] confidence = new double[replicates];
        for (int r = 0; r < replicates; r++) {
            int found = 0;
            for (int i = 0; i < 150; i++) {
                found += random.nextDouble() < truth ? 1 : 0;
            }
            confidence[r] = ConfidenceDistribution.atLeast(Proportion.wilson("share", found, 150, 0.95), truth);
        }
        Arrays.sort(confidence);
        for (double share : new double[] {0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975}) {
            // The number found is whole, so the steps are as wide as its probabilities.
            assertThat(confidence[(int) (share * replicates)]).as("quantile " + share).isEqualTo(share, within(0.04));
        }
    }
}
