package org.realfm.criteria.clinical;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.realfm.run.Sample;
import org.realfm.run.SubjectEvidence;
import org.realfm.study.Cohort;

/// Every evaluated case, scored or failed, with the risk on which one would act. A failed case counts as the wrong
/// decision: risk 0 for the sick, 1 for the well.
///
/// @param rows    rows of the cohort
/// @param truth   whether the condition is present
/// @param risk    in [0, 1]
/// @param patient dense index of the patient
/// @param site    index of the site, -1 where unknown
/// @param weight  sampling weights, or of length 0
@SuppressWarnings("ArrayRecordComponent")
public record Decisions(int[] rows, boolean[] truth, double[] risk, int[] patient, int[] site, double[] weight) {

    /// The decisions on which the evidence about one subject rests.
    public static Decisions of(SubjectEvidence evidence) {
        Sample sample = evidence.evaluation();
        Cohort.Columns columns = evidence.about().cohort().columns();
        int scored = sample.size();
        int[] rows = IntStream.concat(Arrays.stream(sample.rows()), Arrays.stream(sample.failed())).toArray();
        boolean[] truth = new boolean[rows.length];
        double[] risk = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            truth[i] = columns.truth()[rows[i]] == 1;
            if (i >= scored) {
                risk[i] = truth[i] ? 0 : 1;
            } else if (evidence.probabilities()) {
                risk[i] = Math.clamp(sample.score()[i], 0.0, 1.0);
            } else {
                risk[i] = sample.score()[i] >= evidence.threshold() ? 1 : 0;
            }
        }
        return new Decisions(
                rows,
                truth,
                risk,
                Arrays.stream(rows).map(row -> columns.patient()[row]).toArray(),
                Arrays.stream(rows).map(row -> columns.site()[row]).toArray(),
                sample.weight().length == 0
                        ? new double[0]
                        : Arrays.stream(rows).mapToDouble(row -> columns.weight()[row]).toArray());
    }
}
