package org.realfm.criteria.responsible;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.realfm.run.Sample;
import org.realfm.run.SubjectEvidence;
import org.realfm.stats.Auroc;
import org.realfm.stats.Bootstrap;
import org.realfm.stats.Calibration;
import org.realfm.stats.Estimate;
import org.realfm.stats.Mean;
import org.realfm.stats.NetBenefit;
import org.realfm.stats.Proportion;
import org.realfm.study.CohortSpec.Sampling;

/// Every evaluated case, scored or failed, with its call at the locked threshold. A failed case counts as the wrong call.
///
/// @param rows       rows of the cohort; the scored come first
/// @param scored     how many are scored
/// @param score      of the scored
/// @param truth      whether the condition is present
/// @param right      whether the call is right
/// @param patient    dense index of the patient
/// @param calibrated whether scores are probabilities and the sampling lets one ask whether they are right
/// @param threshold  the locked threshold
@SuppressWarnings("ArrayRecordComponent")
record Calls(
        int[] rows,
        int scored,
        double[] score,
        boolean[] truth,
        boolean[] right,
        int[] patient,
        boolean calibrated,
        double threshold) {

    private static final double CONFIDENCE = 0.95;

    static Calls of(SubjectEvidence evidence) {
        Sample sample = evidence.evaluation();
        int[] truthOf = evidence.about().cohort().columns().truth();
        int[] patientOf = evidence.about().cohort().columns().patient();
        int[] rows = IntStream.concat(Arrays.stream(sample.rows()), Arrays.stream(sample.failed())).toArray();
        boolean[] truth = new boolean[rows.length];
        boolean[] right = new boolean[rows.length];
        for (int i = 0; i < rows.length; i++) {
            truth[i] = truthOf[rows[i]] == 1;
            right[i] = i < sample.size() && (sample.score()[i] >= evidence.threshold()) == truth[i];
        }
        boolean natural = evidence.about()
                .study()
                .cohort()
                .sampling()
                .filter(s -> s == Sampling.CONSECUTIVE || s == Sampling.RANDOM)
                .isPresent();
        boolean risks = evidence.probabilities()
                && Arrays.stream(sample.score()).allMatch(score -> score >= 0 && score <= 1);
        return new Calls(
                rows,
                sample.size(),
                sample.score(),
                truth,
                right,
                Arrays.stream(rows).map(row -> patientOf[row]).toArray(),
                natural && risks,
                evidence.threshold());
    }

    int size() {
        return rows.length;
    }

    /// Patients in the smaller class among these cases.
    int smallestClass(int[] positions) {
        return Bootstrap.smallestClass(patients(positions), truths(positions));
    }

    /// The endpoint of these cases; empty where none counts for it.
    Optional<Endpoint> endpoint(Measure measure, int[] positions) {
        int[] counted = Arrays.stream(positions)
                .filter(i -> switch (measure) {
                    case SENSITIVITY -> truth[i];
                    case SPECIFICITY -> !truth[i];
                    case CALIBRATION -> calibrated && i < scored;
                })
                .toArray();
        if (counted.length == 0) {
            return Optional.empty();
        }
        double[] value = Arrays.stream(counted)
                .mapToDouble(i -> measure == Measure.CALIBRATION
                        ? (truth[i] ? 1 : 0) - score[i]
                        : right[i] ? 1 : 0)
                .toArray();
        return Optional.of(new Endpoint(measure, counted, value, alone(measure, counted, value)));
    }

    private Estimate alone(Measure measure, int[] counted, double[] value) {
        if (measure == Measure.CALIBRATION) {
            return Mean.clustered(measure.words(), value, patients(counted), CONFIDENCE);
        }
        boolean[] success = new boolean[value.length];
        for (int k = 0; k < value.length; k++) {
            success[k] = value[k] == 1;
        }
        return Proportion.clustered(measure.words(), success, patients(counted), CONFIDENCE);
    }

    /// O/E and net benefit of these cases, where scores are probabilities, and the paired AUROC difference to the
    /// comparator, where there is one.
    List<Estimate> shown(int[] positions, Optional<Sample> comparator) {
        List<Estimate> shown = new ArrayList<>();
        int[] known = Arrays.stream(positions).filter(i -> i < scored).toArray();
        double[] risk = Arrays.stream(known).mapToDouble(i -> score[i]).toArray();
        if (calibrated && Arrays.stream(risk).sum() > 0) {
            shown.add(Calibration.of(risk, truths(known)).byCluster(patients(known)).observedExpected(CONFIDENCE));
            if (threshold > 0 && threshold < 1) {
                boolean[] treated = new boolean[known.length];
                for (int k = 0; k < known.length; k++) {
                    treated[k] = risk[k] >= threshold;
                }
                double[] utility = NetBenefit.utilities(treated, truths(known), threshold);
                shown.add(Mean.clustered("net benefit", utility, patients(known), CONFIDENCE));
            }
        }
        comparator.flatMap(other -> beyond(known, other)).ifPresent(shown::add);
        return shown;
    }

    private Optional<Estimate> beyond(int[] known, Sample comparator) {
        Map<Integer, Double> byRow = IntStream.range(0, comparator.size())
                .boxed()
                .collect(Collectors.toMap(i -> comparator.rows()[i], i -> comparator.score()[i]));
        int[] both = Arrays.stream(known).filter(i -> byRow.containsKey(rows[i])).toArray();
        if (both.length == 0 || smallestClass(both) < 2) {
            return Optional.empty();
        }
        double[] own = Arrays.stream(both).mapToDouble(i -> score[i]).toArray();
        double[] other = Arrays.stream(both).mapToDouble(i -> byRow.get(rows[i])).toArray();
        return Optional.of(Auroc.difference(
                GroupMeasures.AGAINST_COMPARATOR, own, other, truths(both), patients(both), CONFIDENCE));
    }

    private boolean[] truths(int[] positions) {
        boolean[] truths = new boolean[positions.length];
        for (int k = 0; k < positions.length; k++) {
            truths[k] = truth[positions[k]];
        }
        return truths;
    }

    private int[] patients(int[] positions) {
        return Arrays.stream(positions).map(i -> patient[i]).toArray();
    }

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

    /// The mean of a value over the cases of one group that count for it.
    ///
    /// @param positions of those cases
    /// @param value     of each
    /// @param alone     the mean with the interval of this group alone
    record Endpoint(Measure measure, int[] positions, double[] value, Estimate alone) {

        /// Whether it is known to a half-width of 0.10.
        boolean evidenced() {
            return alone.halfWidth() <= 0.10;
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
}
