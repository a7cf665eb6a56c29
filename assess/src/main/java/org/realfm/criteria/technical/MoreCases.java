package org.realfm.criteria.technical;

import java.util.Locale;
import org.realfm.run.Collecting;
import org.realfm.run.Collecting.Who;
import org.realfm.stats.Estimate;
import org.realfm.stats.StandardNormal;

/// What would settle an estimate whose interval crosses a limit: with how many more cases it would be met with a
/// probability of 0.8, if the truth is what is estimated now. Half-widths shrink with the root of the sample, and the
/// estimate itself moves: the room must hold z(confidence) + z(0.8) standard errors.
///
/// @param collecting how long it takes to see them
/// @param who        whom the estimate is about
/// @param share      of the stream of cases that they are taken from
/// @param noun       in words
record MoreCases(Collecting collecting, Who who, double share, String noun) {

    static final double POWER = 0.8;

    private static final double MOST = 1e6;

    /// All cases of the stream.
    static MoreCases of(Collecting collecting, Who who, String noun) {
        return new MoreCases(collecting, who, 1, noun);
    }

    /// For a floor.
    String above(Estimate estimate, double floor) {
        return settle(estimate, estimate.value() - floor, estimate.value() - estimate.lower());
    }

    /// For a ceiling.
    String below(Estimate estimate, double ceiling) {
        return settle(estimate, ceiling - estimate.value(), estimate.upper() - estimate.value());
    }

    /// For limits on both sides.
    String within(Estimate estimate, double lowest, double highest) {
        return estimate.lower() < lowest ? above(estimate, lowest) : below(estimate, highest);
    }

    private String settle(Estimate estimate, double room, double reach) {
        double critical = StandardNormal.critical(estimate.confidence());
        double factor = Math.pow((critical + StandardNormal.quantile(POWER)) / critical * reach / room, 2);
        return room <= 0 || !(factor < MOST)
                ? estimate.name() + " is estimated on the wrong side of its limit, or on it: more cases will rather show"
                        + " that than refute it."
                : "About " + collecting.more((long) Math.ceil((Math.max(1.1, factor) - 1) * estimate.n()), who, share, noun)
                        + String.format(
                                Locale.ROOT, " give P(met) = 0.8, if %s stays at %.3f.", estimate.name(), estimate.value());
    }
}
