package org.realfm.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Intervals for many quantities that hold all at once: value +- c SE, where c is the quantile over bootstrap
/// replicates of the largest |replicate - value| / SE.
///
/// A quantity with standard error 0 takes no part in c and gets an interval of no width; where a proportion is 0 or 1
/// pass the standard error that its Wilson interval implies instead, so that a small group cannot look certain.
/// NaN marks a quantity undefined on a replicate; it takes no part in that replicate's largest.
///
/// @param critical the factor c; at least the normal quantile of one comparison
/// @param values   the point estimates
/// @param lower    lower ends
/// @param upper    upper ends
/// @param confidence joint confidence
///
/// Sources: Westfall & Young 1993; Romano & Wolf 2005, doi:10.1198/016214504000000539.
@SuppressWarnings("ArrayRecordComponent")
public record MaxT(double critical, double[] values, double[] lower, double[] upper, double confidence) {

    private static final double ROUNDING = 1e-13;

    /// The intervals that the replicates imply.
    ///
    /// @param values         `[quantity]`
    /// @param standardErrors `[quantity]`, not negative
    /// @param replicates     `[replicate][quantity]`, all quantities of a row from one replicate
    public static MaxT of(double[] values, double[] standardErrors, double[][] replicates, double confidence) {
        double[][] same = new double[replicates.length][];
        Arrays.fill(same, standardErrors);
        return studentised(values, standardErrors, replicates, same, confidence);
    }

    /// As [#of], with the standard error that each replicate itself gives: more exact for small groups, because c then
    /// also covers that standard errors are estimated.
    ///
    /// @param replicateErrors `[replicate][quantity]`; a quantity with 0 takes no part in that replicate's largest
    public static MaxT studentised(
            double[] values, double[] standardErrors, double[][] replicates, double[][] replicateErrors,
            double confidence) {
        Require.confidence(confidence);
        double[] largest = largest(values, standardErrors, replicates, replicateErrors);
        Arrays.sort(largest);
        int rank = Math.clamp((long) Math.ceil((largest.length + 1) * confidence - 1e-9), 1, largest.length);
        double critical = Math.max(largest[rank - 1], StandardNormal.critical(confidence));
        double[] lower = new double[values.length];
        double[] upper = new double[values.length];
        for (int k = 0; k < values.length; k++) {
            lower[k] = values[k] - critical * standardErrors[k];
            upper[k] = values[k] + critical * standardErrors[k];
        }
        return new MaxT(critical, values.clone(), lower, upper, confidence);
    }

    private static double[] largest(
            double[] values, double[] standardErrors, double[][] replicates, double[][] replicateErrors) {
        Require.sameLength(replicates.length, replicateErrors.length, "replicate errors");
        Require.sameLength(values.length, standardErrors.length, "standard errors");
        Require.notEmpty(replicates.length, "replicates");
        Require.finite(values, "values");
        Require.finite(standardErrors, "standard errors");
        double[] largest = new double[replicates.length];
        for (int b = 0; b < replicates.length; b++) {
            Require.sameLength(values.length, replicates[b].length, "replicate " + b);
            for (int k = 0; k < values.length; k++) {
                double negligible = ROUNDING * Math.max(1, Math.abs(values[k]));
                double t = Math.abs(replicates[b][k] - values[k]) / replicateErrors[b][k];
                if (Math.min(standardErrors[k], replicateErrors[b][k]) > negligible && t > largest[b]) {
                    largest[b] = t;
                }
            }
        }
        return largest;
    }

    /// Adjusted p-values of the hypotheses that each quantity is 0 (single-step max-T): (1 + replicates whose largest
    /// |replicate - value| / SE reaches |value| / SE) / (1 + replicates). They hold the family-wise error at once; a
    /// quantity with standard error 0 has p of 1 if it is 0, and the least p otherwise.
    ///
    /// @param values         `[quantity]`, for example differences
    /// @param standardErrors `[quantity]`, not negative
    /// @param replicates     `[replicate][quantity]`
    ///
    /// Source: Westfall & Young 1993, section 2.3.
    public static double[] pValues(double[] values, double[] standardErrors, double[][] replicates) {
        double[][] same = new double[replicates.length][];
        Arrays.fill(same, standardErrors);
        double[] largest = largest(values, standardErrors, replicates, same);
        double[] p = new double[values.length];
        for (int k = 0; k < p.length; k++) {
            double t = values[k] == 0 ? 0 : Math.abs(values[k]) / standardErrors[k];
            long reached = Arrays.stream(largest).filter(l -> l >= t).count();
            p[k] = (1.0 + reached) / (1 + largest.length);
        }
        return p;
    }

    /// The intervals as estimates.
    ///
    /// @param names one for each quantity
    /// @param n     the number of patients behind each
    public List<Estimate> estimates(List<String> names, long[] n) {
        Require.sameLength(values.length, names.size(), "names");
        Require.sameLength(values.length, n.length, "n");
        List<Estimate> estimates = new ArrayList<>();
        for (int k = 0; k < values.length; k++) {
            estimates.add(new Estimate(
                    names.get(k), values[k], lower[k], upper[k], confidence, "bootstrap max-T, simultaneous", n[k]));
        }
        return estimates;
    }
}
