package org.realfm.criteria.technical;

import static org.realfm.criteria.technical.PatientScores.CONFIDENCE;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.realfm.criteria.data.CrossFitted;
import org.realfm.ledger.Catalogue;
import org.realfm.ledger.CriterionId;
import org.realfm.ledger.Figure;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Outcome;
import org.realfm.run.Card;
import org.realfm.run.Collecting.Who;
import org.realfm.run.Criterion;
import org.realfm.run.Decision;
import org.realfm.run.FindingBuilder;
import org.realfm.run.Sample;
import org.realfm.run.SubjectEvidence;
import org.realfm.stats.Auroc;
import org.realfm.stats.Band;
import org.realfm.stats.Bootstrap;
import org.realfm.stats.Estimate;
import org.realfm.stats.Influence;
import org.realfm.stats.Proportion;
import org.realfm.stats.ProportionDifference;
import org.realfm.stats.RankedScores;
import org.realfm.stats.Roc;

/// `tech.discrimination.ranking`: can it order patients?
public final class Ranking implements Criterion.OfSubject {

    static final Card.Threshold SITE_ONLY = new Card.Threshold(
            "least AUROC beyond that of the site alone", 0.05, Card.Basis.CONVENTION);
    static final Card.Threshold LARGE = new Card.Threshold(
            "patients in the smaller class from which on the plain interval decides alone", 200, Card.Basis.CONVENTION);

    static final Card CARD = new Card(
            Catalogue.entry(new CriterionId("tech.discrimination.ranking")),
            "Patient-level AUROC = (1/mn) sum [1(s+ > s-) + 0.5 1(s+ = s-)]; scores of several pictures of a patient are"
                    + " combined by the declared rule (maximum, mean or last) first. Beside it: the AUROC with patients on"
                    + " whom the model failed counted against it (a sick one below all others, a well one above); partial"
                    + " AUROC (McClish) over false-positive rates from 0 to 1 minus the floor of specificity, to 0.2 without"
                    + " one; average precision next to the prevalence; the AUROC of each site and, from three sites on, the"
                    + " mean over sites and what to expect at a new one; the ROC curve; the scores of either class. AUROC"
                    + " minus the comparator's on the same patients. Sampling weights that differ within a class enter the"
                    + " AUROC.",
            "DeLong over patients; with fewer than 200 patients in a class, where the plain interval is optimistic, the"
                    + " interval on the logit scale decides as well. Paired DeLong for the difference. Bootstrap of patients"
                    + " within site and truth (2,000 replicates, fewer of large samples) for partial AUROC, average precision, weighted AUROC and the"
                    + " band of the ROC curve (max-T). Sites: logit scale, REML, Hartung-Knapp, prediction interval.",
            "Met if the lower limit of the AUROC (with failures counted, too) is at or above the floor of the intended use and,"
                    + " where there is a comparator, the lower limit of the difference is at or above -0.02; not met if an"
                    + " upper limit is below. Not assessable if it is not shown that the AUROC exceeds by 0.05 what the site"
                    + " alone, fitted out of fold, tells of the truth.",
            List.of(NonInferiority.MARGIN, SITE_ONLY, LARGE),
            List.of(
                    "DeLong 1988 doi:10.2307/2531595",
                    "McClish 1989 doi:10.1177/0272989X8900900307",
                    "Qin & Hotilovac 2008 doi:10.1177/0962280207087173",
                    "Snell 2018 doi:10.1177/0962280217705678",
                    "Van Calster 2025 doi:10.1016/j.landig.2025.100916"),
            "Image-level AUROC inflated by patients with many images; average precision quoted at 50% prevalence.");

    private static final double USUAL_RANGE = 0.2;
    private static final int GRID = 101;

    private final int replicates;

    public Ranking() {
        this(Bootstrap.REPLICATES);
    }

    /// @param replicates of the bootstrap; controls use fewer
    public Ranking(int replicates) {
        this.replicates = replicates;
    }

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public List<Finding> assess(SubjectEvidence evidence) {
        PatientScores all = PatientScores.of(evidence, evidence.evaluation());
        List<Finding> findings = new ArrayList<>();
        findings.add(absolute(evidence, all));
        evidence.comparator().ifPresent(sample -> findings.add(relative(evidence, all, sample)));
        return findings;
    }

    private Finding absolute(SubjectEvidence evidence, PatientScores all) {
        FindingBuilder finding = evidence.finding(CARD);
        PatientScores scores = all.scored();
        Optional<Finding> hindered = hindered(finding, scores);
        if (hindered.isPresent()) {
            return hindered.get();
        }
        Bootstrap.Plan plan = plan(evidence, scores, 0);
        Estimate auroc = scores.auroc("auroc", plan);
        List<Estimate> deciding = new ArrayList<>(List.of(auroc));
        if (!scores.reweighted() && scores.smallestClass() < LARGE.value()) {
            deciding.add(Auroc.logit(
                    "auroc, logit scale", scores.score(), scores.truth(), scores.patient(), CONFIDENCE));
        }
        int failed = all.size() - scores.size();
        if (failed > 0) {
            deciding.add(all.auroc("auroc, failures counted against the model", plan(evidence, all, 1)));
        }
        finding.estimates(deciding);
        describe(evidence, finding, scores, plan);
        SiteRanking sites = SiteRanking.of(scores, evidence.about().cohort().columns().sites());
        finding.estimates(sites.estimates());
        if (sites.sites().size() > 1) {
            finding.figure(sites.figure());
        }
        Optional<Estimate> siteOnly = siteOnly(evidence, scores);
        siteOnly.ifPresent(finding::estimate);
        String counts = String.format(
                Locale.ROOT,
                "AUROC by patient is %.3f (%.3f to %.3f), %d with the condition and %d without%s",
                auroc.value(), auroc.lower(), auroc.upper(), scores.count(true), scores.count(false),
                failed > 0 ? "; the model gave no score on " + failed + " more" : "");
        Double floor = evidence.about().study().use().floors().get("auroc");
        if (floor == null) {
            return finding.notAssessable(
                    counts + ". The intended use sets no floor for it.",
                    "Declare the least acceptable AUROC (use: floors).");
        }
        Influence influence = scores.influence();
        deciding.forEach(each -> finding.asksAtLeast(each, floor, influence));
        Outcome outcome = Decision.all(
                deciding.stream().map(each -> Decision.atLeast(each, floor)).toList());
        Optional<Estimate> beyond = siteOnly.map(
                site -> ProportionDifference.newcombe("auroc beyond the site alone", auroc, site.named(auroc.name())));
        if (outcome != Outcome.NOT_MET
                && beyond.isPresent()
                && Decision.atLeast(beyond.get(), SITE_ONLY.value()) != Outcome.MET) {
            return finding.estimate(beyond.get()).notAssessable(
                    String.format(
                            Locale.ROOT,
                            "%s, but the site alone, without any picture, reaches %.3f (%.3f to %.3f): it is not shown that"
                                    + " the model orders patients and not hospitals.",
                            counts, siteOnly.get().value(), siteOnly.get().lower(), siteOnly.get().upper()),
                    "Evaluate at sites that each have patients with and without the condition, in like shares.");
        }
        return finding.outcome(
                outcome,
                String.format(Locale.ROOT, "%s, against a floor of %.2f.", counts, floor),
                settle(outcome, deciding, floor, evidence));
    }

    private static Optional<Finding> hindered(FindingBuilder finding, PatientScores scores) {
        if (scores.size() == 0) {
            return Optional.of(finding.notAssessable(
                    "The model gave no score on any evaluated patient.", "Supply scores of the evaluation part."));
        }
        finding.figure(Figures.distributions(
                "scores", "Scores of patients with and without the condition", scores.score(), scores.truth()));
        if (scores.smallestClass() == 0) {
            return Optional.of(finding.notAssessable(
                    "All " + scores.size() + " scored patients are "
                            + (scores.count(true) > 0 ? "with" : "without") + " the condition; ranking needs both.",
                    "Evaluate patients with and without the condition."));
        }
        if (scores.reweighted() && scores.smallestClass() < Bootstrap.MINIMUM_PER_CLASS) {
            return Optional.of(finding.notAssessable(
                    "A weighted AUROC needs the bootstrap, and that 20 patients in either class; the smaller has "
                            + scores.smallestClass() + ".",
                    "Collect " + (Bootstrap.MINIMUM_PER_CLASS - scores.smallestClass()) + " more patients of that class."));
        }
        return Optional.empty();
    }

    private static String settle(
            Outcome outcome, List<Estimate> deciding, double floor, SubjectEvidence evidence) {
        return switch (outcome) {
            case MET -> "";
            case NOT_MET -> "Improve the model; a ranking below the floor cannot be repaired by another threshold.";
            default -> deciding.stream()
                    .filter(each -> each.lower() < floor)
                    .findFirst()
                    .map(each -> MoreCases.of(evidence.about().collecting(), Who.ALL, "patients of both classes")
                            .above(each, floor))
                    .orElse("");
        };
    }

    private Bootstrap.Plan plan(SubjectEvidence evidence, PatientScores scores, long index) {
        return scores.plan(Bootstrap.affordable(replicates, scores.size()), evidence.seed(CARD, index));
    }

    /// What is shown without being decided upon.
    private static void describe(
            SubjectEvidence evidence, FindingBuilder finding, PatientScores scores, Bootstrap.Plan plan) {
        finding.estimate(Proportion.wilson("prevalence", scores.count(true), scores.size(), CONFIDENCE));
        RankedScores ranked = RankedScores.of(scores.score(), scores.truth());
        double[] grid = IntStream.range(0, GRID).mapToDouble(k -> k / (GRID - 1.0)).toArray();
        Figure.Series curve;
        if (scores.smallestClass() < Bootstrap.MINIMUM_PER_CLASS) {
            Roc roc = ranked.roc();
            curve = Figure.Series.line("model", Figures.list(roc.fpr()), Figures.list(roc.tpr()));
        } else {
            double to = 1 - evidence.about().study().use().floors().getOrDefault("specificity", 1 - USUAL_RANGE);
            double most = to > 0 && to <= 1 ? to : USUAL_RANGE;
            finding.estimate(Auroc.averagePrecision(
                    "average precision", scores.score(), scores.truth(), plan, CONFIDENCE));
            finding.estimate(Auroc.partial(
                    String.format(Locale.ROOT, "partial auroc, false-positive rates to %.2f", most),
                    scores.score(), scores.truth(), 0, most, plan, CONFIDENCE));
            Band band = Roc.simultaneousBand(ranked, plan, grid, CONFIDENCE);
            curve = Figure.Series.band(
                    "model, band for the whole curve",
                    Figures.list(band.x()), Figures.list(band.y()), Figures.list(band.lower()),
                    Figures.list(band.upper()));
        }
        finding.figure(new Figure(
                Figure.Kind.LINE,
                "roc",
                "ROC curve of patients",
                Figure.Axis.unit("1 - specificity"),
                Figure.Axis.unit("sensitivity"),
                List.of(curve, Figure.Series.line("chance", List.of(0.0, 1.0), List.of(0.0, 1.0))),
                List.of()));
    }

    /// AUROC of telling the truth from the site alone, out of fold. Empty with fewer than two sites or few patients.
    private static Optional<Estimate> siteOnly(SubjectEvidence evidence, PatientScores scores) {
        return CrossFitted.auroc("auroc of the site alone", scores.site(), scores.truth(), evidence.seed(CARD, 2));
    }

    private Finding relative(SubjectEvidence evidence, PatientScores all, Sample sample) {
        return NonInferiority.judge(
                evidence.finding(CARD).cell("comparator"),
                evidence.about().collecting(),
                evidence.about().study().comparator().orElseThrow(),
                all,
                PatientScores.of(evidence, sample),
                replicates,
                evidence.seed(CARD, 3));
    }
}
