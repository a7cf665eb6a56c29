package org.realfm.stats;

import java.util.Arrays;
import java.util.Comparator;
import org.apache.commons.statistics.distribution.TDistribution;

/// Sensitivity and specificity of several sites together: logit(sensitivity) and logit(specificity) of a site are drawn
/// from a bivariate normal distribution, observed with the sampling error of the site (a normal approximation).
/// Restricted maximum likelihood; Wald intervals for the means, t with k - 2 degrees of freedom for a new site.
///
/// The between-site covariance is found as L L' over lower triangular L, by the simplex method from three starts, so
/// that variances of 0 and correlations of -1 or 1 are ordinary values. Estimates are on the probability scale.
///
/// @param sensitivity    at the average site
/// @param specificity    at the average site
/// @param newSensitivity same value, with the interval in which the true sensitivity of a new site is expected
/// @param newSpecificity same value, with the interval in which the true specificity of a new site is expected
/// @param tau2           between-site variances of logit(sensitivity) and logit(specificity)
/// @param correlation    between them; 0 where a variance is 0
///
/// Source: Reitsma 2005, doi:10.1016/j.jclinepi.2005.02.022.
@SuppressWarnings("ArrayRecordComponent")
public record BivariateMetaAnalysis(
        Estimate sensitivity,
        Estimate specificity,
        Estimate newSensitivity,
        Estimate newSpecificity,
        double[] tau2,
        double correlation) {

    /// Fewer sites than this cannot tell five parameters.
    public static final int MINIMUM_SITES = 5;

    /// Pools the counts of sites; effective numbers, where patients have several cases, need not be integers. Where any
    /// cell of any site is 0, 0.5 is added to all cells.
    ///
    /// @param tp for each site, cases with the condition called positive
    /// @param fn cases with the condition called negative
    /// @param tn cases without it called negative
    /// @param fp cases without it called positive
    /// @throws IllegalArgumentException for fewer than five sites, or a site without a class
    public static BivariateMetaAnalysis pool(double[] tp, double[] fn, double[] tn, double[] fp, double confidence) {
        int k = tp.length;
        Require.that(k >= MINIMUM_SITES, "pooling needs at least " + MINIMUM_SITES + " sites, found " + k);
        Require.sameLength(k, fn.length, "fn");
        Require.sameLength(k, tn.length, "tn");
        Require.sameLength(k, fp.length, "fp");
        double add = 0;
        for (double[] cells : new double[][] {tp, fn, tn, fp}) {
            Require.finite(cells, "counts");
            for (double cell : cells) {
                Require.that(cell >= 0, "counts must not be negative, found " + cell);
                add = cell == 0 ? 0.5 : add;
            }
        }
        Site[] sites = new Site[k];
        for (int i = 0; i < k; i++) {
            Require.that(tp[i] + fn[i] > 0 && tn[i] + fp[i] > 0, "site " + i + " lacks a class");
            sites[i] = new Site(
                    Math.log((tp[i] + add) / (fn[i] + add)),
                    Math.log((tn[i] + add) / (fp[i] + add)),
                    1 / (tp[i] + add) + 1 / (fn[i] + add),
                    1 / (tn[i] + add) + 1 / (fp[i] + add));
        }
        return Fit.best(sites).result(k, confidence);
    }

    /// Logits of a site with their sampling variances.
    private record Site(double se, double sp, double varSe, double varSp) {}

    /// The restricted likelihood of a between-site covariance, and the means there.
    private record Fit(
            double tau2Se, double tau2Sp, double covariance, double se, double sp, double varSe, double varSp,
            double logLikelihood) {

        static Fit best(Site[] sites) {
            double a = spread(Arrays.stream(sites).mapToDouble(Site::se).toArray());
            double b = spread(Arrays.stream(sites).mapToDouble(Site::sp).toArray());
            return Arrays.stream(new double[] {0, 0.7, -0.7})
                    .mapToObj(r -> new double[] {a, r * b, Math.sqrt(1 - r * r) * b})
                    .map(start -> of(sites, Simplex.minimum(at -> -of(sites, at).logLikelihood, start)))
                    .max(Comparator.comparingDouble(Fit::logLikelihood))
                    .orElseThrow();
        }

        private static double spread(double[] logits) {
            return Math.max(0.1, Mean.standardDeviation(logits));
        }

        /// @param cholesky the three elements of L
        static Fit of(Site[] sites, double[] cholesky) {
            double tauSe = cholesky[0] * cholesky[0];
            double tauSp = cholesky[1] * cholesky[1] + cholesky[2] * cholesky[2];
            double both = cholesky[0] * cholesky[1];
            double w11 = 0;
            double w12 = 0;
            double w22 = 0;
            double y1 = 0;
            double y2 = 0;
            double sum = 0;
            for (Site site : sites) {
                double v11 = site.varSe + tauSe;
                double v22 = site.varSp + tauSp;
                double det = v11 * v22 - both * both;
                w11 += v22 / det;
                w12 -= both / det;
                w22 += v11 / det;
                y1 += (v22 * site.se - both * site.sp) / det;
                y2 += (v11 * site.sp - both * site.se) / det;
                sum += Math.log(det);
            }
            double det = w11 * w22 - w12 * w12;
            double se = (w22 * y1 - w12 * y2) / det;
            double sp = (w11 * y2 - w12 * y1) / det;
            for (Site site : sites) {
                double v11 = site.varSe + tauSe;
                double v22 = site.varSp + tauSp;
                double r1 = site.se - se;
                double r2 = site.sp - sp;
                sum += (v22 * r1 * r1 - 2 * both * r1 * r2 + v11 * r2 * r2) / (v11 * v22 - both * both);
            }
            return new Fit(tauSe, tauSp, both, se, sp, w22 / det, w11 / det, -0.5 * (sum + Math.log(det)));
        }

        BivariateMetaAnalysis result(int k, double confidence) {
            double z = StandardNormal.critical(confidence);
            double t = TDistribution.of(k - 2).inverseSurvivalProbability((1 - confidence) / 2);
            double scale = Math.sqrt(tau2Se * tau2Sp);
            return new BivariateMetaAnalysis(
                    estimate("sensitivity, pooled", se, z * Math.sqrt(varSe), confidence, "bivariate REML, Wald", k),
                    estimate("specificity, pooled", sp, z * Math.sqrt(varSp), confidence, "bivariate REML, Wald", k),
                    estimate(
                            "sensitivity, new site", se, t * Math.sqrt(tau2Se + varSe), confidence,
                            "bivariate REML, prediction interval", k),
                    estimate(
                            "specificity, new site", sp, t * Math.sqrt(tau2Sp + varSp), confidence,
                            "bivariate REML, prediction interval", k),
                    new double[] {tau2Se, tau2Sp},
                    scale > 1e-12 ? Math.clamp(covariance / scale, -1.0, 1.0) : 0);
        }

        private static Estimate estimate(
                String name, double logit, double half, double confidence, String method, int k) {
            return new Estimate(
                    name, StandardNormal.expit(logit), StandardNormal.expit(logit - half),
                    StandardNormal.expit(logit + half), confidence, method, k);
        }
    }
}
