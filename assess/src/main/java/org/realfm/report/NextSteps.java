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

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.realfm.ledger.Outcome;
import org.realfm.ledger.verdict.Level;
import org.realfm.report.EvidenceDocument.CriterionPart;
import org.realfm.report.EvidenceDocument.FindingPart;
import org.realfm.report.EvidenceDocument.NeedPart;
import org.realfm.report.EvidenceDocument.NextPart;
import org.realfm.report.EvidenceDocument.VerdictPart;
import org.realfm.report.html.Content;
import org.realfm.report.html.Numbers;

/// What would change a verdict, and what that takes.
record NextSteps(Reading reading, Prose prose) {

    private static final int WAYS = 2;

    Content content() {
        List<NextPart> next = reading.subject().next();
        return all(
                el("h3", "What would change the verdict, and what it takes").id(ModelSection.anchor(reading) + "-next"),
                next.isEmpty()
                        ? p("It holds every verdict that can be given for this use.")
                        : all(needs(next.getFirst()), each(next.subList(1, next.size()), this::further)),
                lift(),
                chances());
    }

    /// What the data say of the truth behind the outcomes.
    private Content chances() {
        return details(
                text("How probable each verdict is, given the data"),
                p("What the measured intervals say of the truth, counted over replicates of the patients that all criteria"
                        + " share. It decides nothing: an interval that crosses its threshold stays inconclusive however"
                        + " probable one side of it is. What nobody measured counts as failing at the lower end and as"
                        + " holding at the upper. In generated studies of two criteria these probabilities were right near 0"
                        + " and 1, and up to 0.11 too hopeful between."),
                table(
                        "chances",
                        "Probability of each verdict",
                        List.of("Verdict", "All that it asks to be met is true", "It would be reached if measured values"
                                + " were known exactly"),
                        each(reading.subject().verdict().chances(), chance -> el(
                                "tr",
                                rowHead(text(chance.level())),
                                cell("All that it asks to be met is true", text(range(chance.least(), chance.most()))),
                                cell("It would be reached", text(Numbers.chance(chance.reached())))))));
    }

    private static String range(double least, double most) {
        return most - least < 0.0005
                ? Numbers.chance(least)
                : Numbers.chance(least) + " to " + Numbers.chance(most);
    }

    /// What failed and so holds the cap, and what would repair it.
    private Content lift() {
        VerdictPart verdict = reading.subject().verdict();
        List<CriterionPart> gates = reading.failedGates();
        if (verdict.cap().equals(Level.V5.name())) {
            return NOTHING;
        }
        return gates.isEmpty()
                ? p("The cap, " + verdict.cap() + ", comes from the use itself: only another intended use could change it.")
                : all(
                        p("What holds the cap at " + verdict.cap() + ", and what would repair it:").of("group"),
                        el("ul", each(gates, criterion -> el(
                                "li",
                                Prose.heading(criterion),
                                text(": "),
                                prose.of(ways(List.of(criterion.id()), Outcome.NOT_MET))))));
    }

    private Content needs(NextPart next) {
        return table(
                "needs",
                "Before " + next.level() + " (" + next.title() + ") can be given, the worst first",
                List.of("What is needed", "Where it stands", "What it takes"),
                each(next.needs(), need -> el(
                        "tr",
                        rowHead(prose.of(need.what()), text(", " + need.need())),
                        cell("Where it stands", prose.sentence(need.now())),
                        cell("What it takes", takes(need)))));
    }

    private Content takes(NeedPart need) {
        if (need.criteria().size() > WAYS) {
            return text("Evidence on each of the criteria named.");
        }
        String ways = ways(need.criteria(), null);
        return ways.isEmpty()
                ? text("The study file has to say so, or other evidence has to come in.")
                : all(prose.of(ways), each(criteria(need), criterion -> el("small", kind(criterion))));
    }

    private List<CriterionPart> criteria(NeedPart need) {
        return reading.document().criteria().stream()
                .filter(criterion -> need.criteria().contains(criterion.id()))
                .toList();
    }

    /// What sort of work the evidence is.
    private static String kind(CriterionPart criterion) {
        List<String> kinds = new ArrayList<>();
        if (criterion.evidence().contains("MEAS")) {
            kinds.add(criterion.how() == null
                    ? "measurements that this version does not make"
                    : "cases or inputs, which realfm measures");
        }
        if (criterion.evidence().contains("DOC")) {
            kinds.add("a document");
        }
        if (criterion.evidence().contains("ATT")) {
            kinds.add("a signed statement");
        }
        return "Work: " + String.join(", and ", kinds) + ".";
    }

    /// What would settle the findings of these criteria.
    private String ways(List<String> criteria, @Nullable Outcome outcome) {
        List<String> ways = criteria.stream()
                .flatMap(criterion -> reading.findings(criterion).stream())
                .filter(finding -> outcome == null || finding.outcome().equals(outcome.words()))
                .map(FindingPart::wouldSettle)
                .filter(way -> !way.isBlank() && !way.startsWith(Blocks.SEE))
                .distinct()
                .toList();
        String first = String.join(" ", ways.stream().limit(WAYS).toList());
        return ways.size() > WAYS ? first + " (And " + (ways.size() - WAYS) + " more, see its findings.)" : first;
    }

    private Content further(NextPart next) {
        return details(
                text(next.level() + " " + next.title() + " needs " + next.needs().size() + " things in all"),
                el("ul", each(next.needs(), need -> el(
                        "li", prose.of(need.what()), text(" " + need.need() + ": "), prose.of(need.now())))));
    }
}
