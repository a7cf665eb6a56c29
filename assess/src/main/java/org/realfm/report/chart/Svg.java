package org.realfm.report.chart;

import static org.realfm.report.html.Html.all;
import static org.realfm.report.html.Html.el;

import java.util.Locale;
import org.realfm.report.html.Content;
import org.realfm.report.html.Content.Element;

/// The few shapes that the drawings are made of. Coordinates have one decimal, so that the same numbers give the same
/// bytes and curves of thousands of points stay small.
public final class Svg {

    private Svg() {}

    /// A drawing that describes itself.
    ///
    /// @param id          unique in the page
    /// @param title       what it is
    /// @param description what can be seen
    public static Element drawing(
            String id, double width, double height, String title, String description, Content... content) {
        return frame(width, height)
                .of("drawing")
                .with("role", "img")
                .with("aria-labelledby", id + "-t " + id + "-d")
                .add(el("title", title).id(id + "-t"), el("desc", description).id(id + "-d"), all(content));
    }

    /// A sign that repeats what the text beside it says.
    ///
    /// @param style its class in the style sheet
    public static Element sign(double width, double height, String style, Content... content) {
        return frame(width, height)
                .of("sign " + style)
                .with("width", number(width))
                .with("height", number(height))
                .with("aria-hidden", "true")
                .add(content);
    }

    private static Element frame(double width, double height) {
        return el("svg").with("viewBox", "0 0 " + number(width) + " " + number(height));
    }

    /// A part of a drawing that cuts off what leaves it.
    static Element window(double x, double y, double width, double height, Content... content) {
        return el("svg", content)
                .with("x", number(x))
                .with("y", number(y))
                .with("width", number(width))
                .with("height", number(height))
                .with("viewBox", number(x) + " " + number(y) + " " + number(width) + " " + number(height));
    }

    static Element line(double x1, double y1, double x2, double y2) {
        return el("line")
                .with("x1", number(x1))
                .with("y1", number(y1))
                .with("x2", number(x2))
                .with("y2", number(y2));
    }

    static Element rect(double x, double y, double width, double height) {
        return el("rect")
                .with("x", number(x))
                .with("y", number(y))
                .with("width", number(Math.max(0, width)))
                .with("height", number(Math.max(0, height)));
    }

    static Element circle(double x, double y, double radius) {
        return el("circle").with("cx", number(x)).with("cy", number(y)).with("r", number(radius));
    }

    static Element path(String data) {
        return el("path").with("d", data);
    }

    static Element label(double x, double y, String text) {
        return el("text", text).with("x", number(x)).with("y", number(y));
    }

    static String number(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
