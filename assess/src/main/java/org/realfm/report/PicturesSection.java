package org.realfm.report;

import static org.realfm.report.html.Html.NOTHING;
import static org.realfm.report.html.Html.all;
import static org.realfm.report.html.Html.details;
import static org.realfm.report.html.Html.each;
import static org.realfm.report.html.Html.el;
import static org.realfm.report.html.Html.p;
import static org.realfm.report.html.Html.text;
import static org.realfm.report.html.Html.when;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SequencedMap;
import org.realfm.ledger.Figure;
import org.realfm.ledger.Finding;
import org.realfm.report.EvidenceDocument.CriterionPart;
import org.realfm.report.EvidenceDocument.FindingPart;
import org.realfm.report.chart.Charts;
import org.realfm.report.html.Content;

/// Every picture, the models side by side on the same axes.
record PicturesSection(EvidenceDocument document) {

    /// Which picture of a criterion.
    private record Key(String cell, String figure) {}

    /// A picture of one model; the model is empty where it is about the cohort.
    private record Drawn(String model, Figure figure) {}

    Content section() {
        List<Content> parts = new ArrayList<>();
        for (CriterionPart criterion : document.criteria()) {
            SequencedMap<Key, List<Drawn>> pictures = of(criterion.id());
            if (!pictures.isEmpty()) {
                parts.add(el("h3", Prose.capital(criterion.title())));
                parts.add(rows(criterion.id(), pictures));
            }
        }
        if (parts.isEmpty()) {
            return NOTHING;
        }
        return el(
                        "section",
                        el("h2", "Pictures"),
                        when(
                                document.subjects().size() > 1,
                                p("Models stand side by side, on the same axes. Bands and bars are 95% intervals unless the"
                                        + " title says otherwise.")),
                        each(parts, part -> part))
                .id("pictures");
    }

    /// The pictures of the whole question; those of its parts can be opened where there are both.
    private Content rows(String criterion, SequencedMap<Key, List<Drawn>> pictures) {
        List<Content> whole = new ArrayList<>();
        List<Content> parts = new ArrayList<>();
        pictures.forEach((key, drawn) ->
                (key.cell.equals(Finding.ALL) ? whole : parts).add(row(criterion, key, drawn)));
        return whole.isEmpty() || parts.isEmpty()
                ? all(each(whole, row -> row), each(parts, row -> row))
                : all(
                        each(whole, row -> row),
                        details(text("Pictures of the parts (" + parts.size() + ")"), each(parts, row -> row)));
    }

    private SequencedMap<Key, List<Drawn>> of(String criterion) {
        SequencedMap<Key, List<Drawn>> pictures = new LinkedHashMap<>();
        for (FindingPart finding : document.findings()) {
            if (finding.criterion().equals(criterion)) {
                for (Figure figure : finding.figures()) {
                    pictures.computeIfAbsent(new Key(finding.cell(), figure.id()), key -> new ArrayList<>())
                            .add(new Drawn(Objects.requireNonNullElse(finding.model(), ""), figure));
                }
            }
        }
        return pictures;
    }

    private Content row(String criterion, Key key, List<Drawn> drawn) {
        List<Figure> peers = drawn.stream().map(Drawn::figure).toList();
        String title = peers.getFirst().title();
        return all(
                el("h4", title),
                el("div", each(drawn, one -> Charts.draw(
                                one.figure,
                                peers,
                                slug("all " + criterion + " " + key + " " + one.model),
                                all(
                                        text(one.model.isEmpty() ? "The cohort" : one.model),
                                        when(
                                                !one.figure.title().equals(title),
                                                text(": " + one.figure.title()))))))
                        .of("charts"));
    }

    /// Letters and digits for an identifier; different texts stay different.
    static String slug(String text) {
        String plain = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        return "f" + plain + "-" + Integer.toHexString(text.hashCode());
    }
}
