package org.realfm.report.chart;

import static org.realfm.report.chart.Svg.number;
import static org.realfm.report.html.Html.all;
import static org.realfm.report.html.Html.each;
import static org.realfm.report.html.Html.when;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.realfm.ledger.Figure;
import org.realfm.ledger.Figure.Series;
import org.realfm.report.html.Content;
import org.realfm.report.html.Numbers;

/// Curves with bands. The first curve is the subject and stands out. A series of two points without a band is a line of
/// reference, such as chance; one of few points without a band beside a curve with one is drawn as points, such as groups
/// of cases beside a calibration curve.
///
/// A fitted vertical axis holds the whole first series. Below 0 the others are cut where they leave it by more than a
/// quarter of its range: the net benefit of treating everyone soon falls so far that nothing else could be seen.
///
/// @param peers figures that stand beside it, itself included: all get the same axes
/// @param paper how large it is drawn
record LineChart(Figure figure, List<Figure> peers, Paper paper) {

    /// The room that a drawing has, in units of about a pixel.
    ///
    /// @param height of the plot, unless both its axes run from 0 to 1: then it is a square
    /// @param steps  at most so many between ticks
    /// @param titled whether its axes have their names beside them
    record Paper(double width, double left, double right, double top, double bottom, double height, int steps, boolean titled) {
        static final Paper WHOLE = new Paper(WIDTH, 44, 12, 24, 38, 190, 5, true);
        static final Paper HALF = new Paper(162, 28, 6, 22, 18, 84, 2, false);
    }

    static final double WIDTH = 340;

    private static final int FEW_POINTS = 12;
    private static final double CUT = 0.25;

    static List<Series> curves(Figure figure) {
        return figure.series().stream()
                .filter(series -> !isReference(series) && !series.x().isEmpty())
                .toList();
    }

    private List<Series> curves() {
        return curves(figure);
    }

    static boolean isReference(Series series) {
        return series.x().size() == 2 && series.lower().isEmpty();
    }

    private boolean isPoints(Series series) {
        return isMarked(series) && series.lower().isEmpty() && !curves().getFirst().lower().isEmpty();
    }

    /// The drawing.
    Content drawing(String id) {
        Scale x = Scale.of(
                figure.x(),
                peers.stream().flatMap(LineChart::series).flatMap(s -> s.x().stream()).mapToDouble(v -> v),
                paper.left,
                paper.width - paper.right);
        boolean square = paper.titled && isUnit(figure.x()) && isUnit(figure.y());
        double height = square ? x.to() - x.from() : paper.height;
        Scale y = vertical(paper.top + height, paper.top);
        return Svg.drawing(
                id,
                paper.width,
                paper.top + height + paper.bottom,
                figure.title(),
                description(),
                frame(x, y),
                Svg.window(x.from(), y.to(), x.to() - x.from(), y.from() - y.to(), content(x, y)),
                markers(x, y));
    }

    private Content content(Scale x, Scale y) {
        List<Series> curves = curves();
        List<Content> parts = new ArrayList<>();
        for (int k = curves.size() - 1; k >= 0; k--) {
            Series series = curves.get(k);
            if (!series.lower().isEmpty()) {
                parts.add(Svg.path(band(series, x, y)).of("band " + Marker.style(k)));
            }
        }
        figure.marks().forEach(mark -> parts.add(
                Svg.line(x.from(), outside(y, mark.value()), x.to(), outside(y, mark.value())).of("mark")));
        figure.series().stream()
                .filter(LineChart::isReference)
                .forEach(series -> parts.add(Svg.path(line(series, x, y)).of("reference")));
        for (int k = curves.size() - 1; k >= 0; k--) {
            Series series = curves.get(k);
            parts.add(when(!isPoints(series), Svg.path(line(series, x, y)).of("curve " + Marker.style(k))));
        }
        return each(parts, part -> part);
    }

    private Content markers(Scale x, Scale y) {
        List<Series> curves = curves();
        List<Content> markers = new ArrayList<>();
        for (int k = curves.size() - 1; k >= 0; k--) {
            Series series = curves.get(k);
            for (int i = 0; isMarked(series) && i < series.x().size(); i++) {
                if (x.holds(series.x().get(i)) && y.holds(series.y().get(i))) {
                    markers.add(Marker.of(k, x.at(series.x().get(i)), y.at(series.y().get(i))));
                }
            }
        }
        return each(markers, marker -> marker);
    }

    private Content frame(Scale x, Scale y) {
        int steps = paper.steps;
        return all(
                each(y.ticks(steps), tick -> all(
                        Svg.line(x.from(), y.at(tick), x.to(), y.at(tick)).of("grid"),
                        Svg.label(x.from() - 6, y.at(tick) + 4, y.label(tick, steps)).of("tick end"))),
                Svg.line(x.from(), y.from(), x.to(), y.from()).of("axis"),
                each(x.ticks(paper.titled ? steps : 2 * steps + 1), tick -> all(
                        Svg.line(x.at(tick), y.from(), x.at(tick), y.from() + 4).of("axis"),
                        Svg.label(x.at(tick), y.from() + 16, x.label(tick, steps)).of("tick middle"))),
                paper.titled
                        ? all(
                                Svg.label(0, 12, figure.y().label()).of("name"),
                                Svg.label(x.to(), y.from() + 33, figure.x().label()).of("name end"))
                        : Svg.label(0, 11, figure.title()).of("name"));
    }

    /// What the markers and lines mean.
    Content legend() {
        Legend legend = new Legend();
        List<Series> curves = curves();
        for (int k = 0; k < curves.size(); k++) {
            Series series = curves.get(k);
            String band = series.lower().isEmpty() || series.name().contains("band") ? "" : ", with its band";
            legend.curve(k, series.name() + band, !isPoints(series), isMarked(series));
        }
        figure.series().stream().filter(LineChart::isReference).forEach(series -> legend.reference(series.name()));
        return legend.marks(figure.marks()).content();
    }

    private boolean isMarked(Series series) {
        return paper.titled && series.x().size() <= FEW_POINTS;
    }

    private static boolean isUnit(Figure.Axis axis) {
        return axis.minimum() == 0 && axis.maximum() == 1;
    }

    private static Stream<Series> series(Figure figure) {
        return figure.series().stream();
    }

    private Scale vertical(double from, double to) {
        Scale whole = Scale.of(figure.y(), peers.stream().flatMapToDouble(LineChart::heights), from, to);
        if (figure.y().minimum() < figure.y().maximum() || whole.minimum() >= 0) {
            return whole;
        }
        Scale first = Scale.of(
                figure.y(), peers.stream().flatMapToDouble(peer -> heights(firstOnly(peer))), from, to);
        double least = Math.min(first.minimum(), -CUT * (first.maximum() - first.minimum()));
        return new Scale(Math.max(whole.minimum(), least), whole.maximum(), from, to);
    }

    private static Figure firstOnly(Figure figure) {
        return new Figure(
                figure.kind(), figure.id(), figure.title(), figure.x(), figure.y(),
                curves(figure).stream().limit(1).toList(), figure.marks());
    }

    private static DoubleStream heights(Figure figure) {
        return DoubleStream.concat(
                figure.marks().stream().mapToDouble(Figure.Mark::value),
                figure.series().stream()
                        .flatMap(series -> Stream.of(series.y(), series.lower(), series.upper()))
                        .flatMap(List::stream)
                        .mapToDouble(Double::doubleValue));
    }

    /// Like [Scale#at], but beyond the ends for what the window cuts off.
    private static double outside(Scale y, double value) {
        double bounded = Math.clamp(value, -Scale.UNBOUNDED, Scale.UNBOUNDED);
        return y.from() + (bounded - y.minimum()) / (y.maximum() - y.minimum()) * (y.to() - y.from());
    }

    private static String line(Series series, Scale x, Scale y) {
        return "M" + points(series.x(), series.y(), x, y);
    }

    private static String band(Series series, Scale x, Scale y) {
        return "M" + points(series.x(), series.upper(), x, y) + "L"
                + points(series.x().reversed(), series.lower().reversed(), x, y) + "Z";
    }

    /// Points that cannot be told apart are drawn once.
    private static String points(List<Double> xs, List<Double> ys, Scale x, Scale y) {
        StringBuilder points = new StringBuilder();
        String last = "";
        for (int i = 0; i < xs.size(); i++) {
            String point = number(x.at(xs.get(i))) + " " + number(outside(y, ys.get(i)));
            if (!point.equals(last)) {
                points.append(points.isEmpty() ? "" : " ").append(point);
                last = point;
            }
        }
        return points.toString();
    }

    private String description() {
        StringBuilder words = new StringBuilder("Curves of " + figure.y().label() + " against " + figure.x().label() + ".");
        for (Series series : curves()) {
            words.append(" ").append(series.name()).append(":");
            int n = series.x().size();
            IntStream.of(0, n / 2, n - 1).distinct().forEach(i -> words.append(i == 0 ? " " : ", ")
                    .append(
                            series.lower().isEmpty()
                                    ? Numbers.plain(series.y().get(i))
                                    : Numbers.interval(
                                            series.y().get(i), series.lower().get(i), series.upper().get(i)))
                    .append(" at ")
                    .append(Numbers.plain(series.x().get(i))));
            words.append(".");
        }
        return words.toString();
    }
}
