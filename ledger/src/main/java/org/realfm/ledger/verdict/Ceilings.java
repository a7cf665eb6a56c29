package org.realfm.ledger.verdict;

import static java.util.Map.entry;
import static org.realfm.ledger.verdict.Level.V1;
import static org.realfm.ledger.verdict.Level.V2;
import static org.realfm.ledger.verdict.Level.V4;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.realfm.ledger.CriterionId;
import org.realfm.ledger.IntendedUse;
import org.realfm.ledger.IntendedUse.Risk;
import org.realfm.ledger.Outcome;
import org.realfm.ledger.Tier;
import org.realfm.ledger.verdict.Requirement.Position;

/// What a failure puts out of reach (SCORING 4.3) as data.
///
/// A failed gate that the table does not name caps at the verdict below the first one that asks for it. For R4 every
/// ceiling of the table is one verdict lower, as every requirement is one row higher.
final class Ceilings {

    /// The highest verdict that is left, and why.
    record Ceiling(Level level, String because) {}

    private static final Map<CriterionId, Level> TABLE = Map.ofEntries(
            entry(Criteria.OVERLAP, V1),
            entry(Criteria.DATASHEET, V1),
            entry(Criteria.BOUNDARY, V1),
            entry(Criteria.IDENTITY, V1),
            entry(Criteria.FAILURE, V1),
            entry(Criteria.EGRESS, V1),
            entry(Criteria.SCOPE, V2),
            entry(Criteria.INJECTION, V2),
            entry(Criteria.OVERRIDE, V2),
            entry(Criteria.TRACEABILITY, V2),
            entry(Criteria.EVIDENCE_GATING, V2),
            entry(Criteria.OPERATING_POINT, V2),
            entry(Criteria.EXTERNAL_GAP, V2),
            entry(Criteria.SHORTCUT, V2),
            entry(Criteria.LATERALITY, V2),
            entry(Criteria.SEVERITY, V2),
            entry(Criteria.CRITICAL_MISS, V2),
            entry(Criteria.FAIRNESS, V2),
            entry(Criteria.AUTOMATION_BIAS, V2));

    private static final Map<CriterionId, String> ELEMENTS = Map.of(
            Criteria.CALIBRATION, "the probability",
            Criteria.TRACE, "the trace of reasoning",
            Criteria.SALIENCY, "the heat map");

    private Ceilings() {}

    /// The element of the output that this criterion vouches for: it is withheld while its gate is not satisfied, and
    /// the verdict is otherwise unaffected.
    static Optional<String> element(CriterionId criterion) {
        return Optional.ofNullable(ELEMENTS.get(criterion));
    }

    /// The ceilings of every failed gate, the lowest first, then in catalogue order.
    static List<Ceiling> of(Position position, IntendedUse use, Circumstances circumstances) {
        List<Ceiling> ceilings = new ArrayList<>();
        Standings standings = position.standings();
        for (Standing standing : standings.all()) {
            if (standing.outcome() == Outcome.NOT_MET && standing.tier() == Tier.GATE) {
                of(standing.criterion(), position, use, circumstances)
                        .ifPresent(level -> ceilings.add(failed(standing, level)));
            }
        }
        standings.cell(Criteria.DATASHEET, Criteria.LICENCE)
                .map(List::of)
                .orElseGet(() -> standings.of(Criteria.DATASHEET))
                .stream()
                .filter(standing -> standing.outcome() == Outcome.NOT_MET)
                .forEach(standing -> ceilings.add(failed(standing, byTable(Criteria.DATASHEET, use))));
        return ceilings.stream().sorted(Comparator.comparing(Ceiling::level)).toList();
    }

    private static Optional<Level> of(
            CriterionId criterion, Position position, IntendedUse use, Circumstances circumstances) {
        if (element(criterion).isPresent() || criterion.equals(Criteria.DATASHEET)) {
            return Optional.empty();
        }
        if (criterion.equals(Criteria.AUTOMATION_BIAS)
                && circumstances.has(Circumstances.Fact.HIDDEN_UNTIL_FIRST_READ)) {
            return Optional.of(lowered(V4, use));
        }
        return TABLE.containsKey(criterion)
                ? Optional.of(byTable(criterion, use))
                : belowFirstThatAsks(criterion, position, use, circumstances);
    }

    /// The verdict below the first that asks for this criterion to be met. That it be measured a failure can satisfy.
    private static Optional<Level> belowFirstThatAsks(
            CriterionId criterion, Position position, IntendedUse use, Circumstances circumstances) {
        return Arrays.stream(Level.values())
                .filter(level -> Ladder.upTo(level, use, circumstances).stream()
                        .filter(requirement -> !(requirement instanceof Requirement.GatesMeasured))
                        .flatMap(requirement -> requirement.unmet(position).stream())
                        .anyMatch(shortfall -> shortfall.criteria().contains(criterion)))
                .map(Level::below)
                .findFirst();
    }

    private static Level byTable(CriterionId criterion, IntendedUse use) {
        return lowered(TABLE.getOrDefault(criterion, Level.V5), use);
    }

    private static Level lowered(Level level, IntendedUse use) {
        return use.risk() == Risk.R4 ? level.below() : level;
    }

    private static Ceiling failed(Standing standing, Level level) {
        return new Ceiling(
                level,
                "capped at " + level + ": " + standing.name() + " is not met (" + Standing.clause(standing.reason())
                        + ")");
    }
}
