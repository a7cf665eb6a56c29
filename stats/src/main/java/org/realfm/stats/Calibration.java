package org.realfm.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Agreement of predicted risks with outcomes.
///
/// Risks are probabilities in [0, 1]. On the logit scale they are cut to [1e-15, 1 - 1e-15]. Standard errors are
/// model-based for independent rows and cluster-robust after [#byCluster]. Measures that a sample of one class does not
/// have are `Optional.empty`; where all rows are one patient's, intervals are all that is possible.
///
/// Sources: Van Calster 2019, doi:10.1186/s12916-019-1466-7; Van Calster 2016, doi:10.1016/j.jclinepi.2015.12.005;
/// Austin & Steyerberg 2019, doi:10.1002/sim.8281.
public final class Calibration {

    /// Risks nearer than this to 0 or 1 are cut to it before their logit is taken.
    public static final double CLIP = 1e-15;

    /// From this many rows on, replicates are of [#gathered] rows.
    static final int LARGE = 20_000;

    private static final int GATHERED = 2_048;

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
        if (k == 1 && risk.length > 1) {
            return new Estimate(
                    "O/E", ratio, 0, Double.POSITIVE_INFINITY, confidence, "log; one patient, no variance", k);
        }
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
            double error = Mean.standardError(outcomes(), share, weight, clusters) / share;
            variance = error * error;
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
        if (clusters.count() == 1) {
            return Optional.of(new Estimate(
                    name, fit.coefficients()[which], Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, confidence,
                    "Wald; one patient, no variance", 1));
        }
        boolean plain = !clusters.named() && unweighted();
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
        CalibrationSpline spline = spline(knots);
        return new CalibrationCurve(spline.knots, spline.coefficients(weight));
    }

    /// Distances between risk and flexible curve over the sample.
    ///
    /// @param ici mean absolute distance (integrated calibration index)
    /// @param e50 median absolute distance
    /// @param e90 90th percentile of the absolute distance
    /// @param emax largest absolute distance
    public record Indices(double ici, double e50, double e90, double emax) {}

    /// ICI, E50, E90 and Emax of the curve with up to `knots` knots.
    public Indices indices(int knots) {
        return indices(spline(knots).fitted(weight), weight);
    }

    /// ICI, E50, E90 and Emax with bootstrap intervals; knots stay where the sample puts them.
    ///
    /// All four are at least 0 and biased upwards in small samples: the curve of a calibrated model is never quite on the
    /// diagonal. Upper ends are percentiles and so cautious. The lower end of the ICI is the value less the quantile of the
    /// mean distance between the curve of a replicate and that of the sample: by the triangle inequality the true ICI is
    /// lower by no more than that noise. The others have no such bound, and their percentile lower ends are too high.
    public List<Estimate> indices(int knots, Bootstrap.Plan plan, double confidence) {
        Gathered rows = gathered();
        Calibration sample = rows.sample;
        CalibrationSpline spline = rows.spline(CalibrationCurve.knots(logits(), knots));
        double[] curve = spline.fitted(sample.weight);
        double[][] replicates = Bootstrap.replicate(plan, counts -> {
            double[] weights = rows.weights(weight, counts);
            double[] moved = spline.fitted(weights);
            Indices indices = sample.indices(moved, weights);
            return new double[] {
                indices.ici, indices.e50, indices.e90, indices.emax,
                Mean.weighted(distances(moved, curve), sample.weight)
            };
        });
        Indices values = indices(knots);
        double[] noise = Bootstrap.column(replicates, 4);
        Arrays.sort(noise);
        double reach = Quantiles.weibull(noise, (1 + confidence) / 2);
        Estimate ici = percentile("ICI", values.ici, replicates, 0, confidence, plan);
        return List.of(
                new Estimate(
                        "ICI", values.ici, plan.varies() ? Math.max(0, values.ici - reach) : 0, ici.upper(), confidence,
                        ici.method() + ", lower end less the noise of the curve", plan.clusters()),
                percentile("E50", values.e50, replicates, 1, confidence, plan),
                percentile("E90", values.e90, replicates, 2, confidence, plan),
                percentile("Emax", values.emax, replicates, 3, confidence, plan));
    }

    private static Estimate percentile(
            String name, double value, double[][] replicates, int column, double confidence, Bootstrap.Plan plan) {
        return Bootstrap.percentile(name, value, Bootstrap.column(replicates, column), confidence, plan).within(0, 1);
    }

    private Indices indices(double[] curve, double[] weights) {
        double[] distance = distances(risk, curve);
        double[] quantiles = Quantiles.weighted(distance, weights, 0.5, 0.9, 1);
        return new Indices(Mean.weighted(distance, weights), quantiles[0], quantiles[1], quantiles[2]);
    }

    private static double[] distances(double[] first, double[] second) {
        double[] distance = new double[first.length];
        Arrays.setAll(distance, i -> Math.abs(first[i] - second[i]));
        return distance;
    }

    /// The flexible curve over a grid of risks, with a band that holds point by point.
    public Band pointwiseBand(int knots, Bootstrap.Plan plan, double[] grid, double confidence) {
        return Band.pointwise(grid, spline(knots).curve(weight, grid), curves(knots, plan, grid), confidence);
    }

    /// The flexible curve over a grid of risks, with a band that holds for the whole grid at once.
    public Band simultaneousBand(int knots, Bootstrap.Plan plan, double[] grid, double confidence) {
        return Band.simultaneous(
                grid, spline(knots).curve(weight, grid), curves(knots, plan, grid), confidence, 0, 1);
    }

    private double[][] curves(int knots, Bootstrap.Plan plan, double[] grid) {
        plan.requireSpread();
        Gathered rows = gathered();
        CalibrationSpline spline = rows.spline(CalibrationCurve.knots(logits(), knots));
        return Bootstrap.replicate(plan, counts -> spline.curve(rows.weights(weight, counts), grid));
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
        double total = Arrays.stream(weight).sum();
        int[] group = RiskGroups.equalMass(risk, weight, bins).of();
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
    ///
    /// It is biased upwards, the more so the smaller the groups: see [#debiasedCalibrationError].
    public double expectedCalibrationError(int bins) {
        return error(risk, RiskGroups.ascending(risk), weight, excess(), bins);
    }

    /// As [#expectedCalibrationError(int)], with a bootstrap percentile interval.
    public Estimate expectedCalibrationError(int bins, Bootstrap.Plan plan, double confidence) {
        Gathered rows = gathered();
        double[] excess = rows.sample.excess();
        int[] order = RiskGroups.ascending(rows.sample.risk);
        double[] replicates = Bootstrap.column(
                Bootstrap.replicate(plan, counts -> {
                    double[] weights = rows.weights(weight, counts);
                    return new double[] {error(rows.sample.risk, order, weights, excess, bins)};
                }),
                0);
        return Bootstrap.percentile("ECE", expectedCalibrationError(bins), replicates, confidence, plan);
    }

    private static double error(double[] risk, int[] order, double[] weight, double[] excess, int bins) {
        double[] gap = RiskGroups.equalMass(risk, order, weight, bins).sums(weight, excess);
        return Arrays.stream(gap).map(Math::abs).sum() / Arrays.stream(weight).sum();
    }

    /// Expected calibration error over the groups of [#bins] less its bias: sum p_k (2 |g_k| - E|N(g_k, s_k)|) for groups
    /// of share p_k, gap g_k = mean risk - observed share, and standard error s_k of the gap (clustered after
    /// [#byCluster]).
    ///
    /// The upper end is value + z sqrt(sum p_k^2 Var|N(g_k, s_k)|). The lower end is the plain error less a quantile of
    /// sum p_k |N(0, s_k)|: by the triangle inequality the true error is lower by no more than that noise, so that it is
    /// cautious where some groups are off and others are not. A normal distribution of g_k takes some ten rows a group.
    ///
    /// Source: Kumar, Liang & Ma 2019, arXiv:1909.10155 (debiased by a normal approximation in each group).
    public Estimate debiasedCalibrationError(int bins, double confidence) {
        return CalibrationError.debiased(
                excess(), weight, RiskGroups.equalMass(risk, weight, bins), clusters, confidence);
    }

    /// The Brier score in parts, over the groups of [#bins].
    ///
    /// Its estimates are unbiased (for independent rows): from reliability and resolution is taken what chance adds, the
    /// sum of p_k s_k^2 with the standard error s_k of each observed share (clustered after [#byCluster]), and the
    /// variance of o is added to resolution and uncertainty. Their intervals are value +- z SE with the variance of squares
    /// of normal variables, within what is possible; that of reliability is cautious where the model is calibrated.
    public BrierDecomposition brierDecomposition(int bins, double confidence) {
        return BrierDecomposition.of(
                risk, outcomes(), weight, RiskGroups.equalMass(risk, weight, bins), clusters, confidence);
    }

    /// As [#brierDecomposition(int, double)] with a group for each distinct risk: Murphy's own, without parts within.
    public BrierDecomposition brierDecomposition(double confidence) {
        return BrierDecomposition.of(risk, outcomes(), weight, RiskGroups.distinct(risk), clusters, confidence);
    }

    /// Spiegelhalter's test whether the Brier score is what it would be if the risks were right. After [#byCluster] or
    /// [#weightedBy] the variance is that of the patients' sums.
    ///
    /// @return empty where every risk is 0, one half or 1, so that nothing varies, and where all rows are one patient's
    public Optional<Spiegelhalter> spiegelhalter() {
        return Spiegelhalter.of(risk, outcomes(), weight, clusters, !clusters.named() && unweighted());
    }

    /// Risk less outcome, for each row.
    private double[] excess() {
        double[] excess = new double[risk.length];
        Arrays.setAll(excess, i -> risk[i] - (truth[i] ? 1 : 0));
        return excess;
    }

    private double[] outcomes() {
        double[] outcome = new double[truth.length];
        Arrays.setAll(outcome, i -> truth[i] ? 1 : 0);
        return outcome;
    }

    /// The rows that replicates are made of. Of a large sample these are not the rows themselves but those of each of 2,048
    /// groups of neighbouring risks and of each outcome, at their mean risk: a fit then costs the same however many rows
    /// there are. Point estimates are always of the rows as they are.
    ///
    /// Within a group risks differ by some 1/2,048 of their distribution, and what a smooth curve does there is lost to
    /// second order only: a millionth, where standard errors are above a thousandth.
    ///
    /// @param of     for each row the one that stands for it
    /// @param sample those that stand for others
    @SuppressWarnings("ArrayRecordComponent")
    private record Gathered(int[] of, Calibration sample) {

        CalibrationSpline spline(double[] knots) {
            return new CalibrationSpline(sample.logits(), sample.truth, knots);
        }

        double[] weights(double[] weight, int[] counts) {
            double[] weights = new double[sample.risk.length];
            for (int i = 0; i < of.length; i++) {
                weights[of[i]] += weight[i] * counts[i];
            }
            return weights;
        }
    }

    private Gathered gathered() {
        int n = risk.length;
        int[] of = new int[n];
        if (n < LARGE) {
            Arrays.setAll(of, i -> i);
            return new Gathered(of, this);
        }
        int[] group = RiskGroups.equalMass(risk, weight, GATHERED).of();
        int[] place = new int[2 * GATHERED];
        int places = 0;
        for (int i = 0; i < n; i++) {
            int kind = 2 * group[i] + (truth[i] ? 1 : 0);
            if (place[kind] == 0) {
                place[kind] = ++places;
            }
            of[i] = place[kind] - 1;
        }
        double[] mean = new double[places];
        double[] mass = new double[places];
        boolean[] truths = new boolean[places];
        for (int i = 0; i < n; i++) {
            mean[of[i]] += weight[i] * risk[i];
            mass[of[i]] += weight[i];
            truths[of[i]] = truth[i];
        }
        Arrays.setAll(mean, k -> Math.clamp(mass[k] > 0 ? mean[k] / mass[k] : 0, 0, 1));
        return new Gathered(of, new Calibration(mean, truths, mass, Clusters.singletons(places)));
    }

    private CalibrationSpline spline(int knots) {
        return new CalibrationSpline(logits(), truth, knots);
    }

    private double[] logits() {
        return Arrays.stream(risk).map(Calibration::logit).toArray();
    }

    private boolean unweighted() {
        return Arrays.stream(weight).allMatch(w -> w == 1);
    }

    static double[] weights(double[] weight, int[] counts) {
        double[] weights = new double[weight.length];
        Arrays.setAll(weights, i -> weight[i] * counts[i]);
        return weights;
    }
}
