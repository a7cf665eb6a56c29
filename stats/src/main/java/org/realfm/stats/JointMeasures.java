package org.realfm.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// AUROC, sensitivity, specificity, Brier score and expected calibration error of the same rows together, as a bootstrap
/// wants them: rows are sorted once, then a replicate costs one pass over them.
///
/// Each is that of its own kernel on rows that count as often as they were drawn: [RankedScores#auroc],
/// [DiagnosticTable], [Calibration#brier], [Calibration#expectedCalibrationError]. All are made from the same replicates,
/// so that they are joint.
public final class JointMeasures {

    /// What is measured, in the order of [#at].
    public enum Measure {
        AUROC("auroc"),
        SENSITIVITY("sensitivity"),
        SPECIFICITY("specificity"),
        BRIER("Brier"),
        ECE("ECE");

        private final String label;

        Measure(String label) {
            this.label = label;
        }
    }

    /// The row of the k-th lowest risk; of equal ones those with the condition first.
    private final int[] order;
    /// Risk less outcome, by rank.
    private final double[] excess;
    /// By rank, all bits set where the condition is present, none where it is not.
    private final int[] present;
    /// By rank, whether it is the first of its risk.
    private final boolean[] first;
    /// For each risk that several rows have, the first rank and the one after the last.
    private final int[] ties;
    /// The rank from which rows are called positive.
    private final int called;
    private final int groups;

    private JointMeasures(int[] order, double[] excess, int[] present, boolean[] first, int[] ties, int called, int groups) {
        this.order = order;
        this.excess = excess;
        this.present = present;
        this.first = first;
        this.ties = ties;
        this.called = called;
        this.groups = groups;
    }

    /// Sorts the rows.
    ///
    /// @param risk      for each row the predicted probability, in [0, 1]
    /// @param truth     for each row whether the condition is present
    /// @param threshold rows of at least this risk are called positive
    /// @param groups    of equal mass, for the ECE; at least 1
    public static JointMeasures of(double[] risk, boolean[] truth, double threshold, int groups) {
        Require.notEmpty(risk.length, "joint measures");
        Require.sameLength(risk.length, truth.length, "truth");
        Require.notEmpty(groups, "groups");
        Require.that(!Double.isNaN(threshold), "threshold is NaN");
        for (int i = 0; i < risk.length; i++) {
            Require.share(risk[i], "risk " + i);
        }
        int n = risk.length;
        RankedScores ranked = RankedScores.of(risk, truth);
        int[] from = new int[ranked.levels() + 1];
        for (int i = 0; i < n; i++) {
            from[ranked.level(i) + 1]++;
        }
        Arrays.parallelPrefix(from, Integer::sum);
        int[] next = from.clone();
        int[] order = new int[n];
        for (boolean present : new boolean[] {true, false}) {
            for (int i = 0; i < n; i++) {
                if (truth[i] == present) {
                    order[next[ranked.level(i)]++] = i;
                }
            }
        }
        boolean[] first = new boolean[n];
        IntStream.Builder ties = IntStream.builder();
        for (int l = 0; l < ranked.levels(); l++) {
            first[from[l]] = true;
            if (from[l + 1] - from[l] > 1) {
                ties.add(from[l]).add(from[l + 1]);
            }
        }
        int called = n;
        double[] excess = new double[n];
        int[] present = new int[n];
        for (int k = n - 1; k >= 0; k--) {
            int row = order[k];
            called = risk[row] >= threshold ? k : called;
            present[k] = truth[row] ? -1 : 0;
            excess[k] = risk[row] - (truth[row] ? 1 : 0);
        }
        return new JointMeasures(order, excess, present, first, ties.build().toArray(), called, groups);
    }

    /// The measures of a replicate, in the order of [Measure].
    ///
    /// @param counts for each row how often it is in the replicate; not negative, not all 0
    /// @return AUROC is NaN where a class is absent, sensitivity and specificity where theirs is
    public double[] at(int[] counts) {
        Require.sameLength(order.length, counts.length, "counts");
        return at(counts, order, Arrays.stream(counts).asLongStream().sum());
    }

    /// The measures of a replicate.
    ///
    /// @param counts how often a unit was drawn
    /// @param unit   by rank
    /// @param total  how many rows the replicate has
    private double[] at(int[] counts, int[] unit, long total) {
        Require.that(total > 0, "no row is in the replicate");
        double gaps = 0;
        double gap = 0;
        int group = 0;
        long limit = end(group, total);
        long wins = 0;
        long positives = 0;
        long negatives = 0;
        long missed = 0;
        long spared = 0;
        double squares = 0;
        for (int k = 0; k < unit.length; k++) {
            if (k == called) {
                missed = positives;
                spared = negatives;
            }
            if (positives + negatives >= limit && first[k]) {
                gaps += Math.abs(gap);
                gap = 0;
                while (positives + negatives >= limit) {
                    limit = end(++group, total);
                }
            }
            int count = counts[unit[k]];
            int positive = count & present[k];
            double weighted = count * excess[k];
            gap += weighted;
            squares += weighted * excess[k];
            wins += positive * negatives;
            positives += positive;
            negatives += count - positive;
        }
        if (called == unit.length) {
            missed = positives;
            spared = negatives;
        }
        return new double[] {
            (wins + 0.5 * tied(counts, unit)) / ((double) positives * negatives),
            (positives - missed) / (double) positives,
            spared / (double) negatives,
            squares / total,
            (gaps + Math.abs(gap)) / total
        };
    }

    /// Pairs of a positive and a negative of the same risk. The positives come first there, so that nothing was won.
    private long tied(int[] counts, int[] unit) {
        long pairs = 0;
        for (int t = 0; t < ties.length; t += 2) {
            long positive = 0;
            long all = 0;
            for (int k = ties[t]; k < ties[t + 1]; k++) {
                int count = counts[unit[k]];
                positive += count & present[k];
                all += count;
            }
            pairs += positive * (all - positive);
        }
        return pairs;
    }

    /// The least weight below a row with which the row is no longer in a group, as [Calibration#bins] has it.
    private long end(int group, long total) {
        if (group == groups - 1) {
            return Long.MAX_VALUE;
        }
        long end = (long) Math.ceil((group + 1.0) * total / groups);
        while (end > 0 && Math.floor((double) groups * (end - 1) / total + 1e-9) > group) {
            end--;
        }
        while (Math.floor((double) groups * end / total + 1e-9) <= group) {
            end++;
        }
        return end;
    }

    /// As [Bootstrap#replicate], but rows look up how often their unit, a patient or a block of patients, was drawn.
    private double[][] replicates(Bootstrap.Plan plan) {
        Require.sameLength(order.length, plan.rows(), "rows of the plan");
        int[] unit = Arrays.stream(order).map(plan::unitOf).toArray();
        int[] rows = new int[plan.count()];
        for (int u : unit) {
            rows[u]++;
        }
        return IntStream.range(0, plan.replicates())
                .parallel()
                .mapToObj(b -> {
                    int[] drawn = plan.drawn(b);
                    long total = 0;
                    for (int u = 0; u < drawn.length; u++) {
                        total += (long) drawn[u] * rows[u];
                    }
                    return at(drawn, unit, total);
                })
                .toArray(double[][]::new);
    }

    /// All measures with bootstrap percentile intervals from the same replicates.
    ///
    /// The ECE is never below 0 and biased upwards, and so are the ends of its interval: of a calibrated model it never
    /// holds the true 0. Whether a model is calibrated is asked of [Calibration#slope] and [Calibration#observedExpected].
    ///
    /// @throws IllegalArgumentException where a class is absent from the rows, or from more than one replicate in twenty
    public List<Estimate> estimates(Bootstrap.Plan plan, double confidence) {
        double[] values = at(plan.ones());
        double[][] replicates = replicates(plan);
        List<Estimate> estimates = new ArrayList<>();
        for (Measure measure : Measure.values()) {
            int k = measure.ordinal();
            Require.that(!Double.isNaN(values[k]), measure.label + ": a class is absent");
            estimates.add(Bootstrap.percentile(
                    measure.label, values[k], Bootstrap.column(replicates, k), confidence, plan.clusters()));
        }
        return List.copyOf(estimates);
    }
}
