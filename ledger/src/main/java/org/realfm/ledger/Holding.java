package org.realfm.ledger;

import java.util.BitSet;
import java.util.Optional;

/// How sure the data are that what a finding asks for is true (`P_hold`, SCORING 2). It is information and decides nothing:
/// the outcome does.
///
/// The replicates are aligned: what is measured on the same patients holds or fails together in them, so that how
/// probable it is that several findings hold at once is counted, not multiplied out.
///
/// @param probability in [0, 1]
/// @param replicates  in which of the [#REPLICATES] aligned replicates it is true; empty where none were drawn, as for
///                    what is read back from a ledger
public record Holding(double probability, Optional<BitSet> replicates) {

    /// How many replicates a study has.
    public static final int REPLICATES = 2_000;

    public Holding {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("a confidence lies in [0, 1], found " + probability);
        }
        replicates = replicates.map(bits -> (BitSet) bits.clone());
    }

    /// Without replicates.
    public static Holding of(double probability) {
        return new Holding(probability, Optional.empty());
    }

    /// Where one after the other of the replicates is ordered by how the quantity fares in it: what is asked for is true
    /// of those between the two shares.
    ///
    /// @param probability what is left between them
    /// @param below       the probability that the quantity is too low
    /// @param above       the probability that it is too high
    /// @param ascending   the replicates, the one with the lowest quantity first
    public static Holding ordered(double probability, double below, double above, int[] ascending) {
        BitSet bits = new BitSet(REPLICATES);
        for (int rank = 0; rank < REPLICATES; rank++) {
            double at = (rank + 0.5) / REPLICATES;
            bits.set(ascending[rank], at > below && at < 1 - above);
        }
        return new Holding(probability, Optional.of(bits));
    }

    /// That both are true: counted where both have replicates, otherwise what their shortfalls from certainty leave
    /// (Bonferroni).
    public Holding and(Holding other) {
        if (replicates.isEmpty() || other.replicates.isEmpty()) {
            return of(Math.max(0, probability + other.probability - 1));
        }
        BitSet both = (BitSet) replicates.get().clone();
        both.and(other.replicates.get());
        return new Holding((double) both.cardinality() / REPLICATES, Optional.of(both));
    }
}
