package org.realfm.stats.shift;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.realfm.stats.Bootstrap;
import org.realfm.stats.Clusters;
import org.realfm.stats.Estimate;
import org.realfm.stats.Permutation;
import org.realfm.stats.Quantiles;
import org.realfm.stats.Require;

/// How far two samples lie apart: the value, whether it could be chance, and an interval.
///
/// One comes from [KolmogorovSmirnov], [PopulationStability], [JensenShannon], [Wasserstein], [EnergyDistance] or
/// [MeanDiscrepancy]. Rows are independent unless [#byPatient] says whose they are.
///
/// **A distance is never negative, so chance alone makes it positive.** Ask [#test] whether there is any shift. The
/// interval of [#estimate] speaks of its size: percentiles of the bootstrap of patients, moved down by twice the median
/// bias of the replicates (once for their own, once for the estimate's). The value itself is left as it is, and may lie
/// in the upper part of its interval.
///
/// Close to 0 the law of a distance is not normal and no bootstrap is right; so the lower end is 0 unless the permutation
/// test, which is exact there, rejects equality at 1 - confidence. The interval therefore holds 0 as often as promised
/// where nothing has shifted, and more than promised where the shift is too small to be seen.
///
/// Sources: Davison & Hinkley 1997, section 5.3, doi:10.1017/CBO9780511802843; Phipson & Smyth 2010,
/// doi:10.2202/1544-6115.1585 (permutation).
public final class Distance {

    /// A distance of the pooled rows.
    interface Kernel {

        /// @param count  how often each row of the pooled sample is there
        /// @param second which rows belong to the second sample; both samples have a row that is there
        double of(int[] count, boolean[] second);
    }

    private final Kernel estimator;
    private final Kernel plugIn;
    private final double greatest;
    private final boolean[] second;
    private final Clusters patients;

    private Distance(Kernel estimator, Kernel plugIn, double greatest, boolean[] second, Clusters patients) {
        this.estimator = estimator;
        this.plugIn = plugIn;
        this.greatest = greatest;
        this.second = second;
        this.patients = patients;
    }

    /// A distance that is the same function of the two samples as of the two populations.
    ///
    /// @param greatest the largest value there can be
    static Distance of(int first, int second, double greatest, Kernel kernel) {
        return of(first, second, greatest, kernel, kernel);
    }

    /// @param plugIn the population's distance, taken of the samples as if they were the populations: what the
    ///               estimator estimates in the world of the bootstrap
    static Distance of(int first, int second, double greatest, Kernel estimator, Kernel plugIn) {
        Require.notEmpty(first, "first sample");
        Require.notEmpty(second, "second sample");
        boolean[] ofSecond = new boolean[first + second];
        Arrays.fill(ofSecond, first, first + second, true);
        return new Distance(estimator, plugIn, greatest, ofSecond, Clusters.singletons(first + second));
    }

    /// The same distance of rows of which several may come from one patient: patients are drawn and permuted whole.
    ///
    /// @param first  for each row of the first sample its patient
    /// @param second for each row of the second sample its patient; nobody may be in both samples
    public Distance byPatient(int[] first, int[] second) {
        int ofSecond = (int) Pooled.total(ones(), this.second, true);
        Require.sameLength(this.second.length - ofSecond, first.length, "patients of the first sample");
        Require.sameLength(ofSecond, second.length, "patients of the second sample");
        int[] all = IntStream.concat(Arrays.stream(first), Arrays.stream(second)).toArray();
        Clusters clusters = Clusters.of(all);
        boolean[] inSecond = ofPatients(clusters);
        for (int i = 0; i < first.length; i++) {
            Require.that(!inSecond[clusters.of()[i]], "patient " + first[i] + " is in both samples");
        }
        return new Distance(estimator, plugIn, greatest, this.second, clusters);
    }

    private boolean[] ofPatients(Clusters clusters) {
        boolean[] inSecond = new boolean[clusters.count()];
        for (int i = 0; i < second.length; i++) {
            inSecond[clusters.of()[i]] |= second[i];
        }
        return inSecond;
    }

    /// The distance between the two samples.
    public double value() {
        return estimator.of(ones(), second);
    }

    private int[] ones() {
        int[] ones = new int[second.length];
        Arrays.fill(ones, 1);
        return ones;
    }

    /// Could a distance as large as this be chance? The permutation test of equal distributions: whole patients change
    /// places between the samples. Exact at any size.
    ///
    /// @param permutations at least 1; 999 as a rule
    public Permutation.Result test(int permutations, long seed) {
        boolean[] label = ofPatients(patients);
        int[] ones = ones();
        return Permutation.test(new int[label.length], permutations, seed, from -> {
            boolean[] moved = new boolean[second.length];
            for (int i = 0; i < moved.length; i++) {
                moved[i] = label[from[patients.of()[i]]];
            }
            return estimator.of(ones, moved);
        });
    }

    /// The distance with its interval; see the class for what it can and cannot say. With a single patient in a sample
    /// it is unbounded. Where both samples are constants the bootstrap sees no variation, and nor does the interval.
    ///
    /// @param replicates of the bootstrap, and permutations of the test that decides whether the interval holds 0; 2000
    ///                   as a rule
    /// @return `n` is the number of patients
    public Estimate estimate(String name, int replicates, long seed, double confidence) {
        Require.confidence(confidence);
        double value = value();
        boolean[] inSecond = ofPatients(patients);
        int ofSecond = 0;
        for (boolean is : inSecond) {
            ofSecond += is ? 1 : 0;
        }
        if (ofSecond < 2 || inSecond.length - ofSecond < 2) {
            return new Estimate(
                    name, value, Math.min(0, value), greatest, confidence, "one patient in a sample, no variance",
                    inSecond.length);
        }
        int[] sample = new int[second.length];
        Arrays.setAll(sample, i -> second[i] ? 1 : 0);
        Bootstrap.Plan plan = Bootstrap.plan(patients.of(), sample, replicates, seed);
        double[] drawn = Bootstrap.column(
                Bootstrap.replicate(plan, counts -> new double[] {estimator.of(counts, second)}), 0);
        double centre = plugIn.of(ones(), second);
        double bias = Quantiles.of(drawn, 0.5) - centre;
        double own = value - centre;
        double[] moved = Arrays.stream(drawn).map(d -> d + own - 2 * bias).toArray();
        Estimate moving = Bootstrap.percentile(name, value, moved, confidence, inSecond.length);
        boolean equal = moving.lower() <= 0 || test(replicates, seed).p() > 1 - confidence;
        return new Estimate(
                name, value, equal ? Math.min(0, value) : moving.lower(), Math.min(greatest, moving.upper()), confidence,
                "bootstrap percentile less bias; 0 unless rejected by permutation", inSecond.length);
    }
}
