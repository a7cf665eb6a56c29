package org.realfm.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RasterReaderTest {

    @TempDir
    Path folder;

    private UnreadableImage refused(String name, byte[] content) throws IOException {
        Path file = Files.write(folder.resolve(name), content);
        UnreadableImage refusal = catchThrowableOfType(UnreadableImage.class, () -> RasterReader.read(file));
        assertThat(refusal).as(name).isNotNull();
        assertThat(refusal.path()).isEqualTo(file);
        assertThat(refusal.remedy()).isNotBlank();
        return refusal;
    }

    @Test
    void missingAndEmpty() throws IOException {
        UnreadableImage missing =
                catchThrowableOfType(UnreadableImage.class, () -> RasterReader.read(folder.resolve("none.png")));
        assertThat(missing.reason()).isEqualTo("there is no such file");
        assertThat(catchThrowableOfType(UnreadableImage.class, () -> RasterReader.read(folder)).reason())
                .contains("folder");
        assertThat(refused("a.png", new byte[0]).reason()).isEqualTo("has 0 bytes");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "<!DOCTYPE html><html>not found|starts with '<!DOCTYPE', which is HTML, not PNG",
        "case,score|starts with 'case,score', which is text, not PNG",
        "version https://git-lfs.github.com/spec/v1|starts with 'version', which is a Git LFS pointer, not PNG",
        "%PDF-1.7|starts with '%PDF-1.7', which is PDF, not PNG",
    })
    void textNamedPng(String content, String reason) throws IOException {
        assertThat(refused("a.png", content.getBytes(StandardCharsets.UTF_8)).reason()).isEqualTo(reason);
    }

    @Test
    void anotherFormat() throws IOException {
        byte[] dicom = new byte[200];
        System.arraycopy("DICM".getBytes(StandardCharsets.US_ASCII), 0, dicom, 128, 4);
        assertThat(refused("a.jpg", dicom).reason()).contains("DICOM").contains("not JPEG");
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "tif"})
    void cutShort(String format) throws IOException {
        byte[] whole = encoded(film(BufferedImage.TYPE_BYTE_GRAY), format);
        for (double share : new double[] {0.05, 0.5, 0.9}) {
            byte[] part = Arrays.copyOf(whole, Math.max(9, (int) (share * whole.length)));
            assertThat(refused("cut-" + share + "." + format, part).reason()).contains("damaged or cut short");
        }
    }

    @Test
    void claimsOfAbsurdSizeAreRefusedFromTheHeader() throws IOException {
        byte[] png = encoded(film(BufferedImage.TYPE_BYTE_GRAY), "png");
        ByteBuffer.wrap(png).putInt(16, 100_000).putInt(20, 100_000);
        CRC32 crc = new CRC32();
        crc.update(png, 12, 17);
        ByteBuffer.wrap(png).putInt(29, (int) crc.getValue());
        assertThat(refused("bomb.png", png).reason()).contains("100000 x 100000").contains("67108864");
    }

    @Test
    void theContentDecidesNotTheName() throws Exception {
        Path file = Files.write(folder.resolve("a.jpg"), encoded(film(BufferedImage.TYPE_BYTE_GRAY), "png"));
        assertThat(RasterReader.read(file).width()).isEqualTo(40);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "tif"})
    void sixteenBitsAreKept(String format) throws Exception {
        BufferedImage deep = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
        deep.getRaster().setPixels(0, 0, 2, 1, new int[] {257, 65534});
        Image2D read = RasterReader.read(Files.write(folder.resolve("deep." + format), encoded(deep, format)));
        assertThat(read.maximum()).isEqualTo(65535);
        assertThat(read.samples()).containsExactly(257, 65534);
    }

    @Test
    void tiffIsReadByTheDecoderThatKnowsMost() throws IOException {
        byte[] tiff = encoded(film(BufferedImage.TYPE_BYTE_GRAY), "tif");
        try (ImageInputStream stream = ImageIO.createImageInputStream(new ByteArrayInputStream(tiff))) {
            assertThat(RasterReader.decoder(stream).orElseThrow().getClass().getName()).startsWith("com.twelvemonkeys.");
        }
    }

    @Test
    void greyValuesComeBackUnchanged() throws Exception {
        for (String format : new String[] {"png", "tif"}) {
            BufferedImage film = film(BufferedImage.TYPE_BYTE_GRAY);
            Image2D read = RasterReader.read(Files.write(folder.resolve("g." + format), encoded(film, format)));
            float[] stored = film.getRaster().getPixels(0, 0, 40, 30, (float[]) null);
            assertThat(read.samples()).as(format).containsExactly(stored);
            assertThat(read.channels()).isEqualTo(1);
        }
    }

    @Test
    void oneBitBecomesBlackAndWhite() throws Exception {
        BufferedImage bits = new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_BINARY);
        bits.getRaster().setPixels(0, 0, 3, 1, new int[] {0, 1, 0});
        for (String format : new String[] {"png", "tif"}) {
            Image2D read = RasterReader.read(Files.write(folder.resolve("b." + format), encoded(bits, format)));
            assertThat(read.samples()).as(format).containsExactly(0, 255, 0);
            assertThat(read.maximum()).isEqualTo(255);
        }
    }

    @Test
    void palettesAreLookedUp() throws Exception {
        byte[] ramp = {10, (byte) 200};
        IndexColorModel greys = new IndexColorModel(8, 2, ramp, ramp, ramp);
        IndexColorModel colours = new IndexColorModel(8, 2, ramp, new byte[] {20, 30}, ramp);
        for (IndexColorModel palette : new IndexColorModel[] {greys, colours}) {
            BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_INDEXED, palette);
            image.getRaster().setPixels(0, 0, 2, 1, new int[] {1, 0});
            Image2D read = RasterReader.read(Files.write(folder.resolve("p.png"), encoded(image, "png")));
            if (palette == greys) {
                assertThat(read.samples()).containsExactly(200, 10);
            } else {
                assertThat(read.samples()).containsExactly(200, 30, 200, 10, 20, 10);
            }
        }
    }

    @Test
    void transparencyIsLaidOverBlack() throws Exception {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, 0xFF102030);
        image.setRGB(1, 0, 0x80FF0000);
        Image2D read = RasterReader.read(Files.write(folder.resolve("t.png"), encoded(image, "png")));
        assertThat(read.channels()).isEqualTo(3);
        assertThat(read.samples()).containsExactly(16, 32, 48, 128, 0, 0);
    }

    @Test
    void realFilms() {
        Path film = SharedData.folder("pneumonia").resolve("images/test/test0000.png");
        Image2D small = SharedData.read(film);
        assertThat(small.toString()).isEqualTo("Image2D[28 x 28, 1 channels, maximum 255]");
        Image2D large = SharedData.read(SharedData.folder("cxr-covid").resolve("images/a000.jpg"));
        assertThat(large.width()).isEqualTo(512);
        assertThat(large.channels()).isEqualTo(1);
    }

    private static BufferedImage film(int type) {
        BufferedImage image = new BufferedImage(40, 30, type);
        SplitMix64 random = new SplitMix64(1);
        for (int y = 0; y < 30; y++) {
            for (int x = 0; x < 40; x++) {
                image.getRaster().setSample(x, y, 0, random.below(256));
            }
        }
        return image;
    }

    private static byte[] encoded(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, bytes)).isTrue();
        return bytes.toByteArray();
    }
}
