package org.realfm.stats.readers;

/// What of a reader study was a sample, and so to whom its results apply.
public enum Sampled {
    /// Results apply to other readers and other cases (RRRC).
    READERS_AND_CASES("readers and cases random"),
    /// Results apply to these readers with other cases (FRRC); say so wherever they are shown.
    CASES("fixed readers, random cases"),
    /// Results apply to other readers with these cases (RRFC).
    READERS("random readers, fixed cases");

    private final String label;

    Sampled(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
