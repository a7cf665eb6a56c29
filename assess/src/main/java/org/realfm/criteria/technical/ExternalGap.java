package org.realfm.criteria.technical;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.realfm.ledger.Catalogue;
import org.realfm.ledger.CriterionId;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Grade;
import org.realfm.ledger.Outcome;
import org.realfm.run.Card;
import org.realfm.run.Criterion;
import org.realfm.run.FindingBuilder;
import org.realfm.run.SubjectEvidence;
import org.realfm.stats.Bootstrap;
import org.realfm.study.Study;

/// `tech.robustness.external_gap`: how much is lost at a new site, and is the worst plausible site acceptable?
public final class ExternalGap implements Criterion.OfSubject {

    static final Card.Threshold SLACK = new Card.Threshold(
            "how far below the floor of the intended use a site may lie", 0.05, Card.Basis.CONVENTION);

    static final Card CARD = new Card(
            Catalogue.entry(new CriterionId("tech.robustness.external_gap")),
            "External sites are those of the evaluation part that the developer did not use (cohort: developer-sites). At"
                    + " each, AUROC, sensitivity and specificity at the locked threshold (a case on which the model fails is"
                    + " ranked last and called wrongly), and the gap: internal minus external, where internal is what the"
                    + " developer's own sites give. Where it is not known which sites the developer used, each is held against"
                    + " the rest, and the grade is at most E1. The gap is split into a case-mix part (internal minus internal"
                    + " re-weighted to the site's case mix by the density ratio of a logistic membership model over the"
                    + " declared groups and the truth) and a model part (the rest). From three external sites on, random"
                    + " effects on the logit scale: the mean, the prediction interval for a new site, and from four on the"
                    + " mean with each site left out. A column of years or dates gives the change between the earlier and the"
                    + " later years of a site.",
            "DeLong on the logit scale and Wilson, by patient; Newcombe combination for gaps; bootstrap by patient within"
                    + " population x truth (2,000 replicates, fewer of large samples, the membership model fitted anew in each) for the parts of a gap;"
                    + " REML with Hartung-Knapp for the mean, t with k-2 degrees of freedom for the prediction interval. What"
                    + " is to be not met uses limits that are simultaneous over sites and measures (Bonferroni). Two sites are"
                    + " listed, not pooled.",
            "For every measure with a floor: met if the worst site's lower limit and, with three or more external sites, the"
                    + " lower end of the prediction interval are at or above the floor minus 0.05; not met if a site's interval"
                    + " or the prediction interval lies wholly below. A site with fewer than 20 sick or 20 well patients is"
                    + " inconclusive. One external site cannot stand for others: not assessable, unless it fails.",
            List.of(SLACK),
            List.of(
                    "Riley 2016 doi:10.1136/bmj.i3140",
                    "Debray 2015 doi:10.1016/j.jclinepi.2014.06.018",
                    "Snell 2018 doi:10.1177/0962280217705678",
                    "IntHout 2016 doi:10.1136/bmjopen-2015-010247",
                    "D'Amour 2022 (JMLR)"),
            "One favourable external set standing for \"generalises\".");

    private static final String COLLECT =
            "Evaluate cases of at least two sites, better five, whose data the developer did not use; name the column of the"
                    + " site (cohort: site) and the developer's sites (cohort: developer-sites).";

    private final int replicates;

    public ExternalGap() {
        this(Bootstrap.REPLICATES);
    }

    /// @param replicates of the bootstrap; controls use fewer
    public ExternalGap(int replicates) {
        this.replicates = replicates;
    }

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public List<Finding> assess(SubjectEvidence evidence) {
        Study study = evidence.about().study();
        if (!evidence.about().cohort().hasSites()) {
            return List.of(evidence.finding(CARD)
                    .notAssessable("The study names no sites, so nothing is known of any but its own.", COLLECT));
        }
        if (FloorMeasure.of(study).isEmpty()) {
            return List.of(evidence.finding(CARD)
                    .notAssessable(
                            "The intended use sets no floor that a site could be held against.",
                            "Declare the least acceptable AUROC, sensitivity and specificity (use: floors)."));
        }
        Sites sites = Sites.of(evidence);
        List<SiteResult> results = sites.results(evidence, replicates);
        if (results.size() < 2) {
            return List.of(tooFew(evidence, sites, results));
        }
        Optional<NewSite> pooled = NewSite.of(study, results);
        List<Finding> parts = new ArrayList<>();
        results.forEach(result -> parts.add(result.finding(begin(evidence, sites), study, evidence.about().collecting())));
        pooled.ifPresent(sitesToCome -> parts.add(sitesToCome.finding(begin(evidence, sites), study)));
        List<Finding> findings = new ArrayList<>();
        findings.add(ExternalGapSummary.finding(begin(evidence, sites).asksAll(parts), evidence, sites, results, pooled));
        findings.addAll(parts);
        return findings;
    }

    /// A finding whose grade knows whether the developer's sites are known.
    static FindingBuilder begin(SubjectEvidence evidence, Sites sites) {
        FindingBuilder finding = evidence.finding(CARD);
        return sites.developerKnown()
                ? finding
                : finding.cappedAt(Grade.E1, "it is not known which sites the developer used");
    }

    private static Finding tooFew(SubjectEvidence evidence, Sites sites, List<SiteResult> results) {
        if (results.isEmpty() || !sites.developerKnown()) {
            return evidence.finding(CARD)
                    .notAssessable(
                            sites.developerKnown()
                                    ? "Every evaluated case comes from a site whose data the developer used."
                                    : results.isEmpty()
                                            ? "No evaluated case names its site."
                                            : "All evaluated cases come from one site.",
                            COLLECT);
        }
        Study study = evidence.about().study();
        SiteResult only = results.getFirst();
        FindingBuilder finding = begin(evidence, sites)
                .estimates(only.estimates())
                .figure(ExternalGapSummary.figure(study, sites, results, Optional.empty()));
        return only.outcome(study) == Outcome.NOT_MET
                ? finding.outcome(
                        only.outcome(study),
                        "The one external site fails: " + only.words(study) + ".",
                        "Do not use the model at a site like it; " + only.settle(study, evidence.about().collecting()))
                : finding.notAssessable(
                        "There is one external site only, which cannot stand for others: " + only.words(study) + ".",
                        COLLECT);
    }
}
