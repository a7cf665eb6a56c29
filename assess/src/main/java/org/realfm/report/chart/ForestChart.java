package org.realfm.report.chart;

import static org.realfm.report.chart.Svg.number;
import static org.realfm.report.html.Html.NOTHING;
import static org.realfm.report.html.Html.all;
import static org.realfm.report.html.Html.each;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.realfm.ledger.Figure;
import org.realfm.ledger.Figure.Series;
import org.realfm.report.html.Content;
import org.realfm.report.html.Numbers;

/// A forest plot: a row has its label, and beneath it for each series the interval and the numbers in print. Series with
/// the same labels share rows, so that an effect stands over its sham, and sensitivity over specificity; otherwise each
/// series has rows of its own under its name.
record ForestChart(Figure figure, List<Figure> peers) {

    private static final double WIDTH = LineChart.WIDTH;
    private static final double FROM = 6;
    private static final double TO = 166;
    private static final double TOP = 6;
    private static final double LABEL = 15;
    private static final double INTERVAL = 17;
    private static final double GAP = 7;
    private static final double BOTTOM = 40;
    private static final int LINE_OF_TEXT = 54;
    private static final int LINES = 3;
    private static final int STEPS = 4;

    /// One interval. The ends are null where they are open.
    private record Interval(int series, double value, @Nullable Double lower, @Nullable Double upper) {

        static Interval of(Series series, int k, int row) {
            double value = series.x().get(row);
            double lower = series.lower().isEmpty() ? value : series.lower().get(row);
            double upper = series.upper().isEmpty() ? value : series.upper().get(row);
            return new Interval(
                    k, value, lower <= -Scale.UNBOUNDED ? null : lower, upper >= Scale.UNBOUNDED ? null : upper);
        }

        String words() {
            return Numbers.interval(value, lower, upper);
        }
    }

    /// What stands under one label.
    private record Row(String label, boolean heading, List<Interval> intervals) {}

    private List<Row> rows() {
        List<Series> series = figure.series();
        List<List<String>> groups = series.stream().map(Series::labels).distinct().toList();
        List<Row> rows = new ArrayList<>();
        for (List<String> labels : groups) {
            int[] members = IntStream.range(0, series.size())
                    .filter(k -> series.get(k).labels().equals(labels))
                    .toArray();
            if (groups.size() > 1 && members.length == 1) {
                rows.add(new Row(series.get(members[0]).name(), true, List.of()));
            }
            for (int r = 0; r < labels.size(); r++) {
                int row = r;
                rows.add(new Row(
                        labels.get(r),
                        false,
                        IntStream.of(members)
                                .mapToObj(k -> Interval.of(series.get(k), k, row))
                                .toList()));
            }
        }
        return rows;
    }

    /// The drawing.
    Content drawing(String id) {
        Scale x = Scale.of(figure.x(), peers.stream().flatMap(ForestChart::values).mapToDouble(v -> v), FROM, TO);
        List<Content> parts = new ArrayList<>();
        double y = TOP;
        for (Row row : rows()) {
            List<String> lines = wrapped(row.label());
            for (String line : lines) {
                y += LABEL;
                parts.add(Svg.label(0, y - 3, line).of(row.heading() ? "heading" : "name"));
            }
            for (Interval interval : row.intervals()) {
                parts.add(interval(interval, x, y + INTERVAL / 2));
                y += INTERVAL;
            }
            y += GAP;
        }
        double bottom = y;
        return Svg.drawing(
                id,
                WIDTH,
                bottom + BOTTOM,
                figure.title(),
                description(),
                each(x.ticks(STEPS), tick -> Svg.line(x.at(tick), TOP, x.at(tick), bottom).of("grid")),
                each(
                        figure.marks().stream().filter(mark -> x.holds(mark.value())).toList(),
                        mark -> Svg.line(x.at(mark.value()), TOP, x.at(mark.value()), bottom).of("mark")),
                Svg.line(x.from(), bottom, x.to(), bottom).of("axis"),
                each(x.ticks(STEPS), tick -> Svg.label(x.at(tick), bottom + 16, x.label(tick, STEPS)).of("tick middle")),
                Svg.label(0, bottom + 33, figure.x().label()).of("name"),
                each(parts, part -> part));
    }

    private static Content interval(Interval interval, Scale x, double y) {
        String style = Marker.style(interval.series);
        double from = interval.lower == null ? x.from() : x.at(interval.lower);
        double to = interval.upper == null ? x.to() : x.at(interval.upper);
        boolean openLeft = interval.lower == null || interval.lower < x.minimum();
        boolean openRight = interval.upper == null || interval.upper > x.maximum();
        boolean outside = !x.holds(interval.value);
        return all(
                Svg.line(from, y, to, y).of("whisker " + style),
                openLeft ? arrow(from, y, 5, style) : NOTHING,
                openRight ? arrow(to, y, -5, style) : NOTHING,
                outside ? NOTHING : Marker.of(interval.series, x.at(interval.value), y),
                Svg.label(WIDTH, y + 4, interval.words()).of("value end"));
    }

    private static Content arrow(double x, double y, double back, String style) {
        return Svg.path("M" + number(x + back) + " " + number(y - 4) + "L" + number(x) + " " + number(y) + "L"
                        + number(x + back) + " " + number(y + 4))
                .of("whisker " + style);
    }

    private static Stream<Double> values(Figure figure) {
        return Stream.concat(
                figure.marks().stream().map(Figure.Mark::value),
                figure.series().stream().flatMap(s -> Stream.of(s.x(), s.lower(), s.upper()).flatMap(List::stream)));
    }

    /// Lines of a label; a label longer than three lines ends with dots.
    private static List<String> wrapped(String label) {
        List<String> lines = new ArrayList<>();
        String rest = label.strip();
        while (rest.length() > LINE_OF_TEXT && lines.size() < LINES - 1) {
            int space = rest.lastIndexOf(' ', LINE_OF_TEXT);
            int end = space > 0 ? space : LINE_OF_TEXT;
            lines.add(rest.substring(0, end));
            rest = rest.substring(end).strip();
        }
        lines.add(rest.length() > LINE_OF_TEXT ? rest.substring(0, LINE_OF_TEXT - 1) + "\u2026" : rest);
        return lines;
    }

    /// What the markers mean.
    Content legend() {
        Legend legend = new Legend();
        List<Series> series = figure.series();
        for (int k = 0; k < series.size() && series.size() > 1; k++) {
            legend.marker(k, series.get(k).name());
        }
        return legend.marks(figure.marks()).content();
    }

    private String description() {
        StringBuilder words = new StringBuilder("Intervals of " + figure.x().label() + ".");
        for (Row row : rows()) {
            for (Interval interval : row.intervals) {
                String series = figure.series().size() > 1 ? ", " + figure.series().get(interval.series).name() : "";
                words.append(" ").append(row.label).append(series).append(": ").append(interval.words()).append(".");
            }
        }
        return words.toString();
    }
}
