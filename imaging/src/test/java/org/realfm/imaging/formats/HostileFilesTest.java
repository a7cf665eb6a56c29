package org.realfm.imaging.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.realfm.imaging.UnreadableImage;
import org.realfm.imaging.slides.Slide;
import org.realfm.imaging.volume.Affine;

/// Volume files and TIFF files that are cut short, changed, or lie: read or refused with a reason, in bounded time and
/// memory. `-Drealfm.mutations=10000` tries more.
class HostileFilesTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int MUTATIONS = Integer.getInteger("realfm.mutations", 2000);
    private static final double SLOW = 10;
    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    @TempDir
    private Path folder;

    private static final Affine MAP = Affine.scaling(1, 1, 1);
    private static final int[] SIZES = {2, 2, 2};

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    /// Reads all there is to read.
    private static void exhaust(Path path) throws UnreadableImage {
        if (Slide.isTiff(path)) {
            Slide slide = Slide.open(path);
            for (int level = 0; level < slide.levels().size(); level++) {
                Slide.Level size = slide.levels().get(level);
                slide.region(level, size.width() / 2, size.height() / 2, Math.min(20, size.width() - size.width() / 2),
                        Math.min(20, size.height() - size.height() / 2));
            }
            return;
        }
        VolumeFile file = VolumeReader.open(path);
        file.summary();
        file.volume(file.layout().volumes() - 1);
    }

    private static void attempt(String name, Path path) throws IOException {
        long start = System.nanoTime();
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            exhaust(path);
        } catch (UnreadableImage e) {
            assertThat(e.reason()).as(name).isNotBlank();
        }
        long taken = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertThat((System.nanoTime() - start) / 1e9).as(name).isLessThan(SLOW);
        long most = (1L << 23) + 16L * 1366 * Files.size(path);
        assertThat(taken).as(name + ": bytes allocated").isLessThan(most);
    }

    @Test
    void everyHeaderCutAnywhere() throws IOException {
        short[] values = new short[8];
        List<byte[]> files = List.of(VolumeBytes.nifti(SIZES, values, MAP, true), VolumeBytes.metaImage(SIZES, values, MAP),
                VolumeBytes.nrrd(SIZES, values, MAP, "left-posterior-superior"));
        for (byte[] bytes : files) {
            for (int length = 0; length < bytes.length; length++) {
                Path path = file("cut", Arrays.copyOf(bytes, length));
                assertThatThrownBy(() -> exhaust(path)).as("cut at " + length).isInstanceOf(UnreadableImage.class);
            }
        }
    }

    @Test
    void goldenFilesChangedAtRandom() throws IOException {
        List<Path> files;
        try (Stream<Path> volumes = Files.list(GOLDEN.resolve("volumes")); Stream<Path> slides = Files.list(GOLDEN.resolve("slides"))) {
            files = Stream.concat(volumes, slides).filter(path -> !path.toString().matches(".*\\.(img|raw|gz|hdr|mhd|nhdr)")
                    || path.toString().endsWith(".nii.gz")).sorted().toList();
        }
        SplittableRandom random = new SplittableRandom(17);
        for (int i = 0; i < MUTATIONS; i++) {
            Path path = files.get(i % files.size());
            byte[] bytes = Files.readAllBytes(path);
            if (i / files.size() % 4 == 0) {
                bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            } else {
                int changes = 1 + random.nextInt(5);
                for (int c = 0; c < changes; c++) {
                    int reach = random.nextBoolean() ? bytes.length : Math.min(bytes.length, 600);
                    int at = random.nextBoolean() ? random.nextInt(reach) : Math.max(0, bytes.length - 1 - random.nextInt(600));
                    bytes[at] = (byte) (random.nextInt(3) == 0 ? -random.nextInt(2) : random.nextInt(256));
                }
            }
            attempt(path.getFileName() + ", change " + i, file("changed", bytes));
        }
    }

    @Test
    void moreVoxelsThanTheFileCanHold() throws IOException {
        byte[] nifti = VolumeBytes.nifti(SIZES, new short[8], MAP, true);
        ByteBuffer.wrap(nifti).order(ByteOrder.LITTLE_ENDIAN).putShort(42, (short) 30000);
        Path large = file("large.nii", nifti);
        assertThatThrownBy(() -> VolumeReader.open(large)).isInstanceOf(UnreadableImage.class)
                .hasMessageContaining("says that it has 30000 x 2 x 2 voxels of int16, but what follows the header can hold at most "
                        + "16 bytes");
        ByteBuffer.wrap(nifti).order(ByteOrder.LITTLE_ENDIAN).putShort(44, (short) 30000).putShort(46, (short) 30000);
        Path larger = file("larger.nii", nifti);
        assertThatThrownBy(() -> VolumeReader.open(larger)).isInstanceOf(UnreadableImage.class)
                .hasMessageContaining("expected at most 536870912");
        ByteArrayOutputStream small = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(small)) {
            ByteBuffer.wrap(nifti).order(ByteOrder.LITTLE_ENDIAN).putShort(44, (short) 1000).putShort(46, (short) 2);
            gzip.write(nifti);
        }
        Path bomb = file("bomb.nii.gz", small.toByteArray());
        assertThatThrownBy(() -> VolumeReader.open(bomb)).isInstanceOf(UnreadableImage.class).hasMessageContaining("can hold at most");
    }

    @Test
    void headersThatPointElsewhere() throws IOException {
        String mhd = new String(VolumeBytes.metaImage(SIZES, new short[0], MAP), StandardCharsets.US_ASCII);
        for (String name : List.of("../secret.raw", "/etc/passwd", "sub/../../x", ".", "")) {
            Path path = file("a.mhd", mhd.replace("LOCAL", name).getBytes(StandardCharsets.US_ASCII));
            assertThatThrownBy(() -> VolumeReader.open(path)).as(name).isInstanceOf(UnreadableImage.class)
                    .hasMessageContaining("in the folder of the header");
        }
        Path range = file("a.mhd", mhd.replace("LOCAL", "s%n%s%03d.raw 1 2 1").getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> VolumeReader.open(range)).isInstanceOf(UnreadableImage.class);
        Path many = file("a.mhd", mhd.replace("LOCAL", "s%03d.raw 1 999999999 1").getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> VolumeReader.open(many)).isInstanceOf(UnreadableImage.class).hasMessageContaining("a range of 1 to");
    }

    @Test
    void listsAndRangesOfFiles() throws IOException, UnreadableImage {
        String mhd = new String(VolumeBytes.metaImage(SIZES, new short[0], MAP), StandardCharsets.US_ASCII);
        file("s01.raw", new byte[] {1, 0, 2, 0, 3, 0, 4, 0, 99, 99});
        file("s02.raw", new byte[] {5, 0, 6, 0, 7, 0, 8, 0});
        for (String files : List.of("s%02d.raw 1 2 1", "LIST\ns01.raw\ns02.raw")) {
            Path path = file("a.mhd", mhd.replace("LOCAL", files).getBytes(StandardCharsets.US_ASCII));
            assertThat(VolumeReader.open(path).volume(0).volume().values()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
        }
        file("s02.raw", new byte[] {5, 0, 6, 0, 7, 0, 8});
        assertThatThrownBy(() -> VolumeReader.open(folder.resolve("a.mhd")).volume(0)).isInstanceOf(UnreadableImage.class)
                .hasMessageContaining("s02.raw ends 1 bytes before its share");
    }

    @Test
    void whatDoesNotSayLeftFromRight() throws IOException, UnreadableImage {
        byte[] nifti = VolumeBytes.nifti(SIZES, new short[8], MAP, true);
        ByteBuffer.wrap(nifti).order(ByteOrder.LITTLE_ENDIAN).putShort(254, (short) 0);
        VolumeFile file = VolumeReader.open(file("a.nii", nifti));
        assertThat(file.affine()).isEmpty();
        assertThat(file.unplaced()).contains("which side of the picture is the patient's left");
        assertThatThrownBy(() -> file.volume(0)).isInstanceOf(UnreadableImage.class);
        for (String space : List.of("scanner-xyz", "3D-right-handed", "3D-left-handed", "")) {
            byte[] nrrd = VolumeBytes.nrrd(SIZES, new short[8], MAP, space);
            assertThat(VolumeReader.open(file("a.nrrd", nrrd)).unplaced()).as(space).contains("patient's left");
        }
        byte[] analyze = VolumeBytes.nifti(SIZES, new short[8], MAP, true);
        Arrays.fill(analyze, 344, 348, (byte) 0);
        assertThatThrownBy(() -> VolumeReader.open(file("a.hdr", analyze))).isInstanceOf(UnreadableImage.class)
                .hasMessageContaining("ANALYZE 7.5");
    }

    @Test
    void kindsThatAreNotRead() throws IOException {
        for (int code : new int[] {1, 32, 128, 1536, 1792, 2048, 2304, 7}) {
            byte[] nifti = VolumeBytes.nifti(SIZES, new short[8], MAP, true);
            ByteBuffer.wrap(nifti).order(ByteOrder.LITTLE_ENDIAN).putShort(70, (short) code);
            Path path = file("a.nii", nifti);
            assertThatThrownBy(() -> VolumeReader.open(path)).isInstanceOf(UnreadableImage.class)
                    .hasMessageContaining("datatype at byte 70 is " + code);
        }
        ByteBuffer real = ByteBuffer.wrap(VolumeBytes.nifti(SIZES, new short[8], MAP, true)).order(ByteOrder.LITTLE_ENDIAN);
        real.putShort(70, (short) 16).putShort(72, (short) 32).putShort(46, (short) 1).putFloat(356, Float.NaN);
        Path nan = file("nan.nii", real.array());
        assertThatThrownBy(() -> VolumeReader.open(nan).volume(0)).isInstanceOf(UnreadableImage.class)
                .hasMessageContaining("the value of voxel 1, 0, 0 is NaN");
    }

    @Test
    void whatTheTwoMapsDisagreeAboutIsSaid() throws IOException, UnreadableImage {
        assertThat(VolumeReader.open(GOLDEN.resolve("volumes/disagree.nii")).remarks()).hasSize(1).first().asString()
                .startsWith("the sform and the qform disagree by up to ").endsWith("the sform counts (codes 2 and 1)");
        ByteBuffer both = ByteBuffer.wrap(VolumeBytes.nifti(SIZES, new short[8], MAP, false)).order(ByteOrder.LITTLE_ENDIAN);
        both.putShort(254, (short) 1).putFloat(280, 1).putFloat(300, 1).putFloat(320, 1); // RAS: x and y the other way
        assertThat(VolumeReader.open(file("turn.nii", both.array())).remarks()).first().asString().contains("disagree by up to 2.8");
        both.putFloat(280, -1);
        assertThat(VolumeReader.open(file("mirror.nii", both.array())).remarks()).first().asString()
                .contains("they disagree about left and right");
    }
}
