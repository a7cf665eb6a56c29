package org.realfm.report.chart;

import static org.realfm.report.html.Html.each;

import java.util.ArrayList;
import java.util.List;
import org.realfm.ledger.Figure;
import org.realfm.ledger.Figure.Series;
import org.realfm.report.html.Content;
import org.realfm.report.html.Numbers;

/// Histograms, one row a series, over one another with one scale: nothing is hidden behind anything.
record BarChart(Figure figure, List<Figure> peers) {

    private static final double LEFT = 44;
    private static final double RIGHT = 12;
    private static final double TOP = 8;
    private static final double ROW = 96;
    private static final double HEAD = 18;
    private static final double BOTTOM = 38;
    private static final int STEPS = 5;
    private static final int FEW = 2;

    Content drawing(String id) {
        double half = width(figure) / 2;
        Scale x = Scale.of(
                figure.x(),
                peers.stream().flatMap(peer -> peer.series().stream()).flatMap(series -> series.x().stream())
                        .mapToDouble(Double::doubleValue).flatMap(v -> java.util.stream.DoubleStream.of(v - half, v + half)),
                LEFT,
                LineChart.WIDTH - RIGHT);
        double highest = peers.stream()
                .flatMap(peer -> peer.series().stream())
                .flatMap(series -> series.y().stream())
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(1);
        List<Content> parts = new ArrayList<>();
        for (int k = 0; k < figure.series().size(); k++) {
            double top = TOP + k * ROW;
            parts.add(row(k, x, new Scale(0, highest > 0 ? highest : 1, top + ROW - 4, top + HEAD)));
        }
        double bottom = TOP + ROW * figure.series().size() - 4;
        parts.add(each(x.ticks(STEPS), tick -> Svg.label(x.at(tick), bottom + 16, x.label(tick, STEPS)).of("tick middle")));
        parts.add(Svg.label(x.to(), bottom + 33, figure.x().label()).of("name end"));
        return Svg.drawing(
                id, LineChart.WIDTH, bottom + BOTTOM, figure.title(), description(), each(parts, part -> part));
    }

    private Content row(int k, Scale x, Scale y) {
        Series series = figure.series().get(k);
        double half = width(figure) / 2;
        List<Content> parts = new ArrayList<>();
        parts.add(Svg.label(0, y.to() - 6, series.name() + ", " + figure.y().label()).of("name"));
        y.ticks(FEW).forEach(tick -> {
            parts.add(Svg.line(x.from(), y.at(tick), x.to(), y.at(tick)).of("grid"));
            parts.add(Svg.label(x.from() - 6, y.at(tick) + 4, y.label(tick, FEW)).of("tick end"));
        });
        for (int i = 0; i < series.x().size(); i++) {
            double left = x.at(series.x().get(i) - half);
            double right = x.at(series.x().get(i) + half);
            double top = y.at(series.y().get(i));
            if (top < y.from()) {
                parts.add(Svg.rect(left, top, right - left - 1, y.from() - top).of("bar " + Marker.style(k)));
            }
        }
        parts.add(Svg.line(x.from(), y.from(), x.to(), y.from()).of("axis"));
        figure.marks().stream()
                .filter(mark -> x.holds(mark.value()))
                .forEach(mark -> parts.add(
                        Svg.line(x.at(mark.value()), y.to(), x.at(mark.value()), y.from()).of("mark")));
        return each(parts, part -> part);
    }

    Content legend() {
        return new Legend().marks(figure.marks()).content();
    }

    /// Of one bin.
    private static double width(Figure figure) {
        return figure.series().stream()
                .filter(series -> series.x().size() > 1)
                .mapToDouble(series -> series.x().get(1) - series.x().get(0))
                .findFirst()
                .orElse(1);
    }

    private String description() {
        StringBuilder words = new StringBuilder("Histogram over " + figure.x().label() + ".");
        for (Series series : figure.series()) {
            int most = 0;
            for (int i = 1; i < series.y().size(); i++) {
                most = series.y().get(i) > series.y().get(most) ? i : most;
            }
            if (!series.y().isEmpty()) {
                words.append(" ").append(series.name()).append(": highest, ")
                        .append(Numbers.plain(series.y().get(most))).append(", at ")
                        .append(Numbers.plain(series.x().get(most))).append(".");
            }
        }
        return words.toString();
    }
}
