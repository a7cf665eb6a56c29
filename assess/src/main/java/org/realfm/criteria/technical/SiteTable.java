package org.realfm.criteria.technical;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.realfm.ledger.Figure;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Outcome;
import org.realfm.run.Calls;
import org.realfm.run.Card;
import org.realfm.run.Decision;
import org.realfm.run.FindingBuilder;
import org.realfm.run.Sample;
import org.realfm.run.SubjectEvidence;
import org.realfm.stats.BivariateMetaAnalysis;
import org.realfm.stats.DiagnosticTable;
import org.realfm.stats.Estimate;
import org.realfm.stats.Proportion;

/// What happens at the locked threshold at each site.
///
/// A site is accused where an interval that holds for all sites and both measures at once lies below a floor: a finding
/// of its own, so that it can be named. That no site is accused is what the catalogue asks; it is no proof that each of
/// them is good enough, and the numbers say how much is known of each.
record SiteTable(List<Site> sites) {

    private static final double CONFIDENCE = OperatingPointCriterion.CONFIDENCE;
    private static final List<String> METRICS = List.of("sensitivity", "specificity");

    /// One site.
    ///
    /// @param measures sensitivity and specificity at the confidence that holds for all sites at once
    /// @param rate     false-positive rate at 95%
    /// @param counts   effective true positives, false negatives, true negatives and false positives, where it has cases
    ///                 of both classes
    private record Site(
            String name, List<Estimate> measures, Optional<Estimate> rate, Optional<double[]> counts) {}

    /// Empty with fewer than two sites.
    static Optional<SiteTable> of(SubjectEvidence evidence) {
        int[] siteOf = evidence.about().cohort().columns().site();
        List<String> names = evidence.about().cohort().columns().sites();
        List<Sample> samples = new ArrayList<>();
        List<String> present = new ArrayList<>();
        for (int s = 0; s < names.size(); s++) {
            int wanted = s;
            Sample sample = evidence.evaluation().where(row -> siteOf[row] == wanted);
            if (sample.size() + sample.failed().length > 0) {
                samples.add(sample);
                present.add(names.get(s));
            }
        }
        if (present.size() < 2) {
            return Optional.empty();
        }
        double confidence = 1 - (1 - CONFIDENCE) / (2 * present.size());
        List<Site> sites = new ArrayList<>();
        for (int s = 0; s < present.size(); s++) {
            sites.add(site(evidence, present.get(s), samples.get(s), confidence));
        }
        return Optional.of(new SiteTable(sites));
    }

    private static Site site(SubjectEvidence evidence, String name, Sample sample, double confidence) {
        DiagnosticTable table = OperatingPointCriterion.table(evidence, sample);
        Calls calls = Calls.of(evidence, sample);
        List<Estimate> measures = Stream.of(table.sensitivity(confidence), table.specificity(confidence))
                .flatMap(Optional::stream)
                .map(estimate -> estimate.named(estimate.name() + ", site=" + name))
                .toList();
        Optional<double[]> counts = table.sensitivity(CONFIDENCE)
                .flatMap(sensitivity -> table.specificity(CONFIDENCE).map(specificity -> {
                    double sick = effective(sensitivity, calls.count(true));
                    double well = effective(specificity, calls.count(false));
                    return new double[] {
                        sick * sensitivity.value(), sick * (1 - sensitivity.value()),
                        well * specificity.value(), well * (1 - specificity.value())
                    };
                }));
        return new Site(name, measures, table.falsePositiveRate(CONFIDENCE), counts);
    }

    /// The number of independent cases that would give this half-width.
    private static double effective(Estimate share, long cases) {
        double half = Math.min(0.49, share.halfWidth() + 1e-12);
        return Math.min(cases, Proportion.wilsonSampleSize(share.value(), half, CONFIDENCE));
    }

    List<Finding> findings(SubjectEvidence evidence, Card card) {
        Map<String, Double> floors = evidence.about().study().use().floors();
        FindingBuilder finding = evidence.finding(card).cell("sites").estimates(measures());
        List<Figure.Mark> marks = METRICS.stream()
                .flatMap(metric -> Optional.ofNullable(floors.get(metric))
                        .map(floor -> new Figure.Mark("floor of " + metric, floor))
                        .stream())
                .toList();
        finding.figure(Figures.forest(
                "sites", "Sensitivity and specificity by site, intervals for all sites at once",
                Figure.Axis.unit("share"), measures(), marks));
        String moved = transport(evidence, finding);
        pooled().ifPresent(meta -> finding.estimate(meta.sensitivity())
                .estimate(meta.specificity())
                .estimate(meta.newSensitivity())
                .estimate(meta.newSpecificity()));
        if (marks.isEmpty()) {
            return List.of(finding.notAssessable(
                    "The intended use sets no floor for sensitivity or specificity." + moved,
                    "Declare the least acceptable values (use: floors)."));
        }
        List<Site> failing = sites.stream().filter(site -> fails(site, floors)).toList();
        long shown = sites.stream()
                .filter(site -> site.measures.size() == 2)
                .filter(site -> site.measures.stream().allMatch(m -> outcome(m, floors) == Outcome.MET))
                .count();
        List<Finding> findings = new ArrayList<>();
        String reason = failing.isEmpty()
                ? "No site of " + sites.size() + " is shown to be below a floor, all at once; " + shown
                        + " of them are shown to be at or above both."
                : "Below a floor: " + String.join(", ", failing.stream().map(Site::name).toList()) + ".";
        findings.add(finding.outcome(
                failing.isEmpty() ? Outcome.MET : Outcome.NOT_MET,
                reason + moved,
                failing.isEmpty() ? "" : "Find out what differs there; leave the sites out of the use, or lock a threshold"
                        + " for them on their own tuning cases."));
        failing.forEach(site -> findings.add(accusation(evidence, card, site, floors)));
        return findings;
    }

    private static Finding accusation(SubjectEvidence evidence, Card card, Site site, Map<String, Double> floors) {
        List<Estimate> low = site.measures.stream()
                .filter(measure -> outcome(measure, floors) == Outcome.NOT_MET)
                .toList();
        return evidence.finding(card)
                .cell("site=" + site.name)
                .estimates(low)
                .outcome(
                        Outcome.NOT_MET,
                        String.join("; ", low.stream()
                                        .map(measure -> String.format(
                                                Locale.ROOT,
                                                "%s %.3f (%.3f to %.3f, all sites at once; floor %.2f)",
                                                measure.name(), measure.value(), measure.lower(), measure.upper(),
                                                floor(measure, floors).orElseThrow()))
                                        .toList())
                                + ".",
                        "Do not act on this threshold at this site.");
    }

    private static boolean fails(Site site, Map<String, Double> floors) {
        return site.measures.stream().anyMatch(measure -> outcome(measure, floors) == Outcome.NOT_MET);
    }

    /// Against its floor; inconclusive without one.
    private static Outcome outcome(Estimate measure, Map<String, Double> floors) {
        return floor(measure, floors).map(least -> Decision.atLeast(measure, least)).orElse(Outcome.INCONCLUSIVE);
    }

    private static Optional<Double> floor(Estimate measure, Map<String, Double> floors) {
        return METRICS.stream()
                .filter(metric -> measure.name().startsWith(metric))
                .findFirst()
                .map(floors::get);
    }

    private List<Estimate> measures() {
        return METRICS.stream()
                .flatMap(metric -> sites.stream()
                        .flatMap(site -> site.measures.stream().filter(m -> m.name().startsWith(metric))))
                .toList();
    }

    /// Adds how the false-positive rate of each site compares with the plan; a sentence about the worst.
    private String transport(SubjectEvidence evidence, FindingBuilder finding) {
        Optional<Transport> plan = Transport.of(evidence);
        if (plan.isEmpty()) {
            return "";
        }
        List<Estimate> beyond = sites.stream()
                .flatMap(site -> site.rate.stream().map(rate -> plan.get().beyondPlan(", site=" + site.name, rate)))
                .toList();
        if (beyond.isEmpty()) {
            return "";
        }
        finding.estimates(beyond)
                .figure(Figures.forest(
                        "transport", "False-positive rate observed minus planned", Figure.Axis.fitted("difference"),
                        beyond, List.of(new Figure.Mark("as planned", 0))));
        Estimate worst = beyond.stream()
                .max((a, b) -> Double.compare(a.value(), b.value()))
                .orElseThrow();
        return String.format(
                Locale.ROOT,
                " Planned false-positive rate %.3f (%s); furthest above it is %s, by %+.3f (%+.3f to %+.3f).",
                plan.get().planned().value(), plan.get().source(),
                worst.name().substring(worst.name().indexOf("site=")), worst.value(), worst.lower(), worst.upper());
    }

    private Optional<BivariateMetaAnalysis> pooled() {
        List<double[]> counts = sites.stream().flatMap(site -> site.counts.stream()).toList();
        if (counts.size() < BivariateMetaAnalysis.MINIMUM_SITES) {
            return Optional.empty();
        }
        return Optional.of(BivariateMetaAnalysis.pool(
                column(counts, 0), column(counts, 1), column(counts, 2), column(counts, 3), CONFIDENCE));
    }

    private static double[] column(List<double[]> counts, int cell) {
        return counts.stream().mapToDouble(site -> site[cell]).toArray();
    }
}
