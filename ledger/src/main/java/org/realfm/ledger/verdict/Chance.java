package org.realfm.ledger.verdict;

import java.util.BitSet;
import java.util.Collection;
import java.util.Optional;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Holding;

/// How probable it is, given the data, that something holds. What has aligned replicates is counted in them; of the rest
/// nothing is assumed about how its parts depend on each other or on the former, and bounds are given (Frechet 1935;
/// Bonferroni).
///
/// @param apartLeast at least this, from 0 to 1: what has no replicates
/// @param apartMost  at most this, not below `apartLeast`: what has no replicates
/// @param replicates in which replicates the rest holds; empty where nothing has replicates
public record Chance(double apartLeast, double apartMost, Optional<BitSet> replicates) {

    static final Chance CERTAIN = new Chance(1, 1);
    static final Chance NONE = new Chance(0, 0);
    static final Chance UNKNOWN = new Chance(0, 1);

    public Chance {
        if (!(0 <= apartLeast && apartLeast <= apartMost && apartMost <= 1)) {
            throw new IllegalArgumentException("a chance lies in [0, 1], found " + apartLeast + " to " + apartMost);
        }
    }

    /// Without replicates.
    public Chance(double least, double most) {
        this(least, most, Optional.empty());
    }

    /// At least this, from 0 to 1.
    public double least() {
        return Math.max(0, apartLeast + counted() - 1);
    }

    /// At most this, not below [#least].
    public double most() {
        return Math.min(apartMost, counted());
    }

    private double counted() {
        return replicates.map(bits -> (double) bits.cardinality() / Holding.REPLICATES).orElse(1.0);
    }

    /// That what a finding asks for is true. Without a confidence of its own, what is met or not met enters as fixed
    /// (documents, attestations), and what is open may be anything.
    static Chance of(Finding finding) {
        return switch (finding.outcome()) {
            case MET, NOT_MET, INCONCLUSIVE -> finding.holds().map(Chance::of).orElseGet(() -> switch (finding.outcome()) {
                case MET -> CERTAIN;
                case NOT_MET -> NONE;
                default -> UNKNOWN;
            });
            case NOT_ASSESSABLE, NOT_APPLICABLE, ABSENT -> UNKNOWN;
        };
    }

    private static Chance of(Holding holding) {
        return holding.replicates().isPresent()
                ? new Chance(1, 1, holding.replicates())
                : new Chance(holding.probability(), holding.probability());
    }

    /// That all of these hold: counted in the replicates of those that have them; for the others at most as probable as
    /// the least of them, and at least as probable as their shortfalls from certainty, added up, leave.
    static Chance all(Collection<Chance> chances) {
        double missing = chances.stream().mapToDouble(chance -> 1 - chance.apartLeast).sum();
        double most = chances.stream().mapToDouble(Chance::apartMost).min().orElse(1);
        Optional<BitSet> all = chances.stream().flatMap(chance -> chance.replicates.stream()).reduce((a, b) -> {
            BitSet both = (BitSet) a.clone();
            both.and(b);
            return both;
        });
        return new Chance(Math.min(most, Math.max(0, 1 - missing)), most, all);
    }
}
