package org.realfm.ledger.verdict;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.realfm.ledger.CriterionId;
import org.realfm.ledger.Dimension;
import org.realfm.ledger.Outcome;
import org.realfm.ledger.Tier;

/// The interval of levels that one dimension holds. A wide interval means ignorance, a narrow low one means failure
/// (partial identification, Manski 2003). The lower end is the level.
///
/// @param lower   0 to 4: absent, not assessable and inconclusive count at their credited level
/// @param upper   0 to 4, not below `lower`: these three count as 4
/// @param binding criteria that keep the dimension from its next level, in catalogue order; empty at level 4
/// @param counts  criteria by outcome, those that do not apply included; the worst outcome of a criterion's parts counts
public record DimensionLevel(int lower, int upper, List<CriterionId> binding, Map<Outcome, Integer> counts) {

    public DimensionLevel {
        binding = List.copyOf(binding);
        counts = Collections.unmodifiableMap(new EnumMap<>(counts));
    }

    static DimensionLevel of(Dimension dimension, Standings lower, Standings upper) {
        List<Standing> standings = lower.of(dimension);
        int level = level(standings);
        return new DimensionLevel(
                level, level(upper.of(dimension)), binding(standings, level), counts(dimension, lower));
    }

    /// The highest level that these standings hold: every gate is there, no major failed, and at most one major in five
    /// (at least one) lags, by one level at most.
    static int level(List<Standing> standings) {
        int level = 0;
        while (level < 4 && blocking(standings, level + 1).isEmpty()) {
            level++;
        }
        return level;
    }

    private static List<CriterionId> binding(List<Standing> standings, int level) {
        return level == 4 ? List.of() : blocking(standings, level + 1);
    }

    /// The gates and majors that keep these standings from a level.
    static List<CriterionId> blocking(List<Standing> standings, int level) {
        List<Standing> majors =
                standings.stream().filter(s -> s.tier() == Tier.MAJOR).toList();
        long lagging = majors.stream().filter(s -> s.level() < level).count();
        boolean quorumMissed = lagging > Math.max(1, majors.size() / 5);
        Predicate<Standing> blocks = s -> switch (s.tier()) {
            case GATE -> s.level() < level;
            case MAJOR ->
                s.outcome() == Outcome.NOT_MET
                        || s.level() < level - 1
                        || quorumMissed && s.level() < level;
            case MINOR -> false;
        };
        return standings.stream()
                .filter(blocks)
                .map(Standing::criterion)
                .distinct()
                .toList();
    }

    private static Map<Outcome, Integer> counts(Dimension dimension, Standings standings) {
        Map<CriterionId, Outcome> worst = new TreeMap<>();
        standings.of(dimension).forEach(s -> worst.merge(s.criterion(), s.outcome(), DimensionLevel::worse));
        Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            counts.put(outcome, 0);
        }
        worst.values().forEach(outcome -> counts.merge(outcome, 1, Integer::sum));
        standings.notApplicable().keySet().stream()
                .filter(id -> id.dimension() == dimension)
                .forEach(id -> counts.merge(Outcome.NOT_APPLICABLE, 1, Integer::sum));
        return counts;
    }

    private static Outcome worse(Outcome a, Outcome b) {
        return Standing.BEST_FIRST.indexOf(a) >= Standing.BEST_FIRST.indexOf(b) ? a : b;
    }
}
