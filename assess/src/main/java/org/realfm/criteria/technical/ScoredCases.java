package org.realfm.criteria.technical;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.realfm.run.Sample;
import org.realfm.run.SubjectEvidence;
import org.realfm.stats.Bootstrap;
import org.realfm.study.Cohort;

/// Cases with truth, patient and score. A case on which the model failed has the worst score there is, so that it is
/// ranked last and called wrongly (intention to diagnose).
///
/// @param rows      rows of the cohort
/// @param score     never NaN; infinite on the wrong side where the model failed
/// @param truth     whether the condition is present
/// @param patient   dense index of the patient
/// @param threshold a score at or above it is a positive
@SuppressWarnings("ArrayRecordComponent")
record ScoredCases(int[] rows, double[] score, boolean[] truth, int[] patient, double threshold) {

    /// These rows, each with the score that is looked up for it.
    static ScoredCases of(SubjectEvidence evidence, int[] rows, IntFunction<OptionalDouble> scoreOf) {
        Cohort.Columns columns = evidence.about().cohort().columns();
        double[] score = new double[rows.length];
        boolean[] truth = new boolean[rows.length];
        for (int i = 0; i < rows.length; i++) {
            truth[i] = columns.truth()[rows[i]] == 1;
            score[i] = scoreOf.apply(rows[i])
                    .orElse(truth[i] ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
        }
        int[] patient = Arrays.stream(rows).map(row -> columns.patient()[row]).toArray();
        return new ScoredCases(rows, score, truth, patient, evidence.threshold());
    }

    /// The cases of a sample, those that failed included.
    static ScoredCases of(SubjectEvidence evidence, Sample sample) {
        double[] scoreOf = new double[evidence.about().cohort().size()];
        Arrays.fill(scoreOf, Double.NaN);
        for (int i = 0; i < sample.size(); i++) {
            scoreOf[sample.rows()[i]] = sample.score()[i];
        }
        int[] rows = IntStream.concat(Arrays.stream(sample.rows()), Arrays.stream(sample.failed())).toArray();
        return of(evidence, rows, row ->
                Double.isNaN(scoreOf[row]) ? OptionalDouble.empty() : OptionalDouble.of(scoreOf[row]));
    }

    int size() {
        return rows.length;
    }

    /// The cases at these positions.
    ScoredCases at(int[] positions) {
        boolean[] truths = new boolean[positions.length];
        for (int i = 0; i < positions.length; i++) {
            truths[i] = truth[positions[i]];
        }
        return new ScoredCases(
                Arrays.stream(positions).map(i -> rows[i]).toArray(),
                Arrays.stream(positions).mapToDouble(i -> score[i]).toArray(),
                truths,
                Arrays.stream(positions).map(i -> patient[i]).toArray(),
                threshold);
    }

    /// How many patients the smaller class has.
    int smallestClass() {
        return Bootstrap.smallestClass(patient, truth);
    }

    /// Whether each class has enough patients for an interval to be trusted.
    boolean large() {
        return smallestClass() >= Bootstrap.MINIMUM_PER_CLASS;
    }

    long failed() {
        return Arrays.stream(score).filter(Double::isInfinite).count();
    }
}
