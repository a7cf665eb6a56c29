package org.realfm.imaging.phantom.solid;

/// A box along the axes that holds a shape.
public record Bounds(double xLow, double xHigh, double yLow, double yHigh, double zLow, double zHigh) {

    /// The box around a place.
    static Bounds around(double x, double y, double z, double dx, double dy, double dz) {
        return new Bounds(x - dx, x + dx, y - dy, y + dy, z - dz, z + dz);
    }

    /// The smallest box that holds both.
    Bounds with(Bounds o) {
        return new Bounds(
                Math.min(xLow, o.xLow), Math.max(xHigh, o.xHigh), Math.min(yLow, o.yLow), Math.max(yHigh, o.yHigh),
                Math.min(zLow, o.zLow), Math.max(zHigh, o.zHigh));
    }

    /// What is in both boxes; low may be above high, where nothing is.
    Bounds and(Bounds o) {
        return new Bounds(
                Math.max(xLow, o.xLow), Math.min(xHigh, o.xHigh), Math.max(yLow, o.yLow), Math.min(yHigh, o.yHigh),
                Math.max(zLow, o.zLow), Math.min(zHigh, o.zHigh));
    }

    /// This box, wider by some millimetres on every side.
    Bounds grown(double by) {
        return new Bounds(xLow - by, xHigh + by, yLow - by, yHigh + by, zLow - by, zHigh + by);
    }

    /// The box in a mirror at x = 0.
    Bounds mirrored() {
        return new Bounds(-xHigh, -xLow, yLow, yHigh, zLow, zHigh);
    }

    /// All places between two heights.
    public static Bounds between(double low, double high) {
        return new Bounds(
                Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY,
                low, high);
    }

    /// The smallest box around some places, wider by some millimetres on every side.
    public static Bounds around(double by, double[]... places) {
        Bounds box = around(places[0][0], places[0][1], places[0][2], by, by, by);
        for (double[] place : places) {
            box = box.with(around(place[0], place[1], place[2], by, by, by));
        }
        return box;
    }

    /// Whether two boxes share a place.
    boolean meets(Bounds o) {
        return zLow <= o.zHigh && zHigh >= o.zLow && yLow <= o.yHigh && yHigh >= o.yLow && xLow <= o.xHigh && xHigh >= o.xLow;
    }

    /// Finds the part of a ray within the box.
    ///
    /// @param part where it begins and ends, filled in
    /// @return whether there is any
    public boolean cross(Ray ray, double[] part) {
        part[0] = Double.NEGATIVE_INFINITY;
        part[1] = Double.POSITIVE_INFINITY;
        return slab(ray.x(), ray.dx(), xLow, xHigh, part)
                && slab(ray.y(), ray.dy(), yLow, yHigh, part)
                && slab(ray.z(), ray.dz(), zLow, zHigh, part);
    }

    /// Cuts a part of a line down to where a coordinate lies between two values.
    ///
    /// @return whether anything is left
    static boolean slab(double at, double step, double low, double high, double[] part) {
        if (step == 0) {
            return at >= low && at <= high;
        }
        double a = (low - at) / step;
        double b = (high - at) / step;
        part[0] = Math.max(part[0], Math.min(a, b));
        part[1] = Math.min(part[1], Math.max(a, b));
        return part[0] < part[1];
    }
}
