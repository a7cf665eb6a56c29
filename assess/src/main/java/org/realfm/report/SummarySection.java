package org.realfm.report;

import static org.realfm.report.html.Html.NOTHING;
import static org.realfm.report.html.Html.all;
import static org.realfm.report.html.Html.cell;
import static org.realfm.report.html.Html.each;
import static org.realfm.report.html.Html.el;
import static org.realfm.report.html.Html.p;
import static org.realfm.report.html.Html.rowHead;
import static org.realfm.report.html.Html.table;
import static org.realfm.report.html.Html.text;
import static org.realfm.report.html.Html.to;
import static org.realfm.report.html.Html.when;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.realfm.ledger.Outcome;
import org.realfm.ledger.verdict.Level;
import org.realfm.report.EvidenceDocument.CriterionPart;
import org.realfm.report.EvidenceDocument.EstimatePart;
import org.realfm.report.EvidenceDocument.FindingPart;
import org.realfm.report.EvidenceDocument.NeedPart;
import org.realfm.report.EvidenceDocument.NextPart;
import org.realfm.report.EvidenceDocument.StandingPart;
import org.realfm.report.EvidenceDocument.SubjectPart;
import org.realfm.report.EvidenceDocument.VerdictPart;
import org.realfm.report.chart.LadderPicture;
import org.realfm.report.chart.LevelsPicture;
import org.realfm.report.html.Content;
import org.realfm.report.html.Numbers;

/// What a committee sees first: the verdicts side by side, and on what the models differ.
record SummarySection(List<Reading> readings, Prose prose) {

    private static final int NEEDS = 3;
    private static final int NUMBERS = 2;
    private static final String RANKING = "tech.discrimination.ranking";

    Content section() {
        boolean several = readings.size() > 1;
        return el(
                        "section",
                        el("h2", several ? "The verdicts" : "The verdict"),
                        el("div", each(readings, this::card)).of("cards"),
                        p("Low verdicts are normal: most honest first assessments end at V1 or V2. What matters is why. Where"
                                + " a verdict is low and its reach is wide, little is known yet, and evidence is the next"
                                + " step. Where it is low and capped, something failed, and repairing that comes first.")
                                .of("aside"),
                        when(several, differences()))
                .id("verdicts");
    }

    private Content card(Reading reading) {
        SubjectPart subject = reading.subject();
        VerdictPart verdict = subject.verdict();
        String slug = ModelSection.anchor(reading);
        return el(
                        "article",
                        el("h3", to(slug, text(subject.model()))),
                        p(
                                el("span", verdict.level()).of("level"),
                                text(" "),
                                el("span", verdict.title()).of("title"))
                                .of("verdict"),
                        p(verdict.permits()).of("permits"),
                        LadderPicture.draw(
                                slug + "-ladder",
                                subject.model(),
                                Level.valueOf(verdict.level()),
                                Level.valueOf(verdict.upper()),
                                Level.valueOf(verdict.cap())),
                        p(reach(verdict)).of("reach-words"),
                        held(reading),
                        LevelsPicture.draw(slug + "-levels", subject.model(), levels(subject)),
                        p(
                                text("Version "),
                                el("code", subject.digest().substring(0, Math.min(12, subject.digest().length()))),
                                text(", threshold " + Numbers.plain(subject.threshold())))
                                .of("meta"))
                .of("card");
    }

    /// The gates that failed; where none has, what the next verdict needs first.
    private Content held(Reading reading) {
        List<CriterionPart> failed = reading.failedGates();
        if (!failed.isEmpty()) {
            return el("ul", each(failed, criterion ->
                            el("li", Signs.outcome(Outcome.NOT_MET.words()), text(": "), Prose.link(criterion))))
                    .of("reason");
        }
        if (reading.subject().next().isEmpty()) {
            return p(prose.sentence(reading.subject().verdict().because().getFirst())).of("reason");
        }
        NextPart next = reading.subject().next().getFirst();
        int more = next.needs().size() - NEEDS;
        String needs = next.needs().stream().limit(NEEDS).map(NeedPart::what).collect(Collectors.joining("; "));
        return p(text(next.level() + " still needs: "), prose.of(needs + (more > 0 ? "; and " + more + " more" : "") + "."))
                .of("reason");
    }

    /// What the three levels say together.
    static String reach(VerdictPart verdict) {
        if (verdict.level().equals(verdict.cap())) {
            return "The cap equals the verdict: what failed has to be repaired before other evidence can lift it.";
        }
        if (verdict.level().equals(verdict.upper())) {
            return "Settling what is open would not lift it: what is on file is of too low a grade, or failed. Its cap is "
                    + verdict.cap() + ".";
        }
        return "If everything that is open were settled well it would be " + verdict.upper()
                + (verdict.upper().equals(verdict.cap())
                        ? ", which is also its cap."
                        : "; nothing found so far forbids " + verdict.cap() + ".");
    }

    static List<LevelsPicture.Line> levels(SubjectPart subject) {
        return subject.dimensions().entrySet().stream()
                .map(entry -> new LevelsPicture.Line(
                        Prose.capital(entry.getKey()),
                        entry.getValue().lower(),
                        entry.getValue().upper()))
                .toList();
    }

    /// How well the models rank, and the criteria on which their outcomes differ.
    private Content differences() {
        List<CriterionPart> differing = readings.getFirst().document().criteria().stream()
                .filter(criterion -> criterion.id().equals(RANKING) || Reading.differ(readings, criterion))
                .sorted(Comparator.comparing(criterion -> !criterion.id().equals(RANKING)))
                .toList();
        List<String> columns = new ArrayList<>(List.of("Criterion"));
        readings.forEach(reading -> columns.add(reading.subject().model()));
        return all(
                el("h3", "Side by side"),
                table(
                        "compare",
                        "How well the models rank, and the criteria on which their outcomes differ, each with its first"
                                + " numbers and their intervals",
                        columns,
                        each(differing, criterion -> el(
                                "tr",
                                rowHead(Prose.heading(criterion), el("small", readings.getFirst().tier(criterion))),
                                each(readings, r -> cell(r.subject().model(), standing(r, criterion)))))));
    }

    private static Content standing(Reading reading, CriterionPart criterion) {
        Optional<StandingPart> standing = reading.standing(criterion.id());
        List<EstimatePart> estimates =
                reading.headline(criterion.id()).map(FindingPart::estimates).orElse(List.of());
        return all(
                standing.map(s -> Signs.outcome(s.outcome())).orElse(NOTHING),
                each(
                        estimates.stream().limit(NUMBERS).toList(),
                        e -> el("small", e.name() + ": " + Estimates.number(e))));
    }
}
