package org.realfm.criteria.clinical;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.realfm.stats.Estimate;
import org.realfm.stats.Planning;
import org.realfm.stats.Proportion;
import org.realfm.stats.SplitMix;

/// How many patients a plan's precision takes under its own assumptions (Riley 2021, 2024), and with what probability a
/// study of the planned size will show the floors to be met.
///
/// @param needs     patients by what needs them: `O/E`, `calibration slope`, `AUROC`, `sensitivity`, `specificity`, and
///                  `subgroup` with the cell
/// @param positives patients with the condition that the precision of sensitivity takes
/// @param negatives patients without it that the precision of specificity takes
record RequiredSize(SequencedMap<String, Long> needs, long positives, long negatives) {

    private static final String SUBGROUP = "subgroup ";

    private static final double CONFIDENCE = 0.95;
    private static final double NORMAL = 1.959964;
    private static final int QUANTILES = 1_000;
    private static final int SIMULATIONS = 2_000;

    /// The needs of a plan, enlarged by its design effect.
    static RequiredSize of(StudyPlan plan) {
        StudyPlan.Precision precision = plan.precision();
        SequencedMap<String, Long> needs = new LinkedHashMap<>();
        needs.put(
                "O/E",
                enlarged(plan, Planning.observedExpected(
                        plan.prevalence(), Planning.logStandardError(precision.oeUpper(), CONFIDENCE))));
        needs.put(
                "calibration slope",
                enlarged(plan, Planning.calibrationSlope(linearPredictor(plan), precision.slope() / NORMAL)));
        needs.put(
                "AUROC",
                enlarged(plan, Planning.auroc(plan.auroc(), plan.prevalence(), precision.auroc() / NORMAL)));
        needs.put(
                "sensitivity",
                enlarged(plan, Planning.sensitivity(
                        plan.sensitivity(), precision.sensitivity(), plan.prevalence(), CONFIDENCE)));
        needs.put(
                "specificity",
                enlarged(plan, Planning.specificity(
                        plan.specificity(), precision.specificity(), plan.prevalence(), CONFIDENCE)));
        plan.subgroups().forEach((cell, share) ->
                needs.put(SUBGROUP + cell, (long) Math.ceil(ofSubgroup(plan) / share)));
        return new RequiredSize(
                needs,
                enlarged(plan, Proportion.wilsonSampleSize(plan.sensitivity(), precision.sensitivity(), CONFIDENCE)),
                enlarged(plan, Proportion.wilsonSampleSize(plan.specificity(), precision.specificity(), CONFIDENCE)));
    }

    /// Patients of one planned subgroup that its precision takes.
    static long ofSubgroup(StudyPlan plan) {
        double half = plan.precision().subgroup();
        return enlarged(
                plan,
                Math.max(
                        Planning.sensitivity(plan.sensitivity(), half, plan.prevalence(), CONFIDENCE),
                        Planning.specificity(plan.specificity(), half, plan.prevalence(), CONFIDENCE)));
    }

    private static long enlarged(StudyPlan plan, int patients) {
        return (long) Math.ceil(patients * plan.designEffect() - 1e-9);
    }

    /// Quantiles of the assumed normal distribution of logit(risk).
    private static double[] linearPredictor(StudyPlan plan) {
        NormalDistribution assumed = NormalDistribution.of(plan.logitMean(), plan.logitSd());
        return IntStream.range(0, QUANTILES)
                .mapToDouble(k -> assumed.inverseCumulativeProbability((k + 0.5) / QUANTILES))
                .toArray();
    }

    /// The largest need.
    long patients() {
        return needs.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    /// What has the largest need.
    String binding() {
        return needs.entrySet().stream()
                .max(Comparator.comparingLong(Map.Entry::getValue))
                .map(Map.Entry::getKey)
                .orElse("nothing");
    }

    /// The largest need over a grid of assumptions: prevalence a fifth lower and higher, sensitivity and specificity 0.03
    /// lower and higher.
    static Estimate overGrid(StudyPlan plan) {
        long[] sizes = DoubleStream.of(0.8, 1, 1.2)
                .flatMap(factor -> DoubleStream.of(-0.03, 0, 0.03)
                        .map(shift -> of(plan.assuming(factor * plan.prevalence(), shift)).patients()))
                .mapToLong(size -> (long) size)
                .toArray();
        long own = of(plan).patients();
        return new Estimate(
                "patients needed",
                own,
                Math.min(own, Arrays.stream(sizes).min().orElse(own)),
                Math.max(own, Arrays.stream(sizes).max().orElse(own)),
                1,
                "least and most over a grid of assumptions",
                sizes.length);
    }

    /// The probability that a study of the planned size shows every floor to be met, where the assumptions are true, by
    /// simulation: the number of sick is binomial, correct calls among sick and well are binomial, the AUROC is normal
    /// with Newcombe's standard error and drawn independently of them (which understates the joint probability).
    ///
    /// @param floors by metric: `sensitivity`, `specificity`, `auroc`
    static Estimate jointPower(StudyPlan plan, Map<String, Double> floors, long seed) {
        SplitMix random = new SplitMix(seed);
        int n = (int) Math.max(1, Math.min(1_000_000, Math.round(plan.patients() / plan.designEffect())));
        int met = 0;
        for (int s = 0; s < SIMULATIONS; s++) {
            int sick = binomial(random, n, plan.prevalence());
            int well = n - sick;
            boolean all = meets(random, sick, plan.sensitivity(), floors.getOrDefault("sensitivity", 0.0))
                    & meets(random, well, plan.specificity(), floors.getOrDefault("specificity", 0.0));
            double floor = floors.getOrDefault("auroc", 0.0);
            if (sick == 0 || well == 0) {
                all = false;
            } else if (floor > 0) {
                double error = Planning.aurocStandardError(plan.auroc(), (double) sick / n, n);
                all &= plan.auroc() + error * random.nextGaussian() - NORMAL * error >= floor;
            }
            met += all ? 1 : 0;
        }
        return Proportion.wilson("probability that all floors will be shown", met, SIMULATIONS, CONFIDENCE);
    }

    private static boolean meets(SplitMix random, int n, double share, double floor) {
        int successes = binomial(random, n, share);
        return floor <= 0
                || n > 0 && Proportion.wilson("", successes, n, CONFIDENCE).lower() >= floor;
    }

    /// A binomial draw: counted up to 1,000 trials, rounded normal above.
    private static int binomial(SplitMix random, int n, double p) {
        if (n > 1_000) {
            double draw = n * p + Math.sqrt(n * p * (1 - p)) * random.nextGaussian();
            return Math.clamp(Math.round(draw), 0, n);
        }
        int successes = 0;
        for (int i = 0; i < n; i++) {
            successes += random.nextDouble() < p ? 1 : 0;
        }
        return successes;
    }

    /// The needs as estimates.
    List<Estimate> estimates() {
        return needs.entrySet().stream()
                .map(need -> Estimate.exact("patients needed for " + need.getKey(), need.getValue(), 0))
                .toList();
    }
}
