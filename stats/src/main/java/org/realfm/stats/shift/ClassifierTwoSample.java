package org.realfm.stats.shift;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.realfm.stats.Auroc;
import org.realfm.stats.Clusters;
import org.realfm.stats.Estimate;
import org.realfm.stats.Logistic;
import org.realfm.stats.Permutation;
import org.realfm.stats.Proportion;
import org.realfm.stats.ProportionDifference;
import org.realfm.stats.RankedScores;
import org.realfm.stats.Require;
import org.realfm.stats.Seeds;

/// The classifier two-sample test: can a classifier tell the rows of two samples apart? If they come from one
/// distribution, nothing can, and its AUROC on rows that it did not learn from is 0.5.
///
/// [#test] uses every row: patients are divided among folds, each fold is scored by a classifier that learned from the
/// others, and the AUROC is averaged over folds. Its law is that of permutations; the folds share patients, so the usual
/// variance of a cross-validated AUROC is too small here (measured without shift: 95% intervals held 0.5 in 85 of 100).
/// For the size of the shift [#auroc] and [#balancedAccuracy] therefore learn from one half of the patients and judge on
/// the other: their intervals speak of that classifier, and hold 0.5 as often as promised where nothing has shifted.
///
/// Source: Lopez-Paz & Oquab 2017, arXiv:1610.06545.
public final class ClassifierTwoSample {

    /// Something that learns to tell rows apart.
    @FunctionalInterface
    public interface Learner {

        /// Learns.
        ///
        /// @param rows   `[row][variable]`
        /// @param second whether a row belongs to the second sample; both kinds are there
        /// @param weight of each row, such that the two samples weigh the same
        /// @return a score of a row, in [0, 1]: higher for the second sample; the same for the same arguments
        ToDoubleFunction<double[]> fit(double[][] rows, boolean[] second, double[] weight);
    }

    private final double[][] rows;
    private final boolean[] second;
    private final Clusters patients;
    private final int folds;
    private final long seed;
    private final Learner learner;

    private ClassifierTwoSample(
            double[][] rows, boolean[] second, Clusters patients, int folds, long seed, Learner learner) {
        this.rows = rows;
        this.second = second;
        this.patients = patients;
        this.folds = folds;
        this.seed = seed;
        this.learner = learner;
    }

    /// Independent rows, told apart by a logistic regression of all variables (see [#logistic]).
    ///
    /// @param first  `[row][variable]`, finite; at least `folds` rows
    /// @param second `[row][variable]`, the same variables; at least `folds` rows
    /// @param folds  at least 2; 5 as a rule
    /// @param seed   of the division into folds
    public static ClassifierTwoSample of(double[][] first, double[][] second, int folds, long seed) {
        return of(
                first, second, IntStream.range(0, first.length).toArray(),
                IntStream.range(first.length, first.length + second.length).toArray(), folds, seed,
                ClassifierTwoSample::logistic);
    }

    /// Rows of which several may come from one patient, and a learner of your choice.
    ///
    /// @param firstPatient  for each row of the first sample its patient
    /// @param secondPatient for each row of the second sample its patient; nobody may be in both samples
    public static ClassifierTwoSample of(
            double[][] first, double[][] second, int[] firstPatient, int[] secondPatient, int folds, long seed,
            Learner learner) {
        Require.that(folds > 1, "at least two folds are needed, found " + folds);
        Require.sameLength(first.length, firstPatient.length, "patients of the first sample");
        Require.sameLength(second.length, secondPatient.length, "patients of the second sample");
        double[][] rows = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, rows, first.length, second.length);
        boolean[] ofSecond = new boolean[rows.length];
        Arrays.fill(ofSecond, first.length, rows.length, true);
        Clusters patients = Clusters.of(IntStream.concat(Arrays.stream(firstPatient), Arrays.stream(secondPatient))
                .toArray());
        int[] label = new int[patients.count()];
        Arrays.fill(label, -1);
        int inSecond = 0;
        for (int i = 0; i < rows.length; i++) {
            Require.sameLength(rows[0].length, rows[i].length, "variables of pooled row " + i);
            Require.finite(rows[i], "pooled row " + i);
            int c = patients.of()[i];
            int mine = ofSecond[i] ? 1 : 0;
            Require.that(label[c] < 0 || label[c] == mine, "pooled row " + i + ": its patient is in both samples");
            inSecond += label[c] < 0 ? mine : 0;
            label[c] = mine;
        }
        int fewest = Math.min(inSecond, patients.count() - inSecond);
        Require.that(fewest >= folds, folds + " folds need as many patients in each sample, found " + fewest);
        return new ClassifierTwoSample(rows, ofSecond, patients, folds, seed, learner);
    }

    /// Logistic regression of all variables with an intercept. Where the samples are separated completely, or variables
    /// depend on each other, the scores are those at which the search for coefficients ended.
    public static ToDoubleFunction<double[]> logistic(double[][] rows, boolean[] second, double[] weight) {
        double[][] x = Arrays.stream(rows).map(ClassifierTwoSample::withIntercept).toArray(double[][]::new);
        Logistic model = Logistic.fit(x, second, new double[x.length], weight);
        return row -> model.probability(withIntercept(row), 0);
    }

    private static double[] withIntercept(double[] row) {
        double[] x = new double[row.length + 1];
        x[0] = 1;
        System.arraycopy(row, 0, x, 1, row.length);
        return x;
    }

    /// For each patient, the sample: false for the first.
    private boolean[] labels() {
        boolean[] label = new boolean[patients.count()];
        for (int i = 0; i < second.length; i++) {
            label[patients.of()[i]] = second[i];
        }
        return label;
    }

    /// For each patient its fold: the patients of each sample are dealt in a random order.
    private int[] deal(boolean[] label, int among) {
        int[] order = IntStream.range(0, label.length).toArray();
        Seeds.generator(seed, "classifier-folds", among).shuffle(order);
        int[] fold = new int[label.length];
        int[] dealt = new int[2];
        for (int c : order) {
            fold[c] = dealt[label[c] ? 1 : 0]++ % among;
        }
        return fold;
    }

    /// Scores of the rows of one fold by a classifier that learned from the others; 0 elsewhere.
    private double[] scores(boolean[] of, int[] fold, int out) {
        int[] train = IntStream.range(0, rows.length)
                .filter(i -> fold[patients.of()[i]] != out)
                .toArray();
        boolean[] label = new boolean[train.length];
        double ofSecond = 0;
        for (int k = 0; k < train.length; k++) {
            label[k] = of[train[k]];
            ofSecond += label[k] ? 1 : 0;
        }
        double[] weight = new double[train.length];
        double perSecond = train.length / (2 * ofSecond);
        double perFirst = train.length / (2 * (train.length - ofSecond));
        Arrays.setAll(weight, k -> label[k] ? perSecond : perFirst);
        ToDoubleFunction<double[]> classifier = learner.fit(
                Arrays.stream(train).mapToObj(i -> rows[i]).toArray(double[][]::new), label, weight);
        double[] score = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            score[i] = fold[patients.of()[i]] == out ? classifier.applyAsDouble(rows[i]) : 0;
        }
        return score;
    }

    /// Rows of one fold with what is known of them.
    @SuppressWarnings("ArrayRecordComponent")
    private record Judged(double[] score, boolean[] second, int[] patient) {}

    private Judged fold(double[] score, boolean[] of, int[] fold, int f) {
        int[] test = IntStream.range(0, rows.length)
                .filter(i -> fold[patients.of()[i]] == f)
                .toArray();
        boolean[] truth = new boolean[test.length];
        for (int k = 0; k < test.length; k++) {
            truth[k] = of[test[k]];
        }
        return new Judged(
                Arrays.stream(test).mapToDouble(i -> score[i]).toArray(), truth,
                Arrays.stream(test).map(i -> patients.of()[i]).toArray());
    }

    /// A classifier learns from half of the patients and is judged on the other half.
    private Judged halves() {
        int[] half = deal(labels(), 2);
        return fold(scores(second, half, 1), second, half, 1);
    }

    /// The AUROC of a classifier that learned from half of the patients, on the other half: DeLong's interval on the
    /// logit scale, clustered by patient. `n` is the number of patients in that half.
    public Estimate auroc(String name, double confidence) {
        Judged judged = halves();
        return Auroc.logit(name, judged.score, judged.second, judged.patient, confidence);
    }

    /// The mean of the shares of either sample's rows that are called rightly by a classifier that learned from half of
    /// the patients, on the other half; Newcombe's interval of clustered proportions.
    public Estimate balancedAccuracy(String name, double confidence) {
        Judged judged = halves();
        Estimate hits = called(judged, true, confidence);
        Estimate falseCalls = called(judged, false, confidence);
        Estimate youden = ProportionDifference.newcombe(name, hits, falseCalls);
        return new Estimate(
                name, (1 + youden.value()) / 2, Math.max(0, (1 + youden.lower()) / 2),
                Math.min(1, (1 + youden.upper()) / 2), confidence, youden.method(), youden.n());
    }

    private static Estimate called(Judged judged, boolean ofSecond, double confidence) {
        int[] mine = IntStream.range(0, judged.score.length)
                .filter(i -> judged.second[i] == ofSecond)
                .toArray();
        boolean[] called = new boolean[mine.length];
        for (int k = 0; k < mine.length; k++) {
            called[k] = judged.score[mine[k]] >= 0.5;
        }
        int[] patient = Arrays.stream(mine).map(i -> judged.patient[i]).toArray();
        return Proportion.clustered("called", called, patient, confidence);
    }

    /// How well samples are told apart, for [#test].
    public enum Statistic {
        /// The AUROC of the scores.
        AUROC,
        /// The mean share of either sample's rows that are called rightly at a score of 0.5.
        BALANCED_ACCURACY;

        private double of(Judged judged) {
            if (this == AUROC) {
                return RankedScores.of(judged.score, judged.second).auroc();
            }
            int[] right = new int[2];
            int[] all = new int[2];
            for (int k = 0; k < judged.score.length; k++) {
                int sample = judged.second[k] ? 1 : 0;
                all[sample]++;
                right[sample] += judged.score[k] >= 0.5 == judged.second[k] ? 1 : 0;
            }
            return ((double) right[0] / all[0] + (double) right[1] / all[1]) / 2;
        }
    }

    /// Could the samples be told apart as well as this by chance? The statistic is the mean AUROC over folds, each scored
    /// by a classifier that learned from the others. Whole patients change places between the samples, and everything is
    /// learned again: exact, at the price of `permutations` x `folds` fits.
    public Permutation.Result test(int permutations, long permutationSeed) {
        return test(Statistic.AUROC, permutations, permutationSeed);
    }

    /// The same with another statistic.
    public Permutation.Result test(Statistic statistic, int permutations, long permutationSeed) {
        boolean[] label = labels();
        return Permutation.test(new int[label.length], permutations, permutationSeed, from -> {
            boolean[] moved = new boolean[label.length];
            for (int c = 0; c < moved.length; c++) {
                moved[c] = label[from[c]];
            }
            boolean[] of = new boolean[rows.length];
            for (int i = 0; i < of.length; i++) {
                of[i] = moved[patients.of()[i]];
            }
            int[] fold = deal(moved, folds);
            return IntStream.range(0, folds)
                    .mapToDouble(f -> statistic.of(fold(scores(of, fold, f), of, fold, f)))
                    .average()
                    .orElseThrow();
        });
    }
}
