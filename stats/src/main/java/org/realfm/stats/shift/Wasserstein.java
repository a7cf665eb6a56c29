package org.realfm.stats.shift;

/// Wasserstein's distance of order 1 of two samples of one variable, W = integral of |F(x) - G(x)| dx: how far, on
/// average, values have to be moved to make one sample of the other, in the unit of the values. O(n log n).
///
/// Also called the earth mover's distance. A shift of every value by d gives |d|. Divide by the standard deviation of
/// the reference where a number without unit is wanted (see [Standardisation]).
///
/// Source: Vallender 1974, doi:10.1137/1118101.
public final class Wasserstein {

    private Wasserstein() {}

    /// @param first  finite
    /// @param second finite; another size is allowed
    public static Distance distance(double[] first, double[] second) {
        Pooled pooled = Pooled.finite(first, second);
        return Distance.of(
                first.length, second.length, Double.POSITIVE_INFINITY,
                (count, of) -> pooled.sum(count, of, (gap, width) -> Math.abs(gap) * width));
    }
}
