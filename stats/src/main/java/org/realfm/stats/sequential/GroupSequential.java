package org.realfm.stats.sequential;

import java.util.function.DoubleUnaryOperator;
import org.realfm.stats.Estimate;
import org.realfm.stats.Require;
import org.realfm.stats.StandardNormal;

/// A test that is looked at several times: stop at the first look whose Z reaches its boundary, and the error over all
/// looks is alpha.
///
/// At look k a share t_k of the planned information is there (of patients, or of events in a survival study); the Z
/// statistics are taken as sqrt(t) scaled values of a Brownian motion, B(t) = Z sqrt(t) with drift theta, which holds
/// for estimates that are efficient (means, proportions, log-rank, Cox). The boundaries make the probability of a first
/// crossing at look k under no drift what the [Spending] function allows between t_{k-1} and t_k, by numerical
/// integration over the paths that have crossed nothing (to about 1e-10).
///
/// ```java
/// GroupSequential plan = GroupSequential.of(new double[] {0.5, 0.75, 1}, 0.05, Sides.TWO, Spending.obrienFleming());
/// plan.bound(0);                                          // 2.963
/// plan.adjusted("difference", 1, 2.5, information, 0.95); // after stopping at the second look with Z = 2.5
/// ```
///
/// Sources: Lan & DeMets 1983, doi:10.1093/biomet/70.3.659; Jennison & Turnbull 2000 (Group Sequential Methods);
/// Tsiatis, Rosner & Mehta 1984, doi:10.2307/2530917 (adjusted intervals); Jennison & Turnbull 1989,
/// doi:10.1111/j.2517-6161.1989.tb01433.x (repeated intervals).
public final class GroupSequential {

    /// Looks closer together than this share of the information are refused.
    public static final double CLOSEST = 1e-3;

    private static final double LARGEST = 38;

    /// Which values of Z reject.
    public enum Sides {
        /// Large ones.
        ONE,
        /// Large and small ones, each with half of alpha.
        TWO
    }

    private final double[] information;
    private final double alpha;
    private final Sides sides;
    private final double[] bound;
    private final double[] spent;

    private GroupSequential(double[] information, double alpha, Sides sides, double[] bound, double[] spent) {
        this.information = information;
        this.alpha = alpha;
        this.sides = sides;
        this.bound = bound;
        this.spent = spent;
    }

    /// The boundaries at looks.
    ///
    /// @param information for each look so far, or planned, the share of the planned information; ascending, in (0, 1]
    /// @param alpha       the error over all looks, of both sides together
    public static GroupSequential of(double[] information, double alpha, Sides sides, Spending spending) {
        Require.notEmpty(information.length, "looks");
        Require.interior(alpha, "alpha");
        double side = sides == Sides.TWO ? alpha / 2 : alpha;
        double[] spent = new double[information.length];
        double before = 0;
        for (int k = 0; k < information.length; k++) {
            Require.that(
                    information[k] - before >= CLOSEST && information[k] <= 1,
                    "information must ascend by at least " + CLOSEST + " within (0, 1], found " + information[k]
                            + " after " + before);
            spent[k] = spending.spent(side, information[k]);
            Require.that(
                    spent[k] >= (k == 0 ? 0 : spent[k - 1]) && spent[k] <= side * (1 + 1e-12),
                    "spending must ascend within [0, " + side + "], found " + spent[k] + " at " + information[k]);
            before = information[k];
        }
        double[] bound = new double[information.length];
        Continuation paths = Continuation.start(0);
        for (int k = 0; k < bound.length; k++) {
            double t = information[k];
            Continuation now = paths;
            double increment = spent[k] - (k == 0 ? 0 : spent[k - 1]);
            bound[k] = increment <= 0 || now.above(t, LARGEST) >= increment
                    ? Double.POSITIVE_INFINITY
                    : decreasing(z -> now.above(t, z) - increment, sides == Sides.TWO ? 0 : -LARGEST, LARGEST);
            paths = next(paths, information, sides, bound, k);
        }
        return new GroupSequential(information.clone(), alpha, sides, bound, spent);
    }

    private static Continuation next(
            Continuation paths, double[] information, Sides sides, double[] bound, int k) {
        double t = information[k];
        double scale = t - (k == 0 ? 0 : information[k - 1]);
        if (k + 1 < information.length) {
            scale = Math.min(scale, information[k + 1] - t);
        }
        return paths.between(t, sides == Sides.TWO ? -bound[k] : Double.NEGATIVE_INFINITY, bound[k], scale);
    }

    /// The zero of a decreasing function, by bisection.
    private static double decreasing(DoubleUnaryOperator f, double low, double high) {
        double a = low;
        double b = high;
        for (int i = 0; i < 200 && b - a > 1e-14 * Math.max(1, Math.abs(a)); i++) {
            double middle = 0.5 * (a + b);
            if (f.applyAsDouble(middle) > 0) {
                a = middle;
            } else {
                b = middle;
            }
        }
        return 0.5 * (a + b);
    }

    public int looks() {
        return bound.length;
    }

    /// The Z at which look `look` (from 0) stops; infinite where nothing may be spent there.
    public double bound(int look) {
        return bound[look];
    }

    /// The p-value at which it stops, 1 - Phi(bound), of both sides where both reject.
    public double nominal(int look) {
        return (sides == Sides.TWO ? 2 : 1) * StandardNormal.cumulative(-bound[look]);
    }

    /// What was spent of alpha by look `look`, of both sides where both reject.
    public double spent(int look) {
        return (sides == Sides.TWO ? 2 : 1) * spent[look];
    }

    /// Whether look `look` stops at z.
    public boolean stops(int look, double z) {
        return (sides == Sides.TWO ? Math.abs(z) : z) >= bound[look];
    }

    /// For each look, the probability that Z first crosses a boundary there.
    ///
    /// @param upper at the upper boundary
    /// @param lower at the lower one; 0 where only large values reject
    @SuppressWarnings("ArrayRecordComponent")
    public record Crossing(double[] upper, double[] lower) {}

    /// Where paths with a drift cross.
    ///
    /// @param drift the expected Z at full information: effect / its standard error then
    public Crossing crossing(double drift) {
        double[] upper = new double[bound.length];
        double[] lower = new double[bound.length];
        Continuation paths = Continuation.start(drift);
        for (int k = 0; k < bound.length; k++) {
            upper[k] = paths.above(information[k], bound[k]);
            lower[k] = sides == Sides.TWO ? paths.below(information[k], -bound[k]) : 0;
            paths = next(paths, information, sides, bound, k);
        }
        return new Crossing(upper, lower);
    }

    /// The probability of stopping at the upper boundary.
    public double power(double drift) {
        double sum = 0;
        for (double p : crossing(drift).upper()) {
            sum += p;
        }
        return sum;
    }

    /// The drift that has the given power; its square over (z_alpha + z_power)^2 of a fixed sample is the inflation of
    /// the sample size.
    public double drift(double power) {
        Require.interior(power, "power");
        return -decreasing(minus -> power(-minus) - power, -LARGEST, LARGEST);
    }

    /// The effect after stopping, with an interval that allows for having looked: by stagewise ordering, in which
    /// stopping earlier is more extreme, and at the same look a larger Z. The value is median-unbiased.
    ///
    /// @param look               the look at which it stopped, from 0: the first to reach its boundary, or the last
    /// @param z                  the statistic there
    /// @param maximumInformation what full information is, 1 / variance of the estimated effect then
    /// @return the estimate; as the number of patients is not known here, `n` is that of the looks
    public Estimate adjusted(String name, int look, double z, double maximumInformation, double confidence) {
        Require.confidence(confidence);
        checked(look, z, maximumInformation);
        Require.that(
                stops(look, z) || look == bound.length - 1,
                "an adjusted interval needs a study that stopped; at look " + look + " Z = " + z
                        + " is within the boundary " + bound[look]);
        double tail = (1 - confidence) / 2;
        double root = Math.sqrt(maximumInformation);
        double lower = drift(look, z, tail) / root;
        double upper = drift(look, z, 1 - tail) / root;
        return new Estimate(
                name, drift(look, z, 0.5) / root, lower, upper, confidence, "group sequential, stagewise ordering",
                look + 1L);
    }

    /// The drift under which what was seen, or something more extreme upwards, has probability p.
    private double drift(int look, double z, double p) {
        double centre = z / Math.sqrt(information[look]);
        double reach = LARGEST / Math.sqrt(information[0]);
        return -decreasing(minus -> upwards(look, z, -minus) - p, -centre - reach, -centre + reach);
    }

    private double upwards(int look, double z, double drift) {
        double sum = 0;
        Continuation paths = Continuation.start(drift);
        for (int k = 0; k < look; k++) {
            sum += paths.above(information[k], bound[k]);
            paths = next(paths, information, sides, bound, k);
        }
        return sum + paths.above(information[look], z);
    }

    /// The effect at a look, whether or not it stopped there, with an interval that holds at all looks at once: z +-
    /// bound, over the root of the information. Its confidence is 1 - alpha of the design; where only large values
    /// reject, it has no upper end. As it must hold at the other looks too, it is too wide at any one of them: 97% for 95%
    /// in simulations.
    public Estimate repeated(String name, int look, double z, double maximumInformation) {
        checked(look, z, maximumInformation);
        double root = Math.sqrt(maximumInformation * information[look]);
        double upper = sides == Sides.TWO ? (z + bound[look]) / root : Double.POSITIVE_INFINITY;
        String method = sides == Sides.TWO ? "repeated" : "repeated, one-sided lower";
        return new Estimate(name, z / root, (z - bound[look]) / root, upper, 1 - alpha, method, look + 1L);
    }

    private void checked(int look, double z, double maximumInformation) {
        Require.that(look >= 0 && look < bound.length, "look must lie in [0, " + bound.length + "), found " + look);
        Require.that(Double.isFinite(z), "z must be finite, found " + z);
        Require.that(
                maximumInformation > 0 && Double.isFinite(maximumInformation),
                "maximum information must be positive and finite, found " + maximumInformation);
    }
}
