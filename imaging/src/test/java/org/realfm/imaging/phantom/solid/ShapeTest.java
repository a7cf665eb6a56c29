package org.realfm.imaging.phantom.solid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.realfm.imaging.SplitMix64;

class ShapeTest {

    static Stream<Shape> shapes() {
        Superquadric boxy = Superquadric.of(3, -2, 5, 20, 12, 9, 4, 3).turned(0, 31).turned(2, -50);
        Tubes tubes = Tubes.path(4, -15, 0, 0, 5, 8, 3, 18, -6, 12);
        return Stream.of(
                Superquadric.ellipsoid(1, 2, 3, 14, 8, 20).turned(1, 40), boxy,
                Superquadric.of(0, 0, 0, 15, 11, 13, 2.4, 2.6), Superquadric.of(0, 0, 0, 15, 11, 13, 1.5, 2), tubes,
                Union.of(boxy, tubes), Clipped.inside(tubes, boxy), Clipped.outside(boxy, tubes),
                Folded.of(Superquadric.ellipsoid(0, 0, 0, 25, 22, 24), -1, 6, 9, 0.5, 3).mirrored());
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void aRayIsCutWhereItsPlacesAreInside(Shape shape) {
        SplitMix64 random = new SplitMix64(7);
        Spans found = new Spans();
        int wrong = 0;
        int inside = 0;
        for (int i = 0; i < 300; i++) {
            double[] from = {random.between(-40, 40), random.between(-40, 40), random.between(-40, 40)};
            double[] to = {random.between(-15, 15), random.between(-15, 15), random.between(-15, 15)};
            Ray ray = Ray.between(from, to);
            found.clear();
            shape.cross(ray, found);
            for (int k = 1; k < found.count(); k++) {
                assertThat(found.enter(k)).isGreaterThan(found.exit(k - 1));
            }
            for (int k = 0; k < 60; k++) {
                double t = random.between(-0.5, 2.5);
                boolean cut = false;
                for (int s = 0; s < found.count(); s++) {
                    cut |= t >= found.enter(s) && t <= found.exit(s);
                }
                boolean contained = shape.contains(
                        ray.x() + t * ray.dx(), ray.y() + t * ray.dy(), ray.z() + t * ray.dz());
                inside += contained ? 1 : 0;
                wrong += cut != contained ? 1 : 0;
            }
        }
        assertThat(inside).isGreaterThan(300);
        // Folds thinner than a step may be missed.
        assertThat(wrong).isLessThanOrEqualTo(shape instanceof Folded ? inside / 100 : 0);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void theBoxHoldsTheShapeAndAMirrorKeepsIt(Shape shape) {
        SplitMix64 random = new SplitMix64(8);
        Bounds box = shape.bounds();
        for (int i = 0; i < 20_000; i++) {
            double x = random.between(-45, 45);
            double y = random.between(-45, 45);
            double z = random.between(-45, 45);
            if (shape.contains(x, y, z)) {
                assertThat(x).isBetween(box.xLow(), box.xHigh());
                assertThat(y).isBetween(box.yLow(), box.yHigh());
                assertThat(z).isBetween(box.zLow(), box.zHigh());
            }
            assertThat(shape.mirrored().contains(-x, y, z)).isEqualTo(shape.contains(x, y, z));
        }
    }

    @Test
    void aBallIsCutByItsChords() {
        Spans found = new Spans();
        for (double off = 0; off < 10; off += 0.7) {
            found.clear();
            Superquadric.of(0, 0, 0, 10, 10, 10, 2, 2).cross(new Ray(-50, off, 0, 2, 0, 0), found);
            assertThat(2 * found.length()).isCloseTo(2 * Math.sqrt(100 - off * off), within(1e-9));
            found.clear();
            // The same solid by way of the search for the ends: powers as good as 2.
            Superquadric.of(0, 0, 0, 10, 10, 10, 2, 2 + 1e-12).cross(new Ray(-50, off, 0, 2, 0, 0), found);
            assertThat(2 * found.length()).isCloseTo(2 * Math.sqrt(100 - off * off), within(1e-6));
        }
    }

    @Test
    void theVolumeIsThatOfThePlacesInside() {
        assertThat(Superquadric.ellipsoid(0, 0, 0, 3, 4, 5).volume()).isCloseTo(4 * Math.PI / 3 * 60, within(1e-9));
        // Nearly a box.
        assertThat(Superquadric.of(0, 0, 0, 1, 1, 1, 16, 16).volume()).isBetween(7.6, 8.0);
        for (double n : new double[] {1.5, 2.4, 4}) {
            for (double m : new double[] {1.5, 2.6, 4}) {
                Superquadric solid = Superquadric.of(0, 0, 0, 10, 8, 6, n, m).turned(0, 20);
                double sum = 0;
                Spans found = new Spans();
                for (double y = -11.9; y < 12; y += 0.2) {
                    for (double z = -11.9; z < 12; z += 0.2) {
                        found.clear();
                        solid.cross(new Ray(-20, y, z, 1, 0, 0), found);
                        sum += 0.04 * found.length();
                    }
                }
                assertThat(sum).isCloseTo(solid.volume(), within(0.004 * solid.volume()));
            }
        }
    }

    @Test
    void theLevelIsTheDistanceNearTheSurface() {
        Superquadric ball = Superquadric.ellipsoid(0, 0, 0, 10, 10, 10);
        assertThat(ball.level(0, 12, 0)).isCloseTo(2, within(1e-9));
        assertThat(ball.level(0, 0, 0)).isEqualTo(-10);
        assertThat(Tubes.path(2, 0, 0, 0, 10, 0, 0).level(5, 5, 0)).isCloseTo(3, within(1e-12));
        assertThat(Superquadric.of(0, 0, 0, 20, 10, 5, 4, 4).level(0, 0, 5.5)).isCloseTo(0.5, within(1e-9));
    }

    @Test
    void whatIsNoSolidIsRefused() {
        assertThatThrownBy(() -> Superquadric.ellipsoid(0, 0, 0, 1, 0, 1)).hasMessageContaining("above 0 mm");
        assertThatThrownBy(() -> Superquadric.of(0, 0, 0, 1, 1, 1, 0.5, 2)).hasMessageContaining("[1, 16]");
        assertThatThrownBy(() -> Tubes.path(1, 0, 0, 0)).hasMessageContaining("two places");
        assertThatThrownBy(() -> new Ray(0, 0, 0, 0, 0, 0)).hasMessageContaining("direction");
    }
}
