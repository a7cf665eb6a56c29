package org.realfm.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Image2DTest {

    static Image2D random(int width, int height, int channels, int maximum, long seed) {
        SplitMix64 random = new SplitMix64(seed);
        float[] samples = new float[width * height * channels];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = random.below(maximum + 1);
        }
        return Image2D.of(width, height, channels, maximum, samples);
    }

    @ParameterizedTest
    @CsvSource({"1,255", "3,255", "1,65535", "3,65535"})
    void pngKeepsEverySample(int channels, int maximum, @TempDir Path folder) throws Exception {
        Image2D image = random(13, 7, channels, maximum, 3);
        Path file = Files.write(folder.resolve("a.png"), image.toPng());
        Image2D read = RasterReader.read(file);
        assertThat(read).isEqualTo(image);
        assertThat(read.canonicalSha256()).isEqualTo(image.canonicalSha256());
    }

    @Test
    void valuesOutsideTheDepthAreRefused() {
        assertThatThrownBy(() -> Image2D.of(1, 1, 1, 255, new float[] {256})).hasMessageContaining("[0, 255]");
        assertThatThrownBy(() -> Image2D.of(1, 1, 1, 255, new float[] {Float.NaN})).hasMessageContaining("NaN");
        assertThatThrownBy(() -> Image2D.of(2, 1, 1, 255, new float[1])).hasMessageContaining("expected 2 samples");
    }

    @Test
    void samplesAreCopiedBothWays() {
        float[] given = {1, 2};
        Image2D image = Image2D.of(2, 1, 1, 255, given);
        given[0] = 9;
        image.samples()[1] = 9;
        assertThat(image.samples()).containsExactly(1, 2);
    }

    @Test
    void greyStoredAsColourHasTheSameDigest() {
        Image2D grey = random(9, 9, 1, 255, 5);
        float[] colour = new float[3 * 81];
        for (int i = 0; i < colour.length; i++) {
            colour[i] = grey.samples()[i / 3];
        }
        Image2D asColour = Image2D.of(9, 9, 3, 255, colour);
        assertThat(asColour.canonicalSha256()).isEqualTo(grey.canonicalSha256());
        assertThat(asColour.toGrey()).isEqualTo(grey);
        colour[0] += colour[0] > 0 ? -1 : 1;
        assertThat(Image2D.of(9, 9, 3, 255, colour).canonicalSha256()).isNotEqualTo(grey.canonicalSha256());
    }

    @Test
    void lumaOfPureColours() {
        Image2D image = Image2D.of(3, 1, 3, 255, new float[] {255, 0, 0, 0, 255, 0, 0, 0, 255});
        assertThat(image.toGrey().samples()).containsExactly(76, 150, 29);
    }

    @Test
    void depthIsPartOfTheDigest() {
        float[] samples = {1, 2, 3, 4};
        assertThat(Image2D.of(2, 2, 1, 255, samples).canonicalSha256())
                .isNotEqualTo(Image2D.of(2, 2, 1, 65535, samples).canonicalSha256())
                .isNotEqualTo(Image2D.of(4, 1, 1, 255, samples).canonicalSha256());
    }

    @Test
    void resizingInterpolatesAndAverages() {
        Image2D step = Image2D.of(2, 1, 1, 255, new float[] {0, 100});
        assertThat(step.resize(4, 1).samples()).containsExactly(0, 25, 75, 100);
        Image2D fine = Image2D.of(4, 1, 1, 255, new float[] {0, 0, 100, 100});
        // The triangle has weights 1, 3, 3, 1 of which the outer left ones fall off the edge.
        assertThat(fine.resize(2, 1).samples()[0]).isCloseTo(100f / 7, within(1e-4f));
    }

    @Test
    void resizingKeepsAConstantAndTheMean() {
        Image2D flat = Image2D.of(5, 3, 3, 255, filled(45, 17));
        assertThat(flat.resize(11, 2).samples()).containsOnly(17f);
        Image2D image = random(64, 64, 1, 255, 2);
        assertThat(mean(image.resize(16, 16))).isCloseTo(mean(image), within(2.0));
    }

    @Test
    void croppingTakesThePart() {
        Image2D image = Image2D.of(3, 2, 1, 255, new float[] {1, 2, 3, 4, 5, 6});
        assertThat(image.crop(1, 0, 2, 2).samples()).containsExactly(2, 3, 5, 6);
        assertThatThrownBy(() -> image.crop(2, 0, 2, 2)).isInstanceOf(IllegalArgumentException.class);
    }

    private static float[] filled(int length, float value) {
        float[] samples = new float[length];
        java.util.Arrays.fill(samples, value);
        return samples;
    }

    private static double mean(Image2D image) {
        double sum = 0;
        for (float sample : image.samples()) {
            sum += sample;
        }
        return sum / image.samples().length;
    }
}
