package org.realfm.stats.sequential;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.realfm.stats.GaussLegendre;
import org.realfm.stats.Require;
import org.realfm.stats.StandardNormal;

/// The tabular CUSUM of numbers that are normal with known mean and standard deviation while in control: with z = (x -
/// mean) / SD, it follows max(0, S + z - k) for a rise and max(0, S - z - k) for a fall, and signals where either
/// reaches h.
///
/// k, half the shift (in SDs) that is to be found soon, is usually 0.5; h is usually 4 or 5.
///
/// @param reference k, at least 0
/// @param threshold h, positive
///
/// Sources: Page 1954, doi:10.1093/biomet/41.1-2.100; Lucas & Crosier 1982, doi:10.1080/00401706.1982.10487759; Vance
/// 1986, doi:10.1080/00224065.1986.11979020 (run length by its integral equation).
public record NormalCusum(double reference, double threshold) {

    private static final GaussLegendre RULE = GaussLegendre.of(12);
    private static final double ROOT_TWO_PI = Math.sqrt(2 * Math.PI);
    private static final double LARGEST_THRESHOLD = 30;
    private static final double LONGEST = 1e12;

    public NormalCusum {
        Require.that(
                reference >= 0 && Double.isFinite(reference), "reference must not be negative, found " + reference);
        Require.that(
                threshold > 0 && threshold <= LARGEST_THRESHOLD,
                "threshold must lie in (0, " + LARGEST_THRESHOLD + "], found " + threshold);
    }

    /// Both sides of a chart.
    public record Paths(CusumPath rise, CusumPath fall) {}

    /// The chart over observations in their order.
    public Paths paths(double[] x, double mean, double deviation) {
        Require.that(Double.isFinite(mean), "mean must be finite, found " + mean);
        Require.that(
                deviation > 0 && Double.isFinite(deviation),
                "standard deviation must be positive and finite, found " + deviation);
        Require.finite(x, "observations");
        double[] rise = new double[x.length];
        double[] fall = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            double z = (x[i] - mean) / deviation;
            rise[i] = z - reference;
            fall[i] = -z - reference;
        }
        return new Paths(CusumPath.of(rise, threshold), CusumPath.of(fall, threshold));
    }

    /// The mean number of observations until the side for a rise signals, from S = 0, where the mean is shifted by
    /// `shift` standard deviations.
    ///
    /// Infinite where it is beyond 1e12, which is more than the quadrature can tell. It solves L(u) = 1 + L(0) Phi(k -
    /// u - shift) + int_0^h L(x) phi(x + k - u - shift) dx by quadrature.
    public double oneSidedRunLength(double shift) {
        Require.that(Double.isFinite(shift), "shift must be finite, found " + shift);
        GaussLegendre rule = RULE.over(0, threshold, (int) Math.ceil(threshold / 1.5));
        int n = rule.node().length;
        DMatrixRMaj system = CommonOps_DDRM.identity(n + 1);
        DMatrixRMaj ones = new DMatrixRMaj(n + 1, 1);
        CommonOps_DDRM.fill(ones, 1);
        for (int i = 0; i <= n; i++) {
            double u = i == 0 ? 0 : rule.node()[i - 1];
            system.add(i, 0, -StandardNormal.cumulative(reference - u - shift));
            for (int j = 0; j < n; j++) {
                double z = rule.node()[j] + reference - u - shift;
                system.add(i, j + 1, -rule.weight()[j] * Math.exp(-0.5 * z * z) / ROOT_TWO_PI);
            }
        }
        DMatrixRMaj length = new DMatrixRMaj(n + 1, 1);
        boolean solved = CommonOps_DDRM.solve(system, ones, length);
        return solved && length.get(0) >= 1 && length.get(0) < LONGEST ? length.get(0) : Double.POSITIVE_INFINITY;
    }

    /// The mean number of observations until either side signals: 1/L = 1/L_rise + 1/L_fall.
    public double runLength(double shift) {
        return 1 / (1 / oneSidedRunLength(shift) + 1 / oneSidedRunLength(-shift));
    }

    /// The chart whose mean run length without a shift, with both sides, is `runLength`, to 1e-10 in h.
    public static NormalCusum withRunLength(double reference, double runLength) {
        Require.that(
                runLength > 1 && runLength < LONGEST, "run length must lie in (1, 1e12), found " + runLength);
        double low = 1e-9;
        double high = 1;
        Require.that(
                new NormalCusum(reference, low).runLength(0) <= runLength,
                "with this reference false alarms are rarer than asked for at any threshold: run length at least "
                        + new NormalCusum(reference, low).runLength(0));
        while (new NormalCusum(reference, high).runLength(0) < runLength) {
            Require.that(high < LARGEST_THRESHOLD, "run length too large, found " + runLength);
            low = high;
            high = Math.min(LARGEST_THRESHOLD, 1.5 * high);
        }
        while (high - low > 1e-10) {
            double middle = 0.5 * (low + high);
            if (new NormalCusum(reference, middle).runLength(0) < runLength) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return new NormalCusum(reference, high);
    }
}
