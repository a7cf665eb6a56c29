package org.realfm.ledger;

import java.util.Locale;

/// The lines on which a subject is judged: the five dimensions named in the REAL-FM abstract, and two that follow from
/// its findings (reasoning probes; coordination, for panels only).
public enum Dimension {
    DATA("data"),
    TECHNICAL("tech"),
    REASONING("reason"),
    CLINICAL("clin"),
    WORKFLOW("flow"),
    RESPONSIBLE("resp"),
    COORDINATION("coord");

    private final String prefix;

    Dimension(String prefix) {
        this.prefix = prefix;
    }

    /// The first part of the ids of its criteria.
    public String prefix() {
        return prefix;
    }

    /// The dimension whose criteria carry this prefix.
    ///
    /// @throws IllegalArgumentException if there is none
    public static Dimension ofPrefix(String prefix) {
        for (Dimension dimension : values()) {
            if (dimension.prefix.equals(prefix)) {
                return dimension;
            }
        }
        throw new IllegalArgumentException("no dimension has the prefix '" + prefix + "'");
    }

    /// The key used in `evidence.json`.
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
