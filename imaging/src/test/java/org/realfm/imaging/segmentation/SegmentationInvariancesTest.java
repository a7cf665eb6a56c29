package org.realfm.imaging.segmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.realfm.imaging.SplitMix64;

/// What no flip, turn, shift, exchange or unit may change.
class SegmentationInvariancesTest {

    /// Two masks on one grid.
    record Pair(VoxelMask first, VoxelMask second) {}

    @Provide
    Arbitrary<Pair> pairs() {
        Arbitrary<VoxelGrid> grids = Combinators.combine(
                        Arbitraries.integers().between(1, 70),
                        Arbitraries.integers().between(1, 9),
                        Arbitraries.integers().between(0, 7),
                        Arbitraries.doubles().between(0.3, 4),
                        Arbitraries.doubles().between(0.3, 4),
                        Arbitraries.doubles().between(0.3, 4))
                .as((columns, rows, slices, dx, dy, dz) -> slices == 0
                        ? VoxelGrid.of(columns, rows, dx, dy)
                        : VoxelGrid.of(columns, rows, slices, dx, dy, dz));
        return Combinators.combine(
                        grids,
                        Arbitraries.longs(),
                        Arbitraries.of(0.0, 0.03, 0.3, 0.7, 1.0),
                        Arbitraries.integers().between(0, 2))
                .as((grid, seed, share, smooth) -> {
                    SplitMix64 random = new SplitMix64(seed);
                    return new Pair(mask(grid, random, share, smooth), mask(grid, random, share, smooth));
                });
    }

    /// A share of the voxels at random, or of little blocks of them.
    private static VoxelMask mask(VoxelGrid grid, SplitMix64 random, double share, int smooth) {
        boolean[] blocks = new boolean[100 * 10 * 10];
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = random.nextDouble() < share;
        }
        return VoxelMask.of(grid, (x, y, z) -> blocks[(x >> smooth) + 100 * ((y >> smooth) + 10 * (z >> smooth))]);
    }

    private static List<OptionalDouble> measures(VoxelMask a, VoxelMask b, double mm) {
        List<OptionalDouble> values = new ArrayList<>();
        Overlap overlap = Overlap.of(a, b);
        values.add(overlap.dice());
        values.add(overlap.iou());
        for (ImageEdge edge : ImageEdge.values()) {
            values.add(BoundaryOverlap.iou(a, b, 2.0123 * mm, edge));
            for (SurfaceKind kind : SurfaceKind.values()) {
                SurfaceDistances distances = SurfaceDistances.between(a, b, kind, edge);
                for (OptionalDouble distance : List.of(
                        distances.hausdorff(),
                        distances.hausdorff(0.95),
                        distances.pooled(0.9),
                        distances.average())) {
                    values.add(distance.stream().map(value -> value / mm).findFirst());
                }
                values.add(distances.normalisedSurfaceDice(1.5123 * mm));
            }
        }
        LesionMatching matching = LesionMatching.of(a, b, Connectivity.CORNERS, 0.2);
        values.add(matching.f1());
        values.add(matching.panopticQuality());
        return values;
    }

    private static void assertSame(List<OptionalDouble> found, List<OptionalDouble> expected) {
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.size(); i++) {
            assertThat(found.get(i).isPresent()).as("measure %d", i).isEqualTo(expected.get(i).isPresent());
            if (expected.get(i).isPresent()) {
                assertThat(found.get(i).getAsDouble())
                        .as("measure %d", i)
                        .isFinite()
                        .isCloseTo(expected.get(i).getAsDouble(), within(1e-9));
            }
        }
    }

    @Property(tries = 150)
    void flipsChangeNothing(@ForAll("pairs") Pair pair) {
        assertSame(measures(flipped(pair.first), flipped(pair.second), 1), measures(pair.first, pair.second, 1));
    }

    private static VoxelMask flipped(VoxelMask mask) {
        VoxelGrid grid = mask.grid();
        return VoxelMask.of(
                grid,
                (x, y, z) -> mask.contains(grid.columns() - 1 - x, grid.rows() - 1 - y, grid.slices() - 1 - z));
    }

    @Property(tries = 150)
    void theOrderOfTheAxesChangesNothing(@ForAll("pairs") Pair pair) {
        assertSame(measures(turned(pair.first), turned(pair.second), 1), measures(pair.first, pair.second, 1));
    }

    private static VoxelMask turned(VoxelMask mask) {
        VoxelGrid grid = mask.grid();
        return grid.dimensions() == 2
                ? VoxelMask.of(
                        VoxelGrid.of(grid.rows(), grid.columns(), grid.dy(), grid.dx()),
                        (x, y, z) -> mask.contains(y, x, 0))
                : VoxelMask.of(
                        VoxelGrid.of(
                                grid.slices(), grid.columns(), grid.rows(), grid.dz(), grid.dx(), grid.dy()),
                        (x, y, z) -> mask.contains(y, z, x));
    }

    @Property(tries = 150)
    void whichIsNamedFirstChangesNothing(@ForAll("pairs") Pair pair) {
        assertSame(measures(pair.second, pair.first, 1), measures(pair.first, pair.second, 1));
        Overlap there = Overlap.of(pair.first, pair.second);
        assertThat(Overlap.of(pair.second, pair.first).volumeDifference()).isEqualTo(-there.volumeDifference());
    }

    @Property(tries = 100)
    void distancesScaleWithTheSpacing(@ForAll("pairs") Pair pair) {
        assertSame(measures(scaled(pair.first), scaled(pair.second), 3), measures(pair.first, pair.second, 1));
    }

    private static VoxelMask scaled(VoxelMask mask) {
        VoxelGrid grid = mask.grid();
        VoxelGrid larger = grid.dimensions() == 2
                ? VoxelGrid.of(grid.columns(), grid.rows(), 3 * grid.dx(), 3 * grid.dy())
                : VoxelGrid.of(
                        grid.columns(), grid.rows(), grid.slices(), 3 * grid.dx(), 3 * grid.dy(), 3 * grid.dz());
        return VoxelMask.of(larger, mask::contains);
    }

    /// A margin has no effect where the image's edge counts as a surface, wherever in words it puts the mask.
    @Property(tries = 100)
    void aMarginChangesNothing(@ForAll("pairs") Pair pair) {
        VoxelMask first = withMargin(pair.first);
        VoxelMask second = withMargin(pair.second);
        for (SurfaceKind kind : SurfaceKind.values()) {
            SurfaceDistances found = SurfaceDistances.between(first, second, kind, ImageEdge.SURFACE);
            SurfaceDistances expected = SurfaceDistances.between(pair.first, pair.second, kind, ImageEdge.SURFACE);
            assertSame(
                    List.of(found.hausdorff(0.95), found.average(), found.normalisedSurfaceDice(1.5)),
                    List.of(expected.hausdorff(0.95), expected.average(), expected.normalisedSurfaceDice(1.5)));
        }
        assertSame(
                List.of(
                        BoundaryOverlap.iou(first, second, 1.7, ImageEdge.SURFACE),
                        CentreLineDice.of(first, second).dice(),
                        LesionWise.of(first, second, 1.9).dice()),
                List.of(
                        BoundaryOverlap.iou(pair.first, pair.second, 1.7, ImageEdge.SURFACE),
                        CentreLineDice.of(pair.first, pair.second).dice(),
                        LesionWise.of(pair.first, pair.second, 1.9).dice()));
    }

    private static VoxelMask withMargin(VoxelMask mask) {
        VoxelGrid grid = mask.grid();
        return grid.dimensions() == 2
                ? VoxelMask.of(
                        VoxelGrid.of(grid.columns() + 66, grid.rows() + 5, grid.dx(), grid.dy()),
                        (x, y, z) -> mask.contains(x - 61, y - 2, 0))
                : VoxelMask.of(
                        VoxelGrid.of(
                                grid.columns() + 66,
                                grid.rows() + 5,
                                grid.slices() + 3,
                                grid.dx(),
                                grid.dy(),
                                grid.dz()),
                        (x, y, z) -> mask.contains(x - 61, y - 2, z - 1));
    }

    @Property(tries = 150)
    void whatIsEqualAgreesFully(@ForAll("pairs") Pair pair) {
        List<OptionalDouble> values = measures(pair.first, pair.first, 1);
        values.addAll(List.of(
                CentreLineDice.of(pair.first, pair.first).dice(), LesionWise.of(pair.first, pair.first, 1).dice()));
        for (OptionalDouble value : values) {
            if (value.isPresent()) {
                assertThat(value.getAsDouble()).isIn(0.0, 1.0);
            }
        }
        assertThat(values.get(0).isPresent()).isNotEqualTo(pair.first.isEmpty());
    }

    /// Components, cavities and Euler characteristic, so tunnels too.
    @Property(tries = 150)
    void skeletonsHaveTheTopologyOfTheMask(@ForAll("pairs") Pair pair) {
        VoxelMask skeleton = Skeleton.of(pair.first);
        assertThat(skeleton.andNot(pair.first).isEmpty()).isTrue();
        assertThat(Components.of(skeleton, Connectivity.CORNERS).count())
                .isEqualTo(Components.of(pair.first, Connectivity.CORNERS).count());
        assertThat(holes(skeleton)).isEqualTo(holes(pair.first));
        assertThat(euler(skeleton)).isEqualTo(euler(pair.first));
        assertThat(Skeleton.of(skeleton)).isEqualTo(skeleton);
    }

    private static int holes(VoxelMask mask) {
        VoxelMask wide = withMargin(mask);
        return Components.of(VoxelMask.of(wide.grid(), (x, y, z) -> !wide.contains(x, y, z)), Connectivity.FACES)
                .count();
    }

    /// Corners minus edges plus faces minus voxels of the closed voxels' union; corners minus edges plus pixels.
    private static int euler(VoxelMask mask) {
        VoxelGrid grid = mask.grid();
        boolean volume = grid.dimensions() == 3;
        int sum = 0;
        for (int cell = 0; cell < (volume ? 8 : 4); cell++) {
            int a = cell & 1;
            int b = cell >> 1 & 1;
            int c = cell >> 2;
            for (int z = 0; z < grid.slices() + c; z++) {
                for (int y = 0; y < grid.rows() + b; y++) {
                    for (int x = 0; x < grid.columns() + a; x++) {
                        boolean any = false;
                        for (int corner = 0; corner < 8; corner++) {
                            any |= mask.contains(x - (corner & a), y - (corner >> 1 & b), z - (corner >> 2 & c));
                        }
                        int axes = (volume ? 3 : 2) - a - b - c;
                        sum += any ? axes % 2 == 0 ? 1 : -1 : 0;
                    }
                }
            }
        }
        return sum;
    }
}
