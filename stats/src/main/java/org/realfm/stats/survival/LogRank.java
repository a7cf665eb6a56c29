package org.realfm.stats.survival;

import java.util.Arrays;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.realfm.stats.Require;

/// The log-rank test that groups have the same hazard at all times, within strata if there are any.
///
/// At each time of an event, of Y at risk and d with an event, a group with Y_g at risk is expected to have d Y_g / Y.
/// Over all times and strata, chi^2 = (O - E)' V^- (O - E) with the hypergeometric covariance V, on as many degrees of
/// freedom as V has rank: groups less 1 where all can be compared, fewer where some were never at risk beside others at
/// an event. Where no two were, chi^2 is 0 with 0 degrees of freedom and p = 1.
///
/// All events count, whatever their cause. Weights count as in [FollowUp]; clusters are not used, as the test takes the
/// rows as independent (a robust test is that of [Cox] on group indicators).
///
/// @param group     the labels of the groups, ascending
/// @param observed  for each group its events
/// @param expected  for each group the events expected if hazards are equal
/// @param chiSquared   the statistic
/// @param degreesOfFreedom the rank of its covariance
/// @param pValue    upper tail of the chi-squared distribution
///
/// Sources: Mantel 1966; Peto & Peto 1972, doi:10.2307/2344317.
@SuppressWarnings("ArrayRecordComponent")
public record LogRank(
        int[] group, double[] observed, double[] expected, double chiSquared, int degreesOfFreedom, double pValue) {

    private static final double SINGULAR = 1e-10;

    public static LogRank test(FollowUp rows, int[] group) {
        return test(rows, group, new int[group.length]);
    }

    /// @param group   for each row the group
    /// @param stratum for each row the stratum; groups are compared within strata only
    public static LogRank test(FollowUp rows, int[] group, int[] stratum) {
        rows.sameRows(group.length, "group");
        rows.sameRows(stratum.length, "stratum");
        int[] labels = Arrays.stream(group).distinct().sorted().toArray();
        Tally tally = new Tally(labels.length);
        for (int s : new TreeSet<>(Arrays.stream(stratum).boxed().toList())) {
            boolean[] in = new boolean[stratum.length];
            for (int i = 0; i < in.length; i++) {
                in[i] = stratum[i] == s && rows.weight(i) > 0;
            }
            tally.add(rows, group, labels, in);
        }
        return tally.result(labels);
    }

    private static final class Tally {

        private final double[] observed;
        private final double[] expected;
        private final DMatrixRMaj variance;

        private Tally(int groups) {
            observed = new double[groups];
            expected = new double[groups];
            variance = new DMatrixRMaj(groups, groups);
        }

        /// Goes through one stratum backwards in time.
        private void add(FollowUp rows, int[] group, int[] labels, boolean[] in) {
            int[] order = Arrays.stream(rows.order()).filter(i -> in[i]).toArray();
            double[] atRisk = new double[labels.length];
            int at = order.length - 1;
            while (at >= 0) {
                double time = rows.time(order[at]);
                double events = 0;
                for (; at >= 0 && rows.time(order[at]) == time; at--) {
                    int i = order[at];
                    int g = Arrays.binarySearch(labels, group[i]);
                    atRisk[g] += rows.weight(i);
                    if (rows.cause(i) > 0) {
                        observed[g] += rows.weight(i);
                        events += rows.weight(i);
                    }
                }
                if (events > 0) {
                    step(atRisk, events);
                }
            }
        }

        private void step(double[] atRisk, double events) {
            double all = Arrays.stream(atRisk).sum();
            double factor = all > 1 ? events * (all - events) / (all * all * (all - 1)) : 0;
            for (int g = 0; g < atRisk.length; g++) {
                expected[g] += events * atRisk[g] / all;
                for (int h = 0; h < atRisk.length; h++) {
                    variance.add(g, h, factor * atRisk[g] * ((g == h ? all : 0) - atRisk[h]));
                }
            }
        }

        private LogRank result(int[] labels) {
            int n = labels.length;
            EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(n, true, true);
            Require.that(eigen.decompose(variance.copy()), "the covariance of the groups cannot be decomposed");
            double largest = IntStream.range(0, n)
                    .mapToDouble(g -> eigen.getEigenvalue(g).real)
                    .max()
                    .orElse(0);
            double statistic = 0;
            int df = 0;
            for (int k = 0; k < n; k++) {
                double value = eigen.getEigenvalue(k).real;
                if (value > SINGULAR * largest) {
                    double along = 0;
                    for (int g = 0; g < n; g++) {
                        along += eigen.getEigenVector(k).get(g) * (observed[g] - expected[g]);
                    }
                    statistic += along * along / value;
                    df++;
                }
            }
            double p = df == 0 ? 1 : ChiSquaredDistribution.of(df).survivalProbability(statistic);
            return new LogRank(labels, observed, expected, statistic, df, p);
        }
    }
}
