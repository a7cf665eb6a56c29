package org.realfm.run;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.realfm.stats.Clusters;
import org.realfm.study.CohortSpec.Aggregate;

/// Cases with their truth and the score of one subject: parallel arrays, one element a picture (or a patient after
/// [#byPatient]).
///
/// @param rows    rows of the cohort
/// @param truth   0 or 1
/// @param score   finite
/// @param patient dense index of the patient
/// @param site    index of the site, -1 where unknown
/// @param weight  sampling weights, or of length 0
/// @param failed  rows on which the model gave no score; they are in none of the arrays above
public record Sample(
        int[] rows, int[] truth, double[] score, int[] patient, int[] site, double[] weight, int[] failed) {

    /// The number of scored cases.
    public int size() {
        return rows.length;
    }

    /// The number of scored cases that have the condition.
    public int positives() {
        return Arrays.stream(truth).sum();
    }

    /// The number of scored cases that do not.
    public int negatives() {
        return size() - positives();
    }

    /// Whether both classes are present.
    public boolean hasBothClasses() {
        return positives() > 0 && negatives() > 0;
    }

    /// Whether some patient has several cases.
    public boolean clustered() {
        return !Clusters.of(patient).single();
    }

    /// The cases, scored and failed, whose row satisfies a condition.
    public Sample where(IntPredicate row) {
        return take(IntStream.range(0, size()).filter(i -> row.test(rows[i])).toArray(),
                Arrays.stream(failed).filter(row).toArray());
    }

    /// The cases at these positions (not rows), without the failed.
    public Sample at(int[] positions) {
        return take(positions, new int[0]);
    }

    private Sample take(int[] at, int[] stillFailed) {
        return new Sample(
                Arrays.stream(at).map(i -> rows[i]).toArray(),
                Arrays.stream(at).map(i -> truth[i]).toArray(),
                Arrays.stream(at).mapToDouble(i -> score[i]).toArray(),
                Arrays.stream(at).map(i -> patient[i]).toArray(),
                Arrays.stream(at).map(i -> site[i]).toArray(),
                weight.length == 0 ? weight : Arrays.stream(at).mapToDouble(i -> weight[i]).toArray(),
                stillFailed);
    }

    /// How often each element counts in a replicate.
    ///
    /// @param counts how often it was drawn
    /// @param weight sampling weights, or of length 0
    public static double[] weighted(double[] counts, double[] weight) {
        double[] weighted = counts.clone();
        for (int i = 0; i < weight.length; i++) {
            weighted[i] *= weight[i];
        }
        return weighted;
    }

    /// One element a patient: the score by the declared rule, the truth of any of its pictures, the row, site and weight
    /// of its first. A failed picture of a patient who has scored ones is dropped.
    public Sample byPatient(Aggregate rule) {
        if (!clustered()) {
            return this;
        }
        Clusters clusters = Clusters.of(patient);
        int[] first = new int[size()];
        int[] count = new int[size()];
        int[] anyTruth = new int[size()];
        double[] value = new double[size()];
        for (int i = 0; i < size(); i++) {
            int p = clusters.of()[i];
            if (count[p]++ == 0) {
                first[p] = i;
                value[p] = score[i];
            } else {
                value[p] = switch (rule) {
                    case MAX -> Math.max(value[p], score[i]);
                    case MEAN -> value[p] + score[i];
                    case LAST -> score[i];
                };
            }
            anyTruth[p] = Math.max(anyTruth[p], truth[i]);
        }
        int patients = clusters.count();
        Sample firsts = take(Arrays.copyOf(first, patients), new int[0]);
        double[] scores = IntStream.range(0, patients)
                .mapToDouble(p -> rule == Aggregate.MEAN ? value[p] / count[p] : value[p])
                .toArray();
        return new Sample(
                firsts.rows, Arrays.copyOf(anyTruth, patients), scores, firsts.patient, firsts.site, firsts.weight, failed);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sample that
                && Arrays.equals(rows, that.rows)
                && Arrays.equals(score, that.score)
                && Arrays.equals(failed, that.failed);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(rows) + Arrays.hashCode(score);
    }

    @Override
    public String toString() {
        return "Sample[" + size() + " scored, " + positives() + " positive, " + failed.length + " failed]";
    }
}
