package org.realfm.stats.agreement;

import java.util.Arrays;
import org.realfm.stats.Estimate;
import org.realfm.stats.Mean;
import org.realfm.stats.NoncentralT;
import org.realfm.stats.Require;
import org.realfm.stats.StandardNormal;

/// Bland and Altman's limits of agreement of two methods that measure the same: bias -+ z SD of the differences, between
/// which a share of future differences should lie.
///
/// Differences must be independent (one of each patient), roughly normal and of a spread that does not depend on the
/// size of what is measured; take logarithms where it does.
///
/// The interval of a limit is exact for normal differences: sqrt(n) (mean - (mu - z sigma)) / SD is noncentral t with
/// n - 1 degrees of freedom and noncentrality z sqrt(n).
///
/// Sources: Bland & Altman 1986, doi:10.1016/S0140-6736(86)90837-8; Carkeet 2015, doi:10.1097/OPX.0000000000000513.
public final class BlandAltman {

    private final double[] difference;
    private final double mean;
    private final double deviation;

    private BlandAltman(double[] difference, double mean, double deviation) {
        this.difference = difference;
        this.mean = mean;
        this.deviation = deviation;
    }

    /// @param first  of each patient the value by the first method, finite
    /// @param second of each patient the value by the second
    public static BlandAltman of(double[] first, double[] second) {
        Require.sameLength(first.length, second.length, "second method");
        Require.notEmpty(first.length, "patients");
        Require.finite(first, "first method");
        Require.finite(second, "second method");
        double[] difference = new double[first.length];
        Arrays.setAll(difference, i -> first[i] - second[i]);
        double mean = Arrays.stream(difference).average().orElseThrow();
        double squares = Arrays.stream(difference).map(d -> (d - mean) * (d - mean)).sum();
        double deviation = difference.length > 1 ? Math.sqrt(squares / (difference.length - 1)) : 0;
        return new BlandAltman(difference, mean, deviation);
    }

    /// The mean of first minus second, with Student's interval.
    public Estimate bias(String name, double confidence) {
        return Mean.of(name, difference, confidence);
    }

    /// The standard deviation of the differences; 0 with one patient.
    public double standardDeviation() {
        return deviation;
    }

    /// The lower limit of agreement, bias - z SD.
    ///
    /// @param share between the limits, 0.95 as a rule: z = 1.96
    public Estimate lowerLimit(String name, double share, double confidence) {
        return limit(name, share, confidence, -1);
    }

    /// The upper limit of agreement, bias + z SD.
    public Estimate upperLimit(String name, double share, double confidence) {
        return limit(name, share, confidence, 1);
    }

    private Estimate limit(String name, double share, double confidence, int sign) {
        Require.confidence(confidence);
        double z = StandardNormal.critical(share);
        int n = difference.length;
        double value = mean + sign * z * deviation;
        if (n < 2) {
            return new Estimate(
                    name, value, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, confidence,
                    "limit of agreement; one patient, no variance", n);
        }
        double root = Math.sqrt(n);
        double tail = (1 - confidence) / 2;
        double near = mean + sign * deviation * NoncentralT.quantile(tail, n - 1, z * root) / root;
        double far = mean + sign * deviation * NoncentralT.quantile(1 - tail, n - 1, z * root) / root;
        return new Estimate(
                name, value, Math.min(value, Math.min(near, far)), Math.max(value, Math.max(near, far)), confidence,
                "limit of agreement, noncentral t", n);
    }
}
