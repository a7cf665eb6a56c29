package org.realfm.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// AUROCs of several labels or classes on the same patients, with their averages and joint intervals.
///
/// - **macro**: the mean over labels;
/// - **weighted**: the mean with the number of positive rows of each label as weight (the weights are estimates too, and
///   their error is in the interval);
/// - **micro**: one AUROC of all pairs of row and label together, which asks for scores that compare between labels;
/// - **Hand & Till** (classes only): M = 2/(c(c-1)) sum over pairs of (A(i|j) + A(j|i))/2, where A(i|j) is the AUROC of
///   the score of class i among the rows of classes i and j.
///
/// Intervals are on the logit scale from the patients' contributions ([AurocInfluence]): DeLong's variance where every
/// patient has one row. For a label whose scores separate completely, the interval leaves room for what its exact binomial
/// limit on disjoint pairs leaves open. A label with positives or negatives of one patient only makes every interval that
/// rests on it [0, 1].
///
/// Sources: Hand & Till 2001, doi:10.1023/A:1010920819831; DeLong 1988, doi:10.2307/2531595; Obuchowski 1997,
/// doi:10.2307/2533958.
public final class ManyAurocs {

    private static final int DRAWS = 10_000;
    private static final double ROUNDING = 1e-12;

    /// A sum of AUROCs.
    private record Item(
            String name, double value, double[] influence, double below, double above, boolean estimable) {}

    private final int patients;
    private final List<AurocInfluence> single = new ArrayList<>();
    private final List<Item> items = new ArrayList<>();
    private final double confidence;

    private ManyAurocs(int patients, double confidence) {
        Require.confidence(confidence);
        this.patients = patients;
        this.confidence = confidence;
    }

    /// Several labels, each with its own truth.
    ///
    /// @param names   of the labels
    /// @param score   `[label][row]`
    /// @param truth   `[label][row]`; each label needs rows of both classes: leave the others out and say so
    /// @param cluster for each row the patient
    /// @return each label, then `macro`, `weighted` and `micro`
    public static ManyAurocs labels(
            List<String> names, double[][] score, boolean[][] truth, int[] cluster, double confidence) {
        Require.notEmpty(names.size(), "labels");
        Require.sameLength(names.size(), score.length, "scores");
        Require.sameLength(names.size(), truth.length, "truths");
        Clusters clusters = Clusters.of(cluster);
        ManyAurocs many = new ManyAurocs(clusters.count(), confidence);
        for (int k = 0; k < score.length; k++) {
            Require.sameLength(cluster.length, score[k].length, names.get(k));
            Require.sameLength(cluster.length, truth[k].length, names.get(k));
            int positives = Auroc.count(truth[k]);
            Require.that(
                    positives > 0 && positives < cluster.length,
                    names.get(k) + ": both classes are needed, found " + positives + " positive of " + cluster.length
                            + " rows");
            AurocInfluence one = AurocInfluence.of(score[k], truth[k], clusters);
            many.single.add(one);
            many.items.add(many.average(names.get(k), List.of(one), new double[] {1}));
        }
        many.items.add(many.average("macro", many.single, equal(score.length)));
        many.items.add(many.weighted(truth, clusters));
        many.items.add(many.micro(score, truth, clusters));
        return many;
    }

    /// Classes of which each row has one.
    ///
    /// @param names   of the classes
    /// @param score   `[class][row]`, for example probabilities
    /// @param label   for each row its class, 0 to c - 1; every class must occur
    /// @param cluster for each row the patient
    /// @return each class against the rest, then `macro`, `weighted` and `micro` of these, then `Hand-Till`
    public static ManyAurocs classes(
            List<String> names, double[][] score, int[] label, int[] cluster, double confidence) {
        Require.that(names.size() > 1, "at least two classes are needed, found " + names.size());
        boolean[][] truth = new boolean[names.size()][label.length];
        for (int i = 0; i < label.length; i++) {
            Require.that(
                    label[i] >= 0 && label[i] < truth.length, "class of row " + i + " is unknown, found " + label[i]);
            truth[label[i]][i] = true;
        }
        ManyAurocs many = labels(names, score, truth, cluster, confidence);
        Clusters clusters = Clusters.of(cluster);
        List<AurocInfluence> pairs = new ArrayList<>();
        for (int a = 0; a < truth.length; a++) {
            for (int b = 0; b < truth.length; b++) {
                if (a != b) {
                    pairs.add(pair(score[a], label, a, b, clusters));
                }
            }
        }
        many.items.add(many.average("Hand-Till", pairs, equal(pairs.size())));
        return many;
    }

    /// Class `a` against class `b` by the score of `a`.
    private static AurocInfluence pair(double[] score, int[] label, int a, int b, Clusters clusters) {
        int[] rows = IntStream.range(0, label.length)
                .filter(i -> label[i] == a || label[i] == b)
                .toArray();
        double[] kept = new double[rows.length];
        boolean[] truth = new boolean[rows.length];
        int[] of = new int[rows.length];
        for (int r = 0; r < rows.length; r++) {
            kept[r] = score[rows[r]];
            truth[r] = label[rows[r]] == a;
            of[r] = clusters.of()[rows[r]];
        }
        return AurocInfluence.of(kept, truth, new Clusters(of, clusters.count(), true));
    }

    /// One interval for each, in the order that the factory says.
    public List<Estimate> estimates() {
        return items.stream().map(item -> estimate(item, StandardNormal.critical(confidence), "")).toList();
    }

    /// Intervals that hold for all at once: the critical value is that of the largest of as many normal variables with
    /// the correlations that the patients' contributions have, from 10,000 draws.
    public List<Estimate> simultaneous(long seed) {
        List<Item> varying = items.stream().filter(item -> error(item) > 0).toList();
        double[][] correlation = new double[varying.size()][varying.size()];
        for (int a = 0; a < correlation.length; a++) {
            for (int b = 0; b < correlation.length; b++) {
                Item first = varying.get(a);
                Item second = varying.get(b);
                correlation[a][b] = a == b
                        ? 1
                        : Math.clamp(dot(first.influence, second.influence) / (error(first) * error(second)), -1, 1);
            }
        }
        double critical = MultivariateNormal.critical(correlation, confidence, DRAWS, seed);
        return items.stream().map(item -> estimate(item, critical, ", simultaneous")).toList();
    }

    private Estimate estimate(Item item, double critical, String suffix) {
        String method = "DeLong, logit scale" + suffix;
        if (!item.estimable) {
            return new Estimate(
                    item.name, item.value, 0, 1, confidence, method + "; one patient in a class, no variance",
                    patients);
        }
        double lower = item.value;
        double upper = item.value;
        if (item.value > 0 && item.value < 1) {
            double reach = critical * error(item) / (item.value * (1 - item.value));
            double centre = StandardNormal.logit(item.value);
            lower = Math.min(lower, StandardNormal.expit(centre - reach));
            upper = Math.max(upper, StandardNormal.expit(centre + reach));
        }
        boolean separated = item.below > 0 || item.above > 0;
        return new Estimate(
                item.name, item.value, Math.max(0, lower - item.below), Math.min(1, upper + item.above), confidence,
                separated ? method + ", with room for complete separation" : method, patients);
    }

    private static double error(Item item) {
        return Math.sqrt(dot(item.influence, item.influence));
    }

    private Item average(String name, List<AurocInfluence> of, double[] weight) {
        double value = 0;
        double below = 0;
        double above = 0;
        double[] influence = new double[patients];
        for (int k = 0; k < weight.length; k++) {
            AurocInfluence one = of.get(k);
            value += weight[k] * one.auroc();
            double slack = weight[k] * one.slack(confidence);
            below += one.auroc() == 1 ? slack : 0;
            above += one.auroc() == 0 ? slack : 0;
            for (int c = 0; c < patients; c++) {
                influence[c] += weight[k] * one.influence()[c];
            }
        }
        boolean estimable = of.stream().allMatch(AurocInfluence::estimable);
        double rounded = Math.abs(value - Math.rint(value)) < ROUNDING ? Math.rint(value) : value;
        return new Item(name, rounded, influence, below, above, estimable);
    }

    /// With n_k positives of label k, each patient also moves the weights n_k / sum n: by its own
    /// sum_k n_kc (A_k - average) / sum n.
    private Item weighted(boolean[][] truth, Clusters clusters) {
        double total = Arrays.stream(truth).mapToInt(Auroc::count).sum();
        double[] weight = Arrays.stream(truth).mapToDouble(t -> Auroc.count(t) / total).toArray();
        Item average = average("weighted", single, weight);
        double correction = patients > 1 ? Math.sqrt(patients / (patients - 1.0)) : 0;
        for (int k = 0; k < truth.length; k++) {
            double excess = single.get(k).auroc() - average.value;
            for (int i = 0; i < truth[k].length; i++) {
                average.influence[clusters.of()[i]] += truth[k][i] ? correction * excess / total : 0;
            }
        }
        return average;
    }

    private Item micro(double[][] score, boolean[][] truth, Clusters clusters) {
        int n = clusters.rows();
        double[] scores = new double[n * score.length];
        boolean[] truths = new boolean[scores.length];
        int[] of = new int[scores.length];
        for (int k = 0; k < score.length; k++) {
            System.arraycopy(score[k], 0, scores, k * n, n);
            System.arraycopy(truth[k], 0, truths, k * n, n);
            System.arraycopy(clusters.of(), 0, of, k * n, n);
        }
        AurocInfluence pooled = AurocInfluence.of(scores, truths, new Clusters(of, clusters.count(), true));
        return average("micro", List.of(pooled), new double[] {1});
    }

    private static double[] equal(int n) {
        double[] weight = new double[n];
        Arrays.fill(weight, 1.0 / n);
        return weight;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
