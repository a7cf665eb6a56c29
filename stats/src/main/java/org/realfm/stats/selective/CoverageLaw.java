package org.realfm.stats.selective;

import org.apache.commons.statistics.distribution.BetaDistribution;
import org.realfm.stats.Require;

/// The coverage that split-conformal sets have, given the calibration sample: for scores without ties it is a draw from
/// Beta(k, n + 1 - k), k = ceil((n + 1)(1 - alpha)); with ties it is at least that. With n = 500 and alpha = 0.1 it lies
/// between 0.877 and 0.921 nine times in ten. Among m new cases the number covered is beta-binomial.
///
/// Sources: Vovk 2012, PMLR 25:475-490; Angelopoulos & Bates 2023, doi:10.1561/2200000101.
///
/// @param n    calibration cases
/// @param rank k; n + 1 where the threshold is infinite and everything is covered
public record CoverageLaw(int n, int rank) {

    public CoverageLaw {
        Require.that(n >= 0 && rank >= 1 && rank <= n + 1, "expected 1 <= rank <= n + 1, found " + rank + ", " + n);
    }

    public static CoverageLaw of(int n, double alpha) {
        Require.interior(alpha, "alpha");
        Require.that(n >= 0, "n must not be negative, found " + n);
        return new CoverageLaw(n, Conformal.rank(n, alpha));
    }

    /// The mean, k / (n + 1).
    public double mean() {
        return rank / (n + 1.0);
    }

    /// The coverage below which a share `p` of calibration samples lie.
    ///
    /// @param p strictly between 0 and 1
    public double quantile(double p) {
        Require.interior(p, "p");
        return rank > n ? 1 : BetaDistribution.of(rank, n + 1.0 - rank).inverseCumulativeProbability(p);
    }

    /// The probability that at most `covered` of m new cases are covered.
    public double cumulative(int covered, int m) {
        Require.notEmpty(m, "new cases");
        if (covered >= m) {
            return 1;
        }
        if (rank > n || covered < 0) {
            return 0;
        }
        double log = 0;
        double below = 0;
        double above = 0;
        // Ratios of neighbouring probabilities, from an arbitrary start, kept in range.
        for (int x = 0; x <= m; x++) {
            double term = Math.exp(log);
            below += x <= covered ? term : 0;
            above += x > covered ? term : 0;
            if (x < m) {
                log += Math.log((double) (m - x) / (x + 1)) + Math.log((double) (x + rank) / (m - x - 1.0 + n + 1 - rank));
            }
            if (log > 600) {
                below *= Math.exp(-600);
                above *= Math.exp(-600);
                log -= 600;
            }
        }
        return below / (below + above);
    }

    /// The shares of m new cases that are covered, in the middle `confidence` of the law: an observed coverage outside
    /// says that the new cases are not exchangeable with those of the calibration.
    ///
    /// @param m at least 1
    public Conformal.Range expected(int m, double confidence) {
        Require.confidence(confidence);
        double tail = (1 - confidence) / 2;
        return new Conformal.Range((double) smallest(m, tail) / m, (double) smallest(m, 1 - tail) / m);
    }

    /// The smallest number that is not exceeded with at least the probability p.
    private int smallest(int m, double p) {
        int low = -1;
        int high = m;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (cumulative(middle, m) >= p) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }
}
