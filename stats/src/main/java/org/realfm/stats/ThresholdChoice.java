package org.realfm.stats;

import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/// A threshold chosen on a sample so that it has at least a wanted sensitivity (or specificity) there, with the
/// uncertainty of the choice. A row is called positive where score >= threshold.
///
/// To hold the sensitivity, the highest threshold whose sensitivity is at least the target is taken; to hold the
/// specificity, the lowest observed score whose specificity is. Three things can then be asked:
///
/// @param threshold where the population has exactly the target; ends are infinite where the sample is too small
/// @param held      the share that was held, as the sample shows it at the threshold, with the interval for the share
///                  that new patients will have at *this* threshold; it was chosen on the sample, so the target is no
///                  promise
/// @param other     the other share at the threshold. After [#bootstrap] its interval is for the point of the
///                  population's ROC curve at the target, and holds the uncertainty of the choice; after [#exact] it is
///                  for this threshold among new patients
///
/// Sources: Platt, Hanley & Yang 2000, doi:10.1002/(SICI)1097-0258(20000215)19:3<313::AID-SIM370>3.0.CO;2-K
/// (bootstrap); Woodruff 1952, doi:10.1080/01621459.1952.10483443; Wilks 1941, doi:10.1214/aoms/1177731788
/// (coverage of an order statistic is beta distributed).
public record ThresholdChoice(Estimate threshold, Estimate held, Estimate other) {

    /// Which share is held.
    public enum Held {
        SENSITIVITY,
        SPECIFICITY;

        private String label() {
            return this == SENSITIVITY ? "sensitivity" : "specificity";
        }

        private String otherLabel() {
            return this == SENSITIVITY ? "specificity" : "sensitivity";
        }
    }

    /// The choice where patients contribute several rows, by the bootstrap: every replicate chooses its own threshold.
    /// Percentile intervals; `held` is what the replicates' thresholds have in the sample, `other` what they have in their
    /// replicate. Percentiles of the thresholds themselves lie too high, and so the interval of `threshold` is
    /// Woodruff's: all thresholds at which the clustered Wilson interval of the share ([Proportion#clustered]) holds the
    /// target.
    ///
    /// @param target strictly between 0 and 1
    /// @param score  finite
    /// @return empty where no observed score is as specific as wanted
    public static Optional<ThresholdChoice> bootstrap(
            Held what, double target, double[] score, boolean[] truth, Bootstrap.Plan plan, double confidence) {
        check(target, score, confidence);
        RankedScores ranked = RankedScores.of(score, truth);
        Roc roc = ranked.roc();
        int chosen = point(what, roc, target);
        if (chosen == 0) {
            return Optional.empty();
        }
        double[][] replicates = Bootstrap.replicate(plan, counts -> {
            Roc own = ranked.roc(i -> counts[i]);
            int point = point(what, own, target);
            return new double[] {held(what, roc, point), other(what, own, point)};
        });
        IntFunction<Estimate> share = point -> share(
                what, DiagnosticTable.at(roc.thresholds()[point], score, truth).byClusters(plan.patients()),
                confidence);
        return Optional.of(new ThresholdChoice(
                woodruff(what, target, roc, chosen, share, plan.clusters(), confidence),
                percentile(what.label(), held(what, roc, chosen), replicates, 0, plan, confidence),
                percentile(what.otherLabel(), other(what, roc, chosen), replicates, 1, plan, confidence)));
    }

    private static Estimate share(Held what, DiagnosticTable table, double confidence) {
        return (what == Held.SENSITIVITY ? table.sensitivity(confidence) : table.specificity(confidence)).orElseThrow();
    }

    /// A threshold between two observed scores has the shares of the higher one.
    private static Estimate woodruff(
            Held what, double target, Roc roc, int chosen, IntFunction<Estimate> share, long n, double confidence) {
        int last = roc.thresholds().length - 1;
        boolean rises = what == Held.SENSITIVITY;
        int first = boundary(0, chosen, k -> rises ? share.apply(k).upper() >= target : share.apply(k).lower() <= target);
        int beyond = boundary(
                chosen, last + 1, k -> rises ? share.apply(k).lower() > target : share.apply(k).upper() < target);
        double lower = beyond > last ? Double.NEGATIVE_INFINITY : roc.thresholds()[beyond];
        double value = roc.thresholds()[chosen];
        return new Estimate(
                "threshold", value, Math.min(value, lower), Math.max(value, roc.thresholds()[first]), confidence,
                "Woodruff, Rao-Scott", n);
    }

    /// The first index from `from` on at which `holds`, which then holds for all that follow; `to` where none does.
    private static int boundary(int from, int to, IntPredicate holds) {
        int low = from;
        int high = to;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (holds.test(middle)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private static Estimate percentile(
            String name, double value, double[][] replicates, int column, Bootstrap.Plan plan, double confidence) {
        Estimate interval =
                Bootstrap.percentile(name, value, Bootstrap.column(replicates, column), confidence, plan).within(0, 1);
        return new Estimate(
                name, value, interval.lower(), interval.upper(), confidence, interval.method() + ", re-chosen",
                interval.n());
    }

    /// The choice with intervals that need no resampling, for independent rows: order statistics of the class that is
    /// held for the threshold, Clopper-Pearson for the share that is held, Wilson for the other.
    ///
    /// For continuous scores the first two hold whatever the distribution, although the threshold was chosen on the
    /// sample: the population's share beyond the k-th of m scores is Beta(k, m - k + 1) distributed. The other class has
    /// no part in the choice, so that its share at the threshold is a plain proportion. The first two are cautious in small
    /// classes (97% with 50 of them).
    ///
    /// @param target strictly between 0 and 1
    /// @param score  finite
    /// @return empty where no observed score is as specific as wanted
    public static Optional<ThresholdChoice> exact(
            Held what, double target, double[] score, boolean[] truth, double confidence) {
        check(target, score, confidence);
        Roc roc = RankedScores.of(score, truth).roc();
        int chosen = point(what, roc, target);
        if (chosen == 0) {
            return Optional.empty();
        }
        boolean holdsPositives = what == Held.SENSITIVITY;
        double[] ofHeld = IntStream.range(0, score.length)
                .filter(i -> truth[i] == holdsPositives)
                .mapToDouble(i -> score[i])
                .toArray();
        double threshold = roc.thresholds()[chosen];
        Estimate ends = Quantiles.interval("threshold", ofHeld, holdsPositives ? 1 - target : target, confidence);
        int m = ofHeld.length;
        int n = score.length - m;
        long held = Math.round(held(what, roc, chosen) * m);
        long needed = Math.min(held, (long) Math.ceil(target * m - 1e-9));
        double tail = (1 - confidence) / 2;
        return Optional.of(new ThresholdChoice(
                new Estimate(
                        "threshold", threshold, Math.min(threshold, ends.lower()), Math.max(threshold, ends.upper()),
                        confidence, "order statistics", m),
                new Estimate(
                        what.label(), (double) held / m, Proportion.exactLower(needed, m, tail),
                        Proportion.exactUpper(held, m, tail), confidence, "Clopper-Pearson, chosen threshold", m),
                Proportion.wilson(what.otherLabel(), Math.round(other(what, roc, chosen) * n), n, confidence)));
    }

    private static void check(double target, double[] score, double confidence) {
        Require.confidence(confidence);
        Require.interior(target, "target");
        Require.finite(score, "score");
    }

    private static int point(Held what, Roc roc, double target) {
        return what == Held.SENSITIVITY ? roc.pointForSensitivity(target) : roc.pointForSpecificity(target);
    }

    private static double held(Held what, Roc roc, int point) {
        return what == Held.SENSITIVITY ? roc.tpr()[point] : 1 - roc.fpr()[point];
    }

    private static double other(Held what, Roc roc, int point) {
        return what == Held.SENSITIVITY ? 1 - roc.fpr()[point] : roc.tpr()[point];
    }
}
