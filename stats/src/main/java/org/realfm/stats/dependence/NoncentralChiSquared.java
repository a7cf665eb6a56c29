package org.realfm.stats.dependence;

import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.PoissonDistribution;

/// The noncentral chi-squared distribution, a Poisson mixture of central ones:
/// P(X <= x) = sum_j Poisson(j; lambda/2) P(chi-squared with k + 2j degrees <= x).
///
/// Source: Johnson, Kotz & Balakrishnan, Continuous Univariate Distributions 2, chapter 29.
final class NoncentralChiSquared {

    private NoncentralChiSquared() {}

    static double cumulative(double x, int degrees, double noncentrality) {
        if (noncentrality == 0) {
            return ChiSquaredDistribution.of(degrees).cumulativeProbability(x);
        }
        double mean = noncentrality / 2;
        PoissonDistribution poisson = PoissonDistribution.of(mean);
        double reach = 9 * Math.sqrt(mean) + 20;
        double sum = 0;
        for (int j = (int) Math.max(0, mean - reach); j <= mean + reach; j++) {
            sum += poisson.probability(j) * ChiSquaredDistribution.of(degrees + 2.0 * j).cumulativeProbability(x);
        }
        return sum;
    }

    /// The noncentrality under which P(X <= x) is p; 0 where it is below p already without any.
    static double noncentrality(double x, int degrees, double p) {
        if (cumulative(x, degrees, 0) <= p) {
            return 0;
        }
        double low = 0;
        double high = x + 10;
        while (cumulative(x, degrees, high) > p) {
            low = high;
            high *= 2;
        }
        for (int i = 0; i < 100 && high - low > 1e-12 * high; i++) {
            double middle = (low + high) / 2;
            if (cumulative(x, degrees, middle) > p) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }
}
