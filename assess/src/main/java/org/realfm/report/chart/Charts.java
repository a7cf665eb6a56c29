package org.realfm.report.chart;

import static org.realfm.report.html.Html.el;

import java.util.ArrayList;
import java.util.List;
import org.realfm.ledger.Figure;
import org.realfm.ledger.Figure.Series;
import org.realfm.report.html.Content;
import org.realfm.report.html.Html;

/// Draws figures.
public final class Charts {

    /// More curves than this in one drawing cannot be told apart.
    private static final int CURVES_TOGETHER = 4;

    private Charts() {}

    /// A figure with its caption and what its lines mean.
    ///
    /// @param peers figures of other models that stand beside it, itself included: all get the same axes
    /// @param id    unique in the page
    public static Content draw(Figure figure, List<Figure> peers, String id, Content caption) {
        return el("figure", el("figcaption", caption), drawing(figure, peers, id)).of("chart");
    }

    private static Content drawing(Figure figure, List<Figure> peers, String id) {
        return switch (figure.kind()) {
            case LINE -> lines(figure, peers, id);
            case FOREST -> {
                ForestChart chart = new ForestChart(figure, peers);
                yield Html.all(chart.drawing(id), chart.legend());
            }
            case BARS -> {
                BarChart chart = new BarChart(figure, peers);
                yield Html.all(chart.drawing(id), chart.legend());
            }
        };
    }

    /// One drawing, or a small one for every curve where there are too many for one.
    private static Content lines(Figure figure, List<Figure> peers, String id) {
        List<Series> curves = LineChart.curves(figure);
        if (curves.size() <= CURVES_TOGETHER) {
            LineChart chart = new LineChart(figure, peers, LineChart.Paper.WHOLE);
            return Html.all(chart.drawing(id), chart.legend());
        }
        List<Content> panels = new ArrayList<>();
        for (Series curve : curves) {
            Figure one = new Figure(
                    figure.kind(),
                    figure.id(),
                    curve.name(),
                    figure.x(),
                    figure.y(),
                    figure.series().stream().filter(s -> s == curve || LineChart.isReference(s)).toList(),
                    figure.marks());
            panels.add(new LineChart(one, peers, LineChart.Paper.HALF).drawing(id + "-" + panels.size()));
        }
        return Html.all(
                el("div", Html.each(panels, panel -> panel)).of("panels"),
                el("p", figure.y().label() + " by " + figure.x().label()).of("note"),
                new Legend().marks(figure.marks()).content());
    }
}
