package org.realfm.stats.shift;

/// The energy distance of two samples of points, E = 2 E|X - Y| - E|X - X'| - E|Y - Y'| with Euclidean lengths, in the
/// unit of the values. It is 0 only where the two distributions are the same.
///
/// Expectations are means over all pairs, a row with itself included (V-statistics), so that E is never negative.
/// Other packages report functions of it: scipy.stats.energy_distance is sqrt(E); the statistic of R's energy package is
/// nm/(n + m) E. Variables in different units must be put on one scale first: [Standardisation].
///
/// Sources: Szekely & Rizzo 2013, doi:10.1016/j.jspi.2013.03.018; Baringhaus & Franz 2004,
/// doi:10.1016/S0047-259X(03)00079-4.
public final class EnergyDistance {

    private EnergyDistance() {}

    /// One variable: E = 2 integral of (F(x) - G(x))^2 dx, in O(n log n).
    public static Distance distance(double[] first, double[] second) {
        Pooled pooled = Pooled.finite(first, second);
        return Distance.of(
                first.length, second.length, Double.POSITIVE_INFINITY,
                (count, of) -> pooled.sum(count, of, (gap, width) -> 2 * gap * gap * width));
    }

    /// Points of any dimension. Takes 4 (n + m)^2 bytes, and (n + m)^2 / 2 additions a replicate;
    /// at most 30,000 rows.
    ///
    /// @param first  `[row][variable]`, finite
    /// @param second `[row][variable]`, the same variables
    public static Distance distance(double[][] first, double[][] second) {
        Pairs pairs = Pairs.lengths(first, second);
        return Distance.of(first.length, second.length, Double.POSITIVE_INFINITY, (count, of) -> {
            Pairs.Sums sums = pairs.sums(count, of);
            return Math.max(0, 2 * sums.meanBetween() - sums.meanFirst() - sums.meanSecond());
        });
    }
}
