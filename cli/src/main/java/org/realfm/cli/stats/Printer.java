package org.realfm.cli.stats;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.realfm.ledger.Finding;
import org.realfm.stats.Estimate;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// An [Answer] as an aligned table, or as JSON whose `estimates` are those of `evidence.json`, each with its cell.
final class Printer {

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private static final double SMALL = 0.001;
    private static final double LARGE = 1000;

    private Printer() {}

    /// @param source the table, or nothing where there is none
    static String json(Answer answer, @Nullable String source) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("title", answer.title());
        if (source != null) {
            document.put("table", source);
        }
        document.put("estimates", answer.lines().stream().map(Printer::part).toList());
        document.put("tests", answer.tests().stream().map(Printer::part).toList());
        document.put("notes", answer.notes());
        return MAPPER.writeValueAsString(document);
    }

    private static Map<String, Object> part(Answer.Line line) {
        Estimate estimate = line.estimate();
        Map<String, Object> part = new LinkedHashMap<>();
        part.put("cell", line.cell());
        part.put("name", estimate.name());
        part.put("value", estimate.value());
        part.put("lower", bounded(estimate.lower()));
        part.put("upper", bounded(estimate.upper()));
        part.put("confidence", estimate.confidence());
        part.put("method", estimate.method());
        part.put("n", estimate.n());
        return part;
    }

    private static Map<String, Object> part(Answer.Test test) {
        Map<String, Object> part = new LinkedHashMap<>();
        part.put("hypothesis", test.hypothesis());
        part.put("pValue", test.pValue());
        part.put("method", test.method());
        return part;
    }

    private static @Nullable Double bounded(double end) {
        return Double.isInfinite(end) ? null : end;
    }

    static void text(Answer answer, double confidence, PrintWriter out) {
        out.println(answer.title());
        out.println();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("", "value", number(100 * confidence).replaceFirst("\\.?0+$", "") + "% interval", "n", "method"));
        answer.lines().forEach(line -> rows.add(row(line)));
        print(rows, out);
        if (!answer.tests().isEmpty()) {
            out.println();
            answer.tests().forEach(test -> out.println(
                    test.hypothesis() + ": p = " + number(test.pValue()) + " (" + test.method() + ")"));
        }
        if (!answer.notes().isEmpty()) {
            out.println();
            answer.notes().forEach(out::println);
        }
    }

    private static List<String> row(Answer.Line line) {
        Estimate estimate = line.estimate();
        String cell = line.cell().equals(Finding.ALL) ? "" : " [" + line.cell() + "]";
        boolean counted = estimate.lower() == estimate.upper();
        return List.of(
                estimate.name() + cell,
                number(estimate.value()),
                counted ? "" : number(estimate.lower()) + " to " + number(estimate.upper()),
                Long.toString(estimate.n()),
                estimate.method());
    }

    private static void print(List<List<String>> rows, PrintWriter out) {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int c = 0; c < columns; c++) {
                widths[c] = Math.max(widths[c], row.get(c).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int c = 0; c < columns; c++) {
                String room = " ".repeat(widths[c] - row.get(c).length());
                boolean right = c == 1 || c == 3;
                line.append(c == 0 ? "" : "  ").append(right ? room + row.get(c) : row.get(c) + room);
            }
            out.println(line.toString().stripTrailing());
        }
    }

    /// The word for a choice.
    static String lower(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }

    /// Four decimals; whole numbers from 2 on whole; what would vanish in powers of ten.
    static String number(double value) {
        if (Double.isInfinite(value)) {
            return "unbounded";
        }
        double size = Math.abs(value);
        if (size >= 2 && value == Math.rint(value)) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        if (size > 0 && size < SMALL) {
            return String.format(Locale.ROOT, "%.2e", value);
        }
        return String.format(Locale.ROOT, size >= LARGE ? "%.1f" : "%.4f", value);
    }
}
