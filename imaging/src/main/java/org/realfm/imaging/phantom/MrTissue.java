package org.realfm.imaging.phantom;

import java.util.SequencedMap;

/// Relaxation times and proton densities at 1.5 T: those of BrainWeb (Collins et al. 1998, doi:10.1109/42.712135; Kwan, Evans and
/// Pike 1999, doi:10.1109/42.816072), where it has the tissue. Cortical bone and the dura give no signal there. Oedema and
/// tumour lie between grey matter and BrainWeb's lesions of multiple sclerosis: their values are this project's own.
enum MrTissue {
    CSF(2569, 329, 1),
    GREY_MATTER(833, 83, 0.86),
    WHITE_MATTER(500, 70, 0.77),
    FAT(350, 70, 1),
    MUSCLE(900, 47, 1),
    BONE(1, 1, 0),
    MARROW(420, 60, 0.75),
    LESION(752, 237, 0.76),
    OEDEMA(900, 150, 0.86),
    TUMOUR(1150, 120, 0.88),
    NECROSIS(1900, 240, 0.95);

    private final double t1;
    private final double t2;
    private final double pd;

    /// @param t1 longitudinal relaxation time in ms
    /// @param t2 transverse relaxation time in ms
    /// @param pd proton density, 1 for water
    MrTissue(double t1, double t2, double pd) {
        this.t1 = t1;
        this.t2 = t2;
        this.pd = pd;
    }

    SequencedMap<String, Double> intensity() {
        return Draft.intensity("t1_ms", t1, "t2_ms", t2, "pd", pd);
    }

    /// This tissue with some of another in it.
    ///
    /// @param share of the other, in [0, 1]
    SequencedMap<String, Double> mixed(MrTissue other, double share) {
        return Draft.intensity(
                "t1_ms", t1 + share * (other.t1 - t1), "t2_ms", t2 + share * (other.t2 - t2), "pd",
                pd + share * (other.pd - pd));
    }
}
