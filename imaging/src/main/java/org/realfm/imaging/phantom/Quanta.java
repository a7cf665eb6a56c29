package org.realfm.imaging.phantom;

import org.realfm.imaging.SplitMix64;

/// Draws counts.
final class Quanta {

    /// Up to this mean, counts are drawn by Knuth's products of uniforms.
    private static final double FEW = 40;

    private Quanta() {}

    /// A Poisson count. Above a mean of 40 it is the normal quantile with its first correction for skewness (Cornish and
    /// Fisher 1938), rounded: mean, variance and skewness are those of the Poisson within 1%.
    ///
    /// @param mean at least 0
    static double poisson(double mean, SplitMix64 random) {
        if (mean > FEW) {
            double z = random.nextGaussian();
            return Math.max(0, Math.rint(mean + Math.sqrt(mean) * z + (z * z - 1) / 6));
        }
        double limit = StrictMath.exp(-mean);
        int count = 0;
        for (double product = random.nextDouble(); product > limit; product *= random.nextDouble()) {
            count++;
        }
        return count;
    }
}
