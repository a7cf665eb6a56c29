package org.realfm.stats.shift;

import java.util.Arrays;
import org.realfm.stats.Require;

/// The Jensen-Shannon divergence of two sets of shares, J = (KL(p | m) + KL(q | m)) / 2 with m = (p + q) / 2: always
/// finite, 0 where they agree, the logarithm of 2 where no category is common. Its square root is a metric, which other
/// packages (scipy.spatial.distance.jensenshannon) report.
///
/// Source: Lin 1991, doi:10.1109/18.61115.
public final class JensenShannon {

    /// What the divergence is measured in.
    public enum Unit {
        /// Logarithms to base 2: from 0 to 1.
        BITS(1 / Math.log(2)),
        /// Natural logarithms: from 0 to 0.693.
        NATS(1);

        private final double perNat;

        Unit(double perNat) {
            this.perNat = perNat;
        }

        double greatest() {
            return Math.log(2) * perNat;
        }
    }

    private JensenShannon() {}

    /// The divergence of known shares.
    ///
    /// @param p shares summing to 1
    /// @param q shares summing to 1, in the same order
    public static double ofShares(double[] p, double[] q, Unit unit) {
        Require.sameLength(p.length, q.length, "q");
        Require.shares(p);
        Require.shares(q);
        double sum = 0;
        for (int j = 0; j < p.length; j++) {
            double m = (p[j] + q[j]) / 2;
            sum += p[j] > 0 ? p[j] * Math.log(p[j] / m) : 0;
            sum += q[j] > 0 ? q[j] * Math.log(q[j] / m) : 0;
        }
        return Math.clamp(sum / 2 * unit.perNat, 0, unit.greatest());
    }

    /// Two samples of categories 0, ..., `categories` - 1.
    public static Distance ofCategories(int[] first, int[] second, int categories, Unit unit) {
        int[] category = Bins.pool(first, second, categories);
        return Distance.of(
                first.length, second.length, unit.greatest(),
                (count, of) -> ofCounts(Bins.tables(category, categories, count, of), unit));
    }

    /// A variable in bins that hold equal shares of the first sample; in permutations and replicates they are cut anew.
    ///
    /// @param first  finite
    /// @param second may be infinite
    /// @param bins   how many; see [Bins#byQuantiles]
    public static Distance ofQuantiles(double[] first, double[] second, int bins, Unit unit) {
        Require.finite(first, "first sample");
        Require.notEmpty(bins, "bins");
        Pooled pooled = Pooled.of(first, second);
        return Distance.of(
                first.length, second.length, unit.greatest(),
                (count, of) -> ofCounts(Bins.tables(pooled, bins, count, of), unit));
    }

    private static double ofCounts(double[][] tables, Unit unit) {
        return ofShares(shares(tables[0]), shares(tables[1]), unit);
    }

    private static double[] shares(double[] counts) {
        double n = Arrays.stream(counts).sum();
        return Arrays.stream(counts).map(c -> c / n).toArray();
    }
}
