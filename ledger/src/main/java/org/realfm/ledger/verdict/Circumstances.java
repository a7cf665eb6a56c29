package org.realfm.ledger.verdict;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.realfm.ledger.CriterionId;

/// Facts that bear on a verdict and that no finding carries. [#NONE] is the most cautious reading of "nothing is known"
/// that still lets evidence speak.
///
/// @param exclusions       criteria declared not applicable beyond the rules of the use, each with its signed reason;
///                         a finding that calls itself not applicable has no effect without a rule or a signature
/// @param attested         criteria whose evidence is an attestation
/// @param expired          criteria whose evidence has expired: counted as absent
/// @param plannedCells     the cells that the locked plan promises, by criterion; one without a finding is absent
/// @param externalSites    how many sites that the developer did not use stand behind the evidence
/// @param daysInRoutineUse since the start of routine use; 0 before
/// @param facts            what else holds
public record Circumstances(
        Map<CriterionId, String> exclusions,
        Set<CriterionId> attested,
        Set<CriterionId> expired,
        Map<CriterionId, Set<String>> plannedCells,
        int externalSites,
        int daysInRoutineUse,
        Set<Fact> facts) {

    /// A fact that holds or does not.
    public enum Fact {
        /// Monitoring is in alarm.
        DRIFT_ALARM,
        /// The output stays hidden until the reader's own first read is locked.
        HIDDEN_UNTIL_FIRST_READ,
        /// Cases were sampled by outcome and no sampling weights exist.
        ENRICHED_WITHOUT_WEIGHTS,
        /// The threshold was fixed after results were seen.
        THRESHOLD_AFTER_UNBLINDING
    }

    /// Nothing beyond the findings is known.
    public static final Circumstances NONE =
            new Circumstances(Map.of(), Set.of(), Set.of(), Map.of(), 0, 0, Set.of());

    public Circumstances {
        exclusions = Map.copyOf(exclusions);
        attested = Set.copyOf(attested);
        expired = Set.copyOf(expired);
        Map<CriterionId, Set<String>> cells = new HashMap<>();
        plannedCells.forEach((criterion, names) -> cells.put(criterion, Set.copyOf(names)));
        plannedCells = Map.copyOf(cells);
        facts = Set.copyOf(facts);
        if (externalSites < 0 || daysInRoutineUse < 0) {
            throw new IllegalArgumentException("numbers of sites and days are not negative, found " + externalSites
                    + " sites and " + daysInRoutineUse + " days");
        }
    }

    /// Whether this fact holds.
    public boolean has(Fact fact) {
        return facts.contains(fact);
    }

    /// With one more fact.
    public Circumstances with(Fact fact) {
        Set<Fact> more = new HashSet<>(facts);
        more.add(fact);
        return new Circumstances(
                exclusions, attested, expired, plannedCells, externalSites, daysInRoutineUse, more);
    }

    /// With one more criterion declared not applicable for a signed reason.
    public Circumstances excluding(CriterionId criterion, String signedReason) {
        Map<CriterionId, String> more = new HashMap<>(exclusions);
        more.put(criterion, signedReason);
        return new Circumstances(more, attested, expired, plannedCells, externalSites, daysInRoutineUse, facts);
    }

    /// With these criteria resting on attestation, in place of any before.
    public Circumstances attesting(Collection<CriterionId> criteria) {
        return new Circumstances(
                exclusions, Set.copyOf(criteria), expired, plannedCells, externalSites, daysInRoutineUse, facts);
    }

    /// With these criteria's evidence expired, in place of any before.
    public Circumstances expiring(Collection<CriterionId> criteria) {
        return new Circumstances(
                exclusions, attested, Set.copyOf(criteria), plannedCells, externalSites, daysInRoutineUse, facts);
    }

    /// With these planned cells, in place of any before.
    public Circumstances planning(Map<CriterionId, Set<String>> cells) {
        return new Circumstances(exclusions, attested, expired, cells, externalSites, daysInRoutineUse, facts);
    }

    /// With this number of external sites.
    public Circumstances withExternalSites(int sites) {
        return new Circumstances(exclusions, attested, expired, plannedCells, sites, daysInRoutineUse, facts);
    }

    /// After this many days of routine use.
    public Circumstances afterDaysInRoutineUse(int days) {
        return new Circumstances(exclusions, attested, expired, plannedCells, externalSites, days, facts);
    }
}
