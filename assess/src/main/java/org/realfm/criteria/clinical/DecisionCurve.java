package org.realfm.criteria.clinical;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.realfm.ledger.Catalogue;
import org.realfm.ledger.CriterionId;
import org.realfm.ledger.Figure;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Grade;
import org.realfm.ledger.Outcome;
import org.realfm.run.Card;
import org.realfm.run.Criterion;
import org.realfm.run.FindingBuilder;
import org.realfm.run.Sample;
import org.realfm.run.SubjectEvidence;
import org.realfm.stats.Band;
import org.realfm.stats.Bootstrap;
import org.realfm.stats.Estimate;
import org.realfm.stats.Influence;
import org.realfm.stats.NetBenefit;
import org.realfm.study.CohortSpec.Sampling;
import org.realfm.study.Study.ThresholdRange;

/// `clin.benefit.decision_curve`: does acting on the model beat treating all, treating none and what else there is?
public final class DecisionCurve implements Criterion.OfSubject {

    static final Card.Threshold SHARE =
            new Card.Threshold("least share of the range on which the model is better", 0.8, Card.Basis.DERIVED);

    static final Card CARD = new Card(
            Catalogue.entry(new CriterionId("clin.benefit.decision_curve")),
            "Net benefit NB(t) = TP/n - FP/n x t/(1-t) as a mean of per-patient utilities, on 21 thresholds over the declared"
                    + " range. Comparators: treat all, treat none, the study's comparator, and a logistic regression of the"
                    + " declared groups fitted on the development cases, where there are any. A score that is no probability"
                    + " enters as its decision at the locked threshold. A case on which the model fails counts as the wrong"
                    + " decision. Value of more data: EVPI(t) = E[max NB] - max E[NB] by the Bayesian bootstrap.",
            "Paired bootstrap by patient within site (10,000 replicates up to 5,000 cases, fewer above), so that the"
                    + " uncertainty of the prevalence counts; within site and truth where sampling weights say that cases were"
                    + " chosen by it. Max-T band over all thresholds and comparators.",
            "Met if the lower edge of the band of NB minus the best comparator's is above 0 on at least 80% of the range and"
                    + " its upper edge is nowhere below 0; not met if the upper edge is below 0 anywhere.",
            List.of(SHARE),
            List.of(
                    "Vickers & Elkin 2006 doi:10.1177/0272989X06295361",
                    "Vickers 2016 doi:10.1136/bmj.i6",
                    "Sadatsafavi 2022 doi:10.1177/0272989X221078789",
                    "Van Calster 2025 doi:10.1016/j.landig.2025.100916"),
            "AUROC 0.93 that is worse than treating everyone at the threshold in use.");

    private static final int GATE_REPLICATES = 10_000;
    private static final int POINTS = 21;
    private static final long ROWS_DRAWN = 50_000_000;
    private static final double CONFIDENCE = 0.95;

    private final int replicates;

    public DecisionCurve() {
        this(GATE_REPLICATES);
    }

    /// @param replicates of the bootstrap; controls use fewer
    public DecisionCurve(int replicates) {
        this.replicates = replicates;
    }

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public List<Finding> assess(SubjectEvidence evidence) {
        return List.of(judge(evidence));
    }

    private Finding judge(SubjectEvidence evidence) {
        FindingBuilder finding = evidence.finding(CARD);
        Optional<Sampling> sampling = evidence.about().study().cohort().sampling();
        boolean weighted = evidence.evaluation().weight().length > 0;
        boolean chosen = sampling.filter(s -> s == Sampling.ENRICHED || s == Sampling.CASE_CONTROL).isPresent();
        if (chosen && !weighted) {
            return finding.notAssessable(
                    "The cases were chosen by their truth, so that net benefit in care cannot be computed from them.",
                    "Use consecutive or random cases, or declare the column of sampling weights.");
        }
        Decisions decisions = Decisions.of(evidence);
        int smallest = Bootstrap.smallestClass(decisions.patient(), decisions.truth());
        if (smallest < Bootstrap.MINIMUM_PER_CLASS) {
            return finding.notAssessable(
                    "The smaller class has " + smallest + " patients; a bootstrap needs " + Bootstrap.MINIMUM_PER_CLASS
                            + " of either.",
                    "Collect " + (Bootstrap.MINIMUM_PER_CLASS - smallest) + " more patients of that class, as a least"
                            + " number.");
        }
        Optional<ThresholdRange> range = evidence.about().study().limits().thresholds();
        Strategies strategies = Strategies.of(evidence, decisions);
        NetBenefit benefit = strategies.benefit();
        Bootstrap.Plan plan = plan(evidence, decisions);
        ThresholdRange drawn = range.orElse(new ThresholdRange(0.05, 0.5, ""));
        double[] thresholds = grid(drawn);
        NetBenefit.Curve curve = benefit.curve(thresholds, plan, CONFIDENCE);
        estimates(curve, plan).forEach(finding::estimate);
        figures(curve, strategies, thresholds).forEach(finding::figure);
        if (range.isEmpty()) {
            return finding.notAssessable(
                    "Nobody has said at which risks clinicians would act; the curve is drawn from 5% to 50%.",
                    "Declare the range of risk thresholds and the role of the person who sets it (use: thresholds).");
        }
        valueOfInformation(evidence, benefit, decisions, drawn).forEach(finding::estimate);
        if (sampling.isEmpty()) {
            finding.cappedAt(Grade.E1, "the sampling is not declared");
        }
        if (drawn.owner().isBlank()) {
            finding.cappedAt(Grade.E1, "nobody has put a name to the range of thresholds");
        }
        asks(finding, curve, benefit, decisions);
        return finding.outcome(outcome(curve), reason(curve, strategies, drawn), settle(curve));
    }

    private Bootstrap.Plan plan(SubjectEvidence evidence, Decisions decisions) {
        int n = decisions.patient().length;
        int affordable = (int) Math.max(200, Math.min(replicates, ROWS_DRAWN / n));
        boolean byTruth = decisions.weight().length > 0;
        int[] strata = new int[n];
        Arrays.setAll(strata, i -> 2 * decisions.site()[i] + (byTruth && decisions.truth()[i] ? 1 : 0));
        return Bootstrap.plan(decisions.patient(), strata, affordable, evidence.seed(CARD, 0));
    }

    /// That the model is better at the threshold that decides: on the needed share of the range the lower edge of the band
    /// is at least as high. Where it is shown to be worse somewhere, that it is not.
    private static void asks(FindingBuilder finding, NetBenefit.Curve curve, NetBenefit benefit, Decisions decisions) {
        Band band = curve.simultaneous();
        List<Integer> byLower = IntStream.range(0, POINTS)
                .boxed()
                .sorted(Comparator.comparingDouble(k -> -band.lower()[k]))
                .toList();
        asks(finding, band, byLower.get((int) Math.ceil(SHARE.value() * POINTS) - 1), benefit, decisions);
        if (curve.worseSomewhere()) {
            asks(finding, band, worst(band), benefit, decisions);
        }
    }

    private static void asks(FindingBuilder finding, Band band, int at, NetBenefit benefit, Decisions decisions) {
        Estimate gain = new Estimate(
                "net benefit beyond the best comparator", band.y()[at], band.lower()[at], band.upper()[at], CONFIDENCE,
                band.method(), decisions.rows().length);
        finding.asksAtLeast(gain, 0, Influence.jackknife(decisions.patient(), counts -> benefit
                .weightedBy(Sample.weighted(counts, decisions.weight()))
                .gain(band.x()[at])));
    }

    /// Where on the range the upper edge of the band is lowest.
    private static int worst(Band band) {
        return IntStream.range(0, POINTS)
                .boxed()
                .min((a, b) -> Double.compare(band.upper()[a], band.upper()[b]))
                .orElseThrow();
    }

    private static double[] grid(ThresholdRange range) {
        return IntStream.range(0, POINTS)
                .mapToDouble(k -> range.lower() + k * (range.upper() - range.lower()) / (POINTS - 1))
                .toArray();
    }

    static Outcome outcome(NetBenefit.Curve curve) {
        if (curve.worseSomewhere()) {
            return Outcome.NOT_MET;
        }
        return curve.shareBetter() >= SHARE.value() ? Outcome.MET : Outcome.INCONCLUSIVE;
    }

    private static List<Estimate> estimates(NetBenefit.Curve curve, Bootstrap.Plan plan) {
        Band band = curve.simultaneous();
        List<Estimate> estimates = new ArrayList<>();
        for (int k : new int[] {0, POINTS / 2, POINTS - 1}) {
            estimates.add(new Estimate(
                    String.format(Locale.ROOT, "net benefit beyond the best comparator at %.3g", band.x()[k]),
                    band.y()[k], band.lower()[k], band.upper()[k], CONFIDENCE, band.method(), plan.clusters()));
        }
        estimates.add(Estimate.exact("share of the range on which the model is better", curve.shareBetter(), POINTS));
        return estimates;
    }

    /// EVPI at the ends and the middle of the range.
    private List<Estimate> valueOfInformation(
            SubjectEvidence evidence, NetBenefit benefit, Decisions decisions, ThresholdRange range) {
        int n = decisions.patient().length;
        int draws = (int) Math.clamp(ROWS_DRAWN / 5 / n, 50, 1_000);
        Bootstrap.Plan plan = Bootstrap.plan(decisions.patient(), Math.min(draws, replicates), evidence.seed(CARD, 1));
        return Stream.of(range.lower(), (range.lower() + range.upper()) / 2, range.upper())
                .map(t -> {
                    double value = benefit.perfectInformation(t, plan);
                    String name = String.format(Locale.ROOT, "expected value of perfect information at %.3g", t);
                    return new Estimate(name, value, value, value, 1, "Bayesian bootstrap", plan.clusters());
                })
                .toList();
    }

    private static String reason(NetBenefit.Curve curve, Strategies strategies, ThresholdRange range) {
        Band band = curve.simultaneous();
        int worst = worst(band);
        String where = String.format(
                Locale.ROOT,
                " It is least at %.3g: %+.4f (%+.4f to %+.4f) true positives a patient.",
                band.x()[worst], band.y()[worst], band.lower()[worst], band.upper()[worst]);
        return String.format(
                        Locale.ROOT,
                        "From %.3g to %.3g acting on the model is better than %s on %.0f%% of the range (80%% needed)%s.",
                        range.lower(), range.upper(), String.join(", ", strategies.names()), 100 * curve.shareBetter(),
                        curve.worseSomewhere() ? ", and worse than the best of them somewhere" : "")
                + where
                + (strategies.left().isEmpty() ? "" : " Left out: " + String.join("; ", strategies.left()) + ".");
    }

    private static String settle(NetBenefit.Curve curve) {
        return switch (outcome(curve)) {
            case MET -> "";
            case NOT_MET -> "Recalibrate the model, or do not act on it at thresholds where another strategy is better.";
            default -> {
                Band band = curve.simultaneous();
                boolean hopeful = Arrays.stream(band.y()).filter(v -> v > 0).count() >= SHARE.value() * POINTS;
                yield hopeful ? more(band) : "More cases alone will hardly do: the model is not ahead on 80% of the range.";
            }
        };
    }

    /// By how much the sample must grow for the band to clear 0 on the needed share of the range: half widths shrink with
    /// the root of the number of patients.
    private static String more(Band band) {
        double[] growth = IntStream.range(0, POINTS)
                .mapToDouble(k -> band.y()[k] > 0
                        ? Math.pow((band.y()[k] - band.lower()[k]) / band.y()[k], 2)
                        : Double.POSITIVE_INFINITY)
                .sorted()
                .toArray();
        double factor = growth[(int) Math.ceil(SHARE.value() * POINTS) - 1];
        return String.format(Locale.ROOT, "About %.1f times as many patients, if the curve stays where it is.", factor);
    }

    private static List<Figure> figures(NetBenefit.Curve curve, Strategies strategies, double[] thresholds) {
        Figure.Axis x = new Figure.Axis("risk threshold", thresholds[0], thresholds[thresholds.length - 1]);
        List<Figure.Series> curves = new ArrayList<>();
        curves.add(Figure.Series.line("model", list(thresholds), list(curve.model())));
        curves.add(Figure.Series.line("treat all", list(thresholds), list(curve.treatAll())));
        curves.add(Figure.Series.line("treat none", list(thresholds), list(new double[thresholds.length])));
        strategies.others().forEach((name, other) -> curves.add(Figure.Series.line(
                name, list(thresholds), Arrays.stream(thresholds).map(other::model).boxed().toList())));
        Band band = curve.simultaneous();
        return List.of(
                new Figure(
                        Figure.Kind.LINE, "decision-curve", "Decision curve", x,
                        Figure.Axis.fitted("net benefit"), curves, List.of()),
                new Figure(
                        Figure.Kind.LINE,
                        "gain",
                        "Net benefit beyond the best comparator, with a band for the whole range",
                        x,
                        Figure.Axis.fitted("net benefit gained"),
                        List.of(Figure.Series.band(
                                "model minus best comparator", list(band.x()), list(band.y()), list(band.lower()),
                                list(band.upper()))),
                        List.of(new Figure.Mark("no gain", 0))));
    }

    private static List<Double> list(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }
}
