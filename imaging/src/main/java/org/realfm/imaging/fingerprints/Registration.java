package org.realfm.imaging.fingerprints;

import java.util.List;

/// Where one square grid lies in another: its unit square covers the rectangle [left, left + width] x [top, top + height]
/// of the other's unit square. A part that reaches beyond the other is outside the common field.
///
/// @param correlation normalised cross-correlation of the two grids in the common field, in [-1, 1]
public record Registration(double left, double top, double width, double height, double correlation) {

    /// The least share of the first grid that the common field must hold.
    private static final double LEAST_FIELD = 0.6;

    private static final double FIRST_STEP = 0.04;
    private static final double LAST_STEP = 0.005;

    /// Places tried first: the whole, and an eighth cut away on either side of the one grid or of the other.
    private static final List<double[]> STARTS = List.of(
            new double[] {0, 0, 1, 1},
            new double[] {0.06, 0.06, 0.88, 0.88},
            new double[] {0, 0, 0.88, 0.88},
            new double[] {0.12, 0, 0.88, 0.88},
            new double[] {0, 0.12, 0.88, 0.88},
            new double[] {0.12, 0.12, 0.88, 0.88},
            new double[] {-0.07, -0.07, 1.14, 1.14},
            new double[] {0, 0, 1.14, 1.14},
            new double[] {-0.14, 0, 1.14, 1.14},
            new double[] {0, -0.14, 1.14, 1.14},
            new double[] {-0.14, -0.14, 1.14, 1.14});

    /// The place with the highest correlation, found by climbing from the best of a few starts in ever smaller steps.
    ///
    /// @param moving `n * n` values
    /// @param fixed  `n * n` values
    static Registration align(float[] moving, float[] fixed, int n) {
        Registration best = null;
        for (double[] start : STARTS) {
            Registration candidate = at(moving, fixed, n, start);
            if (best == null || candidate.correlation > best.correlation) {
                best = candidate;
            }
        }
        if (best == null) {
            throw new IllegalStateException("no start");
        }
        for (double step = FIRST_STEP; step >= LAST_STEP; ) {
            Registration better = climb(moving, fixed, n, best, step);
            if (better.correlation > best.correlation + 1e-6) {
                best = better;
            } else {
                step /= 2;
            }
        }
        return best;
    }

    private static Registration climb(float[] moving, float[] fixed, int n, Registration from, double step) {
        Registration best = from;
        for (int parameter = 0; parameter < 4; parameter++) {
            for (int sign = -1; sign <= 1; sign += 2) {
                double[] place = {best.left, best.top, best.width, best.height};
                place[parameter] += sign * step;
                if (parameter >= 2) {
                    place[parameter - 2] -= sign * step / 2;
                }
                if (place[2] < 0.75 || place[3] < 0.75 || place[2] > 1.34 || place[3] > 1.34) {
                    continue;
                }
                Registration candidate = at(moving, fixed, n, place);
                if (candidate.correlation > best.correlation) {
                    best = candidate;
                }
            }
        }
        return best;
    }

    private static Registration at(float[] moving, float[] fixed, int n, double[] place) {
        float[] seen = sample(fixed, n, place[0], place[1], place[2], place[3]);
        return new Registration(place[0], place[1], place[2], place[3], correlation(moving, seen));
    }

    /// The second grid as seen on the first one's pixels; NaN outside the common field.
    float[] seen(float[] fixed, int n) {
        return sample(fixed, n, left, top, width, height);
    }

    private static float[] sample(float[] fixed, int n, double left, double top, double width, double height) {
        float[] seen = new float[n * n];
        for (int y = 0; y < n; y++) {
            double v = (top + height * (y + 0.5) / n) * n - 0.5;
            for (int x = 0; x < n; x++) {
                double u = (left + width * (x + 0.5) / n) * n - 0.5;
                seen[y * n + x] = bilinear(fixed, n, u, v);
            }
        }
        return seen;
    }

    private static float bilinear(float[] grid, int n, double u, double v) {
        if (u < -0.5 || v < -0.5 || u > n - 0.5 || v > n - 0.5) {
            return Float.NaN;
        }
        int x = Math.clamp((int) Math.floor(u), 0, n - 2);
        int y = Math.clamp((int) Math.floor(v), 0, n - 2);
        double fx = Math.clamp(u - x, 0.0, 1.0);
        double fy = Math.clamp(v - y, 0.0, 1.0);
        double above = grid[y * n + x] * (1 - fx) + grid[y * n + x + 1] * fx;
        double below = grid[(y + 1) * n + x] * (1 - fx) + grid[(y + 1) * n + x + 1] * fx;
        return (float) (above * (1 - fy) + below * fy);
    }

    /// Pearson correlation over the places where neither is NaN; -1 where these are too few, 0 where one is constant.
    static double correlation(float[] a, float[] b) {
        double n = 0;
        double sa = 0;
        double sb = 0;
        double saa = 0;
        double sbb = 0;
        double sab = 0;
        for (int i = 0; i < a.length; i++) {
            if (!Float.isNaN(a[i]) && !Float.isNaN(b[i])) {
                n++;
                sa += a[i];
                sb += b[i];
                saa += (double) a[i] * a[i];
                sbb += (double) b[i] * b[i];
                sab += (double) a[i] * b[i];
            }
        }
        if (n < LEAST_FIELD * a.length) {
            return -1;
        }
        double va = saa - sa * sa / n;
        double vb = sbb - sb * sb / n;
        return va <= 1e-9 * n || vb <= 1e-9 * n ? 0 : Math.clamp((sab - sa * sb / n) / Math.sqrt(va * vb), -1.0, 1.0);
    }
}
