package org.realfm.stats;

import java.util.Arrays;
import java.util.stream.IntStream;

/// Probabilities of a multivariate normal distribution with mean 0, for joint intervals and joint power.
public final class MultivariateNormal {

    private static final double SINGULAR = 1e-10;
    private static final int SHIFTS = 16;
    private static final int POINTS = 4_096;

    private MultivariateNormal() {}

    /// P(lower < X < upper) for X of the given correlations, by separation of variables and randomly shifted lattice
    /// points.
    ///
    /// The interval is Student's over 16 random shifts of 4,096 points; its half-width is near 1e-5 in a few dimensions.
    ///
    /// @param lower       may be `-Infinity`
    /// @param upper       may be `+Infinity`, not below `lower`
    /// @param correlation symmetric, ones on the diagonal, positive semi-definite
    ///
    /// Source: Genz 1992, doi:10.1080/10618600.1992.10477010.
    public static Estimate probability(double[] lower, double[] upper, double[][] correlation, long seed) {
        int p = lower.length;
        Require.notEmpty(p, "dimensions");
        Require.sameLength(p, upper.length, "upper");
        for (int k = 0; k < p; k++) {
            Require.that(lower[k] <= upper[k], "limits: expected lower <= upper, found " + lower[k] + ", " + upper[k]);
        }
        double[][] factor = factor(correlation);
        Require.sameLength(p, factor.length, "correlation");
        double[] generator = new double[p];
        Arrays.setAll(generator, k -> Math.sqrt(prime(k)));
        double[] means = IntStream.range(0, SHIFTS)
                .parallel()
                .mapToDouble(s -> shifted(lower, upper, factor, generator, Seeds.generator(seed, "lattice", s)))
                .toArray();
        Estimate mean = Mean.of("probability", means, 0.95);
        return new Estimate(
                "probability", Math.clamp(mean.value(), 0, 1), Math.clamp(mean.lower(), 0, 1),
                Math.clamp(mean.upper(), 0, 1), 0.95, "Genz, shifted lattice", SHIFTS);
    }

    private static double shifted(
            double[] lower, double[] upper, double[][] factor, double[] generator, SplitMix random) {
        double[] shift = new double[generator.length];
        Arrays.setAll(shift, k -> random.nextDouble());
        double sum = 0;
        for (int i = 1; i <= POINTS; i++) {
            double[] w = new double[generator.length];
            for (int k = 0; k < w.length; k++) {
                double u = i * generator[k] + shift[k];
                w[k] = Math.abs(2 * (u - Math.floor(u)) - 1);
            }
            sum += separated(lower, upper, factor, w);
        }
        return sum / POINTS;
    }

    /// The integrand of Genz at one point of the unit cube. A component that the earlier ones determine is 0 or 1.
    private static double separated(double[] lower, double[] upper, double[][] factor, double[] w) {
        double[] y = new double[w.length];
        double product = 1;
        for (int k = 0; k < w.length; k++) {
            double shift = 0;
            for (int j = 0; j < k; j++) {
                shift += factor[k][j] * y[j];
            }
            double scale = factor[k][k];
            if (scale == 0) {
                product *= lower[k] <= shift && shift <= upper[k] ? 1 : 0;
                continue;
            }
            double from = StandardNormal.cumulative((lower[k] - shift) / scale);
            double to = StandardNormal.cumulative((upper[k] - shift) / scale);
            product *= to - from;
            if (product == 0) {
                return 0;
            }
            y[k] = Math.clamp(StandardNormal.quantile(from + w[k] * (to - from)), -40, 40);
        }
        return product;
    }

    /// The number c with P(max |X_k| <= c) = confidence, from `draws` draws; at least the critical value of one.
    static double critical(double[][] correlation, double confidence, int draws, long seed) {
        double[][] factor = factor(correlation);
        double[] largest = IntStream.range(0, draws)
                .parallel()
                .mapToDouble(b -> {
                    SplitMix random = Seeds.generator(seed, "largest normal", b);
                    double[] z = new double[factor.length];
                    double most = 0;
                    for (int k = 0; k < z.length; k++) {
                        z[k] = random.nextGaussian();
                        double x = 0;
                        for (int j = 0; j <= k; j++) {
                            x += factor[k][j] * z[j];
                        }
                        most = Math.max(most, Math.abs(x));
                    }
                    return most;
                })
                .sorted()
                .toArray();
        return Math.max(Quantiles.weibull(largest, confidence), StandardNormal.critical(confidence));
    }

    /// The lower triangular L with L L' = correlation; rows without variance of their own have 0 on the diagonal.
    static double[][] factor(double[][] correlation) {
        int p = correlation.length;
        double[][] factor = new double[p][p];
        for (int i = 0; i < p; i++) {
            Require.sameLength(p, correlation[i].length, "correlation row " + i);
            Require.that(Math.abs(correlation[i][i] - 1) < 1e-9, "correlations have ones on the diagonal");
            for (int j = 0; j <= i; j++) {
                double rest = correlation[i][j];
                Require.that(
                        Math.abs(rest - correlation[j][i]) < 1e-9 && Math.abs(rest) <= 1 + 1e-9,
                        "correlations must be symmetric and lie in [-1, 1], found " + rest);
                for (int k = 0; k < j; k++) {
                    rest -= factor[i][k] * factor[j][k];
                }
                if (i == j) {
                    Require.that(rest > -1e-8, "the correlations are not positive semi-definite");
                    factor[i][i] = rest > SINGULAR ? Math.sqrt(rest) : 0;
                } else {
                    Require.that(
                            factor[j][j] > 0 || Math.abs(rest) < 1e-4, "the correlations are not positive semi-definite");
                    factor[i][j] = factor[j][j] > 0 ? rest / factor[j][j] : 0;
                }
            }
        }
        return factor;
    }

    private static int prime(int index) {
        int found = -1;
        int candidate = 1;
        while (found < index) {
            candidate++;
            int tried = candidate;
            if (IntStream.rangeClosed(2, (int) Math.sqrt(tried)).noneMatch(d -> tried % d == 0)) {
                found++;
            }
        }
        return candidate;
    }
}
