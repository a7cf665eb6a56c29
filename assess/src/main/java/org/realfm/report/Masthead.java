package org.realfm.report;

import static org.realfm.report.html.Html.all;
import static org.realfm.report.html.Html.each;
import static org.realfm.report.html.Html.el;
import static org.realfm.report.html.Html.p;
import static org.realfm.report.html.Html.text;
import static org.realfm.report.html.Html.to;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.realfm.ledger.Grade;
import org.realfm.ledger.chain.Expiry;
import org.realfm.report.EvidenceDocument.CohortPart;
import org.realfm.report.EvidenceDocument.StudyPart;
import org.realfm.report.html.Content;
import org.realfm.report.html.Numbers;

/// The head of the page: what was asked, of whom, for which use, on which cases, and until when it holds.
record Masthead(EvidenceDocument document, List<Reading> readings) {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);

    Content header() {
        StudyPart study = document.study();
        return el(
                "header",
                p("realfm assessment, study " + study.name()).of("kicker"),
                el("h1", Prose.capital(study.question())),
                p(String.join(" ", study.scope())).of("scope"),
                el("dl", each(facts(), fact -> fact)).of("facts"));
    }

    private List<Content> facts() {
        CohortPart cohort = document.cohort();
        List<Content> facts = new ArrayList<>();
        facts.add(fact("Intended use", document.study().use() + ", " + document.study().task()));
        facts.add(fact("Judged on", cases(cohort)));
        facts.add(fact("Evidence", grade(cohort)));
        facts.add(fact("Site", site(document.study())));
        facts.add(fact("Assessed", day(Instant.parse(document.run().started()))));
        facts.add(fact("Holds", expiry()));
        return facts;
    }

    /// The site, or that there is none.
    static String site(StudyPart study) {
        return Objects.requireNonNullElse(study.site(), "none named");
    }

    private static String cases(CohortPart cohort) {
        String patients = cohort.patientsDeclared()
                ? Numbers.count(cohort.patients(), "patient") + " in the table"
                : "patients not named";
        String sites = cohort.sites().isEmpty() ? "" : "; sites: " + String.join(", ", cohort.sites());
        return Numbers.count(cohort.evaluated(), "case") + ", " + Numbers.fixed(cohort.positives(), 0)
                + " with the condition (" + patients + sites + ")";
    }

    private static String grade(CohortPart cohort) {
        String words = switch (Grade.valueOf(cohort.grade())) {
            case E0 -> "E0, none";
            case E1 -> "E1 at most, as good as a claim";
            case E2 -> "E2 at most, measured internally on patients kept apart";
            case E3 -> "E3 at most, independent, at sites the developer did not use";
            case E4 -> "E4 at most, in service";
        };
        return cohort.caps().isEmpty() ? words : words + ": " + String.join("; ", cohort.caps());
    }

    /// The earliest day on which evidence lapses by time alone, if any does (SCORING 6).
    private String expiry() {
        Instant made = Instant.parse(document.run().started());
        Optional<Instant> first = document.findings().stream()
                .flatMap(finding -> Expiry.byTime(made, Grade.valueOf(finding.grade()), false, false).stream())
                .min(Instant::compareTo);
        String until = first.map(end -> "until " + day(end) + ", and only as long as").orElse("without an end date, as long as");
        return until + " the model, its threshold, its runtime, the equipment and the definition of a case stay as they are";
    }

    private static String day(Instant instant) {
        return DAY.format(instant.atOffset(ZoneOffset.UTC));
    }

    private static Content fact(String name, String value) {
        return el("div", el("dt", name), el("dd", value));
    }

    /// What the page holds.
    Content contents() {
        List<Content> entries = new ArrayList<>();
        entries.add(to("verdicts", text(readings.size() > 1 ? "The verdicts" : "The verdict")));
        readings.forEach(reading -> entries.add(to(ModelSection.anchor(reading), text(reading.subject().model()))));
        if (document.findings().stream().anyMatch(finding -> !finding.figures().isEmpty())) {
            entries.add(to("pictures", text("Pictures")));
        }
        entries.addAll(List.of(
                to("criteria", text("All criteria")),
                to("attestations", text("Attestations")),
                to("thresholds", text("Thresholds")),
                to("again", text("Make it again")),
                to("quarantine", text("Quarantine")),
                to("key", text("Key"))));
        return el("nav", el("ul", each(entries, entry -> el("li", entry)))).with("aria-label", "Contents");
    }

    /// What the signs and letters mean.
    static Content key() {
        return el(
                        "section",
                        el("h2", "Key"),
                        el("dl", all(
                                term("V0 to V5", "The ladder of verdicts: do not run; research on data from the past; silent, on"
                                        + " live data that nobody in care sees; supervised pilot; assisted routine; one narrow"
                                        + " automatic action. There is no V6."),
                                term("E0 to E4", "Where evidence came from: none; claimed; measured internally; independent, at"
                                        + " other sites; prospective, in service."),
                                term("L0 to L4", "What it is credited with: its grade if met, at most 1 if inconclusive, 0 if not"
                                        + " met or missing."),
                                term("Gate, major, minor", "A gate that is not met puts a verdict out of reach. A major holds the"
                                        + " level of its dimension down. A minor is shown."),
                                sign("met", "the whole interval is on the acceptable side of the threshold"),
                                sign("not met", "the whole interval is on the other side"),
                                sign("inconclusive", "the interval crosses the threshold"),
                                sign("not assessable", "something that the question needs is missing"),
                                sign("absent", "nobody looked"),
                                sign("not applicable", "the question does not arise for this use")))
                                .of("key"))
                .id("key");
    }

    private static Content term(String name, String meaning) {
        return all(el("dt", name), el("dd", meaning));
    }

    private static Content sign(String outcome, String meaning) {
        return all(el("dt", Signs.outcome(outcome)), el("dd", meaning));
    }
}
