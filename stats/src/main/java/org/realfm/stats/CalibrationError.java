package org.realfm.stats;

import java.util.Arrays;

/// Expected calibration error less its bias; see [Calibration#debiasedCalibrationError].
final class CalibrationError {

    private CalibrationError() {}

    /// @param excess for each row risk less outcome
    static Estimate debiased(
            double[] excess, double[] weight, RiskGroups groups, Clusters clusters, double confidence) {
        double z = StandardNormal.critical(confidence);
        double total = Arrays.stream(weight).sum();
        double[] mass = groups.sums(weight, Proportion.ones(excess.length));
        double[] gap = groups.sums(weight, excess);
        double[] noise = groups.varianceOfMeans(weight, excess, clusters);
        double plain = 0;
        double value = 0;
        double variance = 0;
        double noiseMean = 0;
        double noiseVariance = 0;
        for (int k = 0; k < mass.length; k++) {
            if (mass[k] > 0) {
                double p = mass[k] / total;
                double size = Math.abs(gap[k]) / mass[k];
                double folded = folded(size, Math.sqrt(noise[k]));
                plain += p * size;
                value += p * (2 * size - folded);
                noiseMean += p * Math.sqrt(noise[k] * 2 / Math.PI);
                noiseVariance += p * p * noise[k] * (1 - 2 / Math.PI);
                variance += p * p * Math.max(0, size * size + noise[k] - folded * folded);
            }
        }
        double shown = Math.clamp(value, 0, 1);
        if (clusters.count() == 1) {
            return new Estimate(
                    "ECE, debiased", shown, 0, 1, confidence, "normal; one patient, no variance", 1);
        }
        double lower = plain - noiseMean - z * Math.sqrt(noiseVariance);
        double upper = value + z * Math.sqrt(variance);
        return new Estimate(
                "ECE, debiased", shown, Math.clamp(lower, 0, shown), Math.clamp(upper, shown, 1),
                confidence, "normal in " + groups.count() + " groups of equal mass", clusters.count());
    }

    /// The mean of |X| for a normal X.
    private static double folded(double mean, double deviation) {
        if (deviation == 0) {
            return mean;
        }
        double at = mean / deviation;
        return deviation * Math.sqrt(2 / Math.PI) * Math.exp(-at * at / 2)
                + mean * (1 - 2 * StandardNormal.cumulative(-at));
    }
}
