package org.realfm.imaging.slides;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.realfm.imaging.UnreadableImage;
import org.realfm.imaging.series.SliceBytes;

/// Whole slides in DICOM, made tile by tile.
class DicomSlideTest {

    private static final int WIDTH = 7;
    private static final int HEIGHT = 5;

    @TempDir
    private Path folder;

    private static short value(int x, int y) {
        return (short) (100 * y + x);
    }

    /// Tiles of 3 x 2 pixels, those in `places` (left, top), 0-based.
    private static SliceBytes tiles(List<int[]> places) {
        short[] values = new short[6 * places.size()];
        for (int f = 0; f < places.size(); f++) {
            for (int i = 0; i < 6; i++) {
                values[6 * f + i] = value(places.get(f)[0] + i % 3, places.get(f)[1] + i / 3);
            }
        }
        return SliceBytes.of(3, 2, values).words(0x00280103, 0).text(0x00280008, String.valueOf(places.size()))
                .words(0x00480006, WIDTH, 0).words(0x00480007, HEIGHT, 0)
                .sequence(0x52009229, new SliceBytes().sequence(0x00289110, new SliceBytes().numbers(0x00280030, 0.0005, 0.00025)));
    }

    private static List<int[]> grid() {
        List<int[]> places = new ArrayList<>();
        for (int y = 0; y < HEIGHT; y += 2) {
            for (int x = 0; x < WIDTH; x += 3) {
                places.add(new int[] {x, y});
            }
        }
        return places;
    }

    private Slide open(String name, SliceBytes bytes) throws IOException, UnreadableImage {
        return Slide.open(Files.write(folder.resolve(name), bytes.bytes()));
    }

    private static SliceBytes sparse(List<int[]> places) {
        SliceBytes[] frames = places.stream().map(place -> new SliceBytes().sequence(0x0048021A, new SliceBytes()
                .words(0x0048021E, place[0] + 1, 0).words(0x0048021F, place[1] + 1, 0))).toArray(SliceBytes[]::new);
        return tiles(places).text(0x00209311, "TILED_SPARSE").sequence(0x52009230, frames);
    }

    private static void check(Slide slide, int left, int top, int width, int height) throws UnreadableImage {
        Region region = slide.region(0, left, top, width, height);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                assertThat(region.sample(x, y, 0)).isEqualTo(value(left + x, top + y));
            }
        }
        assertThat(region.absent()).isZero();
    }

    @Test
    void tiledFull() throws IOException, UnreadableImage {
        Slide slide = open("full", tiles(grid()).text(0x00209311, "TILED_FULL"));
        Slide.Level level = slide.levels().getFirst();
        assertThat(List.of(level.width(), level.height(), level.tileWidth(), level.tileHeight())).containsExactly(7, 5, 3, 2);
        assertThat(level.micrometres().orElseThrow()).isCloseTo(0.25, within(1e-12));
        check(slide, 0, 0, WIDTH, HEIGHT);
        check(slide, 2, 1, 4, 3);
        check(slide, 6, 4, 1, 1);
    }

    @Test
    void tiledSparse() throws IOException, UnreadableImage {
        List<int[]> places = grid();
        Collections.reverse(places);
        check(open("reversed", sparse(places)), 1, 0, 6, 5);
        places.removeIf(place -> place[0] == 3 && place[1] == 2);
        Slide slide = open("sparse", sparse(places));
        Region region = slide.region(0, 2, 1, 3, 3);
        assertThat(region.absent()).isEqualTo(4);
        assertThat(region.sample(1, 1, 0)).isZero();
        assertThat(region.sample(0, 1, 0)).isEqualTo(value(2, 2));
        // Off the grid, and overlapping.
        check(open("off", sparse(List.of(new int[] {1, 1}, new int[] {3, 2}))), 1, 1, 3, 2);
        assertThat(open("off", sparse(List.of(new int[] {1, 1}, new int[] {3, 2}))).region(0, 0, 0, 7, 5).absent())
                .isEqualTo(35 - 11);
    }

    /// DICOM whose preamble starts like TIFF, so that readers of either take it, is DICOM.
    @Test
    void aFileThatIsBothIsDicom() throws IOException, UnreadableImage {
        byte[] set = tiles(grid()).bytes();
        byte[] both = new byte[132 + set.length];
        System.arraycopy(new byte[] {'I', 'I', 42, 0}, 0, both, 0, 4);
        System.arraycopy(new byte[] {'D', 'I', 'C', 'M'}, 0, both, 128, 4);
        System.arraycopy(set, 0, both, 132, set.length);
        Path path = Files.write(folder.resolve("both"), both);
        assertThat(Slide.isTiff(path)).isFalse();
        check(Slide.open(path), 0, 0, WIDTH, HEIGHT);
    }

    @Test
    void aFolderOfLevels() throws IOException, UnreadableImage {
        Files.write(folder.resolve("a"), tiles(List.of(new int[] {0, 0})).words(0x00480006, 3, 0).words(0x00480007, 2, 0).bytes());
        Files.write(folder.resolve("b"), tiles(grid()).bytes());
        Files.write(folder.resolve("c"), tiles(grid()).text(0x00080008, "ORIGINAL\\PRIMARY\\LABEL\\NONE").bytes());
        Slide slide = Slide.open(folder);
        assertThat(slide.levels()).extracting(Slide.Level::width).containsExactly(7, 3);
        assertThat(slide.remarks()).containsExactly("there are 1 more files that are no level, such as labels and overviews");
    }

    @Test
    void whatCannotBeIsRefused() {
        List<int[]> few = grid().subList(0, 8);
        assertThatThrownBy(() -> open("few", tiles(few))).isInstanceOf(UnreadableImage.class)
                .hasMessageContaining("(0028,0008) found 8 frames, expected 3 x 3");
        assertThatThrownBy(() -> open("out", sparse(List.of(new int[] {8, 0})))).isInstanceOf(UnreadableImage.class)
                .hasMessageContaining("no place of frame 1 within the matrix");
        assertThatThrownBy(() -> open("huge", tiles(grid()).words(0x00480006, 0xFFFF, 0x7FFF))).isInstanceOf(UnreadableImage.class);
        assertThatThrownBy(() -> open("part", tiles(grid()).text(0x00209161, "1.2"))).isInstanceOf(UnreadableImage.class);
        assertThatThrownBy(() -> open("film", SliceBytes.of(1, 1, new short[1]))).isInstanceOf(UnreadableImage.class)
                .hasMessageContaining("no DICOM whole slide");
    }
}
