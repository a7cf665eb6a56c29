package org.realfm.criteria.data;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Cells that say nothing, however they say it.
final class Absence {

    private static final Set<String> WORDS = Set.of(
            "unknown", "unk", "not known", "not recorded", "not reported", "not stated", "not available", "not applicable",
            "not done", "missing", "null", "nil", "nan", "na", "n/a", "#n/a", "?", "-", "--", "tbd",
            "undisclosed", "unspecified", "unavailable", "declined", "prefer not to say");

    /// Numbers that stand for "missing" in columns that are never negative otherwise.
    private static final Set<String> CODES = Set.of("-1", "-8", "-9", "-99", "-999", "-9999", "-1.0", "-9.0", "-99.0", "-999.0");

    private Absence() {}

    /// Whether a cell is empty or says in words that the value is not known.
    static boolean absent(@Nullable String cell) {
        return cell == null || cell.isBlank() || WORDS.contains(cell.strip().toLowerCase(Locale.ROOT));
    }

    /// For each of these rows whether the column says nothing there: as [#absent(String)], or by a negative number that
    /// stands for "missing".
    static boolean[] absent(@Nullable String[] column, int[] rows) {
        boolean neverNegative = Arrays.stream(rows)
                .mapToObj(row -> column[row])
                .filter(Objects::nonNull)
                .noneMatch(cell -> cell.startsWith("-") && !CODES.contains(cell.strip()) && !absent(cell));
        boolean[] absent = new boolean[rows.length];
        for (int i = 0; i < rows.length; i++) {
            String cell = column[rows[i]];
            absent[i] = absent(cell) || (neverNegative && cell != null && CODES.contains(cell.strip()));
        }
        return absent;
    }
}
