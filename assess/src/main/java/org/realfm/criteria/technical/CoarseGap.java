package org.realfm.criteria.technical;

import java.util.Arrays;
import java.util.stream.IntStream;

/// The parts of a gap in the replicates of a large sample. Scores are gathered into some four thousand groups of as many
/// cases, of which the threshold is an edge, so that a replicate costs one pass over the cases: sensitivity and specificity
/// are those of the cases as they are, and in the AUROC a sick and a well case of one group count one half, as ties do.
final class CoarseGap {

    /// From this many cases on.
    static final int LARGE = 20_000;

    private static final int GROUPS = 4_096;

    private final Membership membership;
    private final int internal;
    /// For each case, the internal ones first: twice its group, and one more if it is sick.
    private final int[] cell;
    private final int cells;
    /// The first cell of a group at or above the threshold.
    private final int called;

    CoarseGap(ScoredCases internal, ScoredCases site, Membership membership) {
        this.membership = membership;
        this.internal = internal.size();
        double[] scores = Arrays.copyOf(internal.score(), internal.size() + site.size());
        System.arraycopy(site.score(), 0, scores, internal.size(), site.size());
        double[] sorted = scores.clone();
        Arrays.parallelSort(sorted);
        double threshold = internal.threshold();
        double[] edges = IntStream.rangeClosed(1, GROUPS)
                .mapToDouble(g -> g == GROUPS ? threshold : sorted[(int) ((long) g * sorted.length / GROUPS)])
                .sorted()
                .distinct()
                .toArray();
        this.cells = 2 * (edges.length + 1);
        this.called = 2 * group(edges, threshold);
        this.cell = new int[scores.length];
        Arrays.setAll(cell, i -> 2 * group(edges, scores[i])
                + ((i < this.internal ? internal.truth()[i] : site.truth()[i - this.internal]) ? 1 : 0));
    }

    /// How many edges are at or below a score.
    private static int group(double[] edges, double score) {
        int at = Arrays.binarySearch(edges, score);
        return at < 0 ? -at - 1 : at + 1;
    }

    /// The case-mix part and the model part for each [FloorMeasure], in their order.
    ///
    /// @param counts of the internal and then the site's cases
    double[] parts(int[] counts) {
        double[] odds = membership.odds(i -> counts[i]);
        double[] home = new double[cells];
        double[] mixed = new double[cells];
        double[] away = new double[cells];
        for (int i = 0; i < internal; i++) {
            home[cell[i]] += counts[i];
            mixed[cell[i]] += counts[i] * odds[membership.design(i)];
        }
        for (int i = internal; i < cell.length; i++) {
            away[cell[i]] += counts[i];
        }
        double[] parts = new double[2 * FloorMeasure.values().length];
        for (FloorMeasure measure : FloorMeasure.values()) {
            double reweighted = value(measure, mixed);
            parts[2 * measure.ordinal()] = value(measure, home) - reweighted;
            parts[2 * measure.ordinal() + 1] = reweighted - value(measure, away);
        }
        return parts;
    }

    private double value(FloorMeasure measure, double[] weight) {
        double sick = 0;
        double well = 0;
        double found = 0;
        double cleared = 0;
        double area = 0;
        for (int c = 0; c < cells; c += 2) {
            area += weight[c + 1] * (well + 0.5 * weight[c]);
            well += weight[c];
            sick += weight[c + 1];
            found += c >= called ? weight[c + 1] : 0;
            cleared += c < called ? weight[c] : 0;
        }
        return switch (measure) {
            case AUROC -> area / (sick * well);
            case SENSITIVITY -> found / sick;
            case SPECIFICITY -> cleared / well;
        };
    }
}
