package org.realfm.stats.agreement;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntToDoubleFunction;
import org.realfm.stats.Bootstrap;
import org.realfm.stats.Estimate;
import org.realfm.stats.Require;

/// Krippendorff's alpha of any number of raters, with ratings missing, on a nominal, ordinal, interval or ratio scale.
///
/// alpha = 1 - Do/De. With m_u values of unit u (units with one value do not count), N = sum m_u and n_c how often value
/// c occurs, Do = sum_u sum over pairs of different values in u of delta^2 / (m_u - 1) and
/// De = sum_ck n_c n_k delta^2_ck / (N - 1), where delta^2_ck is
///
/// - nominal: 1 where c and k differ;
/// - ordinal: (difference of the mean ranks of c and k)^2;
/// - interval: (c - k)^2;
/// - ratio: ((c - k) / (c + k))^2.
///
/// There is no standard analytic interval; it is the bootstrap percentile of units, drawn as the plan says.
///
/// Source: Krippendorff 2004, Content Analysis, 2nd ed., chapter 11; Hayes & Krippendorff 2007,
/// doi:10.1080/19312450709336664.
public final class KrippendorffAlpha {

    /// The scale of the values.
    public enum Scale {
        NOMINAL,
        ORDINAL,
        INTERVAL,
        RATIO
    }

    private final Scale scale;
    private final double[] levels;
    /// For each unit with at least two values, their levels; for others nothing.
    private final int[][] unit;

    private KrippendorffAlpha(Scale scale, double[] levels, int[][] unit) {
        this.scale = scale;
        this.levels = levels;
        this.unit = unit;
    }

    /// @param value `[unit][rater]`, finite, NaN where not rated; not negative on a ratio scale
    public static KrippendorffAlpha of(double[][] value, Scale scale) {
        double[][] rated = Arrays.stream(value)
                .map(row -> Arrays.stream(row).filter(v -> !Double.isNaN(v)).map(v -> v + 0.0).toArray())
                .map(row -> row.length > 1 ? row : new double[0])
                .toArray(double[][]::new);
        for (double[] row : rated) {
            Require.finite(row, "value");
            for (double v : row) {
                Require.that(scale != Scale.RATIO || v >= 0, "a ratio scale has no negative values, found " + v);
            }
        }
        double[] levels =
                Arrays.stream(rated).flatMapToDouble(Arrays::stream).sorted().distinct().toArray();
        int[][] unit = Arrays.stream(rated)
                .map(row -> Arrays.stream(row)
                        .mapToInt(v -> Arrays.binarySearch(levels, v))
                        .toArray())
                .toArray(int[][]::new);
        return new KrippendorffAlpha(scale, levels, unit);
    }

    /// Alpha; empty where no unit has two values or all values are the same.
    public OptionalDouble value() {
        double alpha = value(u -> 1);
        return Double.isNaN(alpha) ? OptionalDouble.empty() : OptionalDouble.of(alpha);
    }

    /// Alpha with a bootstrap percentile interval.
    ///
    /// @param plan draws units (rows); patients where several units are of one
    /// @return empty where [#value()] is
    public Optional<Estimate> estimate(String name, Bootstrap.Plan plan, double confidence) {
        Require.sameLength(unit.length, plan.rows(), "rows of the plan");
        return value().isEmpty()
                ? Optional.empty()
                : Optional.of(Bootstrap.percentile(name, plan, counts -> value(u -> counts[u]), confidence)
                        .within(Double.NEGATIVE_INFINITY, 1));
    }

    /// Alpha of a weighted sample of units, NaN where it is undefined.
    private double value(IntToDoubleFunction weight) {
        double[] count = new double[levels.length];
        double total = 0;
        for (int u = 0; u < unit.length; u++) {
            double w = weight.applyAsDouble(u);
            for (int level : unit[u]) {
                count[level] += w;
                total += w;
            }
        }
        double[] at = scale == Scale.ORDINAL ? meanRanks(count) : levels;
        double observed = 0;
        for (int u = 0; u < unit.length; u++) {
            double w = weight.applyAsDouble(u);
            if (w > 0 && unit[u].length > 0) {
                double pairs = 0;
                for (int a = 0; a < unit[u].length; a++) {
                    for (int b = 0; b < a; b++) {
                        pairs += distance(at, unit[u][a], unit[u][b]);
                    }
                }
                observed += w * pairs / (unit[u].length - 1);
            }
        }
        double expected = expected(at, count, total);
        return expected > 0 ? 1 - (total - 1) * observed / expected : Double.NaN;
    }

    private static double[] meanRanks(double[] count) {
        double[] rank = new double[count.length];
        double below = 0;
        for (int c = 0; c < count.length; c++) {
            rank[c] = below + count[c] / 2;
            below += count[c];
        }
        return rank;
    }

    private double distance(double[] at, int c, int k) {
        if (c == k) {
            return 0;
        }
        double d = at[c] - at[k];
        return switch (scale) {
            case NOMINAL -> 1;
            case ORDINAL, INTERVAL -> d * d;
            case RATIO -> d * d / ((at[c] + at[k]) * (at[c] + at[k]));
        };
    }

    /// Sum over pairs of different values of n_c n_k delta^2.
    private double expected(double[] at, double[] count, double total) {
        if (scale == Scale.RATIO) {
            double sum = 0;
            for (int c = 0; c < count.length; c++) {
                for (int k = 0; k < c; k++) {
                    sum += count[c] * count[k] * distance(at, c, k);
                }
            }
            return sum;
        }
        if (scale == Scale.NOMINAL) {
            return 0.5 * (total * total - Arrays.stream(count).map(n -> n * n).sum());
        }
        double mean = 0;
        for (int c = 0; c < count.length; c++) {
            mean += count[c] * at[c] / total;
        }
        double squares = 0;
        for (int c = 0; c < count.length; c++) {
            squares += count[c] * (at[c] - mean) * (at[c] - mean);
        }
        return total * squares;
    }
}
