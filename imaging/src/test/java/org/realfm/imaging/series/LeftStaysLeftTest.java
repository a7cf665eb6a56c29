package org.realfm.imaging.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.realfm.imaging.UnreadableImage;
import org.realfm.imaging.dicom.DicomFile;
import org.realfm.imaging.dicom.UnreadableDicom;
import org.realfm.imaging.formats.VolumeBytes;
import org.realfm.imaging.formats.VolumeReader;
import org.realfm.imaging.volume.Affine;
import org.realfm.imaging.volume.Orientation;
import org.realfm.imaging.volume.Volume;

/// One body without any symmetry, a marker on its left: over all 48 orders and directions of the axes, in every format and
/// with every variant of its header, each value stays at its place in millimetres, and the marker on the left.
class LeftStaysLeftTest {

    private static final int[] SIZES = {5, 6, 7};
    private static final int[] MARKER = {4, 1, 2}; // the last column of an LPS volume: the patient's left
    private static final short MARK = 1234;
    private static final String[] POSITIONS = {"HFS", "HFP", "HFDL", "HFDR", "FFS", "FFP", "FFDL", "FFDR"};

    @TempDir
    private Path folder;

    /// The body on the patient's own axes.
    private static Volume body() {
        float[] values = new float[SIZES[0] * SIZES[1] * SIZES[2]];
        Random random = new Random(17);
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(1000);
        }
        values[(MARKER[2] * SIZES[1] + MARKER[1]) * SIZES[0] + MARKER[0]] = MARK;
        return Volume.of(SIZES[0], SIZES[1], SIZES[2], values, Affine.of(1.5, 0, 0, -3, 0, 2, 0, -20.5, 0, 0, 2.5, 40));
    }

    /// A volume as it would be stored: sizes, values and map.
    private record Stored(int[] sizes, short[] values, Affine affine) {}

    /// Stores a volume with its axes in another order and direction, voxel by voxel, not as the product does it.
    private static Stored stored(Volume body, int[] order, int flips) {
        int[] sizes = {body.columns(), body.rows(), body.slices()};
        int[] to = {sizes[order[0]], sizes[order[1]], sizes[order[2]]};
        short[] values = new short[to[0] * to[1] * to[2]];
        int[] at = new int[3];
        for (int c = 0; c < to[2]; c++) {
            for (int b = 0; b < to[1]; b++) {
                for (int a = 0; a < to[0]; a++) {
                    old(order, flips, to, new int[] {a, b, c}, at);
                    values[(c * to[1] + b) * to[0] + a] = (short) body.value(at[0], at[1], at[2]);
                }
            }
        }
        double[] rows = new double[12];
        double[] origin = place(body, order, flips, to, 0, 0, 0);
        for (int axis = 0; axis < 3; axis++) {
            double[] next = place(body, order, flips, to, axis == 0 ? 1 : 0, axis == 1 ? 1 : 0, axis == 2 ? 1 : 0);
            for (int i = 0; i < 3; i++) {
                rows[4 * i + axis] = next[i] - origin[i];
                rows[4 * i + 3] = origin[i];
            }
        }
        return new Stored(to, values, Affine.of(rows));
    }

    private static void old(int[] order, int flips, int[] to, int[] stored, int[] at) {
        for (int axis = 0; axis < 3; axis++) {
            at[order[axis]] = (flips >> axis & 1) == 1 ? to[axis] - 1 - stored[axis] : stored[axis];
        }
    }

    private static double[] place(Volume body, int[] order, int flips, int[] to, int a, int b, int c) {
        int[] at = new int[3];
        old(order, flips, to, new int[] {a, b, c}, at);
        return body.affine().place(at[0], at[1], at[2]);
    }

    private static List<int[]> orders() {
        return List.of(new int[] {0, 1, 2}, new int[] {0, 2, 1}, new int[] {1, 0, 2}, new int[] {1, 2, 0}, new int[] {2, 0, 1},
                new int[] {2, 1, 0});
    }

    /// Where the marker is, in millimetres.
    private static double[] marker(Volume volume) {
        float[] values = volume.values();
        int index = 0;
        while (values[index] != MARK) {
            index++;
        }
        return volume.affine().place(index % volume.columns(), index / volume.columns() % volume.rows(),
                index / volume.columns() / volume.rows());
    }

    /// The product's reading of a stored volume, in every guise.
    private Map<String, Volume> read(Stored stored) throws IOException, UnreadableImage, UnreadableDicom {
        Map<String, Volume> read = new HashMap<>();
        Map<String, byte[]> files = Map.of(
                "sform", VolumeBytes.nifti(stored.sizes, stored.values, stored.affine, true),
                "qform", VolumeBytes.nifti(stored.sizes, stored.values, stored.affine, false),
                "MetaImage", VolumeBytes.metaImage(stored.sizes, stored.values, stored.affine),
                "NRRD LPS", VolumeBytes.nrrd(stored.sizes, stored.values, stored.affine, "left-posterior-superior"),
                "NRRD RAS", VolumeBytes.nrrd(stored.sizes, stored.values, stored.affine, "right-anterior-superior"),
                "NRRD LAS", VolumeBytes.nrrd(stored.sizes, stored.values, stored.affine, "left-anterior-superior"));
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = Files.write(folder.resolve("volume"), file.getValue());
            read.put(file.getKey(), VolumeReader.open(path).volume(0).volume());
        }
        read.put("DICOM", series(stored, POSITIONS[Math.floorMod(stored.values[0], POSITIONS.length)]));
        return read;
    }

    private Volume series(Stored stored, String position) throws IOException, UnreadableDicom {
        List<Slice> slices = new ArrayList<>();
        for (int k = 0; k < stored.sizes[2]; k++) {
            byte[] bytes = SliceBytes.of(stored.sizes, stored.values, stored.affine, k).text(0x00185100, position).bytes();
            Path path = Files.write(folder.resolve(k + ".dcm"), bytes);
            slices.addAll(Slice.of(path, DicomFile.read(path)));
        }
        Collections.shuffle(slices, new Random(stored.values[0]));
        List<Series> series = Series.of(slices);
        assertThat(series).hasSize(1);
        assertThat(series.getFirst().findings()).isEmpty();
        return series.getFirst().volume().volume();
    }

    @Test
    void inAll48OrdersAndDirectionsOfTheAxes() throws IOException, UnreadableImage, UnreadableDicom {
        Volume body = body();
        int tried = 0;
        for (int[] order : orders()) {
            for (int flips = 0; flips < 8; flips++) {
                Stored stored = stored(body, order, flips);
                for (Map.Entry<String, Volume> read : read(stored).entrySet()) {
                    String name = read.getKey() + ", order " + order[0] + order[1] + order[2] + ", flips " + flips;
                    assertThat(marker(read.getValue())).as(name).containsExactly(marker(body), within(1e-4));
                    Volume canonical = read.getValue().toCanonical();
                    assertThat(Orientation.of(canonical.affine())).hasToString("LPS");
                    assertThat(canonical.values()).as(name).containsExactly(body.values());
                    assertThat(canonical.affine().rows()).as(name).containsExactly(body.affine().rows(), within(1e-4));
                    assertThat(marker(canonical)[0]).as(name).isEqualTo(3, within(1e-4)).isPositive();
                    tried++;
                }
            }
        }
        assertThat(tried).isEqualTo(48 * 7);
    }

    @Test
    void whateverThePatientPositionSays() throws IOException, UnreadableDicom {
        Volume body = body();
        Stored stored = stored(body, new int[] {1, 2, 0}, 5);
        for (String position : POSITIONS) {
            assertThat(series(stored, position).toCanonical().values()).as(position).containsExactly(body.values());
        }
    }

    @Test
    void everyOrientationIsReachedAndNamed() {
        Volume body = body();
        List<String> names = new ArrayList<>();
        for (int[] order : orders()) {
            for (int flips = 0; flips < 8; flips++) {
                Stored stored = stored(body, order, flips);
                Orientation orientation = Orientation.of(stored.affine);
                names.add(orientation.toString());
                assertThat(Orientation.of(orientation.toString())).isEqualTo(orientation);
                Volume there = body.toOrientation(orientation);
                assertThat(there.affine().rows()).containsExactly(stored.affine.rows(), within(1e-12));
                assertThat(there.toCanonical()).isEqualTo(body);
            }
        }
        assertThat(names).doesNotHaveDuplicates().hasSize(48);
    }

    /// Oblique grids: the same voxel lies at the same place before and after.
    @Property(tries = 60)
    void obliqueGridsKeepTheirPlaces(@ForAll @DoubleRange(min = -0.4, max = 0.4) double a,
            @ForAll @DoubleRange(min = -0.4, max = 0.4) double b, @ForAll @DoubleRange(min = -0.3, max = 0.3) double shear) {
        double[] r = {
            Math.cos(a) * Math.cos(b), -Math.sin(a), Math.cos(a) * Math.sin(b),
            Math.sin(a) * Math.cos(b), Math.cos(a), Math.sin(a) * Math.sin(b),
            -Math.sin(b), 0, Math.cos(b)
        };
        Volume body = body();
        Affine oblique = Affine.of(1.5 * r[0], 2 * r[1], 2.5 * (r[2] + shear * r[1]), -3, 1.5 * r[3], 2 * r[4],
                2.5 * (r[5] + shear * r[4]), -20.5, 1.5 * r[6], 2 * r[7], 2.5 * (r[8] + shear * r[7]), 40);
        Volume tilted = Volume.of(SIZES[0], SIZES[1], SIZES[2], body.values(), oblique);
        for (int[] order : orders()) {
            for (int flips = 0; flips < 8; flips++) {
                Stored stored = stored(tilted, order, flips);
                float[] values = new float[stored.values.length];
                for (int i = 0; i < values.length; i++) {
                    values[i] = stored.values[i];
                }
                Volume there = Volume.of(stored.sizes[0], stored.sizes[1], stored.sizes[2], values, stored.affine);
                Volume canonical = there.toCanonical();
                assertThat(canonical.values()).containsExactly(body.values());
                assertThat(canonical.affine().rows()).containsExactly(oblique.rows(), within(1e-9));
                assertThat(marker(canonical)).containsExactly(marker(there), within(1e-9));
            }
        }
    }
}
