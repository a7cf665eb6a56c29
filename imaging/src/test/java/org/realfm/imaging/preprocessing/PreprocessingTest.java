package org.realfm.imaging.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.preprocessing.Step.Interpolation;
import org.realfm.imaging.volume.Affine;
import org.realfm.imaging.volume.Orientation;
import org.realfm.imaging.volume.Volume;

/// Preprocessing as a value.
class PreprocessingTest {

    private static final Affine OBLIQUE = Affine.of(0.9, 0.1, 0, -5, -0.1, 1.8, 0.3, 7, 0, 0.2, 3, -40);

    private static Volume volume(int columns, int rows, int slices) {
        float[] values = new float[columns * rows * slices];
        Random random = new Random(17);
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(2000) - 1000;
        }
        return Volume.of(columns, rows, slices, values, OBLIQUE);
    }

    private static Volume one(Volume volume, Step... steps) {
        List<Volume> shown = Preprocessing.of(steps).apply(volume);
        assertThat(shown).hasSize(1);
        return shown.getFirst();
    }

    private static Image2D ramp(int width) {
        float[] samples = new float[width];
        for (int i = 0; i < width; i++) {
            samples[i] = i;
        }
        return Image2D.of(width, 1, 1, 255, samples);
    }

    @Test
    void itsTextSaysAllOfItAndStaysTheSame() {
        Preprocessing all = Preprocessing.of(new Step.Orient(Orientation.of("LPS")), new Step.Resample(1, 1, 2.5, Interpolation.LINEAR),
                new Step.Resize(64, 0, 32, Interpolation.NEAREST), new Step.Crop(10, 11, 0), new Step.Pad(96, 96, 96, -1024),
                new Step.Window(40, 400), new Step.ZScore(), new Step.Percentiles(0.5, 99.5), new Step.Tile(96, 96, 0, 48, 48, 0));
        assertThat(all.id()).isEqualTo("""
                preprocessing 1
                orient LPS
                resample 1.0 1.0 2.5 linear
                resize 64 0 32 nearest
                crop 10 11 0
                pad 96 96 96 -1024.0
                window 40.0 400.0
                z-score
                percentiles 0.5 99.5
                tile 96 96 0 48 48 0""");
        assertThat(Preprocessing.of().id()).isEqualTo("preprocessing 1");
        assertThat(Preprocessing.of(new Step.ZScore())).isEqualTo(Preprocessing.of(new Step.ZScore()));
    }

    @Test
    void anotherStepFollowsThese() {
        Preprocessing crop = Preprocessing.of(new Step.Crop(1, 1, 0));
        assertThat(crop.then(new Step.ZScore())).isEqualTo(Preprocessing.of(new Step.Crop(1, 1, 0), new Step.ZScore()));
        assertThat(crop).isEqualTo(Preprocessing.of(new Step.Crop(1, 1, 0)));
    }

    @Test
    void whatFollowsTilesIsDoneToEachAndTheyAreCutOnce() {
        Preprocessing tiles = Preprocessing.of(new Step.Tile(2, 1, 0, 2, 1, 0));
        assertThat(tiles.then(new Step.ZScore()).apply(Image2D.of(4, 1, 1, 255, new float[] {1, 3, 70, 50})).stream()
                        .map(FloatImage::values))
                .containsExactly(new float[] {-1, 1}, new float[] {1, -1});
        assertThatThrownBy(() -> tiles.then(new Step.Tile(1, 1, 0, 1, 1, 0))).hasMessageContaining("tiles can only be cut once");
    }

    @Test
    void aPictureOfFloatsHasItsValuesByColumnRowAndChannel() {
        FloatImage image = new FloatImage(2, 2, 3, new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
        assertThat(image.value(1, 0, 2)).isEqualTo(5);
        assertThat(image.value(0, 1, 1)).isEqualTo(7);
        assertThatThrownBy(() -> image.value(2, 0, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> image.value(0, 2, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> image.value(0, 0, 3)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void window() {
        Volume ct = Volume.of(5, 1, 1, new float[] {-1000, -160, 40, 240, 3000}, OBLIQUE);
        assertThat(one(ct, new Step.Window(40, 400)).values()).containsExactly(0, 0, 0.5f, 1, 1);
        assertThat(one(ct, new Step.Window(40, 400)).affine()).isEqualTo(OBLIQUE);
    }

    /// Values that are linear in place stay what they were at that place, in the interior: exactly when enlarging; when
    /// shrinking to within a tenth of a voxel, since the wide triangle's weights are sampled.
    @Property(tries = 40)
    void resamplingKeepsWhatLiesWhere(@ForAll @DoubleRange(min = 0.4, max = 4) double dx, @ForAll @DoubleRange(min = 0.4, max = 6) double dy,
            @ForAll @DoubleRange(min = 1, max = 7) double dz) {
        float[] values = new float[24 * 22 * 20];
        for (int i = 0; i < values.length; i++) {
            double[] at = OBLIQUE.place(i % 24, i / 24 % 22, i / 24 / 22);
            values[i] = (float) (at[0] + 2 * at[1] - 0.5 * at[2]);
        }
        Volume linear = Volume.of(24, 22, 20, values, OBLIQUE);
        Volume resampled = one(linear, new Step.Resample(dx, dy, dz, Interpolation.LINEAR));
        assertThat(resampled.affine().spacing()).containsExactly(new double[] {dx, dy, dz}, within(1e-9));
        double[] middle = linear.affine().place(11.5, 10.5, 9.5);
        double[] same = resampled.affine().place((resampled.columns() - 1) / 2.0, (resampled.rows() - 1) / 2.0, (resampled.slices() - 1) / 2.0);
        assertThat(same).containsExactly(middle, within(1e-9));
        double tolerance = 0.01 + 0.1 * ((dx > 0.9 ? 0.7 : 0) + (dy > 1.8 ? 3.6 : 0) + (dz > 3 ? 0.9 : 0)); // steps between voxels
        double worst = 0;
        int checked = 0;
        for (int z = 0; z < resampled.slices(); z++) {
            for (int y = 0; y < resampled.rows(); y++) {
                for (int x = 0; x < resampled.columns(); x++) {
                    double[] at = resampled.affine().place(x, y, z);
                    double[] old = OBLIQUE.voxel(at[0], at[1], at[2]);
                    if (inside(old[0], 24, dx / 0.9) && inside(old[1], 22, dy / 1.8) && inside(old[2], 20, dz / 3)) {
                        worst = Math.max(worst, Math.abs(resampled.value(x, y, z) - (at[0] + 2 * at[1] - 0.5 * at[2])));
                        checked++;
                    }
                }
            }
        }
        assertThat(worst).isLessThan(tolerance);
        assertThat(checked).isPositive();
    }

    private static boolean inside(double at, int size, double factor) {
        double reach = Math.max(1, factor) + 0.5;
        return at >= reach && at <= size - 1 - reach;
    }

    @Test
    void shrinkingCountsEveryVoxel() {
        float[] values = new float[64];
        for (int i = 0; i < 64; i++) {
            values[i] = i % 2 == 0 ? 0 : 100;
        }
        Volume stripes = Volume.of(64, 1, 1, values, Affine.scaling(1, 1, 1));
        float[] small = one(stripes, new Step.Resample(4, 1, 1, Interpolation.LINEAR)).values();
        assertThat(small).hasSize(16);
        for (int i = 1; i < 15; i++) {
            assertThat(small[i]).isBetween(45f, 55f); // sampling every fourth would give 0 or 100
        }
        float[] nearest = one(stripes, new Step.Resample(4, 1, 1, Interpolation.NEAREST)).values();
        assertThat(nearest).containsOnly(0f);
    }

    @Test
    void nearestKeepsLabels() {
        Volume labels = Volume.of(4, 1, 1, new float[] {1, 7, 7, 3}, Affine.scaling(1, 1, 1));
        assertThat(one(labels, new Step.Resample(0.5, 1, 1, Interpolation.NEAREST)).values()).containsExactly(1, 1, 7, 7, 7, 7, 3, 3);
        assertThat(one(labels, new Step.Resize(2, 0, 0, Interpolation.NEAREST)).values()).containsExactly(7, 3);
    }

    @Test
    void resizingIsThatOfPictures() {
        float[] samples = new float[20 * 14 * 3];
        Random random = new Random(3);
        for (int i = 0; i < samples.length; i++) {
            samples[i] = random.nextInt(256);
        }
        Image2D image = Image2D.of(20, 14, 3, 255, samples);
        FloatImage resized = Preprocessing.of(new Step.Resize(7, 30, 0, Interpolation.LINEAR)).apply(image).getFirst();
        float[] expected = image.resize(7, 30).samples();
        assertThat(resized.values()).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat(resized.values()[i]).isCloseTo(expected[i], within(1e-3f));
        }
    }

    /// A crop and a pad leave every voxel that stays where it was.
    @Property(tries = 200)
    void croppingAndPaddingKeepPlaces(@ForAll @IntRange(min = 1, max = 9) int c, @ForAll @IntRange(min = 1, max = 9) int r,
            @ForAll @IntRange(min = 1, max = 9) int s) {
        Volume volume = volume(5, 6, 4);
        for (Step step : List.of(new Step.Crop(c, r, s), new Step.Pad(c, r, s, -7))) {
            Volume after = one(volume, step);
            int found = 0;
            for (int z = 0; z < after.slices(); z++) {
                for (int y = 0; y < after.rows(); y++) {
                    for (int x = 0; x < after.columns(); x++) {
                        double[] at = after.affine().place(x, y, z);
                        double[] old = OBLIQUE.voxel(at[0], at[1], at[2]);
                        int i = (int) Math.round(old[0]);
                        int j = (int) Math.round(old[1]);
                        int k = (int) Math.round(old[2]);
                        boolean within = i >= 0 && i < 5 && j >= 0 && j < 6 && k >= 0 && k < 4;
                        assertThat(after.value(x, y, z)).isEqualTo(within ? volume.value(i, j, k) : -7);
                        found += within ? 1 : 0;
                    }
                }
            }
            assertThat(found).isEqualTo(step instanceof Step.Crop ? after.values().length : 120);
        }
        assertThat(one(volume, new Step.Crop(c, r, s)).columns()).isEqualTo(Math.min(c, 5));
        assertThat(one(volume, new Step.Pad(c, r, s, 0)).rows()).isEqualTo(Math.max(r, 6));
    }

    @Test
    void normalising() {
        Volume volume = volume(5, 6, 7);
        float[] z = one(volume, new Step.ZScore()).values();
        double sum = 0;
        double squares = 0;
        for (float value : z) {
            sum += value;
            squares += (double) value * value;
        }
        assertThat(sum / z.length).isCloseTo(0, within(1e-6));
        assertThat(squares / z.length).isCloseTo(1, within(1e-6));
        Volume ten = Volume.of(11, 1, 1, new float[] {10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0}, OBLIQUE);
        assertThat(one(ten, new Step.Percentiles(25, 75)).values()).containsExactly(1, 1, 1, 0.9f, 0.7f, 0.5f, 0.3f, 0.1f, 0, 0, 0);
        Volume flat = Volume.of(3, 1, 1, new float[] {4, 4, 4}, OBLIQUE);
        assertThat(one(flat, new Step.ZScore()).values()).containsOnly(0f);
        assertThat(one(flat, new Step.Percentiles(0, 100)).values()).containsOnly(0f);
        Image2D colour = Image2D.of(2, 1, 3, 255, new float[] {0, 10, 200, 2, 30, 200});
        assertThat(Preprocessing.of(new Step.ZScore()).apply(colour).getFirst().values()).containsExactly(-1, -1, 0, 1, 1, 0);
    }

    /// Tiles cover every voxel, at its place.
    @Property(tries = 100)
    void tilesCoverAll(@ForAll @IntRange(min = 1, max = 5) int c, @ForAll @IntRange(min = 1, max = 6) int r,
            @ForAll @IntRange(min = 1, max = 5) int stride) {
        Volume volume = volume(5, 6, 4);
        List<Volume> tiles = Preprocessing.of(new Step.Tile(c, r, 0, Math.min(stride, c), Math.min(stride, r), 0)).apply(volume);
        boolean[] seen = new boolean[120];
        for (Volume tile : tiles) {
            assertThat(List.of(tile.columns(), tile.rows(), tile.slices())).containsExactly(c, r, 4);
            for (int i = 0; i < tile.values().length; i++) {
                double[] at = tile.affine().place(i % c, i / c % r, i / c / r);
                double[] old = OBLIQUE.voxel(at[0], at[1], at[2]);
                int index = (int) ((Math.round(old[2]) * 6 + Math.round(old[1])) * 5 + Math.round(old[0]));
                assertThat(tile.values()[i]).isEqualTo(volume.values()[index]);
                seen[index] = true;
            }
        }
        assertThat(seen).doesNotContain(false);
    }

    @Test
    void orientation() {
        Volume volume = volume(3, 4, 5);
        assertThat(one(volume, new Step.Orient(Orientation.of("RAS")))).isEqualTo(volume.toOrientation(Orientation.of("RAS")));
    }

    @Test
    void picturesWithAKnownDistance() {
        FloatImage image = Preprocessing.of(new Step.Resample(2, 3, 9, Interpolation.NEAREST)).apply(ramp(8), 1, 3).getFirst();
        assertThat(image.width()).isEqualTo(4);
        assertThat(image.values()).containsExactly(1, 3, 5, 7);
    }

    @Test
    void whatCannotBeDone() {
        Image2D film = ramp(4);
        assertThatThrownBy(() -> Preprocessing.of(new Step.Resample(1, 1, 1, Interpolation.LINEAR)).apply(film))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("not known");
        assertThatThrownBy(() -> Preprocessing.of(new Step.Orient(Orientation.of("LPS"))).apply(film))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Preprocessing.of(new Step.Pad(0, 0, 3, 0)).apply(film)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Preprocessing.of(new Step.Tile(5, 1, 0, 5, 1, 0)).apply(film)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pad first");
        assertThatThrownBy(() -> Preprocessing.of(new Step.Tile(1, 1, 0, 1, 1, 0), new Step.Tile(1, 1, 0, 1, 1, 0)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Preprocessing.of(new Step.Resample(1e-9, 1, 1, Interpolation.LINEAR)).apply(volume(3, 3, 3)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("more than");
        assertThatThrownBy(() -> Preprocessing.of(new Step.Resample(1e-300, 1, 1, Interpolation.LINEAR)).apply(volume(3, 3, 3)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("more than");
        assertThatThrownBy(() -> new Step.Window(0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Step.Percentiles(5, 5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Step.Crop(0, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Step.Tile(4, 4, 0, 5, 4, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Orientation.of("LPP")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Orientation.of("LS")).isInstanceOf(IllegalArgumentException.class);
    }
}
