package org.realfm.report;

import static org.realfm.report.html.Html.NOTHING;
import static org.realfm.report.html.Html.all;
import static org.realfm.report.html.Html.cell;
import static org.realfm.report.html.Html.each;
import static org.realfm.report.html.Html.el;
import static org.realfm.report.html.Html.p;
import static org.realfm.report.html.Html.rowHead;
import static org.realfm.report.html.Html.text;
import static org.realfm.report.html.Html.when;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.realfm.ledger.Figure;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Outcome;
import org.realfm.report.EvidenceDocument.CriterionPart;
import org.realfm.report.EvidenceDocument.FindingPart;
import org.realfm.report.EvidenceDocument.StandingPart;
import org.realfm.report.chart.Charts;
import org.realfm.report.html.Content;
import org.realfm.report.html.Content.Element;
import org.realfm.report.html.Numbers;

/// What was found on one criterion: in full with its pictures where it failed, as a row of a table where it is open.
record Blocks(Reading reading, Prose prose, String slug) {

    /// How a headline begins that only points to its parts.
    static final String SEE = "See the finding";

    private static final int PICTURES = 2;

    /// What failed on a criterion.
    Content failed(CriterionPart criterion) {
        List<FindingPart> findings = reading.findings(criterion.id()).stream()
                .filter(finding -> finding.outcome().equals(Outcome.NOT_MET.words()))
                .toList();
        List<FindingPart> whole = findings.stream().filter(Blocks::isWhole).toList();
        return el(
                        "article",
                        el(
                                "div",
                                el("h4", Signs.sign(Outcome.NOT_MET), text(" "), Prose.heading(criterion)),
                                Signs.tags(tags(criterion, Outcome.NOT_MET, findings)),
                                each(whole, finding -> p(prose.sentence(finding.reason()))),
                                p(el("b", "Whom it concerns: "), text(concerns(findings))),
                                each(whole, finding -> settle(finding, p())),
                                parts(findings.stream().filter(finding -> !isWhole(finding)).toList())),
                        figures(criterion))
                .of("finding " + Signs.style(Outcome.NOT_MET));
    }

    private Content parts(List<FindingPart> parts) {
        return when(
                !parts.isEmpty(),
                el("ul", each(parts, part -> el(
                        "li",
                        el("b", part.cell()),
                        text(": "),
                        prose.sentence(part.reason()),
                        text(" "),
                        settle(part, el("span"))))));
    }

    private Content settle(FindingPart finding, Element around) {
        return finding.wouldSettle().isBlank() || finding.wouldSettle().startsWith(SEE)
                ? NOTHING
                : around.add(el("b", "To settle it: "), prose.of(finding.wouldSettle())).of("settle");
    }

    /// What is open on a criterion, as a row: what is known, and what would settle it.
    Content open(CriterionPart criterion, Outcome outcome) {
        List<FindingPart> findings = reading.findings(criterion.id()).stream()
                .filter(finding -> finding.outcome().equals(outcome.words()))
                .sorted(Comparator.comparing(finding -> !isWhole(finding)))
                .toList();
        String known = findings.isEmpty()
                ? reading.standing(criterion.id()).map(StandingPart::reason).orElse("")
                : findings.getFirst().reason();
        String others = findings.stream().skip(1).map(FindingPart::cell).collect(Collectors.joining(", "));
        String settle = findings.stream()
                .map(FindingPart::wouldSettle)
                .filter(way -> !way.isBlank() && !way.startsWith(SEE))
                .findFirst()
                .orElse("Its parts say what each needs; see its row in the table of criteria.");
        return el(
                "tr",
                rowHead(Prose.heading(criterion), Signs.tags(tags(criterion, outcome, findings))),
                cell(
                        "What is known",
                        p(prose.sentence(known)),
                        when(!others.isEmpty() && !isWhole(findings.getFirst()), el("small", "Open as well: " + others))),
                cell("What would settle it", prose.sentence(settle)));
    }

    private static boolean isWhole(FindingPart finding) {
        return finding.cell().equals(Finding.ALL);
    }

    private List<String> tags(CriterionPart criterion, Outcome outcome, List<FindingPart> findings) {
        List<String> tags = new ArrayList<>(List.of(outcome.words(), reading.tier(criterion)));
        findings.stream().map(FindingPart::grade).distinct().sorted().forEach(tags::add);
        if (findings.stream().anyMatch(finding -> finding.subject() == null)) {
            tags.add("holds for every model");
        }
        return tags;
    }

    /// In words: the groups that the cells name, with how many cases they have; everybody where the finding is not about
    /// groups alone.
    private String concerns(List<FindingPart> findings) {
        Map<String, Integer> sizes = reading.document().cohort().groups();
        String groups = findings.stream()
                .map(FindingPart::cell)
                .filter(sizes::containsKey)
                .map(cell -> cell.replace("=", " = ") + " (" + Numbers.fixed(sizes.getOrDefault(cell, 0), 0) + ")")
                .collect(Collectors.joining(", "));
        boolean groupsAlone = findings.stream().allMatch(finding -> sizes.containsKey(finding.cell()));
        int evaluated = reading.document().cohort().evaluated();
        String of = " of the " + Numbers.count(evaluated, "evaluated case") + ".";
        if (groups.isEmpty()) {
            return "Every patient of the intended use.";
        }
        return groupsAlone
                ? "Patients with " + groups + of
                : "Every patient of the intended use; by group, those with " + groups + of;
    }

    /// The first pictures of the whole question and of what failed; all of them stand side by side further on.
    private Content figures(CriterionPart criterion) {
        List<Content> charts = new ArrayList<>();
        for (FindingPart finding : reading.findings(criterion.id())) {
            if (isWhole(finding) || finding.outcome().equals(Outcome.NOT_MET.words())) {
                for (Figure figure : finding.figures()) {
                    String id = slug + "-" + PicturesSection.slug(criterion.id() + " " + finding.cell() + " " + figure.id());
                    charts.add(Charts.draw(figure, List.of(figure), id, text(figure.title())));
                }
            }
        }
        return charts.isEmpty()
                ? NOTHING
                : el("div", each(charts.stream().limit(PICTURES).toList(), chart -> chart)).of("charts");
    }
}
