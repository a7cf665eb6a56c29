package org.realfm.imaging.phantom.solid;

import java.util.List;

/// A superquadric (Barr 1981, doi:10.1109/MCG.1981.1673799): places p with, in its own axes and with u, v, w = the coordinates
/// over the semi-axes, `(|u|^n + |v|^n)^(m/n) + |w|^m <= 1`. With n = m = 2 it is an ellipsoid; larger powers make it boxy across
/// (n) and along (m) its third axis.
///
/// Its volume is `2 a b c e1 e2 B(e1/2 + 1, e1) B(e2/2, e2/2)` with e1 = 2/m, e2 = 2/n and the beta function B (Jaklič, Leonardis
/// and Solina 2000, Segmentation and Recovery of Superquadrics, 2.3.6).
public final class Superquadric implements Shape {

    private static final double[][] UPRIGHT = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};

    private final double[] centre;
    private final double[] semi;
    /// Unit vectors along the three axes.
    private final double[][] axes;
    private final double n;
    private final double m;
    private final Bounds bounds;

    private Superquadric(double[] centre, double[] semi, double[][] axes, double n, double m) {
        for (double length : semi) {
            if (!(length > 0 && length < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("a semi-axis is finite and above 0 mm, found " + length);
            }
        }
        if (!(n >= 1 && m >= 1 && n <= 16 && m <= 16)) {
            throw new IllegalArgumentException("powers lie in [1, 16], found " + n + " and " + m);
        }
        this.centre = centre;
        this.semi = semi;
        this.axes = axes;
        this.n = n;
        this.m = m;
        double[] reach = new double[3];
        for (int i = 0; i < 3; i++) {
            // Exact for an ellipsoid; for others the box around the box.
            double p = n <= 2 && m <= 2 ? 2 : 1;
            for (int k = 0; k < 3; k++) {
                double part = Math.abs(semi[k] * axes[k][i]);
                reach[i] += p == 2 ? part * part : part;
            }
            reach[i] = p == 2 ? Math.sqrt(reach[i]) : reach[i];
        }
        this.bounds = Bounds.around(centre[0], centre[1], centre[2], reach[0], reach[1], reach[2]);
    }

    /// An ellipsoid along the patient's axes.
    public static Superquadric ellipsoid(double x, double y, double z, double a, double b, double c) {
        return of(x, y, z, a, b, c, 2, 2);
    }

    /// A superquadric along the patient's axes.
    ///
    /// @param a semi-axis along x in mm; b along y, c along z
    /// @param n power across, in [1, 16]
    /// @param m power along z, in [1, 16]
    public static Superquadric of(double x, double y, double z, double a, double b, double c, double n, double m) {
        return new Superquadric(new double[] {x, y, z}, new double[] {a, b, c}, UPRIGHT, n, m);
    }

    /// This one, turned about its centre.
    ///
    /// @param axis    0, 1, 2: about x, y, z
    /// @param degrees right-handed
    public Superquadric turned(int axis, double degrees) {
        double cos = StrictMath.cos(StrictMath.toRadians(degrees));
        double sin = StrictMath.sin(StrictMath.toRadians(degrees));
        int i = (axis + 1) % 3;
        int j = (axis + 2) % 3;
        double[][] turned = new double[3][];
        for (int k = 0; k < 3; k++) {
            double[] old = axes[k];
            turned[k] = old.clone();
            turned[k][i] = cos * old[i] - sin * old[j];
            turned[k][j] = sin * old[i] + cos * old[j];
        }
        return new Superquadric(centre, semi, turned, n, m);
    }

    /// This one with its surface moved outward (or inward, below 0) by some millimetres along its axes.
    public Superquadric grown(double by) {
        return new Superquadric(
                centre, new double[] {semi[0] + by, semi[1] + by, semi[2] + by}, axes, n, m);
    }

    /// This one, `factor` times as large about its centre.
    public Superquadric scaled(double factor) {
        return new Superquadric(
                centre, new double[] {factor * semi[0], factor * semi[1], factor * semi[2]}, axes, n, m);
    }

    /// The centre: x, y, z in mm.
    public List<Double> centre() {
        return List.of(centre[0], centre[1], centre[2]);
    }

    /// The semi-axes in mm.
    public List<Double> semiAxes() {
        return List.of(semi[0], semi[1], semi[2]);
    }

    /// The unit vectors of the three axes.
    public List<List<Double>> axes() {
        return List.of(
                List.of(axes[0][0], axes[0][1], axes[0][2]),
                List.of(axes[1][0], axes[1][1], axes[1][2]),
                List.of(axes[2][0], axes[2][1], axes[2][2]));
    }

    /// The powers n and m.
    public List<Double> powers() {
        return List.of(n, m);
    }

    /// The volume in mm³.
    public double volume() {
        double e1 = 2 / m;
        double e2 = 2 / n;
        return 2 * semi[0] * semi[1] * semi[2] * e1 * e2 * beta(e1 / 2 + 1, e1) * beta(e2 / 2, e2 / 2);
    }

    /// B(p, q) by the gamma function.
    private static double beta(double p, double q) {
        return StrictMath.exp(logGamma(p) + logGamma(q) - logGamma(p + q));
    }

    /// Stirling's series after the argument is raised above 10.
    private static double logGamma(double x) {
        double shift = 0;
        double a = x;
        while (a < 10) {
            shift -= StrictMath.log(a);
            a++;
        }
        double r = 1 / (a * a);
        double series = (1.0 / 12 - r * (1.0 / 360 - r * (1.0 / 1260 - r / 1680))) / a;
        return shift + (a - 0.5) * StrictMath.log(a) - a + 0.5 * StrictMath.log(2 * Math.PI) + series;
    }

    private double local(int axis, double x, double y, double z) {
        double[] e = axes[axis];
        return ((x - centre[0]) * e[0] + (y - centre[1]) * e[1] + (z - centre[2]) * e[2]) / semi[axis];
    }

    @Override
    public double level(double x, double y, double z) {
        double u = Math.abs(local(0, x, y, z));
        double v = Math.abs(local(1, x, y, z));
        double w = Math.abs(local(2, x, y, z));
        double s = power(u, n) + power(v, n);
        double f = power(s, m / n) + power(w, m);
        double outer = s > 0 ? m * power(s, m / n) / s : 0;
        double gu = u > 0 ? outer * power(u, n) / u / semi[0] : 0;
        double gv = v > 0 ? outer * power(v, n) / v / semi[1] : 0;
        double gw = w > 0 ? m * power(w, m) / w / semi[2] : 0;
        double slope = Math.sqrt(gu * gu + gv * gv + gw * gw);
        if (slope == 0) {
            return -Math.min(semi[0], Math.min(semi[1], semi[2]));
        }
        // With r = f^(1/m), which grows in proportion to the distance from the centre: (r - 1) / |grad r|.
        double r = m == 2 ? Math.sqrt(f) : m == 4 ? Math.sqrt(Math.sqrt(f)) : StrictMath.pow(f, 1 / m);
        return (r - 1) * m * f / (r * slope);
    }

    @Override
    public Bounds bounds() {
        return bounds;
    }

    @Override
    public void cross(Ray ray, Spans found) {
        double[] part = new double[2];
        if (!bounds.cross(ray, part)) {
            return;
        }
        double[] at = new double[3];
        double[] step = new double[3];
        part[0] = Double.NEGATIVE_INFINITY;
        part[1] = Double.POSITIVE_INFINITY;
        for (int k = 0; k < 3; k++) {
            double[] e = axes[k];
            at[k] = local(k, ray.x(), ray.y(), ray.z());
            step[k] = (ray.dx() * e[0] + ray.dy() * e[1] + ray.dz() * e[2]) / semi[k];
            if (!Bounds.slab(at[k], step[k], -1, 1, part)) {
                return;
            }
        }
        if (n == 2 && m == 2) {
            quadratic(at, step, found);
        } else {
            convex(at, step, part[0], part[1], found);
        }
    }

    private static void quadratic(double[] at, double[] step, Spans found) {
        double a = dot(step, step);
        double b = dot(at, step);
        double d = b * b - a * (dot(at, at) - 1);
        if (d > 0) {
            double root = Math.sqrt(d);
            found.add((-b - root) / a, (-b + root) / a);
        }
    }

    private static double dot(double[] a, double[] b) {
        return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    }

    /// Along a ray the left side is convex: below 1 between two places at most. One inside is looked for by golden section,
    /// each end by the Illinois method.
    private void convex(double[] at, double[] step, double low, double high, Spans found) {
        double inside = 0.5 * (low + high);
        double a = low;
        double b = high;
        for (int i = 0; i < 24 && value(at, step, inside) >= 0; i++) {
            double third = 0.381966011250105 * (b - a);
            if (value(at, step, a + third) < value(at, step, b - third)) {
                b = b - third;
                inside = a + 0.381966011250105 * (b - a);
            } else {
                a = a + third;
                inside = b - 0.381966011250105 * (b - a);
            }
        }
        if (value(at, step, inside) < 0) {
            found.add(root(at, step, low, inside), root(at, step, high, inside));
        }
    }

    private double root(double[] at, double[] step, double outside, double inside) {
        double a = outside;
        double b = inside;
        double fa = value(at, step, a);
        double fb = value(at, step, b);
        if (fa <= 0) {
            return a;
        }
        double tolerance = 1e-9 * (Math.abs(b - a) + 1e-9);
        int side = 0;
        for (int i = 0; i < 60 && Math.abs(b - a) > tolerance; i++) {
            double t = (fa * b - fb * a) / (fa - fb);
            double f = value(at, step, t);
            if (Math.abs(f) < 1e-12) {
                return t;
            }
            if (f > 0) {
                a = t;
                fa = f;
                fb = side == 1 ? fb / 2 : fb;
                side = 1;
            } else {
                b = t;
                fb = f;
                fa = side == -1 ? fa / 2 : fa;
                side = -1;
            }
        }
        return b;
    }

    private double value(double[] at, double[] step, double t) {
        double s = power(Math.abs(at[0] + t * step[0]), n) + power(Math.abs(at[1] + t * step[1]), n);
        return power(s, m / n) + power(Math.abs(at[2] + t * step[2]), m) - 1;
    }

    /// x to a power, for x at least 0; the usual ones without a call of the library.
    private static double power(double x, double p) {
        if (p == 2) {
            return x * x;
        }
        if (p == 1) {
            return x;
        }
        if (p == 2.5) {
            return x * x * Math.sqrt(x);
        }
        if (p == 4) {
            return x * x * x * x;
        }
        return p == 3 ? x * x * x : x <= 0 ? 0 : StrictMath.pow(x, p);
    }

    @Override
    public Superquadric mirrored() {
        double[][] flipped = new double[3][];
        for (int k = 0; k < 3; k++) {
            flipped[k] = new double[] {-axes[k][0], axes[k][1], axes[k][2]};
        }
        return new Superquadric(new double[] {-centre[0], centre[1], centre[2]}, semi, flipped, n, m);
    }
}
