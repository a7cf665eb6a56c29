package org.realfm.report;

import static org.realfm.report.html.Html.all;
import static org.realfm.report.html.Html.each;
import static org.realfm.report.html.Html.el;
import static org.realfm.report.html.Html.text;

import java.util.List;
import org.realfm.ledger.Outcome;
import org.realfm.report.chart.Svg;
import org.realfm.report.html.Content;

/// The signs of the six outcomes. Each has its own shape and stands beside its own word: colour is never alone.
final class Signs {

    private static final double SIZE = 14;

    private Signs() {}

    /// The sign and the word.
    static Content outcome(String words) {
        Outcome outcome = Outcome.ofWords(words);
        return el("span", sign(outcome), text(" " + words)).of("outcome " + style(outcome));
    }

    /// The sign alone, where the word stands nearby.
    static Content sign(Outcome outcome) {
        Content shape = switch (outcome) {
            case MET -> all(disc("fill"), stroke("M4 7.2l2.2 2.2L10.2 5"));
            case NOT_MET -> all(el("path").of("fill").with("d", "M4.3 0.5h5.4l3.8 3.8v5.4l-3.8 3.8h-5.4l-3.8-3.8v-5.4z"),
                    stroke("M4.6 4.6l4.8 4.8M9.4 4.6l-4.8 4.8"));
            case INCONCLUSIVE -> all(disc("ring"), el("path").of("fill").with("d", "M7 1a6 6 0 0 1 0 12z"));
            case NOT_ASSESSABLE -> all(
                    el("path").of("ring").with("d", "M7 0.8L13.2 7L7 13.2L0.8 7z"), el("path").of("line").with("d", "M4.5 7h5"));
            case ABSENT -> disc("ring dotted");
            case NOT_APPLICABLE -> el("path").of("line").with("d", "M3 7h8");
        };
        return Svg.sign(SIZE, SIZE, style(outcome), shape);
    }

    /// The class of an outcome in the style sheet.
    static String style(Outcome outcome) {
        return "o-" + outcome.words().replace(' ', '-');
    }

    private static Content disc(String kind) {
        return el("circle").of(kind).with("cx", "7").with("cy", "7").with("r", "6");
    }

    private static Content stroke(String path) {
        return el("path").of("cut").with("d", path);
    }

    /// Small words that say what kind of thing this is.
    static Content tags(List<String> words) {
        return el("p", each(words, word -> el("span", word).of("tag"))).of("tags");
    }
}
