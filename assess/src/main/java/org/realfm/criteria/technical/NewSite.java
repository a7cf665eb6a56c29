package org.realfm.criteria.technical;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Outcome;
import org.realfm.run.Decision;
import org.realfm.run.FindingBuilder;
import org.realfm.stats.Estimate;
import org.realfm.stats.Influence;
import org.realfm.stats.MetaAnalysis;
import org.realfm.study.Study;

/// What is to be expected at a site that nobody has seen yet: random effects over the external sites, on the logit scale.
///
/// @param sites   how many sites were pooled
/// @param pooled  each measure, on its own scale
/// @param accused the prediction of each measure, with an interval that is simultaneous over sites and measures
/// @param without the mean of each measure with one site left out
record NewSite(
        int sites,
        Map<FloorMeasure, MetaAnalysis> pooled,
        Map<FloorMeasure, Estimate> accused,
        List<Estimate> without) {

    static final String CELL = "new site";

    /// Fewer sites than this are listed, not pooled.
    static final int FEWEST = 3;

    /// Pools the sites that are large enough; empty if there are fewer than three.
    static Optional<NewSite> of(Study study, List<SiteResult> results) {
        List<SiteResult> large = results.stream()
                .filter(result -> result.cases().large())
                .toList();
        if (large.size() < FEWEST) {
            return Optional.empty();
        }
        Map<FloorMeasure, MetaAnalysis> pooled = new EnumMap<>(FloorMeasure.class);
        Map<FloorMeasure, Estimate> accused = new EnumMap<>(FloorMeasure.class);
        List<Estimate> without = new ArrayList<>();
        double simultaneous = SiteResult.simultaneous(study, results.size());
        for (FloorMeasure measure : FloorMeasure.values()) {
            pooled.put(measure, pool(measure, large, SiteResult.CONFIDENCE));
            accused.put(measure, pool(measure, large, simultaneous).prediction());
            if (large.size() > FEWEST) {
                large.forEach(left -> without.add(pool(
                                measure,
                                large.stream().filter(result -> !result.name().equals(left.name())).toList(),
                                SiteResult.CONFIDENCE)
                        .mean()
                        .named(measure.label() + ", mean without " + left.name())));
            }
        }
        return Optional.of(new NewSite(large.size(), pooled, accused, without));
    }

    private static MetaAnalysis pool(FloorMeasure measure, List<SiteResult> sites, double confidence) {
        Logit[] logits = sites.stream()
                .map(site -> Logit.of(
                        Objects.requireNonNull(site.measures().get(measure)),
                        measure == FloorMeasure.AUROC ? site.cases().smallestClass() : 0))
                .toArray(Logit[]::new);
        double[] value = new double[logits.length];
        double[] error = new double[logits.length];
        for (int i = 0; i < logits.length; i++) {
            value[i] = logits[i].value;
            error[i] = logits[i].error;
        }
        return MetaAnalysis.pool(measure.label(), value, error, confidence).probability();
    }

    /// A site's measure on the logit scale.
    record Logit(double value, double error) {

        /// 1.96, of the intervals that errors are taken from.
        private static final double CRITICAL = 1.959963984540054;

        /// An AUROC (`pairs` above 0) has the error that its interval on the logit scale implies. A proportion, and an
        /// AUROC of 0 or 1, is taken as a count among its patients, or disjoint pairs, with a half added to both sides.
        static Logit of(Estimate estimate, int pairs) {
            double error = (logit(estimate.upper()) - logit(estimate.lower())) / 2 / CRITICAL;
            if (pairs > 0 && estimate.value() > 0 && estimate.value() < 1 && Double.isFinite(error) && error > 0) {
                return new Logit(logit(estimate.value()), error);
            }
            double n = pairs > 0 ? pairs : estimate.n();
            double p = (estimate.value() * n + 0.5) / (n + 1);
            return new Logit(logit(p), 1 / Math.sqrt((n + 1) * p * (1 - p)));
        }

        private static double logit(double p) {
            return Math.log(p / (1 - p));
        }
    }

    /// The rule of the card, for a new site.
    Outcome outcome(Study study) {
        return Decision.all(FloorMeasure.of(study).stream()
                .map(measure -> SiteResult.decide(
                        prediction(measure),
                        Objects.requireNonNull(accused.get(measure)),
                        SiteResult.least(study, measure)))
                .toList());
    }

    Estimate prediction(FloorMeasure measure) {
        return Objects.requireNonNull(pooled.get(measure)).prediction().named(measure.label() + ", prediction for a new site");
    }

    Estimate mean(FloorMeasure measure) {
        return Objects.requireNonNull(pooled.get(measure)).mean().named(measure.label() + ", mean over sites");
    }

    Finding finding(FindingBuilder finding, Study study) {
        List<String> words = new ArrayList<>();
        for (FloorMeasure measure : FloorMeasure.values()) {
            finding.estimate(mean(measure)).estimate(prediction(measure));
        }
        for (FloorMeasure measure : FloorMeasure.of(study)) {
            Estimate prediction = prediction(measure);
            words.add(String.format(
                    Locale.ROOT,
                    "%s %.3f (%.3f to %.3f, at least %.2f)",
                    measure.label(), prediction.value(), prediction.lower(), prediction.upper(),
                    SiteResult.least(study, measure)));
        }
        Outcome outcome = outcome(study);
        FloorMeasure.of(study)
                .forEach(measure -> finding.asksAtLeast(
                        prediction(measure), SiteResult.least(study, measure), Influence.unknown()));
        return finding.cell(CELL)
                .estimates(without)
                .outcome(
                        outcome,
                        "From " + sites + " external sites, a new one is expected to have " + String.join(", ", words) + "."
                                + influence(),
                        settle(outcome));
    }

    /// Which site moves the mean AUROC most by being left out.
    private String influence() {
        double mean = mean(FloorMeasure.AUROC).value();
        return without.stream()
                .filter(left -> left.name().startsWith(FloorMeasure.AUROC.label()))
                .max(Comparator.comparingDouble(left -> Math.abs(left.value() - mean)))
                .map(left -> String.format(
                        Locale.ROOT,
                        " With all sites the mean auroc is %.3f; leaving one out moves it most to %.3f (%s).",
                        mean, left.value(), left.name().substring(left.name().indexOf("without"))))
                .orElse("");
    }

    private String settle(Outcome outcome) {
        return switch (outcome) {
            case MET -> "";
            case NOT_MET -> "Do not expect the model to do at a new site; find out what makes sites differ.";
            default -> "Evaluate more external sites: with " + sites
                    + " the interval for a new one rests on " + (sites - 2) + " degree" + (sites > 3 ? "s" : "")
                    + " of freedom.";
        };
    }
}
