package org.realfm.imaging.phantom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.realfm.imaging.phantom.Ultrasound.Geometry;
import org.realfm.imaging.phantom.Ultrasound.Protocol;
import org.realfm.imaging.phantom.graph.Category;
import org.realfm.imaging.phantom.graph.Direction;
import org.realfm.imaging.phantom.graph.SceneGraph;
import org.realfm.imaging.phantom.graph.Side;
import org.realfm.imaging.phantom.solid.Shape;
import org.realfm.imaging.phantom.solid.Superquadric;

class UltrasoundTest {

    private static final Protocol QUIET = new Protocol(Geometry.SECTOR, 512, 448, 0.4, 320, 3.5, 75, 60, -200, 0);

    /// Even liver, with a ball in it.
    private static Body even(double echo, double attenuation) {
        Draft draft = new Draft();
        draft.add("liver", "liver", Category.ORGAN, "", Side.RIGHT,
                Draft.intensity("echo_db", 0, "attenuation_db_cm_mhz", 0.5, "wall_db", -100),
                Superquadric.of(-70, 100, 0, 500, 180, 500, 16, 16));
        draft.add("ball", "ball", Category.LESION, "liver", Side.RIGHT,
                Draft.intensity("echo_db", echo, "attenuation_db_cm_mhz", attenuation, "wall_db", -100), ball());
        return new Body(11, SceneGraph.Frame.PATIENT, List.of(0), 0, draft.structures());
    }

    private static Shape ball() {
        return Superquadric.ellipsoid(-70, 60, -14, 14, 14, 14);
    }

    /// Mean and standard deviation of the echoes of the middle lines between two depths.
    private static double[] moments(float[][] envelope, double from, double to, int firstLine, int lastLine) {
        double sum = 0;
        double squares = 0;
        int count = 0;
        for (int line = firstLine; line <= lastLine; line++) {
            for (int k = (int) (from / 0.16); k < to / 0.16; k++) {
                sum += envelope[line][k];
                squares += envelope[line][k] * envelope[line][k];
                count++;
            }
        }
        double mean = sum / count;
        return new double[] {mean, Math.sqrt(squares / count - mean * mean)};
    }

    @Test
    void speckleIsRayleigh() {
        float[][] envelope = Ultrasound.envelope(even(0, 0.5), QUIET);
        double[] far = moments(envelope, 20, 165, 10, 310);
        // sqrt(pi / (4 - pi)) = 1.913
        assertThat(far[0] / far[1]).isCloseTo(1.913, within(0.05));
        // And the root mean square of even liver is 1.
        assertThat(Math.hypot(far[0], far[1])).isCloseTo(1, within(0.03));
    }

    @Test
    void fluidIsDarkWithABrightBandBehindAndStonesThrowShadows() {
        double[] beside = moments(Ultrasound.envelope(even(-60, 0.02), QUIET), 85, 120, 20, 80);
        float[][] cyst = Ultrasound.envelope(even(-60, 0.02), QUIET);
        assertThat(moments(cyst, 52, 68, 150, 170)[0]).isLessThan(0.05 * beside[0]);
        // 28 mm of fluid instead of liver at 3.5 MHz, there and back: 2 * 2.8 * 3.5 * 0.48 = 9.4 dB.
        double gain = 20 * Math.log10(moments(cyst, 85, 120, 155, 165)[0] / beside[0]);
        assertThat(gain).isCloseTo(9.4, within(1.2));
        float[][] stone = Ultrasound.envelope(even(10, 8), QUIET);
        assertThat(moments(stone, 85, 120, 150, 170)[0]).isLessThan(0.02 * beside[0]);
    }

    @Test
    void theBeamIsNarrowestAtItsFocus() {
        float[][] envelope = Ultrasound.envelope(even(0, 0.5), QUIET);
        double focus = likeness(envelope, 70, 80) * QUIET.apart(75);
        assertThat(likeness(envelope, 160, 170) * QUIET.apart(165)).isGreaterThan(1.2 * focus);
        assertThat(likeness(envelope, 8, 16) * QUIET.apart(12)).isGreaterThan(1.1 * focus);
    }

    /// Over how many lines echoes of one depth are alike: the sum of the correlations of neighbours.
    private static double likeness(float[][] envelope, double from, double to) {
        double width = 0;
        double[] middle = moments(envelope, from, to, 5, 314);
        for (int lag = 1; lag < 25; lag++) {
            double sum = 0;
            int count = 0;
            for (int line = 5; line + lag < 314; line++) {
                for (int k = (int) (from / 0.16); k < to / 0.16; k++) {
                    sum += (envelope[line][k] - middle[0]) * (envelope[line + lag][k] - middle[0]);
                    count++;
                }
            }
            width += Math.max(0, sum / count / (middle[1] * middle[1]));
        }
        return width;
    }

    @Test
    void theHeadIsOnTheLeftAndTheKidneyBelowTheLiver() {
        Phantom phantom = Ultrasound.take(Flank.draw(2, Findings.USUAL), Protocol.USUAL);
        // The diaphragm lies towards the head of the kidney, so on its left.
        assertThat(column(phantom, "diaphragm")).isLessThan(column(phantom, "right-kidney"));
        var kidney = phantom.scene().relation("right-kidney", "liver").orElseThrow();
        assertThat(kidney.directions()).containsKey(Direction.BELOW);
        assertThat(phantom.scene().object("stone-1").orElseThrow().visible()).isTrue();
        Phantom turned = Ultrasound.take(Flank.draw(2, Findings.USUAL).mirrored(), Protocol.USUAL);
        assertThat(turned.picture()).isEqualTo(phantom.picture());
        assertThat(turned.scene().object("liver").orElseThrow().side()).isEqualTo(Side.LEFT);
    }

    private static double column(Phantom phantom, String id) {
        double sum = 0;
        for (int i = 0; i < 512 * 448; i++) {
            sum += phantom.region(id).contains(i % 512, i / 512, 0) ? i % 512 : 0;
        }
        return sum / phantom.region(id).count();
    }

    @Test
    void aStripShowsTheNearField() {
        Phantom near = Ultrasound.take(Flank.draw(2, Findings.USUAL), Protocol.NEAR);
        assertThat(near.scene().object("gallbladder-wall").orElseThrow().visible()).isTrue();
        assertThat(near.scene().object("lung").orElseThrow().visible()).isFalse();
        assertThatThrownBy(() -> Protocol.USUAL.withFrequency(50)).hasMessageContaining("[1, 20]");
    }
}
