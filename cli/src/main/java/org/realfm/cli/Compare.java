package org.realfm.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import org.realfm.ledger.Finding;
import org.realfm.report.EvidenceDocument;
import org.realfm.report.EvidenceDocument.EstimatePart;
import org.realfm.report.EvidenceDocument.FindingPart;
import org.realfm.report.EvidenceDocument.SubjectPart;
import org.realfm.report.EvidenceJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The verb `compare`.
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = {
            "Sets the models of one or more assessments side by side: verdicts, dimension levels, and the criteria on"
                    + " which they differ.",
            "Intervals of different cohorts are shown, never subtracted: only models judged on the same cases are"
                    + " comparable, and a note says where they are not."
        })
final class Compare implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", arity = "1..*", description = "Folders of assessments.")
    private List<Path> folders = new ArrayList<>();

    @Option(names = "--json", description = "Print the comparison as JSON.")
    private boolean json;

    /// One model of one assessment.
    record Column(String name, String cohort, SubjectPart subject, Map<String, FindingPart> findings) {}

    @Override
    public Integer call() {
        List<Column> columns = new ArrayList<>();
        for (Path folder : folders) {
            EvidenceDocument evidence = EvidenceJson.read(folder.resolve("evidence.json"));
            evidence.subjects().forEach(subject -> columns.add(column(folder, evidence, subject)));
        }
        SequencedMap<String, List<String>> rows = new LinkedHashMap<>();
        rows.put("verdict", each(columns, c -> c.subject.verdict().level()));
        rows.put("at best", each(columns, c -> c.subject.verdict().upper()));
        rows.put("capped at", each(columns, c -> c.subject.verdict().cap()));
        columns.getFirst().subject.dimensions().keySet().forEach(dimension -> rows.put(
                dimension,
                each(columns, c -> Optional.ofNullable(c.subject.dimensions().get(dimension))
                        .map(part -> part.lower() + " to " + part.upper())
                        .orElse("-"))));
        columns.stream().flatMap(c -> c.findings.keySet().stream()).distinct().sorted().forEach(key -> {
            List<String> cells = each(columns, c -> cell(c.findings.get(key)));
            if (cells.stream().distinct().count() > 1) {
                rows.put(key, cells);
            }
        });
        PrintWriter out = spec.commandLine().getOut();
        List<String> names = each(columns, Column::name);
        if (json) {
            out.println(Json.text(Map.of("models", names, "rows", rows)));
        } else {
            TextTable.print(out, "", names, rows);
            if (columns.stream().map(Column::cohort).distinct().count() > 1) {
                out.println("These models were not all judged on the same cases: read across with care.");
            }
        }
        return 0;
    }

    private static List<String> each(List<Column> columns, java.util.function.Function<Column, String> value) {
        return columns.stream().map(value).toList();
    }

    private Column column(Path folder, EvidenceDocument evidence, SubjectPart subject) {
        Map<String, FindingPart> findings = new LinkedHashMap<>();
        for (FindingPart finding : evidence.findings()) {
            if (finding.subject() == null || finding.subject().equals(subject.digest())) {
                String key = finding.criterion() + (finding.cell().equals(Finding.ALL) ? "" : " [" + finding.cell() + "]");
                findings.put(key, finding);
            }
        }
        String name = folders.size() == 1 ? subject.model() : folder.getFileName() + "/" + subject.model();
        return new Column(name, evidence.cohort().root(), subject, findings);
    }

    private static String cell(@org.jspecify.annotations.Nullable FindingPart finding) {
        if (finding == null) {
            return "-";
        }
        String number = finding.estimates().isEmpty() || finding.timed() ? "" : " " + number(finding.estimates().getFirst());
        return finding.outcome() + number;
    }

    private static String number(EstimatePart estimate) {
        return String.format(
                java.util.Locale.ROOT,
                "%s %.3f (%s to %s)",
                estimate.name(),
                estimate.value(),
                end(estimate.lower()),
                end(estimate.upper()));
    }

    private static String end(@org.jspecify.annotations.Nullable Double value) {
        return value == null ? "unbounded" : String.format(java.util.Locale.ROOT, "%.3f", value);
    }
}
