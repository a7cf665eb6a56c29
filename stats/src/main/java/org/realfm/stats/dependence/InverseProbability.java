package org.realfm.stats.dependence;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.TDistribution;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.realfm.stats.Clusters;
import org.realfm.stats.Estimate;
import org.realfm.stats.Logistic;
import org.realfm.stats.Proportion;
import org.realfm.stats.Require;

/// Comparing two groups as if they had been alike: every row is weighted by how improbable its group was, given its
/// covariates. Rows are of group `treated` or not (a scanner, a site, the use of a model); e is the probability of being
/// treated, from a logistic regression on the covariates with an intercept.
///
/// | target | weight of the treated | of the others |
/// |---|---|---|
/// | [Target#ALL] | 1/e | 1/(1 - e) |
/// | [Target#TREATED] | 1 | e/(1 - e) |
/// | [Target#UNTREATED] | (1 - e)/e | 1 |
/// | [Target#OVERLAP] | 1 - e | e |
///
/// Means are Hajek's, sum w y / sum w in each group. Their variance is the sandwich of the whole estimation, the
/// regression for e included (which makes it smaller than taking the weights as given), robust to several rows of a
/// patient, with Student's quantile of one degree less than there are patients.
///
/// Nothing here makes up for a covariate that was not measured. Before the effect look at [#balance], [#effectiveSize],
/// [#largestShare] and [#outside]: a few rows with most of the weight mean that the groups hardly overlap, and then the
/// interval is too short. [#within] trims, or take the target [Target#OVERLAP].
///
/// Sources: Lunceford & Davidian 2004, doi:10.1002/sim.1903; Li, Morgan & Zaslavsky 2018,
/// doi:10.1080/01621459.2016.1260466 (overlap); Crump, Hotz, Imbens & Mitnik 2009, doi:10.1093/biomet/asn055 (trimming).
public final class InverseProbability {

    /// Whom the comparison is about.
    public enum Target {
        /// Everybody in the sample (average treatment effect).
        ALL,
        /// Those who are treated.
        TREATED,
        /// Those who are not.
        UNTREATED,
        /// Those who could as well be in either group; no weight exceeds 1, and means of covariates balance exactly.
        OVERLAP;

        double weight(double e, boolean treated) {
            return switch (this) {
                case ALL -> treated ? 1 / e : 1 / (1 - e);
                case TREATED -> treated ? 1 : e / (1 - e);
                case UNTREATED -> treated ? (1 - e) / e : 1;
                case OVERLAP -> treated ? 1 - e : e;
            };
        }

        /// The derivative of the weight by the linear predictor.
        double slope(double e, boolean treated) {
            return switch (this) {
                case ALL -> treated ? -(1 - e) / e : e / (1 - e);
                case TREATED -> treated ? 0 : e / (1 - e);
                case UNTREATED -> treated ? -(1 - e) / e : 0;
                case OVERLAP -> treated ? -e * (1 - e) : e * (1 - e);
            };
        }
    }

    private final double[][] design;
    private final boolean[] treated;
    private final Clusters patients;
    private final Target target;
    private final int[] rows;
    private final Logistic.Fit model;
    private final double[] propensity;

    private InverseProbability(
            double[][] design, boolean[] treated, Clusters patients, Target target, int[] rows, Logistic.Fit model) {
        this.design = design;
        this.treated = treated;
        this.patients = patients;
        this.target = target;
        this.rows = rows;
        this.model = model;
        this.propensity = Arrays.stream(design).mapToDouble(x -> model.probability(x, 0)).toArray();
    }

    /// Fits the model of treatment.
    ///
    /// @param covariate `[row][covariate]`, finite; categories as indicators, without one of them
    /// @param treated   for each row; both kinds are needed
    /// @param patient   for each row
    /// @return empty where the covariates separate the groups (no overlap at all) or depend linearly on each other
    public static Optional<InverseProbability> fit(
            double[][] covariate, boolean[] treated, int[] patient, Target target) {
        Require.notEmpty(covariate.length, "rows");
        Require.sameLength(covariate.length, treated.length, "treated");
        Require.sameLength(covariate.length, patient.length, "patient");
        double[][] design = Arrays.stream(covariate).map(InverseProbability::withIntercept).toArray(double[][]::new);
        return fit(design, treated, Clusters.of(patient), target, IntStream.range(0, treated.length).toArray());
    }

    private static Optional<InverseProbability> fit(
            double[][] design, boolean[] treated, Clusters patients, Target target, int[] rows) {
        boolean any = false;
        boolean all = true;
        for (boolean t : treated) {
            any |= t;
            all &= t;
        }
        Require.that(any && !all, "rows of both groups are needed");
        return Logistic.fit(design, treated) instanceof Logistic.Fit model
                ? Optional.of(new InverseProbability(design, treated, patients, target, rows, model))
                : Optional.empty();
    }

    private static double[] withIntercept(double[] row) {
        double[] x = new double[row.length + 1];
        x[0] = 1;
        System.arraycopy(row, 0, x, 1, row.length);
        return x;
    }

    /// Keeps the rows with a propensity from `lowest` to `highest` and fits again: the comparison is then about patients
    /// like them. The range is usually 0.1 to 0.9.
    ///
    /// @return empty where the model cannot be fitted to the rows that are left
    /// @throws IllegalArgumentException where no row of one group is left
    public Optional<InverseProbability> within(double lowest, double highest) {
        Require.that(
                lowest >= 0 && lowest < highest && highest <= 1,
                "expected 0 <= lowest < highest <= 1, found " + lowest + ", " + highest);
        int[] kept = IntStream.range(0, propensity.length)
                .filter(i -> propensity[i] >= lowest && propensity[i] <= highest)
                .toArray();
        boolean[] group = new boolean[kept.length];
        for (int k = 0; k < kept.length; k++) {
            group[k] = treated[kept[k]];
        }
        return fit(
                Arrays.stream(kept).mapToObj(i -> design[i]).toArray(double[][]::new), group,
                Clusters.of(Arrays.stream(kept).map(i -> patients.of()[i]).toArray()), target,
                Arrays.stream(kept).map(i -> rows[i]).toArray());
    }

    /// The numbers of the rows that take part: all but those that [#within] left out.
    public int[] rows() {
        return rows.clone();
    }

    /// The probability of being treated, for each row that takes part.
    public double[] propensity() {
        return propensity.clone();
    }

    /// The weight of each row that takes part.
    public double[] weights() {
        double[] weights = new double[treated.length];
        Arrays.setAll(weights, i -> target.weight(propensity[i], treated[i]));
        return weights;
    }

    private double[] ofGroup(boolean group) {
        return IntStream.range(0, treated.length)
                .filter(i -> treated[i] == group)
                .mapToDouble(i -> target.weight(propensity[i], group))
                .toArray();
    }

    /// Kish's effective number of rows of a group.
    public double effectiveSize(boolean ofTreated) {
        return Weighting.effectiveSize(ofGroup(ofTreated));
    }

    /// The largest share of a group's weight that a single row has.
    public double largestShare(boolean ofTreated) {
        double[] weights = ofGroup(ofTreated);
        return Arrays.stream(weights).max().orElseThrow() / Arrays.stream(weights).sum();
    }

    /// Positivity: the share of rows whose propensity lies below `lowest` or above `highest`, with Wilson's interval of
    /// clustered items that takes the propensities as given.
    public Estimate outside(double lowest, double highest, double confidence) {
        boolean[] beyond = new boolean[treated.length];
        for (int i = 0; i < beyond.length; i++) {
            beyond[i] = propensity[i] < lowest || propensity[i] > highest;
        }
        return Proportion.clustered("propensity outside the range", beyond, patients.of(), confidence);
    }

    /// A covariate's standardised difference, treated minus others, on the scale of the unweighted samples.
    ///
    /// @param before as the rows are
    /// @param after  with the weights
    public record Balance(double before, double after) {}

    /// For each covariate.
    public Balance[] balance() {
        double[] ones = new double[treated.length];
        Arrays.fill(ones, 1);
        return IntStream.range(1, design[0].length)
                .mapToObj(j -> {
                    double[] values = Arrays.stream(design).mapToDouble(x -> x[j]).toArray();
                    return new Balance(
                            StandardisedDifference.weighted(values, treated, ones),
                            StandardisedDifference.weighted(values, treated, weights()));
                })
                .toArray(Balance[]::new);
    }

    /// The weighted mean of an outcome in one group: what it would be, were all of the target in that group.
    ///
    /// @param outcome   of each row of the sample, those left out included; finite
    /// @param ofTreated which group
    public Estimate mean(String name, double[] outcome, boolean ofTreated, double confidence) {
        Means means = means(outcome);
        int group = ofTreated ? 1 : 0;
        return interval(name, means.mean[group], means.influence[group], confidence);
    }

    /// The difference of the two means, treated minus others: the effect, if every reason for being treated that also
    /// bears on the outcome is among the covariates. For an outcome of 0 and 1 it is a risk difference.
    ///
    /// @param outcome of each row of the sample, those left out included; finite
    public Estimate difference(String name, double[] outcome, double confidence) {
        Means means = means(outcome);
        double[] influence = new double[treated.length];
        Arrays.setAll(influence, i -> means.influence[1][i] - means.influence[0][i]);
        return interval(name, means.mean[1] - means.mean[0], influence, confidence);
    }

    /// Means of the two groups, others first, and how far each row moves them.
    @SuppressWarnings("ArrayRecordComponent")
    private record Means(double[] mean, double[][] influence) {}

    private Means means(double[] outcome) {
        Require.that(outcome.length > rows[rows.length - 1], "outcome: a value for each row of the sample is needed, found "
                + outcome.length);
        double[] y = Arrays.stream(rows).mapToDouble(i -> outcome[i]).toArray();
        Require.finite(y, "outcome");
        double[] weight = weights();
        double[] total = new double[2];
        double[] mean = new double[2];
        for (int i = 0; i < y.length; i++) {
            int g = treated[i] ? 1 : 0;
            total[g] += weight[i];
            mean[g] += weight[i] * y[i];
        }
        mean[0] /= total[0];
        mean[1] /= total[1];
        int p = design[0].length;
        DMatrixRMaj slope = new DMatrixRMaj(2, p);
        for (int i = 0; i < y.length; i++) {
            int g = treated[i] ? 1 : 0;
            double change = target.slope(propensity[i], treated[i]) * (y[i] - mean[g]) / total[g];
            for (int j = 0; j < p; j++) {
                slope.add(g, j, change * design[i][j]);
            }
        }
        DMatrixRMaj throughModel = new DMatrixRMaj(2, p);
        CommonOps_DDRM.mult(slope, new DMatrixRMaj(model.covariance()), throughModel);
        double[][] influence = new double[2][y.length];
        for (int i = 0; i < y.length; i++) {
            double surprise = (treated[i] ? 1 : 0) - propensity[i];
            for (int g = 0; g < 2; g++) {
                for (int j = 0; j < p; j++) {
                    influence[g][i] += throughModel.get(g, j) * surprise * design[i][j];
                }
            }
            int mine = treated[i] ? 1 : 0;
            influence[mine][i] += weight[i] * (y[i] - mean[mine]) / total[mine];
        }
        return new Means(mean, influence);
    }

    private Estimate interval(String name, double value, double[] influence, double confidence) {
        Require.confidence(confidence);
        int k = patients.count();
        double[] ofPatient = new double[k];
        for (int i = 0; i < influence.length; i++) {
            ofPatient[patients.of()[i]] += influence[i];
        }
        if (k < 2) {
            return new Estimate(
                    name, value, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, confidence,
                    "inverse probability; one patient, no variance", k);
        }
        double variance = Arrays.stream(ofPatient).map(v -> v * v).sum() * k / (k - 1);
        double half = TDistribution.of(k - 1).inverseSurvivalProbability((1 - confidence) / 2) * Math.sqrt(variance);
        return new Estimate(
                name, value, value - half, value + half, confidence, "inverse probability (Hajek), sandwich", k);
    }
}
