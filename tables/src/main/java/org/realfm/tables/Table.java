package org.realfm.tables;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A table of text cells, held by column. An empty cell and the word `NA` are missing, and read as null.
///
/// CSV and TSV are UTF-8 with or without a byte-order mark (RFC 4180 quoting); the delimiter follows from the file's
/// ending: a tab for `.tsv`, a comma otherwise. Parquet is read through DuckDB; numbers become their decimal text.
public final class Table {

    private final Path file;
    private final List<String> columns;
    private final List<@Nullable String[]> cells;
    private final int[] lines;

    private Table(Path file, List<String> columns, List<@Nullable String[]> cells, int[] lines) {
        this.file = file;
        this.columns = columns;
        this.cells = cells;
        this.lines = lines;
    }

    /// Reads a table.
    ///
    /// @throws BadInput if there is no such file, it is not such a table, or it has no rows
    public static Table read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new BadInput(file.toString(), "there is no such file", "Check the path; it is taken relative to the file that names it");
        }
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        Table table = name.endsWith(".parquet") ? parquet(file) : delimited(file, name.endsWith(".tsv") ? '\t' : ',');
        if (table.size() == 0) {
            throw new BadInput(file.toString(), "the table has no rows", "Give at least one case");
        }
        return table;
    }

    /// The file that was read.
    public Path file() {
        return file;
    }

    /// The names of the columns in order.
    public List<String> columns() {
        return columns;
    }

    /// The number of rows.
    public int size() {
        return lines.length;
    }

    /// Whether there is a column of this name.
    public boolean has(String column) {
        return columns.contains(column);
    }

    /// The cells of a column, null where missing. The array is shared: do not write to it.
    ///
    /// @throws BadInput naming the nearest column if there is none of this name
    public @Nullable String[] column(String name) {
        int index = columns.indexOf(name);
        if (index < 0) {
            throw new BadInput(
                    file + ":1",
                    "there is no column '" + name + "'; the columns are " + String.join(", ", columns),
                    Names.nearest(name, columns)
                            .map(near -> "Did you mean '" + near + "'?")
                            .orElseGet(this::delimiterHint));
        }
        return cells.get(index);
    }

    /// Where a row stands, for messages: `cases.csv:14`; in Parquet the row's number, counted from 1.
    public String where(int row) {
        return file.getFileName() + ":" + lines[row];
    }

    private String delimiterHint() {
        if (columns.size() == 1) {
            String header = columns.getFirst();
            for (char other : new char[] {';', '\t', '|', ','}) {
                if (header.indexOf(other) >= 0) {
                    return "The header is one long cell with '" + (other == '\t' ? "tab" : String.valueOf(other))
                            + "' in it: save the table with commas (.csv) or tabs (.tsv)";
                }
            }
        }
        return "Name one of these columns in the study file";
    }

    private static Table delimited(Path file, char separator) {
        List<String> columns = List.of();
        List<List<@Nullable String>> cells = new ArrayList<>();
        List<Integer> lines = new ArrayList<>();
        try (CsvReader<CsvRecord> reader = CsvReader.builder()
                .fieldSeparator(separator)
                .detectBomHeader(true)
                .commentStrategy(CommentStrategy.NONE)
                .ofCsvRecord(Files.newInputStream(file), StandardCharsets.UTF_8)) {
            for (CsvRecord row : reader) {
                if (columns.isEmpty()) {
                    columns = header(file, row.getFields());
                    columns.forEach(column -> cells.add(new ArrayList<>()));
                    continue;
                }
                if (row.getFieldCount() != columns.size()) {
                    throw new BadInput(
                            file + ":" + row.getStartingLineNumber(),
                            "found " + row.getFieldCount() + " cells, expected " + columns.size() + " as in the header",
                            "Quote cells that hold the delimiter, and check for stray line breaks");
                }
                for (int c = 0; c < columns.size(); c++) {
                    cells.get(c).add(present(row.getField(c)));
                }
                lines.add((int) row.getStartingLineNumber());
            }
        } catch (CsvParseException | UncheckedIOException e) {
            throw new BadInput(file.toString(), "is not a readable table: " + cause(e), "Save it as UTF-8 CSV or TSV");
        } catch (CharacterCodingException e) {
            throw new BadInput(file.toString(), "is not UTF-8 text", "Save it as UTF-8");
        } catch (IOException e) {
            throw new BadInput(file.toString(), "could not be read: " + e.getMessage(), "Check that the file is readable");
        }
        List<@Nullable String[]> arrays = new ArrayList<>();
        cells.forEach(column -> arrays.add(column.toArray(String[]::new)));
        return new Table(file, columns, arrays, lines.stream().mapToInt(Integer::intValue).toArray());
    }

    private static String cause(Exception e) {
        Throwable deepest = e;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        String message = deepest.getMessage();
        return message == null ? deepest.getClass().getSimpleName() : message;
    }

    private static List<String> header(Path file, List<String> names) {
        List<String> columns = names.stream().map(String::strip).toList();
        Set<String> seen = new HashSet<>();
        for (String column : columns) {
            if (!seen.add(column)) {
                throw new BadInput(file + ":1", "the column '" + column + "' stands twice in the header", "Rename one of them");
            }
        }
        return columns;
    }

    private static @Nullable String present(String cell) {
        String text = cell.strip();
        return text.isEmpty() || text.equals("NA") ? null : text;
    }

    private static Table parquet(Path file) {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT * FROM read_parquet('" + file.toString().replace("'", "''") + "')")) {
            int width = rows.getMetaData().getColumnCount();
            List<String> columns = new ArrayList<>();
            List<List<@Nullable String>> cells = new ArrayList<>();
            for (int c = 1; c <= width; c++) {
                columns.add(rows.getMetaData().getColumnName(c));
                cells.add(new ArrayList<>());
            }
            while (rows.next()) {
                for (int c = 0; c < width; c++) {
                    String text = rows.getString(c + 1);
                    cells.get(c).add(text == null ? null : present(text));
                }
            }
            List<@Nullable String[]> arrays = new ArrayList<>();
            cells.forEach(column -> arrays.add(column.toArray(String[]::new)));
            int[] lines = new int[cells.isEmpty() ? 0 : cells.getFirst().size()];
            Arrays.setAll(lines, i -> i + 1);
            return new Table(file, List.copyOf(columns), arrays, lines);
        } catch (SQLException e) {
            throw new BadInput(file.toString(), "is not a readable Parquet file: " + e.getMessage(), "Write it again, or use CSV");
        }
    }
}
