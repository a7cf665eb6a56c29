package org.realfm.report.html;

import java.util.Set;
import org.realfm.report.html.Content.Attribute;
import org.realfm.report.html.Content.Element;

/// Writes [Content] as HTML that is well-formed XML too.
///
/// Text is escaped. Code points that no document may hold, and those that would turn the direction of the text around
/// them, are written as the replacement character: whatever stands in a table stays a name.
public final class Markup {

    private static final Set<String> VOID = Set.of(
            "br", "col", "hr", "meta", "circle", "line", "path", "polygon", "polyline", "rect", "use");

    private static final Set<String> OWN_LINE = Set.of(
            "html", "head", "meta", "title", "style", "body", "header", "nav", "main", "section", "article", "footer",
            "h1", "h2", "h3", "h4", "p", "ul", "ol", "li", "dl", "div", "dt", "dd", "figure", "figcaption", "svg", "table",
            "caption", "thead", "tbody", "tr", "details", "summary");

    private static final char REPLACEMENT = '\uFFFD';

    private final StringBuilder out = new StringBuilder();

    private Markup() {}

    /// The document.
    public static String document(Content root) {
        return "<!DOCTYPE html>\n" + of(root);
    }

    /// A piece of a document.
    public static String of(Content content) {
        Markup markup = new Markup();
        markup.write(content);
        return markup.out.toString();
    }

    private void write(Content content) {
        switch (content) {
            case Content.Text text -> escape(text.value(), false);
            case Content.Style style -> out.append(style.rules());
            case Content.Several several -> several.parts().forEach(this::write);
            case Element element -> element(element);
        }
    }

    private void element(Element element) {
        out.append('<').append(element.name());
        for (Attribute attribute : element.attributes()) {
            out.append(' ').append(attribute.name()).append("=\"");
            escape(attribute.value(), true);
            out.append('"');
        }
        if (element.content().isEmpty() && VOID.contains(element.name())) {
            out.append("/>");
        } else {
            out.append('>');
            element.content().forEach(this::write);
            out.append("</").append(element.name()).append('>');
        }
        if (OWN_LINE.contains(element.name())) {
            out.append('\n');
        }
    }

    private void escape(String text, boolean quoted) {
        text.codePoints().forEach(point -> {
            switch (point) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append(quoted ? "&quot;" : "\"");
                default -> {
                    if (isText(point)) {
                        out.appendCodePoint(point);
                    } else {
                        out.append(REPLACEMENT);
                    }
                }
            }
        });
    }

    private static boolean isText(int point) {
        boolean control = point < ' ' && point != '\n' && point != '\t' || point >= 0x7F && point <= 0x9F;
        boolean turns = point >= 0x202A && point <= 0x202E || point >= 0x2066 && point <= 0x2069;
        boolean none = point >= 0xD800 && point <= 0xDFFF || (point & 0xFFFE) == 0xFFFE;
        return !control && !turns && !none;
    }
}
