package org.realfm.imaging.phantom;

import org.realfm.imaging.SplitMix64;

/// Smooth noise in the plane: random values in [0, 1] at whole places, blended between them (value noise), the same on every
/// machine.
final class Unevenness {

    private final long seed;

    Unevenness(long seed) {
        this.seed = new SplitMix64(seed).nextLong();
    }

    /// The value at a place, in [0, 1]; it varies over about 1.
    double at(double x, double y) {
        long column = (long) Math.floor(x);
        long row = (long) Math.floor(y);
        double u = ease(x - column);
        double v = ease(y - row);
        return (1 - v) * ((1 - u) * knot(column, row) + u * knot(column + 1, row))
                + v * ((1 - u) * knot(column, row + 1) + u * knot(column + 1, row + 1));
    }

    private static double ease(double t) {
        return t * t * (3 - 2 * t);
    }

    private double knot(long column, long row) {
        long z = seed + column * 0x9E3779B97F4A7C15L + row * 0xC2B2AE3D27D4EB4FL;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return ((z ^ (z >>> 31)) >>> 11) * 0x1.0p-53;
    }
}
