package org.realfm.criteria.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.realfm.ledger.Catalogue;
import org.realfm.ledger.CriterionId;
import org.realfm.ledger.Figure;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Outcome;
import org.realfm.run.Calls;
import org.realfm.run.Card;
import org.realfm.run.Criterion;
import org.realfm.run.FindingBuilder;
import org.realfm.run.Sample;
import org.realfm.run.SubjectEvidence;
import org.realfm.stats.Estimate;
import org.realfm.stats.Proportion;
import org.realfm.study.Grouping;

/// `data.subgroup.precision`: is each subgroup large enough to say anything?
///
/// A half-width is a fact about the sample, so a subgroup is evidenced or it is not; nothing here is inconclusive.
public final class SubgroupPrecision implements Criterion.OfSubject {

    static final Card.Threshold OVERALL =
            new Card.Threshold("largest half-width of sensitivity and specificity overall", 0.05, Card.Basis.CONVENTION);
    static final Card.Threshold SUBGROUP = new Card.Threshold(
            "largest half-width of sensitivity and specificity in a subgroup", 0.10, Card.Basis.CONVENTION);
    static final Card.Threshold POWER = new Card.Threshold(
            "least probability of showing a floor to be met at the truth that the plan assumes",
            0.8,
            Card.Basis.CONVENTION);

    static final Card CARD = new Card(
            Catalogue.entry(new CriterionId("data.subgroup.precision")),
            "Half-width of the interval of sensitivity and of specificity at the locked threshold, over all cases and in"
                    + " every declared subgroup; cases on which the model failed count as called wrongly. The shortfall is"
                    + " the number of cases with and without the condition at which the half-width would reach its limit, by"
                    + " inverting the Wilson interval at the observed share and the observed design effect. The probability"
                    + " of showing a floor to be met is sum_k Bin(k; n, p) 1[lower(k, n) >= floor], at the truth that the"
                    + " plan assumes (its key `assumed`) or else at the observed share.",
            "It is the uncertainty: Wilson, and Wilson at the Rao-Scott effective number where patients have several cases.",
            "Met if the half-widths are at most 0.05 overall and 0.10 in a subgroup and, where the plan assumes a truth, the"
                    + " probability of showing the floor to be met there is at least 0.8; otherwise not met: the cell is not"
                    + " evidenced. Not assessable in a cell without a case of either class.",
            List.of(OVERALL, SUBGROUP, POWER),
            List.of(
                    "Wilson 1927",
                    "Riley 2024 doi:10.1136/bmj-2023-074821",
                    "Oakden-Rayner 2020 doi:10.1145/3368555.3384468"),
            "\"No significant difference between groups\" because n = 14; hidden stratification.");

    private static final double CONFIDENCE = 0.95;

    @Override
    public Card card() {
        return CARD;
    }

    /// Whether a subgroup has cases enough: the half-widths of its sensitivity and specificity are at most the limit of
    /// this criterion. Where it is false, other criteria are inconclusive in the cell.
    ///
    /// @param cell the cases of the subgroup, those that failed included
    public static boolean evidenced(SubjectEvidence evidence, Sample cell) {
        return Precision.of(evidence, cell)
                .filter(precision -> precision.halfWidth() <= SUBGROUP.value())
                .isPresent();
    }

    @Override
    public List<Finding> assess(SubjectEvidence evidence) {
        Sample all = evidence.evaluation();
        if (all.size() == 0) {
            return List.of(evidence.finding(CARD)
                    .notAssessable(
                            "The model gave no score on any of " + Patients.count(all.failed().length, "case") + ".",
                            "Supply scores of the evaluation part."));
        }
        List<Finding> cells = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<Precision> precisions = new ArrayList<>();
        for (Grouping grouping : evidence.about().cohort().columns().groups()) {
            for (int g = 0; g < grouping.labels().size(); g++) {
                int label = g;
                Sample part = all.where(row -> grouping.of()[row] == label);
                Optional<Precision> precision = Precision.of(evidence, part);
                cells.add(finding(evidence, grouping.cell(g), part, precision, SUBGROUP.value(), List.of()));
                precision.ifPresent(p -> {
                    names.add(grouping.cell(label));
                    precisions.add(p);
                });
            }
        }
        List<Figure> figures = precisions.isEmpty() ? List.of() : List.of(figure(names, precisions));
        List<Finding> findings = new ArrayList<>();
        findings.add(finding(evidence, Finding.ALL, all, Precision.of(evidence, all), OVERALL.value(), figures));
        findings.addAll(cells);
        return findings;
    }

    private static Finding finding(
            SubjectEvidence evidence,
            String cell,
            Sample part,
            Optional<Precision> found,
            double limit,
            List<Figure> figures) {
        FindingBuilder finding = evidence.finding(CARD).cell(cell);
        figures.forEach(finding::figure);
        if (found.isEmpty()) {
            Calls calls = Calls.of(evidence, part);
            return finding.notAssessable(
                    "Not evidenced: " + calls.count(true) + " evaluated cases with the condition and " + calls.count(false)
                            + " without.",
                    "Collect cases with and without the condition: at a share of 0.9, "
                            + Proportion.wilsonSampleSize(0.9, limit, CONFIDENCE) + " of either.");
        }
        Precision precision = found.get();
        finding.estimate(precision.sensitivity).estimate(precision.specificity);
        finding.estimate(Estimate.exact("half-width of sensitivity", precision.sensitivity.halfWidth(), precision.sick));
        finding.estimate(Estimate.exact("half-width of specificity", precision.specificity.halfWidth(), precision.well));
        List<String> unplanned = new ArrayList<>();
        for (String metric : List.of("sensitivity", "specificity")) {
            precision.probabilityMet(evidence, cell, metric).ifPresent(p -> {
                finding.estimate(p.estimate);
                if (p.planned && p.estimate.value() < POWER.value()) {
                    unplanned.add(metric);
                }
            });
        }
        boolean narrow = precision.halfWidth() <= limit;
        Outcome outcome = narrow && unplanned.isEmpty() ? Outcome.MET : Outcome.NOT_MET;
        String reason = String.format(
                Locale.ROOT,
                "%sSensitivity is known to within %.3f (%d with the condition) and specificity to within %.3f (%d without);"
                        + " at most %.2f is asked for.%s",
                outcome == Outcome.MET ? "" : "Not evidenced. ",
                precision.sensitivity.halfWidth(), precision.sick, precision.specificity.halfWidth(), precision.well,
                limit,
                unplanned.isEmpty()
                        ? ""
                        : " At the assumed truth the floor of " + String.join(" and ", unplanned)
                                + " would be shown to be met with a probability below 0.8.");
        return finding.outcome(outcome, reason, narrow ? morePower(unplanned) : precision.shortfall(limit));
    }

    private static String morePower(List<String> unplanned) {
        return unplanned.isEmpty()
                ? ""
                : "Plan more cases, until the floor of " + String.join(" and ", unplanned)
                        + " is shown to be met with probability 0.8 at the assumed truth.";
    }

    private static Figure figure(List<String> names, List<Precision> precisions) {
        List<Figure.Series> series = new ArrayList<>();
        for (String metric : List.of("sensitivity", "specificity")) {
            List<Estimate> rows =
                    precisions.stream().map(p -> p.estimate(metric)).toList();
            series.add(Figure.Series.rows(
                    metric,
                    names,
                    rows.stream().map(Estimate::value).toList(),
                    rows.stream().map(Estimate::lower).toList(),
                    rows.stream().map(Estimate::upper).toList()));
        }
        return new Figure(
                Figure.Kind.FOREST,
                "subgroups",
                "How well each subgroup is known",
                Figure.Axis.unit("sensitivity, specificity"),
                Figure.Axis.fitted(""),
                series,
                List.of());
    }

    /// How well the two shares of a cell are known.
    private record Precision(Estimate sensitivity, Estimate specificity, long sick, long well) {

        /// Empty where a class has no case.
        static Optional<Precision> of(SubjectEvidence evidence, Sample cell) {
            Calls calls = Calls.of(evidence, cell);
            if (calls.rows().length == 0) {
                return Optional.empty();
            }
            Optional<Estimate> sensitivity = calls.table().sensitivity(CONFIDENCE);
            return calls.table()
                    .specificity(CONFIDENCE)
                    .flatMap(specificity -> sensitivity.map(
                            s -> new Precision(s, specificity, calls.count(true), calls.count(false))));
        }

        double halfWidth() {
            return Math.max(sensitivity.halfWidth(), specificity.halfWidth());
        }

        Estimate estimate(String metric) {
            return metric.equals("sensitivity") ? sensitivity : specificity;
        }

        private long cases(String metric) {
            return metric.equals("sensitivity") ? sick : well;
        }

        /// @param planned whether it rests on the plan and not on what was seen
        private record Chance(Estimate estimate, boolean planned) {}

        private Optional<Chance> probabilityMet(SubjectEvidence evidence, String cell, String metric) {
            Double floor = evidence.about().study().use().floors().get(metric);
            if (floor == null) {
                return Optional.empty();
            }
            OptionalDouble assumed = assumed(evidence, cell, metric);
            double p = assumed.orElse(estimate(metric).value());
            double met = Proportion.probabilityMet(p, effective(metric), floor, CONFIDENCE);
            String name = "P(" + metric + " met) at the " + (assumed.isPresent() ? "assumed" : "observed") + " share";
            return Optional.of(new Chance(Estimate.exact(name, Math.clamp(met, 0.0, 1.0), cases(metric)), assumed.isPresent()));
        }

        /// The number of independent cases that would give this half-width.
        private int effective(String metric) {
            Estimate share = estimate(metric);
            return Math.min(
                    Math.toIntExact(cases(metric)),
                    Proportion.wilsonSampleSize(share.value(), Math.min(0.49, share.halfWidth() + 1e-12), CONFIDENCE));
        }

        private String shortfall(double limit) {
            List<String> more = new ArrayList<>();
            for (String metric : List.of("sensitivity", "specificity")) {
                Estimate share = estimate(metric);
                if (share.halfWidth() > limit) {
                    double design = (double) cases(metric) / effective(metric);
                    double needed = Math.ceil(design * Proportion.wilsonSampleSize(share.value(), limit, CONFIDENCE));
                    more.add(Math.max(1, (long) needed - cases(metric)) + " more cases "
                            + (metric.equals("sensitivity") ? "with" : "without") + " the condition");
                }
            }
            return "Collect " + String.join(" and ", more) + " for a half-width of "
                    + String.format(Locale.ROOT, "%.2f", limit) + ".";
        }

        private static OptionalDouble assumed(SubjectEvidence evidence, String cell, String metric) {
            return Optional.ofNullable(evidence.about().study().documents().get("plan"))
                    .map(plan -> plan.content().get("assumed"))
                    .map(value -> cell.equals(Finding.ALL) ? value : entry(value, cell))
                    .map(value -> entry(value, metric))
                    .filter(Number.class::isInstance)
                    .map(value -> ((Number) value).doubleValue())
                    .filter(value -> value >= 0 && value <= 1)
                    .map(OptionalDouble::of)
                    .orElse(OptionalDouble.empty());
        }

        private static Object entry(Object map, String key) {
            Object value = map instanceof Map<?, ?> entries ? entries.get(key) : null;
            return value == null ? "" : value;
        }
    }
}
