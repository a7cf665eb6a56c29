package org.realfm.criteria.technical;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.realfm.ledger.Catalogue;
import org.realfm.ledger.CriterionId;
import org.realfm.ledger.Figure;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Grade;
import org.realfm.ledger.Outcome;
import org.realfm.run.Card;
import org.realfm.run.Collecting.Who;
import org.realfm.run.Criterion;
import org.realfm.run.Decision;
import org.realfm.run.FindingBuilder;
import org.realfm.run.Sample;
import org.realfm.run.SubjectEvidence;
import org.realfm.stats.Band;
import org.realfm.stats.Bootstrap;
import org.realfm.stats.Calibration;
import org.realfm.stats.Estimate;
import org.realfm.stats.Influence;
import org.realfm.study.CohortSpec.Sampling;

/// `tech.calibration`: do the probabilities mean anything?
public final class CalibrationCriterion implements Criterion.OfSubject {

    static final Card.Threshold LOWEST =
            new Card.Threshold("lowest O/E and calibration slope", 0.8, Card.Basis.CONVENTION);
    static final Card.Threshold HIGHEST =
            new Card.Threshold("highest O/E and calibration slope", 1.25, Card.Basis.CONVENTION);
    static final Card.Threshold ICI = new Card.Threshold(
            "largest ICI, or a fifth of the decision threshold where that is more", 0.05, Card.Basis.CONVENTION);
    static final Card.Threshold ICI_SHARE =
            new Card.Threshold("largest ICI as a share of the decision threshold", 0.2, Card.Basis.CONVENTION);

    static final Card CARD = new Card(
            Catalogue.entry(new CriterionId("tech.calibration")),
            "Over cases that the model scored: observed over expected events (O/E); calibration-in-the-large, the intercept of"
                    + " a logistic model with logit(p) as offset; slope of logit(p); flexible curve (restricted cubic spline"
                    + " logistic, up to 5 knots) with ICI = mean |p - phat(p)|, E50 and E90; ECE over 10 groups of equal mass;"
                    + " the distribution of p in either class; O/E in every declared group of people and at every site; from"
                    + " three sites on, O/E and slope over sites and at a new one. Sampling weights enter all of them.",
            "Log interval of O/E and Wald intervals of intercept and slope, cluster-robust by patient; bootstrap of patients"
                    + " within site and truth (10,000 replicates up to 2,000 cases, fewer above) for ICI, E50, E90, ECE and"
                    + " the curve, whose band holds for the whole curve. These distances are biased upwards, since the curve of"
                    + " a calibrated model is never quite on the diagonal: upper ends are cautious, and the lower end of the"
                    + " ICI is the value less what the curve moves between replicates. A group or site is accused at a confidence"
                    + " of 1 - 0.05 / (2 x groups and sites). Over sites: O/E on the log scale, REML, Hartung-Knapp.",
            "Met if the intervals of O/E (in every group, too) and of the slope lie within 0.8 to 1.25 and the upper end of the"
                    + " ICI is at most 0.05 or a fifth of the threshold, whichever is more; not met if one of these intervals"
                    + " lies outside, or that of O/E or of the slope in a group or at a site.",
            List.of(LOWEST, HIGHEST, ICI, ICI_SHARE),
            List.of(
                    "Van Calster 2019 doi:10.1186/s12916-019-1466-7",
                    "Van Calster 2016 doi:10.1016/j.jclinepi.2015.12.005",
                    "Austin & Steyerberg 2019 doi:10.1002/sim.8281",
                    "Snell 2018 doi:10.1177/0962280217705678"),
            "\"97% confident\" and right 70% of the time; good AUROC with useless risks.");

    static final double CONFIDENCE = 0.95;
    private static final int GATE_REPLICATES = 10_000;
    private static final int KNOTS = 5;
    private static final int GROUPS = 10;
    private static final int GRID = 51;
    private static final int LARGE = 20_000;

    private final int replicates;

    public CalibrationCriterion() {
        this(GATE_REPLICATES);
    }

    /// @param replicates of the bootstrap; controls use fewer
    public CalibrationCriterion(int replicates) {
        this.replicates = replicates;
    }

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public List<Finding> assess(SubjectEvidence evidence) {
        Sample sample = evidence.evaluation();
        Optional<Finding> hindered = hindered(evidence, sample);
        if (hindered.isPresent()) {
            return List.of(hindered.get());
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(overall(evidence, sample));
        findings.addAll(CalibrationParts.findings(evidence, CARD));
        return findings;
    }

    private static Optional<Finding> hindered(SubjectEvidence evidence, Sample sample) {
        FindingBuilder finding = evidence.finding(CARD);
        if (!evidence.probabilities()) {
            return Optional.of(finding.notAssessable(
                    "The scores are not said to be probabilities; only their order means anything.",
                    "Recalibrate the scores out of fold, or declare them as probabilities (models: scores)."));
        }
        if (sample.size() == 0 || Arrays.stream(sample.score()).sum() == 0) {
            return Optional.of(finding.notAssessable(
                    sample.size() == 0
                            ? "The model gave no score on any evaluated case."
                            : "Every probability is 0, so that no event is expected.",
                    "Supply probabilities of the evaluation part."));
        }
        Optional<Sampling> sampling = evidence.about().study().cohort().sampling();
        boolean chosen = sampling.filter(s -> s == Sampling.ENRICHED || s == Sampling.CASE_CONTROL).isPresent();
        if (chosen && sample.weight().length == 0) {
            return Optional.of(finding.figure(CalibrationParts.distributions(sample))
                    .notAssessable(
                            "The cases were chosen by their truth, so that probabilities cannot be held against them.",
                            "Use consecutive or random cases, or declare the column of sampling weights."));
        }
        return Optional.empty();
    }

    /// Begins a finding, its grade held down where nobody has said how cases were sampled.
    static FindingBuilder begin(SubjectEvidence evidence, Card card) {
        FindingBuilder finding = evidence.finding(card);
        return evidence.about().study().cohort().sampling().isPresent()
                ? finding
                : finding.cappedAt(Grade.E1, "the sampling is not declared");
    }

    /// Cases beside their truth, patients as the independent units, weighted where there are weights.
    static Calibration of(Sample sample) {
        boolean[] truth = CalibrationParts.truth(sample);
        Calibration calibration = Calibration.of(sample.score(), truth);
        Calibration clustered = sample.clustered() ? calibration.byCluster(sample.patient()) : calibration;
        return sample.weight().length == 0 ? clustered : clustered.weightedBy(sample.weight());
    }

    private Finding overall(SubjectEvidence evidence, Sample sample) {
        Calibration calibration = of(sample);
        FindingBuilder finding = begin(evidence, CARD).figure(CalibrationParts.distributions(sample));
        double limit = Math.max(ICI.value(), ICI_SHARE.value() * evidence.threshold());
        MoreCases more = MoreCases.of(evidence.about().collecting(), Who.ALL, "cases");
        List<Part> parts = new ArrayList<>();
        parts.add(Part.within(calibration.observedExpected(CONFIDENCE), more));
        parts.add(calibration.slope(CONFIDENCE).map(slope -> Part.within(slope, more)).orElseGet(() -> unknownSlope(sample)));
        int smallest = Bootstrap.smallestClass(sample.patient(), CalibrationParts.truth(sample));
        if (smallest < Bootstrap.MINIMUM_PER_CLASS) {
            parts.add(Part.unknown(
                    "no ICI, since the smaller class has " + smallest + " patients and a bootstrap needs "
                            + Bootstrap.MINIMUM_PER_CLASS,
                    "Collect " + (Bootstrap.MINIMUM_PER_CLASS - smallest) + " more patients of that class."));
        } else {
            List<Estimate> distances =
                    calibration.indices(KNOTS, plan(evidence, sample, 0, replicates), CONFIDENCE);
            parts.add(Part.atMost(distances.getFirst(), limit, more));
            finding.estimates(distances.subList(1, distances.size()))
                    .estimate(expectedCalibrationError(evidence, sample))
                    .figure(reliability(evidence, sample, calibration));
        }
        parts.forEach(part -> part.estimate.ifPresent(finding::estimate));
        asks(finding, sample, calibration, parts, limit);
        calibration.intercept(CONFIDENCE).ifPresent(finding::estimate);
        List<Estimate> sites = CalibrationParts.sites(evidence, sample);
        finding.estimates(sites);
        if (!sites.isEmpty()) {
            finding.figure(Figures.forest(
                    "sites", "Calibration by site", Figure.Axis.fitted("ratio"), sites, CalibrationParts.limits()));
        }
        Outcome outcome = Decision.all(parts.stream().map(Part::outcome).toList());
        int failed = sample.failed().length;
        String reason = "From " + sample.size() + " cases: "
                + String.join("; ", parts.stream().map(Part::words).toList())
                + (failed > 0 ? "; " + failed + " cases without a score are left out" : "") + ".";
        return finding.outcome(outcome, reason, settle(outcome, parts));
    }

    /// O/E and slope within their limits, and the ICI below its own; in large samples how the last two depend on patients is
    /// left unknown, since they are fitted anew for each group of patients left out.
    private static void asks(
            FindingBuilder finding, Sample sample, Calibration calibration, List<Part> parts, double limit) {
        boolean affordable = sample.size() <= LARGE;
        parts.get(0).estimate.ifPresent(ratio -> finding.asks(
                ratio, LOWEST.value(), HIGHEST.value(), CalibrationParts.influence(sample, ratio.value())));
        parts.get(1).estimate.ifPresent(slope -> finding.asks(
                slope,
                LOWEST.value(),
                HIGHEST.value(),
                affordable
                        ? Influence.jackknife(
                                sample.patient(),
                                weight -> weighted(calibration, sample, weight)
                                        .slope(CONFIDENCE)
                                        .map(Estimate::value)
                                        .orElse(Double.NaN))
                        : Influence.unknown()));
        parts.get(2).estimate.ifPresent(ici -> finding.asksAtMost(
                ici,
                limit,
                affordable
                        ? Influence.jackknife(
                                sample.patient(),
                                weight -> weighted(calibration, sample, weight).indices(KNOTS).ici())
                        : Influence.unknown()));
    }

    private static Calibration weighted(Calibration calibration, Sample sample, double[] counts) {
        return calibration.weightedBy(Sample.weighted(counts, sample.weight()));
    }

    private static String settle(Outcome outcome, List<Part> parts) {
        return switch (outcome) {
            case MET -> "";
            case NOT_MET -> "Recalibrate the probabilities on tuning cases, or do not show them; then evaluate on new cases.";
            default -> String.join(" ", parts.stream()
                    .filter(part -> part.outcome != Outcome.MET)
                    .map(Part::settle)
                    .toList());
        };
    }

    private static Part unknownSlope(Sample sample) {
        boolean one = Arrays.stream(sample.truth()).distinct().count() < 2;
        boolean constant = Arrays.stream(sample.score()).distinct().count() < 2;
        String why = one ? "only one class is present" : constant ? "all probabilities are equal" : "the classes separate";
        return Part.unknown(
                "no calibration slope, since " + why,
                constant && !one ? "Give patients probabilities that differ." : "Evaluate more cases of both classes.");
    }

    /// ECE with its interval; the rule for its groups is in its name.
    private Estimate expectedCalibrationError(SubjectEvidence evidence, Sample sample) {
        Bootstrap.Plan plan = plan(evidence, sample, 2, Math.min(replicates, Bootstrap.REPLICATES));
        Calibration plain = Calibration.of(sample.score(), CalibrationParts.truth(sample));
        Calibration weighted = sample.weight().length == 0 ? plain : plain.weightedBy(sample.weight());
        return weighted.expectedCalibrationError(GROUPS, plan, CONFIDENCE).named("ECE, " + GROUPS + " groups of equal mass");
    }

    private static Bootstrap.Plan plan(SubjectEvidence evidence, Sample sample, long index, int wanted) {
        int[] strata = new int[sample.size()];
        Arrays.setAll(strata, i -> 2 * sample.site()[i] + sample.truth()[i]);
        return Bootstrap.plan(
                sample.patient(), strata, Bootstrap.affordable(wanted, sample.size()), evidence.seed(CARD, index));
    }

    /// The flexible curve over the range of the probabilities, and ten groups of cases.
    private Figure reliability(SubjectEvidence evidence, Sample sample, Calibration calibration) {
        double[] sorted = Arrays.stream(sample.score()).sorted().toArray();
        double low = sorted[0];
        double high = sorted[sorted.length - 1];
        double[] grid = new double[GRID];
        Arrays.setAll(grid, k -> low + k * (high - low) / (GRID - 1));
        Bootstrap.Plan plan = plan(evidence, sample, 1, Math.min(replicates, Bootstrap.REPLICATES));
        Band band = calibration.simultaneousBand(KNOTS, plan, grid, CONFIDENCE);
        List<Calibration.Bin> bins = calibration.bins(GROUPS, CONFIDENCE);
        return new Figure(
                Figure.Kind.LINE,
                "reliability",
                "Observed share by predicted probability, band for the whole curve",
                Figure.Axis.unit("predicted probability"),
                Figure.Axis.unit("observed share"),
                List.of(
                        Figure.Series.line("ideal", List.of(0.0, 1.0), List.of(0.0, 1.0)),
                        Figure.Series.band(
                                "flexible curve", Figures.list(band.x()), Figures.list(band.y()),
                                Figures.list(band.lower()), Figures.list(band.upper())),
                        Figure.Series.line(
                                "tenths of the cases",
                                bins.stream().map(Calibration.Bin::meanRisk).toList(),
                                bins.stream().map(bin -> bin.observed().value()).toList())),
                List.of());
    }

    /// One of the three quantities that decide.
    private record Part(Optional<Estimate> estimate, Outcome outcome, String words, String settle) {

        static Part within(Estimate estimate, MoreCases more) {
            Outcome outcome = Decision.within(estimate, LOWEST.value(), HIGHEST.value());
            return new Part(
                    Optional.of(estimate),
                    outcome,
                    words(estimate, String.format(Locale.ROOT, "%.2f to %.2f", LOWEST.value(), HIGHEST.value())),
                    more.within(estimate, LOWEST.value(), HIGHEST.value()));
        }

        static Part atMost(Estimate estimate, double limit, MoreCases more) {
            return new Part(
                    Optional.of(estimate),
                    Decision.atMost(estimate, limit),
                    words(estimate, String.format(Locale.ROOT, "at most %.3f", limit)),
                    more.below(estimate, limit));
        }

        static Part unknown(String why, String settle) {
            return new Part(Optional.empty(), Outcome.NOT_ASSESSABLE, why, settle);
        }

        private static String words(Estimate estimate, String limits) {
            return String.format(
                    Locale.ROOT, "%s %.3f (%.3f to %.3f; allowed %s)", estimate.name(), estimate.value(),
                    estimate.lower(), estimate.upper(), limits);
        }
    }
}
