package org.realfm.imaging.phantom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.interventions.Corner;
import org.realfm.imaging.phantom.Radiograph.Protocol;
import org.realfm.imaging.phantom.Radiograph.View;
import org.realfm.imaging.phantom.graph.Category;
import org.realfm.imaging.phantom.graph.SceneGraph;
import org.realfm.imaging.phantom.graph.SceneObject;
import org.realfm.imaging.phantom.graph.Side;
import org.realfm.imaging.phantom.solid.Superquadric;

class RadiographTest {

    private static final Protocol SMALL =
            new Protocol(128, 128, 3, 30, View.PA, 1e6, 0, 0, Optional.empty(), 0);

    @Test
    void integralsAreThoseOfTheChords() {
        Draft draft = new Draft();
        draft.add("ball", "ball", Category.ORGAN, "", Side.MIDLINE, Draft.intensity("hu", 0),
                Superquadric.ellipsoid(10, 5, 30, 60, 60, 60));
        draft.add("hole", "hole", Category.ORGAN, "ball", Side.LEFT, Draft.intensity("hu", -1000),
                Superquadric.ellipsoid(20, -5, 40, 25, 25, 25));
        Body body = new Body(1, SceneGraph.Frame.PATIENT, List.of(0), 0, draft.structures());
        for (View view : View.values()) {
            Protocol protocol = SMALL.with(view);
            double[] integrals = Radiograph.integrals(body, protocol);
            double distance = view == View.PA ? 1800 : 1000;
            double back = view == View.PA ? 1 : -1;
            double[] source = {0, back * (distance - 160), 30};
            for (int i = 0; i < integrals.length; i++) {
                double[] pixel = {(i % 128 - 63.5) * 3, -back * 160, 30 - (i / 128 - 63.5) * 3};
                double expected = Attenuation.WATER * (chord(source, pixel, new double[] {10, 5, 30}, 60)
                        - chord(source, pixel, new double[] {20, -5, 40}, 25));
                assertThat(integrals[i]).isCloseTo(expected, within(1e-9));
            }
        }
    }

    /// The length of a line within a ball, by the distance of its centre from the line.
    private static double chord(double[] from, double[] to, double[] centre, double radius) {
        double[] d = new double[3];
        double[] m = new double[3];
        double length = 0;
        for (int i = 0; i < 3; i++) {
            d[i] = to[i] - from[i];
            m[i] = centre[i] - from[i];
            length += d[i] * d[i];
        }
        double[] cross = {m[1] * d[2] - m[2] * d[1], m[2] * d[0] - m[0] * d[2], m[0] * d[1] - m[1] * d[0]};
        double away = (cross[0] * cross[0] + cross[1] * cross[1] + cross[2] * cross[2]) / length;
        return 2 * Math.sqrt(Math.max(0, radius * radius - away));
    }

    @Test
    void thePatientsRightIsOnTheLeft() {
        Phantom phantom = Radiograph.take(Torso.draw(4, new Findings(0, 0, 0)), SMALL);
        assertThat(column(phantom, "liver")).isLessThan(64);
        assertThat(column(phantom, "stomach")).isGreaterThan(64);
        assertThat(region(phantom, "liver").centroid().getFirst()).isNegative();
        Phantom turned = Radiograph.take(Torso.draw(4, new Findings(0, 0, 0)).mirrored(), SMALL);
        assertThat(column(turned, "liver")).isGreaterThan(64);
        assertThat(turned.scene().object("liver").orElseThrow().side()).isEqualTo(Side.LEFT);
    }

    private static SceneObject.Region region(Phantom phantom, String id) {
        return phantom.scene().object(id).orElseThrow().region().orElseThrow();
    }

    /// The middle column of what is seen of an object.
    private static double column(Phantom phantom, String id) {
        var mask = phantom.region(id);
        double sum = 0;
        int count = 0;
        for (int i = 0; i < 128 * 128; i++) {
            if (mask.contains(i % 128, i / 128, 0)) {
                sum += i % 128;
                count++;
            }
        }
        return sum / count;
    }

    @Test
    void theHeartLooksLargerFromTheFront() {
        Body body = Torso.draw(4, new Findings(0, 0, 0));
        Phantom pa = Radiograph.take(body, SMALL);
        Phantom ap = Radiograph.take(body, SMALL.with(View.AP));
        // Against the chest, whatever the magnification of the whole.
        assertThat(width(ap, "heart") / width(ap, "spine"))
                .isGreaterThan(1.05 * width(pa, "heart") / width(pa, "spine"));
    }

    private static double width(Phantom phantom, String id) {
        return region(phantom, id).high().getFirst() - region(phantom, id).low().getFirst();
    }

    @Test
    void boneAndHeartAreBrightAndLungsAreDark() {
        Phantom phantom = Radiograph.take(
                Torso.draw(2, new Findings(0, 0, 0)),
                new Protocol(256, 256, 1.56, 30, View.PA, 200_000, 0.3, 0.3, Optional.empty(), 0));
        double lung = mean(phantom, "left-lung", "heart", "spine", "diaphragm");
        assertThat(mean(phantom, "heart")).isGreaterThan(lung + 800);
        assertThat(mean(phantom, "spine")).isGreaterThan(lung + 1200);
        assertThat(mean(phantom, "liver")).isGreaterThan(lung + 800);
    }

    private static double mean(Phantom phantom, String id, String... without) {
        double sum = 0;
        int count = 0;
        Image2D film = phantom.picture();
        for (int i = 0; i < film.width() * film.height(); i++) {
            int x = i % film.width();
            int y = i / film.width();
            boolean counts = phantom.region(id).contains(x, y, 0);
            for (String other : without) {
                counts &= !phantom.region(other).contains(x, y, 0);
            }
            if (counts) {
                sum += film.sample(x, y, 0);
                count++;
            }
        }
        return sum / count;
    }

    @Test
    void lessDoseIsNoisier() {
        Body body = Torso.draw(2, new Findings(0, 0, 0));
        double[] noise = new double[2];
        for (int dose = 0; dose < 2; dose++) {
            double photons = dose == 0 ? 4_000 : 64_000;
            Image2D a = Radiograph.take(body, SMALL.withPhotons(photons, 1)).picture();
            Image2D b = Radiograph.take(body, SMALL.withPhotons(photons, 2)).picture();
            double squares = 0;
            // In the right lung, clear of the heart.
            for (int y = 45; y < 60; y++) {
                for (int x = 32; x < 46; x++) {
                    squares += Math.pow(a.sample(x, y, 0) - b.sample(x, y, 0), 2);
                }
            }
            noise[dose] = Math.sqrt(squares);
        }
        assertThat(noise[0] / noise[1]).isBetween(3.0, 5.0);
    }

    @Test
    void aMarkerIsPartOfTheScene() {
        Body body = Torso.draw(2, new Findings(0, 0, 0));
        Phantom right = Radiograph.take(body, SMALL.withMarker(Optional.of(Radiograph.Marker.USUAL)));
        SceneObject marker = right.scene().object("marker-R").orElseThrow();
        assertThat(marker.side()).isEqualTo(Side.RIGHT);
        assertThat(marker.region().orElseThrow().centroid().getFirst()).isNegative();
        Phantom wrong = Radiograph.take(
                body, SMALL.withMarker(Optional.of(new Radiograph.Marker("R", Corner.TOP_RIGHT))));
        assertThat(region(wrong, "marker-R").centroid().getFirst()).isPositive();
        assertThatThrownBy(() -> new Radiograph.Marker("X", Corner.TOP_LEFT)).hasMessageContaining("R or L");
    }
}
