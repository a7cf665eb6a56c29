package org.realfm.imaging.interventions;

import java.util.Locale;

/// The changes that come in five severities, with the physical parameter of each: the one table that code and
/// `docs/interventions.md` are made from. An [Alteration] is an operator at a severity.
///
/// Parameters in mm are lengths in the patient (on a film, at the detector). Percentages are of full scale, see [Scale],
/// where nothing else is said. Severities are conventions where no source is given.
public enum Operator {
    GAUSSIAN_NOISE(Family.NOISE, "Gaussian noise", "standard deviation", "%", "all",
            "each doubling is a quarter of the dose", "noise of 0", 1, 2, 4, 8, 16),
    LOW_DOSE(Family.NOISE, "low dose", "dose that is left", "%", "films, CT",
            "quanta: RQA 5 of IEC 62220-1", "all of the dose is left",
            50, 25, 10, 3, 1),
    RICIAN_NOISE(Family.NOISE, "Rician noise", "standard deviation of both parts", "%", "MR",
            "Gudbjartsson 1995, doi:10.1002/mrm.1910340618", "noise of 0", 1, 2, 4, 8, 16),

    BLUR(Family.SHARPNESS, "blur", "standard deviation of a Gaussian", "mm", "all",
            "", "a Gaussian of 0", 0.5, 1, 1.5, 2.5, 4),
    MOTION_BLUR(Family.SHARPNESS, "motion blur", "way along the rows' axis during the exposure", "mm", "films, CT",
            "a diaphragm moves 10 to 20 mm in quiet breathing: Keall 2006, doi:10.1118/1.2349696", "a way of 0",
            1, 2, 4, 8, 16),
    RESOLUTION(Family.SHARPNESS, "resolution", "spacing of a coarser grid", "mm", "all",
            "a film of 350 mm with 224, 128, 64, 44 and 28 pixels; 28 is MedMNIST's size: Yang 2023, "
                    + "doi:10.1038/s41597-022-01721-8",
            "to a grid twice as fine and back", 1.6, 2.7, 5.5, 8, 12.5),
    JPEG(Family.SHARPNESS, "JPEG", "quality on the IJG scale, 8 bits", "", "all", "as `Corruption`", "quality 100",
            70, 50, 30, 18, 10),

    MOTION(Family.RESONANCE, "motion", "root mean square displacement over k-space", "mm", "MR",
            "Zaitsev 2015, doi:10.1002/jmri.24850", "to k-space and back", 0.5, 1, 2, 4, 8),
    GHOSTING(Family.RESONANCE, "ghosting", "signal of each of two ghosts, of what casts it", "%", "MR",
            "2.5% is the action limit of the ACR's phantom for accreditation", "ghosts of 0", 2.5, 5, 10, 15, 25),
    BIAS_FIELD(Family.RESONANCE, "bias field", "non-uniformity, from 1 - u/2 to 1 + u/2", "%", "MR",
            "20% and 40% are BrainWeb's: Collins 1998, doi:10.1109/42.712135", "a field of 0", 10, 20, 40, 60, 80),

    CONTRAST(Family.TONE, "contrast", "contrast about the mean that is taken away", "%", "all", "as `Corruption`",
            "all of it is kept", 15, 30, 45, 60, 75),
    GAMMA(Family.TONE, "gamma", "exponent on the share of full scale", "", "all",
            "1.8 and 2.2 are displays read without their correction", "an exponent of 1", 1.2, 1.5, 1.8, 2.2, 3),
    BRIGHTNESS(Family.TONE, "brightness", "added to all, cut at white", "%", "all", "", "0 is added",
            5, 10, 15, 20, 30),
    WINDOW(Family.TONE, "window", "width about the middle, stretched to full scale", "%", "all",
            "in CT 1,600 HU (as for lungs), 1,200, 800, 400 (as for the abdomen) and 160 (as for the brain), about 0 HU",
            "a window as wide as the scale", 80, 60, 40, 20, 8),
    STAIN(Family.COLOUR, "stain shift", "more haematoxylin and less eosin", "%", "colour",
            "vectors: Ruifrok 2001, PubMed 11531144; range: Tellez 2019, doi:10.1016/j.media.2019.101544",
            "to optical density and back", 5, 10, 20, 35, 50),

    ROTATION(Family.GEOMETRY, "rotation", "clockwise turn, in the slice", "°", "all", "",
            "turned by as much on a larger canvas and turned back", 2, 5, 10, 20, 30),
    CROP(Family.GEOMETRY, "crop", "area cut away, at a place that the seed draws", "%", "all", "", "0 is cut away",
            5, 10, 20, 35, 50),
    OCCLUSION(Family.GEOMETRY, "occlusion", "area covered by the mean, at a place that the seed draws", "%", "all", "",
            "the same area under a veil of 5%", 1, 2, 5, 10, 20),

    MARK(Family.ADDED, "mark", "side of a bright square", "mm", "all", "",
            "its pixels moved by 2 mm and blended in", 5, 10, 15, 25, 40),
    TEXT(Family.ADDED, "burned-in text", "height of the letters", "mm", "all",
            "lead letters are 10 to 20 mm high", "as for mark", 5, 8, 12, 18, 25),
    TUBE(Family.ADDED, "tube", "diameter", "mm", "all",
            "3, 6, 12, 18 and 30 French: lines, feeding tubes, drains", "as for mark", 1, 2, 4, 6, 10),
    BORDER(Family.ADDED, "border", "width of a white frame", "mm", "all", "", "as for mark", 3, 6, 12, 25, 50),

    NODULE(Family.LESION, "lesion insertion", "diameter of a nodule of soft tissue", "mm", "films, CT, MR",
            "6 and 8 mm decide on follow-up: MacMahon 2017, doi:10.1148/radiol.2017161659; 30 mm parts nodule from "
                    + "mass: Hansell 2008, doi:10.1148/radiol.2462070712",
            "the mirror image of its pixels made again from around them", 4, 6, 8, 15, 30),
    REMOVAL(Family.LESION, "lesion removal", "diameter of a nodule made again from around it", "mm", "films, CT, MR",
            "as for lesion insertion", "as for lesion insertion", 4, 6, 8, 15, 30);

    /// What belongs together.
    public enum Family {
        NOISE("Noise"),
        SHARPNESS("Sharpness"),
        RESONANCE("Magnetic resonance"),
        TONE("Grey values"),
        COLOUR("Colour"),
        GEOMETRY("Geometry"),
        ADDED("Things added"),
        LESION("Lesions");

        private final String title;

        Family(String title) {
            this.title = title;
        }

        /// As a heading.
        public String title() {
            return title;
        }
    }

    private final Family family;
    private final String title;
    private final String quantity;
    private final String unit;
    private final String modalities;
    private final String source;
    private final String sham;
    private final double[] parameters;

    Operator(
            Family family, String title, String quantity, String unit, String modalities, String source, String sham,
            double... parameters) {
        this.family = family;
        this.title = title;
        this.quantity = quantity;
        this.unit = unit;
        this.modalities = modalities;
        this.source = source;
        this.sham = sham;
        this.parameters = parameters;
    }

    /// What it belongs to.
    public Family family() {
        return family;
    }

    /// Its name, as in "bias field".
    public String title() {
        return title;
    }

    /// What [#parameter] counts.
    public String quantity() {
        return quantity;
    }

    /// `mm`, `%`, `°`, or nothing for a pure number.
    public String unit() {
        return unit;
    }

    /// What it makes sense on, as in "films, CT".
    public String modalities() {
        return modalities;
    }

    /// Where the severities come from; empty for a convention.
    public String source() {
        return source;
    }

    /// What the twin without meaning does.
    public String sham() {
        return sham;
    }

    /// The physical parameter, in [#unit].
    ///
    /// @param severity 1 (slight) to 5 (gross)
    public double parameter(int severity) {
        if (severity < 1 || severity > parameters.length) {
            throw new IllegalArgumentException("a severity lies in 1 to 5, found " + severity);
        }
        return parameters[severity - 1];
    }

    /// The parameter with its unit, as in `2.5 mm`.
    public String label(int severity) {
        double parameter = parameter(severity);
        String number = parameter == Math.rint(parameter) ? Long.toString((long) parameter) : Double.toString(parameter);
        return number + (unit.isEmpty() || unit.equals("%") || unit.equals("°") ? unit : " " + unit);
    }

    /// `gaussian-noise` and so on, for ids.
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
