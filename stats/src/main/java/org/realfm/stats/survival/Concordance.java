package org.realfm.stats.survival;

import java.util.Arrays;
import org.realfm.stats.Estimate;
import org.realfm.stats.Require;

/// Do those with the higher score have the event earlier? The share of comparable pairs in the order of their scores,
/// in O(n log n).
///
/// A pair is comparable if the one with the shorter time had the event then; at equal times, if one had the event and
/// the other was censored. Two events at one time are not comparable. Equal scores count one half. A higher score means
/// a higher risk (for predicted survival or time, pass its negative).
///
/// - **Harrell's C** counts every comparable pair once. Where there is censoring it estimates a number that depends on
///   the censoring, so that studies with different follow-up cannot be compared.
/// - **Uno's C** weights a pair by 1/G(T-)^2, T its shorter time and G the probability of being uncensored, and counts
///   only events up to tau. It estimates P(score_1 > score_2 | T_1 < T_2, T_1 <= tau) whatever the censoring, as long
///   as that does not depend on the score. Choose tau so that some are still followed then.
///
/// Both judge ranks over all times: for a claim at one horizon use [TimeDependentAuc].
///
/// The variance is the infinitesimal jackknife over rows (or clusters), for Uno's C with the share that comes from
/// estimating G; the interval is on the logit scale. Where all comparable pairs are in order, or none, the interval is
/// the exact binomial one on disjoint comparable pairs. Without a comparable pair there is an IllegalArgumentException.
/// All events count, whatever their cause. With clusters, pairs within one count as others do.
///
/// Sources: Harrell, Lee & Mark 1996, doi:10.1002/(SICI)1097-0258(19960229)15:4<361::AID-SIM168>3.0.CO;2-4; Uno, Cai,
/// Pencina, D'Agostino & Wei 2011, doi:10.1002/sim.4154; Therneau & Atkinson 2023 (concordance vignette of R's
/// survival).
public final class Concordance {

    private Concordance() {}

    /// Harrell's C.
    ///
    /// @param score for each row; may be infinite, not NaN
    public static Estimate harrell(String name, FollowUp rows, double[] score, double confidence) {
        Pairs pairs = new Pairs(rows, score, Double.POSITIVE_INFINITY, false);
        return pairs.statistic().share(name, rows, pairs.disjoint(), confidence, "Harrell, infinitesimal jackknife");
    }

    /// Uno's C.
    ///
    /// @param tau the last time at which events count; positive
    public static Estimate uno(String name, FollowUp rows, double[] score, double tau, double confidence) {
        Pairs pairs = new Pairs(rows, score, tau, true);
        return pairs.statistic().share(name, rows, pairs.disjoint(), confidence, "Uno, infinitesimal jackknife");
    }

    /// Harrell's C of `first` minus that of `second` on the same rows.
    public static Estimate harrellDifference(
            String name, FollowUp rows, double[] first, double[] second, double confidence) {
        return difference(name, rows, first, second, Double.POSITIVE_INFINITY, false, confidence);
    }

    /// Uno's C of `first` minus that of `second` on the same rows.
    public static Estimate unoDifference(
            String name, FollowUp rows, double[] first, double[] second, double tau, double confidence) {
        return difference(name, rows, first, second, tau, true, confidence);
    }

    private static Estimate difference(
            String name, FollowUp rows, double[] first, double[] second, double tau, boolean weighted,
            double confidence) {
        Linearised a = new Pairs(rows, first, tau, weighted).statistic();
        Linearised b = new Pairs(rows, second, tau, weighted).statistic();
        String method = weighted ? "Uno, paired, infinitesimal jackknife" : "Harrell, paired, infinitesimal jackknife";
        return a.combined(1, b, -1).wald(name, rows, -1, 1, confidence, method);
    }

    /// Harrell's C with the derivatives behind its variance.
    static Linearised harrell(FollowUp rows, double[] score) {
        return new Pairs(rows, score, Double.POSITIVE_INFINITY, false).statistic();
    }

    /// Uno's C with the derivatives behind its variance.
    static Linearised uno(FollowUp rows, double[] score, double tau) {
        return new Pairs(rows, score, tau, true).statistic();
    }

    /// The comparable pairs of a sample, summed for each row as the one with the event and as the other one.
    private static final class Pairs {

        private final FollowUp rows;
        private final RiskTable table;
        private final double tau;
        private final boolean weighted;
        private final int[] order;
        private final int[] level;
        private final double[] caseWeight;
        private final double[] asCase;
        private final double[] asCaseRight;
        private final double[] asOther;
        private final double[] asOtherRight;

        private Pairs(FollowUp rows, double[] score, double tau, boolean weighted) {
            rows.sameRows(score.length, "score");
            Require.that(tau > 0, "tau must be positive, found " + tau);
            this.rows = rows;
            this.table = RiskTable.of(rows);
            this.tau = tau;
            this.weighted = weighted;
            this.order = rows.order();
            this.level = Linearised.levels(score);
            int n = score.length;
            CensoringWeights censoring = new CensoringWeights(table);
            caseWeight = new double[n];
            for (int i : order) {
                double g = weighted ? censoring.before(i) : 1;
                caseWeight[i] = rows.cause(i) > 0 && rows.time(i) <= tau ? 1 / (g * g) : 0;
            }
            asCase = new double[n];
            asCaseRight = new double[n];
            asOther = new double[n];
            asOtherRight = new double[n];
            cases(1 + Arrays.stream(level).max().orElse(0));
            others(1 + Arrays.stream(level).max().orElse(0));
        }

        /// Backwards in time: each event against those who outlast it.
        private void cases(int levels) {
            Counter later = new Counter(levels);
            int to = order.length;
            while (to > 0) {
                int from = startOfTime(to);
                add(later, from, to, false);
                for (int k = from; k < to; k++) {
                    int i = order[k];
                    if (caseWeight[i] > 0) {
                        asCase[i] = caseWeight[i] * later.all;
                        asCaseRight[i] = caseWeight[i] * (later.below(level[i]) + 0.5 * later.at(level[i]));
                    }
                }
                add(later, from, to, true);
                to = from;
            }
        }

        private void add(Counter counter, int from, int to, boolean events) {
            for (int k = from; k < to; k++) {
                int i = order[k];
                if (rows.cause(i) > 0 == events) {
                    counter.add(level[i], rows.weight(i));
                }
            }
        }

        /// Forwards in time: each row against the events that it outlasted.
        private void others(int levels) {
            Counter earlier = new Counter(levels);
            int from = 0;
            while (from < order.length) {
                int to = endOfTime(from);
                outlast(earlier, from, to, true);
                for (int k = from; k < to; k++) {
                    int i = order[k];
                    if (caseWeight[i] > 0) {
                        earlier.add(level[i], rows.weight(i) * caseWeight[i]);
                    }
                }
                outlast(earlier, from, to, false);
                from = to;
            }
        }

        private void outlast(Counter earlier, int from, int to, boolean events) {
            for (int k = from; k < to; k++) {
                int i = order[k];
                if (rows.cause(i) > 0 == events) {
                    double tied = earlier.at(level[i]);
                    asOther[i] = earlier.all;
                    asOtherRight[i] = earlier.all - earlier.below(level[i]) - 0.5 * tied;
                }
            }
        }

        private int startOfTime(int to) {
            int from = to - 1;
            while (from > 0 && rows.time(order[from - 1]) == rows.time(order[to - 1])) {
                from--;
            }
            return from;
        }

        private int endOfTime(int from) {
            int to = from + 1;
            while (to < order.length && rows.time(order[to]) == rows.time(order[from])) {
                to++;
            }
            return to;
        }

        private Linearised statistic() {
            double pairs = 0;
            double right = 0;
            for (int i : order) {
                pairs += rows.weight(i) * asCase[i];
                right += rows.weight(i) * asCaseRight[i];
            }
            Require.that(pairs > 0, "no comparable pair: no event" + (tau < Double.POSITIVE_INFINITY
                    ? " up to " + tau : "") + " that anyone outlasted");
            double c = right / pairs;
            double[] derivative = new double[caseWeight.length];
            double[] through = new double[caseWeight.length];
            for (int i : order) {
                through[i] = 2 * (asCaseRight[i] - c * asCase[i]) / pairs;
                derivative[i] = through[i] / 2 + (asOtherRight[i] - c * asOther[i]) / pairs;
            }
            if (weighted) {
                double[] censoring = new CensoringWeights(table).derivative(through, tau);
                Arrays.setAll(derivative, i -> derivative[i] + censoring[i]);
            }
            return new Linearised(c, derivative);
        }

        /// How many comparable pairs without a common row can be formed, taking each event with someone who outlasted
        /// it.
        private int disjoint() {
            int free = 0;
            int pairs = 0;
            int to = order.length;
            while (to > 0) {
                int from = startOfTime(to);
                int events = 0;
                for (int k = from; k < to; k++) {
                    free += rows.cause(order[k]) > 0 ? 0 : 1;
                    events += caseWeight[order[k]] > 0 ? 1 : 0;
                }
                int matched = Math.min(free, events);
                pairs += matched;
                free += events - 2 * matched;
                to = from;
            }
            return (int) Math.min(pairs, rows.units() / 2);
        }
    }

    /// Sums of weights by level, with prefix sums, each in the logarithm of the number of levels (Fenwick 1994).
    private static final class Counter {

        private final double[] tree;
        private final double[] at;
        private double all;

        private Counter(int levels) {
            tree = new double[levels + 1];
            at = new double[levels];
        }

        private void add(int level, double weight) {
            all += weight;
            at[level] += weight;
            for (int k = level + 1; k < tree.length; k += k & -k) {
                tree[k] += weight;
            }
        }

        private double below(int level) {
            double sum = 0;
            for (int k = level; k > 0; k -= k & -k) {
                sum += tree[k];
            }
            return sum;
        }

        private double at(int level) {
            return at[level];
        }
    }
}
