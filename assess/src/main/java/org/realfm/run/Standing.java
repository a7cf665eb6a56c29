package org.realfm.run;

import java.util.List;
import org.realfm.ledger.Grade;

/// How good measured evidence of this run can be, before any criterion has looked (CRITERIA 0.2, 0.8).
///
/// @param grade the grade that a measurement earns
/// @param caps  why it is not higher, in plain words; empty if nothing holds it down
public record Standing(Grade grade, List<String> caps) {
    public Standing {
        caps = List.copyOf(caps);
    }

    /// The same standing held down by one more reason.
    public Standing cappedAt(Grade cap, String reason) {
        return new Standing(
                grade.atMost(cap),
                java.util.stream.Stream.concat(caps.stream(), java.util.stream.Stream.of(reason)).toList());
    }
}
