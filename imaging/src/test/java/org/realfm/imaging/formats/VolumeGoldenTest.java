package org.realfm.imaging.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.realfm.imaging.SharedData;
import org.realfm.imaging.UnreadableImage;
import org.realfm.imaging.volume.Volume;

/// Against nibabel, ITK and teem: see reference/volumes_golden.py.
class VolumeGoldenTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    static List<String> lines(String kind) throws IOException {
        return Files.readAllLines(GOLDEN.resolve("volumes.csv")).stream().filter(line -> line.split(",")[1].equals(kind)).toList();
    }

    static List<String> generated() throws IOException {
        return lines("generated");
    }

    @ParameterizedTest
    @MethodSource("generated")
    void generatedFilesAreReadAsOthersReadThem(String line) throws UnreadableImage {
        check(GOLDEN.resolve("volumes").resolve(line.split(",")[0]), line);
    }

    @Test
    void realFilesAreReadAsNibabelReadsThem() throws IOException, UnreadableImage {
        Path nifti = SharedData.folder("nifti");
        Path root = Objects.requireNonNull(nifti.getParent());
        List<String> lines = lines("shared");
        assertThat(lines).hasSizeGreaterThan(12);
        for (String line : lines) {
            check(root.resolve(line.split(",")[0]), line);
        }
    }

    private static void check(Path path, String line) throws UnreadableImage {
        String[] cells = line.split(",");
        VolumeFile file = VolumeReader.open(path);
        VoxelLayout layout = file.layout();
        assertThat(file.format()).isEqualTo(cells[2]);
        assertThat(List.of(layout.columns(), layout.rows(), layout.slices(), layout.volumes()))
                .containsExactlyElementsOf(IntStream.range(3, 7).mapToObj(i -> Integer.parseInt(cells[i])).toList());
        assertThat(layout.type().name().toLowerCase(Locale.ROOT)).isEqualTo(cells[8]);
        StoredSummary summary = file.summary();
        if (layout.type().isWhole()) {
            assertThat(summary).isEqualTo(new StoredSummary(new BigInteger(cells[11]), new BigInteger(cells[9]),
                    new BigInteger(cells[10]), 0));
        } else {
            assertThat(summary.minimum()).isEqualTo(Double.parseDouble(cells[9]));
            assertThat(summary.maximum()).isEqualTo(Double.parseDouble(cells[10]));
            assertThat(summary.sum().doubleValue()).isCloseTo(Double.parseDouble(cells[11]), within(1e-9));
        }
        VolumeFile.Read read = file.volume(Integer.parseInt(cells[7]));
        double[] rows = read.volume().affine().rows();
        for (int i = 0; i < 12; i++) {
            assertThat(rows[i]).as(line).isCloseTo(Double.parseDouble(cells[12 + i]), within(2e-5));
        }
        for (String voxel : cells[24].split(" ")) {
            String[] parts = voxel.split(":");
            assertThat(value(read.volume(), parts)).as(voxel).isEqualTo((float) Double.parseDouble(parts[3]));
        }
        if (cells[1].equals("shared")) {
            return;
        }
        if (cells[0].matches("(itk|unu).*")) {
            assertThat(file.remarks()).as(line).isEmpty();
        }
        boolean wide = layout.type().bytes() > 2 && layout.type() != SampleType.FLOAT32;
        boolean large = summary.maximum().doubleValue() > 1 << 24;
        assertThat(read.remarks().stream().anyMatch(remark -> remark.contains("rounded to 24 bits"))).isEqualTo(wide && large
                || layout.type() == SampleType.FLOAT64);
    }

    private static float value(Volume volume, String[] at) {
        return volume.value(Integer.parseInt(at[0]), Integer.parseInt(at[1]), Integer.parseInt(at[2]));
    }
}
