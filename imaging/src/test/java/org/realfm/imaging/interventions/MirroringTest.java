package org.realfm.imaging.interventions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.volume.Affine;
import org.realfm.imaging.volume.Volume;

/// Which side of the patient a finding lies on, after every combination of exchanges.
class MirroringTest {

    private static final Scale SCALE = new Scale(0, 1000);

    /// A finding of 500 in the patient's left, in a volume whose columns go to the left or to the right.
    private static Volume withFinding(boolean columnsToLeft) {
        float[] values = new float[64 * 48 * 3];
        int column = columnsToLeft ? 50 : 13;
        for (int slice = 0; slice < 3; slice++) {
            values[(slice * 48 + 30) * 64 + column] = 500;
        }
        double dx = columnsToLeft ? 2 : -2;
        return Volume.of(64, 48, 3, values, Affine.of(dx, 0, 0, -dx * 31.5, 0.1, 2, 0, -40, 0, 0, 5, 0));
    }

    /// Millimetres to the patient's left of the middle, as the header says, of voxels of a value.
    private static double left(Volume volume, float value) {
        float[] values = volume.values();
        double sum = 0;
        int count = 0;
        for (int i = 0; i < 64 * 48 * 3; i++) {
            if (values[i] == value) {
                sum += volume.affine().place(i % 64, i / 64 % 48, i / 64 / 48)[0];
                count++;
            }
        }
        assertThat(count).isPositive();
        return sum / count;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theSidesOfAVolumeAgreeExactlyInTheConsistentCells(boolean columnsToLeft) {
        Volume volume = withFinding(columnsToLeft);
        assertThat(Mirroring.factorial()).hasSize(8).doesNotHaveDuplicates();
        for (Mirroring cell : Mirroring.factorial()) {
            Volume shown = cell.apply(volume, SCALE, 0);
            boolean findingOnLeft = left(shown, 500) > 0;
            boolean markerOnLeft = left(shown, 1000) > 0;
            assertThat(findingOnLeft).as(cell.id()).isEqualTo(cell.pixels() == cell.header());
            assertThat(markerOnLeft).as(cell.id()).isEqualTo(cell.marker() == cell.header());
            assertThat(findingOnLeft && markerOnLeft).as(cell.id()).isEqualTo(cell.consistent());
            // Turning the affine around turns the frame of reference around, and nothing else.
            assertThat(Math.signum(shown.affine().determinant())).isEqualTo(
                    (cell.header() ? -1 : 1) * Math.signum(volume.affine().determinant()));
            List<double[]> corners = List.of(shown.affine().place(0, 0, 0), shown.affine().place(63, 0, 0));
            assertThat(corners.get(cell.header() ? 1 : 0)).containsExactly(
                    volume.affine().place(0, 0, 0), within(1e-9));
        }
        assertThat(Mirroring.factorial().stream().filter(Mirroring::consistent)).hasSize(2);
    }

    @Test
    void aFilmIsMirroredAndItsMarkerStaysLegible() {
        Image2D film = Specimens.film(96);
        Image2D as = new Mirroring(false, false, false).apply(film, 0);
        Image2D exchanged = new Mirroring(true, true, true).apply(film, 0);
        assertThat(new Mirroring(false, false, false).rowDirection()).isEqualTo("L");
        assertThat(new Mirroring(true, true, true).rowDirection()).isEqualTo("R");
        for (int y = 10; y < 96; y++) {
            for (int x = 0; x < 96; x++) {
                assertThat(exchanged.sample(x, y, 0)).isEqualTo(as.sample(95 - x, y, 0));
            }
        }
        for (int y = 0; y < 7; y++) {
            for (int x = 1; x < 4; x++) {
                assertThat(exchanged.sample(x, y, 0) == 255).as("an L that can be read").isEqualTo(
                        as.sample(96 - 5 + x, y, 0) == 255);
            }
        }
    }

    @Test
    void aSagittalVolumeHasNoSideInItsSlices() {
        Volume sagittal = Volume.of(2, 2, 2, new float[8], Affine.of(0, 0, 3, 0, 1, 0, 0, 0, 0, -1, 0, 0));
        assertThatThrownBy(() -> new Mirroring(true, false, false).apply(sagittal, SCALE, 0))
                .hasMessageContaining("not the columns");
    }
}
