package org.realfm.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// The probability that one study shows several gates to be met at once: less than that of each, more than the product
/// where their estimates are correlated.
///
/// [#normal] takes estimates to be normal with known errors and correlations; [#simulated] draws whole studies and so
/// needs no such assumption.
public final class JointPower {

    private static final int LARGEST = 10_000_000;

    private JointPower() {}

    /// One gate: an interval whose end must reach a threshold.
    ///
    /// @param name      what is judged
    /// @param distance  how far the true value is beyond the threshold, in the good direction; a gate at or beyond its
    ///                  threshold (0 or less) is met by chance at most
    /// @param unitError the standard error of the estimate with one patient: with n patients it is this over sqrt(n)
    public record Gate(String name, double distance, double unitError) {

        public Gate {
            Require.that(Double.isFinite(distance), name + ": distance must be finite, found " + distance);
            Require.that(
                    unitError > 0 && Double.isFinite(unitError),
                    name + ": standard error must be positive, found " + unitError);
        }

        private double reach(int patients, double critical) {
            return distance * Math.sqrt(patients) / unitError - critical;
        }
    }

    /// P(all gates met) with `patients` patients: Phi_k(d_1 sqrt(n)/u_1 - z, ..., d_k sqrt(n)/u_k - z; correlation) for
    /// distances d and unit errors u; the interval is that of the integration ([MultivariateNormal#probability]).
    ///
    /// @param correlation of the estimates, for example [#correlation] of bootstrap replicates of a pilot study
    /// @param confidence  of the two-sided intervals that decide
    public static Estimate normal(
            List<Gate> gates, double[][] correlation, int patients, double confidence, long seed) {
        Require.notEmpty(gates.size(), "gates");
        Require.notEmpty(patients, "patients");
        double critical = StandardNormal.critical(confidence);
        double[] upper = gates.stream().mapToDouble(g -> g.reach(patients, critical)).toArray();
        double[] lower = new double[upper.length];
        Arrays.fill(lower, Double.NEGATIVE_INFINITY);
        return MultivariateNormal.probability(lower, upper, correlation, seed).named("joint power");
    }

    /// The smallest number of patients with which all gates are met with at least the probability `power`.
    ///
    /// @param power strictly between 0 and 1
    /// @throws IllegalArgumentException where ten million patients are not enough, as when a gate is not truly met
    public static int patients(
            List<Gate> gates, double[][] correlation, double power, double confidence, long seed) {
        Require.interior(power, "power");
        int low = 0;
        int high = 1;
        while (normal(gates, correlation, high, confidence, seed).value() < power) {
            low = high;
            high *= 2;
            Require.that(high < LARGEST, "more than " + LARGEST + " patients would be needed");
        }
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (normal(gates, correlation, middle, confidence, seed).value() < power) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /// The correlations of several statistics over joint replicates; 0 with one that does not vary.
    ///
    /// @param replicates `[replicate][statistic]`, at least two, without NaN
    public static double[][] correlation(double[][] replicates) {
        Require.that(replicates.length > 1, "at least two replicates are needed");
        int k = replicates[0].length;
        double[][] centred = new double[k][];
        double[] length = new double[k];
        for (int a = 0; a < k; a++) {
            double[] column = Bootstrap.column(replicates, a);
            Require.finite(column, "statistic " + a);
            double mean = Arrays.stream(column).average().orElseThrow();
            centred[a] = Arrays.stream(column).map(v -> v - mean).toArray();
            length[a] = Math.sqrt(dot(centred[a], centred[a]));
        }
        double[][] correlation = new double[k][k];
        for (int a = 0; a < k; a++) {
            for (int b = 0; b < k; b++) {
                double product = length[a] * length[b];
                correlation[a][b] = a == b ? 1 : product > 0 ? Math.clamp(dot(centred[a], centred[b]) / product, -1, 1) : 0;
            }
        }
        return correlation;
    }

    private static double dot(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
    }

    /// Draws one study and says which gates it meets.
    public interface Study {
        boolean[] gatesMet(SplitMix random);
    }

    /// What simulated studies showed.
    ///
    /// @param joint the share of studies that met every gate, with Wilson's interval
    /// @param each  the share that met each gate
    public record Simulated(Estimate joint, List<Estimate> each) {}

    /// Joint and single power by simulation: every study has its own generator, so results do not depend on threads.
    ///
    /// @param names   of the gates
    /// @param study   must be safe to call from several threads
    /// @param studies how many to draw
    public static Simulated simulated(List<String> names, Study study, int studies, long seed) {
        Require.notEmpty(names.size(), "gates");
        Require.notEmpty(studies, "studies");
        boolean[][] met = IntStream.range(0, studies)
                .parallel()
                .mapToObj(s -> study.gatesMet(Seeds.generator(seed, "study", s)))
                .toArray(boolean[][]::new);
        long all = 0;
        long[] single = new long[names.size()];
        for (boolean[] one : met) {
            Require.sameLength(names.size(), one.length, "gates of a study");
            boolean every = true;
            for (int k = 0; k < one.length; k++) {
                every &= one[k];
                single[k] += one[k] ? 1 : 0;
            }
            all += every ? 1 : 0;
        }
        List<Estimate> each = new ArrayList<>();
        for (int k = 0; k < single.length; k++) {
            each.add(Proportion.wilson(names.get(k), single[k], studies, 0.95));
        }
        return new Simulated(Proportion.wilson("joint power", all, studies, 0.95), List.copyOf(each));
    }
}
