package org.realfm.tables;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A table of text cells, held by column. An empty cell and the word `NA` are missing, and read as null.
///
/// CSV and TSV are UTF-8, with or without a byte-order mark (or UTF-16 with one), quoted as in RFC 4180; the delimiter
/// follows from the file's ending: a tab for `.tsv`, a comma otherwise. Parquet is read through DuckDB; numbers become
/// their decimal text.
public final class Table {

    private static final int MOST_LISTED = 30;

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
            throw new BadInput(
                    file.toString(),
                    "there is no such file",
                    "Check the path: it is taken relative to the file that names it");
        }
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        Table table =
                name.endsWith(".parquet") ? parquet(file) : delimited(file, name.endsWith(".tsv") ? '\t' : ',');
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
                    "has no column '" + name + "'; its columns are " + listed(),
                    otherDelimiter(columns)
                            .or(() -> Names.nearest(name, columns).map(near -> "Did you mean '" + near + "'?"))
                            .orElse("Name one of these columns"));
        }
        return cells.get(index);
    }

    /// The finite number in a cell.
    public static Optional<Double> number(@Nullable String cell) {
        if (cell == null || cell.isEmpty() || Character.isLetter(cell.charAt(cell.length() - 1))) {
            return Optional.empty();
        }
        try {
            return Optional.of(Double.parseDouble(cell)).filter(Double::isFinite);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /// Where a row stands, for messages: `cases.csv:14`; in Parquet the row's number, counted from 1.
    public String where(int row) {
        return file.getFileName() + ":" + lines[row];
    }

    private String listed() {
        String first = String.join(", ", columns.subList(0, Math.min(columns.size(), MOST_LISTED)));
        return columns.size() <= MOST_LISTED ? first : first + " and " + (columns.size() - MOST_LISTED) + " more";
    }

    /// The remedy where the header is one cell with another delimiter in it.
    private static Optional<String> otherDelimiter(List<String> columns) {
        if (columns.size() != 1) {
            return Optional.empty();
        }
        return Stream.of(";", "\t", "|", ",")
                .filter(columns.getFirst()::contains)
                .findFirst()
                .map(other -> "The header is one long cell with " + (other.equals("\t") ? "tabs" : "'" + other + "'")
                        + " in it: save the table with commas (.csv) or tabs (.tsv)");
    }

    private static Table delimited(Path file, char separator) {
        List<String> columns = List.of();
        List<Column> cells = new ArrayList<>();
        IntStream.Builder lines = IntStream.builder();
        try (CsvReader<CsvRecord> reader = CsvReader.builder()
                .fieldSeparator(separator)
                .commentStrategy(CommentStrategy.NONE)
                .allowExtraFields(true)
                .allowMissingFields(true)
                .ofCsvRecord(text(file))) {
            for (CsvRecord row : reader) {
                if (columns.isEmpty()) {
                    columns = header(file, row.getFields());
                    columns.forEach(column -> cells.add(new Column()));
                    continue;
                }
                if (row.getFieldCount() != columns.size()) {
                    throw new BadInput(
                            file + ":" + row.getStartingLineNumber(),
                            "found " + row.getFieldCount() + " cells, expected " + columns.size() + " as in the header",
                            otherDelimiter(columns)
                                    .orElse("Quote cells that hold the delimiter, and check for stray line breaks"));
                }
                for (int c = 0; c < columns.size(); c++) {
                    cells.get(c).add(row.getField(c));
                }
                lines.add((int) row.getStartingLineNumber());
            }
        } catch (CsvParseException | IOException | UncheckedIOException e) {
            throw unreadable(file, e);
        }
        return new Table(file, columns, cells.stream().map(Column::cells).toList(), lines.build().toArray());
    }

    /// Opens a file as text: UTF-8, or UTF-16 where its byte-order mark says so. Bytes that are no text are an error,
    /// not a replacement character.
    private static Reader text(Path file) throws IOException {
        InputStream bytes = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        bytes.mark(3);
        byte[] start = bytes.readNBytes(3);
        bytes.reset();
        String mark = HexFormat.of().formatHex(start);
        Charset charset = mark.startsWith("fffe")
                ? StandardCharsets.UTF_16LE
                : mark.startsWith("feff") ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_8;
        bytes.skipNBytes(charset != StandardCharsets.UTF_8 ? 2 : mark.equals("efbbbf") ? 3 : 0);
        return new InputStreamReader(bytes, charset.newDecoder());
    }

    private static BadInput unreadable(Path file, Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof CharacterCodingException) {
                return new BadInput(file.toString(), "is not UTF-8 text", "Save it as UTF-8");
            }
        }
        return new BadInput(file.toString(), "is not a readable table: " + cause(e), "Save it as UTF-8 CSV or TSV");
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
                throw new BadInput(
                        file + ":1", "the column '" + column + "' stands twice in the header", "Rename one of them");
            }
        }
        return columns;
    }

    /// Collects the cells of a column; equal cells share one text, since most columns hold few values, and rows of one
    /// patient mostly stand together.
    private static final class Column {

        private static final int MOST_SHARED = 4096;

        private final List<@Nullable String> cells = new ArrayList<>();
        private final Map<String, String> shared = new HashMap<>();
        private String last = "";

        void add(@Nullable String cell) {
            String text = cell == null ? "" : cell.strip();
            if (text.isEmpty() || text.equals("NA")) {
                cells.add(null);
                return;
            }
            if (!text.equals(last)) {
                String known = shared.get(text);
                if (known == null && shared.size() < MOST_SHARED) {
                    shared.put(text, text);
                }
                last = known == null ? text : known;
            }
            cells.add(last);
        }

        @Nullable String[] cells() {
            return cells.toArray(String[]::new);
        }
    }

    /// DuckDB reads files of this machine; any other is copied for it.
    private static Table parquet(Path file) {
        if (file.getFileSystem().equals(FileSystems.getDefault())) {
            return parquet(file, file);
        }
        try {
            Path copy = Files.createTempFile("realfm", ".parquet");
            try {
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
                return parquet(file, copy);
            } finally {
                Files.delete(copy);
            }
        } catch (IOException e) {
            throw new BadInput(file.toString(), "could not be copied here: " + BadInput.reason(e), "Check that it may be read");
        }
    }

    private static Table parquet(Path file, Path here) {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM read_parquet('" + pattern(here) + "')")) {
            int width = rows.getMetaData().getColumnCount();
            List<String> columns = new ArrayList<>();
            List<Column> cells = new ArrayList<>();
            for (int c = 1; c <= width; c++) {
                columns.add(rows.getMetaData().getColumnName(c));
                cells.add(new Column());
            }
            int size = 0;
            while (rows.next()) {
                for (int c = 0; c < width; c++) {
                    cells.get(c).add(rows.getString(c + 1));
                }
                size++;
            }
            return new Table(
                    file,
                    List.copyOf(columns),
                    cells.stream().map(Column::cells).toList(),
                    IntStream.rangeClosed(1, size).toArray());
        } catch (SQLException e) {
            throw new BadInput(
                    file.toString(),
                    "is not a readable Parquet file: " + cause(e).lines().findFirst().orElse(""),
                    "Write it again, or use CSV");
        }
    }

    /// The path as DuckDB takes it: a pattern in which this file's own brackets and stars stand for themselves.
    private static String pattern(Path file) {
        return file.toString().replaceAll("[\\[*?]", "[$0]").replace("'", "''");
    }
}
