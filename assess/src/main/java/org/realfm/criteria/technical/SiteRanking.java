package org.realfm.criteria.technical;

import static org.realfm.criteria.technical.PatientScores.CONFIDENCE;
import static org.realfm.criteria.technical.PatientScores.NORMAL;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.realfm.ledger.Figure;
import org.realfm.stats.Auroc;
import org.realfm.stats.Estimate;
import org.realfm.stats.MetaAnalysis;

/// The AUROC of each site, and what it would be at a new one.
///
/// @param sites  of sites with two patients in either class
/// @param pooled over sites whose scores do not separate the classes completely, from three on
record SiteRanking(List<Estimate> sites, Optional<MetaAnalysis> pooled) {

    static SiteRanking of(PatientScores scores, List<String> names) {
        List<Estimate> sites = IntStream.range(0, names.size())
                .boxed()
                .flatMap(s -> of(scores.at(s), names.get(s)).stream())
                .toList();
        List<Estimate> spread = sites.stream()
                .filter(site -> site.value() > 0 && site.value() < 1)
                .filter(site -> logitError(site) > 0 && Double.isFinite(logitError(site)))
                .toList();
        if (spread.size() < 3) {
            return new SiteRanking(sites, Optional.empty());
        }
        MetaAnalysis pooled = MetaAnalysis.pool(
                        "auroc over sites",
                        spread.stream().mapToDouble(site -> logit(site.value())).toArray(),
                        spread.stream().mapToDouble(SiteRanking::logitError).toArray(),
                        CONFIDENCE)
                .probability();
        return new SiteRanking(sites, Optional.of(pooled));
    }

    private static Optional<Estimate> of(PatientScores site, String name) {
        return site.smallestClass() < 2
                ? Optional.empty()
                : Optional.of(
                        Auroc.logit("auroc, site=" + name, site.score(), site.truth(), site.patient(), CONFIDENCE));
    }

    /// The standard error on the logit scale, from an interval that was made there.
    private static double logitError(Estimate site) {
        return (logit(site.value()) - logit(site.lower())) / NORMAL;
    }

    private static double logit(double p) {
        return Math.log(p / (1 - p));
    }

    /// Numbers for the finding.
    List<Estimate> estimates() {
        List<Estimate> estimates = new ArrayList<>(sites);
        pooled.ifPresent(meta -> {
            estimates.add(meta.mean());
            estimates.add(meta.prediction().named("auroc at a new site"));
        });
        return estimates;
    }

    Figure figure() {
        return Figures.forest("sites", "AUROC by site", Figure.Axis.unit("AUROC"), estimates(), List.of());
    }
}
