package org.realfm.ledger;

import java.util.List;

/// What a report draws for a finding: numbers only, so that every drawing can be made again from `evidence.json`.
///
/// @param kind   how it is drawn; the report knows `line` (curves with bands), `interval` (a forest plot: one named
///               estimate a row, with `reference` lines) and `bars`
/// @param id     stable name within the finding, for example `roc`
/// @param title  one line for a reader
/// @param x      horizontal axis
/// @param y      vertical axis
/// @param series what is drawn, in drawing order
/// @param marks  values at which a reference line is drawn, for example a floor
public record Figure(Kind kind, String id, String title, Axis x, Axis y, List<Series> series, List<Mark> marks) {

    /// How a figure is drawn.
    public enum Kind {
        /// Curves, each with an optional band; [Series#x] and [Series#y] are coordinates.
        LINE,
        /// A forest plot: [Series#labels] name the rows, [Series#x] the estimates, with `lower` and `upper`.
        FOREST,
        /// Histogram bars: [Series#x] the centres of equal bins, [Series#y] the heights.
        BARS
    }

    /// An axis. `minimum` and `maximum` are what is drawn, whatever the data; equal values mean "fit the data".
    public record Axis(String label, double minimum, double maximum) {
        /// An axis that fits its data.
        public static Axis fitted(String label) {
            return new Axis(label, 0, 0);
        }

        /// An axis over proportions.
        public static Axis unit(String label) {
            return new Axis(label, 0, 1);
        }
    }

    /// One curve, or one group of rows. `lower` and `upper` are empty where there is no band; `labels` is empty but in a
    /// forest plot.
    public record Series(
            String name, List<Double> x, List<Double> y, List<Double> lower, List<Double> upper, List<String> labels) {
        public Series {
            x = List.copyOf(x);
            y = List.copyOf(y);
            lower = List.copyOf(lower);
            upper = List.copyOf(upper);
            labels = List.copyOf(labels);
            if (lower.size() != upper.size()) {
                throw new IllegalArgumentException("a band has as many lower as upper ends");
            }
        }

        /// A curve without a band.
        public static Series line(String name, List<Double> x, List<Double> y) {
            return new Series(name, x, y, List.of(), List.of(), List.of());
        }

        /// A curve with a band.
        public static Series band(
                String name, List<Double> x, List<Double> y, List<Double> lower, List<Double> upper) {
            return new Series(name, x, y, lower, upper, List.of());
        }

        /// Rows of a forest plot.
        public static Series rows(
                String name, List<String> labels, List<Double> value, List<Double> lower, List<Double> upper) {
            return new Series(name, value, List.of(), lower, upper, labels);
        }
    }

    /// A reference line at `value` of the horizontal axis of a forest plot, of the vertical axis of a curve.
    public record Mark(String name, double value) {}

    public Figure {
        series = List.copyOf(series);
        marks = List.copyOf(marks);
    }
}
