package org.realfm.criteria.technical;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.realfm.run.Stimulus;
import org.realfm.run.SubjectEvidence;
import org.realfm.stats.DiagnosticTable;
import org.realfm.stats.Estimate;
import org.realfm.stats.ProportionDifference;
import org.realfm.study.Cohort;
import org.realfm.study.Split;

/// The false-positive rate that was planned when the threshold was locked, and what became of it.
///
/// @param planned rate with its interval; of no width where it is the complement of a floor
/// @param source  where it comes from, in words
record Transport(Estimate planned, String source) {

    private static final double CONFIDENCE = OperatingPointCriterion.CONFIDENCE;

    /// The plan: the tuning part's rate at the same threshold, failures counted as positive calls, or 1 minus the floor
    /// of specificity where there is no tuning part. Empty where there is neither.
    static Optional<Transport> of(SubjectEvidence evidence) {
        Cohort.Columns columns = evidence.about().cohort().columns();
        int[] well = IntStream.of(evidence.about().cohort().rows(Split.TUNE))
                .filter(row -> columns.truth()[row] == 0)
                .toArray();
        if (well.length > 0) {
            boolean[] called = new boolean[well.length];
            for (int i = 0; i < called.length; i++) {
                OptionalDouble score = evidence.score(Stimulus.of(well[i]));
                called[i] = score.isEmpty() || score.getAsDouble() >= evidence.threshold();
            }
            int[] patient = IntStream.of(well).map(row -> columns.patient()[row]).toArray();
            DiagnosticTable table = DiagnosticTable.of(called, new boolean[called.length]).byCluster(patient);
            double[] weight = IntStream.of(well)
                    .mapToDouble(row -> columns.weight().length == 0 ? 1 : columns.weight()[row])
                    .toArray();
            return table.weightedBy(weight)
                    .falsePositiveRate(CONFIDENCE)
                    .map(rate -> new Transport(rate, "in the tuning part"));
        }
        return Optional.ofNullable(evidence.about().study().use().floors().get("specificity"))
                .map(floor -> new Transport(
                        new Estimate("planned", 1 - floor, 1 - floor, 1 - floor, CONFIDENCE, "1 - floor", 0),
                        "allowed by the floor of specificity"));
    }

    /// Both rates, for a sentence.
    String words(Estimate observed) {
        return String.format(
                Locale.ROOT, "false-positive rate %.3f, %.3f %s", observed.value(), planned.value(), source);
    }

    /// Observed minus planned.
    ///
    /// @param where   appended to the name
    /// @param observed false-positive rate at 95% confidence
    Estimate beyondPlan(String where, Estimate observed) {
        return ProportionDifference.newcombe("false-positive rate beyond plan" + where, observed, planned);
    }
}
