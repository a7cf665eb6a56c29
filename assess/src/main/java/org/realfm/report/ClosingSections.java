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

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.realfm.report.EvidenceDocument.AttestationPart;
import org.realfm.report.EvidenceDocument.CriterionPart;
import org.realfm.report.EvidenceDocument.QuarantinePart;
import org.realfm.report.EvidenceDocument.SubjectPart;
import org.realfm.report.EvidenceDocument.ThresholdPart;
import org.realfm.report.html.Content;
import org.realfm.report.html.Content.Element;
import org.realfm.report.html.Numbers;

/// Who stated what, which thresholds are convention, how to run it again, and what was set aside.
record ClosingSections(EvidenceDocument document, Prose prose) {

    private static final String CONVENTION = "K";

    Content sections() {
        return all(attestations(), conventions(), again(), quarantine());
    }

    private Content attestations() {
        List<AttestationPart> statements = document.attestations();
        int attested = document.subjects().stream().mapToInt(s -> s.verdict().attested()).max().orElse(0);
        int gates = document.subjects().stream().mapToInt(s -> s.verdict().gates()).max().orElse(0);
        String share = attested + " of the " + gates + " gates that apply rest on attestation.";
        return el(
                        "section",
                        el("h2", "Attestations"),
                        p(
                                statements.isEmpty()
                                        ? "Nobody has attested anything. " + share
                                        : share + " A statement without a name, a date and an end is shown, and earns no"
                                                + " more than a claim does."),
                        statements.isEmpty()
                                ? text("")
                                : table(
                                        "statements",
                                        "What people state",
                                        List.of("By", "Statement", "For", "Dated", "Expires", "State"),
                                        each(statements, this::attestation)))
                .id("attestations");
    }

    private Content attestation(AttestationPart statement) {
        return el(
                "tr",
                rowHead(text(statement.by())),
                cell(
                        "Statement",
                        text(statement.statement()),
                        small("Would be shown wrong by: ", statement.falsifier()),
                        small("Conflict of interest: ", statement.interest())),
                cell("For", prose.of(statement.criterion())),
                cell("Dated", text(Objects.requireNonNullElse(statement.dated(), "not given"))),
                cell("Expires", text(Objects.requireNonNullElse(statement.expires(), "not given"))),
                cell("State", text(statement.state())));
    }

    private static Content small(String what, @Nullable String said) {
        return said == null ? NOTHING : el("small", what + said);
    }

    private Content conventions() {
        List<Content> rows = new ArrayList<>();
        for (CriterionPart criterion : document.criteria()) {
            if (criterion.how() != null) {
                for (ThresholdPart threshold : criterion.how().thresholds()) {
                    if (threshold.basis().equals(CONVENTION)) {
                        rows.add(el(
                                "tr",
                                rowHead(Prose.heading(criterion)),
                                cell("Threshold", text(threshold.name())),
                                cell("Value", text(Numbers.plain(threshold.value()) + " [K]"))));
                    }
                }
            }
        }
        return el(
                        "section",
                        el("h2", "Thresholds that are convention"),
                        p("Thresholds marked [K] are starting values by convention: somebody who answers for the intended use"
                                + " should review each of them. Those derived from a decision [D], from a comparator on the"
                                + " same cases [C] or from a standard [S] stand with their criteria above."),
                        rows.isEmpty()
                                ? p("None was used.")
                                : table("thresholds", "Thresholds by convention", List.of("Criterion", "Threshold", "Value"), each(rows, r -> r)))
                .id("thresholds");
    }

    private Content again() {
        List<Content> entries = new ArrayList<>();
        entries.addAll(entry("Study file", document.study().digest()));
        document.study().documents().forEach((kind, digest) -> entries.addAll(entry(Prose.capital(kind), digest)));
        entries.addAll(entry("Cases and pictures", document.cohort().root()));
        for (SubjectPart subject : document.subjects()) {
            entries.addAll(entry(subject.model() + ", as judged", subject.digest()));
            entries.addAll(entry(subject.model() + ", weights", subject.weights()));
            entries.addAll(entry(subject.model() + ", preprocessing", subject.preprocessing()));
        }
        entries.addAll(entry("Last ledger entry", document.run().ledgerHead()));
        return el(
                        "section",
                        el("h2", "Make it again"),
                        p("The same study gives the same evidence, whatever the number of threads, but for the run itself and"
                                + " what rests on measured time."),
                        el("pre", el("code", document.run().command() + "\nrealfm ledger verify ledger.jsonl")),
                        p("realfm " + document.run().version() + " on Java " + document.run().java() + ", seed "
                                + document.study().seed() + ", " + Numbers.count(document.run().shown(), "picture") + " shown, "
                                + Numbers.fixed(document.run().resumed(), 0) + " taken from an earlier run."),
                        document.run().usage().isEmpty()
                                ? NOTHING
                                : el("ul", each(document.run().usage(), usage -> el("li", usage.model() + ": " + usage.words())))
                                        .of("usage"),
                        el("h3", "Hashes (SHA-256)"),
                        el("dl", each(entries, e -> e)).of("hashes"))
                .id("again");
    }

    private static List<Element> entry(String name, String digest) {
        return List.of(el("dt", name), el("dd", el("code", digest)));
    }

    private Content quarantine() {
        List<QuarantinePart> inputs = document.quarantine();
        return el(
                        "section",
                        el("h2", "Quarantine"),
                        inputs.isEmpty()
                                ? p("Every input could be used.")
                                : table(
                                        "inputs",
                                        Numbers.count(inputs.size(), "input")
                                                + " could not be used; the run went on without",
                                        List.of("Input", "Why", "What to do"),
                                        each(inputs, input -> el(
                                                "tr",
                                                rowHead(el("code", input.path())),
                                                cell("Why", prose.sentence(input.reason())),
                                                cell("What to do", prose.sentence(input.remedy()))))))
                .id("quarantine");
    }
}
