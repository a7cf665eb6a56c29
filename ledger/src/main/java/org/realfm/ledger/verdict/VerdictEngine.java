package org.realfm.ledger.verdict;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.realfm.ledger.Catalogue;
import org.realfm.ledger.CriterionId;
import org.realfm.ledger.Dimension;
import org.realfm.ledger.Finding;
import org.realfm.ledger.IntendedUse;
import org.realfm.ledger.IntendedUse.Autonomy;
import org.realfm.ledger.IntendedUse.Risk;
import org.realfm.ledger.IntendedUse.Trait;
import org.realfm.ledger.Tier;
import org.realfm.ledger.verdict.Ceilings.Ceiling;
import org.realfm.ledger.verdict.Requirement.Position;

/// The verdict algorithm (SCORING 4.5).
///
/// Held by tests over random ledgers: removing an entry that is met never raises the verdict; worsening an entry's outcome
/// or grade never does; adding one that is not met never lifts it above V2; a higher risk class never raises it;
/// `level <= upper <= cap`; the order of findings is irrelevant.
public final class VerdictEngine {

    private VerdictEngine() {}

    /// Judges with nothing known beyond the findings.
    public static Verdict judge(List<Finding> findings, IntendedUse use) {
        return judge(findings, use, Circumstances.NONE);
    }

    /// Judges one subject for one use. Findings about the cohort (without a subject) count for it as well.
    ///
    /// @throws IllegalArgumentException if the findings are about more than one subject, or name a criterion that the
    ///                                  catalogue does not have
    public static Verdict judge(List<Finding> findings, IntendedUse use, Circumstances circumstances) {
        check(findings);
        List<Finding> valid = findings.stream()
                .filter(finding -> !circumstances.expired().contains(finding.criterion()))
                .toList();
        Position now = position(valid, use, circumstances, End.LOWER);
        Position settled = position(valid, use, circumstances, End.UPPER);
        Verdict.Attestation attestation = attestation(now.standings(), circumstances);

        Map<Level, List<Shortfall>> shortfalls = shortfalls(now, use, circumstances);
        List<Ceiling> ceilings = ceilings(now, use, circumstances);
        Level cap = lowest(ceilings);
        Level level = highest(shortfalls).atMost(cap);
        Level upper = highest(shortfalls(settled, use, circumstances)).atMost(cap);
        shortfalls.keySet().removeIf(other -> other.compareTo(level) <= 0);

        List<String> withheld = withheld(now, level, use, circumstances);
        return new Verdict(
                level,
                upper,
                cap,
                because(level, cap, ceilings, shortfalls, withheld),
                dimensions(now.standings(), settled.standings(), use),
                holds(now.standings(), use, circumstances),
                Reach.of(valid, level, replicate -> level(replicate, use, circumstances)),
                shortfalls,
                withheld,
                attestation,
                now.standings().all(),
                now.standings().notApplicable());
    }

    private static void check(List<Finding> findings) {
        findings.forEach(finding -> Catalogue.entry(finding.criterion()));
        Set<String> subjects = findings.stream()
                .flatMap(finding -> finding.subject().stream())
                .map(digest -> digest.brief())
                .collect(Collectors.toSet());
        if (subjects.size() > 1) {
            throw new IllegalArgumentException("a verdict is about one subject, found findings about "
                    + subjects.stream().sorted().collect(Collectors.joining(", ")));
        }
    }

    private static Position position(List<Finding> findings, IntendedUse use, Circumstances circumstances, End end) {
        Standings before = Standings.of(findings, use, circumstances, end);
        List<Finding> rewritten = Cascade.apply(findings, before, circumstances);
        Standings standings = rewritten.equals(findings) ? before : Standings.of(rewritten, use, circumstances, end);
        return new Position(standings, circumstances.externalSites(), use.site().isPresent(), end);
    }

    /// The level alone.
    private static Level level(List<Finding> findings, IntendedUse use, Circumstances circumstances) {
        Position position = position(findings, use, circumstances, End.LOWER);
        return highest(shortfalls(position, use, circumstances)).atMost(lowest(ceilings(position, use, circumstances)));
    }

    private static List<Ceiling> ceilings(Position position, IntendedUse use, Circumstances circumstances) {
        List<Ceiling> ceilings = new ArrayList<>(Ceilings.of(position, use, circumstances));
        ceilings.addAll(otherCeilings(use, circumstances, attestation(position.standings(), circumstances)));
        return ceilings;
    }

    private static Level lowest(List<Ceiling> ceilings) {
        return ceilings.stream().map(Ceiling::level).reduce(Level.V5, Level::atMost);
    }

    /// Counted over all gates that apply, whatever they say, so that the share depends on no result.
    private static Verdict.Attestation attestation(Standings standings, Circumstances circumstances) {
        Set<CriterionId> gates = standings.all().stream()
                .filter(standing -> standing.tier() == Tier.GATE)
                .map(Standing::criterion)
                .collect(Collectors.toSet());
        int attested = (int)
                gates.stream().filter(circumstances.attested()::contains).count();
        return new Verdict.Attestation(attested, gates.size());
    }

    private static List<Ceiling> otherCeilings(
            IntendedUse use, Circumstances circumstances, Verdict.Attestation attestation) {
        List<Ceiling> ceilings = new ArrayList<>();
        if (use.autonomy() == Autonomy.A4) {
            ceilings.add(new Ceiling(
                    Level.V0, "refused: no verdict is given on unsupervised diagnosis (A4); a person must decide"));
        }
        if (circumstances.has(Circumstances.Fact.DRIFT_ALARM)) {
            ceilings.add(new Ceiling(Level.V2, "suspended to V2: a drift alarm is open"));
        }
        if (attestation.isMost()) {
            ceilings.add(new Ceiling(
                    Level.V2,
                    "capped at V2: mostly attested, " + attestation.attested() + " of " + attestation.required()
                            + " required gates rest on attestation"));
        }
        if (use.autonomy().compareTo(Autonomy.A2) <= 0) {
            ceilings.add(new Ceiling(
                    Level.V4, "capped at V4: the use leaves every action to a person (" + use.autonomy() + ")"));
        }
        if (use.has(Trait.FREE_TEXT)) {
            ceilings.add(new Ceiling(Level.V4, "capped at V4: the output is free text"));
        }
        if (use.risk() == Risk.R4) {
            ceilings.add(new Ceiling(Level.V4, "capped at V4: a wrong output may kill (R4)"));
        }
        return ceilings;
    }

    /// What every verdict lacks; an empty list where nothing is lacking.
    private static Map<Level, List<Shortfall>> shortfalls(
            Position position, IntendedUse use, Circumstances circumstances) {
        Map<Requirement, List<Shortfall>> unmet = new HashMap<>();
        Map<Level, List<Shortfall>> shortfalls = new EnumMap<>(Level.class);
        for (Level level : Level.values()) {
            // The highest row comes last and asks for the most, so it speaks for the rows below.
            Map<String, Shortfall> byName = new TreeMap<>();
            Ladder.upTo(level, use, circumstances).stream()
                    .map(requirement -> unmet.computeIfAbsent(requirement, each -> each.unmet(position)))
                    .flatMap(List::stream)
                    .forEach(shortfall -> byName.put(shortfall.what(), shortfall));
            shortfalls.put(level, worstFirst(byName.values(), position.standings()));
        }
        return shortfalls;
    }

    private static List<Shortfall> worstFirst(Collection<Shortfall> shortfalls, Standings standings) {
        return shortfalls.stream()
                .sorted(Comparator.comparingInt(shortfall -> -severity(shortfall, standings)))
                .toList();
    }

    private static int severity(Shortfall shortfall, Standings standings) {
        return shortfall.criteria().stream()
                .flatMap(criterion -> standings.of(criterion).stream())
                .mapToInt(standing -> Standing.BEST_FIRST.indexOf(standing.outcome()))
                .max()
                .orElse(0);
    }

    private static Level highest(Map<Level, List<Shortfall>> shortfalls) {
        Level highest = Level.V0;
        for (Level level : Level.values()) {
            if (!shortfalls.getOrDefault(level, List.of()).isEmpty()) {
                return highest;
            }
            highest = level;
        }
        return highest;
    }

    /// The elements whose gate lacks what this verdict asks of the gates of its line; below V3 nobody sees the output,
    /// and what V3 asks is said.
    private static List<String> withheld(
            Position position, Level level, IntendedUse use, Circumstances circumstances) {
        Level shown = level.compareTo(Level.V3) < 0 ? Level.V3 : level;
        List<String> withheld = new ArrayList<>();
        for (Standing standing : position.standings().all()) {
            Optional<String> element = Ceilings.element(standing.criterion());
            if (element.isPresent() && standing.tier() == Tier.GATE) {
                int needed = Ladder.gateLevel(shown, standing.criterion().dimension(), use, circumstances);
                if (standing.level() < needed) {
                    withheld.add(element.get() + " stays hidden: to show it, " + shown + " needs " + standing.name()
                            + " at E" + needed + ": " + standing.inWords());
                }
            }
        }
        return withheld;
    }

    private static Map<Dimension, DimensionLevel> dimensions(Standings now, Standings settled, IntendedUse use) {
        Map<Dimension, DimensionLevel> dimensions = new EnumMap<>(Dimension.class);
        for (Dimension dimension : Dimension.values()) {
            if (dimension != Dimension.COORDINATION || use.has(Trait.PANEL)) {
                dimensions.put(dimension, DimensionLevel.of(dimension, now, settled));
            }
        }
        return dimensions;
    }

    private static Map<Level, Chance> holds(Standings standings, IntendedUse use, Circumstances circumstances) {
        Map<Level, Chance> holds = new EnumMap<>(Level.class);
        for (Level level : Level.values()) {
            Set<Standing> asked = new LinkedHashSet<>();
            Ladder.upTo(level, use, circumstances).forEach(requirement -> asked.addAll(requirement.asked(standings)));
            holds.put(level, Chance.all(asked.stream().map(Standing::holds).toList()));
        }
        return holds;
    }

    private static List<String> because(
            Level level,
            Level cap,
            List<Ceiling> ceilings,
            Map<Level, List<Shortfall>> shortfalls,
            List<String> withheld) {
        List<String> because = new ArrayList<>();
        ceilings.stream()
                .filter(ceiling -> ceiling.level() != Level.V4 || cap == Level.V4)
                .sorted(Comparator.comparing(Ceiling::level))
                .map(Ceiling::because)
                .forEach(because::add);
        if (level.compareTo(cap) < 0) {
            Level next = level.above();
            shortfalls.getOrDefault(next, List.of()).stream()
                    .map(shortfall -> next + " needs " + shortfall.sentence())
                    .forEach(because::add);
        }
        because.addAll(withheld);
        if (because.isEmpty()) {
            because.add("every requirement of " + level + " is satisfied");
        }
        return because;
    }
}
