package org.realfm.ledger.verdict;

import java.util.Collection;
import org.realfm.ledger.Finding;

/// How probable it is, given the data, that something holds: bounds, since criteria that are measured on the same
/// patients depend on each other in a way that their separate confidences do not tell. No independence is assumed.
///
/// @param least at least this, from 0 to 1
/// @param most  at most this, not below `least`
public record Chance(double least, double most) {

    static final Chance CERTAIN = new Chance(1, 1);
    static final Chance NONE = new Chance(0, 0);
    static final Chance UNKNOWN = new Chance(0, 1);

    public Chance {
        if (!(0 <= least && least <= most && most <= 1)) {
            throw new IllegalArgumentException("a chance lies in [0, 1], found " + least + " to " + most);
        }
    }

    /// That what a finding asks for is true. Without a confidence of its own, what is met or not met enters as fixed
    /// (documents, attestations), and what is open may be anything.
    static Chance of(Finding finding) {
        return switch (finding.outcome()) {
            case MET, NOT_MET, INCONCLUSIVE ->
                finding.holds().isPresent()
                        ? new Chance(finding.holds().getAsDouble(), finding.holds().getAsDouble())
                        : switch (finding.outcome()) {
                            case MET -> CERTAIN;
                            case NOT_MET -> NONE;
                            default -> UNKNOWN;
                        };
            case NOT_ASSESSABLE, NOT_APPLICABLE, ABSENT -> UNKNOWN;
        };
    }

    /// That all of these hold (Frechet 1935; Bonferroni): at most as probable as the least of them, and at least as
    /// probable as their shortfalls from certainty, added up, leave.
    static Chance all(Collection<Chance> chances) {
        double missing = chances.stream().mapToDouble(chance -> 1 - chance.least).sum();
        double most = chances.stream().mapToDouble(Chance::most).min().orElse(1);
        return new Chance(Math.min(most, Math.max(0, 1 - missing)), most);
    }
}
