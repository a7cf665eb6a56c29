package org.realfm.report.html;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Numbers as a reader wants them: as many digits as the interval is worth, a true minus sign, commas between thousands.
public final class Numbers {

    private static final String MINUS = "\u2212";
    private static final int USUAL_DECIMALS = 3;
    private static final int MOST_DECIMALS = 6;

    private Numbers() {}

    /// A number and its interval: `0.874 (0.812 to 0.921)`. The interval's half-width is shown to two significant digits
    /// but to no more than three decimals unless it is tiny, and the number as far as that. A quantity without sampling error stands alone; an end that is null is open.
    public static String interval(double value, @Nullable Double lower, @Nullable Double upper) {
        if (lower == null) {
            return upper == null
                    ? plain(value) + " (no bounds)"
                    : oneSided(value, upper, upper - value, "at most");
        }
        if (upper == null) {
            return oneSided(value, lower, value - lower, "at least");
        }
        if (lower.equals(upper)) {
            return plain(value);
        }
        int decimals = decimals((upper - lower) / 2);
        return fixed(value, decimals) + " (" + fixed(lower, decimals) + " to " + fixed(upper, decimals) + ")";
    }

    private static String oneSided(double value, double end, double width, String words) {
        int decimals = decimals(width);
        return fixed(value, decimals) + " (" + words + " " + fixed(end, decimals) + ")";
    }

    /// A number without an interval: whole numbers whole, others to three significant digits.
    public static String plain(double value) {
        if (value == Math.rint(value)) {
            return fixed(value, 0);
        }
        int digits = Math.clamp(2 - magnitude(value), 0, MOST_DECIMALS);
        String text = fixed(value, digits);
        return digits == 0 ? text : text.replaceFirst("\\.?0+$", "");
    }

    /// A number with this many decimals.
    public static String fixed(double value, int decimals) {
        String text = String.format(Locale.ROOT, "%,." + decimals + "f", Math.abs(value));
        boolean zero = text.chars().noneMatch(c -> c >= '1' && c <= '9');
        return value < 0 && !zero ? MINUS + text : text;
    }

    /// A share in per cent, whole unless it is small.
    public static String percent(double share) {
        return fixed(100 * share, share > 0 && share < 0.1 ? 1 : 0) + "%";
    }

    /// A probability that was estimated: never 0% or 100% unless it is exactly that.
    public static String chance(double probability) {
        if (probability == 0 || probability == 1) {
            return percent(probability);
        }
        return probability < 0.001
                ? "below 0.1%"
                : probability > 0.999 ? "above 99.9%" : fixed(100 * probability, 1) + "%";
    }

    /// A count with its noun: `1 case`, `2 cases`.
    public static String count(long n, String noun) {
        return fixed(n, 0) + " " + noun + (n == 1 ? "" : "s");
    }

    private static int decimals(double halfWidth) {
        if (halfWidth <= 0) {
            return USUAL_DECIMALS;
        }
        int digits = 1 - magnitude(halfWidth);
        return Math.clamp(halfWidth < 0.001 ? digits - 1 : Math.min(digits, USUAL_DECIMALS), 0, MOST_DECIMALS);
    }

    /// The power of ten of the first digit.
    private static int magnitude(double value) {
        return (int) Math.floor(Math.log10(Math.abs(value)));
    }
}
