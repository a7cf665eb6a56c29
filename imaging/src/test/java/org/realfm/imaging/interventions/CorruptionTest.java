package org.realfm.imaging.interventions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.realfm.imaging.interventions.Moments.deviation;
import static org.realfm.imaging.interventions.Moments.mean;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.interventions.Corruption.Kind;
import org.realfm.imaging.phantom.ChestPhantom;
import org.realfm.imaging.phantom.Scene;
import org.realfm.imaging.pictures.Picture;
import org.realfm.imaging.pictures.PictureWindow;
import org.realfm.imaging.volume.Affine;
import org.realfm.imaging.volume.Volume;

/// What a corruption does, measured: its physical parameter is what its name says, and what the film shows stays.
class CorruptionTest {

    private static Image2D film(int size) {
        return ChestPhantom.render(
                ChestPhantom.scene(2, new Scene.Patient(false, 50), Scene.Style.DIGITAL, 0, Optional.empty()), size);
    }

    private static Image2D flat(int size, int maximum, float value) {
        float[] samples = new float[size * size];
        Arrays.fill(samples, value);
        return Image2D.of(size, size, 1, maximum, samples);
    }

    private static Image2D edge(int size) {
        float[] samples = new float[size * size];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = i % size < size / 2 ? 40 : 215;
        }
        return Image2D.of(size, size, 1, 255, samples);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void noiseHasItsStandardDeviationAndNoBias(int severity) {
        Corruption noise = new Corruption(Kind.NOISE, severity);
        double sd = noise.parameter(256) * 4095;
        float[] noisy = noise.apply(flat(256, 4095, 2048), 3).samples();
        assertThat(deviation(noisy)).isCloseTo(sd, within(0.02 * sd));
        assertThat(mean(noisy)).isCloseTo(2048, within(4 * sd / 256));
        double product = 0;
        for (int i = 1; i < noisy.length; i++) {
            product += (noisy[i] - 2048) * (noisy[i - 1] - 2048) / (noisy.length - 1.0);
        }
        assertThat(product / (sd * sd)).as("neighbours are independent").isCloseTo(0, within(0.02));
    }

    @Test
    void aTwelveBitFilmInSixteenBitsGetsTwelveBitNoiseAndSurvivesJpeg() {
        float[] samples = film(64).samples();
        for (int i = 0; i < samples.length; i++) {
            samples[i] = Math.round(samples[i] * 4095 / 255);
        }
        samples[0] = 4095;
        Image2D twelve = Image2D.of(64, 64, 1, 4095, samples);
        Image2D stored = Image2D.of(64, 64, 1, 65535, samples);
        for (Kind kind : List.of(Kind.BLUR, Kind.CONTRAST, Kind.JPEG, Kind.RESOLUTION)) {
            assertThat(new Corruption(kind, 2).apply(stored, 1).samples())
                    .as(kind.toString())
                    .isEqualTo(new Corruption(kind, 2).apply(twelve, 1).samples());
        }
        float[] noise = new Corruption(Kind.NOISE, 1).apply(stored, 1).samples();
        for (int i = 0; i < noise.length; i++) {
            noise[i] -= samples[i];
        }
        assertThat(deviation(noise)).isBetween(30.0, 45.0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5})
    void blurTurnsAnEdgeIntoTheIntegralOfItsGaussian(int severity) {
        int size = 128;
        Corruption blur = new Corruption(Kind.BLUR, severity);
        double sigma = blur.parameter(size);
        Image2D blurred = blur.apply(edge(size), 0);
        // Second moment of the edge's derivative: the Gaussian's variance, plus that of a pixel's own step (none here).
        double weight = 0;
        double first = 0;
        double second = 0;
        for (int x = 1; x < size; x++) {
            double step = blurred.sample(x, size / 2, 0) - blurred.sample(x - 1, size / 2, 0);
            weight += step;
            first += step * x;
            second += step * x * x;
        }
        double variance = second / weight - first / weight * first / weight;
        assertThat(Math.sqrt(variance)).isCloseTo(sigma, within(0.05 * sigma + 0.03));
        assertThat(first / weight).as("no shift").isCloseTo(size / 2.0, within(0.01));
    }

    @Test
    void contrastIsTakenAboutTheMean() {
        Image2D film = film(100);
        for (int severity = 1; severity <= 5; severity++) {
            float[] left = new Corruption(Kind.CONTRAST, severity).apply(film, 0).samples();
            assertThat(deviation(left) / deviation(film.samples())).isCloseTo(1 - 0.15 * severity, within(0.005));
            assertThat(mean(left)).isCloseTo(mean(film.samples()), within(0.1));
        }
    }

    @Test
    void resolutionTakesDetailBeyondTheCoarserGridAndLeavesWhatItHolds() {
        int size = 256;
        Corruption loss = new Corruption(Kind.RESOLUTION, 3);
        double left = loss.parameter(size);
        assertThat(left).isEqualTo(49);
        assertThat(amplitude(loss.apply(wave(size, 100), 0), 100)).as("above the new Nyquist frequency").isLessThan(2);
        assertThat(amplitude(loss.apply(wave(size, 6), 0), 6)).as("far below it").isBetween(90.0, 100.5);
    }

    private static Image2D wave(int size, int cycles) {
        float[] samples = new float[size * size];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = Math.round(128 + 100 * Math.sin(2 * Math.PI * cycles * (i % size + 0.5) / size));
        }
        return Image2D.of(size, size, 1, 255, samples);
    }

    private static double amplitude(Image2D image, int cycles) {
        double sine = 0;
        double cosine = 0;
        for (int x = 0; x < image.width(); x++) {
            double phase = 2 * Math.PI * cycles * (x + 0.5) / image.width();
            sine += image.sample(x, image.height() / 2, 0) * Math.sin(phase);
            cosine += image.sample(x, image.height() / 2, 0) * Math.cos(phase);
        }
        return 2 * Math.hypot(sine, cosine) / image.width();
    }

    @Test
    void jpegKeepsColoursInTheirChannels() {
        float[] samples = new float[64 * 64 * 3];
        for (int i = 0; i < samples.length; i += 3) {
            samples[i] = 200;
            samples[i + 1] = 80;
            samples[i + 2] = 20;
        }
        Image2D back = new Corruption(Kind.JPEG, 1).apply(Image2D.of(64, 64, 3, 255, samples), 0);
        assertThat(back.sample(30, 30, 0)).isCloseTo(200, within(6f));
        assertThat(back.sample(30, 30, 1)).isCloseTo(80, within(6f));
        assertThat(back.sample(30, 30, 2)).isCloseTo(20, within(6f));
    }

    /// A consolidation is still there: with it and without it, corrupted films differ in the same place.
    @ParameterizedTest
    @EnumSource
    void theFindingSurvives(Kind kind) {
        Opacity lesion = new Opacity(0.27, 0.55, 0.12, 0.3);
        for (int size : new int[] {28, 64, 256}) {
            Image2D well = film(size);
            Image2D sick = lesion.apply(well, 0);
            float[] added = difference(sick, well);
            for (int severity = 1; severity <= 5; severity++) {
                Corruption corruption = new Corruption(kind, severity);
                float[] left = difference(corruption.apply(sick, 4), corruption.apply(well, 4));
                double kept = dot(left, added) / dot(added, added);
                double alike = dot(left, added) / Math.sqrt(dot(left, left) * dot(added, added));
                assertThat(kept).as(kind + " " + severity + " at " + size).isGreaterThan(kind == Kind.CONTRAST ? 0.2 : 0.6);
                assertThat(alike).as(kind + " " + severity + " at " + size).isGreaterThan(0.75);
            }
        }
    }

    private static float[] difference(Image2D first, Image2D second) {
        float[] a = first.samples();
        float[] b = second.samples();
        for (int i = 0; i < a.length; i++) {
            a[i] -= b[i];
        }
        return a;
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    @Test
    void severityIsMonotoneOnLargeFilmsToo() {
        Image2D film = film(1024);
        for (Kind kind : Kind.values()) {
            double last = 0;
            for (int severity : new int[] {1, 3, 5}) {
                float[] change = difference(new Corruption(kind, severity).apply(film, 5), film);
                double distance = Math.sqrt(dot(change, change) / change.length);
                assertThat(distance).as(kind + " " + severity).isGreaterThan(last);
                last = distance;
            }
        }
    }

    @Test
    void narrowAndTinyFilmsAreTaken() {
        for (int[] size : new int[][] {{28, 28}, {9, 40}, {1, 1}, {3, 200}}) {
            float[] samples = new float[size[0] * size[1]];
            for (int i = 0; i < samples.length; i++) {
                samples[i] = (i * 37) % 256;
            }
            Image2D film = Image2D.of(size[0], size[1], 1, 255, samples);
            for (Kind kind : Kind.values()) {
                Image2D changed = new Corruption(kind, 5).apply(film, 1);
                assertThat(changed.width()).isEqualTo(size[0]);
                assertThat(changed.height()).isEqualTo(size[1]);
            }
        }
    }

    @Test
    void threadsDoNotMatter() {
        Image2D film = film(64);
        List<Intervention> all = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            IntStream.rangeClosed(1, 5).forEach(severity -> all.add(new Corruption(kind, severity)));
        }
        Edit.standard().forEach(edit -> all.addAll(List.of(edit, edit.sham(), edit.removal())));
        List<String> alone = all.stream().map(i -> i.apply(film, 7).canonicalSha256()).toList();
        List<String> together = IntStream.range(0, 4 * all.size())
                .parallel()
                .mapToObj(i -> all.get(i % all.size()).apply(film, 7).canonicalSha256())
                .toList();
        for (int i = 0; i < together.size(); i++) {
            assertThat(together.get(i)).isEqualTo(alone.get(i % all.size()));
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aVolumeIsCorruptedInItsOwnUnits(Kind kind) {
        float[] values = new float[12 * 10 * 6];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 7 == 0 ? -1000 : i % 91;
        }
        Volume volume = Volume.of(12, 10, 6, values, Affine.scaling(1, 1, 2));
        assertThat(Scale.of(volume)).isEqualTo(Scale.HOUNSFIELD);
        Volume changed = new Corruption(kind, 3).apply(volume, Scale.HOUNSFIELD, 5);
        assertThat(changed).isNotEqualTo(volume).isEqualTo(new Corruption(kind, 3).ofVolume().apply(volume, Scale.HOUNSFIELD, 5));
        assertThat(new Picture.Solid(volume).after(new Corruption(kind, 3), 5)).isEqualTo(new Picture.Solid(changed));
        assertThat(changed.affine()).isEqualTo(volume.affine());
    }

    @Test
    void theScaleOfAVolumeFollowsFromItsValues() {
        Affine map = Affine.scaling(1, 1, 1);
        assertThat(Scale.of(Volume.of(2, 1, 1, new float[] {-501, 0}, map))).isEqualTo(Scale.HOUNSFIELD);
        assertThat(Scale.of(Volume.of(3, 1, 1, new float[] {-500, 40, 9}, map))).isEqualTo(new Scale(-500, 9));
        assertThat(Scale.of(Volume.of(3, 1, 1, new float[] {3, 40, 900}, map))).isEqualTo(new Scale(0, 40));
        assertThat(Scale.of(Volume.of(2, 1, 1, new float[] {0, 0}, map))).isEqualTo(new Scale(0, 1));
        assertThat(Scale.of(Volume.of(2, 1, 1, new float[] {-3, -2}, map)).low()).isEqualTo(-3);
    }

    @Test
    void whatIsMadeForFilmsCannotBeDoneToAVolume() {
        Picture scan = new Picture.Solid(Volume.of(2, 1, 1, new float[] {0, 1}, Affine.scaling(1, 1, 1)));
        assertThatThrownBy(() -> scan.after(new Tube(), 0)).hasMessageContaining("can be done to a picture, not to a volume");
    }

    @Test
    void thePlaneOfAVolumeIsItsMiddleSlice() {
        Volume volume = Volume.of(2, 1, 2, new float[] {-1000, 1000, -1000, 0}, Affine.scaling(1, 1, 1));
        assertThat(new Picture.Solid(volume).plane(PictureWindow.FILE).samples()).containsExactly(0, 32768);
        assertThat(new Picture.Solid(volume).plane(PictureWindow.of(0, 400)).samples()).containsExactly(0, 32768);
        assertThat(new Picture.Solid(volume).plane(PictureWindow.of(-100, 200)).samples()).containsExactly(0, 65535);
    }
}
