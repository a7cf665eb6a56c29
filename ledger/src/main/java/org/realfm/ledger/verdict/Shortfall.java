package org.realfm.ledger.verdict;

import java.util.List;
import org.realfm.ledger.CriterionId;

/// One requirement of a verdict that is not satisfied.
///
/// @param what     the criterion, the line or the fact that is asked for
/// @param need     how much of it, for example `at E2`
/// @param now      where it stands, for example `absent`
/// @param criteria whose evidence would settle it, in catalogue order; empty where it is no question of evidence
public record Shortfall(String what, String need, String now, List<CriterionId> criteria) {

    public Shortfall {
        criteria = List.copyOf(criteria);
    }

    /// What is needed and where it stands, for example `flow.failure.handling at E2: absent`.
    public String sentence() {
        return what + " " + need + ": " + now;
    }
}
