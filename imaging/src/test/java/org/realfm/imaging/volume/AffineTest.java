package org.realfm.imaging.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AffineTest {

    @Test
    void findsTheVoxelOfThePlaceOfAVoxel() {
        Affine oblique = Affine.of(0.6, -0.3, 0.2, -90, 0.1, 0.7, -1.1, 12, 0.05, 0.2, 2.4, -400);
        double[] place = oblique.place(17, 3.5, 40);
        assertThat(place[0]).isCloseTo(0.6 * 17 - 0.3 * 3.5 + 0.2 * 40 - 90, within(1e-9));
        assertThat(oblique.voxel(place[0], place[1], place[2])).containsExactly(new double[] {17, 3.5, 40}, within(1e-9));
    }

    @Test
    void knowsSpacingAndHandedness() {
        Affine mirrored = Affine.of(-2, 0, 0, 0, 0, 0.5, 0, 0, 0, 0, 3, 0);
        assertThat(mirrored.spacing()).containsExactly(2, 0.5, 3);
        assertThat(mirrored.determinant()).isEqualTo(-3);
        assertThat(Affine.scaling(2, 0.5, 3).determinant()).isEqualTo(3);
    }

    @Test
    void refusesAxesInOnePlane() {
        assertThatThrownBy(() -> Affine.of(1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0)).hasMessageContaining("span a volume");
        assertThatThrownBy(() -> Affine.of(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, Double.NaN, 0)).hasMessageContaining("finite");
        assertThatThrownBy(() -> Affine.of(1, 2)).hasMessageContaining("12 numbers");
    }
}
