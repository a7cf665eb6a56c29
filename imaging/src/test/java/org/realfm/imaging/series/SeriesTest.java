package org.realfm.imaging.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.realfm.imaging.SharedData;
import org.realfm.imaging.dicom.DicomFile;
import org.realfm.imaging.dicom.UnreadableDicom;
import org.realfm.imaging.volume.Affine;
import org.realfm.imaging.volume.Volume;

/// What is found in series of slices.
class SeriesTest {

    private static final int[] SIZES = {3, 2, 6};
    private static final Affine MAP = Affine.of(0.5, 0, 0, -10, 0, 0.75, 0, -20, 0, 0, 3, 100);

    @TempDir
    private Path folder;

    private static short[] values() {
        short[] values = new short[36];
        for (int i = 0; i < values.length; i++) {
            values[i] = (short) (i * 7 - 50);
        }
        return values;
    }

    private List<Slice> slices(Affine map, BiFunction<Integer, SliceBytes, SliceBytes> change) throws IOException, UnreadableDicom {
        List<Slice> slices = new ArrayList<>();
        for (int k = 0; k < SIZES[2]; k++) {
            slices.addAll(slices("s" + k, change.apply(k, SliceBytes.of(SIZES, values(), map, k))));
        }
        return slices;
    }

    private List<Slice> slices(String name, SliceBytes bytes) throws IOException, UnreadableDicom {
        Path path = Files.write(folder.resolve(name), bytes.bytes());
        return Slice.of(path, DicomFile.read(path));
    }

    private static Series only(List<Slice> slices) {
        List<Series> series = Series.of(slices);
        assertThat(series).hasSize(1);
        return series.getFirst();
    }

    private static void refused(Series series, SeriesFinding.Kind kind) {
        assertThat(series.affine()).isEmpty();
        assertThat(series.findings()).filteredOn(SeriesFinding::refuses).extracting(SeriesFinding::kind).contains(kind);
        assertThatThrownBy(series::volume).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void eachSliceHasItsOwnRescale() throws IOException, UnreadableDicom {
        Series series = only(slices(MAP, (k, s) -> s.numbers(0x00281052, -k).numbers(0x00281053, 0.5 + k)));
        assertThat(series.findings()).isEmpty();
        assertThat(series.modality()).isEqualTo("CT");
        Volume volume = series.volume().volume();
        assertThat(volume.affine()).isEqualTo(MAP);
        assertThat(volume.value(1, 0, 0)).isEqualTo(0.5f * -43);
        assertThat(volume.value(2, 1, 4)).isEqualTo(4.5f * values()[4 * 6 + 5] - 4);
    }

    @Test
    void aGap() throws IOException, UnreadableDicom {
        List<Slice> slices = slices(MAP, (k, s) -> s);
        slices.remove(3);
        slices.remove(2);
        Series series = only(slices);
        refused(series, SeriesFinding.Kind.GAP);
        assertThat(series.findings().getFirst().text()).contains("about 2 slices are missing, the first from 103 to 112 mm");
    }

    @Test
    void duplicatesAndCopies() throws IOException, UnreadableDicom {
        List<Slice> slices = slices(MAP, (k, s) -> s);
        slices.addAll(slices("copy", SliceBytes.of(SIZES, values(), MAP, 2)));
        Series copied = only(slices);
        assertThat(copied.findings()).extracting(SeriesFinding::kind).containsExactly(SeriesFinding.Kind.COPY);
        assertThat(copied.volume().volume().slices()).isEqualTo(6);
        slices.addAll(slices("other", SliceBytes.of(SIZES, values(), MAP, 2).text(0x00080018, "1.2.9")));
        refused(only(slices), SeriesFinding.Kind.DUPLICATE);
        // The same instance with other pixels is no copy.
        List<Slice> changed = slices(MAP, (k, s) -> s);
        changed.addAll(slices("changed", SliceBytes.of(SIZES, new short[36], MAP, 2)));
        refused(only(changed), SeriesFinding.Kind.DUPLICATE);
    }

    @Test
    void unevenDistances() throws IOException, UnreadableDicom {
        Series little = only(slices(MAP, (k, s) -> k == 2 ? s.numbers(0x00200032, -10, -20, 106.1) : s));
        assertThat(little.findings()).extracting(SeriesFinding::kind).containsExactly(SeriesFinding.Kind.UNEVEN);
        assertThat(little.affine()).isPresent();
        refused(only(slices(MAP, (k, s) -> k == 2 ? s.numbers(0x00200032, -10, -20, 106.4) : s)), SeriesFinding.Kind.UNEVEN);
    }

    @Test
    void aTiltedGantryStaysSheared() throws IOException, UnreadableDicom {
        Affine sheared = Affine.of(0.5, 0, 0, -10, 0, 0.75, 1.2, -20, 0, 0, 3, 100);
        Series series = only(slices(sheared, (k, s) -> s));
        assertThat(series.findings()).extracting(SeriesFinding::kind).containsExactly(SeriesFinding.Kind.TILT);
        assertThat(series.findings().getFirst().text()).contains("21.801 degrees");
        assertThat(series.volume().volume().affine().rows()).containsExactly(sheared.rows(), within(1e-9));
    }

    @Test
    void mixedSlicesAreSeveralSeries() throws IOException, UnreadableDicom {
        List<Slice> slices = slices(MAP, (k, s) -> s);
        slices.addAll(slices("scout", SliceBytes.of(SIZES, values(), MAP, 0)
                .numbers(0x00200037, 0, 1, 0, 0, 0, -1).text(0x00080018, "1.2.8").numbers(0x00180050, 1)));
        List<Series> series = Series.of(slices);
        assertThat(series).hasSize(2);
        assertThat(series.getFirst().findings()).extracting(SeriesFinding::kind).containsExactly(SeriesFinding.Kind.MIXED);
        assertThat(series.getFirst().volume().volume().slices()).isEqualTo(6);
        assertThat(series.getLast().findings()).extracting(SeriesFinding::kind)
                .containsExactly(SeriesFinding.Kind.MIXED, SeriesFinding.Kind.SINGLE);
    }

    @Test
    void whatIsMissingIsNotGuessed() throws IOException, UnreadableDicom {
        refused(only(slices(MAP, (k, s) -> s.without(0x00280030))), SeriesFinding.Kind.NO_SPACING);
        refused(only(slices(MAP, (k, s) -> s.without(0x00200032))), SeriesFinding.Kind.NO_PLACE);
        refused(only(slices(MAP, (k, s) -> s.numbers(0x00200037, 1, 0, 0, 0.1, 1, 0))), SeriesFinding.Kind.BAD_DIRECTIONS);
        refused(only(slices("one", SliceBytes.of(SIZES, values(), MAP, 0))), SeriesFinding.Kind.NO_SPACING);
        assertThatThrownBy(() -> slices(MAP, (k, s) -> s.numbers(0x00200032, 1, 2))).isInstanceOf(UnreadableDicom.class)
                .hasMessageContaining("(0020,0032)").hasMessageContaining("found 2 numbers, expected 3");
    }

    @Test
    void mosaicsAreNoVolume() throws IOException, UnreadableDicom {
        refused(only(slices(MAP, (k, s) -> s.text(0x00080008, "ORIGINAL\\PRIMARY\\M\\ND\\MOSAIC"))), SeriesFinding.Kind.NO_VOLUME);
        assertThat(only(slices(MAP, (k, s) -> s.text(0x00080008, "ORIGINAL\\PRIMARY\\M\\ND"))).affine()).isPresent();
    }

    @Test
    void spacingBetweenSlicesThatContradictsThePlaces() throws IOException, UnreadableDicom {
        Series series = only(slices(MAP, (k, s) -> s.numbers(0x00180088, 2.5)));
        assertThat(series.findings()).extracting(SeriesFinding::text)
                .containsExactly("Spacing Between Slices says 2.5 mm, the places say 3 mm; the places count");
    }

    /// Enhanced: places in functional groups, frames in any order.
    @Test
    void framesWithFunctionalGroups() throws IOException, UnreadableDicom {
        int[] order = {4, 0, 5, 2, 1, 3};
        short[] shuffled = new short[36];
        SliceBytes[] frames = new SliceBytes[6];
        for (int f = 0; f < 6; f++) {
            System.arraycopy(values(), 6 * order[f], shuffled, 6 * f, 6);
            frames[f] = new SliceBytes()
                    .sequence(0x00209113, new SliceBytes().numbers(0x00200032, MAP.place(0, 0, order[f])))
                    .sequence(0x00289145, new SliceBytes().numbers(0x00281052, order[f]).numbers(0x00281053, 1));
        }
        SliceBytes shared = new SliceBytes().sequence(0x00209116, new SliceBytes().numbers(0x00200037, 1, 0, 0, 0, 1, 0))
                .sequence(0x00289110, new SliceBytes().numbers(0x00280030, 0.75, 0.5));
        SliceBytes file = SliceBytes.of(3, 2, shuffled).text(0x00280008, "6").sequence(0x52009229, shared)
                .sequence(0x52009230, frames);
        Series series = only(slices("enhanced", file));
        assertThat(series.findings()).isEmpty();
        Volume volume = series.volume().volume();
        assertThat(volume.affine().rows()).containsExactly(MAP.rows(), within(1e-9));
        for (int k = 0; k < 6; k++) {
            assertThat(volume.value(1, 1, k)).isEqualTo(values()[6 * k + 4] + k);
        }
        // Frames without groups have no place of their own.
        SliceBytes film = SliceBytes.of(SIZES, values(), MAP, 0).text(0x00280008, "6").words(0x7FE00010, new int[36]);
        refused(only(slices("film", film)), SeriesFinding.Kind.NO_PLACE);
        SliceBytes short1 = SliceBytes.of(3, 2, shuffled).text(0x00280008, "7").sequence(0x52009230, frames);
        assertThatThrownBy(() -> slices("short", short1)).isInstanceOf(UnreadableDicom.class).hasMessageContaining("7 frames");
    }

    @Test
    void claimsThatTheBytesCannotHold() throws IOException, UnreadableDicom {
        List<Slice> slices = new ArrayList<>();
        for (int k = 0; k < 3; k++) {
            slices.addAll(slices("big" + k, SliceBytes.of(SIZES, values(), MAP, k).words(0x00280010, 8000).words(0x00280011, 8000)));
        }
        refused(only(slices), SeriesFinding.Kind.NO_VOLUME);
    }

    /// Against pydicom and numpy: see reference/series_golden.py.
    @Test
    void realSeries() throws IOException, UnreadableDicom {
        Path samples = SharedData.folder("dicom-samples");
        List<Slice> slices = new ArrayList<>();
        try (Stream<Path> files = Files.walk(samples)) {
            for (Path path : files.filter(Files::isRegularFile).sorted().toList()) {
                try {
                    slices.addAll(Slice.of(path, DicomFile.readable(path)));
                } catch (UnreadableDicom e) {
                    continue; // broken samples
                }
            }
        }
        List<String> lines = Files.readAllLines(Path.of("src/test/resources/golden/series.csv"));
        assertThat(lines).isNotEmpty();
        for (String line : lines) {
            String[] cells = line.split(",");
            Series series = Series.of(slices).stream().filter(one -> one.uid().equals(cells[0]) && one.affine().isPresent()
                    && one.slices().size() == Integer.parseInt(cells[3])).findFirst().orElseThrow();
            Volume volume = series.volume().volume();
            assertThat(List.of(volume.columns(), volume.rows())).containsExactly(Integer.parseInt(cells[1]), Integer.parseInt(cells[2]));
            for (int i = 0; i < 12; i++) {
                assertThat(volume.affine().rows()[i]).isCloseTo(Double.parseDouble(cells[4 + i]), within(1e-9));
            }
            float least = Float.MAX_VALUE;
            float most = -Float.MAX_VALUE;
            double sum = 0;
            double placed = 0;
            float[] values = volume.values();
            for (int i = 0; i < values.length; i++) {
                least = Math.min(least, values[i]);
                most = Math.max(most, values[i]);
                sum += values[i];
                placed += values[i] * (double) ((i + 1) % 1009);
            }
            assertThat(new double[] {least, most, sum, placed}).containsExactly(Double.parseDouble(cells[16]),
                    Double.parseDouble(cells[17]), Double.parseDouble(cells[18]), Double.parseDouble(cells[19]));
        }
    }
}
