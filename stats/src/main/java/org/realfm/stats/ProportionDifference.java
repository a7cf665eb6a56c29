package org.realfm.stats;

/// The difference of two proportions, first minus second.
public final class ProportionDifference {

    private ProportionDifference() {}

    /// Two independent samples: Newcombe's hybrid score interval (method 10, without continuity correction).
    ///
    /// Source: Newcombe 1998, doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I.
    public static Estimate newcombe(
            String name, long successes1, long n1, long successes2, long n2, double confidence) {
        Estimate first = Proportion.wilson(name, successes1, n1, confidence);
        Estimate second = Proportion.wilson(name, successes2, n2, confidence);
        return newcombe(name, first, second);
    }

    /// The hybrid interval of two independent estimates with (possibly asymmetric) intervals of the same confidence,
    /// for example clustered proportions of two groups of patients. This is the method of variance estimates recovery.
    ///
    /// Source: Zou & Donner 2008, doi:10.1002/sim.3095.
    public static Estimate newcombe(String name, Estimate first, Estimate second) {
        Require.that(first.confidence() == second.confidence(), name + ": the confidences differ");
        double difference = first.value() - second.value();
        double down = Math.hypot(first.value() - first.lower(), second.upper() - second.value());
        double up = Math.hypot(first.upper() - first.value(), second.value() - second.lower());
        long n = first.n() + second.n();
        return new Estimate(
                name, difference, difference - down, difference + up, first.confidence(), "Newcombe hybrid score", n);
    }

    /// Two answers on the same items: Tango's score interval.
    ///
    /// @param first  for each item, whether the first answer was a success
    /// @param second for each item, whether the second was
    public static Estimate tango(String name, boolean[] first, boolean[] second, double confidence) {
        Require.sameLength(first.length, second.length, "second");
        long onlyFirst = 0;
        long onlySecond = 0;
        for (int i = 0; i < first.length; i++) {
            onlyFirst += first[i] && !second[i] ? 1 : 0;
            onlySecond += second[i] && !first[i] ? 1 : 0;
        }
        return tango(name, onlyFirst, onlySecond, first.length, confidence);
    }

    /// Tango's score interval from counts.
    ///
    /// @param onlyFirst  items on which only the first answer was a success
    /// @param onlySecond items on which only the second was
    /// @param n          all items, concordant ones included
    ///
    /// Source: Tango 1998, doi:10.1002/(SICI)1097-0258(19980430)17:8<891::AID-SIM780>3.0.CO;2-B.
    public static Estimate tango(String name, long onlyFirst, long onlySecond, long n, double confidence) {
        Proportion.counts(onlyFirst, n);
        Proportion.counts(onlySecond, n);
        Require.that(onlyFirst + onlySecond <= n, name + ": more discordant items than items");
        double z = StandardNormal.critical(confidence);
        double difference = (double) (onlyFirst - onlySecond) / n;
        double lower = solve(onlyFirst, onlySecond, n, z, -1, difference);
        double upper = solve(onlyFirst, onlySecond, n, -z, difference, 1);
        return new Estimate(
                name, difference, Math.min(lower, difference), Math.max(upper, difference), confidence, "Tango score",
                n);
    }

    /// The difference in [low, high] at which the score statistic equals `target`; the statistic falls as it rises.
    private static double solve(long b, long c, long n, double target, double low, double high) {
        if (score(b, c, n, low) <= target) {
            return low;
        }
        if (score(b, c, n, high) >= target) {
            return high;
        }
        double from = low;
        double to = high;
        for (int i = 0; i < 200; i++) {
            double middle = 0.5 * (from + to);
            if (middle == from || middle == to) {
                break;
            }
            if (score(b, c, n, middle) > target) {
                from = middle;
            } else {
                to = middle;
            }
        }
        return 0.5 * (from + to);
    }

    /// Tango's score statistic for the hypothesis that the difference is `delta`: standard normal if it is.
    ///
    /// @param onlyFirst  items on which only the first answer was a success
    /// @param onlySecond items on which only the second was
    /// @param n          all items, concordant ones included
    /// @param delta      in [-1, 1]
    public static double tangoScore(long onlyFirst, long onlySecond, long n, double delta) {
        Proportion.counts(onlyFirst, n);
        Proportion.counts(onlySecond, n);
        Require.that(onlyFirst + onlySecond <= n, "more discordant items than items");
        Require.that(delta >= -1 && delta <= 1, "difference must lie in [-1, 1], found " + delta);
        return score(onlyFirst, onlySecond, n, delta);
    }

    /// Farrington & Manning's score statistic of two independent proportions for the hypothesis that their difference is
    /// `delta`: (p1 - p2 - delta) over its standard error at the maximum likelihood under the hypothesis; standard normal
    /// if it holds.
    ///
    /// @param delta strictly between -1 and 1
    ///
    /// Source: Farrington & Manning 1990, doi:10.1002/sim.4780091208.
    public static double farringtonManning(long successes1, long n1, long successes2, long n2, double delta) {
        Proportion.counts(successes1, n1);
        Proportion.counts(successes2, n2);
        Require.that(delta > -1 && delta < 1, "difference must lie in (-1, 1), found " + delta);
        double p1 = (double) successes1 / n1;
        double p2 = (double) successes2 / n2;
        double theta = (double) n2 / n1;
        double a = 1 + theta;
        double b = -(1 + theta + p1 + theta * p2 + delta * (theta + 2));
        double c = delta * delta + delta * (2 * p1 + theta + 1) + p1 + theta * p2;
        double d = -p1 * delta * (1 + delta);
        double v = Math.pow(b / (3 * a), 3) - b * c / (6 * a * a) + d / (2 * a);
        double root = Math.sqrt(Math.max(0, b * b / (9 * a * a) - c / (3 * a)));
        double u = v < 0 ? -root : root;
        double cosine = u == 0 ? 0 : Math.clamp(v / (u * u * u), -1, 1);
        double w = (Math.PI + Math.acos(cosine)) / 3;
        double first = Math.clamp(2 * u * Math.cos(w) - b / (3 * a), Math.max(0, delta), Math.min(1, 1 + delta));
        double second = first - delta;
        double variance = Math.max(0, first * (1 - first) / n1 + second * (1 - second) / n2);
        double excess = p1 - p2 - delta;
        return variance > 0 ? excess / Math.sqrt(variance) : excess == 0 ? 0 : excess * Double.POSITIVE_INFINITY;
    }

    /// (b - c - n delta) over its standard error at the maximum likelihood under the difference `delta`.
    private static double score(long b, long c, long n, double delta) {
        double linear = -(b + c) + (2.0 * n - b + c) * delta;
        double constant = -c * delta * (1 - delta);
        double q = (Math.sqrt(Math.max(0, linear * linear - 8.0 * n * constant)) - linear) / (4.0 * n);
        double variance = n * (2 * q + delta * (1 - delta));
        double excess = b - c - n * delta;
        return variance > 0 ? excess / Math.sqrt(variance) : excess == 0 ? 0 : excess * Double.POSITIVE_INFINITY;
    }
}
