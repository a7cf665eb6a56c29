package org.realfm.stats.shift;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.realfm.stats.Require;

/// A symmetric function of every pair of pooled rows, kept as the lower triangle: `triangle[i][j]` for j < i; `self` for
/// a row with itself.
@SuppressWarnings("ArrayRecordComponent")
record Pairs(double[][] triangle, double self) {

    private static final int MOST_ROWS = 30_000;

    /// Sums over pairs of drawn rows; a row drawn c times is c rows.
    ///
    /// @param first   over ordered pairs of the first sample, each row with itself included
    /// @param second  the same of the second sample
    /// @param between over pairs of one row of each
    /// @param n       drawn rows of the first sample
    /// @param m       drawn rows of the second
    /// @param self    the value of a row with itself
    record Sums(double first, double second, double between, double n, double m, double self) {

        double meanFirst() {
            return first / (n * n);
        }

        double meanSecond() {
            return second / (m * m);
        }

        double meanBetween() {
            return between / (n * m);
        }

        /// Over pairs of different draws.
        double meanOfOthersFirst() {
            return (first - n * self) / (n * (n - 1));
        }

        double meanOfOthersSecond() {
            return (second - m * self) / (m * (m - 1));
        }
    }

    /// Euclidean lengths between rows.
    static Pairs lengths(double[][] first, double[][] second) {
        Require.notEmpty(first.length, "first sample");
        Require.notEmpty(second.length, "second sample");
        int rows = first.length + second.length;
        Require.that(rows <= MOST_ROWS, "at most " + MOST_ROWS + " rows can be compared pair by pair, found " + rows);
        double[][] all = Arrays.copyOf(first, rows);
        System.arraycopy(second, 0, all, first.length, second.length);
        for (int i = 0; i < rows; i++) {
            Require.sameLength(first[0].length, all[i].length, "variables of pooled row " + i);
            Require.finite(all[i], "pooled row " + i);
        }
        double[][] triangle = IntStream.range(0, rows)
                .parallel()
                .mapToObj(i -> lengths(all, i))
                .toArray(double[][]::new);
        return new Pairs(triangle, 0);
    }

    private static double[] lengths(double[][] rows, int i) {
        double[] lengths = new double[i];
        for (int j = 0; j < i; j++) {
            double squares = 0;
            for (int v = 0; v < rows[i].length; v++) {
                double d = rows[i][v] - rows[j][v];
                squares += d * d;
            }
            lengths[j] = Math.sqrt(squares);
        }
        return lengths;
    }

    /// A function of every entry.
    Pairs map(DoubleUnaryOperator f) {
        double[][] mapped = Arrays.stream(triangle)
                .parallel()
                .map(row -> Arrays.stream(row).map(f).toArray())
                .toArray(double[][]::new);
        return new Pairs(mapped, f.applyAsDouble(self));
    }

    /// All entries off the diagonal, once each.
    double[] entries() {
        return Arrays.stream(triangle).flatMapToDouble(Arrays::stream).toArray();
    }

    Sums sums(int[] count, boolean[] second) {
        double[] ofFirst = new double[count.length];
        double[] ofSecond = new double[count.length];
        for (int i = 0; i < count.length; i++) {
            (second[i] ? ofSecond : ofFirst)[i] = count[i];
        }
        double inFirst = 0;
        double inSecond = 0;
        double between = 0;
        for (int i = 0; i < count.length; i++) {
            if (count[i] == 0) {
                continue;
            }
            double toFirst = 0;
            double toSecond = 0;
            double[] row = triangle[i];
            for (int j = 0; j < row.length; j++) {
                toFirst += ofFirst[j] * row[j];
                toSecond += ofSecond[j] * row[j];
            }
            inFirst += ofFirst[i] * (2 * toFirst + ofFirst[i] * self);
            inSecond += ofSecond[i] * (2 * toSecond + ofSecond[i] * self);
            between += ofFirst[i] * toSecond + ofSecond[i] * toFirst;
        }
        return new Sums(
                inFirst, inSecond, between, Arrays.stream(ofFirst).sum(), Arrays.stream(ofSecond).sum(), self);
    }
}
