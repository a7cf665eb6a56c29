package org.realfm.report;

import static org.realfm.report.html.Html.each;
import static org.realfm.report.html.Html.el;
import static org.realfm.report.html.Html.p;
import static org.realfm.report.html.Html.text;
import static org.realfm.report.html.Html.to;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.realfm.report.html.Content;
import org.realfm.report.html.Markup;

/// The page that a committee reads: one file, without scripts and without anything fetched from elsewhere. The same
/// document always gives the same bytes. Its order is that of SCORING 10, after the verdicts side by side.
public final class ReportPage {

    /// The browser itself refuses what the page promises not to do.
    private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

    private ReportPage() {}

    /// The page as one self-contained HTML document.
    public static String render(EvidenceDocument document) {
        List<Reading> readings = Reading.all(document);
        Prose prose = Prose.of(document);
        Masthead masthead = new Masthead(document, readings);
        Content body = el(
                "body",
                to("verdicts", text("To the verdicts")).of("skip"),
                masthead.header(),
                masthead.contents(),
                el(
                        "main",
                        new SummarySection(readings, prose).section(),
                        each(readings, reading -> new ModelSection(reading, prose).section()),
                        new PicturesSection(document).section(),
                        new CriteriaSection(document, readings, prose).section(),
                        new ClosingSections(document, prose).sections(),
                        Masthead.key()),
                el(
                        "footer",
                        p(document.notice() + ". It is not a medical device, and its verdict is not a regulatory clearance."),
                        p("Made by realfm " + document.run().version() + " from evidence.json, which holds every number here.")));
        return Markup.document(el("html", head(document), body)
                .with("lang", "en")
                .with("xmlns", "http://www.w3.org/1999/xhtml"));
    }

    private static Content head(EvidenceDocument document) {
        return el(
                "head",
                el("meta").with("charset", "utf-8"),
                el("meta").with("http-equiv", "Content-Security-Policy").with("content", POLICY),
                el("meta").with("name", "viewport").with("content", "width=device-width, initial-scale=1"),
                el("meta").with("name", "color-scheme").with("content", "light dark"),
                el("title", document.study().name() + ": " + document.study().question()),
                el("style", new Content.Style(styleSheet())));
    }

    private static String styleSheet() {
        try (InputStream in = Objects.requireNonNull(ReportPage.class.getResourceAsStream("report.css"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
