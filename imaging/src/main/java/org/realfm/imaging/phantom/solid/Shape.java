package org.realfm.imaging.phantom.solid;

import java.util.Optional;

/// A solid.
public sealed interface Shape permits Superquadric, Tubes, Union, Clipped, Folded {

    /// About how far a place is from the surface: below 0 inside, 0 on it, above 0 outside. Exact in sign, and in amount near
    /// the surface.
    double level(double x, double y, double z);

    /// A box that holds it.
    Bounds bounds();

    /// Where a ray runs through it: parts that neither overlap nor touch, in order, added to what is empty.
    void cross(Ray ray, Spans found);

    /// What of it can matter within a box, or more; empty if nothing.
    default Optional<Shape> within(Bounds box) {
        return bounds().meets(box) ? Optional.of(this) : Optional.empty();
    }

    /// Its mirror image at x = 0.
    Shape mirrored();

    /// Whether a place lies in it.
    default boolean contains(double x, double y, double z) {
        return level(x, y, z) <= 0;
    }
}
