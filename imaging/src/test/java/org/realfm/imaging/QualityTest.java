package org.realfm.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.realfm.imaging.interventions.Corruption;
import org.realfm.imaging.interventions.Corruption.Kind;
import org.realfm.imaging.phantom.ChestPhantom;
import org.realfm.imaging.phantom.Scene;

class QualityTest {

    private static Image2D film(int size) {
        return ChestPhantom.render(
                ChestPhantom.scene(3, new Scene.Patient(true, 61), Scene.Style.DIGITAL, 0, Optional.empty()), size);
    }

    private static Image2D grey(int width, int height, float... samples) {
        return Image2D.of(width, height, 1, 255, samples);
    }

    @Test
    void noiseOfOnePixelByHand() {
        // One pixel of 36 in a film of 3 x 3: the one response is 4 x 36 = 144, times sqrt(pi/2)/6, over 255.
        Image2D dot = grey(3, 3, 0, 0, 0, 0, 36, 0, 0, 0, 0);
        assertThat(Quality.noise(dot)).isCloseTo(Math.sqrt(Math.PI / 2) * 24 / 255, within(1e-12));
    }

    @Test
    void noiseSeesNoRampAndNoStraightEdge() {
        float[] ramp = new float[400];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = 3 * (i % 20) + 2 * (i / 20) + (i % 20 > 9 ? 60 : 0);
        }
        assertThat(Quality.noise(grey(20, 20, ramp))).isZero();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.04, 0.08})
    void noiseIsTheStandardDeviationThatWasAdded(double sd) {
        float[] flat = new float[128 * 128];
        Arrays.fill(flat, 128);
        int severity = 1 + (int) Math.round(Math.log(sd / 0.01) / Math.log(2));
        Corruption noise = new Corruption(Kind.NOISE, severity);
        assertThat(noise.parameter(128)).isEqualTo(sd);
        assertThat(Quality.noise(noise.apply(grey(128, 128, flat), 9))).isCloseTo(sd, within(0.03 * sd + 0.0005));
    }

    @Test
    void contrastIsTheStandardDeviation() {
        assertThat(Quality.contrast(grey(4, 4, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255)))
                .isCloseTo(0.5, within(1e-12));
    }

    @Test
    void lossOfContrastIsMeasuredAndLeavesSharpness() {
        Image2D film = film(200);
        Image2D flat = new Corruption(Kind.CONTRAST, 3).apply(film, 0);
        assertThat(Quality.contrast(flat) / Quality.contrast(film)).isCloseTo(0.55, within(0.005));
        assertThat(Quality.sharpness(flat) / Quality.sharpness(film)).isCloseTo(1, within(0.05));
    }

    @Test
    void sharpnessByHand() {
        // A checkerboard: every Laplacian is a full step of 2 SD.
        float[] board = new float[64];
        for (int i = 0; i < 64; i++) {
            board[i] = (i % 8 + i / 8) % 2 * 100;
        }
        assertThat(Quality.sharpness(grey(8, 8, board))).isCloseTo(2, within(1e-12));
        assertThat(Quality.sharpness(grey(8, 8, new float[64]))).isZero();
    }

    @Test
    void blockinessSeesCompressionAndNothingElse() {
        Image2D film = film(200);
        assertThat(Quality.blockiness(film)).isBetween(-0.1, 0.1);
        double last = Quality.blockiness(film);
        for (int severity = 1; severity <= 5; severity++) {
            double now = Quality.blockiness(new Corruption(Kind.JPEG, severity).apply(film, 0));
            assertThat(now).isGreaterThan(last);
            last = now;
        }
        assertThat(last).isGreaterThan(0.5);
        assertThat(Quality.blockiness(new Corruption(Kind.BLUR, 3).apply(film, 0))).isBetween(-0.1, 0.1);
    }

    @Test
    void depthDoesNotMatterNorHowItIsStored() {
        Image2D film = film(64);
        float[] deep = film.samples();
        for (int i = 0; i < deep.length; i++) {
            deep[i] *= 16;
        }
        deep[0] = 4095;
        Image2D twelve = Image2D.of(64, 64, 1, 4095, deep);
        Image2D stored = Image2D.of(64, 64, 1, 65535, deep);
        assertThat(stored.fullScale()).isEqualTo(4095);
        assertThat(Quality.noise(stored)).isEqualTo(Quality.noise(twelve));
        assertThat(Quality.contrast(stored)).isEqualTo(Quality.contrast(twelve));
    }

    @Test
    void tooSmallAFilmIsRefused() {
        assertThatThrownBy(() -> Quality.noise(grey(2, 2, 0, 0, 0, 0))).hasMessageContaining("at least 3 rows");
    }

    /// One step in a line of 20: the mean of 9 spreads it evenly over 9 steps, so that 8/9 of it are lost.
    @Test
    void blurByHand() {
        float[] edge = new float[400];
        float[] ramp = new float[400];
        for (int i = 0; i < 400; i++) {
            edge[i] = i % 20 < 10 ? 0 : 90;
            ramp[i] = i % 20;
        }
        assertThat(Quality.blur(edge, 20, 20)).isCloseTo(1.0 / 9, within(1e-12));
        // The mean leaves a ramp but for the four steps at each end, of which it leaves 5/9 to 8/9.
        double kept = 11 + 2 * (8 + 7 + 6 + 5) / 9.0;
        assertThat(Quality.blur(ramp, 20, 20)).isCloseTo(kept / 19, within(1e-12));
        assertThat(Quality.blur(new float[400], 20, 20)).isZero();
        assertThatThrownBy(() -> Quality.blur(new float[4], 2, 2)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void blurRisesWithBlurAndNotWithContrast() {
        Image2D film = film(200);
        double last = Quality.blur(film);
        assertThat(last).isBetween(0.0, 1.0);
        assertThat(Quality.blur(new Corruption(Kind.CONTRAST, 3).apply(film, 0))).isCloseTo(last, within(0.05));
        for (int severity = 1; severity <= 5; severity++) {
            double now = Quality.blur(new Corruption(Kind.BLUR, severity).apply(film, 0));
            assertThat(now).as("severity " + severity).isGreaterThan(last);
            last = now;
        }
    }

    @Test
    void clippingAndExposure() {
        Image2D film = grey(4, 3, 0, 0, 0, 10, 20, 30, 40, 50, 60, 255, 255, 70);
        assertThat(Quality.clipping(film)).isEqualTo(new Quality.Clipping(0.25, 2 / 12.0));
        assertThat(Quality.exposure(film)).isCloseTo(30 / 255.0, within(1e-12));
        assertThat(Quality.clipping(grey(3, 3, new float[9]))).isEqualTo(new Quality.Clipping(0, 0));
        assertThatThrownBy(() -> Quality.Clipping.of(new float[0])).isInstanceOf(IllegalArgumentException.class);
    }
}
