package org.realfm.criteria.technical;

import java.util.Locale;
import org.realfm.stats.Estimate;

/// What would settle an estimate whose interval crosses a limit: half-widths shrink with the root of the sample.
final class MoreCases {

    private MoreCases() {}

    /// For a floor.
    static String above(Estimate estimate, double floor, String who) {
        return settle(estimate, estimate.value() - floor, estimate.value() - estimate.lower(), who);
    }

    /// For a ceiling.
    static String below(Estimate estimate, double ceiling, String who) {
        return settle(estimate, ceiling - estimate.value(), estimate.upper() - estimate.value(), who);
    }

    /// For limits on both sides.
    static String within(Estimate estimate, double lowest, double highest, String who) {
        return estimate.lower() < lowest ? above(estimate, lowest, who) : below(estimate, highest, who);
    }

    private static String settle(Estimate estimate, double room, double reach, String who) {
        double factor = Math.pow(reach / room, 2);
        return room <= 0 || !(factor < 1e6)
                ? estimate.name() + " is estimated on the wrong side of its limit, or on it: more cases will rather show"
                        + " that than refute it."
                : String.format(
                        Locale.ROOT,
                        "About %.1f times as many %s, if %s stays at %.3f.",
                        Math.max(1.1, factor), who, estimate.name(), estimate.value());
    }
}
