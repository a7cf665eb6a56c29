package org.realfm.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// Permutation tests: is there any signal?
///
/// Source: Phipson & Smyth 2010, doi:10.2202/1544-6115.1585.
public final class Permutation {

    private Permutation() {}

    /// A test's outcome.
    ///
    /// @param observed    the statistic of the data as they are
    /// @param p           one-sided p-value for a large statistic, (1 + b)/(1 + B)
    /// @param nullValues  the statistic under each permutation
    @SuppressWarnings("ArrayRecordComponent")
    public record Result(double observed, double p, double[] nullValues) {}

    /// (1 + b)/(1 + B): never 0, and valid for any B.
    ///
    /// @param atLeastAsExtreme b, permutations with a statistic at least as extreme as the observed
    /// @param permutations     B
    public static double pValue(long atLeastAsExtreme, long permutations) {
        Require.that(
                atLeastAsExtreme >= 0 && atLeastAsExtreme <= permutations,
                "expected 0 <= b <= B, found " + atLeastAsExtreme + ", " + permutations);
        return (1.0 + atLeastAsExtreme) / (1.0 + permutations);
    }

    /// Permutes rows within strata.
    ///
    /// The statistic is given `from`: row i takes the label of row `from[i]`; the identity is the data as they are. Use
    /// one row a patient. Results do not depend on threads.
    ///
    /// @param stratum      for each row, within which group it may be exchanged (site; the patient for paired rows)
    /// @param permutations B, at least 1
    /// @param statistic    large where there is signal; defined for every permutation
    public static Result test(
            int[] stratum, int permutations, long seed, ToDoubleFunction<int[]> statistic) {
        Require.notEmpty(stratum.length, "permutation test");
        Require.notEmpty(permutations, "permutations");
        Map<Integer, List<Integer>> members = new TreeMap<>();
        for (int i = 0; i < stratum.length; i++) {
            members.computeIfAbsent(stratum[i], key -> new ArrayList<>()).add(i);
        }
        int[][] groups = members.values().stream()
                .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
        double observed = statistic.applyAsDouble(IntStream.range(0, stratum.length).toArray());
        double[] nullValues = IntStream.range(0, permutations)
                .parallel()
                .mapToDouble(b -> statistic.applyAsDouble(permuted(groups, stratum.length, seed, b)))
                .toArray();
        double slack = 1e-12 * Math.max(1, Math.abs(observed));
        long extreme = Arrays.stream(nullValues).filter(v -> v >= observed - slack).count();
        return new Result(observed, pValue(extreme, permutations), nullValues);
    }

    private static int[] permuted(int[][] groups, int rows, long seed, int b) {
        SplitMix random = Seeds.generator(seed, "permutation", b);
        int[] from = new int[rows];
        for (int[] group : groups) {
            int[] shuffled = group.clone();
            random.shuffle(shuffled);
            for (int i = 0; i < group.length; i++) {
                from[group[i]] = shuffled[i];
            }
        }
        return from;
    }
}
