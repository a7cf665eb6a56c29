package org.realfm.criteria.technical;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Outcome;
import org.realfm.run.Collecting;
import org.realfm.run.Collecting.Who;
import org.realfm.run.Decision;
import org.realfm.run.FindingBuilder;
import org.realfm.run.SubjectEvidence;
import org.realfm.stats.Bootstrap;
import org.realfm.stats.Estimate;
import org.realfm.stats.Proportion;
import org.realfm.stats.ProportionDifference;
import org.realfm.study.Study;

/// How one external site fares.
///
/// @param name     of the site
/// @param cases    its cases
/// @param measures the measures that its classes allow
/// @param accused  the same with limits that are simultaneous over sites and measures
/// @param gaps     internal minus this site, where there is an internal result
/// @param split    the gaps in parts
record SiteResult(
        String name,
        ScoredCases cases,
        Map<FloorMeasure, Estimate> measures,
        Map<FloorMeasure, Estimate> accused,
        List<Estimate> gaps,
        GapSplit split) {

    static final double CONFIDENCE = 0.95;

    static SiteResult of(SubjectEvidence evidence, Sites sites, int site, int replicates) {
        ScoredCases here = sites.at(site);
        ScoredCases internal = sites.internal(site);
        Map<FloorMeasure, Estimate> measures = new EnumMap<>(FloorMeasure.class);
        Map<FloorMeasure, Estimate> accused = new EnumMap<>(FloorMeasure.class);
        List<Estimate> gaps = new ArrayList<>();
        double simultaneous =
                simultaneous(evidence.about().study(), sites.external().size());
        for (FloorMeasure measure : FloorMeasure.values()) {
            Optional<Estimate> estimate = measure.estimate(here, CONFIDENCE);
            estimate.ifPresent(e -> measures.put(measure, e));
            measure.estimate(here, simultaneous).ifPresent(e -> accused.put(measure, e));
            Optional<Estimate> home = measure.estimate(internal, CONFIDENCE);
            if (home.isPresent() && estimate.isPresent()) {
                gaps.add(ProportionDifference.newcombe("gap of " + measure.label(), home.get(), estimate.get()));
            }
        }
        GapSplit split = GapSplit.of(
                evidence.about().cohort(), internal, here, replicates, evidence.seed(ExternalGap.CARD, site));
        return new SiteResult(sites.names().get(site), here, measures, accused, gaps, split);
    }

    /// The confidence of one of the limits that hold for all sites, a new one, and all measures at once.
    static double simultaneous(Study study, int sites) {
        return 1 - (1 - CONFIDENCE) / ((sites + 1.0) * FloorMeasure.of(study).size());
    }

    /// The least value of a measure that is acceptable at a site.
    static double least(Study study, FloorMeasure measure) {
        return measure.floor(study) - ExternalGap.SLACK.value();
    }

    String cell() {
        return "site=" + name;
    }

    /// The rule of the card, for this site.
    Outcome outcome(Study study) {
        return Decision.all(
                FloorMeasure.of(study).stream().map(measure -> outcome(study, measure)).toList());
    }

    private Outcome outcome(Study study, FloorMeasure measure) {
        Estimate shown = measures.get(measure);
        Estimate lost = accused.get(measure);
        return !cases.large() || shown == null || lost == null
                ? Outcome.INCONCLUSIVE
                : decide(shown, lost, least(study, measure));
    }

    /// Met by the first of two intervals, not met by the second, which is the wider.
    static Outcome decide(Estimate shown, Estimate accused, double least) {
        if (Decision.atLeast(shown, least) == Outcome.MET) {
            return Outcome.MET;
        }
        return Decision.atLeast(accused, least) == Outcome.NOT_MET ? Outcome.NOT_MET : Outcome.INCONCLUSIVE;
    }

    /// By how much the worst lower limit exceeds what is acceptable.
    double margin(Study study) {
        return FloorMeasure.of(study).stream()
                .mapToDouble(measure -> {
                    Estimate shown = measures.get(measure);
                    return shown == null ? -1 : shown.lower() - least(study, measure);
                })
                .min()
                .orElse(-1);
    }

    List<Estimate> estimates() {
        List<Estimate> all = new ArrayList<>(measures.values());
        all.addAll(gaps);
        all.addAll(split.parts());
        return all;
    }

    /// Its measures against what is acceptable.
    String words(Study study) {
        List<String> words = new ArrayList<>();
        for (FloorMeasure measure : FloorMeasure.of(study)) {
            Estimate shown = measures.get(measure);
            words.add(shown == null
                    ? measure.label() + " unknown"
                    : String.format(
                            Locale.ROOT,
                            "%s %.3f (%.3f to %.3f, at least %.2f)",
                            measure.label(), shown.value(), shown.lower(), shown.upper(), least(study, measure)));
        }
        return name + " has " + String.join(", ", words);
    }

    Finding finding(FindingBuilder finding, Study study, Collecting collecting) {
        Outcome outcome = outcome(study);
        String small = cases.large()
                ? ""
                : " Fewer than " + Bootstrap.MINIMUM_PER_CLASS + " patients of a class: too few to decide.";
        String failed = cases.failed() > 0 ? " The model failed on " + cases.failed() + " of its cases." : "";
        FloorMeasure.of(study)
                .forEach(measure -> Optional.ofNullable(measures.get(measure))
                        .ifPresent(shown ->
                                finding.asksAtLeast(shown, least(study, measure), measure.influence(cases))));
        return finding.cell(cell())
                .estimates(estimates())
                .outcome(outcome, words(study) + "." + small + failed + gapInWords(), settle(study, collecting));
    }

    private String gapInWords() {
        String gap = gaps.isEmpty()
                ? " There is no internal result to take a gap from."
                : " " + gaps.stream()
                        .map(e -> String.format(
                                Locale.ROOT, "%s %+.3f (%+.3f to %+.3f)", capital(e.name()), e.value(), e.lower(), e.upper()))
                        .findFirst()
                        .orElse("") + ".";
        return gap + " " + split.words();
    }

    private static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    /// What would settle it, or repair it.
    String settle(Study study, Collecting collecting) {
        Outcome outcome = outcome(study);
        if (outcome == Outcome.MET) {
            return "";
        }
        if (outcome == Outcome.NOT_MET) {
            return "Find out what differs at " + name + "; no use there, or at sites like it, without a local silent trial.";
        }
        List<String> needs = new ArrayList<>();
        for (FloorMeasure measure : FloorMeasure.of(study)) {
            Estimate shown = measures.get(measure);
            if (measure == FloorMeasure.AUROC || shown == null || outcome(study, measure) == Outcome.MET) {
                continue;
            }
            Who who = measure == FloorMeasure.SENSITIVITY ? Who.SICK : Who.WELL;
            String noun = who.name().toLowerCase(Locale.ROOT) + " patients";
            Proportion.sampleSizeToMeet(Math.min(shown.value(), 0.999), least(study, measure), MoreCases.POWER, CONFIDENCE)
                    .ifPresent(n -> needs.add(collecting.more(n - shown.n(), who, 1, noun)
                            + " give P(met) = 0.8 for " + measure.label() + " alone"));
        }
        return needs.isEmpty()
                ? "Evaluate more sick and well patients of " + name + "."
                : "At " + name + ", " + String.join("; ", needs) + ".";
    }
}
