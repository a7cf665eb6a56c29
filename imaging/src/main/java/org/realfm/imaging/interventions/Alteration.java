package org.realfm.imaging.interventions;

import org.realfm.imaging.Image2D;
import org.realfm.imaging.Mask;
import org.realfm.imaging.volume.Affine;
import org.realfm.imaging.volume.Volume;

/// An [Operator] at one of five severities, on a picture or a volume, or its twin without meaning.
///
/// A picture does not know its millimetres, so they are given as the length that its shorter side spans. A volume does.
/// On volumes, what is in the plane of slices (rotation, crop, occlusion, things added, JPEG, k-space) is done alike in each
/// slice; blur, resolution, noise, the bias field and lesions have three axes. Lesions are put where the lower zone of
/// the right lung is on a frontal film that fills the picture, and there in the middle slice; [FilmNodule] and [Nodule]
/// take a place.
///
/// The sham goes the same way with nothing to be seen at its end, see [Operator#sham]. What it changes is measured in
/// `docs/interventions.md`.
///
/// @param operator what is done
/// @param severity 1 (slight) to 5 (gross)
/// @param twin     whether this is the sham
/// @param field    millimetres that a picture's shorter side spans, above 0; volumes do not look at it
public record Alteration(Operator operator, int severity, boolean twin, double field)
        implements Intervention, VolumeIntervention {

    /// The shorter side of a chest film of 35 x 43 cm.
    public static final double CHEST_FILM = 350;

    /// How much the sham of an occlusion covers.
    private static final double VEIL = 0.05;

    /// How far the sham of something added moves what lies under it, mm.
    private static final double SHIFT = 2;

    private static final String LETTERS = "PORTABLE";
    private static final double LESION_X = 0.27;
    private static final double LESION_Y = 0.55;
    /// 30 HU.
    private static final double LESION_LEVEL = 0.515;

    public Alteration {
        if (!(field > 0 && Double.isFinite(field))) {
            throw new IllegalArgumentException("a field of view is above 0 mm, found " + field);
        }
        operator.parameter(severity);
    }

    /// On a chest film.
    public Alteration(Operator operator, int severity) {
        this(operator, severity, false, CHEST_FILM);
    }

    /// The twin without meaning.
    public Alteration sham() {
        return new Alteration(operator, severity, true, field);
    }

    /// The physical parameter, in the operator's unit.
    public double parameter() {
        return operator.parameter(severity);
    }

    /// The id holds the parameter, so that evidence does not outlive a change of the table; and the field of view where
    /// that matters.
    @Override
    public String id() {
        boolean lengths = operator.unit().equals("mm") || operator == Operator.LOW_DOSE;
        return (twin ? "sham:" : "") + "alteration:" + operator.id() + ":" + parameter()
                + (lengths ? ":field=" + field : "");
    }

    /// @throws IllegalArgumentException for a stain shift of a picture without colour
    @Override
    public Image2D apply(Image2D image, long seed) {
        return apply(Grid.of(image, field), seed).image(image);
    }

    /// @throws IllegalArgumentException for a stain shift, and for low dose on a scale other than [Scale#HOUNSFIELD]
    @Override
    public Volume apply(Volume volume, Scale scale, long seed) {
        return apply(Grid.of(volume, scale), seed).volume();
    }

    private Grid apply(Grid grid, long seed) {
        return twin ? inert(grid, seed) : altered(grid, parameter(), seed);
    }

    private Grid altered(Grid grid, double p, long seed) {
        return switch (operator) {
            case GAUSSIAN_NOISE -> Noise.gaussian(grid, p / 100, seed);
            case LOW_DOSE -> Noise.lowDose(grid, p / 100, seed);
            case RICIAN_NOISE -> Noise.rician(grid, p / 100, seed);
            case BLUR -> GaussianFilter.blur(grid, p);
            case MOTION_BLUR -> Sharpness.motionBlur(grid, p);
            case RESOLUTION -> Sharpness.resolution(grid, p);
            case JPEG -> grid.asPictures((picture, slice) -> JpegCodec.roundTrip(picture, (int) p, 65535));
            case MOTION -> KSpace.motion(grid, p, seed);
            case GHOSTING -> KSpace.ghosting(grid, p / 100);
            case BIAS_FIELD -> BiasField.apply(grid, p / 100, seed);
            case CONTRAST -> Tone.contrast(grid, 1 - p / 100);
            case GAMMA -> Tone.gamma(grid, p);
            case BRIGHTNESS -> Tone.brightness(grid, p / 100);
            case WINDOW -> Tone.window(grid, p / 100);
            case STAIN -> Stain.shift(grid, p / 100);
            case ROTATION -> Geometry.rotated(grid, p);
            case CROP -> Geometry.cropped(grid, p / 100, seed);
            case OCCLUSION -> covered(grid, mask(grid, seed), 1);
            case MARK, TEXT, BORDER -> grid.mapped(mask(grid, seed), v -> grid.scale().high());
            case TUBE -> grid.mapped(mask(grid, seed), v -> v + Tube.GAIN * grid.scale().span());
            case NODULE -> grid.film() ? filmNodule(grid).added(grid) : nodule(grid).added(grid);
            case REMOVAL -> grid.film() ? Patches.remade(grid, mask(grid, seed)) : nodule(grid).removal().remade(grid);
        };
    }

    private Grid inert(Grid grid, long seed) {
        return switch (operator) {
            case GAUSSIAN_NOISE, RICIAN_NOISE, BLUR, MOTION_BLUR, MOTION, GHOSTING, BIAS_FIELD, CONTRAST, BRIGHTNESS,
                    STAIN, CROP -> altered(grid, 0, seed);
            case LOW_DOSE, JPEG, WINDOW -> altered(grid, 100, seed);
            case GAMMA -> altered(grid, 1, seed);
            case RESOLUTION -> Sharpness.roundTrip(grid);
            case ROTATION -> Geometry.rotatedThereAndBack(grid, parameter());
            case OCCLUSION -> covered(grid, mask(grid, seed), VEIL);
            case MARK, TEXT, BORDER, TUBE -> Patches.displaced(
                    grid, mask(grid, seed), (int) Math.max(1, Math.round(SHIFT / grid.spacing(1))));
            case NODULE, REMOVAL -> grid.film()
                    ? Patches.remade(grid, mask(grid, seed).mirrored())
                    : nodule(grid).sham().remade(grid);
        };
    }

    /// The pixels that are covered, drawn over or made again, in each slice.
    private Mask mask(Grid grid, long seed) {
        int width = grid.columns();
        int height = grid.rows();
        double pixels = parameter() / grid.spacing(0);
        int whole = (int) Math.max(1, Math.round(pixels));
        double share = pixels / Math.min(width, height);
        return switch (operator) {
            case OCCLUSION -> Geometry.rectangle(width, height, parameter() / 100, seed);
            case MARK -> new Mark(Corner.TOP_LEFT, Math.min(0.5, share)).mask(width, height);
            case TEXT -> new BurnedText(LETTERS, Corner.TOP_LEFT)
                    .mask(width, height, (int) Math.max(1, Math.round(pixels / DotFont.HEIGHT)));
            case BORDER -> new Border(Border.Kind.WHITE, Math.min(0.25, share)).mask(width, height);
            case TUBE -> Tube.mask(width, height, whole);
            default -> filmNodule(grid).mask(width, height);
        };
    }

    private FilmNodule filmNodule(Grid grid) {
        double shorter = grid.spacing(0) * Math.min(grid.columns(), grid.rows());
        return new FilmNodule(LESION_X, LESION_Y, parameter(), 1, shorter);
    }

    private Nodule nodule(Grid grid) {
        Affine affine = grid.affine();
        double[] at = affine.place(
                LESION_X * grid.columns() - 0.5, LESION_Y * grid.rows() - 0.5, (grid.slices() - 1) / 2.0);
        double level = grid.scale().low() + LESION_LEVEL * grid.scale().span();
        return new Nodule(at[0], at[1], at[2], parameter(), parameter(), parameter(), level);
    }

    /// Each channel under the mask goes a share of the way to that channel's mean.
    private static Grid covered(Grid grid, Mask mask, double share) {
        int channels = grid.channels();
        double[] mean = new double[channels];
        for (int i = 0; i < grid.samples().length; i++) {
            mean[i % channels] += grid.samples()[i];
        }
        float[] samples = grid.samples().clone();
        int slice = grid.columns() * grid.rows();
        for (int pixel : mask.indices()) {
            for (int z = 0; z < grid.slices(); z++) {
                for (int c = 0; c < channels; c++) {
                    int at = (z * slice + pixel) * channels + c;
                    samples[at] += (float) (share * (mean[c] / ((double) slice * grid.slices()) - samples[at]));
                }
            }
        }
        return grid.with(samples);
    }
}
