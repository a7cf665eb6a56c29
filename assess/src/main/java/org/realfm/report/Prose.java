package org.realfm.report;

import static org.realfm.report.html.Html.text;
import static org.realfm.report.html.Html.to;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.realfm.report.EvidenceDocument.CriterionPart;
import org.realfm.report.html.Content;

/// Sentences for people: where they name a criterion by its id, its title stands, linked to its row in the table.
record Prose(Map<String, CriterionPart> criteria) {

    private static final Pattern MINUS = Pattern.compile("(?<![\\w.)-])-(?=\\d)");

    private static final Pattern ID = Pattern.compile("[a-z]+(\\.[a-z_]+)+");

    static Prose of(EvidenceDocument document) {
        return new Prose(Reading.criteria(document));
    }

    /// Whether a sentence names this criterion.
    static boolean names(String sentence, String criterion) {
        return ID.matcher(sentence).results().anyMatch(found -> found.group().equals(criterion));
    }

    /// The sentence with linked titles, a true minus before numbers and ± for +-.
    Content of(String written) {
        String sentence = MINUS.matcher(written.replace("+-", "\u00B1")).replaceAll("\u2212");
        List<Content> parts = new ArrayList<>();
        Matcher matcher = ID.matcher(sentence);
        int from = 0;
        while (matcher.find()) {
            CriterionPart criterion = criteria.get(matcher.group());
            if (criterion != null) {
                parts.add(text(sentence.substring(from, matcher.start())));
                parts.add(link(criterion));
                from = matcher.end();
            }
        }
        parts.add(text(sentence.substring(from)));
        return new Content.Several(parts);
    }

    /// A sentence that begins with a capital and ends with a full stop.
    Content sentence(String text) {
        return of(stopped(capital(text)));
    }

    /// The title of a criterion, linked to its row.
    static Content link(CriterionPart criterion) {
        return to(anchor(criterion.id()), text(criterion.title()));
    }

    /// The title with a capital, where it stands alone.
    static Content heading(CriterionPart criterion) {
        return to(anchor(criterion.id()), text(capital(criterion.title())));
    }

    /// Where the row of a criterion can be linked to.
    static String anchor(String criterion) {
        return "criterion-" + criterion;
    }

    /// With a capital at its beginning, unless it begins with an id.
    static String capital(String text) {
        return text.isEmpty() || ID.matcher(text).lookingAt()
                ? text
                : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private static String stopped(String text) {
        return text.isEmpty() || text.endsWith(".") || text.endsWith("?") ? text : text + ".";
    }
}
