package org.realfm.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Agreement of predicted risks with outcomes.
///
/// Risks are probabilities in [0, 1]. On the logit scale they are cut to [1e-15, 1 - 1e-15]. Standard errors are
/// model-based for independent rows and cluster-robust after [#byCluster]. Measures that a sample of one class does not
/// have are `Optional.empty`.
///
/// Sources: Van Calster 2019, doi:10.1186/s12916-019-1466-7; Van Calster 2016, doi:10.1016/j.jclinepi.2015.12.005;
/// Austin & Steyerberg 2019, doi:10.1002/sim.8281.
public final class Calibration {

    /// Risks nearer than this to 0 or 1 are cut to it before their logit is taken.
    public static final double CLIP = 1e-15;

    private final double[] risk;
    private final boolean[] truth;
    private final double[] weight;
    private final Clusters clusters;

    private Calibration(double[] risk, boolean[] truth, double[] weight, Clusters clusters) {
        this.risk = risk;
        this.truth = truth;
        this.weight = weight;
        this.clusters = clusters;
    }

    /// Risks beside outcomes, rows independent.
    ///
    /// @param risk  for each row the predicted probability
    /// @param truth for each row whether the condition is present
    public static Calibration of(double[] risk, boolean[] truth) {
        Require.notEmpty(risk.length, "calibration");
        Require.sameLength(risk.length, truth.length, "truth");
        for (int i = 0; i < risk.length; i++) {
            Require.share(risk[i], "risk " + i);
        }
        return new Calibration(
                risk.clone(), truth.clone(), Proportion.ones(risk.length), Clusters.singletons(risk.length));
    }

    /// The same with patients as the independent units.
    public Calibration byCluster(int[] cluster) {
        Require.sameLength(risk.length, cluster.length, "cluster");
        return new Calibration(risk, truth, weight, Clusters.of(cluster));
    }

    /// The same with a sampling weight for each row.
    public Calibration weightedBy(double[] weights) {
        Require.sameLength(risk.length, weights.length, "weights");
        Require.weights(weights);
        return new Calibration(risk, truth, weights.clone(), clusters);
    }

    static double logit(double p) {
        return StandardNormal.logit(Math.clamp(p, CLIP, 1 - CLIP));
    }

    /// Observed over expected events, with the interval on the log scale from SE(ln O/E) = sqrt((1 - share)/events)
    /// (cluster-robust after [#byCluster]). With no event, or no non-event, the interval is the Clopper-Pearson
    /// interval of the event share over the mean risk.
    ///
    /// @throws IllegalArgumentException where every risk is 0
    public Estimate observedExpected(double confidence) {
        double total = Arrays.stream(weight).sum();
        double observed = 0;
        double expected = 0;
        for (int i = 0; i < risk.length; i++) {
            observed += truth[i] ? weight[i] : 0;
            expected += weight[i] * risk[i];
        }
        Require.that(expected > 0, "O/E: the expected number of events is 0");
        double ratio = observed / expected;
        int k = clusters.count();
        if (observed == 0 || observed == total) {
            double tail = (1 - confidence) / 2;
            double scale = total / expected;
            double lower = observed == 0 ? 0 : scale * Proportion.exactLower(k, k, tail);
            double upper = observed == 0 ? scale * Proportion.exactUpper(0, k, tail) : ratio;
            return new Estimate("O/E", ratio, lower, upper, confidence, "Clopper-Pearson over mean risk", k);
        }
        double share = observed / total;
        boolean plain = !clusters.named() && unweighted();
        double variance = (1 - share) / observed;
        if (!plain) {
            double[] event = new double[truth.length];
            Arrays.setAll(event, i -> truth[i] ? 1 : 0);
            double error = k > 1 ? Mean.standardError(event, share, weight, clusters) / share : 0;
            variance = k == 1 ? variance : error * error;
        }
        double factor = Math.exp(StandardNormal.critical(confidence) * Math.sqrt(variance));
        String method = plain ? "log" : "log, cluster-robust";
        return new Estimate("O/E", ratio, ratio / factor, ratio * factor, confidence, method, k);
    }

    /// Calibration-in-the-large: the intercept of a logistic model with logit(risk) as offset; 0 is ideal, above 0 the
    /// risks are too low.
    ///
    /// @return empty where only one class is present
    public Optional<Estimate> intercept(double confidence) {
        double[][] x = new double[risk.length][];
        Arrays.setAll(x, i -> new double[] {1});
        return coefficient("calibration-in-the-large", x, logits(), 0, confidence);
    }

    /// Calibration slope: the coefficient of logit(risk) in a logistic model; 1 is ideal, below 1 the risks are too
    /// extreme.
    ///
    /// @return empty where only one class is present, the risks separate the classes completely (the slope is
    ///         infinite), or all risks are equal
    public Optional<Estimate> slope(double confidence) {
        double[] logits = logits();
        double[][] x = new double[risk.length][];
        Arrays.setAll(x, i -> new double[] {1, logits[i]});
        return coefficient("calibration slope", x, new double[risk.length], 1, confidence);
    }

    private Optional<Estimate> coefficient(
            String name, double[][] x, double[] offset, int which, double confidence) {
        double z = StandardNormal.critical(confidence);
        if (!(Logistic.fit(x, truth, offset, weight) instanceof Logistic.Fit fit)) {
            return Optional.empty();
        }
        boolean plain = (!clusters.named() && unweighted()) || clusters.count() == 1;
        double[][] covariance =
                plain ? fit.covariance() : Logistic.clusterRobust(fit, x, truth, offset, weight, clusters.of());
        double value = fit.coefficients()[which];
        double half = z * Math.sqrt(covariance[which][which]);
        String method = plain ? "Wald" : "Wald, cluster-robust";
        return Optional.of(new Estimate(
                name, value, value - half, value + half, confidence, method, clusters.count()));
    }

    /// The flexible curve with up to `knots` (3 to 5) knots. Fewer distinct risks lead to fewer knots, then to a
    /// straight line, then to the event share.
    public CalibrationCurve curve(int knots) {
        Spline spline = new Spline(knots);
        return new CalibrationCurve(spline.knots, spline.coefficients(weight));
    }

    /// Distances between risk and flexible curve over the sample.
    ///
    /// @param ici mean absolute distance (integrated calibration index)
    /// @param e50 median absolute distance
    /// @param e90 90th percentile of the absolute distance
    public record Indices(double ici, double e50, double e90) {}

    /// ICI, E50 and E90 of the curve with up to `knots` knots.
    public Indices indices(int knots) {
        return indices(new Spline(knots).fitted(weight), weight);
    }

    /// ICI, E50 and E90 with bootstrap intervals; knots stay where the sample puts them.
    ///
    /// All three are at least 0 and biased upwards in small samples: the curve of a calibrated model is never quite on the
    /// diagonal. Upper ends are percentiles and so cautious. The lower end of the ICI is the value less the quantile of the
    /// mean distance between the curve of a replicate and that of the sample: by the triangle inequality the true ICI is
    /// lower by no more than that noise. E50 and E90 have no such bound, and their percentile lower ends are too high.
    public List<Estimate> indices(int knots, Bootstrap.Plan plan, double confidence) {
        Spline spline = new Spline(knots);
        double[] curve = spline.fitted(weight);
        double[][] replicates = Bootstrap.replicate(plan, counts -> {
            double[] weights = weights(counts);
            double[] moved = spline.fitted(weights);
            Indices indices = indices(moved, weights);
            return new double[] {indices.ici, indices.e50, indices.e90, Mean.weighted(distances(moved, curve), weight)};
        });
        Indices values = indices(curve, weight);
        double[] noise = Bootstrap.column(replicates, 3);
        Arrays.sort(noise);
        double reach = Quantiles.weibull(noise, (1 + confidence) / 2);
        Estimate ici = percentile("ICI", values.ici, replicates, 0, confidence, plan);
        return List.of(
                new Estimate(
                        "ICI", values.ici, Math.max(0, values.ici - reach), ici.upper(), confidence,
                        "bootstrap percentile, lower end less the noise of the curve", plan.clusters()),
                percentile("E50", values.e50, replicates, 1, confidence, plan),
                percentile("E90", values.e90, replicates, 2, confidence, plan));
    }

    private static Estimate percentile(
            String name, double value, double[][] replicates, int column, double confidence, Bootstrap.Plan plan) {
        return Bootstrap.percentile(name, value, Bootstrap.column(replicates, column), confidence, plan.clusters());
    }

    private Indices indices(double[] curve, double[] weights) {
        double[] distance = distances(risk, curve);
        return new Indices(
                Mean.weighted(distance, weights),
                Quantiles.weighted(distance, weights, 0.5),
                Quantiles.weighted(distance, weights, 0.9));
    }

    private static double[] distances(double[] first, double[] second) {
        double[] distance = new double[first.length];
        Arrays.setAll(distance, i -> Math.abs(first[i] - second[i]));
        return distance;
    }

    /// The flexible curve over a grid of risks, with a band that holds point by point.
    public Band pointwiseBand(int knots, Bootstrap.Plan plan, double[] grid, double confidence) {
        Spline spline = new Spline(knots);
        return Band.pointwise(grid, spline.curve(weight, grid), spline.replicates(plan, grid), confidence);
    }

    /// The flexible curve over a grid of risks, with a band that holds for the whole grid at once.
    public Band simultaneousBand(int knots, Bootstrap.Plan plan, double[] grid, double confidence) {
        Spline spline = new Spline(knots);
        return Band.simultaneous(
                grid, spline.curve(weight, grid), spline.replicates(plan, grid), confidence, 0, 1);
    }

    /// Brier score, the mean of (risk - outcome)^2, in [0, 1].
    public Estimate brier(double confidence) {
        double[] squared = new double[risk.length];
        Arrays.setAll(squared, i -> (risk[i] - (truth[i] ? 1 : 0)) * (risk[i] - (truth[i] ? 1 : 0)));
        Estimate mean = Mean.of("Brier", squared, weight, clusters, confidence);
        return new Estimate(
                "Brier", mean.value(), Math.max(0, mean.lower()), Math.min(1, mean.upper()), confidence,
                mean.method(), mean.n());
    }

    /// One group of rows with neighbouring risks.
    ///
    /// @param meanRisk mean predicted risk of the group
    /// @param observed share with the condition, with its interval
    /// @param weight   share of the sample's weight that the group holds
    public record Bin(double meanRisk, Estimate observed, double weight) {}

    /// The sample in up to `bins` groups of equal mass: row i goes to group floor(bins x share of weight below its
    /// risk), so equal risks stay together and groups may be fewer.
    public List<Bin> bins(int bins, double confidence) {
        Require.that(bins > 0, "bins must be positive, found " + bins);
        double total = Arrays.stream(weight).sum();
        int[] group = groups(bins, total);
        List<Bin> result = new ArrayList<>();
        for (int g = 0; g < bins; g++) {
            boolean[] member = new boolean[risk.length];
            double mass = 0;
            double sum = 0;
            for (int i = 0; i < risk.length; i++) {
                member[i] = group[i] == g;
                mass += member[i] ? weight[i] : 0;
                sum += member[i] ? weight[i] * risk[i] : 0;
            }
            if (mass > 0) {
                Estimate observed = Proportion.ratio("observed share", member, truth, weight, clusters, confidence);
                result.add(new Bin(sum / mass, observed, mass / total));
            }
        }
        return result;
    }

    /// Expected calibration error over the groups of [#bins]: sum of weight x |mean risk - observed share|. It depends
    /// on the rule for the groups: name that with the number.
    public double expectedCalibrationError(int bins) {
        Require.that(bins > 0, "bins must be positive, found " + bins);
        double total = Arrays.stream(weight).sum();
        int[] group = groups(bins, total);
        double[] gap = new double[bins];
        for (int i = 0; i < risk.length; i++) {
            gap[group[i]] += weight[i] * (risk[i] - (truth[i] ? 1 : 0));
        }
        return Arrays.stream(gap).map(Math::abs).sum() / total;
    }

    private int[] groups(int bins, double total) {
        Integer[] order = new Integer[risk.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Double.compare(risk[a], risk[b]));
        int[] group = new int[risk.length];
        double below = 0;
        double tied = 0;
        for (int r = 0; r < order.length; r++) {
            if (r > 0 && risk[order[r]] > risk[order[r - 1]]) {
                below += tied;
                tied = 0;
            }
            tied += weight[order[r]];
            group[order[r]] = (int) Math.min(bins - 1, Math.floor(bins * below / total + 1e-9));
        }
        return group;
    }

    private double[] logits() {
        return Arrays.stream(risk).map(Calibration::logit).toArray();
    }

    private boolean unweighted() {
        return Arrays.stream(weight).allMatch(w -> w == 1);
    }

    private double[] weights(int[] counts) {
        double[] weights = new double[weight.length];
        Arrays.setAll(weights, i -> weight[i] * counts[i]);
        return weights;
    }

    /// The spline design of this sample, made once for many weightings.
    private final class Spline {

        private final double[] knots;
        private final double[][] x;

        private Spline(int most) {
            double[] logits = logits();
            knots = CalibrationCurve.knots(logits, most);
            double low = Arrays.stream(logits).min().orElseThrow();
            double high = Arrays.stream(logits).max().orElseThrow();
            int columns = knots.length > 0 ? knots.length : high - low > 1e-6 ? 2 : 1;
            x = new double[logits.length][];
            Arrays.setAll(x, i -> CalibrationCurve.basis(logits[i], knots, columns));
        }

        private double[] coefficients(double[] weights) {
            for (int columns = x[0].length; columns > 0; columns--) {
                int kept = columns;
                double[][] cut = kept == x[0].length
                        ? x
                        : Arrays.stream(x).map(row -> Arrays.copyOf(row, kept)).toArray(double[][]::new);
                Logistic model = Logistic.fit(cut, truth, new double[truth.length], weights);
                if (!(model instanceof Logistic.NotEstimable none
                        && none.cause() == Logistic.Cause.COLLINEARITY)) {
                    return Arrays.copyOf(model.coefficients(), x[0].length);
                }
            }
            throw new IllegalStateException("a column of ones is never collinear");
        }

        /// The curve at the risk of each row.
        private double[] fitted(double[] weights) {
            double[] coefficients = coefficients(weights);
            return Arrays.stream(x).mapToDouble(row -> CalibrationCurve.at(coefficients, row)).toArray();
        }

        private double[] curve(double[] weights, double[] grid) {
            double[] coefficients = coefficients(weights);
            return Arrays.stream(grid)
                    .map(p -> CalibrationCurve.at(
                            coefficients, CalibrationCurve.basis(logit(p), knots, coefficients.length)))
                    .toArray();
        }

        private double[][] replicates(Bootstrap.Plan plan, double[] grid) {
            return Bootstrap.replicate(plan, counts -> curve(weights(counts), grid));
        }
    }
}
