package org.realfm.criteria.responsible;

import java.util.Arrays;
import java.util.Optional;
import org.realfm.run.Calls;
import org.realfm.run.Sample;
import org.realfm.stats.Estimate;
import org.realfm.stats.Influence;
import org.realfm.stats.Mean;
import org.realfm.stats.Proportion;

/// The mean of a value over the cases of one group that count for a measure.
///
/// @param measure   what is measured
/// @param positions of those cases among all evaluated ones
/// @param value     of each: 1 for a right call, 0 for a wrong one; truth minus risk for calibration
/// @param alone     the mean with the interval of this group alone
@SuppressWarnings("ArrayRecordComponent")
record Endpoint(Measure measure, int[] positions, double[] value, Estimate alone) {

    private static final double CONFIDENCE = 0.95;

    /// What is compared between groups.
    enum Measure {
        SENSITIVITY("sensitivity"),
        SPECIFICITY("specificity"),
        CALIBRATION("calibration-in-the-large");

        private final String words;

        Measure(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /// The endpoint of one group; empty where none of its cases counts for the measure.
    ///
    /// @param calls     on all evaluated cases, the scored first
    /// @param sample    the same cases with their scores
    /// @param positions the group's cases among them
    static Optional<Endpoint> of(Measure measure, Calls calls, Sample sample, int[] positions) {
        int[] counted = Arrays.stream(positions)
                .filter(i -> switch (measure) {
                    case SENSITIVITY -> calls.truth()[i];
                    case SPECIFICITY -> !calls.truth()[i];
                    case CALIBRATION -> i < sample.size();
                })
                .toArray();
        if (counted.length == 0) {
            return Optional.empty();
        }
        double[] value = Arrays.stream(counted)
                .mapToDouble(i -> measure == Measure.CALIBRATION
                        ? sample.truth()[i] - sample.score()[i]
                        : calls.called()[i] == calls.truth()[i] ? 1 : 0)
                .toArray();
        int[] patients = Arrays.stream(counted).map(i -> calls.patient()[i]).toArray();
        return Optional.of(new Endpoint(measure, counted, value, alone(measure, value, patients)));
    }

    private static Estimate alone(Measure measure, double[] value, int[] patients) {
        if (measure == Measure.CALIBRATION) {
            return Mean.clustered(measure.words(), value, patients, CONFIDENCE);
        }
        boolean[] success = new boolean[value.length];
        for (int k = 0; k < value.length; k++) {
            success[k] = value[k] == 1;
        }
        return Proportion.clustered(measure.words(), success, patients, CONFIDENCE);
    }

    /// How much each case moves the mean.
    Influence influence(Calls calls) {
        return Influence.ofMean(
                value, Arrays.stream(positions).map(i -> calls.patient()[i]).toArray());
    }

    /// The mean in a bootstrap replicate; NaN where it holds none of the cases.
    double mean(int[] counts) {
        double sum = 0;
        long total = 0;
        for (int k = 0; k < positions.length; k++) {
            sum += counts[positions[k]] * value[k];
            total += counts[positions[k]];
        }
        return total == 0 ? Double.NaN : sum / total;
    }
}
