package org.realfm.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
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
        },
        footer = {"", "Examples:", "  realfm compare results", "  realfm compare spring/results autumn/results"})
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
        SequencedMap<String, List<String>> differences = new LinkedHashMap<>();
        columns.stream().flatMap(c -> c.findings.keySet().stream()).distinct().sorted().forEach(key -> {
            List<String> cells = each(columns, c -> cell(c.findings.get(key)));
            if (cells.stream().distinct().count() > 1) {
                differences.put(key, cells);
            }
        });
        List<String> names = each(columns, Column::name);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            rows.putAll(differences);
            out.println(Json.text(Map.of("models", names, "rows", rows)));
        } else {
            print(out, names, rows, differences);
            if (columns.stream().map(Column::cohort).distinct().count() > 1) {
                out.println("These models were not all judged on the same cases: read across with care.");
            }
        }
        return 0;
    }

    /// A line a model, so that it stays readable however many there are.
    private static void print(
            PrintWriter out,
            List<String> names,
            SequencedMap<String, List<String>> rows,
            SequencedMap<String, List<String>> differences) {
        SequencedMap<String, List<String>> models = new LinkedHashMap<>();
        for (int c = 0; c < names.size(); c++) {
            int column = c;
            models.put(names.get(c), rows.values().stream().map(cells -> cells.get(column)).toList());
        }
        TextTable.print(out, "model", List.copyOf(rows.sequencedKeySet()), models);
        int width = names.stream().mapToInt(String::length).max().orElse(0);
        differences.forEach((criterion, cells) -> {
            out.println();
            out.println(criterion);
            for (int c = 0; c < names.size(); c++) {
                out.println("  " + names.get(c) + " ".repeat(width - names.get(c).length()) + "  " + cells.get(c));
            }
        });
        out.println();
        out.println(
                differences.isEmpty()
                        ? "They do not differ in any finding."
                        : "They differ in " + differences.size() + " findings; where all agree, see the reports.");
    }

    private static List<String> each(List<Column> columns, Function<Column, String> value) {
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

    private static String cell(@Nullable FindingPart finding) {
        if (finding == null) {
            return "-";
        }
        String number = finding.estimates().isEmpty() || finding.timed() ? "" : ": " + number(finding.estimates().getFirst());
        return finding.outcome() + number;
    }

    private static String number(EstimatePart estimate) {
        return String.format(
                Locale.ROOT,
                "%s %.3f (%s to %s)",
                estimate.name(),
                estimate.value(),
                end(estimate.lower()),
                end(estimate.upper()));
    }

    private static String end(@Nullable Double value) {
        return value == null ? "unbounded" : String.format(Locale.ROOT, "%.3f", value);
    }
}
