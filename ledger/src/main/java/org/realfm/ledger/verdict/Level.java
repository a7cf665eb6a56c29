package org.realfm.ledger.verdict;

/// The ladder of verdicts, least first. There is no sixth: no verdict is given on unsupervised diagnosis.
public enum Level {
    V0("do not run", "Nothing may happen."),
    V1("research", "It may run on retrospective data inside the boundary."),
    V2("silent", "It may run on live data at the site, without write access; nobody in care sees the output."),
    V3(
            "supervised pilot",
            "Named users may see the output after their own first read; both are recorded; an end date is set."),
    V4("assisted routine", "The output may be visible in routine; a human decides and signs."),
    V5(
            "conditional automation",
            "One narrow, reversible action may be taken before a human looks; a human reviews it within a set time.");

    private final String title;
    private final String permits;

    Level(String title, String permits) {
        this.title = title;
        this.permits = permits;
    }

    /// A few words.
    public String title() {
        return title;
    }

    /// What may happen, as a sentence.
    public String permits() {
        return permits;
    }

    /// The lesser of two levels.
    public Level atMost(Level cap) {
        return compareTo(cap) <= 0 ? this : cap;
    }

    /// The next higher level; V5 has none and answers itself.
    public Level above() {
        return this == V5 ? V5 : values()[ordinal() + 1];
    }

    /// The next lower level; V0 has none and answers itself.
    public Level below() {
        return this == V0 ? V0 : values()[ordinal() - 1];
    }
}
