package org.realfm.imaging.interventions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.Mask;
import org.realfm.imaging.phantom.ChestPhantom;
import org.realfm.imaging.phantom.Scene;

class InterventionTest {

    private static Image2D film(int size, long seed) {
        return ChestPhantom.render(
                ChestPhantom.scene(
                        seed, new Scene.Patient(false, 50), Scene.Style.DIGITAL, 0, Optional.empty()), size);
    }

    private static Image2D deepColour(Image2D grey) {
        float[] samples = new float[grey.width() * grey.height() * 3];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = grey.samples()[i / 3] * 257;
        }
        return Image2D.of(grey.width(), grey.height(), 3, 65535, samples);
    }

    private static Set<Intervention> all() {
        Set<Intervention> all = new LinkedHashSet<>();
        for (Corruption.Kind kind : Corruption.Kind.values()) {
            for (int severity = 1; severity <= 5; severity++) {
                all.add(new Corruption(kind, severity));
            }
        }
        all.addAll(Opacity.standard());
        for (Edit edit : Edit.standard()) {
            all.addAll(List.of(edit, edit.sham(), edit.removal()));
        }
        for (DuplicateCopy.Kind kind : DuplicateCopy.Kind.values()) {
            all.add(new DuplicateCopy(kind));
        }
        return all;
    }

    @Test
    void idsAreDistinct() {
        Set<String> ids = new HashSet<>();
        all().forEach(intervention -> assertThat(ids.add(intervention.id())).as(intervention.id()).isTrue());
    }

    /// Ids and bytes are part of what evidence is digested from: a change here voids what was measured before.
    @Test
    void idsAndBytesStayWhatTheyWere() throws NoSuchAlgorithmException {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        for (int size : new int[] {28, 64, 200}) {
            Image2D image = film(size, 1);
            for (Intervention intervention : all()) {
                String line = intervention.id() + " " + intervention.apply(image, 11).canonicalSha256() + "\n";
                sha.update(line.getBytes(StandardCharsets.US_ASCII));
            }
        }
        assertThat(HexFormat.of().formatHex(sha.digest()))
                .isEqualTo("bd68a68c9331f5ddb051d439252bc0a8d06cbcf56639fe72e84442cea7d702a2");
    }

    @Test
    void sameSeedSameBytesAndDepthIsKept() {
        for (Image2D image : List.of(film(40, 1), deepColour(film(40, 1)))) {
            for (Intervention intervention : all()) {
                Image2D once = intervention.apply(image, 11);
                assertThat(once.canonicalSha256()).as(intervention.id())
                        .isEqualTo(intervention.apply(image, 11).canonicalSha256());
                assertThat(once.maximum()).isEqualTo(image.maximum());
                assertThat(once.channels()).isEqualTo(image.channels());
                assertThat(once).as(intervention.id() + " leaves stored values").isEqualTo(once.quantised());
            }
        }
    }

    @Test
    void theSeedDrawsTheNoise() {
        Corruption noise = new Corruption(Corruption.Kind.NOISE, 3);
        assertThat(noise.apply(film(40, 1), 1)).isNotEqualTo(noise.apply(film(40, 1), 2));
    }

    @ParameterizedTest
    @EnumSource
    void corruptionsGrowWithSeverity(Corruption.Kind kind) {
        for (int size : new int[] {28, 64, 200}) {
            Image2D image = film(size, 2);
            double last = 0;
            for (int severity = 1; severity <= 5; severity++) {
                double distance = distance(image, new Corruption(kind, severity).apply(image, 5));
                assertThat(distance).as(kind + " " + severity + " at " + size).isGreaterThan(last);
                last = distance;
            }
        }
    }

    @Test
    void spatialCorruptionsScaleWithTheFilm() {
        assertThat(new Corruption(Corruption.Kind.RESOLUTION, 5).parameter(1024)).isEqualTo(32);
        assertThat(new Corruption(Corruption.Kind.RESOLUTION, 5).parameter(28)).isEqualTo(5);
        assertThat(new Corruption(Corruption.Kind.BLUR, 5).parameter(1024)).isBetween(11.1, 11.3);
        assertThatThrownBy(() -> new Corruption(Corruption.Kind.BLUR, 6)).hasMessageContaining("1 to 5");
    }

    @ParameterizedTest
    @ValueSource(ints = {28, 64, 256})
    void editsTouchTheirMaskOnlyAndShamsAsManyPixels(int size) {
        Image2D image = film(size, 3);
        for (Edit edit : Edit.standard()) {
            Mask mask = edit.mask(size, size);
            assertThat(mask.count()).as(edit.name()).isPositive();
            assertThat(edit.sham().mask(size, size).count()).as(edit.name()).isEqualTo(mask.count());
            assertThat(edit.removal().mask(size, size)).isEqualTo(mask);
            assertChangesOnly(image, edit.apply(image, 1), mask);
            assertChangesOnly(image, edit.sham().apply(image, 1), edit.sham().mask(size, size));
            assertChangesOnly(image, edit.removal().apply(image, 1), mask);
        }
    }

    @Test
    void whatSharesAMaskSharesShamAndRemoval() {
        Mark dark = new Mark(Corner.BOTTOM_LEFT, Mark.USUAL_SIZE, Mark.Tone.DARK);
        Mark bright = new Mark(Corner.BOTTOM_LEFT, Mark.USUAL_SIZE);
        assertThat(dark.id()).isNotEqualTo(bright.id());
        assertThat(dark.mask(28, 28)).isEqualTo(bright.mask(28, 28));
        assertThat(dark.sham()).isEqualTo(bright.sham());
        assertThat(dark.removal()).isEqualTo(bright.removal());
        Image2D image = film(28, 7);
        for (int pixel : dark.mask(28, 28).indices()) {
            assertThat(dark.apply(image, 0).samples()[pixel]).isZero();
            assertThat(bright.apply(image, 0).samples()[pixel]).isEqualTo(255);
        }
        assertThat(new Border(Border.Kind.BLACK, 0.1).removal()).isEqualTo(new Border(Border.Kind.WHITE, 0.1).removal());
    }

    @Test
    void removingAMarkBringsBackWhatItHid() {
        // The rim of the mask tells little of what lies deep inside, so small marks are asked for.
        for (Edit edit : List.of(new Mark(Corner.TOP_LEFT, 0.05), new BurnedText("L", Corner.TOP_RIGHT), new Tube())) {
            Image2D image = film(128, 4);
            Image2D marked = edit.apply(image, 0);
            Image2D restored = edit.removal().apply(marked, 0);
            assertThat(restored).isEqualTo(edit.removal().apply(image, 0));
            assertThat(distance(image, restored)).as(edit.name()).isLessThan(0.15 * distance(image, marked));
        }
    }

    @Test
    void textIsVisibleAtTwentyEightPixels() {
        assertThat(new BurnedText("L", Corner.TOP_RIGHT).mask(28, 28).count()).isEqualTo(7);
        assertThat(new BurnedText("PORT", Corner.TOP_LEFT).mask(28, 28).count()).isGreaterThan(25);
        assertThatThrownBy(() -> new BurnedText("l", Corner.TOP_LEFT)).hasMessageContaining("A to Z");
    }

    @Test
    void anOpacityBrightensItsZoneOnly() {
        Image2D image = film(64, 6);
        for (Opacity opacity : Opacity.standard()) {
            Image2D changed = opacity.apply(image, 0);
            assertChangesOnly(image, changed, opacity.mask(64, 64));
            int x = (int) (opacity.cx() * 64);
            int y = (int) (opacity.cy() * 64);
            assertThat(changed.sample(x, y, 0) - image.sample(x, y, 0)).isBetween(70f, 77f);
        }
    }

    @Test
    void whatIsAddedKeepsToTheScaleThatTheFilmUses() {
        float[] samples = film(64, 6).samples();
        for (int i = 0; i < samples.length; i++) {
            samples[i] *= 16;
        }
        Image2D twelveInSixteen = Image2D.of(64, 64, 1, 65535, samples);
        List<Intervention> added = new ArrayList<>(Edit.standard());
        added.addAll(Opacity.standard());
        for (Intervention intervention : added) {
            float brightest = 0;
            for (float sample : intervention.apply(twelveInSixteen, 0).samples()) {
                brightest = Math.max(brightest, sample);
            }
            assertThat(brightest).as(intervention.id()).isLessThan(1.6f * 4095);
        }
    }

    @Test
    void fillingAnythingNeedsFilmAroundIt() {
        assertThatThrownBy(() -> SeamlessClone.fill(film(16, 1), Mask.of(16, 16, (x, y) -> true)))
                .hasMessageContaining("covers the whole picture");
    }

    @Test
    void aSmoothRampIsFilledExactly() {
        float[] ramp = new float[32 * 32];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = 3 * (i % 32) + 2 * (i / 32);
        }
        Image2D image = Image2D.of(32, 32, 1, 255, ramp);
        assertThat(new Mark(Corner.TOP_LEFT, 0.2).removal().apply(image, 0)).isEqualTo(image);
    }

    @Test
    void featuresOfAnUntouchedAndAMarkedPatchDiffer() {
        Image2D image = film(64, 5);
        Mark mark = new Mark(Corner.TOP_LEFT, Mark.USUAL_SIZE);
        Mask mask = mark.mask(64, 64);
        double[] plain = Fidelity.features(image, mask);
        double[] marked = Fidelity.features(mark.apply(image, 0), mask);
        assertThat(plain).hasSize(Fidelity.NAMES.size());
        assertThat(marked[0]).isGreaterThan(plain[0] + 1);
        assertThat(Arrays.stream(Fidelity.features(Image2D.of(64, 64, 1, 255, new float[4096]), mask)))
                .containsOnly(0.0);
    }

    private static void assertChangesOnly(Image2D before, Image2D after, Mask mask) {
        for (int y = 0; y < before.height(); y++) {
            for (int x = 0; x < before.width(); x++) {
                if (!mask.contains(x, y)) {
                    assertThat(after.sample(x, y, 0)).isEqualTo(before.sample(x, y, 0));
                }
            }
        }
    }

    private static double distance(Image2D first, Image2D second) {
        float[] a = first.samples();
        float[] b = second.samples();
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            double difference = a[i] - b[i];
            sum += difference * difference;
        }
        return Math.sqrt(sum / a.length);
    }
}
