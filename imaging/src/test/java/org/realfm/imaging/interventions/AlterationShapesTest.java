package org.realfm.imaging.interventions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.Mask;
import org.realfm.imaging.SplitMix64;
import org.realfm.imaging.volume.Affine;
import org.realfm.imaging.volume.Volume;

/// Grey values, colour, areas, lengths and lesions, measured on what was made.
class AlterationShapesTest {

    /// All grey values from 0 to 255.
    private static final Image2D WEDGE = wedge();

    private static Image2D wedge() {
        float[] samples = new float[256];
        for (int i = 0; i < 256; i++) {
            samples[i] = i;
        }
        return Image2D.of(256, 1, 1, 255, samples);
    }

    private static float grey(Operator operator, int severity, int value) {
        return new Alteration(operator, severity).apply(WEDGE, 0).sample(value, 0, 0);
    }

    @Test
    void greyValuesGoWhereTheirFormulaSays() {
        assertThat(grey(Operator.CONTRAST, 2, 0)).isEqualTo((float) Math.rint(127.5 - 0.7 * 127.5));
        assertThat(grey(Operator.GAMMA, 4, 128)).isEqualTo((float) Math.rint(255 * Math.pow(128 / 255.0, 2.2)));
        assertThat(grey(Operator.GAMMA, 4, 255)).isEqualTo(255);
        assertThat(grey(Operator.BRIGHTNESS, 2, 10)).isEqualTo((float) Math.rint(35.5));
        assertThat(grey(Operator.BRIGHTNESS, 2, 250)).isEqualTo(255);
        assertThat(grey(Operator.WINDOW, 3, 76)).isZero();
        assertThat(grey(Operator.WINDOW, 3, 179)).isEqualTo(255);
        assertThat(grey(Operator.WINDOW, 3, 128)).isBetween(127f, 130f);
    }

    @Test
    void aWindowOfTomographyIsInHounsfieldUnits() {
        Volume volume = Volume.of(4, 1, 1, new float[] {-200, -100, 200, 3000}, Affine.scaling(1, 1, 1));
        float[] abdomen = new Alteration(Operator.WINDOW, 4).apply(volume, Scale.HOUNSFIELD, 0).values();
        assertThat(abdomen).containsExactly(-1000, -500, 1000, 1000);
        assertThat(new Alteration(Operator.BRIGHTNESS, 1).apply(volume, Scale.HOUNSFIELD, 0).values())
                .as("metal stays").containsExactly(-100, 0, 300, 3000);
    }

    @Test
    void aStainShiftScalesBothDensities() {
        double[] h = {0.65, 0.70, 0.29};
        double[] e = {0.07, 0.99, 0.11};
        double lengthH = Math.sqrt(h[0] * h[0] + h[1] * h[1] + h[2] * h[2]);
        double lengthE = Math.sqrt(e[0] * e[0] + e[1] * e[1] + e[2] * e[2]);
        float[] before = new float[6];
        double[] after = new double[6];
        for (int c = 0; c < 3; c++) {
            before[c] = (float) (65535 * Math.pow(10, -(0.4 * h[c] / lengthH + 0.5 * e[c] / lengthE)));
            after[c] = 65535 * Math.pow(10, -(0.4 * 1.2 * h[c] / lengthH + 0.5 * 0.8 * e[c] / lengthE));
            before[3 + c] = 65535;
            after[3 + c] = 65535;
        }
        float[] shifted = new Alteration(Operator.STAIN, 3)
                .apply(Image2D.of(2, 1, 3, 65535, before), 0).samples();
        for (int i = 0; i < 6; i++) {
            assertThat((double) shifted[i]).as("white stays white").isCloseTo(after[i], within(2.0));
        }
    }

    @Test
    void jpegIsWhatTheCodecMakesAndColoursStay() {
        Image2D film = Specimens.film(64);
        for (int severity = 1; severity <= 5; severity++) {
            assertThat(new Alteration(Operator.JPEG, severity).apply(film, 0))
                    .isEqualTo(new Corruption(Corruption.Kind.JPEG, severity).apply(film, 0));
        }
        float[] samples = new float[64 * 64 * 3];
        for (int i = 0; i < samples.length; i += 3) {
            samples[i] = 200;
            samples[i + 1] = 80;
            samples[i + 2] = 20;
        }
        samples[0] = 255;
        Image2D back = new Alteration(Operator.JPEG, 1).apply(Image2D.of(64, 64, 3, 255, samples), 0);
        assertThat(back.sample(40, 40, 0)).isCloseTo(200, within(6f));
        assertThat(back.sample(40, 40, 2)).isCloseTo(20, within(6f));
    }

    @Test
    void aCropKeepsVoxelsAtTheirPlaces() {
        Volume chest = Specimens.chest(40, 3, 5);
        Volume cropped = new Alteration(Operator.CROP, 5).apply(chest, Scale.HOUNSFIELD, 8);
        assertThat((double) cropped.columns() * cropped.rows() / 1600).isCloseTo(0.5, within(0.03));
        for (int slice = 0; slice < 3; slice++) {
            for (int row = 0; row < cropped.rows(); row++) {
                for (int column = 0; column < cropped.columns(); column++) {
                    double[] place = cropped.affine().place(column, row, slice);
                    double[] from = chest.affine().voxel(place[0], place[1], place[2]);
                    assertThat(cropped.value(column, row, slice)).isEqualTo(chest.value(
                            (int) Math.rint(from[0]), (int) Math.rint(from[1]), (int) Math.rint(from[2])));
                }
            }
        }
    }

    private static Mask changed(Image2D before, Image2D after) {
        return Mask.of(before.width(), before.height(), (x, y) -> before.sample(x, y, 0) != after.sample(x, y, 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5})
    void areasAndLengthsAreWhatTheParameterSays(int severity) {
        int size = 700;
        float[] samples = new float[size * size];
        Arrays.fill(samples, 100);
        samples[size * size / 2] = 101;
        Image2D flat = Image2D.of(size, size, 1, 255, samples);
        Alteration occlusion = new Alteration(Operator.OCCLUSION, severity);
        Image2D bright = Image2D.of(size, size, 1, 255, half(size));
        double covered = changed(bright, occlusion.apply(bright, 2)).count() / (double) (size * size);
        assertThat(covered).isCloseTo(occlusion.parameter() / 100, within(0.001));

        Alteration mark = new Alteration(Operator.MARK, severity);
        double side = Math.sqrt(changed(flat, mark.apply(flat, 0)).count()) * 0.5;
        assertThat(side).isCloseTo(mark.parameter(), within(0.5));

        Alteration border = new Alteration(Operator.BORDER, severity);
        Mask frame = changed(flat, border.apply(flat, 0));
        int width = 0;
        while (frame.contains(width, size / 2)) {
            width++;
        }
        assertThat(width * 0.5).isCloseTo(border.parameter(), within(0.5));

        Alteration tube = new Alteration(Operator.TUBE, severity);
        Mask line = changed(flat, tube.apply(flat, 0));
        int across = 0;
        for (int x = 0; x < size; x++) {
            across += line.contains(x, size / 4) ? 1 : 0;
        }
        assertThat(across * 0.5).isCloseTo(tube.parameter(), within(0.5));

        Alteration text = new Alteration(Operator.TEXT, severity);
        Mask letters = changed(flat, text.apply(flat, 0));
        int rows = 0;
        for (int y = 0; y < size; y++) {
            boolean inked = false;
            for (int x = 0; x < size; x++) {
                inked |= letters.contains(x, y);
            }
            rows += inked ? 1 : 0;
        }
        assertThat(rows * 0.5).isCloseTo(text.parameter(), within(1.3));
    }

    private static float[] half(int size) {
        float[] samples = new float[size * size];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = i % 2 == 0 ? 10 : 250;
        }
        return samples;
    }

    @Test
    void aFilmNoduleIsTheShadowOfASoftBall() {
        float[] samples = new float[512 * 512];
        samples[0] = 65535;
        Image2D flat = Image2D.of(512, 512, 1, 65535, samples);
        FilmNodule nodule = new FilmNodule(0.5, 0.5, 30, 1, 256);
        float[] shown = nodule.apply(flat, 0).samples();
        double sum = -65535;
        for (float value : shown) {
            sum += value;
        }
        double unit = 65535 * 0.0145 / Noise.LATITUDE;
        double radius = 30 / Math.sqrt(2);
        assertThat(shown[256 * 512 + 256] / unit).as("the way through its middle").isCloseTo(4 * radius / 3, within(0.05));
        assertThat(sum * 0.25 / unit).as("the integral of 1 - r²/R² over its volume")
                .isCloseTo(Math.PI * 8 / 15 * radius * radius * radius, within(20.0));
        assertThat(nodule.mask(512, 512).count() * 0.25).as("all pixels that it touches")
                .isCloseTo(Math.PI * (radius + 0.25) * (radius + 0.25), within(25.0));
        float[] half = new FilmNodule(0.5, 0.5, 30, 0.5, 256).apply(flat, 0).samples();
        assertThat(half[256 * 512 + 256]).isCloseTo(shown[256 * 512 + 256] / 2, within(1f));
        assertThatThrownBy(() -> new FilmNodule(0.5, 0.5, 30, 1.1, 350)).hasMessageContaining("density 1.1");
        assertThatThrownBy(() -> new FilmNodule(0.5, 0.5, 0, 1, 350)).hasMessageContaining("no such nodule");
        assertThatThrownBy(() -> new FilmNodule(0.5, 0.5, Double.POSITIVE_INFINITY, 1, 350))
                .hasMessageContaining("no such nodule");
    }

    @Test
    void aNoduleHasItsVolumeItsDensityAndTheNoiseAround() {
        int n = 60;
        int slices = 30;
        SplitMix64 random = new SplitMix64(3);
        float[] values = new float[n * n * slices];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (-850 + 25 * random.nextGaussian());
        }
        Affine affine = Affine.of(0, -0.8, 0, 10, 0.7, 0, 0, -20, 0, 0, 1.5, 100);
        Volume lung = Volume.of(n, n, slices, values, affine);
        double[] at = affine.place(30.3, 28.6, 14.2);
        Nodule nodule = new Nodule(at[0], at[1], at[2], 16, 20, 24, 30);
        Volume sick = nodule.apply(lung, Scale.HOUNSFIELD, 0);
        float[] with = sick.values();
        double added = 0;
        double sum = 0;
        double squares = 0;
        int inside = 0;
        for (int i = 0; i < values.length; i++) {
            added += (with[i] - values[i]) / 880;
            double[] p = affine.place(i % n, i / n % n, i / n / n);
            double u = (p[0] - at[0]) / 8;
            double v = (p[1] - at[1]) / 10;
            double w = (p[2] - at[2]) / 12;
            double r = Math.sqrt(u * u + v * v + w * w);
            if (r < 0.75) {
                sum += with[i];
                squares += (double) with[i] * with[i];
                inside++;
            } else if (r > 1.3) {
                assertThat(with[i]).isEqualTo(values[i]);
            }
        }
        double volume = Math.PI / 6 * 16 * 20 * 24;
        assertThat(added * 0.7 * 0.8 * 1.5).as("mm³").isCloseTo(volume, within(0.01 * volume));
        assertThat(sum / inside).as("HU").isCloseTo(30, within(2.0));
        double deviation = Math.sqrt(squares / inside - sum / inside * sum / inside);
        assertThat(deviation).as("the noise around is matched").isCloseTo(25, within(2.5));

        Volume well = nodule.removal().apply(sick, Scale.HOUNSFIELD, 0);
        float[] without = well.values();
        double left = 0;
        for (int i = 0; i < values.length; i++) {
            left += Math.max(0, without[i] - values[i] - 100);
        }
        assertThat(left).as("nothing dense is left").isLessThan(100);
        assertThat(nodule.sham().id()).startsWith("sham:nodule:");
        assertThatThrownBy(() -> new Nodule(0, 0, 0, 1, 1, 0, 30)).hasMessageContaining("no such nodule");
        assertThat(new Nodule(-500, 0, 0, 5, 5, 5, 30).apply(lung, Scale.HOUNSFIELD, 0)).isEqualTo(lung);
    }
}
