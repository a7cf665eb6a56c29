package org.realfm.criteria.technical;

import static org.realfm.criteria.technical.NonInferiority.MARGIN;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.realfm.criteria.clinical.Alternatives;
import org.realfm.criteria.clinical.Decisions;
import org.realfm.ledger.Catalogue;
import org.realfm.ledger.CriterionId;
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
import org.realfm.stats.Bootstrap;
import org.realfm.stats.Estimate;
import org.realfm.stats.Influence;
import org.realfm.stats.Mean;
import org.realfm.stats.NetBenefit;
import org.realfm.study.Cohort;
import org.realfm.study.CohortSpec.Sampling;

/// `tech.baseline.parity`: does it beat something cheap and specialised?
public final class BaselineParity implements Criterion.OfSubject {

    static final Card CARD = new Card(
            Catalogue.entry(new CriterionId("tech.baseline.parity")),
            "On the same patients: AUROC minus that of (i) the prevalence, which orders nobody (0.5), (ii) a logistic"
                    + " regression of the declared groups fitted on the development cases, where there are both, (iii, iv) the"
                    + " study's comparator: the specialised model or the tool in use. Net benefit at the locked threshold"
                    + " (where scores are no probabilities: at the middle of the declared range) minus that of the same and of"
                    + " treating all and none. A patient without a score counts against the model that failed. Not part of it:"
                    + " training of label- and compute-matched variants, the tuning budget, and cost ratios, since the time"
                    + " and energy that a baseline takes elsewhere are not in the evidence; what this model takes stands under"
                    + " flow.performance.latency_throughput and resp.energy.",
            "Paired DeLong over patients (bootstrap where weights differ within a class); t interval of the paired difference of"
                    + " net benefit, cluster-robust by patient.",
            "Met if the lower limit of every difference, in AUROC and in net benefit (true positives a patient), is at or above"
                    + " -0.02; not met if an upper limit is below. Not assessable without a comparator; of the comparator"
                    + " itself only (i) and (ii) are asked.",
            List.of(MARGIN),
            List.of(
                    "Isensee 2024 doi:10.1007/978-3-031-72114-4_47",
                    "Christodoulou 2019 doi:10.1016/j.jclinepi.2019.02.004",
                    "DeLong 1988 doi:10.2307/2531595"),
            "The monolith that loses to a small network; weak-baseline papers.");

    private static final double CONFIDENCE = 0.95;

    private final int replicates;

    public BaselineParity() {
        this(Bootstrap.REPLICATES);
    }

    /// @param replicates of the bootstrap; controls use fewer
    public BaselineParity(int replicates) {
        this.replicates = replicates;
    }

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public List<Finding> assess(SubjectEvidence evidence) {
        PatientScores own = PatientScores.of(evidence, evidence.evaluation());
        List<Finding> parts = new ArrayList<>();
        parts.add(comparator(evidence, own));
        parts.add(against(evidence, "prevalence", own, chance(own)));
        regression(evidence).ifPresent(risk -> parts.add(against(evidence, Alternatives.GROUPS, own, risk)));
        parts.add(netBenefit(evidence));
        Outcome outcome = Decision.all(parts.stream().map(Finding::outcome).toList());
        List<Finding> deciding =
                parts.stream().filter(part -> part.outcome() == outcome).toList();
        String names = String.join(", ", deciding.stream().map(Finding::cell).toList());
        String reason = switch (outcome) {
            case MET -> "Nothing that was compared is better by more than the margin: " + names + ".";
            case NOT_ASSESSABLE -> String.join(" ", deciding.stream().map(Finding::reason).distinct().toList());
            default -> "Of the comparisons these are " + outcome.words() + ": " + names + ".";
        };
        List<Finding> findings = new ArrayList<>();
        findings.add(evidence.finding(CARD)
                .asksAll(parts)
                .outcome(
                        outcome,
                        reason,
                        outcome == Outcome.MET
                                ? ""
                                : String.join(" ", deciding.stream().map(Finding::wouldSettle).distinct().toList())));
        findings.addAll(parts);
        return findings;
    }

    private Finding against(SubjectEvidence evidence, String rival, PatientScores own, PatientScores other) {
        return NonInferiority.judge(
                evidence.finding(CARD).cell(rival), evidence.about().collecting(), rival, own, other, replicates,
                evidence.seed(CARD, 0));
    }

    private Finding comparator(SubjectEvidence evidence, PatientScores own) {
        Optional<String> rival = evidence.about().study().comparator();
        FindingBuilder finding = evidence.finding(CARD).cell("comparator");
        if (rival.isEmpty()) {
            return finding.notAssessable(
                    "The study names no specialised model and no tool in use to compare with.",
                    "Name one of the models as the comparator (comparator).");
        }
        return evidence.comparator()
                .map(sample -> NonInferiority.judge(
                        finding, evidence.about().collecting(), rival.get(), own, PatientScores.of(evidence, sample),
                        replicates, evidence.seed(CARD, 0)))
                .orElseGet(() -> finding.outcome(
                        Outcome.NOT_APPLICABLE, "This model is itself the comparator of the study.", ""));
    }

    /// One score for everybody.
    private static PatientScores chance(PatientScores own) {
        return new PatientScores(own.patient(), own.truth(), new double[own.size()], own.site(), own.weight());
    }

    private static Optional<PatientScores> regression(SubjectEvidence evidence) {
        Cohort cohort = evidence.about().cohort();
        Sample sample = evidence.evaluation();
        int[] rows = IntStream.concat(Arrays.stream(sample.rows()), Arrays.stream(sample.failed()))
                .sorted()
                .toArray();
        return Alternatives.groupsAlone(cohort, rows)
                .map(risk -> PatientScores.of(evidence, scored(cohort.columns(), rows, risk)));
    }

    private static Sample scored(Cohort.Columns columns, int[] rows, double[] score) {
        return new Sample(
                rows,
                Arrays.stream(rows).map(row -> columns.truth()[row]).toArray(),
                score,
                Arrays.stream(rows).map(row -> columns.patient()[row]).toArray(),
                Arrays.stream(rows).map(row -> columns.site()[row]).toArray(),
                columns.weight().length == 0
                        ? new double[0]
                        : Arrays.stream(rows).mapToDouble(row -> columns.weight()[row]).toArray(),
                new int[0]);
    }

    private static Finding netBenefit(SubjectEvidence evidence) {
        FindingBuilder finding = evidence.finding(CARD).cell("net benefit");
        Optional<Sampling> sampling = evidence.about().study().cohort().sampling();
        boolean chosen = sampling.filter(s -> s == Sampling.ENRICHED || s == Sampling.CASE_CONTROL).isPresent();
        Decisions decisions = Decisions.of(evidence);
        if (chosen && decisions.weight().length == 0) {
            return finding.notAssessable(
                    "The cases were chosen by their truth, so that net benefit in care cannot be computed from them.",
                    "Use consecutive or random cases, or declare the column of sampling weights.");
        }
        OptionalDouble threshold = threshold(evidence);
        if (threshold.isEmpty() || evidence.evaluation().size() == 0) {
            return finding.notAssessable(
                    evidence.evaluation().size() == 0
                            ? "The model gave no score on any evaluated case."
                            : "Neither the locked threshold nor the study says at which risk one would act.",
                    evidence.evaluation().size() == 0
                            ? "Supply scores of the evaluation part."
                            : "Declare the range of risk thresholds (use: thresholds).");
        }
        if (sampling.isEmpty()) {
            finding.cappedAt(Grade.E1, "the sampling is not declared");
        }
        double t = threshold.getAsDouble();
        Alternatives alternatives = Alternatives.of(evidence, decisions.rows());
        SequencedMap<Estimate, Influence> measured = gains(decisions, alternatives, t);
        List<Estimate> gains = List.copyOf(measured.sequencedKeySet());
        measured.forEach((gain, influence) -> finding.asksAtLeast(gain, -MARGIN.value(), influence));
        Outcome outcome = Decision.all(
                gains.stream().map(gain -> Decision.atLeast(gain, -MARGIN.value())).toList());
        Estimate least = gains.stream()
                .min((a, b) -> Double.compare(a.lower(), b.lower()))
                .orElseThrow();
        return finding.estimates(gains)
                .outcome(
                        outcome,
                        String.format(
                                Locale.ROOT,
                                "At a risk threshold of %.3g the smallest gain is %s: %+.3f (%+.3f to %+.3f), in true positives"
                                        + " a patient; a loss of %.2f is allowed.%s",
                                t, least.name(), least.value(), least.lower(), least.upper(), MARGIN.value(),
                                alternatives.left().isEmpty()
                                        ? ""
                                        : " Left out: " + String.join("; ", alternatives.left()) + "."),
                        switch (outcome) {
                            case MET -> "";
                            case NOT_MET -> "Recalibrate the model or lock another threshold, or use what it loses against.";
                            default -> MoreCases.of(evidence.about().collecting(), Who.ALL, "patients")
                                    .above(least, -MARGIN.value());
                        });
    }

    /// The risk at which one acts: the locked threshold where scores are probabilities, otherwise the middle of the range
    /// that the study declares.
    private static OptionalDouble threshold(SubjectEvidence evidence) {
        double locked = evidence.threshold();
        if (evidence.probabilities() && locked > 0 && locked < 1) {
            return OptionalDouble.of(locked);
        }
        return evidence.about()
                .study()
                .limits()
                .thresholds()
                .map(range -> OptionalDouble.of((range.lower() + range.upper()) / 2))
                .orElse(OptionalDouble.empty());
    }

    private static SequencedMap<Estimate, Influence> gains(Decisions decisions, Alternatives alternatives, double t) {
        int n = decisions.truth().length;
        SequencedMap<String, double[]> risks = new LinkedHashMap<>();
        risks.put("treating all", filled(n, 1));
        risks.put("treating none", filled(n, 0));
        risks.putAll(alternatives.risks());
        double[] own = utilities(decisions.risk(), decisions.truth(), t);
        double[] weight = decisions.weight().length == 0 ? filled(n, 1) : decisions.weight();
        SequencedMap<Estimate, Influence> gains = new LinkedHashMap<>();
        risks.forEach((name, risk) -> {
            double[] other = utilities(risk, decisions.truth(), t);
            double[] gain = new double[n];
            Arrays.setAll(gain, i -> own[i] - other[i]);
            gains.put(
                    Mean.clustered("net benefit minus that of " + name, gain, weight, decisions.patient(), CONFIDENCE),
                    Influence.ofMean(gain, weight, decisions.patient()));
        });
        return gains;
    }

    private static double[] utilities(double[] risk, boolean[] truth, double t) {
        boolean[] treated = new boolean[risk.length];
        for (int i = 0; i < risk.length; i++) {
            treated[i] = risk[i] >= t;
        }
        return NetBenefit.utilities(treated, truth, t);
    }

    private static double[] filled(int n, double value) {
        double[] values = new double[n];
        Arrays.fill(values, value);
        return values;
    }
}
