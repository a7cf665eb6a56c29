package org.realfm.criteria.technical;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.realfm.stats.Estimate;
import org.realfm.stats.Isotonic;

/// At which severity a measure of performance falls below its floor.
final class Breakdown {

    private Breakdown() {}

    /// The breakdown severity s*, between the least severity at which the lower limit lies below the floor and the least
    /// at which the upper limit does; its value is where the isotonic fit crosses the floor. Between severities,
    /// performance and limits are taken to change along straight lines.
    ///
    /// A lower end or value equal to the largest severity means that no break was seen; the upper end is then infinite.
    ///
    /// @param shown   the measure at severity 0 (films as they are), 1, 2, ... with limits that show it to be kept
    /// @param accused the same with limits that show it to be lost, wider where many are looked at
    static Estimate severity(List<Estimate> shown, List<Estimate> accused, double floor) {
        double grossest = shown.size() - 1.0;
        double lower = firstBelow(each(shown, Estimate::lower), floor);
        double upper = firstBelow(each(accused, Estimate::upper), floor);
        double[] fall = Isotonic.fit(each(shown, estimate -> -estimate.value()));
        double value = firstBelow(Arrays.stream(fall).map(v -> -v).toArray(), floor);
        double least = Math.min(lower, grossest);
        return new Estimate(
                "breakdown severity",
                Math.clamp(Math.min(value, grossest), least, Math.max(least, upper)),
                least,
                upper,
                shown.getFirst().confidence(),
                "limits at each severity, inverted; isotonic fit",
                shown.getFirst().n());
    }

    /// The earliest break of several measures: of each end the least.
    static Estimate earliest(List<Estimate> breakdowns) {
        Estimate first = breakdowns.getFirst();
        return new Estimate(
                first.name(),
                least(breakdowns, Estimate::value),
                least(breakdowns, Estimate::lower),
                least(breakdowns, Estimate::upper),
                first.confidence(),
                first.method(),
                breakdowns.stream().mapToLong(Estimate::n).min().orElseThrow());
    }

    private static double least(List<Estimate> of, ToDoubleFunction<Estimate> end) {
        return of.stream().mapToDouble(end).min().orElseThrow();
    }

    private static double[] each(List<Estimate> of, ToDoubleFunction<Estimate> end) {
        return of.stream().mapToDouble(end).toArray();
    }

    /// Where a curve first falls below a level; infinite where it never does.
    static double firstBelow(double[] curve, double level) {
        if (curve[0] < level) {
            return 0;
        }
        for (int i = 1; i < curve.length; i++) {
            if (curve[i] < level) {
                return i - 1 + (curve[i - 1] - level) / (curve[i - 1] - curve[i]);
            }
        }
        return Double.POSITIVE_INFINITY;
    }
}
