package org.realfm.stats;

/// Checks of arguments, with messages that say what was found; for the kernels of this library. Those of single values
/// write the message only where a check fails: they run for every value of every bootstrap replicate.
public final class Require {

    private Require() {}

    public static void that(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    public static void confidence(double confidence) {
        that(confidence > 0 && confidence < 1, "confidence must lie strictly between 0 and 1, found " + confidence);
    }

    public static void sameLength(int expected, int found, String what) {
        that(expected == found, what + ": expected length " + expected + ", found " + found);
    }

    public static void notEmpty(int n, String what) {
        that(n > 0, what + ": at least one value is needed");
    }

    /// A number in [0, 1].
    public static void share(double p, String what) {
        if (!(p >= 0 && p <= 1)) {
            throw new IllegalArgumentException(what + " must lie in [0, 1], found " + p);
        }
    }

    /// A number strictly between 0 and 1.
    public static void interior(double p, String what) {
        that(p > 0 && p < 1, what + " must lie strictly between 0 and 1, found " + p);
    }

    /// Numbers that may be infinite.
    public static void notNaN(double[] values, String what) {
        for (int i = 0; i < values.length; i++) {
            if (Double.isNaN(values[i])) {
                throw new IllegalArgumentException(what + " " + i + " is NaN");
            }
        }
    }

    public static void finite(double[] values, String what) {
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw new IllegalArgumentException(what + ": value " + i + " must be finite, found " + values[i]);
            }
        }
    }

    /// Finite, not negative, and not all zero.
    public static void weights(double[] weights) {
        double sum = 0;
        for (double w : weights) {
            if (!(w >= 0 && Double.isFinite(w))) {
                throw new IllegalArgumentException("weights must be finite and not negative, found " + w);
            }
            sum += w;
        }
        that(sum > 0, "weights must not all be zero");
    }

    /// Numbers in [0, 1] that sum to 1 (to six digits).
    public static void shares(double[] p) {
        notEmpty(p.length, "shares");
        double sum = 0;
        for (double share : p) {
            share(share, "share");
            sum += share;
        }
        that(Math.abs(sum - 1) < 1e-6, "shares must sum to 1, found " + sum);
    }
}
