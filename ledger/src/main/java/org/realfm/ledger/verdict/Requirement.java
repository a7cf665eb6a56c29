package org.realfm.ledger.verdict;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.realfm.ledger.CriterionId;
import org.realfm.ledger.Dimension;

/// One thing that a verdict asks for. A criterion that does not apply to the use is not asked for.
sealed interface Requirement {

    /// Where a subject stands, at one end of what is known.
    record Position(Standings standings, int externalSites, boolean siteNamed, End end) {}

    /// What is missing; empty if the requirement is satisfied.
    List<Shortfall> unmet(Position position);

    /// The standings that must be met for it; empty if it asks for something else.
    default List<Standing> asked(Standings standings) {
        return List.of();
    }

    /// This criterion, all its parts, has L of at least `level`.
    record CriterionAt(CriterionId criterion, int level) implements Requirement {
        @Override
        public List<Shortfall> unmet(Position position) {
            return lacking(asked(position.standings()), level);
        }

        @Override
        public List<Standing> asked(Standings standings) {
            return standings.of(criterion);
        }
    }

    /// One cell of this criterion has L of at least `level`; without a finding on that cell, the criterion has.
    record CellAt(CriterionId criterion, String cell, int level) implements Requirement {
        @Override
        public List<Shortfall> unmet(Position position) {
            return lacking(asked(position.standings()), level);
        }

        @Override
        public List<Standing> asked(Standings standings) {
            return standings.cell(criterion, cell).map(List::of).orElseGet(() -> standings.of(criterion));
        }
    }

    /// Every gate of this line has L of at least `level`.
    record GatesAt(Dimension line, int level) implements Requirement {
        @Override
        public List<Shortfall> unmet(Position position) {
            return lacking(asked(position.standings()), level);
        }

        @Override
        public List<Standing> asked(Standings standings) {
            return standings.requiredGates(line);
        }
    }

    /// Every gate of this line has a result of grade E2 or better; the result may be a failure.
    record GatesMeasured(Dimension line) implements Requirement {
        @Override
        public List<Shortfall> unmet(Position position) {
            return shortfalls(
                    position.standings().requiredGates(line), standing -> !standing.measured(), "measured at E2");
        }
    }

    /// This line holds `level`.
    record LineAt(Dimension line, int level) implements Requirement {
        @Override
        public List<Shortfall> unmet(Position position) {
            List<Standing> standings = position.standings().of(line);
            int held = DimensionLevel.level(standings);
            if (held >= level) {
                return List.of();
            }
            List<CriterionId> blocking = DimensionLevel.blocking(standings, level);
            String names = blocking.stream().map(CriterionId::value).collect(Collectors.joining(", "));
            return List.of(new Shortfall(
                    "the " + line.key() + " line", "at level " + level, "at level " + held + ", held by " + names,
                    blocking));
        }
    }

    /// One of these criteria, among those that apply, has L of at least `level`.
    record EitherAt(List<CriterionId> criteria, int level) implements Requirement {
        @Override
        public List<Shortfall> unmet(Position position) {
            List<List<Shortfall>> each = criteria.stream()
                    .filter(criterion -> !position.standings().of(criterion).isEmpty())
                    .map(criterion -> new CriterionAt(criterion, level).unmet(position))
                    .toList();
            return each.stream().anyMatch(List::isEmpty)
                    ? List.of()
                    : each.stream().flatMap(List::stream).toList();
        }
    }

    /// The use names the site for which the verdict is given.
    record SiteNamed() implements Requirement {
        @Override
        public List<Shortfall> unmet(Position position) {
            return position.siteNamed()
                    ? List.of()
                    : List.of(new Shortfall("a site", "named in the intended use", "none is", List.of()));
        }
    }

    /// The evidence covers at least this many sites that the developer did not use.
    record ExternalSites(int least) implements Requirement {
        @Override
        public List<Shortfall> unmet(Position position) {
            int sites = position.externalSites();
            return sites >= least || position.end() == End.UPPER
                    ? List.of()
                    : List.of(new Shortfall("evidence", "from " + least + " external sites", "from " + sites, List.of()));
        }
    }

    private static List<Shortfall> lacking(List<Standing> standings, int level) {
        return shortfalls(standings, standing -> standing.level() < level, "at E" + level);
    }

    private static List<Shortfall> shortfalls(List<Standing> standings, Predicate<Standing> lacks, String need) {
        return standings.stream()
                .filter(lacks)
                .map(s -> new Shortfall(s.name(), need, s.inWords(), List.of(s.criterion())))
                .toList();
    }
}
