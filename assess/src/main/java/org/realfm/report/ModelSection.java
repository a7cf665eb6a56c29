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
import org.realfm.ledger.Outcome;
import org.realfm.report.EvidenceDocument.CarveOutPart;
import org.realfm.report.EvidenceDocument.CriterionPart;
import org.realfm.report.EvidenceDocument.DimensionPart;
import org.realfm.report.EvidenceDocument.NextPart;
import org.realfm.report.EvidenceDocument.StudyPart;
import org.realfm.report.EvidenceDocument.SubjectPart;
import org.realfm.report.EvidenceDocument.VerdictPart;
import org.realfm.report.chart.LevelsPicture;
import org.realfm.report.html.Content;
import org.realfm.report.html.Numbers;

/// One model: its verdict and why, what was found against it, what is unknown, its levels, and what would change that.
record ModelSection(Reading reading, Prose prose) {

    private static final int BINDING = 4;

    Content section() {
        SubjectPart subject = reading.subject();
        VerdictPart verdict = subject.verdict();
        StudyPart study = reading.document().study();
        return el(
                        "section",
                        el("h2", subject.model()),
                        p(
                                        el("strong", verdict.level() + " " + verdict.title() + "."),
                                        text(" " + verdict.permits() + " " + SummarySection.reach(verdict)))
                                .of("lede"),
                        p(
                                        text("Version "),
                                        el("code", subject.digest()),
                                        text(", threshold " + Numbers.plain(subject.threshold()) + ", on " + subject.runtime()
                                                + ". For the use " + study.use() + " (" + study.autonomy() + ", " + study.risk()
                                                + "), site: " + Masthead.site(study) + "."))
                                .of("meta"),
                        why(subject),
                        against(),
                        unknown(),
                        el("h3", "What was carved out"),
                        carveOuts(subject),
                        p(setAside()),
                        el("h3", "Level of each dimension"),
                        dimensions(subject),
                        new NextSteps(reading, prose).content())
                .id(anchor(reading))
                .of("model");
    }

    /// Where a model can be linked to.
    static String anchor(Reading reading) {
        return PicturesSection.slug("model " + reading.subject().model());
    }

    /// The caps and what is withheld; what the next verdict needs has a table of its own.
    private Content why(SubjectPart subject) {
        List<NextPart> next = subject.next();
        String needs = next.isEmpty() ? "" : next.getFirst().level() + " needs ";
        List<String> caps = subject.verdict().because().stream()
                .filter(reason -> needs.isEmpty() || !reason.startsWith(needs))
                .toList();
        int lacking = subject.verdict().because().size() - caps.size();
        return all(
                el("h3", "Why"),
                el(
                        "ul",
                        each(caps, reason -> el("li", prose.sentence(reason))),
                        when(
                                lacking > 0,
                                el("li", to(
                                        anchor(reading) + "-next",
                                        text(needs + (lacking == 1 ? "one thing that it lacks" : lacking
                                                + " things that it lacks")))))));
    }

    private Content against() {
        List<CriterionPart> failed = reading.with(Outcome.NOT_MET);
        return all(
                el("h3", "What was found against it"),
                failed.isEmpty()
                        ? p("Nothing that was measured lies beyond its threshold. What was not measured is listed next.")
                        : p(Numbers.count(failed.size(), "criterion").replace("criterions", "criteria")
                                + " not met, the one that holds the verdict lowest first."),
                each(failed, criterion -> blocks().failed(criterion)));
    }

    private Blocks blocks() {
        return new Blocks(reading, prose, anchor(reading));
    }

    private Content unknown() {
        List<CriterionPart> imprecise = reading.with(Outcome.INCONCLUSIVE);
        List<CriterionPart> impossible = reading.with(Outcome.NOT_ASSESSABLE);
        List<CriterionPart> absent = reading.with(Outcome.ABSENT);
        return all(
                el("h3", "What is unknown"),
                part(imprecise, Outcome.INCONCLUSIVE, "Looked at, but the numbers are too imprecise to decide"),
                part(impossible, Outcome.NOT_ASSESSABLE, "Could not be assessed, because something is missing"),
                absent(absent),
                when(
                        imprecise.isEmpty() && impossible.isEmpty() && absent.isEmpty(),
                        p("Nothing: every criterion that applies was decided.")));
    }

    private Content part(List<CriterionPart> criteria, Outcome outcome, String heading) {
        return when(
                !criteria.isEmpty(),
                table(
                        "open",
                        heading + " (" + criteria.size() + ")",
                        List.of("Criterion", "What is known", "What would settle it"),
                        each(criteria, criterion -> blocks().open(criterion, outcome))));
    }

    private Content absent(List<CriterionPart> absent) {
        if (absent.isEmpty()) {
            return NOTHING;
        }
        List<Content> tiers = new ArrayList<>();
        for (String tier : List.of("gate", "major", "minor")) {
            List<CriterionPart> of =
                    absent.stream().filter(c -> reading.tier(c).equals(tier)).toList();
            if (!of.isEmpty()) {
                tiers.add(el("dt", Prose.capital(tier) + " (" + of.size() + ")"));
                tiers.add(el("dd", list(of)));
            }
        }
        return all(
                p("Nobody looked (" + absent.size() + "). They are credited with nothing until there is evidence.")
                        .of("group"),
                el("dl", each(tiers, tier -> tier)).of("absent"));
    }

    private static Content list(List<CriterionPart> criteria) {
        List<Content> parts = new ArrayList<>();
        for (CriterionPart criterion : criteria) {
            parts.add(parts.isEmpty() ? NOTHING : text("; "));
            parts.add(Prose.link(criterion));
        }
        return each(parts, part -> part);
    }

    private static Content carveOuts(SubjectPart subject) {
        List<CarveOutPart> proposals = subject.carveOuts();
        if (proposals.isEmpty()) {
            return p("Nothing. The verdict is for the whole of the intended use, and no group of patients was taken out of its"
                    + " scope.");
        }
        CarveOutPart first = proposals.getFirst();
        return all(
                p("The verdict is for the whole of the intended use. What is proposed to be taken out of it would cost "
                        + Numbers.percent(first.lost()) + " of the patients (" + Numbers.percent(first.lower()) + " to "
                        + Numbers.percent(first.upper()) + ") the use."),
                table(
                        "carve-outs",
                        "Proposals to narrow the scope",
                        List.of("Cases", "Decision", "Because"),
                        each(proposals, proposal -> el(
                                "tr",
                                rowHead(el("code", proposal.cell()), el("small", proposal.why())),
                                cell("Decision", text(Prose.capital(proposal.decision()))),
                                cell("Because", text(String.join("; ", proposal.reasons())))))));
    }

    private String setAside() {
        int aside = reading.document().quarantine().size();
        int of = reading.document().cohort().cases() + aside;
        return aside == 0
                ? "Every input could be used."
                : Numbers.fixed(aside, 0) + " of " + Numbers.count(of, "input") + " ("
                        + Numbers.percent((double) aside / of)
                        + ") could not be used and were set aside; the quarantine below lists them.";
    }

    private Content dimensions(SubjectPart subject) {
        return table(
                "levels",
                "Levels from 0 to 4: from what the evidence supports to what it could be if everything open were settled"
                        + " well",
                List.of("Dimension", "Level", "Outcomes of its criteria", "Held down by, gates first"),
                each(subject.dimensions().entrySet(), entry -> dimension(entry.getKey(), entry.getValue())));
    }

    private Content dimension(String name, DimensionPart part) {
        List<Content> counts = new ArrayList<>();
        part.counts().forEach((outcome, n) -> {
            if (n > 0) {
                counts.add(el("span", Signs.sign(Outcome.ofWords(outcome)), text(" " + n + " " + outcome)).of("count"));
            }
        });
        List<CriterionPart> binding = reading.document().criteria().stream()
                .filter(criterion -> part.binding().contains(criterion.id()))
                .sorted(Comparator.comparing(criterion -> !reading.tier(criterion).equals("gate")))
                .toList();
        int more = binding.size() - BINDING;
        return el(
                "tr",
                rowHead(text(Prose.capital(name))),
                cell("Level", text(new LevelsPicture.Line(name, part.lower(), part.upper()).words())),
                cell("Outcomes of its criteria", each(counts, count -> count)),
                cell(
                        "Held down by, gates first",
                        binding.isEmpty() ? text("nothing") : list(binding.stream().limit(BINDING).toList()),
                        when(more > 0, text("; and " + more + " more"))));
    }
}
