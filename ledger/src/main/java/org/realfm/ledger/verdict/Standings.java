package org.realfm.ledger.verdict;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.realfm.ledger.Applicability;
import org.realfm.ledger.Catalogue;
import org.realfm.ledger.CriterionId;
import org.realfm.ledger.Dimension;
import org.realfm.ledger.Finding;
import org.realfm.ledger.IntendedUse;
import org.realfm.ledger.Outcome;
import org.realfm.ledger.Tier;

/// Where every applicable criterion stands, in catalogue order.
///
/// **The rule of aggregation.** Within one cell a `not met` decides, whatever its grade and whatever else was found
/// there; otherwise the finding with the highest credited level decides, and the worse outcome among equals. Over the
/// cells of one criterion the worst outcome (`not met`, `not assessable`, `absent`, `inconclusive`, `met`) and the least
/// level count. A criterion without findings is absent.
///
/// **Why not "the highest grade decides".** That rule turns a failure at E3 beside a pass at E2 into a pass as soon as
/// the failure is re-graded to E1: worsening an entry would raise the verdict. Any rule by which a failure's grade
/// matters has this hole, and so has any rule by which an imprecise result can outvote a conclusive one. Here the level
/// of a cell is 0 if any of its findings failed and the maximum of their credited levels otherwise; both fall or stay
/// as a finding's outcome or grade falls, and so does every step that follows. A pass at E2 and a failure at E3 still
/// give `not met`, as the catalogue asks; a failure at E2 and a pass at E3 on the same locked subject give `not met` as
/// well, until the failing cell is carved out or the subject changes.
///
/// **What removing a finding does.** Removing one that is met, or the whole of a criterion, never helps. Removing one
/// *cell* of several could: which cells must exist is known only to the plan, see [Circumstances#plannedCells].
final class Standings {

    private final List<Standing> standings;
    private final Map<CriterionId, List<Standing>> byCriterion;
    private final Map<Dimension, List<Standing>> byDimension;
    private final Map<CriterionId, String> notApplicable;
    private final Map<CriterionId, List<Finding>> findings;
    private final Circumstances circumstances;
    private final End end;

    private Standings(
            List<Standing> standings,
            Map<CriterionId, String> notApplicable,
            Map<CriterionId, List<Finding>> findings,
            Circumstances circumstances,
            End end) {
        this.standings = standings;
        this.byCriterion = standings.stream().collect(Collectors.groupingBy(Standing::criterion));
        this.byDimension = standings.stream()
                .collect(Collectors.groupingBy(standing -> standing.criterion().dimension()));
        this.notApplicable = notApplicable;
        this.findings = findings;
        this.circumstances = circumstances;
        this.end = end;
    }

    /// Aggregates findings about one subject, after [Cascade].
    static Standings of(List<Finding> findings, IntendedUse use, Circumstances circumstances, End end) {
        Map<CriterionId, List<Finding>> about = findings.stream()
                .filter(finding -> finding.outcome() != Outcome.NOT_APPLICABLE)
                .collect(Collectors.groupingBy(Finding::criterion));
        List<Standing> standings = new ArrayList<>();
        Map<CriterionId, String> notApplicable = new LinkedHashMap<>();
        for (Catalogue.Entry entry : Catalogue.all()) {
            CriterionId id = entry.id();
            String signed = circumstances.exclusions().get(id);
            if (signed != null) {
                notApplicable.put(id, signed);
                continue;
            }
            switch (Applicability.of(entry, use)) {
                case Applicability.NotApplicable(String rule) -> notApplicable.put(id, rule);
                case Applicability.Applies(Tier tier) -> {
                    Set<String> planned = circumstances.plannedCells().getOrDefault(id, Set.of());
                    List<Finding> own = about.getOrDefault(id, List.of());
                    standings.addAll(ofCriterion(id, tier, own, planned, end));
                }
            }
        }
        return new Standings(List.copyOf(standings), notApplicable, about, circumstances, end);
    }

    private static List<Standing> ofCriterion(
            CriterionId id, Tier tier, List<Finding> findings, Set<String> planned, End end) {
        Map<String, Tier> parts = Applicability.parts(id);
        List<Standing> standings = new ArrayList<>();
        new TreeMap<>(parts).forEach((part, partTier) -> {
            List<Finding> own =
                    findings.stream().filter(f -> f.cell().equals(part)).toList();
            standings.add(Standing.of(id, part, partTier, own, Set.of(), end));
        });
        // A finding's own tier may raise that of the criterion, never lower it.
        Map<Tier, List<Finding>> byTier = new TreeMap<>();
        findings.stream()
                .filter(f -> !parts.containsKey(f.cell()))
                .forEach(f -> byTier.computeIfAbsent(highest(tier, f.tier()), t -> new ArrayList<>())
                        .add(f));
        Set<String> missing = new TreeSet<>(planned);
        missing.removeAll(parts.keySet());
        findings.forEach(f -> missing.remove(f.cell()));
        if (byTier.isEmpty() || !missing.isEmpty()) {
            byTier.putIfAbsent(tier, List.of());
        }
        byTier.forEach((t, own) ->
                standings.add(Standing.of(id, Finding.ALL, t, own, t == tier ? missing : Set.of(), end)));
        return standings;
    }

    private static Tier highest(Tier a, Tier b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    List<Standing> all() {
        return standings;
    }

    /// Why each criterion that does not apply does not.
    Map<CriterionId, String> notApplicable() {
        return notApplicable;
    }

    List<Standing> of(Dimension dimension) {
        return byDimension.getOrDefault(dimension, List.of());
    }

    /// The standings of a criterion: none if it does not apply, several if parts of it have tiers of their own.
    List<Standing> of(CriterionId criterion) {
        return byCriterion.getOrDefault(criterion, List.of());
    }

    /// The gates of a dimension that a verdict asks for. A gate on an element that is shown only as long as it is
    /// trustworthy (see [Ceilings#element]) is left out: while it fails, the element is withheld and nothing else.
    List<Standing> requiredGates(Dimension dimension) {
        return of(dimension).stream()
                .filter(s -> s.tier() == Tier.GATE && Ceilings.element(s.criterion()).isEmpty())
                .toList();
    }

    /// The standing of one cell of a criterion; empty if the criterion does not apply, or nothing was found in that cell
    /// and the plan does not promise it.
    Optional<Standing> cell(CriterionId criterion, String cell) {
        List<Finding> own = findings.getOrDefault(criterion, List.of()).stream()
                .filter(f -> f.cell().equals(cell))
                .toList();
        boolean planned =
                circumstances.plannedCells().getOrDefault(criterion, Set.of()).contains(cell);
        return own.isEmpty() && !planned
                ? Optional.empty()
                : of(criterion).stream()
                        .findFirst()
                        .map(whole -> Standing.of(criterion, cell, whole.tier(), own, Set.of(), end));
    }
}
