package org.realfm.report;

import static org.realfm.report.html.Html.NOTHING;
import static org.realfm.report.html.Html.all;
import static org.realfm.report.html.Html.cell;
import static org.realfm.report.html.Html.details;
import static org.realfm.report.html.Html.each;
import static org.realfm.report.html.Html.el;
import static org.realfm.report.html.Html.p;
import static org.realfm.report.html.Html.rowHead;
import static org.realfm.report.html.Html.table;
import static org.realfm.report.html.Html.text;
import static org.realfm.report.html.Html.when;

import java.util.ArrayList;
import java.util.List;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Outcome;
import org.realfm.report.EvidenceDocument.CriterionPart;
import org.realfm.report.EvidenceDocument.FindingPart;
import org.realfm.report.EvidenceDocument.HowPart;
import org.realfm.report.html.Content;
import org.realfm.report.html.Numbers;

/// All criteria of the catalogue, a row each, so that a reader sees which are absent, and what is behind every row.
record CriteriaSection(EvidenceDocument document, List<Reading> readings, Prose prose) {

    Content section() {
        List<String> dimensions =
                document.criteria().stream().map(CriterionPart::dimension).distinct().toList();
        long measured =
                document.criteria().stream().filter(criterion -> criterion.how() != null).count();
        return el(
                        "section",
                        el("h2", "All " + document.criteria().size() + " criteria"),
                        p("This version measures " + measured + " of them; evidence on the others has to come from elsewhere. L"
                                + " is the credited level from 0 to 4, E the grade of the evidence."),
                        p("Methods and the numbers behind each row open on the screen, and stand in evidence.json.")
                                .of("on-paper"),
                        each(dimensions, this::dimension))
                .id("criteria");
    }

    private Content dimension(String name) {
        List<CriterionPart> criteria = document.criteria().stream()
                .filter(criterion -> criterion.dimension().equals(name))
                .toList();
        List<String> columns = new ArrayList<>(List.of("Criterion", "Tier"));
        readings.forEach(reading -> columns.add(reading.subject().model()));
        return all(
                el("h3", Prose.capital(name)),
                table(
                        "criteria",
                        "Criteria of the dimension " + name + " (" + criteria.size() + ")",
                        columns,
                        each(criteria, this::row)));
    }

    private Content row(CriterionPart criterion) {
        String tier = readings.isEmpty() ? criterion.tier() : readings.getFirst().tier(criterion);
        Content row = el(
                        "tr",
                        rowHead(
                                el("span", Prose.capital(criterion.title())).of("criterion"),
                                el("small", criterion.asks()),
                                el("code", criterion.id())),
                        cell("Tier", text(criterion.rule() == null ? tier : "none")),
                        criterion.rule() == null
                                ? each(readings, reading -> cell(reading.subject().model(), standing(reading, criterion)))
                                : across(
                                        Signs.outcome(Outcome.NOT_APPLICABLE.words()),
                                        el("small", Prose.capital(criterion.rule()))))
                .id(Prose.anchor(criterion.id()));
        List<FindingPart> findings = findings(criterion);
        HowPart how = criterion.how();
        return how == null && findings.isEmpty()
                ? row
                : all(
                        row,
                        el("tr", el("td", details(
                                                text(findings.isEmpty() ? "Method" : "Method and numbers"),
                                                how == null ? NOTHING : how(how),
                                                each(findings, this::finding)))
                                        .with("colspan", String.valueOf(2 + readings.size())))
                                .of("more"));
    }

    /// A cell that speaks for all models.
    private Content across(Content... content) {
        return cell("Outcome", content).with("colspan", String.valueOf(Math.max(1, readings.size())));
    }

    private static Content standing(Reading reading, CriterionPart criterion) {
        return reading.standing(criterion.id())
                .<Content>map(standing -> all(
                        Signs.outcome(standing.outcome()),
                        when(
                                !standing.outcome().equals(Outcome.ABSENT.words()),
                                el("small", "L" + standing.level() + ", " + standing.grade()))))
                .orElse(Signs.outcome(Outcome.NOT_APPLICABLE.words()));
    }

    /// What was found, as far as anybody looked.
    private List<FindingPart> findings(CriterionPart criterion) {
        return document.findings().stream()
                .filter(finding -> finding.criterion().equals(criterion.id()))
                .filter(finding -> !finding.outcome().equals(Outcome.ABSENT.words()))
                .filter(finding -> !finding.outcome().equals(Outcome.NOT_APPLICABLE.words()))
                .toList();
    }

    private static Content how(HowPart how) {
        return all(
                p(el("b", "Method. "), text(how.method())),
                p(el("b", "Uncertainty. "), text(how.uncertainty())),
                p(el("b", "Rule. "), text(how.met())),
                when(
                        !how.thresholds().isEmpty(),
                        el("ul", each(how.thresholds(), threshold -> el(
                                "li",
                                text(threshold.name() + ": " + Numbers.plain(threshold.value()) + " ["
                                        + threshold.basis() + "]"))))),
                when(!how.sources().isEmpty(), p(el("b", "Sources. "), text(String.join("; ", how.sources()) + "."))));
    }

    private static Content holds(FindingPart finding) {
        Double holds = finding.holds();
        return holds == null
                ? NOTHING
                : p("Probability, given the data, that what is asked for is true: " + Numbers.chance(holds) + ".");
    }

    private Content finding(FindingPart finding) {
        String cell = finding.cell().equals(Finding.ALL) ? "" : ", " + finding.cell();
        String about = finding.model() == null ? "The cohort" : finding.model();
        return el(
                        "div",
                        p(el("b", about + cell + ". "), Signs.outcome(finding.outcome()), text(" (" + finding.grade() + ")")),
                        p(prose.sentence(finding.reason())),
                        finding.wouldSettle().isBlank()
                                ? NOTHING
                                : p(el("b", "What would settle it. "), prose.sentence(finding.wouldSettle())),
                        holds(finding),
                        when(finding.timed(), p("Rests on measured time, and so may differ between two runs.")),
                        when(!finding.estimates().isEmpty(), Estimates.of(finding.estimates())))
                .of("evidence");
    }
}
