package org.realfm.imaging.phantom;

import org.realfm.imaging.SplitMix64;
import org.realfm.imaging.phantom.solid.Superquadric;
import org.realfm.imaging.phantom.solid.Tubes;

/// How a trunk is built.
///
/// @param frame breadth and depth, as a factor of the usual
/// @param fat   thickness of the fat under the skin, in mm
/// @param heart size of the heart, as a factor of the usual
/// @param right how much higher than usual the right dome of the diaphragm stands, in mm
/// @param left  how much higher than usual the left dome stands, in mm
/// @param hilum how strongly vessels spread, in [0, 1]
record Build(double frame, double fat, double heart, double right, double left, double hilum) {

    static Build draw(SplitMix64 random) {
        return new Build(
                random.between(0.93, 1.06), random.between(9, 24), random.between(0.88, 1.12), random.between(-8, 10),
                random.between(-8, 6), random.nextDouble());
    }

    /// A superquadric in a usual trunk, as it is in this one.
    Superquadric solid(double x, double y, double z, double a, double b, double c, double n, double m) {
        return Superquadric.of(frame * x, frame * y, z, frame * a, frame * b, c, n, m);
    }

    /// An ellipsoid in a usual trunk, as it is in this one.
    Superquadric ball(double x, double y, double z, double a, double b, double c) {
        return solid(x, y, z, a, b, c, 2, 2);
    }

    /// A pipe in a usual trunk, as it is in this one; its radius stays.
    Tubes tube(double radius, double... places) {
        double[] moved = places.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] *= i % 3 == 2 ? 1 : frame;
        }
        return Tubes.path(radius, moved);
    }
}
