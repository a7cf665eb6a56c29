package org.realfm.stats.readers;

/// Which degrees of freedom an interval from a reader study has.
public enum Degrees {
    /// Infinitely many: optimistic with few readers.
    NORMAL("normal"),
    /// Satterthwaite on the mean squares of readers, negatives and positives; for any design.
    ///
    /// Sources: Obuchowski, Gallas & Hillis 2012, doi:10.1016/j.acra.2012.09.012; Gaylor & Hopper 1969,
    /// Technometrics 11:691 for the smallest.
    BDG("BDG degrees of freedom"),
    /// Satterthwaite on the readers' mean square; for fully crossed designs.
    ///
    /// Source: Hillis 2007, doi:10.1002/sim.2532.
    HILLIS("Hillis degrees of freedom");

    private final String label;

    Degrees(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
