package org.realfm.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.realfm.study.CohortSpec.Group;
import org.realfm.tables.Table;

/// Divides people by one column: the values as they are, or bands of a number.
///
/// A column is cut into bands where the study declares their lower ends, or where at least 95% of its cells are numbers
/// with more than six different values: ages in completed years at 18, 40, 65 and 80, anything else at the quartiles of
/// the evaluated cases.
final class Bands {

    static final List<Double> AGES = List.of(18.0, 40.0, 65.0, 80.0);

    private static final int MOST_VALUES_AS_THEY_ARE = 6;
    private static final double LEAST_SHARE_OF_NUMBERS = 0.95;
    private static final Pattern AGE = Pattern.compile("(.*[^a-z])?(patient)?age([^a-z].*|years?)?");
    private static final Pattern OTHER_UNIT = Pattern.compile(".*(month|week|day|hour|group|band|class).*");
    private static final Pattern DICOM_YEARS = Pattern.compile("\\d{3}Y");

    private Bands() {}

    /// Whether a column of this name holds ages in years.
    static boolean isAge(String column) {
        String name = column.toLowerCase(Locale.ROOT);
        return AGE.matcher(name).matches() && !OTHER_UNIT.matcher(name).matches();
    }

    /// Divides the rows.
    ///
    /// @param group     the column, and its bands where they are declared
    /// @param cells     of each row
    /// @param evaluated whether the verdict rests on the row
    /// @param unread    told how many cells that should be numbers are not, with the first such row
    static Grouping of(
            Group group, @Nullable String[] cells, boolean[] evaluated, BiConsumer<Integer, Integer> unread) {
        boolean age = isAge(group.column());
        double[] numbers = Arrays.stream(cells).mapToDouble(cell -> number(cell, age)).toArray();
        List<Double> cuts = group.cuts();
        if (cuts.isEmpty()) {
            if (!numeric(cells, numbers)) {
                return values(group.column(), cells);
            }
            cuts = age ? AGES : quartiles(numbers, evaluated);
        }
        int[] strangers = IntStream.range(0, cells.length)
                .filter(row -> cells[row] != null && Double.isNaN(numbers[row]))
                .toArray();
        if (strangers.length > 0) {
            unread.accept(strangers.length, strangers[0]);
        }
        return bands(group.column(), numbers, cuts, age);
    }

    /// The number in a cell, NaN where there is none; for ages also as DICOM writes them, 045Y.
    private static double number(@Nullable String cell, boolean age) {
        if (age && cell != null && DICOM_YEARS.matcher(cell).matches()) {
            return Integer.parseInt(cell.substring(0, 3));
        }
        return Table.number(cell).orElse(Double.NaN);
    }

    private static boolean numeric(@Nullable String[] cells, double[] numbers) {
        long present = Arrays.stream(cells).filter(cell -> cell != null).count();
        double[] found = Arrays.stream(numbers).filter(x -> !Double.isNaN(x)).toArray();
        return found.length >= LEAST_SHARE_OF_NUMBERS * present
                && Arrays.stream(found).distinct().limit(MOST_VALUES_AS_THEY_ARE + 1).count() > MOST_VALUES_AS_THEY_ARE;
    }

    private static Grouping values(String column, @Nullable String[] cells) {
        TreeSet<String> distinct = new TreeSet<>();
        for (String cell : cells) {
            if (cell != null) {
                distinct.add(cell);
            }
        }
        List<String> labels = List.copyOf(distinct);
        Map<String, Integer> index = new HashMap<>();
        labels.forEach(label -> index.put(label, index.size()));
        int[] of = Arrays.stream(cells)
                .mapToInt(cell -> cell == null ? -1 : index.getOrDefault(cell, -1))
                .toArray();
        return new Grouping(column, labels, of);
    }

    private static List<Double> quartiles(double[] numbers, boolean[] evaluated) {
        double[] known = IntStream.range(0, numbers.length)
                .filter(row -> evaluated[row] && !Double.isNaN(numbers[row]))
                .mapToDouble(row -> numbers[row])
                .sorted()
                .toArray();
        if (known.length == 0) {
            return List.of();
        }
        // Lower ends of bands: the smallest value of each upper quarter; a cut at the minimum would leave an empty
        // band.
        return IntStream.of(1, 2, 3)
                .mapToObj(q -> known[(int) ((long) known.length * q / 4)])
                .filter(cut -> cut > known[0])
                .distinct()
                .toList();
    }

    private static Grouping bands(String column, double[] numbers, List<Double> cuts, boolean age) {
        int[] of = Arrays.stream(numbers)
                .mapToInt(x -> Double.isNaN(x) ? -1 : (int) cuts.stream().filter(cut -> x >= cut).count())
                .toArray();
        return new Grouping(column, labels(cuts, age), of);
    }

    /// Names of bands. Whole cuts: `18-39` holds everything from 18 to below 40; other cuts: `1.5 to <2.5`.
    private static List<String> labels(List<Double> cuts, boolean age) {
        if (cuts.isEmpty()) {
            return List.of("any");
        }
        boolean whole = cuts.stream().allMatch(Bands::whole);
        List<String> labels = new ArrayList<>();
        labels.add(age && whole ? years(0, cuts.getFirst()) : "<" + text(cuts.getFirst()));
        for (int i = 0; i + 1 < cuts.size(); i++) {
            double from = cuts.get(i);
            double below = cuts.get(i + 1);
            labels.add(whole && from >= 0 ? years(from, below) : text(from) + " to <" + text(below));
        }
        labels.add(whole ? text(cuts.getLast()) + "+" : ">=" + text(cuts.getLast()));
        return labels;
    }

    private static String years(double from, double below) {
        return below - 1 <= from ? text(from) : text(from) + "-" + text(below - 1);
    }

    private static String text(double value) {
        return whole(value) ? Long.toString((long) value) : Double.toString(value);
    }

    private static boolean whole(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15;
    }
}
