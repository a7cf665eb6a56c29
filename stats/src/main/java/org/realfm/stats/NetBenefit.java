package org.realfm.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/// Decision curve: what acting on the model is worth, against treating all, treating none and other strategies.
///
/// At threshold probability t a strategy earns for each row u = 1\[y = 1, treated\] - t/(1-t) 1\[y = 0, treated\] -
/// harm; net benefit is the mean of u, in true positives a patient, so strategies on the same rows compare as paired
/// means. The model treats where risk >= t.
///
/// Sources: Vickers & Elkin 2006, doi:10.1177/0272989X06295361; Vickers 2016, doi:10.1136/bmj.i6; Sadatsafavi 2022,
/// doi:10.1177/0272989X221078789.
public final class NetBenefit {

    private final double[] risk;
    private final boolean[] truth;
    private final double[] weight;
    private final double harm;
    private final List<boolean[]> others;
    private final List<double[]> rivals;

    private NetBenefit(
            double[] risk, boolean[] truth, double[] weight, double harm, List<boolean[]> others,
            List<double[]> rivals) {
        this.risk = risk;
        this.truth = truth;
        this.weight = weight;
        this.harm = harm;
        this.others = others;
        this.rivals = rivals;
    }

    /// A model's risks beside outcomes, against treating all and treating none.
    ///
    /// @param risk  for each row the predicted probability in [0, 1]
    /// @param truth for each row whether the condition is present
    public static NetBenefit of(double[] risk, boolean[] truth) {
        Require.notEmpty(risk.length, "net benefit");
        Require.sameLength(risk.length, truth.length, "truth");
        for (int i = 0; i < risk.length; i++) {
            Require.share(risk[i], "risk " + i);
        }
        return new NetBenefit(
                risk.clone(), truth.clone(), Proportion.ones(risk.length), 0, List.of(), List.of());
    }

    /// The same with a sampling weight for each row.
    public NetBenefit weightedBy(double[] weights) {
        Require.sameLength(risk.length, weights.length, "weights");
        Require.weights(weights);
        return new NetBenefit(risk, truth, weights.clone(), harm, others, rivals);
    }

    /// The same with the harm of running the model on one patient, in true positives.
    public NetBenefit withHarm(double testHarm) {
        Require.that(testHarm >= 0 && Double.isFinite(testHarm), "harm must be 0 or more, found " + testHarm);
        return new NetBenefit(risk, truth, weight, testHarm, others, rivals);
    }

    /// The same with one more comparator whose decisions do not depend on the threshold, such as current practice.
    public NetBenefit against(boolean[] treated) {
        Require.sameLength(risk.length, treated.length, "treated");
        List<boolean[]> more = new ArrayList<>(others);
        more.add(treated.clone());
        return new NetBenefit(risk, truth, weight, harm, List.copyOf(more), rivals);
    }

    /// The same with one more comparator that treats where its own risk is at least the threshold.
    public NetBenefit against(double[] otherRisk) {
        Require.sameLength(risk.length, otherRisk.length, "other risk");
        for (int i = 0; i < otherRisk.length; i++) {
            Require.share(otherRisk[i], "other risk " + i);
        }
        List<double[]> more = new ArrayList<>(rivals);
        more.add(otherRisk.clone());
        return new NetBenefit(risk, truth, weight, harm, others, List.copyOf(more));
    }

    /// Per-patient utilities of decisions at a threshold.
    ///
    /// @param treated   for each row whether the strategy acts
    /// @param threshold probability strictly between 0 and 1
    public static double[] utilities(boolean[] treated, boolean[] truth, double threshold) {
        Require.sameLength(treated.length, truth.length, "truth");
        Require.interior(threshold, "threshold");
        double price = threshold / (1 - threshold);
        double[] utility = new double[treated.length];
        Arrays.setAll(utility, i -> !treated[i] ? 0 : truth[i] ? 1 : -price);
        return utility;
    }

    /// Net benefit of the model at a threshold.
    public double model(double threshold) {
        return mean(DiagnosticTable.calls(threshold, risk), threshold, weight) - harm;
    }

    /// Net benefit of treating everyone at a threshold: prevalence - (1 - prevalence) t/(1 - t).
    public double treatAll(double threshold) {
        return mean(everyone(), threshold, weight);
    }

    /// Net benefit of the model at a threshold minus that of the best comparator there.
    public double gain(double threshold) {
        return gains(new double[] {threshold}).stream()
                .mapToDouble(gain -> Mean.weighted(gain, weight))
                .min()
                .orElseThrow();
    }

    /// A decision curve. Treating none has net benefit 0 everywhere.
    ///
    /// @param thresholds   threshold probabilities, ascending
    /// @param model        net benefit of the model
    /// @param treatAll     net benefit of treating everyone
    /// @param best         net benefit of the best comparator: treat all, treat none and those added
    /// @param pointwise    model minus best comparator, with intervals that hold point by point
    /// @param simultaneous model minus best comparator, with a band that holds for all thresholds and comparators at
    ///                     once
    @SuppressWarnings("ArrayRecordComponent")
    public record Curve(
            double[] thresholds, double[] model, double[] treatAll, double[] best, Band pointwise,
            Band simultaneous) {

        /// Share of the thresholds at which the lower edge of the simultaneous band is above 0.
        public double shareBetter() {
            return (double) Arrays.stream(simultaneous.lower()).filter(v -> v > 0).count() / thresholds.length;
        }

        /// Whether the upper edge of the simultaneous band is below 0 anywhere.
        public boolean worseSomewhere() {
            return Arrays.stream(simultaneous.upper()).anyMatch(v -> v < 0);
        }
    }

    /// The decision curve with intervals from the bootstrap.
    ///
    /// The difference to the best comparator is the least of the differences to each; its interval runs from the least
    /// of their lower ends to the least of their upper ends (intersection-union), percentile intervals for the
    /// pointwise band, studentised max-T over all thresholds and comparators for the simultaneous one.
    ///
    /// A band has no width where no replicate differs: decisions that are all right, drawn within the classes.
    ///
    /// @param thresholds strictly between 0 and 1, ascending
    public Curve curve(double[] thresholds, Bootstrap.Plan plan, double confidence) {
        Require.notEmpty(thresholds.length, "thresholds");
        Require.sameLength(risk.length, plan.rows(), "bootstrap rows");
        plan.requireSpread();
        Alike alike = alike(thresholds);
        List<double[]> gains = alike.examples.gains(thresholds);
        double[][] replicates = Bootstrap.replicate(plan, counts -> {
            double[] weights = alike.sums(i -> weight[i] * counts[i]);
            return gains.stream().mapToDouble(gain -> Mean.weighted(gain, weights)).toArray();
        });
        double[] values = gains.stream()
                .mapToDouble(gain -> Mean.weighted(gain, alike.examples.weight))
                .toArray();
        double[] index = IntStream.range(0, values.length).asDoubleStream().toArray();
        Band each = Band.pointwise(index, values, replicates, confidence);
        Band all = Band.simultaneous(
                index, values, replicates, confidence, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        double[] model = Arrays.stream(thresholds).map(this::model).toArray();
        double[] least = least(values, thresholds.length);
        double[] best = new double[thresholds.length];
        Arrays.setAll(best, k -> model[k] - least[k]);
        return new Curve(
                thresholds.clone(), model, Arrays.stream(thresholds).map(this::treatAll).toArray(), best,
                versusBest(thresholds, each, confidence), versusBest(thresholds, all, confidence));
    }

    /// Interventions that the model avoids per patient without missing more of the condition than treating everyone does:
    /// (net benefit of the model - of treating everyone) / (t/(1 - t)), by threshold. 0.2 is 20 in 100 patients; below 0
    /// treating everyone is better.
    ///
    /// @param pointwise    with intervals that hold point by point (bootstrap percentile)
    /// @param simultaneous with a band that holds for all thresholds at once (bootstrap max-T)
    ///
    /// Source: Vickers & Elkin 2006, doi:10.1177/0272989X06295361.
    public record Avoided(Band pointwise, Band simultaneous) {}

    /// Interventions avoided over thresholds, with joint replicates. Where fewer than some ten patients with the condition
    /// lie below the lowest threshold the bands are too narrow: see [#interventionsAvoided(double, int\[\], double)].
    ///
    /// @param thresholds strictly between 0 and 1, ascending
    public Avoided interventionsAvoided(double[] thresholds, Bootstrap.Plan plan, double confidence) {
        Require.notEmpty(thresholds.length, "thresholds");
        Require.sameLength(risk.length, plan.rows(), "bootstrap rows");
        plan.requireSpread();
        List<double[]> avoided = Arrays.stream(thresholds).mapToObj(this::avoided).toList();
        double[] values = avoided.stream().mapToDouble(a -> Mean.weighted(a, weight)).toArray();
        double[][] replicates = Bootstrap.replicate(plan, counts -> {
            double[] weights = Calibration.weights(weight, counts);
            return avoided.stream().mapToDouble(a -> Mean.weighted(a, weights)).toArray();
        });
        return new Avoided(
                Band.pointwise(thresholds, values, replicates, confidence),
                Band.simultaneous(
                        thresholds, values, replicates, confidence, Double.NEGATIVE_INFINITY,
                        Double.POSITIVE_INFINITY));
    }

    /// Interventions avoided at one threshold: a - b (1 - t)/t for the shares a of patients below the threshold without
    /// the condition and b of those with it.
    ///
    /// The interval recovers variances from the (clustered) Wilson intervals of a and b and their multinomial
    /// correlation. It holds where few patients with the condition lie below the threshold; the bands do not.
    ///
    /// @param threshold strictly between 0 and 1
    /// @param cluster   for each row the patient
    ///
    /// Source: Zou & Donner 2008, doi:10.1002/sim.3095 (recovery of variances).
    public Estimate interventionsAvoided(double threshold, int[] cluster, double confidence) {
        Require.interior(threshold, "threshold");
        Require.sameLength(risk.length, cluster.length, "cluster");
        boolean[] clear = new boolean[risk.length];
        boolean[] missed = new boolean[risk.length];
        for (int i = 0; i < risk.length; i++) {
            clear[i] = risk[i] < threshold && !truth[i];
            missed[i] = risk[i] < threshold && truth[i];
        }
        Clusters clusters = Clusters.of(cluster);
        Estimate a = Proportion.ratio("clear", everyone(), clear, weight, clusters, confidence);
        Estimate b = Proportion.ratio("missed", everyone(), missed, weight, clusters, confidence);
        double price = (1 - threshold) / threshold;
        double odds = a.value() * b.value() / ((1 - a.value()) * (1 - b.value()));
        double correlation = Double.isFinite(odds) ? -Math.sqrt(odds) : 0;
        double value = a.value() - price * b.value() - harm * price;
        double down = recovered(a.value() - a.lower(), price * (b.upper() - b.value()), correlation);
        double up = recovered(a.upper() - a.value(), price * (b.value() - b.lower()), correlation);
        return new Estimate(
                "interventions avoided", value, value - down, value + up, confidence, "hybrid score, multinomial",
                clusters.count());
    }

    private static double recovered(double first, double second, double correlation) {
        return Math.sqrt(first * first + second * second - 2 * correlation * first * second);
    }

    private double[] avoided(double threshold) {
        double[] own = utilities(DiagnosticTable.calls(threshold, risk), truth, threshold);
        double[] all = utilities(everyone(), truth, threshold);
        double price = threshold / (1 - threshold);
        double[] avoided = new double[own.length];
        Arrays.setAll(avoided, i -> (own[i] - harm - all[i]) / price);
        return avoided;
    }

    private static Band versusBest(double[] thresholds, Band pairs, double confidence) {
        int n = thresholds.length;
        return new Band(
                thresholds.clone(), least(pairs.y(), n), least(pairs.lower(), n), least(pairs.upper(), n), confidence,
                pairs.method());
    }

    /// Rows that earn the same at every threshold by every strategy, since they have the same outcome and are treated alike:
    /// there are few such kinds, however many rows.
    ///
    /// @param of       for each row its kind
    /// @param examples one row of each kind, with the weight of all
    @SuppressWarnings("ArrayRecordComponent")
    private record Alike(int[] of, NetBenefit examples) {

        /// The sum over the rows of each kind.
        double[] sums(IntToDoubleFunction value) {
            double[] sums = new double[examples.risk.length];
            for (int i = 0; i < of.length; i++) {
                sums[of[i]] += value.applyAsDouble(i);
            }
            return sums;
        }
    }

    private Alike alike(double[] thresholds) {
        int[] of = new int[risk.length];
        int base = thresholds.length + 1;
        divide(of, 2, i -> truth[i] ? 1 : 0);
        divide(of, base, i -> reached(thresholds, risk[i]));
        rivals.forEach(rival -> divide(of, base, i -> reached(thresholds, rival[i])));
        others.forEach(other -> divide(of, 2, i -> other[i] ? 1 : 0));
        IntStream.Builder firsts = IntStream.builder();
        int kinds = 0;
        for (int i = 0; i < of.length; i++) {
            if (of[i] == kinds) {
                firsts.add(i);
                kinds++;
            }
        }
        int[] first = firsts.build().toArray();
        double[] weights = new double[first.length];
        for (int i = 0; i < of.length; i++) {
            weights[of[i]] += weight[i];
        }
        return new Alike(of, new NetBenefit(
                taken(risk, first), taken(truth, first), weights, harm,
                others.stream().map(other -> taken(other, first)).toList(),
                rivals.stream().map(rival -> taken(rival, first)).toList()));
    }

    /// Divides kinds further by a property with so many values; kinds are numbered as they first appear.
    private static void divide(int[] of, int values, IntUnaryOperator property) {
        Map<Long, Integer> numbers = new HashMap<>();
        for (int i = 0; i < of.length; i++) {
            long key = (long) of[i] * values + property.applyAsInt(i);
            Integer known = numbers.putIfAbsent(key, numbers.size());
            of[i] = known == null ? numbers.size() - 1 : known;
        }
    }

    /// How many of the thresholds, ascending, a risk reaches.
    private static int reached(double[] thresholds, double risk) {
        int reached = 0;
        while (reached < thresholds.length && risk >= thresholds[reached]) {
            reached++;
        }
        return reached;
    }

    private static double[] taken(double[] values, int[] rows) {
        return Arrays.stream(rows).mapToDouble(i -> values[i]).toArray();
    }

    private static boolean[] taken(boolean[] values, int[] rows) {
        boolean[] taken = new boolean[rows.length];
        for (int k = 0; k < rows.length; k++) {
            taken[k] = values[rows[k]];
        }
        return taken;
    }

    /// The least over comparators, for each of n thresholds.
    private static double[] least(double[] pairs, int n) {
        int comparators = pairs.length / n;
        double[] least = new double[n];
        Arrays.setAll(least, k -> IntStream.range(0, comparators)
                .mapToDouble(c -> pairs[k * comparators + c])
                .min()
                .orElseThrow());
        return least;
    }

    /// For each threshold and within it each comparator, the per-patient gain of the model.
    private List<double[]> gains(double[] thresholds) {
        List<double[]> gains = new ArrayList<>();
        for (double t : thresholds) {
            double[] own = utilities(DiagnosticTable.calls(t, risk), truth, t);
            for (boolean[] comparator : comparators(t)) {
                double[] other = utilities(comparator, truth, t);
                double[] gain = new double[own.length];
                Arrays.setAll(gain, i -> own[i] - harm - other[i]);
                gains.add(gain);
            }
        }
        return gains;
    }

    private List<boolean[]> comparators(double threshold) {
        List<boolean[]> comparators = new ArrayList<>(List.of(everyone(), new boolean[risk.length]));
        comparators.addAll(others);
        rivals.forEach(rival -> comparators.add(DiagnosticTable.calls(threshold, rival)));
        return comparators;
    }

    /// Expected value of perfect information at a threshold, in true positives a patient: what knowing the true net
    /// benefits before choosing a strategy would add, E\[max_k NB_k\] - max_k E\[NB_k\] by the Bayesian bootstrap.
    public double perfectInformation(double threshold, Bootstrap.Plan plan) {
        Require.sameLength(risk.length, plan.rows(), "bootstrap rows");
        Alike alike = alike(new double[] {threshold});
        List<boolean[]> strategies = new ArrayList<>(alike.examples.comparators(threshold));
        strategies.add(DiagnosticTable.calls(threshold, alike.examples.risk));
        double[][] draws = IntStream.range(0, plan.replicates())
                .parallel()
                .mapToObj(b -> {
                    double[] drawn = plan.weights(b);
                    double[] weights = alike.sums(i -> weight[i] * drawn[i]);
                    double[] nb = strategies.stream()
                            .mapToDouble(s -> alike.examples.mean(s, threshold, weights))
                            .toArray();
                    nb[nb.length - 1] -= harm;
                    return nb;
                })
                .toArray(double[][]::new);
        double bestEach = Arrays.stream(draws)
                .mapToDouble(nb -> Arrays.stream(nb).max().orElseThrow())
                .average()
                .orElseThrow();
        double bestOnce = IntStream.range(0, strategies.size())
                .mapToDouble(k -> Arrays.stream(draws).mapToDouble(nb -> nb[k]).average().orElseThrow())
                .max()
                .orElseThrow();
        return Math.max(0, bestEach - bestOnce);
    }

    private double mean(boolean[] treated, double threshold, double[] weights) {
        return Mean.weighted(utilities(treated, truth, threshold), weights);
    }

    private boolean[] everyone() {
        boolean[] all = new boolean[risk.length];
        Arrays.fill(all, true);
        return all;
    }
}
