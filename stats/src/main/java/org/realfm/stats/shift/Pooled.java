package org.realfm.stats.shift;

import java.util.Arrays;
import org.realfm.stats.Order;
import org.realfm.stats.Require;

/// Two samples of one variable, pooled and sorted once, so that a replicate costs one pass.
///
/// @param value the pooled values, ascending
/// @param row   the row of each, counting the first sample's rows before the second's
@SuppressWarnings("ArrayRecordComponent")
record Pooled(double[] value, int[] row) {

    /// What is done with the gap between the two distribution functions over each piece between neighbouring values.
    interface Piece {

        /// @param gap   first minus second distribution function
        /// @param width of the piece
        double of(double gap, double width);
    }

    static Pooled of(double[] first, double[] second) {
        Require.notEmpty(first.length, "first sample");
        Require.notEmpty(second.length, "second sample");
        double[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        int[] row = Order.ascending(all).row();
        return new Pooled(Arrays.stream(row).mapToDouble(i -> all[i]).toArray(), row);
    }

    static Pooled finite(double[] first, double[] second) {
        Require.finite(first, "first sample");
        Require.finite(second, "second sample");
        return of(first, second);
    }

    /// Adds up pieces, left to right.
    double sum(int[] count, boolean[] second, Piece piece) {
        double ofFirst = total(count, second, false);
        double ofSecond = total(count, second, true);
        double below = 0;
        double belowSecond = 0;
        double sum = 0;
        for (int k = 0; k < value.length - 1; k++) {
            below += second[row[k]] ? 0 : count[row[k]];
            belowSecond += second[row[k]] ? count[row[k]] : 0;
            if (value[k + 1] > value[k]) {
                sum += piece.of(below / ofFirst - belowSecond / ofSecond, value[k + 1] - value[k]);
            }
        }
        return sum;
    }

    /// The largest gap between the two distribution functions.
    double greatestGap(int[] count, boolean[] second) {
        double ofFirst = total(count, second, false);
        double ofSecond = total(count, second, true);
        double below = 0;
        double belowSecond = 0;
        double greatest = 0;
        for (int k = 0; k < value.length; k++) {
            below += second[row[k]] ? 0 : count[row[k]];
            belowSecond += second[row[k]] ? count[row[k]] : 0;
            if (k == value.length - 1 || value[k + 1] > value[k]) {
                greatest = Math.max(greatest, Math.abs(below / ofFirst - belowSecond / ofSecond));
            }
        }
        return greatest;
    }

    static double total(int[] count, boolean[] second, boolean ofSecond) {
        double total = 0;
        for (int i = 0; i < count.length; i++) {
            total += second[i] == ofSecond ? count[i] : 0;
        }
        return total;
    }
}
