package org.realfm.record;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.realfm.models.ClinicalRecord.Value;
import org.realfm.record.RecordSpec.Kind;
import org.realfm.record.RecordSpec.Source;
import org.realfm.tables.BadInput;
import org.realfm.tables.Table;

/// Modalities that stand in cells of tables, and in the text files that cells name.
final class CellSources {

    /// A text of more bytes than this is no report.
    private static final long MOST_BYTES = 1 << 20;

    private CellSources() {}

    /// Reads one modality of one row of the cohort's table.
    @FunctionalInterface
    interface RowReader {
        /// @param index when the model is asked; empty where no index time is declared
        Reading read(int row, Optional<Moment> index);
    }

    /// A column with what its cells are.
    private record Cells(@Nullable String[] cells, boolean numbers) {

        static Cells of(Table table, String column, Kind kind) {
            @Nullable String[] cells = table.column(column);
            boolean numbers = switch (kind) {
                case NUMBER -> true;
                case TEXT -> false;
                case AS_FOUND -> Arrays.stream(cells).allMatch(cell -> cell == null || Table.number(cell).isPresent());
            };
            return new Cells(cells, numbers);
        }

        Value value(int row, String field, Reading reading) {
            String cell = cells[row];
            if (cell == null) {
                return new Value.Missing();
            }
            if (!numbers) {
                return new Value.Words(cell);
            }
            Optional<Double> number = Table.number(cell);
            if (number.isEmpty()) {
                reading.because("'" + field + "' is not a number", "Correct the cells, or leave them empty where the value is unknown");
                return new Value.Missing();
            }
            return new Value.Number(number.get());
        }
    }

    private static SequencedMap<String, Cells> cells(Table table, Map<String, Kind> columns) {
        SequencedMap<String, Cells> cells = new LinkedHashMap<>();
        columns.forEach((name, kind) -> cells.put(name, Cells.of(table, name, kind)));
        return cells;
    }

    private static Reading row(SequencedMap<String, Cells> cells, int row) {
        Reading reading = Reading.of(List.copyOf(cells.keySet()));
        cells.forEach((name, column) -> reading.put(name, column.value(row, name, reading)));
        return reading;
    }

    /// Columns of the cohort's table.
    static RowReader columns(Table cohort, Source.Columns source) {
        SequencedMap<String, Cells> cells = cells(cohort, source.columns());
        return (row, index) -> row(cells, row);
    }

    /// Columns of another table: of the rows of a key, the latest that was certainly known before the index time.
    ///
    /// @param keys the key of each row of the cohort's table
    /// @throws BadInput if the table cannot be read, lacks a column, or has several rows of one key and no time
    static RowReader joined(Source.Joined source, @Nullable String[] keys, ZoneId zone) {
        Table table = Table.read(source.table());
        SequencedMap<String, Cells> cells = cells(table, source.columns());
        Optional<@Nullable String[]> times = source.time().map(table::column);
        Map<String, List<Integer>> rows = new HashMap<>();
        @Nullable String[] names = table.column(source.key());
        for (int i = 0; i < names.length; i++) {
            if (names[i] != null) {
                List<Integer> before = rows.computeIfAbsent(names[i], name -> new ArrayList<>(1));
                before.add(i);
                if (times.isEmpty() && before.size() > 1) {
                    throw new BadInput(
                            table.where(i),
                            "'" + source.key() + "' is the same as at " + table.where(before.getFirst())
                                    + ", and nobody can say which row is meant",
                            "Keep one row each, or name the column with the time of a row as 'time'");
                }
            }
        }
        List<String> fields = source.fields();
        return (row, index) -> {
            String key = keys[row];
            List<Integer> found = key == null ? List.of() : rows.getOrDefault(key, List.of());
            if (found.isEmpty()) {
                return none(fields, "no row in the table", "Add them, or leave them out if nothing is known");
            }
            if (times.isEmpty()) {
                return row(cells, found.getFirst());
            }
            return latest(found, times.get(), index.orElseThrow(), zone, fields, cells);
        };
    }

    private static Reading latest(
            List<Integer> found,
            @Nullable String[] times,
            Moment index,
            ZoneId zone,
            List<String> fields,
            SequencedMap<String, Cells> cells) {
        boolean undated = false;
        boolean late = false;
        boolean tied = false;
        int best = -1;
        Optional<Moment> at = Optional.empty();
        for (int i : found) {
            Optional<Moment> time = Optional.ofNullable(times[i]).flatMap(cell -> Moment.parse(cell, zone));
            if (time.isEmpty()) {
                undated = true;
            } else if (!time.get().before(index)) {
                late = true;
            } else {
                int order = at.map(before -> time.get().from().compareTo(before.from())).orElse(1);
                if (order > 0) {
                    best = i;
                    at = time;
                    tied = false;
                } else if (order == 0 && !same(cells, best, i)) {
                    tied = true;
                }
            }
        }
        Reading reading = best < 0 || tied ? Reading.of(fields) : row(cells, best);
        if (tied) {
            reading.because("several rows of one time that differ", "Keep one row a time");
        }
        if (undated) {
            reading.because("rows without a readable time were left out", "Write times as 2026-01-31 or 2026-01-31T10:30:00+01:00");
        }
        if (late) {
            reading.because("rows of the index time or later were left out", "Nothing: they were not known when the model is asked");
        }
        return reading;
    }

    private static boolean same(SequencedMap<String, Cells> cells, int a, int b) {
        return cells.values().stream().allMatch(column -> Objects.equals(column.cells()[a], column.cells()[b]));
    }

    /// A text in a column, or in the file that it names.
    static RowReader text(Table cohort, Source.Text source) {
        @Nullable String[] cells = cohort.column(source.column());
        return (row, index) -> {
            String cell = cells[row];
            if (cell == null) {
                return Reading.of(source.fields());
            }
            if (!source.file()) {
                return words(cell);
            }
            try {
                Path file = cohort.file().resolveSibling(cell).normalize();
                if (!Files.isRegularFile(file)) {
                    return none(source.fields(), "no file where the cell says", "Check the paths: they are relative to the table");
                }
                if (Files.size(file) > MOST_BYTES) {
                    return none(source.fields(), "a text of more than 1 MiB", "Name the report alone");
                }
                String text = Files.readString(file);
                return text.isBlank() ? Reading.of(source.fields()) : words(text);
            } catch (InvalidPathException e) {
                return none(source.fields(), "a cell that is no path", "Name the file, relative to the table");
            } catch (CharacterCodingException e) {
                return none(source.fields(), "a file that is not UTF-8 text", "Save it as UTF-8");
            } catch (IOException e) {
                return none(source.fields(), "a file that cannot be read", "Check that the file may be read");
            }
        };
    }

    private static Reading words(String text) {
        Reading reading = Reading.of(List.of(Source.TEXT));
        reading.put(Source.TEXT, new Value.Words(text));
        return reading;
    }

    /// Nothing is known, and why.
    static Reading none(List<String> fields, String what, String remedy) {
        Reading reading = Reading.of(fields);
        reading.because(what, remedy);
        return reading;
    }
}
