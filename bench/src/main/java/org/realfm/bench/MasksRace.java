package org.realfm.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.realfm.imaging.segmentation.ImageEdge;
import org.realfm.imaging.segmentation.SurfaceDistances;
import org.realfm.imaging.segmentation.SurfaceKind;
import org.realfm.imaging.segmentation.VoxelGrid;
import org.realfm.imaging.segmentation.VoxelMask;
import org.realfm.stats.SplitMix;

/// HD95 and surface Dice at 2 mm of two masks, from arrays of bytes to two numbers, against the usual SciPy recipe.
final class MasksRace {

    private static final String TITLE = "HD95 and surface Dice of two masks, one core";
    private static final int TURNS = 5;
    private static final int RUNS = 3;

    private MasksRace() {}

    /// Two masks on one grid.
    ///
    /// @param runs of the peer in a turn
    /// @param warm realfm's runs before
    @SuppressWarnings("ArrayRecordComponent")
    record Pair(String name, VoxelGrid grid, byte[] first, byte[] second, int runs, int warm, double target) {

        /// HD95 and surface Dice; -1 where there is none.
        double[] measured() {
            SurfaceDistances distances = SurfaceDistances.between(
                    VoxelMask.of(grid, first), VoxelMask.of(grid, second), SurfaceKind.BORDER_VOXELS, ImageEdge.SURFACE);
            OptionalDouble dice = distances.normalisedSurfaceDice(2);
            return new double[] {distances.hausdorff(0.95).orElse(-1), dice.orElse(-1)};
        }

        private Optional<Turns> race() {
            Path data = Peer.folder();
            try {
                Files.write(data.resolve("first"), first);
                Files.write(data.resolve("second"), second);
                String shape = grid.slices() + "x" + grid.rows() + "x" + grid.columns();
                String spacing = grid.dz() + "x" + grid.dy() + "x" + grid.dx();
                Times.of(warm, 1, this::measured);
                return Turns.of(
                        TURNS, () -> Peer.run(Peer.python(), "masks.py", data, runs, shape, spacing),
                        () -> Times.ofProcessor(0, RUNS, this::measured));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                Peer.delete(data);
            }
        }
    }

    static Races.Result run() {
        List<String> lines = new ArrayList<>(List.of("| masks | SciPy | realfm | ratio | target |", "|---|---|---|---:|---:|"));
        String version = "";
        boolean agreed = true;
        for (Pair pair : List.of(
                balls("organ of 140 mm, 256^3", 256, 0.8, 1.5, 1),
                balls("lesion of 20 mm, 256^3", 256, 0.12, 1.5, 1),
                lesionsFarApart("two lesions far apart, 256^3", 256),
                noise("half of all voxels at random, 256^3", 256, 0.5, 1),
                noise("one voxel in 1000 at random, 256^3", 256, 0.001, 1),
                balls("organ, 64^3", 64, 0.7, 1, 10),
                balls("lesion, 16^3", 16, 0.6, 1, 300),
                balls("lesion, 8^3", 8, 0.6, 1, 300),
                noise("noise, 4^3", 4, 0.5, 300))) {
            Optional<Turns> turns = pair.race();
            if (turns.isEmpty()) {
                return new Races.Result(TITLE, List.of("Not raced, since it is not there: Debian package python3-scipy."), true);
            }
            Peer theirs = turns.get().peer();
            version = theirs.version();
            double[] ours = pair.measured();
            agreed &= Races.close(theirs.values().get(0), ours[0], 1e-9) && Races.close(theirs.values().get(1), ours[1], 1e-9);
            lines.add(turns.get().line(pair.name, pair.target));
        }
        lines.add("");
        lines.add(agreed ? version + " and realfm find the same to 1e-9." : "THE PEER FINDS OTHER NUMBERS.");
        return new Races.Result(TITLE, lines, agreed);
    }

    private static Pair pair(String name, int side, int runs, VoxelMask.Inside first, VoxelMask.Inside second) {
        VoxelGrid grid = VoxelGrid.of(side, side, side, 0.7, 0.7, 1.1);
        boolean large = side == 256;
        return new Pair(name, grid, bytes(grid, first), bytes(grid, second), runs, large ? 5 : 3000, large ? 10 : 1);
    }

    /// The second with a wavy outline and a little aside, as two readers' outlines are.
    static Pair balls(String name, int side, double share, double shift, int runs) {
        double radius = share * side / 2;
        double centre = (side - 1) / 2.0;
        return pair(
                name, side, runs,
                (x, y, z) -> inside(x - centre, y - centre, z - centre, radius),
                (x, y, z) -> inside(x - centre - shift, y - centre, z - centre,
                        radius * (1 + 0.03 * Math.sin(x / 5.0) * Math.cos(y / 7.0 + z / 3.0))));
    }

    private static Pair lesionsFarApart(String name, int side) {
        return pair(
                name, side, 1,
                (x, y, z) -> inside(x - 20, y - 20, z - 20, 9),
                (x, y, z) -> inside(side - x - 20, side - y - 20, side - z - 20, 9));
    }

    private static Pair noise(String name, int side, double share, int runs) {
        SplitMix random = new SplitMix(20261124);
        return pair(name, side, runs, (x, y, z) -> random.nextDouble() < share, (x, y, z) -> random.nextDouble() < share);
    }

    private static boolean inside(double x, double y, double z, double radius) {
        return x * x + y * y + z * z <= radius * radius;
    }

    private static byte[] bytes(VoxelGrid grid, VoxelMask.Inside inside) {
        byte[] bytes = new byte[(int) grid.size()];
        int i = 0;
        for (int z = 0; z < grid.slices(); z++) {
            for (int y = 0; y < grid.rows(); y++) {
                for (int x = 0; x < grid.columns(); x++) {
                    bytes[i++] = (byte) (inside.test(x, y, z) ? 1 : 0);
                }
            }
        }
        return bytes;
    }
}
