package org.realfm.stats;

import java.util.Comparator;
import java.util.stream.IntStream;

/// Many tests, and equivalence.
public final class Multiplicity {

    private Multiplicity() {}

    /// Holm's adjusted p-values (family-wise error), in the order given.
    ///
    /// Source: Holm 1979.
    public static double[] holm(double[] p) {
        int[] order = ascending(p);
        double[] adjusted = new double[p.length];
        double running = 0;
        for (int r = 0; r < order.length; r++) {
            running = Math.max(running, Math.min(1, (p.length - r) * p[order[r]]));
            adjusted[order[r]] = running;
        }
        return adjusted;
    }

    /// Benjamini-Hochberg adjusted p-values (false discovery rate), in the order given.
    ///
    /// Source: Benjamini & Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x.
    public static double[] benjaminiHochberg(double[] p) {
        return stepUp(p, p.length);
    }

    /// Benjamini-Yekutieli adjusted p-values (false discovery rate under any dependence), in the order given:
    /// Benjamini-Hochberg with p times 1 + 1/2 + ... + 1/n.
    ///
    /// Source: Benjamini & Yekutieli 2001, doi:10.1214/aos/1013699998.
    public static double[] benjaminiYekutieli(double[] p) {
        double harmonic = IntStream.rangeClosed(1, p.length).mapToDouble(k -> 1.0 / k).sum();
        return stepUp(p, harmonic * p.length);
    }

    private static double[] stepUp(double[] p, double factor) {
        int[] order = ascending(p);
        double[] adjusted = new double[p.length];
        double running = 1;
        for (int r = order.length - 1; r >= 0; r--) {
            running = Math.min(running, factor * p[order[r]] / (r + 1));
            adjusted[order[r]] = running;
        }
        return adjusted;
    }

    private static int[] ascending(double[] p) {
        for (int i = 0; i < p.length; i++) {
            Require.share(p[i], "p-value " + i);
        }
        return IntStream.range(0, p.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> p[i]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /// What an interval says about equivalence within margins.
    public enum Equivalence {
        /// The whole interval lies within the margins.
        EQUIVALENT,
        /// The whole interval lies beyond one margin.
        DIFFERENT,
        /// The interval crosses a margin: the sample is too small to tell.
        INCONCLUSIVE
    }

    /// Two one-sided tests read from an interval: a two-sided 90% interval gives the usual 5% tests, a 95% interval is
    /// stricter.
    ///
    /// Source: Schuirmann 1987, doi:10.1007/BF01068419.
    public static Equivalence equivalence(Estimate difference, double lowest, double highest) {
        Require.that(lowest < highest, "margins: expected lowest < highest, found " + lowest + ", " + highest);
        if (difference.lower() >= lowest && difference.upper() <= highest) {
            return Equivalence.EQUIVALENT;
        }
        return difference.upper() < lowest || difference.lower() > highest
                ? Equivalence.DIFFERENT
                : Equivalence.INCONCLUSIVE;
    }

    /// The larger of the two one-sided p-values for a normal estimate; equivalence is shown where it is below alpha.
    ///
    /// @param standardError greater than 0
    public static double tost(double difference, double standardError, double lowest, double highest) {
        Require.that(standardError > 0, "standard error must be positive, found " + standardError);
        Require.that(lowest < highest, "margins: expected lowest < highest, found " + lowest + ", " + highest);
        double above = StandardNormal.cumulative((lowest - difference) / standardError);
        double below = StandardNormal.cumulative((difference - highest) / standardError);
        return Math.max(above, below);
    }
}
