package org.realfm.imaging.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.realfm.imaging.segmentation.VoxelGrid;
import org.realfm.imaging.segmentation.VoxelMask;
import org.realfm.imaging.volume.Affine;
import org.realfm.imaging.volume.Volume;

/// What is written reads back equal in nibabel.
class NiftiWriterTest {

    private static final String READ = """
            import nibabel, sys
            image = nibabel.load(sys.argv[1])
            print(image.shape, image.get_data_dtype(), nibabel.aff2axcodes(image.affine))
            print(*(float(x) for x in image.affine[:3].ravel()))
            print(*image.get_fdata().ravel(order='F')[[0, 1, 5, -1]], image.header['sform_code'], image.header['qform_code'])
            """;

    private static final Affine PLACES = Affine.of(0.5, 0, 0, -20, 0, 0.5, 0.25, -30, 0, 0, 3, 7);

    @TempDir
    private Path folder;

    private String nibabel(byte[] file) throws IOException, InterruptedException {
        Path python = Path.of("/usr/bin/python3");
        Assumptions.assumeTrue(Files.isExecutable(python), "skipped: there is no /usr/bin/python3");
        Path path = Files.write(folder.resolve("x.nii.gz"), file);
        Process process = new ProcessBuilder(python.toString(), "-c", READ, path.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        Assumptions.assumeFalse(said.contains("No module named 'nibabel'"), "skipped: Python has no nibabel");
        assertThat(code).as(said).isZero();
        return said;
    }

    @Test
    void wholeNumbersStayWhole() throws IOException, InterruptedException {
        Volume volume = Volume.of(2, 3, 2, new float[] {-1024, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 3071}, PLACES);
        assertThat(nibabel(NiftiWriter.compressed(volume))).isEqualTo("""
                (2, 3, 2) int16 ('L', 'P', 'S')
                -0.5 0.0 0.0 20.0 0.0 -0.5 -0.25 30.0 0.0 0.0 3.0 7.0
                -1024.0 1.0 5.0 3071.0 1 0
                """);
    }

    @Test
    void fractionsStayFractions() throws IOException, InterruptedException {
        Volume volume = Volume.of(1, 6, 1, new float[] {0.5f, 1, 2, 3, 4, 1e6f}, PLACES);
        assertThat(nibabel(NiftiWriter.compressed(volume))).contains("(1, 6, 1) float32", "0.5 1.0 1000000.0 1000000.0");
    }

    @Test
    void masks() throws IOException, InterruptedException {
        VoxelMask mask = VoxelMask.of(VoxelGrid.of(2, 3, 2, 1, 1, 1), (x, y, z) -> x == 1 && y < 2);
        assertThat(nibabel(NiftiWriter.compressed(mask, PLACES))).contains("(2, 3, 2) uint8", "\n0.0 1.0 0.0 0.0 1 0");
    }
}
