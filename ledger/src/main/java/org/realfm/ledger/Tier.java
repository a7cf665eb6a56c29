package org.realfm.ledger;

/// How much a criterion decides (CRITERIA 0.3), least first.
public enum Tier {
    /// Shown, never decisive.
    MINOR,
    /// Holds the level of its dimension down.
    MAJOR,
    /// If not met, a named verdict is out of reach whatever else is true.
    GATE
}
