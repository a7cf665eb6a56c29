package org.realfm.ledger.verdict;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Holding;
import org.realfm.ledger.Outcome;

/// P(v >= k): how probable it is that a level would be reached if every quantity that was measured were known exactly, at
/// today's grades of evidence and with all that was not measured as it stands (SCORING 5).
///
/// In each aligned replicate a finding is met where what it asks for is true there, otherwise not met, and the ladder is
/// climbed anew. A finding without replicates keeps its outcome.
final class Reach {

    private Reach() {}

    /// @param level  the level that the findings reach
    /// @param ladder the level that others reach
    static Map<Level, Double> of(List<Finding> findings, Level level, Function<List<Finding>, Level> ladder) {
        int[] reaching = new int[Level.values().length];
        patterns(findings).forEach((pattern, count) -> {
            Level reached = findings.stream().anyMatch(Reach::varies) ? ladder.apply(rewritten(findings, pattern)) : level;
            for (Level each : Level.values()) {
                reaching[each.ordinal()] += each.compareTo(reached) <= 0 ? count : 0;
            }
        });
        Map<Level, Double> share = new EnumMap<>(Level.class);
        for (Level each : Level.values()) {
            share.put(each, (double) reaching[each.ordinal()] / Holding.REPLICATES);
        }
        return share;
    }

    /// Which findings hold together, and in how many replicates.
    private static Map<BitSet, Integer> patterns(List<Finding> findings) {
        List<BitSet> holding = findings.stream()
                .map(finding -> finding.holds().flatMap(Holding::replicates).orElseGet(BitSet::new))
                .toList();
        Map<BitSet, Integer> patterns = new HashMap<>();
        if (holding.stream().allMatch(BitSet::isEmpty)) {
            return Map.of(new BitSet(), Holding.REPLICATES);
        }
        for (int r = 0; r < Holding.REPLICATES; r++) {
            BitSet pattern = new BitSet(findings.size());
            for (int f = 0; f < findings.size(); f++) {
                pattern.set(f, holding.get(f).get(r));
            }
            patterns.merge(pattern, 1, Integer::sum);
        }
        return patterns;
    }

    private static List<Finding> rewritten(List<Finding> findings, BitSet holding) {
        List<Finding> rewritten = new ArrayList<>(findings.size());
        for (int f = 0; f < findings.size(); f++) {
            Finding finding = findings.get(f);
            rewritten.add(varies(finding) ? finding.with(holding.get(f) ? Outcome.MET : Outcome.NOT_MET) : finding);
        }
        return rewritten;
    }

    private static boolean varies(Finding finding) {
        return switch (finding.outcome()) {
            case MET, NOT_MET, INCONCLUSIVE -> finding.holds().flatMap(Holding::replicates).isPresent();
            case NOT_ASSESSABLE, NOT_APPLICABLE, ABSENT -> false;
        };
    }
}
