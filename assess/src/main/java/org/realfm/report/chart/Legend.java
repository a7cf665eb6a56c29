package org.realfm.report.chart;

import static org.realfm.report.html.Html.NOTHING;
import static org.realfm.report.html.Html.all;
import static org.realfm.report.html.Html.each;
import static org.realfm.report.html.Html.el;
import static org.realfm.report.html.Html.text;
import static org.realfm.report.html.Html.when;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.realfm.ledger.Figure.Mark;
import org.realfm.report.html.Content;
import org.realfm.report.html.Numbers;

/// What the lines and markers of a drawing mean: text beneath it, which wraps where the screen is narrow.
final class Legend {

    private final List<Content> entries = new ArrayList<>();

    Legend curve(int series, String name, boolean line, boolean marked) {
        return entry(
                all(
                        when(line, Svg.line(0, 6, 26, 6).of("curve " + Marker.style(series))),
                        when(marked, Marker.of(series, 13, 6))),
                name);
    }

    Legend reference(String name) {
        return entry(Svg.line(0, 6, 26, 6).of("reference"), name);
    }

    Legend marker(int series, String name) {
        return entry(
                all(Svg.line(2, 6, 24, 6).of("whisker " + Marker.style(series)), Marker.of(series, 13, 6)), name);
    }

    /// Reference lines, those of one name together: `limit at −0.02 and 0.02`.
    Legend marks(List<Mark> marks) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        marks.forEach(mark -> values.computeIfAbsent(mark.name(), name -> new ArrayList<>())
                .add(Numbers.plain(mark.value())));
        values.forEach((name, at) -> entry(Svg.line(0, 6, 26, 6).of("mark"), name + " at " + String.join(" and ", at)));
        return this;
    }

    private Legend entry(Content sample, String name) {
        entries.add(el("li", Svg.sign(26, 12, "sample", sample), text(" " + name)));
        return this;
    }

    Content content() {
        return entries.isEmpty() ? NOTHING : el("ul", each(entries, entry -> entry)).of("legend");
    }
}
