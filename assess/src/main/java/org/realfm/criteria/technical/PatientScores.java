package org.realfm.criteria.technical;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.realfm.run.Sample;
import org.realfm.run.SubjectEvidence;
import org.realfm.stats.Auroc;
import org.realfm.stats.Bootstrap;
import org.realfm.stats.Estimate;
import org.realfm.stats.Influence;
import org.realfm.stats.RankedScores;
import org.realfm.study.Cohort;

/// Every evaluated patient with one score: parallel arrays in the order of the patients' indices, so that the scores of
/// several models on the same cases stand side by side. Scores of several pictures are combined by the declared rule; a
/// patient is sick if any of the evaluated pictures is. A patient on none of whose pictures the model gave a score stands
/// where it counts against the model: a sick one below all others, a well one above.
///
/// @param patient dense index, ascending
/// @param truth   whether the condition is present
/// @param score   infinite where the model gave none
/// @param site    index of the site of the first picture, -1 where unknown
/// @param weight  sampling weights, or of length 0
@SuppressWarnings("ArrayRecordComponent")
record PatientScores(int[] patient, boolean[] truth, double[] score, int[] site, double[] weight) {

    static final double CONFIDENCE = 0.95;

    /// The normal quantile that makes an interval of that confidence.
    static final double NORMAL = 1.959963984540054;

    /// The patients of the evaluation part with the scores of one model.
    static PatientScores of(SubjectEvidence evidence, Sample sample) {
        Cohort.Columns columns = evidence.about().cohort().columns();
        Sample scored = sample.byPatient(evidence.about().study().cohort().aggregate());
        int patients = 1 + Arrays.stream(columns.patient()).max().orElse(-1);
        int[] position = new int[patients]; // one more, 0 where no picture of the patient is scored
        int[] row = new int[patients]; // likewise
        boolean[] sick = new boolean[patients];
        for (int i = 0; i < scored.size(); i++) {
            position[scored.patient()[i]] = i + 1;
            row[scored.patient()[i]] = scored.rows()[i] + 1;
        }
        for (int failed : sample.failed()) {
            if (row[columns.patient()[failed]] == 0) {
                row[columns.patient()[failed]] = failed + 1;
            }
        }
        IntStream.concat(Arrays.stream(sample.rows()), Arrays.stream(sample.failed()))
                .filter(each -> columns.truth()[each] == 1)
                .forEach(each -> sick[columns.patient()[each]] = true);
        int[] patient = IntStream.range(0, patients).filter(p -> row[p] > 0).toArray();
        int[] first = Arrays.stream(patient).map(p -> row[p] - 1).toArray();
        boolean[] truth = new boolean[patient.length];
        double[] score = new double[patient.length];
        for (int i = 0; i < patient.length; i++) {
            truth[i] = sick[patient[i]];
            int at = position[patient[i]] - 1;
            double worst = truth[i] ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
            score[i] = at < 0 ? worst : scored.score()[at];
        }
        return new PatientScores(
                patient,
                truth,
                score,
                Arrays.stream(first).map(each -> columns.site()[each]).toArray(),
                columns.weight().length == 0
                        ? new double[0]
                        : Arrays.stream(first).mapToDouble(each -> columns.weight()[each]).toArray());
    }

    int size() {
        return patient.length;
    }

    /// The patients with a score.
    PatientScores scored() {
        return where(i -> Double.isFinite(score[i]));
    }

    /// The patients of one site.
    PatientScores at(int index) {
        return where(i -> site[i] == index);
    }

    private PatientScores where(IntPredicate position) {
        int[] kept = IntStream.range(0, size()).filter(position).toArray();
        boolean[] truths = new boolean[kept.length];
        for (int k = 0; k < kept.length; k++) {
            truths[k] = truth[kept[k]];
        }
        return new PatientScores(
                Arrays.stream(kept).map(i -> patient[i]).toArray(),
                truths,
                Arrays.stream(kept).mapToDouble(i -> score[i]).toArray(),
                Arrays.stream(kept).map(i -> site[i]).toArray(),
                weight.length == 0
                        ? weight
                        : Arrays.stream(kept).mapToDouble(i -> weight[i]).toArray());
    }

    /// How many patients have the condition, or do not.
    int count(boolean condition) {
        return (int) IntStream.range(0, size()).filter(i -> truth[i] == condition).count();
    }

    /// How many patients the smaller class has.
    int smallestClass() {
        return Math.min(count(true), count(false));
    }

    /// Whether weights differ within a class; only then do they change an AUROC.
    boolean reweighted() {
        return weight.length > 0
                && IntStream.of(0, 1)
                        .anyMatch(of -> IntStream.range(0, size())
                                        .filter(i -> truth[i] == (of == 1))
                                        .mapToDouble(i -> weight[i])
                                        .distinct()
                                        .count()
                                > 1);
    }

    /// Replicates of patients within site and truth.
    Bootstrap.Plan plan(int replicates, long seed) {
        int[] strata = new int[size()];
        Arrays.setAll(strata, i -> 2 * site[i] + (truth[i] ? 1 : 0));
        return Bootstrap.plan(patient, strata, replicates, seed);
    }

    /// AUROC: DeLong, or the bootstrap where weights differ within a class.
    Estimate auroc(String name, Bootstrap.Plan plan) {
        if (!reweighted()) {
            return Auroc.estimate(name, score, truth, CONFIDENCE);
        }
        RankedScores ranked = RankedScores.of(score, truth);
        return Bootstrap.percentile(name, plan, counts -> ranked.auroc(i -> weight[i] * counts[i]), CONFIDENCE);
    }

    /// How much each patient moves the AUROC.
    Influence influence() {
        if (!reweighted()) {
            return Influence.ofAuroc(score, truth, patient);
        }
        RankedScores ranked = RankedScores.of(score, truth);
        return Influence.jackknife(patient, counts -> ranked.auroc(i -> weight[i] * counts[i]));
    }

    /// AUROC of these scores minus that of other scores of the same patients: paired DeLong, or the paired bootstrap.
    Estimate beyond(PatientScores other, String name, Bootstrap.Plan plan) {
        if (!Arrays.equals(patient, other.patient)) {
            throw new IllegalArgumentException(name + ": the models were not evaluated on the same patients");
        }
        if (!reweighted()) {
            return Auroc.difference(name, score, other.score, truth, CONFIDENCE);
        }
        RankedScores own = RankedScores.of(score, truth);
        RankedScores others = RankedScores.of(other.score, truth);
        return Bootstrap.percentile(
                name,
                plan,
                counts -> own.auroc(i -> weight[i] * counts[i]) - others.auroc(i -> weight[i] * counts[i]),
                CONFIDENCE);
    }
}
