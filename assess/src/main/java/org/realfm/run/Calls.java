package org.realfm.run;

import java.util.Arrays;
import org.realfm.stats.DiagnosticTable;
import org.realfm.stats.Influence;

/// What the model called each case at the locked threshold. A case on which it failed counts as called wrongly (intention
/// to diagnose).
///
/// @param rows    rows of the cohort, the scored first
/// @param called  whether it was called positive
/// @param truth   whether the condition is present
/// @param patient dense index of the patient
@SuppressWarnings("ArrayRecordComponent")
public record Calls(int[] rows, boolean[] called, boolean[] truth, int[] patient) {

    /// The calls on the cases of a sample, those that failed included.
    public static Calls of(SubjectEvidence evidence, Sample sample) {
        int scored = sample.size();
        int[] rows = Arrays.copyOf(sample.rows(), scored + sample.failed().length);
        System.arraycopy(sample.failed(), 0, rows, scored, sample.failed().length);
        int[] truths = evidence.about().cohort().columns().truth();
        int[] patients = evidence.about().cohort().columns().patient();
        boolean[] called = new boolean[rows.length];
        boolean[] truth = new boolean[rows.length];
        int[] patient = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            truth[i] = truths[rows[i]] == 1;
            patient[i] = patients[rows[i]];
            called[i] = i < scored ? sample.score()[i] >= evidence.threshold() : !truth[i];
        }
        return new Calls(rows, called, truth, patient);
    }

    /// The table, with patients as the independent units.
    public DiagnosticTable table() {
        return DiagnosticTable.of(called, truth).byCluster(patient);
    }

    /// The table of the cases with a positive weight.
    ///
    /// @param weight of each row of the cohort
    public DiagnosticTable weighted(double[] weight) {
        return table().weightedBy(Arrays.stream(rows).mapToDouble(row -> weight[row]).toArray());
    }

    /// How much each case moves the sensitivity, or the specificity.
    ///
    /// @param condition whether of the cases that have the condition (sensitivity)
    /// @param weight    of each row of the cohort, or of length 0
    public Influence influence(boolean condition, double[] weight) {
        double[] right = new double[rows.length];
        double[] counts = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            right[i] = called[i] == truth[i] ? 1 : 0;
            counts[i] = truth[i] == condition ? (weight.length == 0 ? 1 : weight[rows[i]]) : 0;
        }
        return Influence.ofMean(right, counts, patient);
    }

    /// How many cases have the condition, or do not.
    public long count(boolean condition) {
        long count = 0;
        for (boolean present : truth) {
            count += present == condition ? 1 : 0;
        }
        return count;
    }
}
