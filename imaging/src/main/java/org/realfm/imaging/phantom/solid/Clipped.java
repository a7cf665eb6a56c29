package org.realfm.imaging.phantom.solid;

import java.util.Optional;

/// What of a shape lies within another, or outside it.
///
/// @param shape what is cut
/// @param by    what it is cut by
/// @param keep  which part is kept
public record Clipped(Shape shape, Shape by, Keep keep) implements Shape {

    /// Which part is kept.
    public enum Keep {
        /// What lies within the other.
        INSIDE,
        /// What lies outside the other.
        OUTSIDE
    }

    /// What of a shape lies within another.
    public static Clipped inside(Shape shape, Shape by) {
        return new Clipped(shape, by, Keep.INSIDE);
    }

    /// What of a shape lies outside another.
    public static Clipped outside(Shape shape, Shape by) {
        return new Clipped(shape, by, Keep.OUTSIDE);
    }

    @Override
    public double level(double x, double y, double z) {
        double other = by.level(x, y, z);
        return Math.max(shape.level(x, y, z), keep == Keep.INSIDE ? other : -other);
    }

    @Override
    public Bounds bounds() {
        return keep == Keep.INSIDE ? shape.bounds().and(by.bounds()) : shape.bounds();
    }

    @Override
    public void cross(Ray ray, Spans found) {
        Spans mine = new Spans();
        shape.cross(ray, mine);
        if (mine.count() == 0) {
            return;
        }
        Spans other = new Spans();
        by.cross(ray, other);
        if (keep == Keep.INSIDE) {
            found.addCommon(mine, other);
        } else {
            found.addDifference(mine, other);
        }
    }

    @Override
    public Optional<Shape> within(Bounds box) {
        Optional<Shape> left = shape.within(box);
        Optional<Shape> other = by.within(box);
        if (other.isEmpty()) {
            return keep == Keep.INSIDE ? Optional.empty() : left;
        }
        return left.map(part -> new Clipped(part, other.get(), keep));
    }

    @Override
    public Clipped mirrored() {
        return new Clipped(shape.mirrored(), by.mirrored(), keep);
    }
}
