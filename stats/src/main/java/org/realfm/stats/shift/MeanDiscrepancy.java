package org.realfm.stats.shift;

import java.util.Arrays;
import org.realfm.stats.Quantiles;
import org.realfm.stats.Require;

/// The squared maximum mean discrepancy of two samples of points (embeddings, say) under the Gaussian kernel
/// k(x, y) = exp(-|x - y|^2 / (2 s^2)): MMD^2 = E k(X, X') + E k(Y, Y') - 2 E k(X, Y), between 0 and 2.
///
/// Takes 4 (n + m)^2 bytes, and (n + m)^2 / 2 additions a replicate; at most 30,000 rows. The bandwidth s belongs to the question: it is set
/// once from both samples and kept in permutations and replicates. Put variables in different units on one scale first:
/// [Standardisation].
///
/// Source: Gretton, Borgwardt, Rasch, Scholkopf & Smola 2012, JMLR 13:723-773.
public final class MeanDiscrepancy {

    private MeanDiscrepancy() {}

    /// The median length between two different pooled rows, the usual bandwidth; where that is 0 (most rows equal), the
    /// mean length; where all rows are equal, 1.
    public static double medianBandwidth(double[][] first, double[][] second) {
        return medianBandwidth(Pairs.lengths(first, second));
    }

    private static double medianBandwidth(Pairs lengths) {
        double[] entries = lengths.entries();
        double median = Quantiles.of(entries, 0.5);
        double mean = Arrays.stream(entries).average().orElse(0);
        return median > 0 ? median : mean > 0 ? mean : 1;
    }

    /// The unbiased estimate, a row never paired with itself; it is negative about half the time where nothing has
    /// shifted. At the bandwidth of [#medianBandwidth]. A permutation of patients that leaves one row to a sample counts
    /// against a shift.
    ///
    /// @param first  `[row][variable]`, finite, at least two rows
    /// @param second `[row][variable]`, the same variables, at least two rows
    public static Distance unbiased(double[][] first, double[][] second) {
        Pairs lengths = Pairs.lengths(first, second);
        return unbiased(lengths, first.length, second.length, medianBandwidth(lengths));
    }

    /// The unbiased estimate at a given bandwidth s.
    public static Distance unbiased(double[][] first, double[][] second, double bandwidth) {
        return unbiased(Pairs.lengths(first, second), first.length, second.length, bandwidth);
    }

    private static Distance unbiased(Pairs lengths, int n, int m, double bandwidth) {
        Require.that(n > 1 && m > 1, "the unbiased estimate needs two rows in each sample");
        Pairs kernel = kernel(lengths, bandwidth);
        return Distance.of(
                n, m, 2,
                (count, of) -> {
                    Pairs.Sums sums = kernel.sums(count, of);
                    return sums.n() < 2 || sums.m() < 2
                            ? Double.POSITIVE_INFINITY
                            : sums.meanOfOthersFirst() + sums.meanOfOthersSecond() - 2 * sums.meanBetween();
                },
                (count, of) -> biased(kernel.sums(count, of)));
    }

    /// The estimate with all pairs, a row with itself included: never negative, too large by about
    /// (1 - E k)(1/n + 1/m). At the bandwidth of [#medianBandwidth].
    public static Distance biased(double[][] first, double[][] second) {
        Pairs lengths = Pairs.lengths(first, second);
        return biased(lengths, first.length, second.length, medianBandwidth(lengths));
    }

    /// The biased estimate at a given bandwidth s.
    public static Distance biased(double[][] first, double[][] second, double bandwidth) {
        return biased(Pairs.lengths(first, second), first.length, second.length, bandwidth);
    }

    private static Distance biased(Pairs lengths, int n, int m, double bandwidth) {
        Pairs kernel = kernel(lengths, bandwidth);
        return Distance.of(n, m, 2, (count, of) -> biased(kernel.sums(count, of)));
    }

    private static double biased(Pairs.Sums sums) {
        return Math.max(0, sums.meanFirst() + sums.meanSecond() - 2 * sums.meanBetween());
    }

    private static Pairs kernel(Pairs lengths, double bandwidth) {
        Require.that(
                bandwidth > 0 && Double.isFinite(bandwidth), "bandwidth must be positive and finite, found " + bandwidth);
        return lengths.map(d -> Math.exp(-0.5 * (d / bandwidth) * (d / bandwidth)));
    }
}
