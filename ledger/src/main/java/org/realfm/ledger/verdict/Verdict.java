package org.realfm.ledger.verdict;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.realfm.ledger.CriterionId;
import org.realfm.ledger.Dimension;

/// What may happen with one subject, for one use, at one site.
///
/// @param level         the verdict: the highest level at or below `cap` whose requirements the evidence satisfies
/// @param upper         the verdict if everything open (absent, not assessable, inconclusive) were settled well;
///                      `level <= upper <= cap`
/// @param cap           what failures and the use itself leave within reach
/// @param because       plain sentences, worst first; never empty
/// @param dimensions    the interval of every dimension; coordination for panels only
/// @param holds         for every level, how probable it is, given the data, that all criteria which it asks to be met are
///                      met in truth, whatever the grade of the evidence; quorums of majors are left out
/// @param reached       for every level, how probable it is that the verdict would be at or above it if every measured
///                      quantity were known exactly, at today's grades of evidence (P(v >= k))
/// @param shortfalls    for every level above `level`, what it asks for and lacks, the worst first
/// @param withheld      elements of the output that may not be shown, as sentences
/// @param attestation   how many of the required gates rest on attestation
/// @param standings     where every applicable criterion stands, in catalogue order
/// @param notApplicable why each of the others does not apply, in catalogue order
public record Verdict(
        Level level,
        Level upper,
        Level cap,
        List<String> because,
        Map<Dimension, DimensionLevel> dimensions,
        Map<Level, Chance> holds,
        Map<Level, Double> reached,
        Map<Level, List<Shortfall>> shortfalls,
        List<String> withheld,
        Attestation attestation,
        List<Standing> standings,
        Map<CriterionId, String> notApplicable) {

    public Verdict {
        because = List.copyOf(because);
        dimensions = Collections.unmodifiableMap(new EnumMap<>(dimensions));
        holds = Collections.unmodifiableMap(new EnumMap<>(holds));
        reached = Collections.unmodifiableMap(new EnumMap<>(reached));
        shortfalls = Collections.unmodifiableMap(new EnumMap<>(shortfalls));
        withheld = List.copyOf(withheld);
        standings = List.copyOf(standings);
        notApplicable = Collections.unmodifiableMap(new LinkedHashMap<>(notApplicable));
    }

    /// The interval of this dimension.
    ///
    /// @throws IllegalArgumentException for coordination, if the subject is no panel
    public DimensionLevel dimension(Dimension dimension) {
        DimensionLevel level = dimensions.get(dimension);
        if (level == null) {
            throw new IllegalArgumentException("only a panel has a " + dimension.key() + " line");
        }
        return level;
    }

    /// How probable it is that all criteria which this level asks to be met are met in truth.
    public Chance chance(Level other) {
        return Objects.requireNonNull(holds.get(other));
    }

    /// How probable it is that the verdict would be at or above this level if every measured quantity were known exactly.
    public double reached(Level other) {
        return Objects.requireNonNull(reached.get(other));
    }

    /// What this level asks for and lacks, the worst first; empty if nothing, or if the verdict has reached it.
    public List<Shortfall> lacking(Level other) {
        return shortfalls.getOrDefault(other, List.of());
    }

    /// The share of required gates that rest on attestation (SCORING 7).
    ///
    /// @param attested how many do
    /// @param required of how many that apply
    public record Attestation(int attested, int required) {

        /// Whether more than one in five do.
        public boolean isMost() {
            return 5 * attested > required;
        }
    }
}
