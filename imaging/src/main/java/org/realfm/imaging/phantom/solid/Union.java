package org.realfm.imaging.phantom.solid;

import java.util.List;
import java.util.Optional;

/// Several shapes as one.
public record Union(List<Shape> parts) implements Shape {

    public Union {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("a union has at least one part");
        }
    }

    /// Several shapes as one.
    public static Union of(Shape... parts) {
        return new Union(List.of(parts));
    }

    @Override
    public double level(double x, double y, double z) {
        double level = Double.POSITIVE_INFINITY;
        for (Shape part : parts) {
            level = Math.min(level, part.level(x, y, z));
        }
        return level;
    }

    @Override
    public Bounds bounds() {
        return parts.stream().map(Shape::bounds).reduce(Bounds::with).orElseThrow();
    }

    @Override
    public void cross(Ray ray, Spans found) {
        Spans one = new Spans();
        for (Shape part : parts) {
            one.clear();
            part.cross(ray, one);
            found.include(one);
        }
    }

    @Override
    public Optional<Shape> within(Bounds box) {
        List<Shape> left =
                parts.stream().flatMap(part -> part.within(box).stream()).toList();
        return left.isEmpty() ? Optional.empty() : Optional.of(new Union(left));
    }

    @Override
    public Union mirrored() {
        return new Union(parts.stream().map(Shape::mirrored).toList());
    }
}
