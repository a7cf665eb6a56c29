package org.realfm.stats.readers;

import java.util.OptionalInt;
import java.util.function.IntPredicate;
import org.realfm.stats.NoncentralT;
import org.realfm.stats.Require;

/// How many readers and cases a study of two modalities needs, from a pilot study or published components.
public final class ReaderPlanning {

    /// Moments' components that involve negatives, positives and readers: places among N, D, ND, R, NR, DR, RND.
    private static final int[][] INVOLVING = {{0, 2, 4, 6}, {1, 2, 5, 6}, {3, 4, 5, 6}};

    private ReaderPlanning() {}

    /// What a design promises.
    ///
    /// @param power    the chance that the two-sided t test finds the difference
    /// @param variance of the difference
    /// @param degrees  of freedom
    public record Power(double power, double variance, double degrees) {}

    /// The power of a design, from the moments of a pilot, with BDG degrees of freedom.
    ///
    /// The variance is sum_k c_k M_k with the coefficients of the planned design and the pilot's unbiased moments.
    ///
    /// @param pilot  its modalities `first` and `second` are compared
    /// @param effect the true difference of AUROCs to be found, not 0
    /// @param alpha  of the two-sided test
    /// @throws IllegalArgumentException where the pilot gives a variance that is not positive: then it is too small
    ///
    /// Source: Gallas, Bandos, Samuelson & Wagner 2009, doi:10.1080/03610920802610084.
    public static Power power(
            UStatistic pilot, int first, int second, PlannedDesign design, double effect, double alpha) {
        Moments a = pilot.moments(first, first);
        Moments b = pilot.moments(second, second);
        Moments ab = pilot.moments(first, second);
        double[] within = design.within();
        double[] between = design.between();
        double variance = a.covariance(Form.UNBIASED, within)
                + b.covariance(Form.UNBIASED, within)
                - 2 * ab.covariance(Form.UNBIASED, between);
        Require.that(variance > 0, "the pilot gives a variance of " + variance + " for this design; it is too small");
        double[] one = contributions(a, within);
        double[] two = contributions(b, within);
        double[] both = contributions(ab, between);
        boolean[] shared = {design.pairedNegatives(), design.pairedPositives(), design.pairedReaders()};
        double[] degrees = {design.negatives() - 1.0, design.positives() - 1.0, design.readers() - 1.0};
        double sum = 0;
        for (int f = 0; f < degrees.length; f++) {
            double together = one[f] + two[f] - 2 * both[f];
            sum += (shared[f] ? together * together : one[f] * one[f] + two[f] * two[f]) / degrees[f];
        }
        double least = Math.min(degrees[0], Math.min(degrees[1], degrees[2]));
        double df = sum > 0 ? Math.max(least, variance * variance / sum) : Double.POSITIVE_INFINITY;
        return power(effect, variance, df, alpha);
    }

    /// What negatives, positives and readers each contribute to a covariance.
    private static double[] contributions(Moments moments, double[] coefficient) {
        double[] component = moments.components(Form.UNBIASED);
        double[] share = Moments.componentCoefficients(coefficient);
        double[] sum = new double[INVOLVING.length];
        for (int f = 0; f < sum.length; f++) {
            for (int k : INVOLVING[f]) {
                sum[f] += share[k] * component[k];
            }
        }
        return sum;
    }

    /// The power of a fully crossed design, from components of the model of Obuchowski and Rockette.
    ///
    /// With q = pilot cases / cases and E = Var - Cov1 the variance of the difference is
    /// (2/r) (Var(TR) + q (E + (r - 1) max(Cov2 - Cov3, 0))), with Hillis' degrees of freedom
    /// (r - 1) (r/2 variance)^2 / (Var(TR) + q (E - max(Cov2 - Cov3, 0)))^2. A negative Var(TR) counts as 0. The share
    /// of positives must be that of the pilot.
    ///
    /// Source: Hillis, Obuchowski & Berbaum 2011, doi:10.1016/j.acra.2010.09.007.
    ///
    /// @param pilotCases cases of both classes behind the components
    /// @param cases      cases of both classes that are planned
    public static Power power(
            OrComponents components, int pilotCases, double effect, int readers, int cases, double alpha) {
        Require.that(readers > 1 && cases > 1 && pilotCases > 1, "at least two readers and cases");
        double q = (double) pilotCases / cases;
        double interaction = Math.max(components.modalityReader(), 0);
        double error = components.error() - components.cov1();
        double excess = Math.max(components.cov2() - components.cov3(), 0);
        double variance = 2.0 / readers * (interaction + q * (error + (readers - 1) * excess));
        Require.that(variance > 0, "these components give a variance of " + variance);
        double sum = readers * variance / 2;
        double meanSquare = interaction + q * (error - excess);
        double df = meanSquare > 0
                ? (readers - 1) * sum * sum / (meanSquare * meanSquare)
                : Double.POSITIVE_INFINITY;
        return power(effect, variance, df, alpha);
    }

    private static Power power(double effect, double variance, double degrees, double alpha) {
        Require.that(effect != 0 && Double.isFinite(effect), "effect must be finite and not 0, found " + effect);
        return new Power(
                NoncentralT.power(Math.abs(effect) / Math.sqrt(variance), degrees, alpha), variance, degrees);
    }

    /// The fewest readers with which a power is reached, with the cases given; empty where even `most` do not.
    public static OptionalInt readers(
            OrComponents components, int pilotCases, double effect, int cases, double alpha, double power, int most) {
        Require.interior(power, "power");
        return fewest(most, r -> power(components, pilotCases, effect, r, cases, alpha).power >= power);
    }

    /// The fewest cases of both classes with which a power is reached, with the readers given; empty where even `most`
    /// do not.
    public static OptionalInt cases(
            OrComponents components, int pilotCases, double effect, int readers, double alpha, double power, int most) {
        Require.interior(power, "power");
        return fewest(most, n -> power(components, pilotCases, effect, readers, n, alpha).power >= power);
    }

    /// The fewest readers of a fully crossed design with which a power is reached.
    public static OptionalInt readers(
            UStatistic pilot, int first, int second, int negatives, int positives, double effect, double alpha,
            double power, int most) {
        Require.interior(power, "power");
        return fewest(most, r -> power(
                                pilot, first, second, PlannedDesign.crossed(r, negatives, positives), effect, alpha)
                        .power
                >= power);
    }

    /// The least number from 2 to `most` that is enough, where enough stays enough.
    private static OptionalInt fewest(int most, IntPredicate enough) {
        Require.that(most > 1, "most must be at least 2, found " + most);
        if (!enough.test(most)) {
            return OptionalInt.empty();
        }
        int low = 1;
        int high = most;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (enough.test(middle)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return OptionalInt.of(high);
    }
}
