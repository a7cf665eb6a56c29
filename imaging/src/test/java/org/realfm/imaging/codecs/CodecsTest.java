package org.realfm.imaging.codecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodecsTest {

    private static final Shape SMALL = new Shape(4, 4, 1);

    /// ITU-T T.87 H.3: an image of 4 x 4 samples and its lossless code.
    private static final String T87_EXAMPLE = "FFD8 FFF7000B080004000401011100 FFDA0008010100000000"
            + "C000006C80208E01C0000057400000 6EE6000001BC18000005D8000091 60 FFD9";

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    @Test
    void jpegLsExampleOfTheStandard() throws CorruptCode {
        assertThat(JpegLs.decode(hex(T87_EXAMPLE), SMALL).values())
                .containsExactly(0, 0, 90, 74, 68, 50, 43, 205, 64, 145, 145, 145, 100, 145, 145, 145);
    }

    @Test
    void jpegLsRefusals() {
        byte[] code = hex(T87_EXAMPLE);
        for (int length = 0; length < code.length - 4; length++) {
            int cut = length;
            assertThat(catchThrowableOfType(CorruptCode.class, () -> JpegLs.decode(Arrays.copyOf(code, cut), SMALL)))
                    .as("cut at " + length).isNotNull();
        }
        assertThat(catchThrowableOfType(CorruptCode.class, () -> JpegLs.decode(code, new Shape(4, 5, 1))).found())
                .isEqualTo("4 x 4 x 1 samples");
    }

    @ParameterizedTest
    @CsvSource({"8,8", "37,21", "64,1", "3,5"})
    void jpegIsWhatTheRuntimesDecoderReads(int width, int height) throws Exception {
        for (int type : new int[] {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_3BYTE_BGR}) {
            for (boolean progressive : new boolean[] {false, true}) {
                byte[] code = jpeg(picture(width, height, type), progressive);
                int count = type == BufferedImage.TYPE_BYTE_GRAY ? 1 : 3;
                Samples decoded = Jpeg.decode(code, new Shape(width, height, count));
                Raster raster = raster(code);
                assertThat(raster.getNumBands()).isEqualTo(count);
                assertThat(decoded.values()).as("type " + type + ", progressive " + progressive)
                        .isEqualTo(raster.getPixels(0, 0, width, height, (int[]) null));
            }
        }
    }

    /// Components without conversion of colours.
    private static Raster raster(byte[] code) throws IOException {
        try (ImageInputStream stream = ImageIO.createImageInputStream(new ByteArrayInputStream(code))) {
            ImageReader reader = ImageIO.getImageReaders(stream).next();
            reader.setInput(stream);
            return reader.readRaster(0, null);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    void losslessJpegComesBackExactly(int predictor) throws CorruptCode {
        for (int precision : new int[] {2, 8, 12, 16}) {
            for (int restart : new int[] {0, 2}) {
                Shape shape = new Shape(13, 9, 2);
                int[] values = noise(shape, 1 << precision);
                Samples decoded = Jpeg.decode(LosslessJpegWriter.write(values, shape, precision, predictor, restart), shape);
                assertThat(decoded.values()).as(precision + " bits, restart " + restart).isEqualTo(values);
                assertThat(decoded.precision()).isEqualTo(precision);
            }
        }
    }

    @Test
    void whatJpegIsNotReadIsNamed() throws IOException {
        byte[] code = written(picture(16, 16, BufferedImage.TYPE_BYTE_GRAY), "jpeg");
        for (int i = 0; i < code.length; i++) {
            if ((code[i] & 0xFF) == 0xFF && (code[i + 1] & 0xFF) == 0xC0) {
                code[i + 1] = (byte) 0xC9;
                break;
            }
        }
        assertThat(catchThrowableOfType(CorruptCode.class, () -> Jpeg.decode(code, new Shape(16, 16, 1))).found())
                .isEqualTo("a frame of kind SOF9");
    }

    @Test
    void cutJpegIsRefused() throws IOException {
        for (boolean progressive : new boolean[] {false, true}) {
            byte[] code = jpeg(picture(40, 40, BufferedImage.TYPE_3BYTE_BGR), progressive);
            for (int length = 0; length < code.length - 3; length++) {
                int cut = length;
                assertThat(catchThrowableOfType(CorruptCode.class, () -> Jpeg.decode(Arrays.copyOf(code, cut), new Shape(40, 40, 3))))
                        .as("cut at " + length).isNotNull();
            }
        }
    }

    /// A scan of a few bytes takes time for the whole image.
    @Test
    void manyScansOfALargeImageAreRefused() throws IOException {
        byte[] code = jpeg(new BufferedImage(4000, 4000, BufferedImage.TYPE_BYTE_GRAY), true);
        int scan = code.length - 2;
        while ((code[scan] & 0xFF) != 0xFF || (code[scan + 1] & 0xFF) != 0xDA) {
            scan--;
        }
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        bomb.write(code, 0, scan);
        for (int i = 0; i < 500; i++) {
            bomb.write(code, scan, code.length - 2 - scan);
        }
        assertThat(catchThrowableOfType(CorruptCode.class, () -> Jpeg.decode(bomb.toByteArray(), new Shape(4000, 4000, 1))).found())
                .isEqualTo("68 scans of 16000000 samples");
    }

    private static byte[] jpeg(BufferedImage image, boolean progressive) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam parameters = writer.getDefaultWriteParam();
        parameters.setProgressiveMode(progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, null), parameters);
        }
        return bytes.toByteArray();
    }

    @Test
    void jpeg2000WrittenLosslessly() throws Exception {
        for (int type : new int[] {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY, BufferedImage.TYPE_3BYTE_BGR}) {
            BufferedImage picture = picture(45, 33, type);
            byte[] code = written(picture, "jpeg 2000");
            int count = picture.getRaster().getNumBands();
            Samples decoded = Jpeg2000.decode(code, new Shape(45, 33, count));
            assertThat(decoded.values()).as("type " + type)
                    .isEqualTo(picture.getRaster().getPixels(0, 0, 45, 33, (int[]) null));
            assertThat(catchThrowableOfType(CorruptCode.class,
                    () -> Jpeg2000.decode(Arrays.copyOf(code, code.length / 2), new Shape(45, 33, count)))).isNotNull();
        }
    }

    /// A few bytes could ask the decoder for gigabytes.
    @Test
    void jpeg2000ThatAsksForTooMuchIsRefused() throws IOException {
        byte[] code = written(picture(600, 600, BufferedImage.TYPE_BYTE_GRAY), "jpeg 2000");
        Shape shape = new Shape(600, 600, 1);
        int coding = 0;
        while ((code[coding] & 0xFF) != 0xFF || (code[coding + 1] & 0xFF) != 0x52) {
            coding++;
        }
        byte[] layers = code.clone();
        layers[coding + 6] = (byte) 0xFF;
        assertThat(catchThrowableOfType(CorruptCode.class, () -> Jpeg2000.decode(layers, shape)).found())
                .contains("code-blocks and layers");
        byte[] levels = code.clone();
        levels[coding + 9] = 100;
        assertThat(catchThrowableOfType(CorruptCode.class, () -> Jpeg2000.decode(levels, shape)).found()).contains("100 levels");
        byte[] tiles = code.clone();
        int size = coding;
        while ((code[size] & 0xFF) != 0xFF || (code[size + 1] & 0xFF) != 0x51) {
            size--;
        }
        for (int i = 0; i < 8; i++) {
            tiles[size + 22 + i] = (byte) (i % 4 == 3 ? 1 : 0);
        }
        assertThat(catchThrowableOfType(CorruptCode.class, () -> Jpeg2000.decode(tiles, shape)).found()).isEqualTo("361201 tiles of 1 components");
        byte[] offset = code.clone();
        offset[size + 31] = 1;
        assertThat(catchThrowableOfType(CorruptCode.class, () -> Jpeg2000.decode(offset, shape)).expected())
                .isEqualTo("the first to hold the image's corner 0, 0");
    }

    @Test
    void jpeg2000HeadersChangedAtRandomAreReadOrRefused() throws IOException {
        byte[] code = written(picture(60, 50, BufferedImage.TYPE_3BYTE_BGR), "jpeg 2000");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 1500; i++) {
            byte[] changed = code.clone();
            for (int c = random.nextInt(3); c >= 0; c--) {
                changed[random.nextInt(Math.min(300, changed.length))] = (byte) random.nextInt(256);
            }
            long before = threads.getCurrentThreadAllocatedBytes();
            try {
                assertThat(Jpeg2000.decode(changed, new Shape(60, 50, 3)).values()).hasSize(9000);
            } catch (CorruptCode e) {
                assertThat(e.found()).isNotBlank();
            }
            assertThat(threads.getCurrentThreadAllocatedBytes() - before).as("bytes allocated, change " + i).isLessThan(1L << 27);
        }
    }

    private static int[] noise(Shape shape, int range) {
        SplittableRandom random = new SplittableRandom(range);
        return random.ints(shape.samples(), 0, range).toArray();
    }

    private static BufferedImage picture(int width, int height, int type) {
        BufferedImage image = new BufferedImage(width, height, type);
        SplittableRandom random = new SplittableRandom(7);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int b = 0; b < image.getRaster().getNumBands(); b++) {
                    image.getRaster().setSample(x, y, b, 20 * b + 3 * x + 2 * y + random.nextInt(40));
                }
            }
        }
        return image;
    }

    private static byte[] written(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(stream);
            writer.write(image);
        }
        return bytes.toByteArray();
    }
}
