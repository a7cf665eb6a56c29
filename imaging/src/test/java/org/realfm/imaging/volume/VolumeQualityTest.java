package org.realfm.imaging.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.realfm.imaging.Quality;

/// Quality of volumes.
class VolumeQualityTest {

    private static final int SIDE = 40;

    /// A round body of 40 HU in air, with noise.
    private static float[] body(double noise, double centre) {
        float[] values = new float[SIDE * SIDE * 10];
        Random random = new Random(17);
        for (int i = 0; i < values.length; i++) {
            double x = i % SIDE - centre;
            double y = i / SIDE % SIDE - 19.5;
            values[i] = (float) ((x * x + y * y < 225 ? 40 : -1000) + noise * random.nextGaussian());
        }
        return values;
    }

    private static Volume volume(float[] values) {
        return Volume.of(SIDE, SIDE, values.length / SIDE / SIDE, values, Affine.scaling(0.5, 0.75, 3));
    }

    @Test
    void noiseIsMeasuredInTheUnitOfTheValues() {
        float[] noise = new float[SIDE * SIDE * 10];
        Random random = new Random(5);
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) (12 * random.nextGaussian());
        }
        VolumeQuality quality = VolumeQuality.of(volume(noise));
        assertThat(quality.noise()).isCloseTo(12, within(0.5));
        assertThat(quality.fieldOfView()).containsExactly(20, 30, 30);
        assertThat(VolumeQuality.of(volume(body(40, 19.5))).noise()).isGreaterThan(VolumeQuality.of(volume(body(20, 19.5))).noise());
    }

    @Test
    void blankAndRepeatedSlices() {
        float[] values = body(10, 19.5);
        int area = SIDE * SIDE;
        System.arraycopy(values, 3 * area, values, 4 * area, area);
        Arrays.fill(values, 8 * area, 10 * area, -2000);
        VolumeQuality quality = VolumeQuality.of(volume(values));
        assertThat(quality.blankSlices()).isEqualTo(2);
        assertThat(quality.repeats()).isEqualTo(1);
        assertThat(quality.clipping().low()).isEqualTo(2 / 10.0);
        VolumeQuality blank = VolumeQuality.of(volume(new float[2 * area]));
        assertThat(blank.noise()).isZero();
        assertThat(blank.blur()).isZero();
        assertThat(blank.clipping()).isEqualTo(new Quality.Clipping(0, 0));
    }

    @Test
    void aBodyThatTheEdgeCuts() {
        assertThat(VolumeQuality.cut(volume(body(0, 19.5)), -500)).isZero();
        assertThat(VolumeQuality.cut(volume(body(0, 0)), -500)).isCloseTo(30 / (4.0 * SIDE - 4), within(0.02));
        assertThat(VolumeQuality.cut(volume(body(0, 19.5)), -2000)).isEqualTo(1);
        Volume thin = Volume.of(2, 2, 1, new float[4], Affine.scaling(1, 1, 1));
        assertThatThrownBy(() -> VolumeQuality.of(thin)).isInstanceOf(IllegalArgumentException.class);
        assertThat(VolumeQuality.cut(Volume.of(1, 1, 1, new float[] {1}, Affine.scaling(1, 1, 1)), 0)).isEqualTo(1);
    }
}
