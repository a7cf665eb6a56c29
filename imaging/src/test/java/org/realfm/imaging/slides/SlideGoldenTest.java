package org.realfm.imaging.slides;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.UnreadableImage;

/// Against tifffile and libtiff: see reference/slides_golden.py.
class SlideGoldenTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    static List<String> lines() throws IOException {
        return Files.readAllLines(GOLDEN.resolve("slides.csv"));
    }

    private static int number(String text) {
        return Integer.parseInt(text);
    }

    @ParameterizedTest
    @MethodSource("lines")
    void regionsHoldWhatOthersRead(String line) throws UnreadableImage {
        String[] cells = line.split(",");
        Slide slide = Slide.open(GOLDEN.resolve("slides").resolve(cells[0]));
        int index = Integer.parseInt(cells[2]);
        Slide.Level level = slide.levels().get(index);
        assertThat(slide.format()).isEqualTo(cells[1]);
        assertThat(List.of(level.width(), level.height(), level.tileWidth(), level.tileHeight(), slide.channels()))
                .containsExactly(number(cells[3]), number(cells[4]), number(cells[5]), number(cells[6]), number(cells[8]));
        if (cells[7].equals("none")) {
            assertThat(level.micrometres()).isEmpty();
        } else {
            assertThat(level.micrometres().orElseThrow()).isCloseTo(Double.parseDouble(cells[7]), within(1e-6));
        }
        Region region = slide.region(index, number(cells[9]), number(cells[10]), number(cells[11]), number(cells[12]));
        assertThat(region.absent()).isZero();
        double sum = 0;
        double placed = 0;
        for (int i = 0; i < region.samples().length; i++) {
            sum += region.samples()[i];
            placed += region.samples()[i] * ((i + 1) % 1009);
        }
        // Rounding of YCbCr differs by one in 3 of 35,100 samples; all else is exact.
        double tolerance = cells[0].equals("jpeg.tif") ? 1e-5 : cells[0].equals("real32.tif") ? 1e-12 : 0;
        assertThat(sum).isCloseTo(Double.parseDouble(cells[13]), within(tolerance * Math.abs(sum)));
        assertThat(placed).isCloseTo(Double.parseDouble(cells[14]), within(tolerance * Math.abs(placed)));
    }

    @Test
    void aRegionIsThePartOfTheWholeAndAPicture() throws UnreadableImage {
        Slide slide = Slide.open(GOLDEN.resolve("slides/rgb-deflate.tif"));
        Image2D whole = slide.region(0, 0, 0, 130, 90).toImage();
        for (int[] part : new int[][] {{0, 0, 1, 1}, {31, 15, 2, 2}, {129, 89, 1, 1}, {5, 70, 100, 20}}) {
            assertThat(slide.region(0, part[0], part[1], part[2], part[3]).toImage())
                    .isEqualTo(whole.crop(part[0], part[1], part[2], part[3]));
        }
        assertThatThrownBy(() -> slide.region(0, 100, 0, 31, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> slide.region(0, -1, 0, 3, 1)).isInstanceOf(IllegalArgumentException.class);
        Slide real = Slide.open(GOLDEN.resolve("slides/real32.tif"));
        Region region = real.region(0, 0, 0, 2, 2);
        assertThatThrownBy(region::toImage).isInstanceOf(IllegalStateException.class);
    }

    /// Tiles of so many pixels that their product is no number of 64 bits any more.
    @Test
    void tilesBeyondAllBounds(@TempDir Path folder) throws IOException {
        ByteBuffer tiff = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
        int[][] tags = {{256, 1 << 30}, {257, 1 << 30}, {258, 8}, {259, 1}, {262, 1}, {277, 16}, {322, 1 << 30}, {323, 1 << 30}, {324, 8},
            {325, 1}, {338, 0}};
        tiff.put(new byte[] {'I', 'I', 42, 0}).putInt(8).putShort((short) tags.length);
        for (int[] tag : tags) {
            tiff.putShort((short) tag[0]).putShort((short) 4).putInt(1).putInt(tag[1]);
        }
        Path file = Files.write(folder.resolve("a.tif"), tiff.array());
        assertThatThrownBy(() -> Slide.open(file)).isInstanceOf(UnreadableImage.class)
                .hasMessageContaining("tag 322 1073741824 x 1073741824 pixels decoded together");
        tiff.putInt(10 + 8, Integer.MAX_VALUE);
        Path wide = Files.write(folder.resolve("b.tif"), tiff.array());
        assertThatThrownBy(() -> Slide.open(wide)).isInstanceOf(UnreadableImage.class).hasMessageContaining("1 to 1073741824");
    }
}
