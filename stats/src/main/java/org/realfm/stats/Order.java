package org.realfm.stats;

import java.util.Arrays;

/// Rows in ascending order of a value, with the ends of the groups that share one; in O(n log n) without boxing.
///
/// @param row the rows; within a group of ties, ascending
/// @param end for each group, the place in `row` after its last
@SuppressWarnings("ArrayRecordComponent")
public record Order(int[] row, int[] end) {

    /// Sorts.
    ///
    /// @param value of each row; may be infinite, not NaN; -0 and 0 are tied
    public static Order ascending(double[] value) {
        double[] levels = new double[value.length];
        for (int i = 0; i < value.length; i++) {
            Require.that(!Double.isNaN(value[i]), "value " + i + " is NaN");
            levels[i] = value[i] + 0.0;
        }
        Arrays.sort(levels);
        int distinct = 0;
        for (int i = 0; i < levels.length; i++) {
            if (i == 0 || levels[i] != levels[i - 1]) {
                levels[distinct++] = levels[i];
            }
        }
        int[] level = new int[value.length];
        int[] end = new int[distinct];
        for (int i = 0; i < value.length; i++) {
            level[i] = Arrays.binarySearch(levels, 0, distinct, value[i] + 0.0);
            end[level[i]]++;
        }
        Arrays.parallelPrefix(end, Integer::sum);
        int[] free = end.clone();
        int[] row = new int[value.length];
        for (int i = value.length - 1; i >= 0; i--) {
            row[--free[level[i]]] = i;
        }
        return new Order(row, end);
    }
}
