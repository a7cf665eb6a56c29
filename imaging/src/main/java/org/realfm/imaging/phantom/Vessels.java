package org.realfm.imaging.phantom;

import java.util.ArrayList;
import java.util.List;
import org.realfm.imaging.SplitMix64;
import org.realfm.imaging.phantom.solid.Tubes;

/// Grows trees of vessels.
final class Vessels {

    private Vessels() {}

    /// A tree: each vessel ends in two or three, thinner by the law of Murray 1926 (doi:10.1073/pnas.12.3.207: cubes of
    /// radii add up), turned aside by some 35 degrees.
    ///
    /// @param root      x, y, z of the root
    /// @param direction of the stem, any length
    /// @param length    of the stem in mm; each generation is four fifths as long
    /// @param radius    of the stem in mm
    /// @param least     radius in mm at which it ends
    static Tubes tree(
            SplitMix64 random, double[] root, double[] direction, double length, double radius, double least) {
        List<Tubes.Piece> pieces = new ArrayList<>();
        grow(random, root, unit(direction), length, radius, least, pieces);
        return new Tubes(pieces);
    }

    private static void grow(
            SplitMix64 random, double[] from, double[] along, double length, double radius, double least,
            List<Tubes.Piece> pieces) {
        double[] bend = unit(new double[] {
            along[0] + random.between(-0.2, 0.2), along[1] + random.between(-0.2, 0.2),
            along[2] + random.between(-0.2, 0.2)
        });
        double[] middle = step(from, along, length / 2);
        double[] to = step(middle, bend, length / 2);
        pieces.add(piece(from, middle, radius));
        pieces.add(piece(middle, to, radius));
        int twigs = random.nextDouble() < 0.35 ? 3 : 2;
        double thinner = radius / StrictMath.cbrt(twigs);
        if (thinner < least) {
            return;
        }
        double[] across = unit(cross(bend, new double[] {
            random.between(-1, 1), random.between(-1, 1), random.between(-1, 1)
        }));
        double[] other = cross(bend, across);
        for (int i = 0; i < twigs; i++) {
            double around = 2 * Math.PI * (i + random.between(-0.2, 0.2)) / twigs;
            double aside = random.between(0.45, 0.85);
            double cos = StrictMath.cos(around) * aside;
            double sin = StrictMath.sin(around) * aside;
            grow(random, to, unit(new double[] {
                bend[0] + cos * across[0] + sin * other[0], bend[1] + cos * across[1] + sin * other[1],
                bend[2] + cos * across[2] + sin * other[2]
            }), length * random.between(0.72, 0.92), thinner, least, pieces);
        }
    }

    private static Tubes.Piece piece(double[] from, double[] to, double radius) {
        return new Tubes.Piece(from[0], from[1], from[2], to[0], to[1], to[2], radius);
    }

    private static double[] step(double[] from, double[] along, double length) {
        return new double[] {
            from[0] + length * along[0], from[1] + length * along[1], from[2] + length * along[2]
        };
    }

    private static double[] unit(double[] v) {
        double length = Math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
        return length == 0 ? new double[] {1, 0, 0} : new double[] {v[0] / length, v[1] / length, v[2] / length};
    }

    private static double[] cross(double[] a, double[] b) {
        return new double[] {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
    }
}
