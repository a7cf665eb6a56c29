package org.realfm.stats.shift;

import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;
import org.apache.commons.statistics.inference.PValueMethod;

/// The two-sample Kolmogorov-Smirnov statistic D = max_x |F(x) - G(x)|, the largest gap between two empirical
/// distribution functions, from 0 to 1.
///
/// It sees a shift of the middle better than one of the tails; [EnergyDistance] and [Wasserstein] see both. Values may
/// be infinite, never NaN.
///
/// Sources: Smirnov 1939; Hodges 1958, doi:10.1007/BF02589501.
///
/// @param statistic D
/// @param p         two-sided p-value for equal continuous distributions
/// @param exact     whether `p` is exact; otherwise it comes from the law of the one-sample statistic at the size
///                  nm / (n + m), rounded, as in SciPy
/// @param tied      whether values of the two samples are equal; then `p` is too large (conservative), and the
///                  permutation test of [#distance] is exact
public record KolmogorovSmirnov(double statistic, double p, boolean exact, boolean tied) {

    private static final long EXACT_UP_TO = 25_000_000;

    /// Tests independent values: one a patient.
    ///
    /// The p-value is exact where the sizes' product is at most 25 million (commons-statistics).
    public static KolmogorovSmirnov test(double[] first, double[] second) {
        return test(first, second, (long) first.length * second.length <= EXACT_UP_TO);
    }

    /// Tests with the p-value of your choice.
    ///
    /// @param exact costs time in the product of the sizes
    public static KolmogorovSmirnov test(double[] first, double[] second, boolean exact) {
        Pooled pooled = Pooled.of(first, second);
        boolean tied = false;
        for (int k = 1; k < pooled.value().length; k++) {
            tied |= pooled.value()[k] == pooled.value()[k - 1];
        }
        double statistic = distance(first, second).value();
        if (first.length == 1 || second.length == 1) {
            return new KolmogorovSmirnov(statistic, single(statistic, Math.max(first.length, second.length)), true, tied);
        }
        double p = KolmogorovSmirnovTest.withDefaults()
                .with(exact ? PValueMethod.EXACT : PValueMethod.ASYMPTOTIC)
                .test(first, second)
                .getPValue();
        return new KolmogorovSmirnov(statistic, Math.clamp(p, 0, 1), exact, tied);
    }

    /// One value among n others has each of n + 1 places with the same chance; at place j (0 below all) the statistic is
    /// max(j, n - j) / n.
    private static double single(double statistic, int n) {
        int atLeast = 0;
        for (int j = 0; j <= n; j++) {
            atLeast += Math.max(j, n - j) >= statistic * n * (1 - 1e-12) ? 1 : 0;
        }
        return atLeast / (n + 1.0);
    }

    /// D as a distance, for rows of the same patients, for ties, and for its interval. The largest gap is not a smooth
    /// function of the data, and 95% intervals of it held the truth in 91 of 100 simulated samples of 80 and 60: where an
    /// interval matters, use [Wasserstein] or [EnergyDistance].
    public static Distance distance(double[] first, double[] second) {
        return Distance.of(first.length, second.length, 1, Pooled.of(first, second)::greatestGap);
    }
}
