package org.realfm.stats;

import java.util.Objects;

/// A number that may be believed only as far as its interval.
///
/// @param name       what was estimated, in the field's words (`auroc`, `sensitivity`, ...)
/// @param value      the point estimate; finite
/// @param lower      lower end of the interval; may be `-Infinity` (unbounded), never NaN, never above `value`
/// @param upper      upper end of the interval; may be `+Infinity` (unbounded), never NaN, never below `value`
/// @param confidence two-sided confidence of the interval in (0, 1], as in 0.95; a one-sided limit says so in `method`;
///                   1 for a quantity that was counted and has no sampling error
/// @param method     how the interval was made, for example `DeLong` or `Wilson`
/// @param n          the number of independent units (patients where they are known) behind the number; not negative
public record Estimate(
        String name, double value, double lower, double upper, double confidence, String method, long n) {

    public Estimate {
        Objects.requireNonNull(name);
        Objects.requireNonNull(method);
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + ": value must be finite, found " + value);
        }
        if (!(lower <= value && value <= upper)) {
            throw new IllegalArgumentException(
                    name + ": expected lower <= value <= upper, found " + lower + ", " + value + ", " + upper);
        }
        if (!(confidence > 0 && confidence <= 1)) {
            throw new IllegalArgumentException(name + ": confidence must lie in (0, 1], found " + confidence);
        }
        if (n < 0) {
            throw new IllegalArgumentException(name + ": n must not be negative, found " + n);
        }
    }

    /// A quantity that was counted or computed from the whole of what is judged, and so has no sampling error.
    public static Estimate exact(String name, double value, long n) {
        return new Estimate(name, value, value, value, 1, "count", n);
    }

    /// The same number under another name.
    public Estimate named(String newName) {
        return new Estimate(newName, value, lower, upper, confidence, method, n);
    }

    /// The same with the ends cut to what is possible.
    ///
    /// @param least at most `value`
    /// @param most  at least `value`
    public Estimate within(double least, double most) {
        return new Estimate(name, value, Math.max(least, lower), Math.min(most, upper), confidence, method, n);
    }

    /// Half the width of the interval.
    public double halfWidth() {
        return (upper - lower) / 2;
    }
}
