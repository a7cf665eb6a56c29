package org.realfm.ledger.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.realfm.ledger.Outcome;
import org.realfm.stats.Estimate;

/// A proposal to remove a failing cell from the authorised scope (SCORING 4.4) instead of bearing its ceiling.
///
/// @param cell             the cell, for example `view=supine portable`
/// @param detectable       whether the cell can be told from what arrives, before the model is asked
/// @param clinicalTarget   whether the cell is what the use is for
/// @param protectedGroup   whether the cell is defined by a protected attribute
/// @param equalAlternative whether its patients have an alternative that is as good
/// @param remaining        share of the intended stream's patients that stays in scope after this and all other
///                         carve-outs, with its interval
/// @param rejection        outcome of `flow.scope.rejection` for the new class of inputs
/// @param namedInCard      whether the model card names the cell as out of scope
public record CarveOut(
        String cell,
        boolean detectable,
        boolean clinicalTarget,
        boolean protectedGroup,
        boolean equalAlternative,
        Estimate remaining,
        Outcome rejection,
        boolean namedInCard) {

    /// The least share of the intended stream that may remain; with less it is a different intended use.
    public static final double LEAST_REMAINING = 0.70;

    public CarveOut {
        if (!(remaining.value() >= 0 && remaining.value() <= 1)) {
            throw new IllegalArgumentException(
                    "the remaining share lies between 0 and 1, found " + remaining.value());
        }
    }

    /// What may be done with the proposal.
    public sealed interface Decision {

        /// Share of the intended stream's patients that loses the use, between 0 and 1.
        double lost();

        /// The cell leaves the scope. All criteria must be computed again on what remains, and both scopes shown.
        record Granted(double lost) implements Decision {}

        /// It may be granted once these conditions hold.
        record Pending(double lost, List<String> conditions) implements Decision {}

        /// It may not be granted, for these reasons.
        record Refused(double lost, List<String> reasons) implements Decision {}
    }

    /// Decides. A reason to refuse outweighs everything; the share is judged by its interval, not by its value.
    public Decision decide() {
        double lost = 1 - remaining.value();
        List<String> reasons = refusals();
        if (!reasons.isEmpty()) {
            return new Decision.Refused(lost, reasons);
        }
        List<String> conditions = conditions();
        return conditions.isEmpty() ? new Decision.Granted(lost) : new Decision.Pending(lost, conditions);
    }

    private List<String> refusals() {
        List<String> reasons = new ArrayList<>();
        if (clinicalTarget) {
            reasons.add(cell + " is the clinical target");
        }
        if (protectedGroup && !equalAlternative) {
            reasons.add(cell + " is a protected group without an equal alternative");
        }
        if (!detectable) {
            reasons.add(cell + " cannot be told from what arrives");
        }
        if (remaining.upper() < LEAST_REMAINING) {
            reasons.add("less than " + percent(LEAST_REMAINING) + " of the intended stream remains ("
                    + percent(remaining.value()) + "): that is a different intended use");
        }
        return reasons;
    }

    private List<String> conditions() {
        List<String> conditions = new ArrayList<>();
        if (remaining.lower() < LEAST_REMAINING) {
            conditions.add("show on more cases that at least " + percent(LEAST_REMAINING)
                    + " of the intended stream remains (now " + percent(remaining.lower()) + " to "
                    + percent(remaining.upper()) + ")");
        }
        if (rejection != Outcome.MET) {
            conditions.add("flow.scope.rejection must be met for " + cell + ", it is " + rejection.words());
        }
        if (!namedInCard) {
            conditions.add("the model card must name " + cell + " as out of scope");
        }
        return conditions;
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f%%", 100 * share);
    }
}
