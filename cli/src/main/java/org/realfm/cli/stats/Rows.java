package org.realfm.cli.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.realfm.tables.BadInput;
import org.realfm.tables.Names;
import org.realfm.tables.Table;

/// The rows of a table that are used: all of them, or those without a missing cell, or a part.
final class Rows {

    private static final int MOST_LISTED = 10;

    /// What becomes of rows with a missing cell.
    enum Missing {
        STOP,
        DROP
    }

    private final Table table;
    private final int[] kept;
    private final int dropped;

    private Rows(Table table, int[] kept, int dropped) {
        this.table = table;
        this.kept = kept;
        this.dropped = dropped;
    }

    /// The rows of a table.
    ///
    /// @param columns those that are used
    /// @throws BadInput where a column is not there, or a cell is missing and that is not allowed, or no row is left
    static Rows of(Table table, List<String> columns, Missing missing) {
        List<@Nullable String[]> cells = columns.stream().map(table::column).toList();
        int[] kept = IntStream.range(0, table.size())
                .filter(row -> cells.stream().allMatch(column -> column[row] != null))
                .toArray();
        int dropped = table.size() - kept.length;
        if (dropped > 0 && missing == Missing.STOP) {
            int first = IntStream.range(0, table.size())
                    .filter(row -> cells.stream().anyMatch(column -> column[row] == null))
                    .findFirst()
                    .orElseThrow();
            String column = IntStream.range(0, columns.size())
                    .filter(c -> cells.get(c)[first] == null)
                    .mapToObj(columns::get)
                    .findFirst()
                    .orElseThrow();
            throw new BadInput(
                    table.where(first),
                    "'" + column + "' is missing" + (dropped > 1 ? ", and " + (dropped - 1) + " more rows lack a value" : ""),
                    "Fill it in, or leave such rows out with --missing drop");
        }
        if (kept.length == 0) {
            throw new BadInput(
                    table.file().toString(), "every row lacks a value in " + String.join(", ", columns), "Name other columns");
        }
        return new Rows(table, kept, dropped);
    }

    int size() {
        return kept.length;
    }

    /// What was read and what was left out, for people.
    String told() {
        return kept.length + " rows of " + table.file().getFileName()
                + (dropped == 0 ? ", none left out" : "; " + dropped + " left out, since a value is missing");
    }

    /// Where a row stands, for messages.
    String where(int row) {
        return table.where(kept[row]);
    }

    /// The cells of a column.
    String[] texts(String column) {
        @Nullable String[] cells = table.column(column);
        return IntStream.of(kept).mapToObj(row -> Objects.requireNonNull(cells[row])).toArray(String[]::new);
    }

    /// The cells of a column in which some may be missing: null there.
    @Nullable String[] cells(String column) {
        @Nullable String[] cells = table.column(column);
        return IntStream.of(kept).mapToObj(row -> cells[row]).toArray(String[]::new);
    }

    /// A column of numbers; infinite ones are allowed.
    double[] numbers(String column) {
        String[] texts = texts(column);
        double[] numbers = new double[texts.length];
        for (int i = 0; i < texts.length; i++) {
            numbers[i] = number(texts[i]).orElse(Double.NaN);
            if (Double.isNaN(numbers[i])) {
                throw new BadInput(
                        where(i), "'" + column + "' is '" + texts[i] + "', expected a number",
                        "Leave the cell empty where there is none");
            }
        }
        return numbers;
    }

    /// A column of whole numbers of at least 0.
    int[] counts(String column) {
        double[] numbers = numbers(column);
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] < 0 || numbers[i] != Math.rint(numbers[i]) || numbers[i] > Integer.MAX_VALUE) {
                throw new BadInput(
                        where(i), "'" + column + "' is '" + texts(column)[i] + "', expected a whole number of 0 or more", "");
            }
        }
        return Arrays.stream(numbers).mapToInt(v -> (int) v).toArray();
    }

    /// A column of probabilities.
    double[] probabilities(String column) {
        double[] numbers = numbers(column);
        for (int i = 0; i < numbers.length; i++) {
            if (!(numbers[i] >= 0 && numbers[i] <= 1)) {
                throw new BadInput(
                        where(i), "'" + column + "' is '" + texts(column)[i] + "', expected a probability from 0 to 1",
                        "Scores that are no probabilities have no calibration and no net benefit");
            }
        }
        return numbers;
    }

    private static Optional<Double> number(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "inf", "+inf", "infinity", "+infinity" -> Optional.of(Double.POSITIVE_INFINITY);
            case "-inf", "-infinity" -> Optional.of(Double.NEGATIVE_INFINITY);
            default -> decimal(text);
        };
    }

    /// Decimal numbers only: not what else is a number in a Java program.
    private static Optional<Double> decimal(String text) {
        if (text.isEmpty() || !text.chars().allMatch(c -> c >= '0' && c <= '9' || ".+-eE".indexOf(c) >= 0)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /// A column that says whether the condition is present: 0 and 1, or false and true, or what `positive` names.
    boolean[] truths(String column, @Nullable String positive) {
        String[] texts = texts(column);
        boolean[] truths = new boolean[texts.length];
        boolean found = positive == null;
        for (int i = 0; i < texts.length; i++) {
            if (positive != null) {
                truths[i] = texts[i].equals(positive);
                found |= truths[i];
            } else {
                truths[i] = truth(column, texts[i], i);
            }
        }
        if (!found) {
            throw new BadInput(
                    table.file().toString(),
                    "no '" + column + "' is '" + positive + "'; there are " + listed(Arrays.asList(texts)),
                    "Name one of these with --positive");
        }
        return truths;
    }

    private boolean truth(String column, String text, int row) {
        Optional<Double> number = number(text);
        if (text.equalsIgnoreCase("true") || number.filter(v -> v == 1).isPresent()) {
            return true;
        }
        if (text.equalsIgnoreCase("false") || number.filter(v -> v == 0).isPresent()) {
            return false;
        }
        throw new BadInput(
                where(row), "'" + column + "' is '" + text + "', expected 0 or 1",
                "Say with --positive which value means that the condition is present");
    }

    private static String listed(Collection<String> texts) {
        List<String> distinct = texts.stream().distinct().sorted().toList();
        String first = String.join(", ", distinct.subList(0, Math.min(MOST_LISTED, distinct.size())));
        return distinct.size() > MOST_LISTED ? first + ", ..." : first;
    }

    /// The values of a column, numbered.
    ///
    /// @param names in ascending order, of numbers where all are numbers
    /// @param of    for each row the number of its value
    @SuppressWarnings("ArrayRecordComponent")
    record Coded(List<String> names, int[] of) {

        /// The number of a value.
        ///
        /// @param option that names it, for the message
        int code(String name, String option) {
            int code = names.indexOf(name);
            if (code < 0) {
                throw new IllegalArgumentException(option + " is '" + name + "'; there are " + listed(names)
                        + Names.nearest(name, names).map(near -> ". Did you mean '" + near + "'?").orElse(""));
            }
            return code;
        }
    }

    /// A column of names.
    Coded coded(String column) {
        return coded(column, List.of());
    }

    /// A column of names, in a given order if there is one.
    Coded coded(String column, List<String> order) {
        String[] texts = texts(column);
        List<String> names = order.isEmpty() ? ordered(texts) : order;
        Map<String, Integer> numbers = new HashMap<>();
        for (String name : names) {
            numbers.put(name, numbers.size());
        }
        int[] of = new int[texts.length];
        for (int i = 0; i < texts.length; i++) {
            Integer number = numbers.get(texts[i]);
            if (number == null) {
                throw new BadInput(
                        where(i), "'" + column + "' is '" + texts[i] + "', expected one of " + String.join(", ", order),
                        "Name all values in their order");
            }
            of[i] = number;
        }
        return new Coded(names, of);
    }

    private static List<String> ordered(String[] texts) {
        List<String> names = new ArrayList<>(Arrays.stream(texts).distinct().toList());
        boolean numeric = names.stream().allMatch(name -> number(name).isPresent());
        names.sort(numeric
                ? Comparator.comparing((String name) -> number(name).orElseThrow()).thenComparing(name -> name)
                : Comparator.naturalOrder());
        return List.copyOf(names);
    }

    /// The independent units: the patients of a column, or every row where there is none.
    int[] units(@Nullable String patient) {
        return patient == null ? IntStream.range(0, kept.length).toArray() : coded(patient).of();
    }

    /// The rows of which something holds.
    Rows where(IntPredicate holds) {
        return new Rows(
                table,
                IntStream.range(0, kept.length).filter(holds).map(i -> kept[i]).toArray(),
                0);
    }
}
