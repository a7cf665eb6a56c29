package org.realfm.report.html;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.realfm.report.html.Content.Element;

/// Makes the pieces of a page. Meant to be imported statically.
public final class Html {

    /// Nothing.
    public static final Content NOTHING = new Content.Several(List.of());

    private Html() {}

    /// An element.
    public static Element el(String name, Content... content) {
        return new Element(name, List.of(), Arrays.asList(content));
    }

    /// An element that holds a text.
    public static Element el(String name, String text) {
        return el(name, text(text));
    }

    /// A text.
    public static Content text(String value) {
        return new Content.Text(value);
    }

    /// Several pieces, one after the other.
    public static Content all(Content... parts) {
        return new Content.Several(Arrays.asList(parts));
    }

    /// One piece for every value.
    public static <T> Content each(Collection<T> values, Function<? super T, ? extends Content> piece) {
        return new Content.Several(values.stream().<Content>map(piece).toList());
    }

    /// The piece if the condition holds, otherwise nothing.
    public static Content when(boolean condition, Content piece) {
        return condition ? piece : NOTHING;
    }

    /// A paragraph.
    public static Element p(String text) {
        return el("p", text);
    }

    /// A paragraph.
    public static Element p(Content... content) {
        return el("p", content);
    }

    /// A link within the page.
    public static Element to(String id, Content... content) {
        return el("a", content).with("href", "#" + id);
    }

    private static Element column(String text) {
        return el("th", text).with("scope", "col");
    }

    /// The head cell of a row.
    public static Element rowHead(Content... content) {
        return el("th", content).with("scope", "row");
    }

    /// A cell of a table. Its label is shown before it where a narrow screen has no room for the head of the column.
    public static Element cell(String label, Content... content) {
        return el("td", content).with("data-label", label);
    }

    /// A table in a frame that scrolls by itself if it must.
    ///
    /// @param classes of the table
    /// @param caption what it shows
    public static Element table(String classes, String caption, List<String> columns, Content rows) {
        Element table = el(
                "table",
                el("caption", caption),
                el("thead", el("tr", each(columns, Html::column))),
                el("tbody", rows));
        return el("div", table.of(classes)).of("frame");
    }

    /// What can be opened where there is too much to read at first; in print it is open.
    public static Element details(Content summary, Content... content) {
        return el("details", el("summary", summary), all(content));
    }
}
