package org.realfm.stats.sequential;

import java.util.stream.IntStream;
import org.realfm.stats.Require;

/// A CUSUM of yes-or-no observations: does the rate change from p0 to p1? S grows by log(p1/p0) with a yes and by
/// log((1-p1)/(1-p0)) with a no, is never below 0, and signals at a threshold.
///
/// So that run lengths are exact, the smaller of the two steps is divided into a few units, and the larger one and the
/// threshold are rounded to whole units; the fewest that change the ratio of the steps by less than 1 in 200 are taken,
/// and at most 20. The chart is a finite Markov chain then.
///
/// For a rate that falls (as a sensitivity does) take p1 below p0.
///
/// ```java
/// // Sensitivity 0.90 in control; find a fall to 0.80; one false alarm in 500 cases.
/// BernoulliCusum chart = BernoulliCusum.withRunLength(0.90, 0.80, 500);
/// chart.runLength(0.80);           // cases until it is found
/// chart.path(detected).signal();   // where it was
/// ```
///
/// Sources: Page 1954, doi:10.1093/biomet/41.1-2.100; Reynolds & Stoumbos 1999, doi:10.1080/00224065.1999.11979900.
public final class BernoulliCusum {

    private static final int MOST_PARTS = 20;
    private static final double CLOSE = 0.005;
    /// States times band, which is what solving for the run length has to hold.
    private static final long MOST_CELLS = 20_000_000;
    private static final double LONGEST = 1e12;

    private final boolean rises;
    private final int up;
    private final int down;
    private final double unit;
    private final int states;

    BernoulliCusum(boolean rises, int up, int down, double unit, int states) {
        this.rises = rises;
        this.up = up;
        this.down = down;
        this.unit = unit;
        this.states = states;
    }

    /// A chart with a given threshold.
    ///
    /// @param threshold in units of log-likelihood; it is rounded up to whole units
    public static BernoulliCusum of(double p0, double p1, double threshold) {
        Require.that(
                threshold > 0 && Double.isFinite(threshold), "threshold must be positive, found " + threshold);
        BernoulliCusum one = steps(p0, p1);
        return one.withStates((long) Math.max(1, Math.ceil(threshold / one.unit - 1e-9)));
    }

    /// The chart with the smallest threshold whose mean run length at p0 is at least `runLength`: mean observations
    /// between false alarms.
    public static BernoulliCusum withRunLength(double p0, double p1, double runLength) {
        Require.that(
                runLength >= 1 && runLength < LONGEST, "run length must lie in [1, 1e12), found " + runLength);
        BernoulliCusum one = steps(p0, p1);
        int low = 0;
        int high = 1;
        while (one.withStates(high).runLength(p0) < runLength) {
            low = high;
            high *= 2;
        }
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (one.withStates(middle).runLength(p0) < runLength) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return one.withStates(high);
    }

    private static BernoulliCusum steps(double p0, double p1) {
        Require.interior(p0, "p0");
        Require.interior(p1, "p1");
        Require.that(p0 != p1, "p0 and p1 must differ, found " + p0 + " twice");
        boolean rises = p1 > p0;
        double grow = Math.abs(Math.log(rises ? p1 / p0 : (1 - p1) / (1 - p0)));
        double fall = Math.abs(Math.log(rises ? (1 - p1) / (1 - p0) : p1 / p0));
        double ratio = Math.max(grow, fall) / Math.min(grow, fall);
        int parts = IntStream.rangeClosed(1, MOST_PARTS)
                .filter(b -> Math.abs(Math.rint(b * ratio) / (b * ratio) - 1) < CLOSE)
                .findFirst()
                .orElse(MOST_PARTS);
        int larger = (int) Math.rint(parts * ratio);
        double unit = Math.min(grow, fall) / parts;
        return new BernoulliCusum(rises, grow > fall ? larger : parts, grow > fall ? parts : larger, unit, 1);
    }

    private BernoulliCusum withStates(long number) {
        Require.that(
                number * (Math.min(up, number) + down) <= MOST_CELLS,
                "a threshold of " + number * unit + " takes too many steps to compute run lengths: " + number
                        + " units, where a yes and a no weigh " + up + " and " + down);
        return new BernoulliCusum(rises, up, down, unit, (int) number);
    }

    /// The threshold, in units of log-likelihood.
    public double threshold() {
        return states * unit;
    }

    /// The chart over observations in their order.
    public CusumPath path(boolean[] observed) {
        double[] score = new double[observed.length];
        for (int i = 0; i < score.length; i++) {
            score[i] = observed[i] == rises ? up : -down;
        }
        CusumPath inUnits = CusumPath.of(score, states);
        double[] statistic = new double[score.length];
        for (int i = 0; i < score.length; i++) {
            statistic[i] = inUnits.statistic()[i] * unit;
        }
        return new CusumPath(statistic, threshold());
    }

    /// The mean number of observations until it signals, from S = 0, where the rate is p: exact for this chart.
    /// Infinite where it cannot signal, or beyond 1e12.
    ///
    /// The run lengths L_i from S = i units solve L_i = 1 + q L_{i+up} + (1-q) L_{max(0, i-down)}, a banded system,
    /// which is solved by elimination.
    public double runLength(double p) {
        Require.share(p, "p");
        double q = rises ? p : 1 - p;
        if (q == 0) {
            return Double.POSITIVE_INFINITY;
        }
        int reach = Math.min(up, states - 1);
        // Row i of the system has the columns i - down to i + reach; those left of the diagonal are eliminated.
        double[][] band = new double[states][];
        double[] right = new double[states];
        for (int i = 0; i < states; i++) {
            int first = Math.max(0, i - down);
            double[] row = new double[Math.min(states, i + reach + 1) - first];
            row[i - first] += 1;
            row[0] -= 1 - q;
            if (i + up < states) {
                row[i + up - first] -= q;
            }
            right[i] = 1;
            for (int j = first; j < i; j++) {
                double factor = row[j - first];
                if (factor != 0) {
                    for (int k = 0; k < band[j].length; k++) {
                        row[j + k - first] -= factor * band[j][k];
                    }
                    right[i] -= factor * right[j];
                }
            }
            double pivot = row[i - first];
            double[] kept = new double[row.length - (i - first)];
            for (int k = 0; k < kept.length; k++) {
                kept[k] = row[i - first + k] / pivot;
            }
            band[i] = kept;
            right[i] /= pivot;
        }
        for (int i = states - 1; i >= 0; i--) {
            for (int k = 1; k < band[i].length; k++) {
                right[i] -= band[i][k] * right[i + k];
            }
        }
        return right[0] >= 1 && right[0] < LONGEST ? right[0] : Double.POSITIVE_INFINITY;
    }
}
