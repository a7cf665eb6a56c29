package org.realfm.criteria.data;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.realfm.study.Cohort;

/// Rows and the patients they come from.
final class Patients {

    private Patients() {}

    /// The first row of each patient among those given, in their order.
    static int[] firstRows(Cohort cohort, int[] rows) {
        Set<Integer> seen = new HashSet<>();
        return Arrays.stream(rows)
                .filter(row -> seen.add(cohort.columns().patient()[row]))
                .toArray();
    }

    /// The patients of these rows.
    static Set<Integer> of(Cohort cohort, int[] rows) {
        return Arrays.stream(rows)
                .mapToObj(row -> cohort.columns().patient()[row])
                .collect(Collectors.toSet());
    }

    /// Whether the condition is present on any picture of each of these rows' patients that belongs to the same part.
    static boolean[] sick(Cohort cohort, int[] rows) {
        Cohort.Columns columns = cohort.columns();
        Set<Integer> sick = new HashSet<>();
        for (int row = 0; row < cohort.size(); row++) {
            if (columns.truth()[row] == 1 && rows.length > 0 && columns.split()[row] == columns.split()[rows[0]]) {
                sick.add(columns.patient()[row]);
            }
        }
        boolean[] truth = new boolean[rows.length];
        for (int i = 0; i < rows.length; i++) {
            truth[i] = sick.contains(columns.patient()[rows[i]]);
        }
        return truth;
    }

    /// `1 patient`, `2 patients`.
    static String count(long n, String one) {
        return n + " " + one + (n == 1 ? "" : "s");
    }
}
