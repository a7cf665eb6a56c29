package org.realfm.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.IntStream;

/// A table in plain text, columns aligned.
final class TextTable {

    private TextTable() {}

    /// Prints a table.
    ///
    /// @param corner head of the first column
    /// @param heads  heads of the other columns
    /// @param rows   cells of each row by its name
    static void print(PrintWriter out, String corner, List<String> heads, SequencedMap<String, List<String>> rows) {
        int first = IntStream.concat(
                        IntStream.of(corner.length()), rows.keySet().stream().mapToInt(String::length))
                .max()
                .orElse(0);
        int[] widths = IntStream.range(0, heads.size())
                .map(c -> IntStream.concat(
                                IntStream.of(heads.get(c).length()),
                                rows.values().stream().mapToInt(cells -> cells.get(c).length()))
                        .max()
                        .orElse(0))
                .toArray();
        out.println(line(corner, heads, first, widths));
        rows.forEach((name, cells) -> out.println(line(name, cells, first, widths)));
    }

    private static String line(String name, List<String> cells, int first, int[] widths) {
        StringBuilder line = new StringBuilder(pad(name, first));
        for (int c = 0; c < widths.length; c++) {
            line.append("  ").append(pad(cells.get(c), widths[c]));
        }
        return line.toString().stripTrailing();
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
