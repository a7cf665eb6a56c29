package org.realfm.stats.dependence;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.realfm.stats.Permutation;
import org.realfm.stats.Require;
import org.realfm.stats.Seeds;
import org.realfm.stats.SplitMix;

/// Is x independent of y, given z? Values of x are permuted in a way that keeps what x and z have to do with each other,
/// and the statistic of the data is compared with those of the permutations. Any statistic will do; its power is the
/// question, not its validity. It is given `from`: row i takes the x of row `from[i]`.
///
/// - z has few values: [#withinStrata] permutes freely among rows of one z. Exact. Bins of a continuous z leave some of
///   the dependence within a bin: make them narrow.
/// - x given z is roughly normal about a linear function of z: [#gaussian].
/// - you know the law of x given z: [#given].
///
/// One row a patient. The last two are valid as far as the law of x given z is right; learn it, if you can, on rows that
/// are not tested.
///
/// Source: Berrett, Wang, Barber & Samworth 2020, doi:10.1111/rssb.12340.
public final class ConditionalPermutation {

    /// Rounds of swaps from the data to the hub and from there to each permutation, as in the source.
    private static final int ROUNDS = 50;

    private ConditionalPermutation() {}

    /// The log-density, up to a constant of each row, of one row's x at another's z.
    @FunctionalInterface
    public interface LogDensity {

        /// @param value the row whose x it is
        /// @param given the row whose z it is
        double of(int value, int given);
    }

    /// Permutes within the strata of a discrete z.
    ///
    /// @param z            for each row its stratum
    /// @param permutations at least 1
    public static Permutation.Result withinStrata(
            int[] z, int permutations, long seed, ToDoubleFunction<int[]> statistic) {
        return Permutation.test(z, permutations, seed, statistic);
    }

    /// Permutes x as likely as its normal linear regression on z makes it. Where z explains x wholly nothing can be
    /// permuted: IllegalArgumentException.
    ///
    /// @param x of each row
    /// @param z `[row][variable]`
    public static Permutation.Result gaussian(
            double[] x, double[][] z, int permutations, long seed, ToDoubleFunction<int[]> statistic) {
        LeastSquares model = LeastSquares.of(x, z);
        int degrees = x.length - z[0].length - 1;
        double variance = Arrays.stream(model.residual()).map(r -> r * r).sum() / Math.max(1, degrees);
        double size = Arrays.stream(x).map(v -> v * v).sum() / x.length;
        Require.that(variance > 1e-20 * size, "x is a linear function of z: nothing can be permuted");
        // Squares of x and of the mean cancel in every swap; the product is what remains.
        return given(
                x.length, (value, at) -> x[value] * model.fitted()[at] / variance, permutations, seed, statistic);
    }

    /// Permutes x as likely as a law of x given z makes it.
    ///
    /// @param rows how many
    /// @param law  of x given z, finite
    public static Permutation.Result given(
            int rows, LogDensity law, int permutations, long seed, ToDoubleFunction<int[]> statistic) {
        Require.notEmpty(rows, "conditional permutation test");
        Require.notEmpty(permutations, "permutations");
        int[] identity = IntStream.range(0, rows).toArray();
        int[] hub = swapped(identity, law, Seeds.generator(seed, "conditional-permutation-hub", 0));
        double observed = statistic.applyAsDouble(identity);
        double[] nullValues = IntStream.range(0, permutations)
                .parallel()
                .mapToDouble(b -> statistic.applyAsDouble(
                        swapped(hub, law, Seeds.generator(seed, "conditional-permutation", b))))
                .toArray();
        double slack = 1e-12 * Math.max(1, Math.abs(observed));
        long extreme = Arrays.stream(nullValues).filter(v -> v >= observed - slack).count();
        return new Permutation.Result(observed, Permutation.pValue(extreme, permutations), nullValues);
    }

    /// Rounds in which rows are paired at random and each pair swaps with the odds of the law. The permutations' law is
    /// that of x given z, and the chain is reversible, so that data and permutations, all reached from one hub, are
    /// exchangeable.
    private static int[] swapped(int[] start, LogDensity law, SplitMix random) {
        int[] from = start.clone();
        int[] order = IntStream.range(0, from.length).toArray();
        for (int round = 0; round < ROUNDS; round++) {
            random.shuffle(order);
            for (int k = 0; k + 1 < order.length; k += 2) {
                int i = order[k];
                int j = order[k + 1];
                double odds = law.of(from[j], i) + law.of(from[i], j) - law.of(from[i], i) - law.of(from[j], j);
                Require.that(!Double.isNaN(odds), "the law of x given z must be finite");
                if (random.nextDouble() < 1 / (1 + Math.exp(-odds))) {
                    int swap = from[i];
                    from[i] = from[j];
                    from[j] = swap;
                }
            }
        }
        return from;
    }

    /// A statistic for [#gaussian] and its like: the size of the correlation of x with what is left of y when z is held
    /// fixed.
    ///
    /// @param x of each row
    /// @param y of each row
    /// @param z `[row][variable]`
    public static ToDoubleFunction<int[]> correlation(double[] x, double[] y, double[][] z) {
        double[] left = LeastSquares.of(y, z).residual();
        double[] centred = LeastSquares.of(x, new double[x.length][0]).residual();
        double norm = Math.sqrt(Arrays.stream(left).map(v -> v * v).sum()
                * Arrays.stream(centred).map(v -> v * v).sum());
        return from -> {
            double sum = 0;
            for (int i = 0; i < left.length; i++) {
                sum += centred[from[i]] * left[i];
            }
            return norm > 0 ? Math.abs(sum) / norm : 0;
        };
    }
}
