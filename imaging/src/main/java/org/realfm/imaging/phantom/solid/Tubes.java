package org.realfm.imaging.phantom.solid;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Round-ended pieces of pipe: vessels, ribs, airways. Pieces may branch and overlap.
public final class Tubes implements Shape {

    /// All places within a radius of the straight line between two.
    ///
    /// @param radius in mm, above 0
    public record Piece(double x0, double y0, double z0, double x1, double y1, double z1, double radius) {

        public Piece {
            if (!(radius > 0 && radius < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("a radius is finite and above 0 mm, found " + radius);
            }
        }

        Bounds bounds() {
            return new Bounds(
                            Math.min(x0, x1), Math.max(x0, x1), Math.min(y0, y1), Math.max(y0, y1), Math.min(z0, z1),
                            Math.max(z0, z1))
                    .grown(radius);
        }

        double level(double x, double y, double z) {
            double nx = x1 - x0;
            double ny = y1 - y0;
            double nz = z1 - z0;
            double length = nx * nx + ny * ny + nz * nz;
            double along = length == 0 ? 0 : ((x - x0) * nx + (y - y0) * ny + (z - z0) * nz) / length;
            double t = Math.clamp(along, 0.0, 1.0);
            double dx = x - x0 - t * nx;
            double dy = y - y0 - t * ny;
            double dz = z - z0 - t * nz;
            return Math.sqrt(dx * dx + dy * dy + dz * dz) - radius;
        }

        /// Convex, so it is cut once: from the first to the last place on its side or its ends.
        void cross(Ray ray, Spans found) {
            double nx = x1 - x0;
            double ny = y1 - y0;
            double nz = z1 - z0;
            double mx = ray.x() - x0;
            double my = ray.y() - y0;
            double mz = ray.z() - z0;
            double nn = nx * nx + ny * ny + nz * nz;
            double dd = ray.dx() * ray.dx() + ray.dy() * ray.dy() + ray.dz() * ray.dz();
            double nd = nx * ray.dx() + ny * ray.dy() + nz * ray.dz();
            double mn = mx * nx + my * ny + mz * nz;
            double md = mx * ray.dx() + my * ray.dy() + mz * ray.dz();
            double mm = mx * mx + my * my + mz * mz;
            double[] part = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
            sphere(dd, md, mm, part);
            sphere(dd, md - nd, mm - 2 * mn + nn, part);
            double a = nn * dd - nd * nd;
            double b = nn * md - nd * mn;
            double c = nn * (mm - radius * radius) - mn * mn;
            double[] side = {Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY};
            boolean hit;
            if (a > 1e-12 * nn * dd) {
                double root = b * b - a * c;
                hit = root > 0;
                if (hit) {
                    side[0] = (-b - Math.sqrt(root)) / a;
                    side[1] = (-b + Math.sqrt(root)) / a;
                }
            } else {
                hit = c < 0;
            }
            if (hit && nn > 0 && Bounds.slab(mn, nd, 0, nn, side)) {
                part[0] = Math.min(part[0], side[0]);
                part[1] = Math.max(part[1], side[1]);
            }
            found.add(part[0], part[1]);
        }

        private void sphere(double dd, double md, double mm, double[] part) {
            double root = md * md - dd * (mm - radius * radius);
            if (root > 0) {
                part[0] = Math.min(part[0], (-md - Math.sqrt(root)) / dd);
                part[1] = Math.max(part[1], (-md + Math.sqrt(root)) / dd);
            }
        }

        Piece mirrored() {
            return new Piece(-x0, y0, z0, -x1, y1, z1, radius);
        }
    }

    private final List<Piece> pieces;
    private final Bounds[] boxes;
    private final Bounds bounds;

    /// The given pieces, at least one.
    public Tubes(List<Piece> pieces) {
        if (pieces.isEmpty()) {
            throw new IllegalArgumentException("a tube has at least one piece");
        }
        this.pieces = List.copyOf(pieces);
        this.boxes = pieces.stream().map(Piece::bounds).toArray(Bounds[]::new);
        Bounds all = boxes[0];
        for (Bounds box : boxes) {
            all = all.with(box);
        }
        this.bounds = all;
    }

    /// A pipe through some places.
    ///
    /// @param places x, y, z of each, in mm; at least two
    public static Tubes path(double radius, double... places) {
        if (places.length < 6 || places.length % 3 != 0) {
            throw new IllegalArgumentException("a path has three coordinates of at least two places");
        }
        List<Piece> pieces = new ArrayList<>();
        for (int i = 0; i + 5 < places.length; i += 3) {
            pieces.add(new Piece(
                    places[i], places[i + 1], places[i + 2], places[i + 3], places[i + 4], places[i + 5], radius));
        }
        return new Tubes(pieces);
    }

    /// The pieces.
    public List<Piece> pieces() {
        return pieces;
    }

    @Override
    public double level(double x, double y, double z) {
        double level = Double.POSITIVE_INFINITY;
        for (Piece piece : pieces) {
            level = Math.min(level, piece.level(x, y, z));
        }
        return level;
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
        for (int i = 0; i < boxes.length; i++) {
            if (boxes[i].cross(ray, part)) {
                pieces.get(i).cross(ray, found);
            }
        }
        found.join(0);
    }

    @Override
    public Optional<Shape> within(Bounds box) {
        List<Piece> left = new ArrayList<>();
        for (int i = 0; i < boxes.length; i++) {
            if (boxes[i].meets(box)) {
                left.add(pieces.get(i));
            }
        }
        return left.isEmpty() ? Optional.empty() : Optional.of(new Tubes(left));
    }

    @Override
    public Tubes mirrored() {
        return new Tubes(pieces.stream().map(Piece::mirrored).toList());
    }
}
