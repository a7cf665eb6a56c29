package org.realfm.imaging.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.realfm.imaging.RasterReader;
import org.realfm.imaging.UnreadableImage;
import org.realfm.imaging.dicom.DicomReading;
import org.realfm.imaging.dicom.Frames;
import org.realfm.imaging.dicom.TransferSyntax;
import org.realfm.imaging.dicom.UnreadableDicom;

/// Small files that ask for much: each is refused with its reason, or read within the stated memory.
class DecompressionBombTest {

    @TempDir
    Path folder;

    private static List<String> found(byte[] dicom) throws Exception {
        return DicomReading.exhaust(dicom).stream().map(UnreadableDicom::getMessage).toList();
    }

    private UnreadableImage refused(String name, byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve(name), bytes);
        return catchThrowableOfType(UnreadableImage.class, () -> Allocation.within(
                name, RasterReader.FREE_BYTES + RasterReader.MOST_ALLOCATION * bytes.length, () -> RasterReader.read(file)));
    }

    @Test
    void deflatedDataSets() throws Exception {
        byte[] zeros = deflated(new byte[1 << 28]);
        assertThat(zeros.length).isLessThan(300_000);
        assertThat(found(Frames.deflated(zeros))).singleElement().asString().contains("inflates to more than");
        byte[] dense = new byte[1 << 24]; // as many elements as there can be
        for (int i = 0; i < dense.length; i += 8) {
            ByteBuffer.wrap(dense).order(ByteOrder.LITTLE_ENDIAN).putShort(i, (short) 9).putShort(i + 2, (short) (i / 8))
                    .put(i + 4, (byte) 'L').put(i + 5, (byte) 'O');
        }
        assertThat(found(Frames.deflated(deflated(dense)))).isEmpty();
    }

    @Test
    void framesOfEveryCode() throws Exception {
        ByteBuffer runs = ByteBuffer.allocate(2000).order(ByteOrder.LITTLE_ENDIAN).putInt(1).putInt(64);
        Arrays.fill(runs.array(), 64, 2000, (byte) 0x81); // 128 times 0x81
        assertThat(found(Frames.file(TransferSyntax.RLE, 8192, 8192, 1, 8, runs.array())))
                .anyMatch(reason -> reason.contains("2000 bytes for 8192 x 8192 x 1 samples"));
        assertThat(found(Frames.file(TransferSyntax.RLE, 2048, 4096, 1, 8, runs.array())))
                .anyMatch(reason -> reason.contains("expected more for 1 segments of 8388608 pixels"));
        for (TransferSyntax syntax : List.of(TransferSyntax.JPEG_BASELINE, TransferSyntax.JPEG_LOSSLESS,
                TransferSyntax.JPEG_LS_LOSSLESS, TransferSyntax.JPEG_2000)) {
            assertThat(found(Frames.file(syntax, 8192, 8192, 1, 8, new byte[1000]))).as(syntax.name())
                    .anyMatch(reason -> reason.contains("1000 bytes for 8192 x 8192 x 1 samples"));
            assertThat(found(Frames.file(syntax, 65535, 65535, 1, 8, new byte[1000]))).as(syntax.name())
                    .anyMatch(reason -> reason.contains("65535 x 65535 pixels"));
        }
    }

    @Test
    void picturesThatClaimToBeLarge() throws IOException {
        for (String format : List.of("png", "jpeg", "tiff")) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ImageIO.write(new BufferedImage(30, 20, BufferedImage.TYPE_BYTE_GRAY), format, out);
            byte[] bytes = out.toByteArray();
            enlarge(format, bytes, 8000);
            assertThat(refused("large." + format, bytes).reason()).as(format).contains("8000 x 8000 x 1 samples in");
            enlarge(format, bytes, 60000);
            assertThat(refused("larger." + format, bytes).reason()).as(format).contains("60000 x 60000 pixels");
        }
    }

    /// Writes another width and height into the header of a grey picture of 30 x 20.
    private static void enlarge(String format, byte[] bytes, int size) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        switch (format) {
            case "png" -> {
                buffer.putInt(16, size).putInt(20, size);
                CRC32 crc = new CRC32();
                crc.update(bytes, 12, 17);
                buffer.putInt(29, (int) crc.getValue());
            }
            case "jpeg" -> {
                int at = 0;
                while (buffer.getShort(at) != (short) 0xFFC0) {
                    at++;
                }
                buffer.putShort(at + 5, (short) size).putShort(at + 7, (short) size);
            }
            default -> {
                buffer.order(bytes[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
                int directory = buffer.getInt(4);
                for (int i = 0; i < buffer.getShort(directory); i++) {
                    int entry = directory + 2 + 12 * i;
                    if (buffer.getShort(entry) == 256 || buffer.getShort(entry) == 257) {
                        buffer.putShort(entry + 2, (short) 4).putInt(entry + 8, size);
                    }
                }
            }
        }
    }

    /// The densest picture that there can be is read, within the bound.
    @Test
    void blankPng() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(8192, 8192, BufferedImage.TYPE_BYTE_BINARY), "png", out);
        assertThat(out.size()).isLessThan(20_000);
        assertThat(refused("blank.png", out.toByteArray())).isNull();
    }

    /// Compressed texts and colour profiles, which nobody asked for, are not inflated.
    @Test
    void pngWithTextThatInflates() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(30, 20, BufferedImage.TYPE_BYTE_GRAY), "png", out);
        byte[] png = out.toByteArray();
        byte[] zeros = zlib(new byte[1 << 28]);
        for (String name : List.of("zTXt", "iCCP", "iTXt")) {
            ByteArrayOutputStream bomb = new ByteArrayOutputStream();
            bomb.write(png, 0, 33);
            ByteArrayOutputStream chunk = new ByteArrayOutputStream();
            chunk.writeBytes((name + "a\0").getBytes(StandardCharsets.ISO_8859_1));
            chunk.writeBytes(name.equals("iTXt") ? new byte[] {1, 0, 0, 0} : new byte[] {0});
            chunk.writeBytes(zeros);
            CRC32 crc = new CRC32();
            crc.update(chunk.toByteArray());
            bomb.writeBytes(ByteBuffer.allocate(4).putInt(chunk.size() - 4).array());
            bomb.writeBytes(chunk.toByteArray());
            bomb.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
            bomb.write(png, 33, png.length - 33);
            Path file = Files.write(folder.resolve("text.png"), bomb.toByteArray());
            try {
                Allocation.within(name, RasterReader.FREE_BYTES, () -> RasterReader.read(file));
            } catch (UnreadableImage e) {
                assertThat(e.reason()).isNotBlank();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    /// A directory whose entries have more values than the file has bytes.
    @Test
    void tiffWithEndlessTables() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(30, 20, BufferedImage.TYPE_BYTE_GRAY), "tiff", out);
        for (int tag : new int[] {258, 273, 279, 277, 282, 700}) {
            for (int count : new int[] {0x1000_0000, 0x7FFF_FFFF, -1}) {
                byte[] bytes = out.toByteArray();
                ByteBuffer buffer = ByteBuffer.wrap(bytes).order(bytes[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
                int directory = buffer.getInt(4);
                int entries = buffer.getShort(directory);
                for (int i = 0; i < entries; i++) {
                    int entry = directory + 2 + 12 * i;
                    if (buffer.getShort(entry) == tag || tag == 700 && i == entries - 1) {
                        buffer.putShort(entry, (short) tag).putShort(entry + 2, (short) 4).putInt(entry + 4, count).putInt(entry + 8, 8);
                    }
                }
                UnreadableImage refusal = refused("table.tiff", bytes);
                if (refusal != null) {
                    assertThat(refusal.reason()).isNotBlank();
                }
            }
        }
    }

    private static byte[] zlib(byte[] bytes) {
        return deflated(bytes, false);
    }

    private static byte[] deflated(byte[] bytes) {
        return deflated(bytes, true);
    }

    private static byte[] deflated(byte[] bytes, boolean raw) {
        try (Deflater deflater = new Deflater(9, raw)) {
            deflater.setInput(bytes);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] part = new byte[1 << 16];
            while (!deflater.finished()) {
                out.write(part, 0, deflater.deflate(part));
            }
            return out.toByteArray();
        }
    }
}
