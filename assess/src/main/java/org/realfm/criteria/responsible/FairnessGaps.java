package org.realfm.criteria.responsible;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.realfm.ledger.Catalogue;
import org.realfm.ledger.CriterionId;
import org.realfm.ledger.Figure;
import org.realfm.ledger.Finding;
import org.realfm.ledger.IntendedUse.Risk;
import org.realfm.ledger.Outcome;
import org.realfm.run.Card;
import org.realfm.run.Criterion;
import org.realfm.run.Decision;
import org.realfm.run.FindingBuilder;
import org.realfm.run.SubjectEvidence;
import org.realfm.stats.Estimate;
import org.realfm.stats.Influence;

/// `resp.fairness.gaps`: are error rates and calibration close enough across groups, and is the worst group acceptable?
public final class FairnessGaps implements Criterion.OfSubject {

    static final Card.Threshold MARGIN = new Card.Threshold(
            "largest gap between two groups, risk R1 and R2", Risk.R2.fairnessMargin(), Card.Basis.CONVENTION);
    static final Card.Threshold MARGIN_R3 = new Card.Threshold(
            "largest gap between two groups, risk R3 and R4", Risk.R3.fairnessMargin(), Card.Basis.CONVENTION);

    static final Card CARD = new Card(
            Catalogue.entry(new CriterionId("resp.fairness.gaps")),
            "For each declared grouping and group: sensitivity and specificity at the locked threshold (a case on which the"
                    + " model fails counts as the wrong decision) and, where scores are probabilities and the sampling allows,"
                    + " calibration-in-the-large (observed minus expected share). Groups against the floors of the intended"
                    + " use; all pairs of groups of a grouping against the margin. Shown, not gated: O/E and net benefit,"
                    + " which depend on a group's prevalence, and the paired AUROC difference to the comparator (levelling"
                    + " down). A grouping value with fewer than 20 sick or 20 well patients takes part in no gap.",
            "Bootstrap by patient within truth (10,000 replicates up to 2,000 cases, fewer above), studentised max-T over all"
                    + " groups, endpoints and gaps at once; equivalence is read from the simultaneous intervals, so that a"
                    + " small sample cannot pass. DeLong, Wilson and log intervals for what is shown.",
            "Met if every group's lower limit is at or above the floor and every gap lies within +-0.10 (+-0.05 from risk R3"
                    + " on); not met if a group's upper limit is below the floor or a gap lies wholly beyond. A group with"
                    + " fewer than 20 sick or 20 well patients is inconclusive, and one whose sensitivity or specificity has a"
                    + " Wilson half-width above 0.10 cannot be met.",
            List.of(MARGIN, MARGIN_R3),
            List.of(
                    "Seyyed-Kalantari 2021 doi:10.1038/s41591-021-01595-0",
                    "Yang 2024 doi:10.1038/s41591-024-03113-4",
                    "Hardt 2016 (NeurIPS)",
                    "Westfall & Young 1993; Romano & Wolf 2005 doi:10.1198/016214504000000539"),
            "Equal on average, worse for the under-served.");

    private static final int GATE_REPLICATES = 10_000;

    private final int replicates;

    public FairnessGaps() {
        this(GATE_REPLICATES);
    }

    /// @param replicates of the bootstrap; controls use fewer
    public FairnessGaps(int replicates) {
        this.replicates = replicates;
    }

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public List<Finding> assess(SubjectEvidence evidence) {
        if (evidence.about().cohort().columns().groups().isEmpty()) {
            return List.of(evidence.finding(CARD)
                    .notAssessable(
                            "The study declares no groups of people.",
                            "Declare the columns that divide people, such as sex and age (cohort: groups)."));
        }
        GroupComparison comparison = GroupComparison.of(evidence, CARD, replicates);
        if (comparison.groups().isEmpty()) {
            return List.of(evidence.finding(CARD)
                    .notAssessable(
                            "No evaluated case has a known group.",
                            "Fill in the columns of the groups for the evaluated cases."));
        }
        double margin = evidence.about().study().use().risk().fairnessMargin();
        List<Finding> parts = Stream.concat(
                        comparison.groups().stream().map(group -> group.finding(evidence, CARD)),
                        comparison.groupings().stream().map(grouping -> gaps(evidence, comparison, grouping, margin)))
                .toList();
        List<Finding> findings = new ArrayList<>();
        findings.add(headline(evidence, comparison, parts, margin));
        findings.addAll(parts);
        return findings;
    }

    private static Finding gaps(SubjectEvidence evidence, GroupComparison comparison, String grouping, double margin) {
        SequencedMap<Estimate, Influence> measured =
                comparison.gaps().getOrDefault(grouping, new LinkedHashMap<>());
        List<Estimate> gaps = List.copyOf(measured.sequencedKeySet());
        List<String> left = comparison.groups().stream()
                .filter(group -> group.grouping().equals(grouping) && !group.comparable())
                .map(GroupMeasures::cell)
                .toList();
        String cell = "gaps " + grouping;
        if (gaps.isEmpty()) {
            return evidence.finding(CARD)
                    .cell(cell)
                    .notAssessable(
                            "Fewer than two groups of " + grouping + " have 20 sick and 20 well patients.",
                            "Collect at least 20 sick and 20 well patients in each group of " + grouping + ".");
        }
        Outcome compared = Decision.all(
                gaps.stream().map(gap -> Decision.within(gap, -margin, margin)).toList());
        Outcome outcome = compared == Outcome.MET && !left.isEmpty() ? Outcome.INCONCLUSIVE : compared;
        Estimate widest = gaps.stream()
                .max((a, b) -> Double.compare(Math.abs(a.value()), Math.abs(b.value())))
                .orElseThrow();
        String reason = String.format(
                Locale.ROOT,
                "The widest gap is %s: %+.3f (%+.3f to %+.3f, all groups at once) against +-%.2f%s.",
                widest.name(), widest.value(), widest.lower(), widest.upper(), margin,
                left.isEmpty() ? "" : "; too small to compare: " + String.join(", ", left));
        FindingBuilder finding = evidence.finding(CARD).cell(cell);
        measured.forEach((gap, influence) -> finding.asks(gap, -margin, margin, influence));
        return finding.estimates(gaps)
                .figure(figure(grouping, gaps, margin))
                .outcome(outcome, reason, settle(outcome, gaps, margin));
    }

    private static String settle(Outcome outcome, List<Estimate> gaps, double margin) {
        return switch (outcome) {
            case MET -> "";
            case NOT_MET -> "Find out why the groups are served differently; leave a group out of the use only if that is"
                    + " ethical, otherwise do not use the model.";
            default -> {
                double growth = gaps.stream()
                        .mapToDouble(gap -> Math.abs(gap.value()) < margin
                                ? Math.pow(gap.halfWidth() / (margin - Math.abs(gap.value())), 2)
                                : Double.POSITIVE_INFINITY)
                        .max()
                        .orElseThrow();
                yield Double.isInfinite(growth)
                        ? "A gap is estimated beyond the margin: more cases will rather show that than refute it."
                        : String.format(
                                Locale.ROOT,
                                "About %.1f times as many cases in each group, if the gaps stay as they are.",
                                Math.max(1.1, growth));
            }
        };
    }

    private static Finding headline(
            SubjectEvidence evidence, GroupComparison comparison, List<Finding> parts, double margin) {
        Outcome outcome = Decision.all(parts.stream().map(Finding::outcome).toList());
        List<String> open = parts.stream()
                .filter(part -> part.outcome() == outcome)
                .map(Finding::cell)
                .toList();
        String reason = outcome == Outcome.MET
                ? String.format(
                        Locale.ROOT,
                        "All %d groups keep to the floors and all gaps to +-%.2f.",
                        comparison.groups().size(), margin)
                : String.format(
                        Locale.ROOT,
                        "Of %d groups and their gaps (margin +-%.2f), these are %s: %s.",
                        comparison.groups().size(), margin, outcome.words(), String.join(", ", open));
        return evidence.finding(CARD)
                .asksAll(parts)
                .figure(comparison.figure(evidence.about().study().use().floors()))
                .outcome(outcome, reason, outcome == Outcome.MET ? "" : "See the findings of these groups and gaps.");
    }

    private static Figure figure(String grouping, List<Estimate> gaps, double margin) {
        return new Figure(
                Figure.Kind.FOREST,
                "gaps",
                "Gaps between groups of " + grouping + ", simultaneous intervals",
                Figure.Axis.fitted("difference"),
                Figure.Axis.fitted(""),
                List.of(Figure.Series.rows(
                        "gap",
                        gaps.stream().map(Estimate::name).toList(),
                        gaps.stream().map(Estimate::value).toList(),
                        gaps.stream().map(Estimate::lower).toList(),
                        gaps.stream().map(Estimate::upper).toList())),
                List.of(new Figure.Mark("margin", margin), new Figure.Mark("margin", -margin)));
    }
}
