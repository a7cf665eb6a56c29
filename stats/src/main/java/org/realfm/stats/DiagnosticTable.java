package org.realfm.stats;

import java.util.Arrays;
import java.util.Optional;

/// What happened at an operating point: a call (positive or negative) against the truth for each row.
///
/// Intervals are Wilson's for independent rows, Wilson at the Rao-Scott effective number where several rows come from
/// one patient or rows carry sampling weights ([#byCluster], [#weightedBy]). A share whose denominator is empty
/// (sensitivity without a diseased row, PPV without a positive call) is `Optional.empty`.
public final class DiagnosticTable {

    private final boolean[] called;
    private final boolean[] truth;
    private final double[] weight;
    private final Clusters clusters;

    private DiagnosticTable(boolean[] called, boolean[] truth, double[] weight, Clusters clusters) {
        this.called = called;
        this.truth = truth;
        this.weight = weight;
        this.clusters = clusters;
    }

    /// Calls beside truths, rows independent.
    ///
    /// @param called for each row, whether it was called positive
    /// @param truth  for each row, whether the condition is present
    public static DiagnosticTable of(boolean[] called, boolean[] truth) {
        Require.sameLength(called.length, truth.length, "truth");
        return new DiagnosticTable(
                called.clone(), truth.clone(), Proportion.ones(truth.length), Clusters.singletons(truth.length));
    }

    /// Calls a row positive where its score is at least the threshold.
    public static DiagnosticTable at(double threshold, double[] score, boolean[] truth) {
        return of(calls(threshold, score), truth);
    }

    static boolean[] calls(double threshold, double[] score) {
        Require.notNaN(score, "score");
        boolean[] called = new boolean[score.length];
        for (int i = 0; i < score.length; i++) {
            called[i] = score[i] >= threshold;
        }
        return called;
    }

    /// The same table with patients as the independent units.
    ///
    /// @param cluster for each row the patient
    public DiagnosticTable byCluster(int[] cluster) {
        return byClusters(Clusters.of(cluster));
    }

    DiagnosticTable byClusters(Clusters of) {
        Require.sameLength(truth.length, of.rows(), "cluster");
        return new DiagnosticTable(called, truth, weight, of);
    }

    /// The same table with a sampling weight for each row.
    public DiagnosticTable weightedBy(double[] weights) {
        Require.sameLength(truth.length, weights.length, "weights");
        Require.weights(weights);
        return new DiagnosticTable(called, truth, weights.clone(), clusters);
    }

    /// Rows with the condition that were called positive.
    public int truePositives() {
        return count(true, true);
    }

    /// Rows without the condition that were called positive.
    public int falsePositives() {
        return count(true, false);
    }

    /// Rows with the condition that were called negative.
    public int falseNegatives() {
        return count(false, true);
    }

    /// Rows without the condition that were called negative.
    public int trueNegatives() {
        return count(false, false);
    }

    private int count(boolean call, boolean condition) {
        int count = 0;
        for (int i = 0; i < truth.length; i++) {
            count += called[i] == call && truth[i] == condition ? 1 : 0;
        }
        return count;
    }

    /// P(called positive | condition).
    public Optional<Estimate> sensitivity(double confidence) {
        return share("sensitivity", truth, called, confidence);
    }

    /// P(called negative | no condition).
    public Optional<Estimate> specificity(double confidence) {
        return share("specificity", not(truth), not(called), confidence);
    }

    /// P(called negative | condition), the miss rate.
    public Optional<Estimate> missRate(double confidence) {
        return share("miss rate", truth, not(called), confidence);
    }

    /// P(called positive | no condition).
    public Optional<Estimate> falsePositiveRate(double confidence) {
        return share("false-positive rate", not(truth), called, confidence);
    }

    /// P(condition | called positive) at the prevalence of the sample.
    public Optional<Estimate> ppv(double confidence) {
        return share("ppv", called, truth, confidence);
    }

    /// P(no condition | called negative) at the prevalence of the sample.
    public Optional<Estimate> npv(double confidence) {
        return share("npv", not(called), not(truth), confidence);
    }

    /// P(condition).
    public Optional<Estimate> prevalence(double confidence) {
        return share("prevalence", all(), truth, confidence);
    }

    /// P(called positive).
    public Optional<Estimate> positiveRate(double confidence) {
        return share("positive rate", all(), called, confidence);
    }

    /// Sensitivity / (1 - specificity), interval on the log scale. Where a cell of the table is empty, 0.5 is added to
    /// each cell; the interval is then open where the plain ratio would be 0 or infinite.
    ///
    /// @return empty where a class is absent
    ///
    /// Source: Simel, Samsa & Matchar 1991, doi:10.1016/0895-4356(91)90128-V.
    public Optional<Estimate> positiveLikelihoodRatio(double confidence) {
        return likelihoodRatio("LR+", called, confidence);
    }

    /// (1 - sensitivity) / specificity; as [#positiveLikelihoodRatio].
    public Optional<Estimate> negativeLikelihoodRatio(double confidence) {
        return likelihoodRatio("LR-", not(called), confidence);
    }

    /// PPV in a population of another prevalence: odds(PPV) = odds(prevalence) x LR+, with the interval of LR+.
    ///
    /// @param prevalence strictly between 0 and 1
    ///
    /// Source: Mercaldo, Lau & Zhou 2007, doi:10.1002/sim.2677.
    public Optional<Estimate> ppvAt(double prevalence, double confidence) {
        Require.interior(prevalence, "prevalence");
        double odds = prevalence / (1 - prevalence);
        return positiveLikelihoodRatio(confidence)
                .map(lr -> new Estimate(
                        "ppv at prevalence", share(odds * lr.value()), share(odds * lr.lower()),
                        share(odds * lr.upper()), confidence, lr.method() + " of LR+", lr.n()));
    }

    /// NPV in a population of another prevalence: odds(1 - NPV) = odds(prevalence) x LR-, with the interval of LR-.
    public Optional<Estimate> npvAt(double prevalence, double confidence) {
        Require.interior(prevalence, "prevalence");
        double odds = prevalence / (1 - prevalence);
        return negativeLikelihoodRatio(confidence)
                .map(lr -> new Estimate(
                        "npv at prevalence", 1 - share(odds * lr.value()), 1 - share(odds * lr.upper()),
                        1 - share(odds * lr.lower()), confidence, lr.method() + " of LR-", lr.n()));
    }

    private static double share(double odds) {
        return Double.isInfinite(odds) ? 1 : odds / (1 + odds);
    }

    private Optional<Estimate> share(String name, boolean[] member, boolean[] success, double confidence) {
        double total = 0;
        for (int i = 0; i < member.length; i++) {
            total += member[i] ? weight[i] : 0;
        }
        return total > 0
                ? Optional.of(Proportion.ratio(name, member, success, weight, clusters, confidence))
                : Optional.empty();
    }

    /// P(event | condition) / P(event | no condition).
    private Optional<Estimate> likelihoodRatio(String name, boolean[] event, double confidence) {
        double[][] cell = new double[2][2];
        for (int i = 0; i < truth.length; i++) {
            cell[truth[i] ? 1 : 0][event[i] ? 1 : 0] += weight[i];
        }
        if (cell[0][0] + cell[0][1] == 0 || cell[1][0] + cell[1][1] == 0) {
            return Optional.empty();
        }
        boolean never = cell[1][1] == 0;
        boolean unbounded = cell[0][1] == 0;
        boolean sparse = never || unbounded || cell[0][0] == 0 || cell[1][0] == 0;
        double add = sparse ? 0.5 : 0;
        double present = cell[1][0] + cell[1][1] + 2 * add;
        double absent = cell[0][0] + cell[0][1] + 2 * add;
        double hit = (cell[1][1] + add) / present;
        double alarm = (cell[0][1] + add) / absent;
        double independent = (1 - hit) / (present * hit) + (1 - alarm) / (absent * alarm);
        boolean plain = clusters.single() && Arrays.stream(weight).allMatch(w -> w == 1);
        double variance = plain ? independent : linearised(event, hit, present, alarm, absent);
        if (sparse) {
            variance = Math.max(variance, independent);
        }
        double ratio = hit / alarm;
        if (clusters.count() == 1) {
            return Optional.of(new Estimate(
                    name, ratio, 0, Double.POSITIVE_INFINITY, confidence, "log; one patient, no variance", 1));
        }
        double factor = Math.exp(StandardNormal.critical(confidence) * Math.sqrt(variance));
        String method = (plain ? "log" : "log, cluster-robust") + (sparse ? ", 0.5 added to each cell" : "");
        return Optional.of(new Estimate(
                name, ratio, never ? 0 : ratio / factor, unbounded ? Double.POSITIVE_INFINITY : ratio * factor,
                confidence, method, clusters.count()));
    }

    /// Variance of log(hit) - log(alarm) from each patient's influence on it.
    private double linearised(boolean[] event, double hit, double present, double alarm, double absent) {
        double[] influence = new double[clusters.count()];
        for (int i = 0; i < truth.length; i++) {
            double y = event[i] ? 1 : 0;
            influence[clusters.of()[i]] +=
                    weight[i] * (truth[i] ? (y - hit) / (present * hit) : -(y - alarm) / (absent * alarm));
        }
        int k = clusters.count();
        double squares = Arrays.stream(influence).map(v -> v * v).sum();
        return squares * k / (k - 1.0);
    }

    private boolean[] all() {
        boolean[] all = new boolean[truth.length];
        Arrays.fill(all, true);
        return all;
    }

    private static boolean[] not(boolean[] flags) {
        boolean[] not = new boolean[flags.length];
        for (int i = 0; i < flags.length; i++) {
            not[i] = !flags[i];
        }
        return not;
    }
}
