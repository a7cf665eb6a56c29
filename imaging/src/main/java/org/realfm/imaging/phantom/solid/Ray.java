package org.realfm.imaging.phantom.solid;

/// A straight line: the place (x, y, z) + t (dx, dy, dz) for every t. The step need not have the length 1: a row of voxels
/// has the step from one to the next, so that t counts voxels.
///
/// @param x  of the place at t = 0
/// @param dx of the step; the three are not all 0
public record Ray(double x, double y, double z, double dx, double dy, double dz) {

    public Ray {
        if (!(dx * dx + dy * dy + dz * dz > 0)) {
            throw new IllegalArgumentException("a ray has a direction");
        }
    }

    /// From one place (t = 0) to another (t = 1).
    public static Ray between(double[] from, double[] to) {
        return new Ray(from[0], from[1], from[2], to[0] - from[0], to[1] - from[1], to[2] - from[2]);
    }

    /// Millimetres for each unit of t.
    public double scale() {
        return Math.sqrt(dx * dx + dy * dy + dz * dz);
    }
}
