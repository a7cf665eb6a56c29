package org.realfm.ledger.verdict;

import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.realfm.ledger.CriterionId;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Grade;
import org.realfm.ledger.IntendedUse;
import org.realfm.ledger.Outcome;
import org.realfm.ledger.verdict.Circumstances.Fact;

/// What a failed precondition does to the results that rest on it (CRITERIA 0.8). Only results (`met`, `not met`,
/// `inconclusive`) are rewritten; the reason says why. Applying it twice changes nothing more.
///
/// Two rules of the catalogue act within a criterion and not here: a site-only AUROC close to the model's own, and a
/// grounding failure that makes the other probes of a text model unassessable.
public final class Cascade {

    /// `fires` looks at where the criteria stand and at the facts; `cap` is the highest grade left, E0 for
    /// "not assessable".
    private record Rule(
            BiPredicate<Standings, Circumstances> fires, Predicate<Finding> affects, Grade cap, String because) {}

    private static final Set<CriterionId> MEASURED_ON_THE_SET = Set.of(
            Criteria.NET_BENEFIT,
            Criteria.SURVIVAL,
            Criteria.FAIRNESS,
            Criteria.INTERSECTIONS,
            Criteria.LOCALISATION,
            Criteria.SALIENCY,
            Criteria.SEVERITY,
            Criteria.CRITICAL_MISS);

    private static final Set<CriterionId> NEED_TRUE_PREVALENCE =
            Set.of(Criteria.CALIBRATION, Criteria.NET_BENEFIT, Criteria.ALERTS);

    private static final Set<CriterionId> AT_THE_THRESHOLD = Set.of(
            Criteria.OPERATING_POINT,
            Criteria.EXTERNAL_GAP,
            Criteria.NET_BENEFIT,
            Criteria.ALERTS,
            Criteria.QUEUE,
            Criteria.FAIRNESS,
            Criteria.INTERSECTIONS,
            Criteria.SEVERITY,
            Criteria.CRITICAL_MISS);

    private static final List<Rule> RULES = List.of(
            new Rule(
                    failed(Criteria.OVERLAP),
                    Cascade::measuredOnTheSet,
                    Grade.E0,
                    "development and evaluation share patients (data.leakage.patient_overlap is not met)"),
            new Rule(
                    failed(Criteria.DUPLICATES),
                    Cascade::measuredOnTheSet,
                    Grade.E0,
                    "development and evaluation share pictures (data.leakage.near_duplicates is not met)"),
            new Rule(
                    (standings, c) -> c.has(Fact.ENRICHED_WITHOUT_WEIGHTS),
                    finding -> NEED_TRUE_PREVALENCE.contains(finding.criterion()),
                    Grade.E0,
                    "cases were sampled by outcome and no sampling weights exist"),
            new Rule(
                    failed(Criteria.CONTAMINATION).or(open(Criteria.CONTAMINATION)),
                    Cascade::measuredOnTheSet,
                    Grade.E1,
                    "it is not shown that pretraining did not see this set (data.contamination.pretraining)"),
            new Rule(
                    (standings, c) -> c.has(Fact.THRESHOLD_AFTER_UNBLINDING),
                    finding -> AT_THE_THRESHOLD.contains(finding.criterion()),
                    Grade.E1,
                    "the threshold was fixed after results were seen"),
            new Rule(
                    failed(Criteria.REFERENCE),
                    Cascade::measuredOnTheSet,
                    Grade.E2,
                    "the reference standard is weaker than the use requires (data.labels.reference_standard is not met)"));

    private Cascade() {}

    /// Rewrites findings about one subject, knowing nothing beyond them.
    public static List<Finding> apply(List<Finding> findings, IntendedUse use) {
        return apply(findings, use, Circumstances.NONE);
    }

    /// Rewrites findings about one subject.
    public static List<Finding> apply(List<Finding> findings, IntendedUse use, Circumstances circumstances) {
        return apply(findings, Standings.of(findings, use, circumstances, End.LOWER), circumstances);
    }

    /// Rewrites findings, given how the criteria stand at one end of what is known. At the upper end a precondition that
    /// is merely open is taken to be settled well, and only failures cascade. If no rule fires, the same list returns.
    static List<Finding> apply(List<Finding> findings, Standings standings, Circumstances circumstances) {
        List<Rule> firing = RULES.stream()
                .filter(rule -> rule.fires.test(standings, circumstances))
                .toList();
        return firing.isEmpty()
                ? findings
                : findings.stream().map(finding -> rewrite(finding, firing)).toList();
    }

    private static Finding rewrite(Finding finding, List<Rule> firing) {
        Finding rewritten = finding;
        for (Rule rule : firing) {
            if (rule.affects.test(rewritten) && isResult(rewritten)) {
                rewritten = rewrite(rewritten, rule);
            }
        }
        return rewritten;
    }

    private static Finding rewrite(Finding finding, Rule rule) {
        if (rule.cap == Grade.E0) {
            return with(finding, finding.grade(), Outcome.NOT_ASSESSABLE, "Not assessable: " + rule.because + ".");
        }
        return finding.grade().compareTo(rule.cap) <= 0
                ? finding
                : with(finding, rule.cap, finding.outcome(), "Capped at " + rule.cap + ": " + rule.because + ".");
    }

    private static Finding with(Finding f, Grade grade, Outcome outcome, String why) {
        return new Finding(
                f.criterion(),
                f.subject(),
                f.cell(),
                f.tier(),
                grade,
                outcome,
                f.estimates(),
                f.reason() + " " + why,
                f.wouldSettle(),
                f.timed(),
                f.figures(),
                f.holds());
    }

    private static boolean isResult(Finding finding) {
        return switch (finding.outcome()) {
            case MET, NOT_MET, INCONCLUSIVE -> true;
            case NOT_ASSESSABLE, NOT_APPLICABLE, ABSENT -> false;
        };
    }

    /// Results computed from the evaluation set's cases. Determinism asks only for the same bytes twice.
    private static boolean measuredOnTheSet(Finding finding) {
        return switch (finding.criterion().dimension()) {
            case TECHNICAL -> !finding.cell().equals("determinism");
            case REASONING -> true;
            default -> MEASURED_ON_THE_SET.contains(finding.criterion());
        };
    }

    private static BiPredicate<Standings, Circumstances> failed(CriterionId criterion) {
        return (standings, c) ->
                standings.of(criterion).stream().anyMatch(standing -> standing.outcome() == Outcome.NOT_MET);
    }

    /// Applies and is unknown; at the upper end an open criterion has level 4.
    private static BiPredicate<Standings, Circumstances> open(CriterionId criterion) {
        return (standings, c) -> standings.of(criterion).stream()
                .anyMatch(standing -> standing.outcome() != Outcome.MET && standing.level() < 4);
    }
}
