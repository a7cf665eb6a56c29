package org.realfm.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What is done otherwise in large samples comes to the same.
class LargeSamplesTest {

    private static final int ROWS = 2 * Calibration.LARGE;

    private static boolean[] truth(double[] risk, SplitMix random) {
        boolean[] truth = new boolean[risk.length];
        for (int i = 0; i < truth.length; i++) {
            truth[i] = random.nextDouble() < StandardNormal.expit(0.8 * StandardNormal.logit(risk[i]) - 0.1);
        }
        return truth;
    }

    @Test
    void replicatesOfGatheredRowsAreThoseOfAllRows() {
        SplitMix random = new SplitMix(3);
        double[] risk = new double[ROWS];
        Arrays.setAll(risk, i -> StandardNormal.expit(random.nextGaussian() - 2));
        boolean[] truth = truth(risk, random);
        int[] patient = IntStream.range(0, ROWS).map(i -> i / 2).toArray();
        Calibration calibration = Calibration.of(risk, truth);
        Bootstrap.Plan plan = Bootstrap.plan(patient, truth, 8, 5);

        // The same replicates of the rows as they are, one by one.
        double[][] exact = new double[plan.replicates()][];
        for (int b = 0; b < exact.length; b++) {
            Calibration replicate = calibration.weightedBy(Calibration.weights(Proportion.ones(ROWS), plan.counts(b)));
            exact[b] = new double[] {replicate.indices(4).e50(), replicate.expectedCalibrationError(10)};
        }
        Estimate e50 = calibration.indices(4, plan, 0.95).get(1);
        Estimate ece = calibration.expectedCalibrationError(10, plan, 0.95);
        assertThat(e50.value()).as("point estimates are of the rows").isEqualTo(calibration.indices(4).e50());
        assertThat(ece.value()).isEqualTo(calibration.expectedCalibrationError(10));
        for (int k = 0; k < 2; k++) {
            Estimate gathered = List.of(e50, ece).get(k);
            double[] column = Bootstrap.column(exact, k);
            Estimate all = Bootstrap.percentile("", gathered.value(), column, 0.95, plan);
            // The tenths of the ECE have hard edges, which move by up to 1/2,048 of the rows.
            double allowed = (k == 0 ? 0.1 : 0.25) * Bootstrap.standardErrors(exact)[k];
            assertThat(gathered.lower()).as("measure " + k).isCloseTo(all.lower(), within(allowed));
            assertThat(gathered.upper()).as("measure " + k).isCloseTo(all.upper(), within(allowed));
        }
    }

    @Test
    void blocksOfPatientsHaveThePatientsVariance() {
        int rows = 140_000;
        SplitMix random = new SplitMix(4);
        // A trend along the table, as of patients in the order of their admission: blocks that took every n-th patient
        // would be more alike than patients dealt at random are.
        double[] value = new double[rows];
        Arrays.setAll(value, i -> random.nextGaussian() + 4.0 * i / rows);
        int[] patient = IntStream.range(0, rows).toArray();
        Bootstrap.Plan plan = Bootstrap.plan(patient, new int[rows], 1_000, 9);
        assertThat(plan.clusters()).isEqualTo(rows);
        assertThat(Arrays.stream(plan.counts(0)).sum()).isCloseTo(rows, within(rows / 100));
        double[][] means = Bootstrap.replicate(plan, counts -> {
            double sum = 0;
            long total = 0;
            for (int i = 0; i < rows; i++) {
                sum += counts[i] * value[i];
                total += counts[i];
            }
            return new double[] {sum / total};
        });
        double expected = Mean.standardDeviation(value) / Math.sqrt(rows);
        // A standard deviation of 1,000 replicates has a standard error of 2.2% of itself.
        assertThat(Bootstrap.standardErrors(means)[0]).isCloseTo(expected, within(0.08 * expected));
        assertThat(Arrays.stream(plan.weights(0)).average().orElseThrow()).isCloseTo(1, within(0.02));
    }

    @Test
    void replicatesAreFewerOfMoreRowsButNeverFewerThanTwoHundred() {
        assertThat(Bootstrap.affordable(2_000, 10_000)).isEqualTo(2_000);
        assertThat(Bootstrap.affordable(2_000, 40_000)).isEqualTo(500);
        assertThat(Bootstrap.affordable(2_000, 10_000_000)).isEqualTo(200);
        assertThat(Bootstrap.affordable(50, 10_000_000)).isEqualTo(50);
    }

    @Test
    void anInfluenceThatIsGatheredGivesTheSameReplicates() {
        SplitMix random = new SplitMix(6);
        double[] value = new double[5_000];
        Arrays.setAll(value, i -> random.nextGaussian());
        int[] unit = IntStream.range(0, value.length).map(i -> i / 3).toArray();
        Influence influence = Influence.ofMean(value, unit);
        assertThat(influence.gathered().replicates(1, 100)).isEqualTo(influence.replicates(1, 100));
        assertThat(influence.gathered().value().length).isLessThan(value.length);
    }
}
