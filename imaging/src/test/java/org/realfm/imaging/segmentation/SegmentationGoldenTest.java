package org.realfm.imaging.segmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.realfm.imaging.SharedData;

/// Against SciPy (and scikit-image for skeletons): see reference/segmentation_golden.py.
class SegmentationGoldenTest {

    private record Case(String name, VoxelMask first, VoxelMask second, Map<String, OptionalDouble> values) {
        @Override
        public String toString() {
            return name;
        }
    }

    /// What makes two masks of a line that begins with `mask`, or of a name where the file has no masks.
    private interface Masks {
        Case of(String[] part);
    }

    private static List<Case> read(String file, Masks masks) throws IOException {
        List<Case> cases = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                SegmentationGoldenTest.class.getResourceAsStream("/golden/" + file), StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] part = line.split(",", -1);
                if (cases.isEmpty() || !cases.getLast().name.equals(part[1])) {
                    cases.add(masks.of(part));
                }
                if (part[0].equals("value")) {
                    OptionalDouble value = part[3].equals("none")
                            ? OptionalDouble.empty()
                            : OptionalDouble.of(Double.parseDouble(part[3]));
                    cases.getLast().values.put(part[2], value);
                }
            }
        }
        return cases;
    }

    static List<Case> cases() throws IOException {
        return read("segmentation.csv", part -> {
            VoxelGrid grid = new VoxelGrid(
                    Integer.parseInt(part[2]),
                    Integer.parseInt(part[3]),
                    Integer.parseInt(part[4]),
                    Integer.parseInt(part[5]),
                    Double.parseDouble(part[6]),
                    Double.parseDouble(part[7]),
                    Double.parseDouble(part[8]));
            return new Case(part[1], mask(grid, part[9]), mask(grid, part[10]), new HashMap<>());
        });
    }

    /// Each organ of two versions of a network on one CT.
    static List<Case> organs() throws IOException {
        Path folder = SharedData.folder("brain-mr/totalseg/tests/reference_files");
        ByteBuffer first = unzipped(folder.resolve("example_seg.nii.gz"));
        ByteBuffer second = unzipped(folder.resolve("example_seg_fast.nii.gz"));
        return read("segmentation_real.csv", part -> {
            int organ = Integer.parseInt(part[1]);
            return new Case(part[1], organ(first, organ), organ(second, organ), new HashMap<>());
        });
    }

    private static ByteBuffer unzipped(Path file) throws IOException {
        try (InputStream bytes = new GZIPInputStream(Files.newInputStream(file))) {
            return ByteBuffer.wrap(bytes.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    /// An organ of a NIfTI-1 file of bytes, its slices stretched as in the script.
    private static VoxelMask organ(ByteBuffer file, int organ) {
        VoxelGrid grid = VoxelGrid.of(
                file.getShort(42),
                file.getShort(44),
                file.getShort(46),
                file.getFloat(80),
                file.getFloat(84),
                file.getFloat(88) * 1.7);
        int start = (int) file.getFloat(108);
        return VoxelMask.of(
                grid,
                (x, y, z) -> file.get(start + x + grid.columns() * (y + grid.rows() * z)) == organ);
    }

    private static VoxelMask mask(VoxelGrid grid, String hexadecimal) {
        return VoxelMask.of(grid, (x, y, z) -> {
            int i = (z * grid.rows() + y) * grid.columns() + x;
            return (Character.digit(hexadecimal.charAt(i / 4), 16) >> 3 - i % 4 & 1) != 0;
        });
    }

    private static OptionalDouble some(double value) {
        return OptionalDouble.of(value);
    }

    private static Map<String, OptionalDouble> computed(VoxelMask a, VoxelMask b) {
        Map<String, OptionalDouble> values = new HashMap<>();
        Overlap overlap = Overlap.of(a, b);
        values.put("dice", overlap.dice());
        values.put("iou", overlap.iou());
        values.put("volume", some(a.volume()));
        values.put("volumeDifference", some(overlap.volumeDifference()));
        values.put("relativeVolumeDifference", overlap.relativeVolumeDifference());
        for (ImageEdge edge : ImageEdge.values()) {
            String suffix = edge == ImageEdge.CUT ? ".cut" : "";
            values.put("boundary" + suffix, BoundaryOverlap.iou(a, b, 2.5, edge));
            values.put("area" + suffix, some(Arrays.stream(Surface.of(a, SurfaceKind.ELEMENTS, edge).sizes()).sum()));
            for (SurfaceKind kind : SurfaceKind.values()) {
                String prefix = kind == SurfaceKind.ELEMENTS ? "e." : "";
                SurfaceDistances distances = SurfaceDistances.between(a, b, kind, edge);
                values.put(prefix + "hd" + suffix, distances.hausdorff());
                values.put(prefix + "hd95" + suffix, distances.hausdorff(0.95));
                values.put(prefix + "hd50" + suffix, distances.hausdorff(0.5));
                values.put(prefix + "pooled95" + suffix, distances.pooled(0.95));
                values.put(prefix + "assd" + suffix, distances.average());
                values.put(prefix + "nsd1" + suffix, distances.normalisedSurfaceDice(1));
                values.put(prefix + "nsd2.7" + suffix, distances.normalisedSurfaceDice(2.7));
            }
        }
        components(a, values);
        for (double least : new double[] {0, 0.3}) {
            LesionMatching matching = LesionMatching.of(a, b, Connectivity.CORNERS, least);
            values.put("matched" + least, some(matching.truePositives()));
            values.put("f1." + least, matching.f1());
            values.put("pq" + least, matching.panopticQuality());
            values.put("matchedDice" + least, matching.lesionWiseDice());
        }
        for (double reach : new double[] {0, 2}) {
            LesionWise lesions = LesionWise.of(a, b, reach);
            values.put("brats" + reach, lesions.dice());
            values.put("bratsFound" + reach, lesions.sensitivity());
            values.put("bratsFalse" + reach, some(lesions.falsePositives()));
        }
        VoxelMask skeleton = Skeleton.of(a);
        values.put("skeleton.voxels", some(skeleton.count()));
        values.put("skeleton.places", some(checksum(Components.of(skeleton, Connectivity.FACES).labels(), true)));
        values.put("skeleton.dice", CentreLineDice.of(a, b).dice());
        if (!a.isEmpty()) {
            double[] distances = DistanceTransform.to(a);
            double weighted = 0;
            for (int i = 0; i < distances.length; i++) {
                weighted += distances[i] * (i % 9973 + 1);
            }
            values.put("edt.sum", some(Arrays.stream(distances).sum()));
            values.put("edt.weighted", some(weighted));
        }
        return values;
    }

    private static void components(VoxelMask a, Map<String, OptionalDouble> values) {
        int dimensions = a.grid().dimensions();
        for (int steps = 1; steps <= dimensions; steps++) {
            Connectivity connectivity = Connectivity.values()[steps - 1];
            Components components = Components.of(a, connectivity);
            values.put("components" + steps, some(components.count()));
            values.put("labels" + steps, some(checksum(components.labels(), false)));
        }
    }

    private static double checksum(int[] labels, boolean onlyWhether) {
        long sum = 0;
        for (int i = 0; i < labels.length; i++) {
            sum += (long) (onlyWhether ? Math.min(1, labels[i]) : labels[i]) * (i % 9973 + 1);
        }
        return sum;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agreesWithSciPy(Case example) {
        assertAgrees(example);
    }

    @Test
    void agreesWithSciPyOnOrgans() throws IOException {
        List<Case> organs = organs();
        assertThat(organs).hasSizeGreaterThan(30);
        organs.forEach(SegmentationGoldenTest::assertAgrees);
    }

    private static void assertAgrees(Case example) {
        Map<String, OptionalDouble> computed = computed(example.first, example.second);
        assertThat(computed.keySet()).containsAll(example.values.keySet());
        List<String> wrong = new ArrayList<>();
        example.values.forEach((measure, expected) -> {
            OptionalDouble found = Objects.requireNonNull(computed.get(measure));
            boolean same = expected.isPresent()
                    ? found.isPresent()
                            && Math.abs(found.getAsDouble() - expected.getAsDouble())
                                    <= 1e-9 * Math.max(1, Math.abs(expected.getAsDouble()))
                    : found.isEmpty();
            if (!same) {
                wrong.add(measure + ": expected " + expected + ", found " + found);
            }
        });
        assertThat(wrong).as(example.name).isEmpty();
    }

    @Test
    void thereAreManyCases() throws IOException {
        List<Case> cases = cases();
        assertThat(cases).hasSizeGreaterThan(100);
        assertThat(cases.stream().mapToInt(example -> example.values.size()).sum()).isGreaterThan(6000);
    }

    @Test
    void elementsOfABallHaveItsArea() throws IOException {
        Case ball = cases().stream().filter(example -> example.name.equals("ball")).findFirst().orElseThrow();
        double area = Arrays.stream(Surface.of(ball.first, SurfaceKind.ELEMENTS, ImageEdge.SURFACE).sizes()).sum();
        assertThat(area).isCloseTo(4 * Math.PI * 64, within(0.1 * 4 * Math.PI * 64));
    }
}
