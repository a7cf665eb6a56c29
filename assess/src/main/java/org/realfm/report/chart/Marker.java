package org.realfm.report.chart;

import static org.realfm.report.chart.Svg.number;

import org.realfm.report.html.Content.Element;

/// The shape that stands for a series, so that colour is never alone.
final class Marker {

    /// How many series can be told apart.
    static final int KINDS = 4;

    private Marker() {}

    /// The marker of a series: a disc, an open ring, a square, an open diamond, in turn.
    static Element of(int series, double x, double y) {
        double r = 4;
        Element shape = switch (series % KINDS) {
            case 0 -> Svg.circle(x, y, r);
            case 1 -> Svg.circle(x, y, r - 0.5);
            case 2 -> Svg.rect(x - r + 0.5, y - r + 0.5, 2 * r - 1, 2 * r - 1);
            default -> Svg.path("M" + number(x) + " " + number(y - r - 1) + "l" + number(r + 1) + " " + number(r + 1) + "l"
                    + number(-r - 1) + " " + number(r + 1) + "l" + number(-r - 1) + " " + number(-r - 1) + "z");
        };
        return shape.of("marker " + style(series));
    }

    /// The class of a series in the style sheet.
    static String style(int series) {
        return "s" + series % KINDS;
    }
}
