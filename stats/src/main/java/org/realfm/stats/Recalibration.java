package org.realfm.stats;

import java.util.Arrays;
import java.util.Optional;
import java.util.TreeMap;

/// A map from the risks that a model gives to better calibrated ones: fitted on one set, applied to another.
///
/// Never judge a map on the rows that fitted it. All maps are non-decreasing where the model is better than chance, so
/// that the AUROC stays (isotonic regression makes ties). Risks are cut to [Calibration#CLIP] before their logit is
/// taken; a raw score s goes in as `StandardNormal.expit(s)`.
public sealed interface Recalibration {

    /// The recalibrated risk, in [0, 1].
    ///
    /// @param risk in [0, 1]
    double apply(double risk);

    /// Every row recalibrated.
    default double[] apply(double[] risk) {
        double[] mapped = new double[risk.length];
        for (int i = 0; i < risk.length; i++) {
            Require.share(risk[i], "risk " + i);
            mapped[i] = apply(risk[i]);
        }
        return mapped;
    }

    /// expit(logit(risk) / T).
    ///
    /// @param temperature T; above 1 the model was overconfident
    ///
    /// Source: Guo et al. 2017, arXiv:1706.04599.
    record Temperature(Estimate temperature) implements Recalibration {

        @Override
        public double apply(double risk) {
            Require.share(risk, "risk");
            return StandardNormal.expit(Calibration.logit(risk) / temperature.value());
        }
    }

    /// expit(intercept + slope x logit(risk)).
    ///
    /// Source: Platt 1999, Advances in Large Margin Classifiers, 61-74.
    record Platt(Estimate intercept, Estimate slope) implements Recalibration {

        @Override
        public double apply(double risk) {
            Require.share(risk, "risk");
            return StandardNormal.expit(intercept.value() + slope.value() * Calibration.logit(risk));
        }
    }

    /// Straight lines between the points of an isotonic regression, flat beyond the first and the last.
    ///
    /// @param risk   distinct, ascending
    /// @param fitted non-decreasing, one for each
    ///
    /// Source: Zadrozny & Elkan 2002, doi:10.1145/775047.775151.
    @SuppressWarnings("ArrayRecordComponent")
    record Steps(double[] risk, double[] fitted) implements Recalibration {

        public Steps {
            Require.notEmpty(risk.length, "isotonic regression");
            Require.sameLength(risk.length, fitted.length, "fitted");
        }

        @Override
        public double apply(double at) {
            Require.share(at, "risk");
            int found = Arrays.binarySearch(risk, at);
            if (found >= 0) {
                return fitted[found];
            }
            int right = -found - 1;
            if (right == 0 || right == risk.length) {
                return fitted[right == 0 ? 0 : right - 1];
            }
            double along = (at - risk[right - 1]) / (risk[right] - risk[right - 1]);
            return fitted[right - 1] + along * (fitted[right] - fitted[right - 1]);
        }
    }

    /// The temperature of greatest likelihood; its interval is the reciprocal of the Wald interval of 1/T
    /// (cluster-robust), with an infinite upper end where that reaches 0.
    ///
    /// @param cluster for each row the patient
    /// @return empty where the likelihood has no maximum at a finite T above 0: one class or complete separation, all
    ///         risks one half, or a model worse than chance
    static Optional<Temperature> temperature(double[] risk, boolean[] truth, int[] cluster, double confidence) {
        double[][] x = new double[risk.length][];
        check(risk, truth, cluster);
        Arrays.setAll(x, i -> new double[] {Calibration.logit(risk[i])});
        double[] none = new double[risk.length];
        double[] ones = Proportion.ones(risk.length);
        if (!(Logistic.fit(x, truth, none, ones) instanceof Logistic.Fit fit) || fit.coefficients()[0] <= 0) {
            return Optional.empty();
        }
        Estimate inverse = wald("1/T", fit, 0, x, truth, ones, cluster, false, confidence);
        double upper = inverse.lower() > 0 ? 1 / inverse.lower() : Double.POSITIVE_INFINITY;
        return Optional.of(new Temperature(new Estimate(
                "temperature", 1 / inverse.value(), 1 / inverse.upper(), upper, confidence, inverse.method(),
                inverse.n())));
    }

    /// Platt's logistic map with his smoothed outcomes, (P + 1)/(P + 2) for the P positive rows and 1/(N + 2) for the N
    /// negative ones, which keep it finite for one class and under complete separation. Wald intervals, cluster-robust where
    /// there are two classes.
    ///
    /// @param cluster for each row the patient
    /// @return empty where all risks are equal
    static Optional<Platt> platt(double[] risk, boolean[] truth, int[] cluster, double confidence) {
        check(risk, truth, cluster);
        int n = risk.length;
        int positives = Auroc.count(truth);
        double high = (positives + 1.0) / (positives + 2);
        double low = 1.0 / (n - positives + 2);
        boolean oneClass = positives == 0 || positives == n;
        double[][] x = new double[2 * n][];
        boolean[] y = new boolean[2 * n];
        double[] weight = new double[2 * n];
        int[] patient = new int[2 * n];
        for (int i = 0; i < 2 * n; i++) {
            int row = i / 2;
            double share = truth[row] ? high : low;
            x[i] = new double[] {1, Calibration.logit(risk[row])};
            y[i] = i % 2 == 0;
            weight[i] = y[i] ? share : 1 - share;
            patient[i] = cluster[row];
        }
        if (!(Logistic.fit(x, y, new double[2 * n], weight) instanceof Logistic.Fit fit)) {
            return Optional.empty();
        }
        return Optional.of(new Platt(
                wald("intercept", fit, 0, x, y, weight, patient, oneClass, confidence),
                wald("slope", fit, 1, x, y, weight, patient, oneClass, confidence)));
    }

    /// Isotonic regression of the outcome on the risk; rows of one risk are pooled first.
    static Steps isotonic(double[] risk, boolean[] truth) {
        check(risk, truth, new int[risk.length]);
        TreeMap<Double, double[]> pooled = new TreeMap<>();
        for (int i = 0; i < risk.length; i++) {
            double[] cell = pooled.computeIfAbsent(risk[i] + 0.0, key -> new double[2]);
            cell[0] += truth[i] ? 1 : 0;
            cell[1]++;
        }
        double[] share = pooled.values().stream().mapToDouble(c -> c[0] / c[1]).toArray();
        double[] weight = pooled.values().stream().mapToDouble(c -> c[1]).toArray();
        double[] at = pooled.keySet().stream().mapToDouble(Double::doubleValue).toArray();
        return new Steps(at, Isotonic.fit(share, weight));
    }

    private static void check(double[] risk, boolean[] truth, int[] cluster) {
        Require.notEmpty(risk.length, "recalibration");
        Require.sameLength(risk.length, truth.length, "truth");
        Require.sameLength(risk.length, cluster.length, "cluster");
        for (int i = 0; i < risk.length; i++) {
            Require.share(risk[i], "risk " + i);
        }
    }

    private static Estimate wald(
            String name, Logistic.Fit fit, int which, double[][] x, boolean[] y, double[] weight, int[] cluster,
            boolean oneClass, double confidence) {
        int patients = Clusters.of(cluster).count();
        double value = fit.coefficients()[which];
        if (patients == 1) {
            return new Estimate(
                    name, value, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, confidence,
                    "Wald; one patient, no variance", 1);
        }
        double[][] covariance = oneClass
                ? fit.covariance()
                : Logistic.clusterRobust(fit, x, y, new double[y.length], weight, cluster);
        double half = StandardNormal.critical(confidence) * Math.sqrt(covariance[which][which]);
        String method = oneClass ? "Wald" : "Wald, cluster-robust";
        return new Estimate(name, value, value - half, value + half, confidence, method, patients);
    }
}
