package org.realfm.imaging.phantom.solid;

/// A superquadric whose surface is moved outward by an offset and inward along winding furrows, as the brain's is.
///
/// @param core   what is folded
/// @param offset how far the surface is moved outward, in mm (below 0: inward)
/// @param depth  how deep furrows are, in mm, at least 0
/// @param pitch  about how far apart furrows are, in mm, above 0
/// @param sharp  how much of the surface they take, in (0, 3]: large is wide
/// @param phase  which furrows, any number
/// @param sign   1, or -1 for the mirror image
public record Folded(Superquadric core, double offset, double depth, double pitch, double sharp, double phase, int sign)
        implements Shape {

    public Folded {
        if (!(depth >= 0 && pitch > 0 && sharp > 0 && sharp <= 3)) {
            throw new IllegalArgumentException(
                    "furrows have a depth of at least 0 and a pitch above 0 mm and take (0, 3] of the surface, found "
                            + depth + ", " + pitch + ", " + sharp);
        }
    }

    /// Folds a shape.
    public static Folded of(
            Superquadric core, double offset, double depth, double pitch, double sharp, double phase) {
        return new Folded(core, offset, depth, pitch, sharp, phase, 1);
    }

    @Override
    public double level(double x, double y, double z) {
        double level = core.level(x, y, z) - offset;
        return level > depth || level < -2 * depth - 2 ? level : level + depth * furrow(sign * x, y, z);
    }

    /// 1 in the middle of a furrow, 0 between furrows: near the zeros of a sum of waves that bend each other.
    private double furrow(double x, double y, double z) {
        double f = 1 / (2.2 * pitch);
        double bendX = wave(0.61 * f * y + phase) + wave(0.53 * f * z + 2.3 * phase);
        double bendY = wave(0.57 * f * z + 1.7 * phase) + wave(0.66 * f * x + 0.4 * phase);
        double bendZ = wave(0.71 * f * x + 0.9 * phase) + wave(0.59 * f * y + 3.1 * phase);
        double sum = wave(f * x + 0.35 * bendX) + wave(f * y + 0.35 * bendY + 0.25) + wave(f * z + 0.35 * bendZ + 0.5);
        double near = 1 - Math.abs(sum) / sharp;
        return near <= 0 ? 0 : near * (2 - near);
    }

    /// A smooth wave of period 1 between -1 and 1, made of parabolas.
    private static double wave(double t) {
        double s = 2 * (t - Math.floor(t)) - 1;
        return 4 * s * (1 - Math.abs(s));
    }

    @Override
    public Bounds bounds() {
        return core.bounds().grown(Math.max(0, offset) + 1);
    }

    /// Looks for changes of sign every 0.7 mm, and closer in at each: a part between two looks is missed.
    @Override
    public void cross(Ray ray, Spans found) {
        double[] part = new double[2];
        if (!bounds().cross(ray, part)) {
            return;
        }
        int looks = (int) Math.ceil((part[1] - part[0]) * ray.scale() / 0.7) + 1;
        double step = (part[1] - part[0]) / looks;
        double enter = 0;
        boolean inside = false;
        for (int i = 1; i <= looks; i++) {
            double t = part[0] + i * step;
            boolean now = i < looks && at(ray, t) <= 0;
            if (now != inside) {
                double end = edge(ray, t - step, t, inside);
                if (inside) {
                    found.add(enter, end);
                }
                enter = end;
                inside = now;
            }
        }
        found.join(0);
    }

    private double edge(Ray ray, double before, double after, boolean insideBefore) {
        double a = before;
        double b = after;
        for (int i = 0; i < 12; i++) {
            double middle = 0.5 * (a + b);
            if (at(ray, middle) <= 0 == insideBefore) {
                a = middle;
            } else {
                b = middle;
            }
        }
        return 0.5 * (a + b);
    }

    private double at(Ray ray, double t) {
        return level(ray.x() + t * ray.dx(), ray.y() + t * ray.dy(), ray.z() + t * ray.dz());
    }

    @Override
    public Folded mirrored() {
        return new Folded(core.mirrored(), offset, depth, pitch, sharp, phase, -sign);
    }
}
