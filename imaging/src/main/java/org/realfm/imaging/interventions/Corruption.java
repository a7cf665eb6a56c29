package org.realfm.imaging.interventions;

import java.util.Locale;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.volume.Volume;

/// Controlled degradation at five severities.
///
/// | kind | physical parameter | severity 1 to 5 |
/// |---|---|---|
/// | noise | standard deviation of added Gaussian noise, fraction of full scale; a doubling is a quarter of the dose | 0.01, 0.02, 0.04, 0.08, 0.16 |
/// | blur | standard deviation of a Gaussian, pixels: 0.35 s^(severity/10), s the shorter side | s = 28: 0.5 to 1.9; s = 1024: 0.7 to 11 |
/// | contrast | fraction of the contrast about the film's mean that is taken away | 0.15, 0.30, 0.45, 0.60, 0.75 |
/// | jpeg | quality of a baseline encoder (IJG scale) | 70, 50, 30, 18, 10 |
/// | resolution | pixels left across the shorter side: s^(1 - severity/10) | s = 28: 20 to 5; s = 1024: 512 to 32 |
///
/// The two spatial kinds share one scale: the pitch s^(severity/10) of the coarser grid, whose 0.35-fold is about the
/// blur that goes with it. So a severity costs a film of any size the same share of its (logarithmic) resolution.
/// Noise and contrast are the same in every channel, since radiographs have no colour.
///
/// A volume knows its millimetres, so it is degraded by the [Operator] of the same kind and severity, in three dimensions:
/// noise and contrast as in the table, of the volume's [Scale]; blur with a standard deviation of 0.5 to 4 mm; resolution to a
/// grid of 1.6 to 12.5 mm; JPEG slice by slice.
///
/// @param kind     what is degraded
/// @param severity 1 (slight) to 5 (gross)
public record Corruption(Kind kind, int severity) implements Intervention, VolumeIntervention {

    /// What is degraded.
    public enum Kind {
        NOISE,
        BLUR,
        CONTRAST,
        JPEG,
        RESOLUTION
    }

    private static final double[] NOISE = {0.01, 0.02, 0.04, 0.08, 0.16};
    private static final double[] CONTRAST = {0.15, 0.30, 0.45, 0.60, 0.75};
    private static final double[] JPEG = {70, 50, 30, 18, 10};

    public Corruption {
        if (severity < 1 || severity > 5) {
            throw new IllegalArgumentException("a severity lies in 1 to 5, found " + severity);
        }
    }

    /// The physical parameter on a picture whose shorter side has the given number of pixels, in [#unit].
    public double parameter(int shorterSide) {
        return switch (kind) {
            case NOISE -> NOISE[severity - 1];
            case BLUR -> 0.35 * StrictMath.pow(shorterSide, severity / 10.0);
            case CONTRAST -> CONTRAST[severity - 1];
            case JPEG -> JPEG[severity - 1];
            case RESOLUTION -> Math.max(1, Math.rint(StrictMath.pow(shorterSide, 1 - severity / 10.0)));
        };
    }

    /// The operator that does it to a volume.
    public Alteration ofVolume() {
        Operator operator = switch (kind) {
            case NOISE -> Operator.GAUSSIAN_NOISE;
            case BLUR -> Operator.BLUR;
            case CONTRAST -> Operator.CONTRAST;
            case JPEG -> Operator.JPEG;
            case RESOLUTION -> Operator.RESOLUTION;
        };
        return new Alteration(operator, severity);
    }

    @Override
    public Volume apply(Volume volume, Scale scale, long seed) {
        return ofVolume().apply(volume, scale, seed);
    }

    /// What [#parameter] counts.
    public String unit() {
        return switch (kind) {
            case NOISE -> "standard deviation, fraction of full scale";
            case BLUR -> "standard deviation, pixels";
            case CONTRAST -> "fraction of contrast removed";
            case JPEG -> "JPEG quality";
            case RESOLUTION -> "pixels left across the shorter side";
        };
    }

    @Override
    public String id() {
        return "corruption:" + kind.name().toLowerCase(Locale.ROOT) + ":severity=" + severity;
    }

    @Override
    public Image2D apply(Image2D image, long seed) {
        double parameter = parameter(image.shorterSide());
        Grid pixels = Grid.of(image, image.shorterSide());
        return switch (kind) {
            case NOISE -> Noise.gaussian(pixels, parameter, seed).image(image);
            case BLUR -> GaussianFilter.blur(pixels, parameter).image(image);
            case CONTRAST -> Tone.contrast(pixels, 1 - parameter).image(image);
            case JPEG -> JpegCodec.roundTrip(image, (int) parameter);
            case RESOLUTION -> {
                double scale = parameter / image.shorterSide();
                int width = Math.max(1, (int) Math.round(image.width() * scale));
                int height = Math.max(1, (int) Math.round(image.height() * scale));
                yield image.resize(width, height).resize(image.width(), image.height()).quantised();
            }
        };
    }
}
