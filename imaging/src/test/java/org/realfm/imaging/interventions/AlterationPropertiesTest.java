package org.realfm.imaging.interventions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.SplitMix64;
import org.realfm.imaging.volume.Affine;
import org.realfm.imaging.volume.Volume;

/// On any picture or volume.
class AlterationPropertiesTest {

    private static final Volume CHEST = Specimens.chest(24, 3, 5);

    private static Image2D random(int width, int height, int maximum, long seed) {
        SplitMix64 random = new SplitMix64(seed);
        float[] samples = new float[width * height * 3];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = random.below(maximum + 1);
        }
        return Image2D.of(width, height, 3, maximum, samples);
    }

    @Property(tries = 300, seed = "1")
    void pictures(
            @ForAll Operator operator, @ForAll @IntRange(min = 1, max = 5) int severity, @ForAll boolean twin,
            @ForAll @IntRange(min = 1, max = 24) int width, @ForAll @IntRange(min = 1, max = 24) int height,
            @ForAll @IntRange(min = 1, max = 65535) int maximum, @ForAll @DoubleRange(min = 0.5, max = 5000) double field,
            @ForAll long seed) {
        Image2D image = random(width, height, maximum, seed);
        Image2D changed = new Alteration(operator, severity, twin, field).apply(image, seed);
        assertThat(changed).isEqualTo(changed.quantised());
        assertThat(changed.maximum()).isEqualTo(maximum);
        if (operator != Operator.CROP || twin) {
            assertThat(changed.width()).isEqualTo(width);
            assertThat(changed.height()).isEqualTo(height);
        }
        assertThat(new Alteration(operator, severity, twin, field).apply(image, seed)).isEqualTo(changed);
    }

    @Property(tries = 300, seed = "2")
    void volumes(
            @ForAll Operator operator, @ForAll @IntRange(min = 1, max = 5) int severity, @ForAll boolean twin,
            @ForAll @IntRange(min = 1, max = 12) int columns, @ForAll @IntRange(min = 1, max = 12) int rows,
            @ForAll @IntRange(min = 1, max = 4) int slices, @ForAll @DoubleRange(min = 0.2, max = 9) double mm,
            @ForAll long seed) {
        if (operator == Operator.STAIN) {
            return;
        }
        SplitMix64 random = new SplitMix64(seed);
        float[] values = new float[columns * rows * slices];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.between(-1100, 3100);
        }
        Volume volume = Volume.of(columns, rows, slices, values, Affine.scaling(mm, 2 * mm, 5));
        Volume changed = new Alteration(operator, severity, twin, 1).apply(volume, Scale.HOUNSFIELD, seed);
        assertThat(changed.slices()).isEqualTo(slices);
        if (operator != Operator.CROP || twin) {
            assertThat(changed.affine()).isEqualTo(volume.affine());
        }
    }

    /// What is in the plane of a slice does not look at the other slices.
    @Property(tries = 20, seed = "3")
    void slicesAreAlteredAlone(@ForAll @IntRange(min = 1, max = 5) int severity, @ForAll long seed) {
                float[] middle = Arrays.copyOfRange(CHEST.values(), 576, 1152);
        Volume alone = Volume.of(24, 24, 1, middle, CHEST.affine());
        for (Operator operator : new Operator[] {
            Operator.ROTATION, Operator.MARK, Operator.TUBE, Operator.GHOSTING, Operator.MOTION,
            Operator.JPEG, Operator.GAMMA, Operator.WINDOW, Operator.BRIGHTNESS, Operator.BORDER, Operator.MOTION_BLUR
        }) {
            Alteration alteration = new Alteration(operator, severity);
            float[] together = alteration.apply(CHEST, Scale.HOUNSFIELD, seed).values();
            float[] single = alteration.apply(alone, Scale.HOUNSFIELD, seed).values();
            assertThat(Arrays.copyOfRange(together, 576, 1152)).as(operator.title()).isEqualTo(single);
        }
    }
}
