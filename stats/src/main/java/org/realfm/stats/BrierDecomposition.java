package org.realfm.stats;

import java.util.Arrays;
import java.util.List;

/// What the Brier score is made of, over groups k of neighbouring risks with share p_k, mean risk f_k and observed share
/// o_k; o is the share over all.
///
/// Brier = reliability - resolution + uncertainty + variance within - covariance within, exactly, whatever the groups.
///
/// @param reliability      sum p_k (f_k - o_k)^2: how far risks are off; 0 is best
/// @param resolution       sum p_k (o_k - o)^2: how far the model tells patients apart; more is better
/// @param uncertainty      o (1 - o): of the population, not of the model
/// @param varianceWithin   mean of (risk - f_k)^2; 0 where every group has one risk
/// @param covarianceWithin 2 x mean of (risk - f_k)(outcome - o_k); likewise
/// @param estimates        reliability, resolution and uncertainty, unbiased, with intervals: see
///                         [Calibration#brierDecomposition]
///
/// Sources: Murphy 1973, doi:10.1175/1520-0450(1973)012<0595:ANVPOT>2.0.CO;2; Stephenson, Coelho & Jolliffe 2008,
/// doi:10.1175/2007WAF2006116.1 (within groups); Ferro & Fricker 2012, doi:10.1002/qj.1924 (bias).
public record BrierDecomposition(
        double reliability, double resolution, double uncertainty, double varianceWithin, double covarianceWithin,
        List<Estimate> estimates) {

    /// The Brier score.
    public double brier() {
        return reliability - resolution + uncertainty + varianceWithin - covarianceWithin;
    }

    static BrierDecomposition of(
            double[] risk, double[] outcome, double[] weight, RiskGroups groups, Clusters clusters, double confidence) {
        double total = Arrays.stream(weight).sum();
        double[] mass = groups.sums(weight, Proportion.ones(risk.length));
        double[] f = groups.sums(weight, risk);
        double[] o = groups.sums(weight, outcome);
        double overall = Arrays.stream(o).sum() / total;
        for (int k = 0; k < mass.length; k++) {
            f[k] = mass[k] > 0 ? f[k] / mass[k] : 0;
            o[k] = mass[k] > 0 ? o[k] / mass[k] : 0;
        }
        double varianceWithin = 0;
        double covarianceWithin = 0;
        for (int i = 0; i < risk.length; i++) {
            int k = groups.of()[i];
            varianceWithin += weight[i] * (risk[i] - f[k]) * (risk[i] - f[k]) / total;
            covarianceWithin += 2 * weight[i] * (risk[i] - f[k]) * (outcome[i] - o[k]) / total;
        }
        double[] noise = groups.varianceOfMeans(weight, outcome, clusters);
        double[] least = groups.leastVariance();
        double shared = RiskGroups.equalMass(new double[risk.length], weight, 1)
                .varianceOfMeans(weight, outcome, clusters)[0];
        double reliability = 0;
        double resolution = 0;
        double scatter = 0;
        double ofReliability = 0;
        double ofResolution = 0;
        for (int k = 0; k < mass.length; k++) {
            double p = mass[k] / total;
            double gap = f[k] - o[k];
            double spread = o[k] - overall;
            reliability += p * gap * gap;
            resolution += p * spread * spread;
            scatter += p * noise[k];
            double wide = Math.max(noise[k], least[k]);
            ofReliability += p * p * ofSquare(gap, wide);
            ofResolution += p * p * ofSquare(spread, wide);
        }
        double uncertainty = overall * (1 - overall);
        shared = Math.max(shared, 0.5 / (clusters.count() + 1) / clusters.count());
        double ofUncertainty = (1 - 2 * overall) * (1 - 2 * overall) * shared + 2 * shared * shared;
        int n = clusters.count();
        return new BrierDecomposition(
                reliability, resolution, uncertainty, varianceWithin, covarianceWithin,
                List.of(
                        estimate("reliability", reliability - scatter, ofReliability, 1, confidence, n),
                        estimate("resolution", resolution - scatter + shared, ofResolution, 0.25, confidence, n),
                        estimate("uncertainty", uncertainty + shared, ofUncertainty, 0.25, confidence, n)));
    }

    /// The variance of the square of a normal variable whose own square is `value` squared.
    private static double ofSquare(double value, double variance) {
        return 4 * Math.max(0, value * value - variance) * variance + 2 * variance * variance;
    }

    private static Estimate estimate(
            String name, double unbiased, double variance, double most, double confidence, int n) {
        double value = Math.clamp(unbiased, 0, most);
        double critical = StandardNormal.critical(confidence);
        if (n == 1) {
            return new Estimate(name, value, 0, most, confidence, "unbiased; one patient, no variance", n);
        }
        double half = critical * Math.sqrt(variance);
        double lower = Math.clamp(unbiased - half, 0, value);
        return new Estimate(
                name, value, lower, Math.clamp(unbiased + half, value, most), confidence, "unbiased, delta method", n);
    }
}
