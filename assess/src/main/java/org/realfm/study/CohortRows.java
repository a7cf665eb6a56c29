package org.realfm.study;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.realfm.study.CohortSpec.SplitColumn;
import org.realfm.tables.Names;
import org.realfm.tables.Table;

/// Checks the cells of each row: which rows can be used, and why the others cannot. No message repeats a case or a
/// patient, since messages leave the process.
final class CohortRows {

    private final CohortTable table;
    private final Map<String, Split> parts = new LinkedHashMap<>();
    private final Map<String, Integer> first = new HashMap<>();
    private final Set<String> conflicting = new HashSet<>();

    final Split[] split;
    final int[] truth;
    final double[] weight;

    /// @throws org.realfm.tables.BadInput if a part of the split has no row
    CohortRows(CohortTable table) {
        this.table = table;
        int size = table.table().size();
        split = new Split[size];
        Arrays.fill(split, Split.EVALUATE);
        truth = new int[size];
        weight = new double[table.weight.isPresent() ? size : 0];
        table.study().cohort().split().ifPresent(this::parts);
        findDuplicates();
    }

    private void parts(SplitColumn column) {
        parts.put(column.evaluate(), Split.EVALUATE);
        column.tune().ifPresent(value -> parts.put(value, Split.TUNE));
        column.development().ifPresent(value -> parts.put(value, Split.DEVELOPMENT));
        Set<String> found = new HashSet<>(Arrays.asList(table.split.orElseThrow()));
        found.remove(null);
        parts.forEach((value, part) -> {
            if (!found.contains(value)) {
                List<String> some = found.stream().sorted().limit(10).toList();
                throw table.bad(
                        "is '" + value + "', which no row of " + table.name() + " has in column '" + column.column()
                                + "'; found " + (some.isEmpty() ? "only empty cells" : String.join(", ", some)),
                        Names.nearest(value, found)
                                .map(near -> "Did you mean '" + near + "'?")
                                .orElse("Correct the value, or remove the key"),
                        "cohort",
                        "split",
                        part.name().toLowerCase(Locale.ROOT));
            }
        });
    }

    private void findDuplicates() {
        for (int row = 0; row < table.cases.length; row++) {
            String id = table.cases[row];
            Integer before = id == null ? null : first.putIfAbsent(id, row);
            if (id != null && before != null && !same(before, row)) {
                conflicting.add(id);
            }
        }
    }

    private boolean same(int a, int b) {
        return table.table().columns().stream()
                .map(table.table()::column)
                .allMatch(cells -> Objects.equals(cells[a], cells[b]));
    }

    /// Reads a row into the columns of this object.
    ///
    /// @return why it cannot be used; empty if it can
    Optional<Quarantined> read(int row) {
        return Optional.ofNullable(problem(row));
    }

    private @Nullable Quarantined problem(int row) {
        String id = table.cases[row];
        if (id == null) {
            return set(row, "the case is missing, expected its name", "Give every row its case");
        }
        if (conflicting.contains(id)) {
            int other = Objects.requireNonNull(first.get(id));
            return set(
                    row,
                    other == row
                            ? "the case stands again further down with other cells, and nobody can say which row is"
                                    + " meant"
                            : "the case of " + table.table().where(other)
                                    + " stands here again with other cells, and nobody can say which row is meant",
                    "Give each case one row, with a name of its own");
        }
        if (!Integer.valueOf(row).equals(first.get(id))) {
            return set(
                    row,
                    "repeats " + table.table().where(Objects.requireNonNull(first.get(id))) + " cell by cell",
                    "Remove the copy");
        }
        if (table.patient.isPresent() && table.patient.get()[row] == null) {
            return set(row, "the patient is missing, expected a name", "Give every row its patient");
        }
        return measured(row);
    }

    private @Nullable Quarantined measured(int row) {
        String part = table.split.isPresent() ? table.split.get()[row] : null;
        if (table.split.isPresent() && part == null) {
            return set(row, "the split is missing, expected one of " + names(), "Say to which part the case belongs");
        }
        split[row] = part == null ? Split.EVALUATE : parts.getOrDefault(part, Split.UNUSED);
        if (part != null && split[row] == Split.UNUSED) {
            Optional<String> meant = parts.keySet().stream().filter(part::equalsIgnoreCase).findFirst();
            if (meant.isPresent()) {
                split[row] = parts.getOrDefault(meant.get(), Split.EVALUATE);
                return set(row, "the split is '" + part + "', expected '" + meant.get() + "'", "Write it alike");
            }
        }
        Optional<Double> answer = Table.number(table.truth[row]).filter(x -> x == 0 || x == 1);
        if (answer.isEmpty()) {
            return set(row, "the truth is " + shown(table.truth[row]) + ", expected 0 or 1",
                    "Give the reference standard, 1 where the condition is present");
        }
        truth[row] = (int) (double) answer.get();
        if (table.weight.isPresent()) {
            String cell = table.weight.get()[row];
            Optional<Double> value = Table.number(cell).filter(x -> x > 0);
            if (value.isEmpty()) {
                return set(row, "the weight is " + shown(cell) + ", expected a number above 0",
                        "Give the inverse of the probability with which the case was sampled");
            }
            weight[row] = value.get();
        }
        return null;
    }

    private String names() {
        return String.join(", ", parts.keySet());
    }

    private static String shown(@Nullable String cell) {
        return cell == null ? "missing" : "'" + (cell.length() > 40 ? cell.substring(0, 40) + "..." : cell) + "'";
    }

    private Quarantined set(int row, String reason, String remedy) {
        return new Quarantined(table.table().where(row), reason, remedy);
    }
}
