package org.realfm.report.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.realfm.ledger.Figure.Axis;
import org.realfm.report.html.Numbers;

/// Where a value stands along an axis, and where its ticks are.
///
/// @param minimum value at `from`
/// @param maximum value at `to`, above `minimum`
/// @param from    place of the minimum, in units of the drawing
/// @param to      place of the maximum
record Scale(double minimum, double maximum, double from, double to) {

    /// An end at or beyond this is drawn as open: estimates write "unbounded" so.
    static final double UNBOUNDED = 1e6;

    private static final double MARGIN = 0.05;

    Scale {
        if (!(minimum < maximum)) {
            throw new IllegalArgumentException("an axis runs upwards, found " + minimum + " to " + maximum);
        }
    }

    /// The scale of an axis: as it declares, or to fit these values with a margin.
    static Scale of(Axis axis, DoubleStream values, double from, double to) {
        if (axis.minimum() < axis.maximum()) {
            return new Scale(axis.minimum(), axis.maximum(), from, to);
        }
        double[] bounded = values.filter(value -> Math.abs(value) < UNBOUNDED).toArray();
        double least = DoubleStream.of(bounded).min().orElse(0);
        double most = DoubleStream.of(bounded).max().orElse(1);
        double room = most > least ? MARGIN * (most - least) : Math.max(Math.abs(least) * MARGIN, 0.5);
        boolean fromZero = least >= 0 && least - room < 0;
        return new Scale(fromZero ? 0 : least - room, most + room, from, to);
    }

    /// The same values in another place.
    Scale between(double newFrom, double newTo) {
        return new Scale(minimum, maximum, newFrom, newTo);
    }

    /// Where a value stands; values outside stand at the ends.
    double at(double value) {
        double clipped = Math.clamp(value, minimum, maximum);
        return from + (clipped - minimum) / (maximum - minimum) * (to - from);
    }

    /// Whether a value lies on the axis.
    boolean holds(double value) {
        double slack = 1e-9 * (maximum - minimum);
        return value >= minimum - slack && value <= maximum + slack;
    }

    /// Round values, at most this many steps apart.
    List<Double> ticks(int most) {
        double step = step(most);
        List<Double> ticks = new ArrayList<>();
        for (long k = (long) Math.ceil(minimum / step - 1e-9); k * step <= maximum + 1e-9 * step; k++) {
            ticks.add(Math.clamp(k * step, minimum, maximum));
        }
        return ticks;
    }

    /// A tick's label, with the decimals that its step needs.
    String label(double tick, int most) {
        return Numbers.fixed(tick, Math.max(0, (int) -Math.floor(Math.log10(step(most)) + 1e-9)));
    }

    /// 1, 2 or 5 times a power of ten: the least of these that is large enough and still has two ticks on the axis, or the
    /// one before it.
    private double step(int most) {
        double least = (maximum - minimum) / most;
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        double before = power / 2;
        for (int factor : new int[] {1, 2, 5, 10}) {
            double step = factor * power;
            if (step >= least * (1 - 1e-9)) {
                boolean twice = Math.floor(maximum / step + 1e-9) > Math.ceil(minimum / step - 1e-9);
                return twice ? step : before;
            }
            before = step;
        }
        throw new IllegalStateException("ten times a power of ten is always enough");
    }
}
