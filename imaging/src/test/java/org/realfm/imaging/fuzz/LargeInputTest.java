package org.realfm.imaging.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.realfm.imaging.UnreadableImage;
import org.realfm.imaging.formats.VolumeBytes;
import org.realfm.imaging.formats.VolumeFile;
import org.realfm.imaging.formats.VolumeReader;
import org.realfm.imaging.series.SliceBytes;
import org.realfm.imaging.slides.Slide;
import org.realfm.imaging.volume.Affine;

/// Inputs too large to be kept, of which a reader's time or memory grew with the square of their size.
class LargeInputTest {

    @TempDir
    Path folder;

    /// Each of 4096 directories that begin 12 bytes apart has all tags that follow.
    @Test
    void tiffDirectoriesThatOverlap() throws IOException {
        int tags = 5000;
        ByteBuffer tiff = ByteBuffer.allocate(8 + 12 * 2 * tags).order(ByteOrder.LITTLE_ENDIAN);
        tiff.put(new byte[] {'I', 'I', 42, 0}).putInt(8);
        for (int i = 0; i < 2 * tags; i++) { // a count of tags; then a tag, of which the next count is the end
            boolean last = i >= tags; // no tag, so that no directory follows
            tiff.putShort((short) tags).putShort((short) (last ? 0 : 0x4000 + i)).putShort((short) (last ? 0 : 4));
            tiff.putInt(1).putShort((short) 0);
        }
        // The list of directories: the first has those below it in its SubIFDs, four bytes each.
        ByteBuffer file = ByteBuffer.allocate(tiff.capacity() + 4 * 4000 + 18).order(ByteOrder.LITTLE_ENDIAN);
        file.put(tiff.array());
        for (int i = 0; i < 4000; i++) {
            file.putInt(8 + 12 * i);
        }
        int first = file.position();
        file.putShort((short) 1).putShort((short) 330).putShort((short) 4).putInt(4000).putInt(tiff.capacity());
        file.putInt(4, first);
        byte[] bytes = file.array();
        FuzzTarget.TIFF_SLIDE.read(bytes);
        Path path = Files.write(folder.resolve("a.tif"), bytes);
        assertThatThrownBy(() -> Slide.open(path)).isInstanceOf(UnreadableImage.class).hasMessageContaining("than the file");
    }

    /// Compressed samples of 64 bits, of which no sum fits into a long.
    @Test
    void wideSamplesInSmallFiles() throws IOException, UnreadableImage {
        int voxels = 128 * 128 * 64;
        byte[] header = VolumeBytes.nifti(new int[] {128, 128, 64}, new short[0], Affine.scaling(1, 1, 1), true);
        for (int type : new int[] {1024, 1280}) {
            ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).putShort(70, (short) type).putShort(72, (short) 64);
            byte[] whole = Arrays.copyOf(header, header.length + 8 * voxels);
            Arrays.fill(whole, header.length, whole.length, (byte) 0x8F);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
                gzip.write(whole);
            }
            assertThat(out.size()).isLessThan(20_000);
            FuzzTarget.NIFTI.read(out.toByteArray());
            VolumeFile file = VolumeReader.open(Files.write(folder.resolve("a.nii.gz"), out.toByteArray()));
            BigInteger stored = new BigInteger(type == 1280 ? 1 : -1, ByteBuffer.allocate(8)
                    .putLong(type == 1280 ? 0x8F8F8F8F8F8F8F8FL : -0x8F8F8F8F8F8F8F8FL).array());
            assertThat(file.summary().sum()).isEqualTo(stored.multiply(BigInteger.valueOf(voxels)));
            assertThat(file.volume(0).volume().value(1, 2, 3)).isEqualTo(stored.floatValue());
        }
    }

    @Test
    void nameOfEqualsSigns() {
        FuzzTarget.DICOM_JSON.read(("[{\"00100010\":{\"vr\":\"PN\",\"Value\":[{\"Alphabetic\":\"" + "=".repeat(1 << 20) + "x\"}]}}]")
                .getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void rangeOfFilesThatIsNone() {
        FuzzTarget.META_IMAGE.read(header("%d".repeat(1 << 18)).getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void unitsFarApart() {
        FuzzTarget.NRRD.read(("NRRD0004\ntype: uint8\ndimension: 3\nsizes: 1 1 1\nencoding: raw\nspace: ras\n"
                + "space directions: (1,0,0) (0,1,0) (0,0,1)\nspace units: \"mm\" " + " ".repeat(1 << 19) + "x\n\n1")
                .getBytes(StandardCharsets.US_ASCII));
    }

    /// As often as a file is named, as many voxels it would seem to hold.
    @Test
    void filesThatAreNamedTwice() throws IOException {
        for (String files : new String[] {"LIST\na.mha\na.mha\n", "x%d/../a.mha 1 2 1\n"}) {
            Path path = Files.writeString(folder.resolve("a.mha"), header(files));
            assertThatThrownBy(() -> VolumeReader.open(path)).isInstanceOf(UnreadableImage.class).hasMessageContaining("each file once");
        }
    }

    private static String header(String files) {
        return "ObjectType = Image\nNDims = 3\nDimSize = 2 2 2\nElementType = MET_UCHAR\nElementSpacing = 1 1 1\nElementDataFile = "
                + files;
    }

    /// Numbers that all frames share, written at a length of 30,000 bytes.
    @Test
    void longTextSharedByFrames() {
        SliceBytes[] frames = new SliceBytes[3000];
        Arrays.setAll(frames, i -> new SliceBytes());
        FuzzTarget.SERIES.read(SliceBytes.of(1, 1, new short[3000]).text(0x00280008, "3000")
                .text(0x00280030, "1\\1" + " ".repeat(30_000)).sequence(0x52009230, frames).bytes());
    }
}
