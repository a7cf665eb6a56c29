package org.realfm.ledger;

import java.util.List;
import java.util.Optional;
import org.realfm.stats.Estimate;

/// What one criterion says of one subject in one cell of the intended use.
///
/// @param criterion   which question
/// @param subject     digest of the [Subject]; empty where the finding is about the cohort and holds for every subject
/// @param cell        the part of the question or of the population that it speaks of: `all`, `sex=F`, `determinism`, ...
/// @param tier        how much it decides for this intended use; parts of one criterion may differ
/// @param grade       where the evidence came from
/// @param outcome     what it says
/// @param estimates   the numbers behind it, each with its interval; empty where nothing could be measured
/// @param reason      one or two sentences for a reader: what was compared with what
/// @param wouldSettle what would turn it into `met` or `not met`, or repair it; empty where nothing remains open
/// @param timed       whether it rests on measured time and so may differ between two runs
/// @param figures     what a report draws for it
/// @param holds       how sure the data are that what is asked for is true; empty where that was not computed
public record Finding(
        CriterionId criterion,
        Optional<Digest> subject,
        String cell,
        Tier tier,
        Grade grade,
        Outcome outcome,
        List<Estimate> estimates,
        String reason,
        String wouldSettle,
        boolean timed,
        List<Figure> figures,
        Optional<Holding> holds) {

    /// The cell that stands for the whole of the question.
    public static final String ALL = "all";

    public Finding {
        estimates = List.copyOf(estimates);
        figures = List.copyOf(figures);
        if (cell.isBlank() || reason.isBlank()) {
            throw new IllegalArgumentException(criterion + ": a finding names its cell and gives its reason");
        }
    }

    /// A finding without a confidence.
    public Finding(
            CriterionId criterion,
            Optional<Digest> subject,
            String cell,
            Tier tier,
            Grade grade,
            Outcome outcome,
            List<Estimate> estimates,
            String reason,
            String wouldSettle,
            boolean timed,
            List<Figure> figures) {
        this(
                criterion, subject, cell, tier, grade, outcome, estimates, reason, wouldSettle, timed, figures,
                Optional.empty());
    }

    /// The same finding with another outcome.
    public Finding with(Outcome other) {
        return new Finding(
                criterion, subject, cell, tier, grade, other, estimates, reason, wouldSettle, timed, figures, holds);
    }

    /// Credited level L (CRITERIA 0.2, SCORING 2): the grade if met, at most 1 if inconclusive, otherwise 0.
    public int level() {
        return switch (outcome) {
            case MET -> grade.level();
            case INCONCLUSIVE -> Math.min(grade.level(), 1);
            case NOT_MET, NOT_ASSESSABLE, NOT_APPLICABLE, ABSENT -> 0;
        };
    }
}
