package org.realfm.imaging.phantom.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.realfm.imaging.segmentation.VoxelGrid;
import org.realfm.imaging.segmentation.VoxelMask;

class Rcc8Test {

    private static final VoxelGrid GRID = VoxelGrid.of(70, 12, 12, 1, 1, 1);

    private static VoxelMask box(int left, int right) {
        return box(left, right, 2, 10);
    }

    private static VoxelMask box(int left, int right, int low, int high) {
        return VoxelMask.of(GRID, (x, y, z) -> x >= left && x < right && y >= low && y < high && z >= low && z < high);
    }

    @Test
    void theEightRelations() {
        assertThat(Rcc8.of(box(2, 10), box(11, 20))).isEqualTo(Rcc8.DC);
        assertThat(Rcc8.of(box(2, 10), box(10, 20))).isEqualTo(Rcc8.EC);
        assertThat(Rcc8.of(box(2, 11), box(10, 20))).isEqualTo(Rcc8.PO);
        assertThat(Rcc8.of(box(2, 11), box(2, 20))).isEqualTo(Rcc8.TPP);
        assertThat(Rcc8.of(box(5, 11, 4, 8), box(2, 20))).isEqualTo(Rcc8.NTPP);
        assertThat(Rcc8.of(box(2, 20), box(5, 11))).isEqualTo(Rcc8.TPPI);
        assertThat(Rcc8.of(box(2, 20), box(5, 11, 4, 8))).isEqualTo(Rcc8.NTPPI);
        assertThat(Rcc8.of(box(2, 20), box(2, 20))).isEqualTo(Rcc8.EQ);
    }

    @Test
    void cornersDoNotTouchAndTheEdgeOfTheGridIsNoRim() {
        assertThat(Rcc8.of(box(2, 10, 2, 6), box(10, 20, 6, 10))).isEqualTo(Rcc8.DC);
        assertThat(Rcc8.of(box(0, 5, 4, 6), box(0, 20, 2, 10))).isEqualTo(Rcc8.NTPP);
    }

    @Property(tries = 60)
    void exchangedTheyAreInverse(
            @ForAll @IntRange(max = 30) int a, @ForAll @IntRange(min = 1, max = 30) int width,
            @ForAll @IntRange(max = 30) int b, @ForAll @IntRange(min = 1, max = 30) int other) {
        VoxelMask one = box(a, a + width);
        VoxelMask two = box(b, b + other);
        assertThat(Rcc8.of(two, one)).isEqualTo(Rcc8.of(one, two).inverse());
        assertThat(Rcc8.of(one, two).inverse().inverse()).isEqualTo(Rcc8.of(one, two));
    }

    @Test
    void nothingIsInNoRelation() {
        assertThatThrownBy(() -> Rcc8.of(box(0, 0), box(1, 2))).hasMessageContaining("empty");
    }
}
