package org.realfm.stats;

import java.util.Arrays;
import java.util.OptionalDouble;

/// Area under the ROC curve with DeLong's variance, in O(n log n), also where patients contribute several images.
///
/// Intervals are plain (Wald), value +- z SE, clipped to what is possible. Where scores separate the classes completely
/// the variance estimate is 0 and says nothing; then the interval is the exact binomial one on disjoint pairs: of
/// k = min(patients with a positive, patients with a negative) independent pairs all are in order. Where a class comes
/// from one patient only, the variance cannot be estimated and the interval is everything possible. One class alone is
/// an IllegalArgumentException. Scores that are all equal rank nobody: 0.5, with an interval of no width except Newcombe's.
///
/// Sources: DeLong, DeLong & Clarke-Pearson 1988, doi:10.2307/2531595; Sun & Xu 2014, doi:10.1109/LSP.2014.2337313;
/// Obuchowski 1997, doi:10.2307/2533958. Where a class has a few patients only, see [#newcombe].
public final class Auroc {

    static final String SEPARATED = "exact binomial on disjoint pairs (complete separation)";

    private Auroc() {}

    /// AUROCs of several models on the same rows, with their covariance.
    ///
    /// @param auroc      for each model
    /// @param covariance `[model][model]`
    /// @param positives  patients with at least one positive row
    /// @param negatives  patients with at least one negative row
    /// @param patients   all patients
    @SuppressWarnings("ArrayRecordComponent")
    public record Joint(double[] auroc, double[][] covariance, int positives, int negatives, int patients) {

        /// Whether both classes come from at least two patients, so that there is a variance.
        public boolean estimable() {
            return positives > 1 && negatives > 1;
        }

        /// The standard error of the AUROC of one model.
        public double standardError(int model) {
            return Math.sqrt(Math.max(0, covariance[model][model]));
        }

        /// The two-sided p-value of the hypothesis that two models have the same AUROC, z = difference / SE; empty where
        /// the variance of the difference is not estimable or 0.
        ///
        /// Source: DeLong, DeLong & Clarke-Pearson 1988, doi:10.2307/2531595.
        public OptionalDouble pValue(int first, int second) {
            double variance = covariance[first][first] + covariance[second][second] - 2 * covariance[first][second];
            if (!estimable() || variance <= 0) {
                return OptionalDouble.empty();
            }
            double z = Math.abs(auroc[first] - auroc[second]) / Math.sqrt(variance);
            return OptionalDouble.of(2 * StandardNormal.cumulative(-z));
        }

        /// The most independent pairs of a positive and a negative that can be formed.
        int disjointPairs() {
            return Math.min(patients / 2, Math.min(positives, negatives));
        }
    }

    /// AUROC of independent rows.
    public static Estimate estimate(String name, double[] score, boolean[] truth, double confidence) {
        return estimate(name, independent(score, truth), confidence, "DeLong", false);
    }

    /// AUROC of rows of which several may come from one patient.
    ///
    /// @param cluster for each row the patient
    /// @return the estimate; `n` is the number of patients
    public static Estimate clustered(
            String name, double[] score, boolean[] truth, int[] cluster, double confidence) {
        return estimate(name, joint(new double[][] {score}, truth, cluster), confidence, "DeLong, clustered", false);
    }

    /// As [#clustered], with the interval on the logit scale: logit(value) +- z SE / (value (1 - value)). Near 1 and
    /// with few patients in a class it holds the truth more often than the plain interval, whose lower end is too high.
    ///
    /// Source: Qin & Hotilovac 2008, doi:10.1177/0962280207087173.
    public static Estimate logit(String name, double[] score, boolean[] truth, int[] cluster, double confidence) {
        return estimate(name, joint(new double[][] {score}, truth, cluster), confidence, "DeLong, logit scale", true);
    }

    /// AUROC with Newcombe's interval, for classes of a few patients, where DeLong's variance cannot be trusted: every
    /// theta with |value - theta| <= z SE(theta), SE as in [Planning#aurocStandardError] at the numbers of patients with
    /// a positive and with a negative. A patient counts once however many rows it has, so that the interval is rather
    /// too wide where rows of one patient differ.
    ///
    /// @param cluster for each row the patient
    /// @return the estimate; `n` is the number of patients
    ///
    /// Source: Newcombe 2006, doi:10.1002/sim.2324 (method 5).
    public static Estimate newcombe(String name, double[] score, boolean[] truth, int[] cluster, double confidence) {
        Joint joint = joint(new double[][] {score}, truth, cluster);
        double value = joint.auroc[0];
        double z = StandardNormal.critical(confidence);
        return new Estimate(
                name, value, newcombeLower(value, joint, z), 1 - newcombeLower(1 - value, joint, z), confidence,
                "Newcombe, patients", joint.patients);
    }

    /// The smallest theta up to `value` with value - theta <= z SE(theta), by bisection. SE(theta) = SE(1 - theta).
    private static double newcombeLower(double value, Joint joint, double z) {
        double n = (double) joint.positives + joint.negatives;
        double low = 0;
        double high = Math.min(value, 1 - 1e-12);
        for (int i = 0; i < 100 && high > low; i++) {
            double middle = 0.5 * (low + high);
            if (value - middle > z * Planning.aurocStandardError(middle, joint.positives / n, n)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /// AUROC of `first` minus AUROC of `second` on the same independent rows.
    public static Estimate difference(
            String name, double[] first, double[] second, boolean[] truth, double confidence) {
        return difference(name, first, second, truth, Clusters.singletons(truth.length), confidence, "DeLong, paired");
    }

    /// AUROC of `first` minus AUROC of `second` on the same rows, of which several may come from one patient.
    public static Estimate difference(
            String name, double[] first, double[] second, boolean[] truth, int[] cluster, double confidence) {
        return difference(
                name, first, second, truth, Clusters.of(cluster), confidence, "DeLong, paired, clustered");
    }

    /// AUROC of `first` minus AUROC of `second`, from two studies without a patient in common: DeLong's variances add up.
    ///
    /// @param first  an estimate of [#estimate], [#clustered], [#logit] or [#newcombe]
    /// @param second another, of the same confidence
    public static Estimate unpaired(String name, Estimate first, Estimate second) {
        Estimate hybrid = ProportionDifference.newcombe(name, first, second);
        return new Estimate(
                name, hybrid.value(), Math.max(-1, hybrid.lower()), Math.min(1, hybrid.upper()), hybrid.confidence(),
                first.method() + ", unpaired", hybrid.n());
    }

    /// Standardised partial AUROC over false-positive rates in [from, to] ([RankedScores#partialAuroc]), with a bootstrap
    /// percentile interval. Where the scores separate the classes completely see [#partialArea].
    public static Estimate partial(
            String name, double[] score, boolean[] truth, double from, double to, Bootstrap.Plan plan,
            double confidence) {
        Estimate area = partialArea(name, score, truth, from, to, plan, confidence);
        return new Estimate(
                name, RankedScores.standardised(area.value(), from, to),
                RankedScores.standardised(area.lower(), from, to), RankedScores.standardised(area.upper(), from, to),
                confidence, area.method(), area.n());
    }

    /// Area under the ROC curve over false-positive rates in [from, to], raw, with a bootstrap percentile interval. With 50
    /// patients a class and rates to 0.2 it covers 93%, lying above the truth too often; with 200 it holds.
    ///
    /// Where the scores separate the classes completely no replicate differs; then no more area is missing in the range
    /// than the exact binomial limit of the whole AUROC on disjoint pairs leaves missing.
    public static Estimate partialArea(
            String name, double[] score, boolean[] truth, double from, double to, Bootstrap.Plan plan,
            double confidence) {
        RankedScores ranked = RankedScores.of(score, truth);
        Estimate area = Bootstrap.percentile(
                name, plan, counts -> ranked.partialArea(from, to, i -> counts[i]), confidence);
        if (ranked.auroc() < 1 || !plan.varies()) {
            return area.within(0, to - from);
        }
        double missing = 1 - separated(plan.disjointPairs(truth), confidence);
        return new Estimate(
                name, area.value(), Math.min(area.value(), Math.max(0, to - from - missing)), area.value(), confidence,
                SEPARATED, area.n());
    }

    /// Average precision with a bootstrap percentile interval; see [RankedScores#averagePrecision()].
    ///
    /// Where the scores separate the classes completely no replicate differs; then the lower end is what is left of the
    /// area at the prevalence of the sample when at the lowest positive score the sensitivity is no less, and the
    /// false-positive rate no more, than their exact binomial limits (each at a quarter of 1 - confidence):
    /// s - a ln(1 + s/a) with a = (1 - prevalence) f / prevalence.
    public static Estimate averagePrecision(
            String name, double[] score, boolean[] truth, Bootstrap.Plan plan, double confidence) {
        RankedScores ranked = RankedScores.of(score, truth);
        Estimate precision =
                Bootstrap.percentile(name, plan, counts -> ranked.averagePrecision(i -> counts[i]), confidence);
        if (ranked.auroc() < 1 || !plan.varies()) {
            return precision.within(0, 1);
        }
        int positives = count(truth);
        double tail = (1 - confidence) / 4;
        double sensitivity = Math.pow(tail, 1.0 / plan.clusters(truth, true));
        double alarms = 1 - Math.pow(tail, 1.0 / plan.clusters(truth, false));
        double odds = alarms * (truth.length - positives) / positives;
        double lower = sensitivity - odds * Math.log1p(sensitivity / odds);
        return new Estimate(name, 1, Math.clamp(lower, 0, 1), 1, confidence, SEPARATED, precision.n());
    }

    /// AUROCs and their covariance for several models that scored the same rows.
    ///
    /// @param scores  `[model][row]`
    /// @param cluster for each row the patient
    public static Joint joint(double[][] scores, boolean[] truth, int[] cluster) {
        Require.sameLength(truth.length, cluster.length, "cluster");
        return joint(scores, truth, Clusters.of(cluster));
    }

    private static Joint joint(double[][] scores, boolean[] truth, Clusters clusters) {
        int models = scores.length;
        int m = 0;
        boolean[] hasPositive = new boolean[clusters.count()];
        boolean[] hasNegative = new boolean[clusters.count()];
        for (int i = 0; i < truth.length; i++) {
            m += truth[i] ? 1 : 0;
            (truth[i] ? hasPositive : hasNegative)[clusters.of()[i]] = true;
        }
        int n = truth.length - m;
        int positives = count(hasPositive);
        int negatives = count(hasNegative);
        double[] auroc = new double[models];
        double[][] positive = new double[models][];
        double[][] negative = new double[models][];
        for (int k = 0; k < models; k++) {
            RankedScores ranked = RankedScores.of(scores[k], truth);
            auroc[k] = ranked.auroc();
            double[] placement = ranked.placements();
            positive[k] = residuals(placement, auroc[k], truth, true, clusters);
            negative[k] = residuals(placement, auroc[k], truth, false, clusters);
        }
        double[][] covariance = new double[models][models];
        for (int a = 0; a < models; a++) {
            for (int b = 0; b < models; b++) {
                double s10 = scaled(dot(positive[a], positive[b]), positives) / ((double) m * m);
                double s01 = scaled(dot(negative[a], negative[b]), negatives) / ((double) n * n);
                double s11 = dot(positive[a], negative[b]) + dot(negative[a], positive[b]);
                covariance[a][b] = s10 + s01 + scaled(s11, clusters.count()) / ((double) m * n);
            }
        }
        return new Joint(auroc, covariance, positives, negatives, clusters.count());
    }

    /// One model on independent rows: each class is sorted by itself and the two are merged, since no row needs to be
    /// found again.
    private static Joint independent(double[] score, boolean[] truth) {
        Require.sameLength(score.length, truth.length, "truth");
        Require.notNaN(score, "score");
        double[] positive = sorted(score, truth, true);
        double[] negative = sorted(score, truth, false);
        int m = positive.length;
        int n = negative.length;
        Require.that(m > 0 && n > 0, "both classes are needed, found " + m + " positive and " + n + " negative");
        // Twice the number of the other class that a row beats (of a negative: that beat it), ties once.
        long[] wins = new long[m];
        long[] losses = new long[n];
        long area = 0;
        int i = 0;
        int j = 0;
        while (i < m || j < n) {
            double level = j == n || i < m && positive[i] < negative[j] ? positive[i] : negative[j];
            int firstPositive = i;
            int firstNegative = j;
            while (i < m && positive[i] == level) {
                i++;
            }
            while (j < n && negative[j] == level) {
                j++;
            }
            for (int k = firstPositive; k < i; k++) {
                wins[k] = (long) firstNegative + j;
                area += wins[k];
            }
            for (int k = firstNegative; k < j; k++) {
                losses[k] = 2L * m - firstPositive - i;
            }
        }
        double auroc = area / (2.0 * m * n);
        double variance = spread(wins, n, auroc) + spread(losses, m, auroc);
        return new Joint(new double[] {auroc}, new double[][] {{variance}}, m, n, m + n);
    }

    /// The scores of one class, ascending.
    private static double[] sorted(double[] score, boolean[] truth, boolean of) {
        double[] kept = new double[score.length + 1];
        int n = 0;
        for (int i = 0; i < score.length; i++) {
            kept[n] = score[i] + 0.0;
            n += truth[i] == of ? 1 : 0;
        }
        double[] sorted = Arrays.copyOf(kept, n);
        Arrays.parallelSort(sorted);
        return sorted;
    }

    /// The variance of the mean of placements that are given as twice their number of `others`.
    private static double spread(long[] doubled, int others, double mean) {
        double scale = 0.5 / others;
        double squares = 0;
        for (long d : doubled) {
            double residual = d * scale - mean;
            squares += residual * residual;
        }
        int n = doubled.length;
        return n > 1 ? squares / (n - 1.0) / n : 0;
    }

    /// For each cluster, the sum of placement - AUROC over its rows of one class.
    static double[] residuals(
            double[] placement, double auroc, boolean[] truth, boolean of, Clusters clusters) {
        double[] sum = new double[clusters.count()];
        for (int i = 0; i < truth.length; i++) {
            if (truth[i] == of) {
                sum[clusters.of()[i]] += placement[i] - auroc;
            }
        }
        return sum;
    }

    private static Estimate estimate(
            String name, Joint joint, double confidence, String method, boolean logit) {
        double value = joint.auroc[0];
        double z = StandardNormal.critical(confidence);
        if (!joint.estimable()) {
            return new Estimate(
                    name, value, 0, 1, confidence, method + "; one patient in a class, no variance", joint.patients);
        }
        if (value == 1 || value == 0) {
            double limit = separated(joint.disjointPairs(), confidence);
            return new Estimate(
                    name, value, value == 1 ? limit : 0, value == 1 ? 1 : 1 - limit, confidence,
                    SEPARATED, joint.patients);
        }
        double half = z * joint.standardError(0);
        if (logit) {
            double centre = StandardNormal.logit(value);
            double reach = half / (value * (1 - value));
            double lower = Math.min(value, StandardNormal.expit(centre - reach));
            double upper = Math.max(value, StandardNormal.expit(centre + reach));
            return new Estimate(name, value, lower, upper, confidence, method, joint.patients);
        }
        return new Estimate(
                name, value, Math.max(0, value - half), Math.min(1, value + half), confidence, method,
                joint.patients);
    }

    private static Estimate difference(
            String name, double[] first, double[] second, boolean[] truth, Clusters clusters, double confidence,
            String method) {
        Joint joint = joint(new double[][] {first, second}, truth, clusters);
        double value = joint.auroc[0] - joint.auroc[1];
        if (Arrays.equals(first, second)) {
            return new Estimate(name, 0, 0, 0, confidence, "same scores", joint.patients);
        }
        if (!joint.estimable()) {
            return new Estimate(
                    name, value, -1, 1, confidence, method + "; one patient in a class, no variance", joint.patients);
        }
        if (extreme(joint.auroc[0]) && extreme(joint.auroc[1])) {
            double slack = 1 - separated(joint.disjointPairs(), confidence);
            return new Estimate(
                    name, value, Math.max(-1, value - slack), Math.min(1, value + slack), confidence,
                    SEPARATED, joint.patients);
        }
        double[][] s = joint.covariance;
        double variance = Math.max(0, s[0][0] + s[1][1] - 2 * s[0][1]);
        double half = StandardNormal.critical(confidence) * Math.sqrt(variance);
        return new Estimate(
                name, value, Math.max(-1, value - half), Math.min(1, value + half), confidence, method,
                joint.patients);
    }

    /// The least AUROC under which all of so many independent pairs are in order with probability (1 - confidence) / 2.
    static double separated(int pairs, double confidence) {
        return Math.pow((1 - confidence) / 2, 1.0 / pairs);
    }

    private static boolean extreme(double auroc) {
        return auroc == 0 || auroc == 1;
    }

    private static double scaled(double sum, int clusters) {
        return clusters > 1 ? sum * clusters / (clusters - 1) : 0;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    static int count(boolean[] flags) {
        int count = 0;
        for (boolean flag : flags) {
            count += flag ? 1 : 0;
        }
        return count;
    }
}
