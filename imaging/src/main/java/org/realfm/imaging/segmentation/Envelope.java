package org.realfm.imaging.segmentation;

/// min over q of f(q) + (s (p − q))² at ascending places p: the lower envelope of parabolas that stand at q.
final class Envelope {
    /// The squares of 0, 1, ... steps.
    final double[] squares;

    /// 1 / (2 s² k): what turns the difference of two parabolas' constants into the place where they cross.
    private final double[] slopes;
    /// The parabolas of the envelope by place, with their heights, their constants f(q) + (s q)², and where each
    /// becomes the lowest.
    private final int[] at;

    private final double[] height;
    private final double[] constant;
    private final double[] start;
    private int count;
    private int current;

    Envelope(int length, double spacing) {
        squares = squares(length, spacing);
        slopes = new double[length];
        for (int k = 1; k < length; k++) {
            slopes[k] = 1 / (2 * spacing * spacing * k);
        }
        at = new int[length];
        height = new double[length];
        constant = new double[length];
        start = new double[length];
    }

    static double[] squares(int length, double spacing) {
        double[] squares = new double[length];
        for (int k = 0; k < length; k++) {
            squares[k] = k * spacing * (k * spacing);
        }
        return squares;
    }

    /// Builds the envelope of a function's part; false if it is infinite throughout.
    boolean build(double[] f, int offset) {
        int last = -1;
        for (int q = 0; q < at.length; q++) {
            double value = f[offset + q];
            if (value == Double.POSITIVE_INFINITY) {
                continue;
            }
            double c = value + squares[q];
            double from = Double.NEGATIVE_INFINITY;
            while (last >= 0) {
                from = (c - constant[last]) * slopes[q - at[last]];
                if (from > start[last]) {
                    break;
                }
                last--;
            }
            last++;
            at[last] = q;
            height[last] = value;
            constant[last] = c;
            start[last] = last == 0 ? Double.NEGATIVE_INFINITY : from;
        }
        count = last + 1;
        current = 0;
        return count > 0;
    }

    /// The minimum at a place not before the last one asked for.
    double next(int p) {
        while (current + 1 < count && start[current + 1] < p) {
            current++;
        }
        return height[current] + squares[Math.abs(p - at[current])];
    }
}
