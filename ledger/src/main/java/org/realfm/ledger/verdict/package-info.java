/// From findings to one of the verdicts V0 to V5: gates by minimum, majors by quorum, nothing averaged, everything
/// missing counted at its worst and shown as missing.
///
/// A guided tour, in the order in which a judgement is made:
///
/// 1. [Circumstances] are the facts of a use that no finding carries: signed exclusions, planned cells, a drift alarm.
/// 2. [Cascade] rewrites findings whose preconditions failed.
/// 3. `Standings` aggregates findings into one [Standing] a criterion (and a named part of one); its documentation holds
///    the proof that worsening a finding never helps.
/// 4. [DimensionLevel] is the interval of levels that a dimension holds.
/// 5. `Ladder` has the requirements of each [Level] as data, each a `Requirement`; `Ceilings` has what a failure puts
///    out of reach.
/// 6. [VerdictEngine] puts these together into a [Verdict]; [CarveOut] decides whether a failing cell may be removed
///    from scope instead.
///
/// Everything here is a pure function of its arguments.
@NullMarked
package org.realfm.ledger.verdict;

import org.jspecify.annotations.NullMarked;
