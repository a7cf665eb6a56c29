package org.realfm.imaging.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class VolumeTest {

    private static final Affine GRID = Affine.scaling(1, 1, 2);

    @Test
    void columnsRunFastest() {
        Volume volume = Volume.of(2, 3, 2, new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, -1024}, GRID);
        assertThat(volume.value(1, 0, 0)).isEqualTo(1);
        assertThat(volume.value(0, 1, 0)).isEqualTo(2);
        assertThat(volume.value(1, 2, 1)).isEqualTo(-1024);
        assertThatThrownBy(() -> volume.value(2, 0, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void doesNotChangeWithTheArrayItWasMadeFrom() {
        float[] values = {1, 2};
        Volume volume = Volume.of(1, 2, 1, values, GRID);
        values[0] = 9;
        volume.values()[1] = 9;
        assertThat(volume.values()).containsExactly(1, 2);
    }

    @Test
    void refusesWhatIsNotAVolume() {
        assertThatThrownBy(() -> Volume.of(1, 2, 1, new float[3], GRID)).hasMessageContaining("expected 2 values, found 3");
        assertThatThrownBy(() -> Volume.of(0, 2, 1, new float[0], GRID)).hasMessageContaining("at least one voxel");
        assertThatThrownBy(() -> Volume.of(1, 1, 1, new float[] {Float.NaN}, GRID)).hasMessageContaining("finite");
    }
}
