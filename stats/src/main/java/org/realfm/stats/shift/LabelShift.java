package org.realfm.stats.shift;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.NormOps_DDRM;
import org.realfm.stats.Bootstrap;
import org.realfm.stats.Estimate;
import org.realfm.stats.Require;

/// How common is each condition where there are no labels? Under *label shift* the shares of the conditions change but
/// what patients with a condition look like does not: p(x | y) is the same at the source and at the target. Then the
/// model's answers at the target tell the shares there. Neither method can see whether label shift is what happened:
/// under another scanner both are wrong, and then they often disagree. Show both.
///
/// [#byConfusion] (BBSE) needs only the model's calls and trusts its confusion table; with two classes it is Rogan and
/// Gladen's estimator. [#byExpectation] (EM) is more precise, but trusts the model's probabilities to be calibrated at
/// the source.
///
/// Classes are 0, ..., K - 1.
///
/// Sources: Lipton, Wang & Smola 2018, arXiv:1802.03916 (BBSE); Saerens, Latinne & Decaestecker 2002,
/// doi:10.1162/089976602753284446 (EM); Rogan & Gladen 1978, doi:10.1093/oxfordjournals.aje.a112510.
///
/// @param prevalence share of each class at the target, summing to 1
/// @param weight     share at the target over share at the source of each class, before `prevalence` was moved into the
///                   range of shares: negative or above its largest possible value where the sample is small or label
///                   shift is not what happened. Multiply a source case of the class by it to stand for the target
/// @param outside    how far the shares had to be moved, the sum of the absolute changes; 0 where all lay in [0, 1]
@SuppressWarnings("ArrayRecordComponent")
public record LabelShift(double[] prevalence, double[] weight, double outside) {

    private static final int MOST_ITERATIONS = 100_000;
    private static final double TOLERANCE = 1e-13;
    private static final double WORST_CONDITION = 1e-10;

    /// The source: cases with a known class.
    ///
    /// @param truth  for each source case its class
    /// @param called for each source case the class that the model calls
    /// @param target for each target case the class that the model calls
    /// @return the shares w_j p_j, where C w = mu, C_ij is the share of source cases that are called i and truly j, mu_i the
    ///         share of target cases called i and p the source's shares; shares below 0 are set to 0 and the rest
    ///         divided by their sum. Empty where the table is singular: the model's calls do not depend on the class, or
    ///         a class has no source case
    public static Optional<LabelShift> byConfusion(int[] truth, int[] called, int[] target, int classes) {
        check(truth, called, target, classes);
        return byConfusion(
                truth, called, ones(truth.length), target, ones(target.length), classes);
    }

    private static int[] ones(int n) {
        int[] ones = new int[n];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static void check(int[] truth, int[] called, int[] target, int classes) {
        Require.that(classes > 1, "at least two classes are needed");
        Require.notEmpty(truth.length, "source");
        Require.notEmpty(target.length, "target");
        Require.sameLength(truth.length, called.length, "called");
        for (int[] column : List.of(truth, called, target)) {
            for (int c : column) {
                Require.that(c >= 0 && c < classes, "class must lie in [0, " + classes + "), found " + c);
            }
        }
    }

    private static Optional<LabelShift> byConfusion(
            int[] truth, int[] called, int[] count, int[] target, int[] targetCount, int classes) {
        DMatrixRMaj table = new DMatrixRMaj(classes, classes);
        DMatrixRMaj share = new DMatrixRMaj(classes, 1);
        double[] source = new double[classes];
        double n = Arrays.stream(count).sum();
        double m = Arrays.stream(targetCount).sum();
        for (int i = 0; i < truth.length; i++) {
            table.add(called[i], truth[i], count[i] / n);
            source[truth[i]] += count[i] / n;
        }
        for (int i = 0; i < target.length; i++) {
            share.add(target[i], 0, targetCount[i] / m);
        }
        if (1 / NormOps_DDRM.conditionP2(table) < WORST_CONDITION) {
            return Optional.empty();
        }
        DMatrixRMaj weight = new DMatrixRMaj(classes, 1);
        if (!CommonOps_DDRM.solve(table, share, weight)) {
            return Optional.empty();
        }
        double[] raw = new double[classes];
        Arrays.setAll(raw, j -> weight.get(j) * source[j]);
        double positive = Arrays.stream(raw).map(r -> Math.max(0, r)).sum();
        double[] prevalence = Arrays.stream(raw).map(r -> Math.max(0, r) / positive).toArray();
        double outside = IntStream.range(0, classes)
                .mapToDouble(j -> Math.abs(prevalence[j] - raw[j]))
                .filter(d -> d > 1e-12)
                .sum();
        return Optional.of(new LabelShift(prevalence, Arrays.copyOf(weight.data, classes), outside));
    }

    /// The share of one class at the target by [#byConfusion(int[], int[], int[], int)], with a bootstrap percentile
    /// interval over the patients of both samples.
    ///
    /// @param plan draws the pooled rows, the source's before the target's, with the two as strata; see
    ///             [#plan(int[], int[], int, long)]
    /// @return empty where there is no estimate
    /// @throws IllegalArgumentException where more than one replicate in twenty has no estimate
    public static Optional<Estimate> byConfusion(
            String name, int[] truth, int[] called, int[] target, int classes, int of, Bootstrap.Plan plan,
            double confidence) {
        check(truth, called, target, classes);
        Require.that(of >= 0 && of < classes, "no class " + of);
        Require.sameLength(plan.rows(), truth.length + target.length, "rows of source and target");
        return byConfusion(truth, called, target, classes).map(point -> {
            double[] replicates = Bootstrap.column(
                    Bootstrap.replicate(plan, counts -> {
                        int[] ofSource = Arrays.copyOf(counts, truth.length);
                        int[] ofTarget = Arrays.copyOfRange(counts, truth.length, counts.length);
                        return new double[] {
                            byConfusion(truth, called, ofSource, target, ofTarget, classes)
                                    .map(shift -> shift.prevalence[of])
                                    .orElse(Double.NaN)
                        };
                    }),
                    0);
            return Bootstrap.percentile(name, point.prevalence[of], replicates, confidence, plan.clusters());
        });
    }

    /// Draws patients of source and target, each within its own sample.
    ///
    /// @param source for each source row its patient
    /// @param target for each target row its patient
    public static Bootstrap.Plan plan(int[] source, int[] target, int replicates, long seed) {
        int[] patient = IntStream.concat(Arrays.stream(source), Arrays.stream(target)).toArray();
        int[] sample = new int[patient.length];
        Arrays.fill(sample, source.length, sample.length, 1);
        return Bootstrap.plan(patient, sample, replicates, seed);
    }

    /// The maximum of the target's likelihood, sum_i log sum_j q_j f_j(x_i) / p_j, by EM from the source's shares.
    ///
    /// @param source      p, the shares at the source for which the probabilities are calibrated, all positive
    /// @param probability `[target case][class]`, the model's probabilities f, each row summing to 1
    public static LabelShift byExpectation(double[] source, double[][] probability) {
        check(source, probability);
        return byExpectation(source, probability, ones(probability.length), source, TOLERANCE);
    }

    private static void check(double[] source, double[][] probability) {
        Require.that(source.length > 1, "at least two classes are needed");
        Require.shares(source);
        for (double p : source) {
            Require.that(p > 0, "every class needs a positive share at the source");
        }
        Require.notEmpty(probability.length, "target");
        for (double[] row : probability) {
            Require.sameLength(source.length, row.length, "probabilities of a case");
            Require.shares(row);
        }
    }

    private static LabelShift byExpectation(
            double[] source, double[][] probability, int[] count, double[] start, double tolerance) {
        int classes = source.length;
        double n = Arrays.stream(count).sum();
        double[] now = start.clone();
        double change = 1;
        for (int iteration = 0; iteration < MOST_ITERATIONS && change > tolerance; iteration++) {
            double[] next = new double[classes];
            for (int i = 0; i < probability.length; i++) {
                if (count[i] == 0) {
                    continue;
                }
                double sum = 0;
                for (int j = 0; j < classes; j++) {
                    sum += now[j] / source[j] * probability[i][j];
                }
                for (int j = 0; j < classes && sum > 0; j++) {
                    next[j] += count[i] / n * (now[j] / source[j] * probability[i][j] / sum);
                }
            }
            double total = Arrays.stream(next).sum();
            change = 0;
            for (int j = 0; j < classes; j++) {
                next[j] /= total;
                change = Math.max(change, Math.abs(next[j] - now[j]));
            }
            now = next;
        }
        double[] weight = now.clone();
        Arrays.setAll(weight, j -> weight[j] / source[j]);
        return new LabelShift(now, weight, 0);
    }

    /// The share of one class by [#byExpectation(double[], double[][])] with a bootstrap percentile interval over the
    /// patients of the target. The probabilities and the source's shares are taken as given: where the calibration
    /// itself is learned from few source cases, the interval is too narrow.
    ///
    /// @param plan draws the rows of the target
    public static Estimate byExpectation(
            String name, double[] source, double[][] probability, int of, Bootstrap.Plan plan, double confidence) {
        check(source, probability);
        Require.that(of >= 0 && of < source.length, "no class " + of);
        LabelShift point = byExpectation(source, probability);
        double[] inside = Arrays.stream(point.prevalence).map(q -> Math.max(q, 1e-3)).toArray();
        double[] replicates = Bootstrap.column(
                Bootstrap.replicate(plan, counts -> new double[] {
                    byExpectation(source, probability, counts, inside, 1e-7).prevalence[of]
                }),
                0);
        return Bootstrap.percentile(name, point.prevalence[of], replicates, confidence, plan.clusters());
    }
}
