package org.realfm.imaging.interventions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.SharedData;
import org.realfm.imaging.SplitMix64;
import org.realfm.imaging.volume.Affine;
import org.realfm.imaging.volume.Volume;

/// What holds for every operator: same bytes, more at a higher severity, next to nothing by a sham, everything kept that is
/// not its business.
class AlterationTest {

    /// Operators whose sham changes parts; how much is measured in `docs/interventions.md`.
    private static final Set<Operator> LOCAL = EnumSet.of(
            Operator.OCCLUSION, Operator.MARK, Operator.TEXT, Operator.TUBE, Operator.BORDER, Operator.NODULE,
            Operator.REMOVAL);

    private static final Set<Operator> FLAT_ONLY = EnumSet.of(Operator.STAIN);

    /// A chest of 64 mm, so that voxels are small beside lengths.
    private static final Volume SMALL_CHEST =
            Volume.of(64, 64, 5, Specimens.chest(64, 5, 5).values(), Affine.scaling(1, 1, 4));

    private static List<Alteration> all() {
        List<Alteration> all = new ArrayList<>();
        for (Operator operator : Operator.values()) {
            for (int severity = 1; severity <= 5; severity++) {
                all.add(new Alteration(operator, severity));
                all.add(new Alteration(operator, severity).sham());
            }
        }
        return all;
    }

    private static Image2D subject(Operator operator, int size) {
        return operator == Operator.STAIN ? Specimens.tissue(size) : Specimens.film(size);
    }

    static double difference(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += Math.abs((double) a[i] - b[i]);
        }
        return sum / a.length;
    }

    @Test
    void idsAreDistinctAndHoldTheParameter() {
        Set<String> ids = new HashSet<>();
        all().forEach(alteration -> assertThat(ids.add(alteration.id())).as(alteration.id()).isTrue());
        assertThat(new Alteration(Operator.BLUR, 4, true, 200).id())
                .isEqualTo("sham:alteration:blur:2.5:field=200.0");
        assertThat(new Alteration(Operator.GAMMA, 1).id()).isEqualTo("alteration:gamma:1.2");
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> new Alteration(Operator.BLUR, 0)).hasMessageContaining("1 to 5");
        assertThatThrownBy(() -> new Alteration(Operator.BLUR, 6)).hasMessageContaining("1 to 5");
        assertThatThrownBy(() -> new Alteration(Operator.BLUR, 1, false, Double.NaN)).hasMessageContaining("above 0 mm");
        assertThatThrownBy(() -> new Alteration(Operator.STAIN, 1).apply(Specimens.film(32), 0))
                .hasMessageContaining("in colour");
        assertThatThrownBy(() -> new Alteration(Operator.LOW_DOSE, 1).apply(Specimens.head(8, 2, 5), new Scale(0, 1000), 0))
                .hasMessageContaining("computed tomography");
        assertThatThrownBy(() -> new Scale(1, 1)).hasMessageContaining("higher");
    }

    @Test
    void sameSeedSameBytesOnEveryThreadAndInEveryLocale() {
        List<Alteration> all = all();
        List<String> once = all.stream()
                .map(a -> a.apply(subject(a.operator(), 48), 7).canonicalSha256())
                .toList();
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG"));
        try {
            List<String> again = IntStream.range(0, all.size()).parallel()
                    .mapToObj(i -> all.get(i).apply(subject(all.get(i).operator(), 48), 7).canonicalSha256())
                    .toList();
            assertThat(again).isEqualTo(once);
            assertThat(new Alteration(Operator.BLUR, 1).id()).isEqualTo("alteration:blur:0.5:field=350.0");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void theSeedDrawsWhatIsRandom() {
        for (Operator operator : List.of(
                Operator.GAUSSIAN_NOISE, Operator.LOW_DOSE, Operator.RICIAN_NOISE, Operator.MOTION, Operator.BIAS_FIELD,
                Operator.CROP, Operator.OCCLUSION)) {
            Alteration alteration = new Alteration(operator, 5);
            assertThat(alteration.apply(Specimens.film(64), 1)).as(operator.title())
                    .isNotEqualTo(alteration.apply(Specimens.film(64), 2));
        }
    }

    /// Lengths that are drawn in whole pixels are equal at two severities if pixels are large; see
    /// [AlterationShapesTest] for small ones.
    private static void assertGrows(Operator operator, int severity, double now, double last) {
        if (Set.of(Operator.TEXT, Operator.TUBE, Operator.BORDER, Operator.MARK).contains(operator)) {
            assertThat(now).as(operator + " " + severity).isGreaterThanOrEqualTo(last).isPositive();
        } else {
            assertThat(now).as(operator + " " + severity).isGreaterThan(last);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = {"CROP", "REMOVAL"})
    void picturesChangeMoreAtAHigherSeverity(Operator operator) {
        for (long seed = 1; seed <= 2; seed++) {
            Image2D image = operator == Operator.STAIN ? Specimens.tissue(64) : deep(Specimens.film(240, seed));
            double last = 0;
            for (int severity = 1; severity <= 5; severity++) {
                double now = difference(new Alteration(operator, severity).apply(image, seed).samples(), image.samples());
                assertGrows(operator, severity, now, last);
                last = now;
            }
        }
    }

    @Test
    void soDoRealFilms() {
        for (Path path : SharedData.files("cxr-nih-covid/nih").subList(0, 2)) {
            Image2D film = deep(SharedData.read(path));
            for (Operator operator : Operator.values()) {
                double last = 0;
                for (int severity = 1; severity <= 5 && !Set.of(Operator.STAIN, Operator.CROP, Operator.REMOVAL)
                        .contains(operator); severity += 2) {
                    double now = difference(new Alteration(operator, severity).apply(film, 1).samples(), film.samples());
                    assertGrows(operator, severity, now, last);
                    last = now;
                }
            }
        }
    }

    /// Sixteen bits, so that rounding hides nothing.
    private static Image2D deep(Image2D image) {
        float[] samples = image.samples();
        for (int i = 0; i < samples.length; i++) {
            samples[i] *= 257;
        }
        return Image2D.of(image.width(), image.height(), image.channels(), 65535, samples);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = {"CROP", "REMOVAL", "STAIN"})
    void volumesChangeMoreAtAHigherSeverity(Operator operator) {
        Volume volume = SMALL_CHEST;
        double last = 0;
        for (int severity = 1; severity <= 5; severity++) {
            Volume changed = new Alteration(operator, severity).apply(volume, Scale.HOUNSFIELD, 1);
            double now = difference(changed.values(), volume.values());
            assertGrows(operator, severity, now, last);
            last = now;
        }
    }

    @Test
    void aCropAndARemovalTakeMoreAtAHigherSeverity() {
        Image2D film = Specimens.film(200);
        Image2D sick = new FilmNodule(0.27, 0.55, 30, 1, 350).apply(film, 0);
        double left = 200 * 200;
        double lesion = 0;
        for (int severity = 1; severity <= 5; severity++) {
            Image2D cropped = new Alteration(Operator.CROP, severity).apply(film, 4);
            assertThat((double) cropped.width() * cropped.height()).isLessThan(left);
            left = (double) cropped.width() * cropped.height();
            assertThat(1 - left / 40_000).isCloseTo(new Alteration(Operator.CROP, severity).parameter() / 100, within(0.01));
            double taken = difference(new Alteration(Operator.REMOVAL, severity).apply(sick, 0).samples(), sick.samples());
            assertThat(taken).isGreaterThan(lesion);
            lesion = taken;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aShamChangesFarLessThanSeverityOne(Operator operator) {
        Image2D image = deep(subject(operator, operator == Operator.STAIN ? 96 : 240));
        Alteration slight = new Alteration(operator, 1);
        if (operator == Operator.CROP) {
            assertThat(slight.sham().apply(image, 2)).isEqualTo(image);
            return;
        }
        for (int severity : new int[] {1, 5}) {
            Alteration alteration = new Alteration(operator, severity);
            double change = difference(alteration.sham().apply(image, 2).samples(), image.samples());
            double least = difference(slight.apply(image, 2).samples(), image.samples());
            double own = difference(alteration.apply(image, 2).samples(), image.samples());
            if (!LOCAL.contains(operator)) {
                assertThat(change).as(operator + " sham of " + severity).isLessThan(0.4 * least);
            } else if (operator != Operator.NODULE && operator != Operator.REMOVAL) {
                assertThat(change).as(operator + " sham of " + severity).isLessThan(0.7 * own);
            }
        }
    }

    @Test
    void aShamTouchesAsManyPixelsAsWhatItStandsFor() {
        SplitMix64 random = new SplitMix64(1);
        float[] noise = new float[128 * 128];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = random.below(65536);
        }
        Image2D image = Image2D.of(128, 128, 1, 65535, noise);
        for (Operator operator : LOCAL) {
            Alteration alteration = new Alteration(operator, 5);
            long touched = touched(alteration.apply(image, 3), image);
            assertThat((double) touched(alteration.sham().apply(image, 3), image)).as(operator.title())
                    .isBetween(0.9 * touched, 1.05 * touched);
        }
    }

    private static long touched(Image2D after, Image2D before) {
        float[] a = after.samples();
        float[] b = before.samples();
        return IntStream.range(0, a.length).filter(i -> a[i] != b[i]).count();
    }

    @Test
    void depthAndChannelsAreKept() {
        float[] twelve = Specimens.film(40).samples();
        float[] colour = new float[3 * twelve.length];
        for (int i = 0; i < twelve.length; i++) {
            twelve[i] = Math.round(twelve[i] * 4095 / 255);
            colour[3 * i] = twelve[i];
            colour[3 * i + 1] = twelve[i] / 2;
            colour[3 * i + 2] = twelve[i];
        }
        for (Image2D image : List.of(
                Image2D.of(40, 40, 1, 4095, twelve), Image2D.of(40, 40, 1, 65535, twelve),
                Image2D.of(40, 40, 3, 65535, colour).quantised())) {
            for (Alteration alteration : all()) {
                if (image.channels() == 3 || !FLAT_ONLY.contains(alteration.operator())) {
                    Image2D changed = alteration.apply(image, 1);
                    assertThat(changed.maximum()).isEqualTo(image.maximum());
                    assertThat(changed.channels()).isEqualTo(image.channels());
                    assertThat(changed).as(alteration.id()).isEqualTo(changed.quantised());
                    float brightest = 0;
                    for (float sample : changed.samples()) {
                        brightest = Math.max(brightest, sample);
                    }
                    assertThat(brightest).as(alteration.id() + " keeps to twelve bits").isLessThan(2.2f * 4095);
                }
            }
        }
    }

    @Test
    void twelveBitsInSixteenAreTwelveBits() {
        float[] samples = Specimens.film(64).samples();
        for (int i = 0; i < samples.length; i++) {
            samples[i] = Math.round(samples[i] * 4095 / 255);
        }
        for (Operator operator : List.of(
                Operator.BLUR, Operator.GAMMA, Operator.WINDOW, Operator.JPEG, Operator.ROTATION, Operator.BIAS_FIELD)) {
            Alteration alteration = new Alteration(operator, 2);
            float[] narrow = alteration.apply(Image2D.of(64, 64, 1, 4095, samples), 1).samples();
            float[] wide = alteration.apply(Image2D.of(64, 64, 1, 65535, samples), 1).samples();
            for (int i = 0; i < wide.length; i++) {
                assertThat(Math.min(4095, wide[i])).as(operator.title()).isEqualTo(narrow[i]);
            }
        }
    }

    @Test
    void tinyNarrowAndConstantPicturesAreTaken() {
        for (int[] size : new int[][] {{1, 1}, {2, 1}, {1, 7}, {3, 200}, {17, 13}}) {
            for (float value : new float[] {0, 128, 255}) {
                float[] samples = new float[3 * size[0] * size[1]];
                Arrays.fill(samples, value);
                for (Alteration alteration : all()) {
                    Image2D changed = alteration.apply(Image2D.of(size[0], size[1], 3, 255, samples), 1);
                    if (alteration.operator() != Operator.CROP) {
                        assertThat(changed.width()).isEqualTo(size[0]);
                        assertThat(changed.height()).isEqualTo(size[1]);
                    }
                }
            }
        }
        Volume point = Volume.of(1, 1, 1, new float[] {7}, Affine.scaling(0.3, 0.4, 5));
        Volume column = Volume.of(1, 2, 9, new float[18], Affine.scaling(0.3, 0.4, 5));
        for (Alteration alteration : all()) {
            if (alteration.operator() != Operator.STAIN) {
                assertThat(alteration.apply(point, Scale.HOUNSFIELD, 1).values()).hasSize(1);
                assertThat(alteration.apply(column, Scale.HOUNSFIELD, 1).slices()).isEqualTo(9);
            }
        }
    }
}
