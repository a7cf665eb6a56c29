package org.realfm.imaging.segmentation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// HD95 and surface Dice at 2 mm of two masks, from arrays of bytes to two numbers, against the SciPy recipe of
/// reference/segmentation_race.py on the same masks, in one run. Prints a table; stops where the numbers differ by more
/// than 1e-9. Not a test: run `main` from the root of the project, the Python to race against as the only argument.
final class SegmentationRace {

    private record Entry(String name, VoxelGrid grid, byte[] first, byte[] second, int repeats) {}

    private SegmentationRace() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        String python = arguments.length > 0 ? arguments[0] : "python3";
        List<Entry> entries = List.of(
                ball("organ of 140 mm, 256^3", 256, 0.8, 1.5, 3),
                ball("lesion of 20 mm, 256^3", 256, 0.12, 1.5, 3),
                far("two lesions far apart, 256^3", 256),
                noise("half of all voxels at random, 256^3", 256, 0.5, 2),
                noise("one voxel in 1000 at random, 256^3", 256, 0.001, 2),
                ball("organ, 64^3", 64, 0.7, 1, 30),
                ball("lesion, 16^3", 16, 0.6, 1, 300),
                ball("lesion, 8^3", 8, 0.6, 1, 300),
                noise("noise, 4^3", 4, 0.5, 300));
        List<double[]> there = python(python, entries);
        System.out.println("| masks | SciPy | here | ratio |\n|---|---|---|---|");
        for (int e = 0; e < entries.size(); e++) {
            Entry entry = entries.get(e);
            double[] expected = there.get(e);
            double[] found = new double[2];
            int repeats = entry.grid.columns() > 64 ? 10 : 3000;
            List<Long> times = new ArrayList<>();
            for (int i = 0; i < repeats; i++) {
                long start = System.nanoTime();
                SurfaceDistances distances = SurfaceDistances.between(
                        VoxelMask.of(entry.grid, entry.first),
                        VoxelMask.of(entry.grid, entry.second),
                        SurfaceKind.BORDER_VOXELS,
                        ImageEdge.SURFACE);
                found[0] = distances.hausdorff(0.95).orElse(-1);
                found[1] = distances.normalisedSurfaceDice(2).orElse(-1);
                times.add(System.nanoTime() - start);
            }
            for (int i = 0; i < 2; i++) {
                if (!(Math.abs(found[i] - expected[i]) <= 1e-9)) {
                    throw new IllegalStateException(entry.name + ": found " + found[i] + ", SciPy " + expected[i]);
                }
            }
            double here = times.stream().sorted().toList().get(repeats / 2) / 1e6;
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.3f ms | %.3f ms | %.0f |%n",
                    entry.name,
                    expected[2],
                    here,
                    expected[2] / here);
        }
    }

    /// Two balls, the second with a wavy outline and a little aside, as two readers' outlines are.
    private static Entry ball(String name, int side, double share, double shift, int repeats) {
        VoxelGrid grid = VoxelGrid.of(side, side, side, 0.7, 0.7, 1.1);
        double radius = share * side / 2;
        double centre = (side - 1) / 2.0;
        return new Entry(
                name,
                grid,
                bytes(grid, (x, y, z) -> inside(x - centre, y - centre, z - centre, radius)),
                bytes(
                        grid,
                        (x, y, z) -> inside(
                                x - centre - shift,
                                y - centre,
                                z - centre,
                                radius * (1 + 0.03 * Math.sin(x / 5.0) * Math.cos(y / 7.0 + z / 3.0)))),
                repeats);
    }

    private static Entry far(String name, int side) {
        VoxelGrid grid = VoxelGrid.of(side, side, side, 0.7, 0.7, 1.1);
        return new Entry(
                name,
                grid,
                bytes(grid, (x, y, z) -> inside(x - 20, y - 20, z - 20, 9)),
                bytes(grid, (x, y, z) -> inside(side - x - 20, side - y - 20, side - z - 20, 9)),
                3);
    }

    private static Entry noise(String name, int side, double share, int repeats) {
        VoxelGrid grid = VoxelGrid.of(side, side, side, 0.7, 0.7, 1.1);
        RandomGenerator random = RandomGeneratorFactory.of("SplittableRandom").create(20261124);
        return new Entry(
                name,
                grid,
                bytes(grid, (x, y, z) -> random.nextDouble() < share),
                bytes(grid, (x, y, z) -> random.nextDouble() < share),
                repeats);
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

    /// For each entry: HD95, surface Dice, median milliseconds.
    private static List<double[]> python(String python, List<Entry> entries)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("segmentation-race");
        List<String> command = new ArrayList<>(List.of(python, "reference/segmentation_race.py"));
        try {
            for (int i = 0; i < entries.size(); i++) {
                Entry entry = entries.get(i);
                Path first = Files.write(folder.resolve(i + "a"), entry.first);
                Path second = Files.write(folder.resolve(i + "b"), entry.second);
                VoxelGrid grid = entry.grid;
                command.addAll(List.of(
                        first.toString(),
                        second.toString(),
                        grid.slices() + "x" + grid.rows() + "x" + grid.columns(),
                        grid.dz() + "x" + grid.dy() + "x" + grid.dx(),
                        Integer.toString(entry.repeats)));
            }
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + " failed");
            }
            return output.lines()
                    .map(line ->
                            Arrays.stream(line.split(" ")).mapToDouble(Double::parseDouble).toArray())
                    .toList();
        } finally {
            for (int i = 0; i < entries.size(); i++) {
                Files.deleteIfExists(folder.resolve(i + "a"));
                Files.deleteIfExists(folder.resolve(i + "b"));
            }
            Files.delete(folder);
        }
    }
}
