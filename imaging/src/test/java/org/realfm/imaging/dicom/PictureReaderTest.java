package org.realfm.imaging.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.SharedData;
import org.realfm.imaging.UnreadableImage;
import org.realfm.imaging.pictures.PictureFile;
import org.realfm.imaging.pictures.PictureReader;
import org.realfm.imaging.pictures.PictureWindow;

/// Pictures of DICOM files against values worked out by hand from PS3.3 C.11.
class PictureReaderTest {

    private static final TransferSyntax SYNTAX = TransferSyntax.EXPLICIT_LITTLE;

    @TempDir
    private Path folder;

    /// A grey file of one row; elements after the format come from `more`.
    private Path grey(int bits, boolean signed, String photometric, Consumer<DicomBytes> more, int... values)
            throws IOException {
        return grey(1, bits, signed, photometric, more, values);
    }

    private Path grey(int frames, int bits, boolean signed, String photometric, Consumer<DicomBytes> more, int... values)
            throws IOException {
        int allocated = bits > 8 ? 16 : 8;
        DicomBytes set = DicomBytes.of(SYNTAX).format(1, values.length / frames, 1, allocated, bits, signed, photometric, frames);
        more.accept(set);
        if (allocated == 16) {
            set.numbers(Tag.PIXEL_DATA, "OW", values);
        } else {
            byte[] bytes = new byte[values.length + 1 & ~1];
            for (int i = 0; i < values.length; i++) {
                bytes[i] = (byte) values[i];
            }
            set.element(Tag.PIXEL_DATA, "OB", bytes);
        }
        return Files.write(folder.resolve("picture"), set.file(SYNTAX)); // the name says nothing
    }

    private static Consumer<DicomBytes> plain() {
        return set -> {};
    }

    private static Consumer<DicomBytes> window(String centre, String width) {
        return set -> set.text(Tag.WINDOW_CENTER, "DS", centre).text(Tag.WINDOW_WIDTH, "DS", width);
    }

    private static Consumer<DicomBytes> hounsfield() {
        return set -> set.text(Tag.RESCALE_INTERCEPT, "DS", "-1024").text(Tag.RESCALE_SLOPE, "DS", "1");
    }

    private static Image2D read(Path file, PictureWindow window) throws UnreadableImage {
        return PictureReader.read(PictureFile.of(file), window);
    }

    private static UnreadableImage refused(PictureFile file, PictureWindow window) {
        return catchThrowableOfType(UnreadableImage.class, () -> PictureReader.read(file, window));
    }

    @Test
    void storedValuesOfEightBitsStay() throws IOException, UnreadableImage {
        Path file = grey(8, false, "MONOCHROME2", plain(), 0, 1, 100, 255);
        Image2D film = PictureReader.read(file);
        assertThat(film).isEqualTo(Image2D.of(4, 1, 1, 255, new float[] {0, 1, 100, 255}));
        assertThat(read(file, PictureWindow.FULL)).isEqualTo(film);
        assertThat(PictureReader.read(Files.write(folder.resolve("film.dcm"), film.toPng()))).isEqualTo(film); // a PNG
    }

    @Test
    void filmsOfAnyDepthAreAlikeAndKeepTheirSteps() throws IOException, UnreadableImage {
        for (int bits : new int[] {10, 12, 16}) {
            int most = (1 << bits) - 1;
            Image2D film = PictureReader.read(grey(bits, false, "MONOCHROME2", plain(), 0, 1, 2, most - 1, most));
            assertThat(film.maximum()).isEqualTo(65535);
            float[] samples = film.samples();
            assertThat(samples[0]).isZero();
            assertThat(samples[4]).isEqualTo(65535);
            assertThat(samples[1]).isEqualTo((float) Math.rint(65535.0 / most));
            assertThat(Arrays.stream(new float[][] {samples}).flatMap(s -> java.util.stream.IntStream.range(0, 5)
                    .mapToObj(i -> s[i])).distinct().count()).isEqualTo(5);
        }
        assertThat(PictureReader.read(grey(12, true, "MONOCHROME2", plain(), -2048, 0, 2047)).samples())
                .containsExactly(0, (float) Math.rint(65535 * 2048 / 4095.0), 65535);
    }

    @Test
    void blackAndWhiteAreSwappedInMonochrome1() throws IOException, UnreadableImage {
        assertThat(PictureReader.read(grey(8, false, "MONOCHROME1", plain(), 0, 1, 100, 255)).samples())
                .containsExactly(255, 254, 155, 0);
        assertThat(read(grey(12, false, "MONOCHROME1", hounsfield(), 0, 1024, 4095), PictureWindow.of(0, 2048)).samples())
                .containsExactly(65535, 32768, 0);
    }

    /// PS3.3 C.11.2.1.2.1: with centre 2048 and width 4096, 0 is black and 4095 white; with 2048 and 1, up to 2047.5 is black.
    @Test
    void theWindowOfTheFileIsThatOfTheStandard() throws IOException, UnreadableImage {
        assertThat(PictureReader.read(grey(12, false, "MONOCHROME2", window("2048", "4096"), 0, 4095)).samples())
                .containsExactly(0, 65535);
        assertThat(PictureReader.read(grey(12, false, "MONOCHROME2", window("2048", "1"), 2047, 2048)).samples())
                .containsExactly(0, 65535);
        Path two = grey(12, false, "MONOCHROME2", window("100\\3000", "101\\50"), 50, 100, 150, 3000);
        assertThat(PictureReader.read(two).samples()).containsExactly(
                (float) Math.rint(65535 * 0.005), (float) Math.rint(65535 * 0.505), 65535, 65535); // the first counts
        assertThat(read(two, PictureWindow.FULL).samples()[3]).isEqualTo((float) Math.rint(65535 * 3000 / 4095.0));
    }

    @Test
    void aStatedWindowSpeaksOfMeasuredValues() throws IOException, UnreadableImage {
        Path slice = grey(16, false, "MONOCHROME2", hounsfield().andThen(window("40", "400")), 0, 864, 1064, 1264, 4000);
        assertThat(read(slice, PictureWindow.of(40, 400)).samples()) // -160 HU to 240 HU
                .containsExactly(0, 0, 32768, 65535, 65535);
        assertThat(read(slice, PictureWindow.of(-600, 1500)).samples()[0]).isEqualTo((float) Math.rint(65535 * 326 / 1500.0));
        assertThat(read(slice, PictureWindow.of(-600, 1500)).samples()[1]).isEqualTo((float) Math.rint(65535 * 1190 / 1500.0));
        Path png = Files.write(folder.resolve("g.png"), Image2D.of(3, 1, 1, 255, new float[] {50, 100, 150}).toPng());
        assertThat(read(png, PictureWindow.of(100, 100))).isEqualTo(Image2D.of(3, 1, 1, 65535, new float[] {0, 32768, 65535}));
    }

    @Test
    void coloursAreRgb() throws IOException, UnreadableImage {
        byte[] ybr = {(byte) 76, (byte) 85, (byte) 255, (byte) 255, (byte) 128, (byte) 128};
        Path file = Files.write(folder.resolve("c"), DicomBytes.of(SYNTAX).format(1, 2, 3, 8, 8, false, "YBR_FULL", 1)
                .element(Tag.PIXEL_DATA, "OB", ybr).file(SYNTAX));
        assertThat(PictureReader.read(file)).isEqualTo(Image2D.of(2, 1, 3, 255, new float[] {254, 0, 0, 255, 255, 255}));
        assertThat(refused(PictureFile.of(file), PictureWindow.of(1, 2)).reason())
                .contains("(0028,0004)").contains("'YBR_FULL', expected grey values for the window centre 1.0 width 2.0");
        Path png = Files.write(folder.resolve("c.png"), Image2D.of(1, 1, 3, 255, new float[] {1, 2, 3}).toPng());
        assertThat(refused(PictureFile.of(png), PictureWindow.of(1, 2)).reason()).startsWith("is a picture in colour");
    }

    @Test
    void ofSeveralFramesOneIsNamed() throws IOException, UnreadableImage {
        Path clip = grey(3, 8, false, "MONOCHROME2", plain(), 1, 2, 3, 4, 5, 6);
        assertThat(refused(PictureFile.of(clip), PictureWindow.FILE).reason()).isEqualTo("holds 3 frames, expected one picture");
        assertThat(PictureReader.read(new PictureFile(clip, 3), PictureWindow.FILE).samples()).containsExactly(5, 6);
        assertThat(refused(new PictureFile(clip, 4), PictureWindow.FILE).reason()).isEqualTo("has 3 frames, frame 4 is asked for");
        Path png = Files.write(folder.resolve("p.png"), Image2D.of(1, 1, 1, 255, new float[] {7}).toPng());
        assertThat(PictureReader.read(new PictureFile(png, 1), PictureWindow.FILE).samples()).containsExactly(7);
        assertThat(refused(new PictureFile(png, 2), PictureWindow.FILE).reason()).isEqualTo("has one frame, frame 2 is asked for");
    }

    @Test
    void aRefusalNamesTheElementAndTheByte() throws IOException {
        Path file = grey(12, false, "MONOCHROME2", plain(), 1, 2, 3, 4);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 3));
        assertThat(refused(PictureFile.of(file), PictureWindow.FILE).reason())
                .isEqualTo("is a DICOM file that cannot be shown: (7FE0,0010) at byte " + (whole.length - 8)
                        + ": found a length of 8 bytes, expected at most the 5 bytes that are left");
        grey(12, false, "MONOCHROME2", window("40", "0"), 1, 2);
        assertThat(refused(PictureFile.of(file), PictureWindow.FILE).reason()).contains("(0028,1051) at byte ")
                .endsWith("found a width of 0.0, expected at least 1");
        grey(12, false, "MONOCHROME2", set -> set.text(Tag.RESCALE_INTERCEPT, "DS", "5").text(Tag.RESCALE_SLOPE, "DS", "0"), 1, 2);
        assertThat(refused(PictureFile.of(file), PictureWindow.FULL).reason())
                .endsWith("(0028,1053) found that every pixel means 5.0, expected values that differ");
        Files.write(file, DicomBytes.of(SYNTAX).text(Tag.SOP_CLASS_UID, "UI", "1.2").file(SYNTAX));
        assertThat(refused(PictureFile.of(file), PictureWindow.FILE).reason()).contains("(7FE0,0010) found no pixel data");
    }

    @Test
    void whatIsNoPictureIsSaidToBeNone() throws IOException {
        Path file = Files.writeString(folder.resolve("film.dcm"), "<!DOCTYPE html><html>not found</html>");
        assertThat(refused(PictureFile.of(file), PictureWindow.FILE).reason()).contains("HTML");
        Files.write(file, new byte[0]);
        assertThat(refused(PictureFile.of(file), PictureWindow.FILE).reason()).isEqualTo("has 0 bytes");
        assertThat(refused(PictureFile.of(folder.resolve("none")), PictureWindow.FILE).reason()).isEqualTo("there is no such file");
        assertThat(refused(PictureFile.of(folder), PictureWindow.FILE).reason()).contains("is a folder");
    }

    /// Every sample gives a picture or a reason; those that the reader can decode give pictures, except clips.
    @Test
    void realFiles() throws IOException {
        int pictures = 0;
        for (Path path : SharedData.files("dicom-samples")) {
            if (!Files.isRegularFile(path)) {
                continue;
            }
            try {
                Image2D picture = PictureReader.read(path);
                assertThat(picture.maximum()).isIn(255, 65535);
                pictures++;
            } catch (UnreadableImage e) {
                assertThat(e.reason()).isNotBlank().doesNotContain("Exception");
            }
        }
        assertThat(pictures).isGreaterThan(50);
    }
}
