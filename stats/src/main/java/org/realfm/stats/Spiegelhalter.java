package org.realfm.stats;

import java.util.Arrays;
import java.util.Optional;

/// A test whether the Brier score is what it would be if the risks p were right:
/// z = sum (y - p)(1 - 2p) / sqrt(sum (1 - 2p)^2 p(1 - p)).
///
/// @param z standard normal under perfect calibration; above 0 the score is larger than it should be
/// @param p two-sided
///
/// Source: Spiegelhalter 1986, doi:10.1002/sim.4780050506.
public record Spiegelhalter(double z, double p) {

    /// @param plain whether rows are independent and of weight 1; otherwise the variance is that of the clusters' sums
    static Optional<Spiegelhalter> of(
            double[] risk, double[] outcome, double[] weight, Clusters clusters, boolean plain) {
        double[] sums = new double[clusters.count()];
        double expected = 0;
        for (int i = 0; i < risk.length; i++) {
            double spread = 1 - 2 * risk[i];
            sums[clusters.of()[i]] += weight[i] * (outcome[i] - risk[i]) * spread;
            expected += spread * spread * risk[i] * (1 - risk[i]);
        }
        double variance = plain ? expected : Arrays.stream(sums).map(s -> s * s).sum();
        if (expected == 0 || variance == 0 || !plain && clusters.count() == 1) {
            return Optional.empty();
        }
        double z = Arrays.stream(sums).sum() / Math.sqrt(variance);
        return Optional.of(new Spiegelhalter(z, 2 * StandardNormal.cumulative(-Math.abs(z))));
    }
}
