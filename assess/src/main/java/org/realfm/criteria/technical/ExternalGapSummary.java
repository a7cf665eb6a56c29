package org.realfm.criteria.technical;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.realfm.ledger.Figure;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Outcome;
import org.realfm.run.Decision;
import org.realfm.run.FindingBuilder;
import org.realfm.run.SubjectEvidence;
import org.realfm.stats.Estimate;
import org.realfm.study.Study;

/// The finding of [ExternalGap] over all sites.
final class ExternalGapSummary {

    private ExternalGapSummary() {}

    static Finding finding(
            FindingBuilder finding, SubjectEvidence evidence, Sites sites, List<SiteResult> results, Optional<NewSite> pooled) {
        Study study = evidence.about().study();
        List<Outcome> parts = Stream.concat(
                        results.stream().map(result -> result.outcome(study)),
                        pooled.stream().map(site -> site.outcome(study)))
                .toList();
        Outcome outcome = Decision.all(parts);
        SiteResult worst = results.stream()
                .min(Comparator.comparingDouble(result -> result.margin(study)))
                .orElseThrow();
        LaterYears time = LaterYears.of(evidence, sites);
        finding.estimates(worst.measures().values().stream()
                        .map(measure -> measure.named(measure.name() + " at the worst site"))
                        .toList())
                .estimates(time.changes())
                .figure(figure(study, sites, results, pooled));
        String compared = sites.developerKnown()
                ? results.size() + " sites that the developer did not use"
                : results.size() + " sites, each held against the rest, since it is not known which the developer used";
        String expected = pooled.map(site -> {
                    FloorMeasure measure = FloorMeasure.of(study).getFirst();
                    Estimate prediction = site.prediction(measure);
                    return String.format(
                            Locale.ROOT,
                            " A new site is expected to have %s between %.3f and %.3f.",
                            measure.label(), prediction.lower(), prediction.upper());
                })
                .orElse(" Fewer than three sites with enough patients are not pooled.");
        String unknown = sites.unknown() > 0 ? " " + sites.unknown() + " cases name no site." : "";
        return finding.outcome(
                outcome,
                "Of " + compared + ", the worst is " + worst.words(study) + "." + expected + unknown + " " + time.words(),
                settle(outcome, study, results, pooled));
    }

    private static String settle(Outcome outcome, Study study, List<SiteResult> results, Optional<NewSite> pooled) {
        if (outcome == Outcome.MET) {
            return "";
        }
        List<String> such = new ArrayList<>();
        results.stream().filter(r -> r.outcome(study) == outcome).map(SiteResult::cell).forEach(such::add);
        pooled.filter(site -> site.outcome(study) == outcome).ifPresent(site -> such.add(NewSite.CELL));
        return "See the findings of " + String.join(", ", such) + ".";
    }

    /// Each measure at home, at each external site, on average, and at a new site.
    static Figure figure(Study study, Sites sites, List<SiteResult> results, Optional<NewSite> pooled) {
        List<Figure.Series> series = new ArrayList<>();
        for (FloorMeasure measure : FloorMeasure.values()) {
            List<String> labels = new ArrayList<>();
            List<Estimate> rows = new ArrayList<>();
            if (sites.developerKnown() && !results.isEmpty()) {
                measure.estimate(sites.internal(sites.external().getFirst()), SiteResult.CONFIDENCE)
                        .ifPresent(home -> add(labels, rows, "developer's sites", home));
            }
            for (SiteResult result : results) {
                Estimate here = result.measures().get(measure);
                if (here != null) {
                    add(labels, rows, result.name(), here);
                }
            }
            pooled.ifPresent(site -> {
                add(labels, rows, "mean over sites", site.mean(measure));
                add(labels, rows, "a new site (prediction)", site.prediction(measure));
            });
            series.add(Figure.Series.rows(
                    measure.label(),
                    labels,
                    rows.stream().map(Estimate::value).toList(),
                    rows.stream().map(Estimate::lower).toList(),
                    rows.stream().map(Estimate::upper).toList()));
        }
        return new Figure(
                Figure.Kind.FOREST,
                "sites",
                "Performance by site",
                Figure.Axis.unit("performance"),
                Figure.Axis.fitted(""),
                series,
                FloorMeasure.of(study).stream()
                        .map(measure -> new Figure.Mark("least " + measure.label(), SiteResult.least(study, measure)))
                        .toList());
    }

    private static void add(List<String> labels, List<Estimate> rows, String label, Estimate estimate) {
        labels.add(label);
        rows.add(estimate);
    }
}
