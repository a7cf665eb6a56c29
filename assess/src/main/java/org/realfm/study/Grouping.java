package org.realfm.study;

import java.util.Arrays;
import java.util.List;

/// How one column divides people.
///
/// @param column name of the column
/// @param labels its groups in order (bands ascending, values alphabetically)
/// @param of     for each row of the cohort the index of its group, -1 where it is unknown
public record Grouping(String column, List<String> labels, int[] of) {

    /// The cell of a group, for example `sex=F`.
    public String cell(int label) {
        return column + "=" + labels.get(label);
    }

    /// How many rows of those given belong to no group.
    public long unknown(int[] rows) {
        return Arrays.stream(rows).filter(row -> of[row] < 0).count();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Grouping that
                && column.equals(that.column)
                && labels.equals(that.labels)
                && Arrays.equals(of, that.of);
    }

    @Override
    public int hashCode() {
        return 31 * column.hashCode() + Arrays.hashCode(of);
    }

    @Override
    public String toString() {
        return column + labels;
    }
}
