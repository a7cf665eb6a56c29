package org.realfm.stats.selective;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.TDistribution;
import org.realfm.stats.Clusters;
import org.realfm.stats.Estimate;
import org.realfm.stats.ProportionDifference;
import org.realfm.stats.Require;

/// Prediction-powered inference of a mean: few cases with the truth y, many with only a prediction f of it (an automatic
/// labeller, a model), and an interval that holds whatever the predictions are worth:
///
/// estimate = mean(y - lambda f) over the labelled + lambda mean(f) over the unlabelled.
///
/// With lambda = 0 the predictions are not used; with 1 they are corrected by their mean error. By default lambda is
/// tuned to the smallest variance, Cov(y, f) / (Var(f) + Var'(f)) with the variances of the means over labelled and
/// unlabelled, within [0, 1] (PPI++): then the interval is no wider than without predictions, up to chance. Labelled
/// cases must be drawn at random from the same population; unlabelled ones must not repeat them.
///
/// The interval is Student's with one degree of freedom less than there are labelled patients, robust to several cases
/// of a patient.
///
/// Sources: Angelopoulos, Bates, Fannjiang, Jordan & Zrnic 2023, doi:10.1126/science.adi6000; Angelopoulos, Duchi & Zrnic
/// 2023, arXiv:2311.01453 (PPI++).
public final class PredictionPowered {

    private final double[] truth;
    private final double[] predicted;
    private final double[] unlabelled;
    private final Clusters labelledPatients;
    private final Clusters otherPatients;

    private PredictionPowered(
            double[] truth, double[] predicted, double[] unlabelled, Clusters labelledPatients, Clusters otherPatients) {
        this.truth = truth;
        this.predicted = predicted;
        this.unlabelled = unlabelled;
        this.labelledPatients = labelledPatients;
        this.otherPatients = otherPatients;
    }

    /// Independent cases. For a proportion, truths are 0 and 1 and predictions probabilities or calls; for the mean
    /// difference of two models on the same cases, give differences.
    ///
    /// @param truth      y of each labelled case, finite
    /// @param predicted  f of each labelled case
    /// @param unlabelled f of each unlabelled case, at least one
    public static PredictionPowered of(double[] truth, double[] predicted, double[] unlabelled) {
        Require.sameLength(truth.length, predicted.length, "predicted");
        Require.notEmpty(truth.length, "labelled cases");
        Require.notEmpty(unlabelled.length, "unlabelled cases");
        Require.finite(truth, "truth");
        Require.finite(predicted, "predicted");
        Require.finite(unlabelled, "unlabelled");
        return new PredictionPowered(
                truth, predicted, unlabelled, Clusters.singletons(truth.length),
                Clusters.singletons(unlabelled.length));
    }

    /// Cases of which several may come from one patient.
    ///
    /// @param labelled for each labelled case its patient
    /// @param others   for each unlabelled case its patient; nobody may be on both sides
    public PredictionPowered byPatient(int[] labelled, int[] others) {
        Require.sameLength(truth.length, labelled.length, "patients of labelled cases");
        Require.sameLength(unlabelled.length, others.length, "patients of unlabelled cases");
        int[] sorted = labelled.clone();
        Arrays.sort(sorted);
        for (int patient : others) {
            Require.that(Arrays.binarySearch(sorted, patient) < 0, "patient " + patient + " is on both sides");
        }
        return new PredictionPowered(truth, predicted, unlabelled, Clusters.of(labelled), Clusters.of(others));
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    /// The covariance of two means over the same cases, robust to clusters: K/(K-1) sum_c a_c b_c / n^2 with the sums a_c
    /// and b_c of residuals; 0 with one cluster.
    private static double covariance(double[] a, double[] b, Clusters clusters) {
        double meanA = mean(a);
        double meanB = mean(b);
        double[] sumA = new double[clusters.count()];
        double[] sumB = new double[clusters.count()];
        for (int i = 0; i < a.length; i++) {
            sumA[clusters.of()[i]] += a[i] - meanA;
            sumB[clusters.of()[i]] += b[i] - meanB;
        }
        double sum = 0;
        for (int c = 0; c < sumA.length; c++) {
            sum += sumA[c] * sumB[c];
        }
        int k = clusters.count();
        return k > 1 ? sum * k / (k - 1) / ((double) a.length * a.length) : 0;
    }

    /// The lambda with the smallest variance, in [0, 1]; 0 where predictions do not vary.
    public double lambda() {
        double both = covariance(predicted, predicted, labelledPatients)
                + covariance(unlabelled, unlabelled, otherPatients);
        return both > 0 ? Math.clamp(covariance(truth, predicted, labelledPatients) / both, 0, 1) : 0;
    }

    /// The mean of y with its interval, at the tuned lambda. With one labelled patient the interval is unbounded.
    public Estimate mean(String name, double confidence) {
        return mean(name, lambda(), confidence);
    }

    /// The same at a lambda of your choice; 1 is the method of 2023.
    ///
    /// @param lambda finite
    public Estimate mean(String name, double lambda, double confidence) {
        Require.confidence(confidence);
        Require.that(Double.isFinite(lambda), "lambda must be finite, found " + lambda);
        int k = labelledPatients.count();
        double[] residual = new double[truth.length];
        Arrays.setAll(residual, i -> truth[i] - lambda * predicted[i]);
        double value = mean(residual) + lambda * mean(unlabelled);
        boolean used = lambda != 0;
        if (k < 2 || used && otherPatients.count() < 2) {
            return new Estimate(
                    name, value, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, confidence,
                    "prediction-powered; one patient, no variance", k);
        }
        double variance = covariance(residual, residual, labelledPatients)
                + lambda * lambda * covariance(unlabelled, unlabelled, otherPatients);
        double half = TDistribution.of(k - 1).inverseSurvivalProbability((1 - confidence) / 2) * Math.sqrt(variance);
        return new Estimate(name, value, value - half, value + half, confidence, "prediction-powered, t", k);
    }

    /// A proportion: [#mean(String, double)] of truths that are 0 and 1, kept within [0, 1].
    public Estimate proportion(String name, double confidence) {
        for (double y : truth) {
            Require.that(y == 0 || y == 1, "the truth of a proportion must be 0 or 1, found " + y);
        }
        Estimate mean = mean(name, confidence);
        double value = Math.clamp(mean.value(), 0, 1);
        return new Estimate(
                name, value, Math.clamp(mean.lower(), 0, value), Math.clamp(mean.upper(), value, 1), confidence,
                mean.method(), mean.n());
    }

    /// The difference of the means of two groups of different patients, first minus second, each at its tuned lambda; the
    /// two intervals are combined as Newcombe does.
    public static Estimate difference(
            String name, PredictionPowered first, PredictionPowered second, double confidence) {
        Estimate both = ProportionDifference.newcombe(
                name, first.mean(name, confidence), second.mean(name, confidence));
        return new Estimate(
                name, both.value(), both.lower(), both.upper(), confidence, "prediction-powered, t, hybrid", both.n());
    }
}
