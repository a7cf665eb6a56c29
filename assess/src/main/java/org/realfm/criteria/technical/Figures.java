package org.realfm.criteria.technical;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.realfm.ledger.Figure;
import org.realfm.stats.Estimate;

/// The drawings that several criteria have in common.
final class Figures {

    private static final int BINS = 20;

    private Figures() {}

    static List<Double> list(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    /// One row an estimate, by its name.
    static Figure forest(String id, String title, Figure.Axis x, List<Estimate> rows, List<Figure.Mark> marks) {
        Figure.Series series = Figure.Series.rows(
                x.label(),
                rows.stream().map(Estimate::name).toList(),
                rows.stream().map(Estimate::value).toList(),
                rows.stream().map(Estimate::lower).toList(),
                rows.stream().map(Estimate::upper).toList());
        return new Figure(Figure.Kind.FOREST, id, title, x, Figure.Axis.fitted(""), List.of(series), marks);
    }

    /// How scores are distributed in either class, as shares of the class.
    static Figure distributions(String id, String title, double[] score, boolean[] truth) {
        double low = Math.min(0, Arrays.stream(score).min().orElse(0));
        double high = Math.max(1, Arrays.stream(score).max().orElse(1));
        List<Figure.Series> classes = new ArrayList<>();
        for (boolean condition : new boolean[] {false, true}) {
            double[] height = new double[BINS];
            int[] members = IntStream.range(0, score.length)
                    .filter(i -> truth[i] == condition)
                    .toArray();
            for (int i : members) {
                int bin = (int) Math.min(BINS - 1, Math.floor(BINS * (score[i] - low) / (high - low)));
                height[bin] += 1.0 / members.length;
            }
            double[] centre = new double[BINS];
            Arrays.setAll(centre, b -> low + (b + 0.5) * (high - low) / BINS);
            classes.add(Figure.Series.line(
                    condition ? "with the condition" : "without", list(centre), list(height)));
        }
        return new Figure(
                Figure.Kind.BARS,
                id,
                title,
                new Figure.Axis("score", low, high),
                Figure.Axis.fitted("share of the class"),
                classes,
                List.of());
    }
}
