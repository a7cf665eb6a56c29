package org.realfm.run;

import java.util.Collection;
import java.util.Comparator;
import org.realfm.ledger.Outcome;
import org.realfm.stats.Estimate;

/// The verdict rule (CRITERIA 0.2): intervals decide, a point estimate never does.
public final class Decision {

    private Decision() {}

    /// For a benefit with a floor: met if the whole interval is at or above it, not met if the whole is below.
    public static Outcome atLeast(Estimate estimate, double floor) {
        if (estimate.lower() >= floor) {
            return Outcome.MET;
        }
        return estimate.upper() < floor ? Outcome.NOT_MET : Outcome.INCONCLUSIVE;
    }

    /// For a harm with a ceiling: met if the whole interval is at or below it, not met if the whole is above.
    public static Outcome atMost(Estimate estimate, double ceiling) {
        if (estimate.upper() <= ceiling) {
            return Outcome.MET;
        }
        return estimate.lower() > ceiling ? Outcome.NOT_MET : Outcome.INCONCLUSIVE;
    }

    /// For equivalence: met if the whole interval lies within the margins, not met if the whole lies outside.
    public static Outcome within(Estimate estimate, double lowest, double highest) {
        if (estimate.lower() >= lowest && estimate.upper() <= highest) {
            return Outcome.MET;
        }
        return estimate.upper() < lowest || estimate.lower() > highest ? Outcome.NOT_MET : Outcome.INCONCLUSIVE;
    }

    /// The conjunction of several parts: not met if any is, otherwise not assessable if any is, otherwise inconclusive
    /// if any is, otherwise met. Parts that are not applicable do not count; of none, not assessable.
    public static Outcome all(Collection<Outcome> parts) {
        return parts.stream()
                .filter(part -> part != Outcome.NOT_APPLICABLE)
                .min(Comparator.comparingInt(Decision::badness))
                .orElse(Outcome.NOT_ASSESSABLE);
    }

    private static int badness(Outcome outcome) {
        return switch (outcome) {
            case NOT_MET -> 0;
            case NOT_ASSESSABLE -> 1;
            case ABSENT -> 2;
            case INCONCLUSIVE -> 3;
            case MET -> 4;
            case NOT_APPLICABLE -> 5;
        };
    }
}
