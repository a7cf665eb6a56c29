package org.realfm.imaging.segmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.realfm.imaging.SplitMix64;

class SurfaceDistancesTest {

    private static final VoxelGrid GRID = VoxelGrid.of(12, 9, 7, 0.5, 1, 3);

    private static VoxelMask none(VoxelGrid grid) {
        return VoxelMask.of(grid, (x, y, z) -> false);
    }

    private static VoxelMask dot(int column, int row, int slice) {
        return VoxelMask.of(GRID, (x, y, z) -> x == column && y == row && z == slice);
    }

    @Test
    void twoVoxelsByHand() {
        // 4 columns of 0.5 mm, 3 rows of 1 mm, 2 slices of 3 mm: sqrt(4 + 9 + 36) = 7.
        SurfaceDistances distances = SurfaceDistances.between(
                dot(1, 2, 3), dot(5, 5, 5), SurfaceKind.BORDER_VOXELS, ImageEdge.SURFACE);
        assertThat(distances.hausdorff()).hasValue(7);
        assertThat(distances.hausdorff(0.95)).hasValue(7);
        assertThat(distances.average()).hasValue(7);
        assertThat(distances.normalisedSurfaceDice(6.999)).hasValue(0);
        assertThat(distances.normalisedSurfaceDice(7)).hasValue(1);
    }

    @ParameterizedTest
    @EnumSource(SurfaceKind.class)
    void whatIsMissingHasNoDistance(SurfaceKind kind) {
        for (ImageEdge edge : ImageEdge.values()) {
            SurfaceDistances nothing = SurfaceDistances.between(none(GRID), none(GRID), kind, edge);
            assertThat(nothing.hausdorff()).isEmpty();
            assertThat(nothing.average()).isEmpty();
            assertThat(nothing.normalisedSurfaceDice(2)).isEmpty();
            SurfaceDistances one = SurfaceDistances.between(dot(3, 3, 3), none(GRID), kind, edge);
            assertThat(one.hausdorff(0.95)).isEmpty();
            assertThat(one.pooled(0.95)).isEmpty();
            assertThat(one.normalisedSurfaceDice(2)).hasValue(0);
        }
    }

    @ParameterizedTest
    @EnumSource(SurfaceKind.class)
    void anImageThatCutsAllOfAMaskShowsNoSurface(SurfaceKind kind) {
        VoxelMask all = VoxelMask.of(GRID, (x, y, z) -> true);
        assertThat(SurfaceDistances.between(all, all, kind, ImageEdge.CUT).hausdorff()).isEmpty();
        assertThat(SurfaceDistances.between(all, all, kind, ImageEdge.SURFACE).hausdorff()).hasValue(0);
    }

    @Test
    void aSlabThatTheImageCutsHasTwoSurfaces() {
        VoxelMask thin = VoxelMask.of(GRID, (x, y, z) -> z == 2 || z == 3);
        VoxelMask thick = VoxelMask.of(GRID, (x, y, z) -> z >= 2 && z <= 4);
        SurfaceDistances cut = SurfaceDistances.between(thin, thick, SurfaceKind.ELEMENTS, ImageEdge.CUT);
        // One of the two faces lies 3 mm off.
        assertThat(cut.average().orElseThrow()).isCloseTo(1.5, within(1e-12));
        assertThat(cut.normalisedSurfaceDice(1).orElseThrow()).isCloseTo(0.5, within(1e-12));
        double area = Arrays.stream(Surface.of(thin, SurfaceKind.ELEMENTS, ImageEdge.CUT).sizes()).sum();
        assertThat(area).isCloseTo(2 * 11 * 0.5 * 8 * 1, within(1e-9));
    }

    @Test
    void elementsCountByArea() {
        // A flat plate of thick slices: its faces have 8 x 6 mm each, its voxels of 3 mm height hardly matter.
        VoxelMask box = VoxelMask.of(GRID, (x, y, z) -> x >= 2 && x < 10 && y >= 2 && y < 7 && z >= 2 && z < 4);
        double area = Arrays.stream(Surface.of(box, SurfaceKind.ELEMENTS, ImageEdge.SURFACE).sizes()).sum();
        double flat = 2 * (4 * 5 + 4 * 6 + 5 * 6);
        assertThat(area).isBetween(0.8 * flat, flat);
    }

    @Test
    void squareInAPictureHasFourSidesWithCutCorners() {
        VoxelGrid grid = VoxelGrid.of(6, 6, 2, 2);
        VoxelMask square = VoxelMask.of(grid, (x, y, z) -> x > 0 && x < 5 && y > 0 && y < 5);
        // Twelve sides of 2 mm between neighbours, and at each corner the diagonal of a square of 1 mm.
        double length = Arrays.stream(Surface.of(square, SurfaceKind.ELEMENTS, ImageEdge.SURFACE).sizes()).sum();
        assertThat(length).isCloseTo(12 * 2 + 4 * Math.sqrt(2), within(1e-12));
    }

    @Test
    void twoVoxelsAcrossADiagonalAreTwoBodies() {
        double[] areas = ElementAreas.of(VoxelGrid.of(2, 2, 2, 1, 1, 1));
        double corner = Math.sqrt(3) / 8;
        assertThat(areas[1]).isCloseTo(corner, within(1e-15));
        assertThat(areas[0b1000_0001]).isCloseTo(2 * corner, within(1e-15));
        assertThat(areas[0b0000_1001]).isCloseTo(2 * corner, within(1e-15));
        assertThat(areas[0b0000_1111]).isEqualTo(1);
        assertThat(areas[0]).isZero();
        assertThat(areas[255]).isZero();
    }

    /// Far, near and empty parts, in boxes of one word and of several, against all pairs.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void distancesAreTheLeastOfAll(long seed) {
        SplitMix64 random = new SplitMix64(seed);
        VoxelGrid grid = VoxelGrid.of(
                1 + random.below(150),
                1 + random.below(12),
                1 + random.below(60),
                random.between(0.2, 3),
                random.between(0.2, 3),
                random.between(0.2, 3));
        double share = seed % 2 == 0 ? 0.02 : 0.0005;
        VoxelMask set = VoxelMask.of(grid, (x, y, z) -> random.nextDouble() < share || x + y + z == 0);
        VoxelMask places = VoxelMask.of(grid, (x, y, z) -> random.nextDouble() < 10 * share && x > z);
        double[] found = DistanceTransform.at(places, set);
        int n = 0;
        for (int z = 0; z < grid.slices(); z++) {
            for (int y = 0; y < grid.rows(); y++) {
                for (int x = 0; x < grid.columns(); x++) {
                    if (places.contains(x, y, z)) {
                        assertThat(found[n++]).isCloseTo(least(set, x, y, z), within(1e-12));
                    }
                }
            }
        }
        assertThat(n).isEqualTo(found.length);
    }

    private static double least(VoxelMask set, int x, int y, int z) {
        VoxelGrid grid = set.grid();
        double least = Double.POSITIVE_INFINITY;
        for (int w = 0; w < grid.slices(); w++) {
            for (int v = 0; v < grid.rows(); v++) {
                for (int u = 0; u < grid.columns(); u++) {
                    if (set.contains(u, v, w)) {
                        least = Math.min(
                                least,
                                Math.sqrt(Math.pow(grid.dx() * (x - u), 2)
                                        + Math.pow(grid.dy() * (y - v), 2)
                                        + Math.pow(grid.dz() * (z - w), 2)));
                    }
                }
            }
        }
        return least;
    }

    @Test
    void badQuestionsAreRefused() {
        VoxelMask mask = dot(1, 1, 1);
        VoxelMask other = VoxelMask.of(VoxelGrid.of(12, 9, 7, 0.5, 1, 2), (x, y, z) -> true);
        assertThatThrownBy(() -> Overlap.of(mask, other)).hasMessageContaining("on one grid");
        assertThatThrownBy(() -> SurfaceDistances.between(mask, other, SurfaceKind.ELEMENTS, ImageEdge.CUT))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DistanceTransform.to(none(GRID))).hasMessageContaining("empty set");
        SurfaceDistances distances =
                SurfaceDistances.between(mask, mask, SurfaceKind.BORDER_VOXELS, ImageEdge.SURFACE);
        for (double bad : new double[] {Double.NaN, -1, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> distances.hausdorff(bad)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> distances.normalisedSurfaceDice(bad)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> BoundaryOverlap.band(mask, bad, ImageEdge.CUT))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> VoxelGrid.of(2, 2, bad, 1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> LesionWise.of(mask, mask, bad)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> LesionMatching.of(mask, mask, Connectivity.FACES, bad))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> VoxelMask.of(GRID, new byte[5])).hasMessageContaining("found 5 values");
        assertThatThrownBy(() -> VoxelGrid.of(0, 4, 1, 1)).hasMessageContaining("0 x 4 x 1");
        assertThatThrownBy(() -> VoxelGrid.of(1 << 20, 1 << 20, 1 << 20, 1, 1, 1)).hasMessageContaining("larger");
    }

    @Test
    void bytesAndPredicatesMakeTheSameMask() {
        SplitMix64 random = new SplitMix64(5);
        for (int columns : new int[] {1, 63, 64, 65, 130}) {
            VoxelGrid grid = VoxelGrid.of(columns, 3, 2, 1, 1, 1);
            byte[] values = new byte[(int) grid.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (byte) (random.below(3) - 1);
            }
            VoxelMask mask = VoxelMask.of(grid, values);
            assertThat(mask).isEqualTo(VoxelMask.of(grid, (x, y, z) -> values[(z * 3 + y) * columns + x] != 0));
            assertThat(mask.contains(-1, 0, 0) || mask.contains(columns, 0, 0) || mask.contains(0, 3, 0)).isFalse();
        }
    }

    @Test
    void lesionsBrokenInTwoAreFoundOnceOrTogether() {
        VoxelGrid grid = VoxelGrid.of(20, 1, 1, 1);
        VoxelMask reference = VoxelMask.of(grid, (x, y, z) -> x < 9);
        VoxelMask prediction = VoxelMask.of(grid, (x, y, z) -> x < 9 && x != 4 || x == 15);
        LesionMatching matching = LesionMatching.of(reference, prediction, Connectivity.FACES, 0.3);
        assertThat(matching.truePositives()).isEqualTo(1);
        assertThat(matching.falsePositives()).isEqualTo(2);
        assertThat(matching.matches()).containsExactly(new LesionMatching.Match(1, 1, 4.0 / 9));
        LesionWise lesions = LesionWise.of(reference, prediction, 2);
        assertThat(lesions.dices()).containsExactly(16.0 / 17);
        assertThat(lesions.falsePositives()).isEqualTo(1);
        assertThat(lesions.dice()).hasValue(8.0 / 17);
        assertThat(LesionWise.of(reference, none(grid), 2).sensitivity()).hasValue(0);
        assertThat(LesionMatching.of(none(grid), prediction, Connectivity.FACES, 0).precision()).hasValue(0);
        assertThat(LesionMatching.of(none(grid), prediction, Connectivity.FACES, 0).sensitivity())
                .isEqualTo(OptionalDouble.empty());
    }

    @Test
    void mostPairsThenBestPairs() {
        // The middle bar meets both others; taking its best partner would leave one reference lesion alone.
        VoxelGrid grid = VoxelGrid.of(40, 2, 1, 1);
        VoxelMask reference = VoxelMask.of(grid, (x, y, z) -> y == 0 && (x < 10 || x > 11 && x < 20));
        VoxelMask prediction = VoxelMask.of(grid, (x, y, z) -> y == 0 && (x < 3 || x > 3 && x < 30));
        LesionMatching matching = LesionMatching.of(reference, prediction, Connectivity.FACES, 0);
        assertThat(matching.truePositives()).isEqualTo(2);
        assertThat(matching.matches().get(1).predicted()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 1100})
    void longChainsOfLesionsAreMatched(int lesions) {
        // Each bar of three pixels overlaps the ends of two of the other mask; the first also a single pixel, the last a bar of two.
        VoxelGrid grid = VoxelGrid.of(4 * lesions, 1, 1, 1);
        VoxelMask reference = VoxelMask.of(grid, (x, y, z) -> x % 4 != 3);
        VoxelMask prediction = VoxelMask.of(grid, (x, y, z) -> x % 4 != 1);
        LesionMatching matching = LesionMatching.of(reference, prediction, Connectivity.FACES, 0.1);
        assertThat(matching.predicted()).isEqualTo(lesions + 1);
        assertThat(matching.truePositives()).isEqualTo(lesions);
        assertThat(matching.matches().getFirst().iou()).isEqualTo(1.0 / 3);
        assertThat(matching.panopticQuality().orElseThrow())
                .isCloseTo((1.0 / 3 + 1.0 / 4 + (lesions - 2) / 5.0) / (lesions + 0.5), within(1e-9));
    }
}
