package org.realfm.ledger.chain;

import java.util.EnumSet;
import java.util.Set;
import org.realfm.ledger.Subject;

/// What may change under evidence (SCORING 6).
public enum Change {
    /// Weights, architecture or fine-tuning.
    MODEL,
    /// Prompt or template, decoding, retrieval corpus.
    PROMPT,
    /// Threshold or calibration map.
    THRESHOLD,
    /// Preprocessing, runtime, precision or hardware.
    RUNTIME,
    /// Scanner, protocol or stain at the site.
    EQUIPMENT,
    /// Interface, PACS or identity feed.
    INTERFACE,
    /// Guideline or case definition.
    CASE_DEFINITION;

    /// What differs between two subjects; empty if they are one.
    public static Set<Change> between(Subject before, Subject after) {
        Set<Change> changes = EnumSet.noneOf(Change.class);
        if (!before.weights().equals(after.weights())) {
            changes.add(MODEL);
        }
        if (!before.prompt().equals(after.prompt())) {
            changes.add(PROMPT);
        }
        if (Double.compare(before.threshold(), after.threshold()) != 0) {
            changes.add(THRESHOLD);
        }
        if (!before.preprocessing().equals(after.preprocessing()) || !before.runtime().equals(after.runtime())) {
            changes.add(RUNTIME);
        }
        return changes;
    }
}
