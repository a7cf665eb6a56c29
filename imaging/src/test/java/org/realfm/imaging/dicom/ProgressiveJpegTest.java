package org.realfm.imaging.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Progressive JPEG in DICOM (retired, but about): what dcmtk writes is read as dcmtk reads it.
class ProgressiveJpegTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "+ep,1.2.840.10008.1.2.4.55,8,1", "+ep,1.2.840.10008.1.2.4.55,12,1", "+es,1.2.840.10008.1.2.4.53,8,1",
        "+es,1.2.840.10008.1.2.4.53,12,1", "+ep,1.2.840.10008.1.2.4.55,8,3", "+ee,1.2.840.10008.1.2.4.51,12,1"
    })
    void sameSamplesAsDcmtk(String option, String syntax, int bits, int samples) throws Exception {
        Path plain = Files.write(folder.resolve("native"), picture(bits, samples));
        Path coded = folder.resolve("coded");
        Path decoded = folder.resolve("decoded");
        run("dcmcjpeg", option, "+un", plain.toString(), coded.toString());
        run("dcmdjpeg", "+cn", "+px", coded.toString(), decoded.toString()); // no conversion of colours
        DicomFile file = DicomFile.read(coded);
        assertThat(file.transferSyntaxUid()).isEqualTo(syntax);
        int[] expected = PixelData.of(DicomFile.read(decoded)).frame(0).values();
        assertThat(PixelData.of(file).frame(0).values()).isEqualTo(expected);
    }

    private static byte[] picture(int bits, int samples) {
        int rows = 37;
        int columns = 52;
        int bytes = bits == 8 ? 1 : 2;
        ByteBuffer pixels = ByteBuffer.allocate(rows * columns * samples * bytes).order(ByteOrder.LITTLE_ENDIAN);
        SplittableRandom random = new SplittableRandom(bits);
        for (int i = 0; i < rows * columns; i++) {
            for (int s = 0; s < samples; s++) {
                double wave = Math.sin(i % columns / 9.0 + s) * Math.cos(i / columns / 7.0);
                int value = (int) ((1 << bits) * (0.5 + 0.4 * wave)) + random.nextInt(1 << bits - 5);
                if (bytes == 1) {
                    pixels.put((byte) value);
                } else {
                    pixels.putShort((short) value);
                }
            }
        }
        return DicomBytes.of(TransferSyntax.EXPLICIT_LITTLE).text(Tag.SOP_CLASS_UID, "UI", "1.2.840.10008.5.1.4.1.1.7")
                .text(0x00080018, "UI", "1.2.3.4")
                .format(rows, columns, samples, 8 * bytes, bits, false, samples == 1 ? "MONOCHROME2" : "RGB", 1)
                .element(Tag.PIXEL_DATA, "OW", pixels.array()).file(TransferSyntax.EXPLICIT_LITTLE);
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            assumeThat(true).as("skipped: there is no " + command[0] + " (Debian package dcmtk)").isFalse();
            return;
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
