package org.realfm.report.chart;

import static org.realfm.report.chart.Svg.number;

import java.util.ArrayList;
import java.util.List;
import org.realfm.ledger.Figure;
import org.realfm.report.html.Content;
import org.realfm.report.html.Content.Attribute;
import org.realfm.report.html.Content.Element;
import org.realfm.report.html.Html;
import org.realfm.report.html.Markup;

/// A figure as a file of its own: the drawing of the report with its title, its legend and its own colours, on white, so
/// that it can be opened, printed and put into a paper without the page around it.
public final class SvgFile {

    private static final double MARGIN = 16;
    private static final double HEAD = 30;
    private static final double ENTRY = 18;
    private static final double SAMPLE = 34;

    /// The light colours of report.css, written out: few programs that read SVG know variables.
    private static final String STYLE = """
            text { font: 400 11.5px system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif; fill: #55616d; }
            .title { font-size: 13px; font-weight: 600; fill: #17202a; }
            .name, .value, .heading { fill: #17202a; }
            .heading { font-weight: 600; }
            .middle { text-anchor: middle; }
            .end { text-anchor: end; }
            .ground { fill: #ffffff; }
            .grid { stroke: #d5dbe1; stroke-width: 1; }
            .axis { stroke: #55616d; stroke-width: 1; }
            .mark { stroke: #a12a1e; stroke-width: 1.25; stroke-dasharray: 5 3; }
            .reference { fill: none; stroke: #55616d; stroke-width: 1; stroke-dasharray: 1.5 3; }
            .s0 { stroke: #0b5b7e; }
            .s1 { stroke: #7a4a00; }
            .s2 { stroke: #5b3f8c; }
            .s3 { stroke: #55616d; }
            .curve { fill: none; stroke-width: 2; stroke-linejoin: round; }
            .curve.s1 { stroke-dasharray: 7 3; }
            .curve.s2 { stroke-dasharray: 2 3; }
            .curve.s3 { stroke-dasharray: 9 3 2 3; }
            .band { stroke: none; fill: #d5dbe1; opacity: 0.75; }
            .band.s0 { fill: #d5e7ef; }
            .band.s1 { fill: #f3e3c4; }
            .bar { stroke: none; fill: #0b5b7e; }
            .bar.s1 { fill: #7a4a00; }
            .bar.s2 { fill: #5b3f8c; }
            .bar.s3 { fill: #55616d; }
            .whisker { fill: none; stroke-width: 1.75; }
            .marker { fill: #0b5b7e; stroke-width: 1.5; }
            .marker.s1, .marker.s3 { fill: #ffffff; }
            .marker.s2 { fill: #5b3f8c; }
            """;

    private SvgFile() {}

    /// The text of the file.
    public static String of(Figure figure) {
        return switch (figure.kind()) {
            case LINE -> {
                LineChart chart = new LineChart(figure, List.of(figure), LineChart.Paper.WHOLE);
                yield file(figure, chart.drawing("figure"), chart.legend());
            }
            case FOREST -> {
                ForestChart chart = new ForestChart(figure, List.of(figure));
                yield file(figure, chart.drawing("figure"), chart.legend());
            }
            case BARS -> {
                BarChart chart = new BarChart(figure, List.of(figure));
                yield file(figure, chart.drawing("figure"), chart.legend());
            }
        };
    }

    private static String file(Figure figure, Content drawn, Content legend) {
        if (!(drawn instanceof Element drawing)) {
            throw new IllegalStateException("a chart is one drawing");
        }
        String[] box = value(drawing, "viewBox").split(" ");
        double width = Double.parseDouble(box[2]);
        double height = Double.parseDouble(box[3]);
        List<Content> parts = new ArrayList<>();
        double y = HEAD + height + ENTRY;
        for (Element entry : entries(legend)) {
            parts.add(entry(entry, y));
            y += ENTRY;
        }
        double wide = width + 2 * MARGIN;
        double high = y + MARGIN;
        Element root = Html.el("svg")
                .with("xmlns", "http://www.w3.org/2000/svg")
                .with("viewBox", "0 0 " + number(wide) + " " + number(high))
                .with("width", number(2 * wide))
                .with("height", number(2 * high))
                .add(
                        Html.el("style", new Content.Style(STYLE)),
                        Svg.rect(0, 0, wide, high).of("ground"),
                        Svg.label(MARGIN, MARGIN + 4, figure.title()).of("title"),
                        drawing.with("x", number(MARGIN))
                                .with("y", number(HEAD))
                                .with("width", number(width))
                                .with("height", number(height)))
                .add(parts.toArray(Content[]::new));
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + Markup.of(root);
    }

    /// The items of a legend: each a sample and its text.
    private static List<Element> entries(Content content) {
        return switch (content) {
            case Element element when element.name().equals("li") -> List.of(element);
            case Element element -> element.content().stream().flatMap(part -> entries(part).stream()).toList();
            case Content.Several several -> several.parts().stream().flatMap(part -> entries(part).stream()).toList();
            case Content.Text ignored -> List.of();
            case Content.Style ignored -> List.of();
        };
    }

    private static Content entry(Element item, double y) {
        List<Content> parts = new ArrayList<>();
        for (Content part : item.content()) {
            switch (part) {
                case Element sample -> parts.add(sample.with("x", number(MARGIN)).with("y", number(y - 10)));
                case Content.Text text -> parts.add(Svg.label(MARGIN + SAMPLE, y, text.value().strip()));
                default -> throw new IllegalStateException("a legend has samples and texts");
            }
        }
        return Html.all(parts.toArray(Content[]::new));
    }

    private static String value(Element element, String name) {
        return element.attributes().stream()
                .filter(attribute -> attribute.name().equals(name))
                .map(Attribute::value)
                .findFirst()
                .orElseThrow();
    }
}
