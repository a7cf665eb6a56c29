package org.realfm.stats;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/// A small table of a test, by column; cells may be in double quotes.
public final class Table {

    private final List<String> names;
    private final List<List<String>> rows;

    private Table(List<String> lines) {
        names = cells(lines.getFirst());
        rows = lines.stream().skip(1).map(Table::cells).toList();
    }

    /// A table below `golden/`.
    public static Table golden(String file) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(Table.class.getResourceAsStream("/golden/" + file), file),
                StandardCharsets.UTF_8))) {
            return new Table(reader.lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A table of the shared data sets; the test is skipped where they are not there.
    public static Table shared(String path) {
        String given = Optional.ofNullable(System.getProperty("REALFM_SHARED_DATA"))
                .or(() -> Optional.ofNullable(System.getenv("REALFM_SHARED_DATA")))
                .orElse(Path.of(System.getProperty("realfm.root", ".")).resolve("../shared/data").toString());
        Path file = Path.of(given).resolve(path);
        assumeTrue(Files.exists(file), "real data not here: " + path);
        try {
            return new Table(Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int size() {
        return rows.size();
    }

    public boolean has(String column) {
        return names.contains(column);
    }

    public String text(String column, int row) {
        return rows.get(row).get(names.indexOf(column));
    }

    public double number(String column, int row) {
        return Double.parseDouble(text(column, row));
    }

    public String[] text(String column) {
        int at = names.indexOf(column);
        return rows.stream().map(row -> row.get(at)).toArray(String[]::new);
    }

    public double[] numbers(String column) {
        return Arrays.stream(text(column)).mapToDouble(Double::parseDouble).toArray();
    }

    public int[] integers(String column) {
        return Arrays.stream(text(column)).mapToInt(Integer::parseInt).toArray();
    }

    /// True where the cell is 1.
    public boolean[] flags(String column) {
        boolean[] flags = new boolean[size()];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = number(column, i) == 1;
        }
        return flags;
    }

    /// The labels, numbered in ascending order.
    public int[] codes(String column) {
        String[] labels = Arrays.stream(text(column)).distinct().sorted().toArray(String[]::new);
        return Arrays.stream(text(column)).mapToInt(s -> Arrays.binarySearch(labels, s)).toArray();
    }

    /// The rows with the given numbers.
    public Table rows(IntStream which) {
        return new Table(names, which.mapToObj(rows::get).toList());
    }

    private Table(List<String> names, List<List<String>> rows) {
        this.names = names;
        this.rows = rows;
    }

    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString());
        return cells;
    }
}
