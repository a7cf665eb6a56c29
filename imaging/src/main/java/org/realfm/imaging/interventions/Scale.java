package org.realfm.imaging.interventions;

import java.util.Arrays;
import org.realfm.imaging.volume.Volume;

/// The range of values that interventions measure in: "1% of full scale" is a hundredth of [#span].
///
/// A picture's scale goes from 0 to its [full scale][org.realfm.imaging.Image2D#fullScale]. A volume does not say what its
/// values are, so whoever asks for an intervention does, or [#of] tells from them.
///
/// @param low  the value of nothing: of air, of no signal, of black
/// @param high the value of full signal, of white; above `low`
public record Scale(double low, double high) {

    /// Computed tomography, from air to dense bone: 1% is 20 HU.
    public static final Scale HOUNSFIELD = new Scale(-1000, 1000);

    private static final float AIR = -500;

    public Scale {
        if (!(high > low && Double.isFinite(high - low))) {
            throw new IllegalArgumentException("a scale goes from a value to a higher one, found " + low + " to " + high);
        }
    }

    /// Signal of arbitrary unit, as of magnetic resonance: from 0 to the value that one voxel of a thousand exceeds; to
    /// 1 where that is not above 0.
    public static Scale magnitude(Volume volume) {
        float[] values = volume.values();
        Arrays.sort(values);
        float brightest = values[(int) (0.999 * (values.length - 1))];
        return new Scale(0, brightest > 0 ? brightest : 1);
    }

    /// What the values of a volume look like, where nobody says what they are: [#HOUNSFIELD] if one is below -500, as air is in
    /// computed tomography and no signal of another kind; otherwise [#magnitude], or from the lowest value up if one is below 0.
    public static Scale of(Volume volume) {
        float lowest = 0;
        for (float value : volume.values()) {
            lowest = Math.min(lowest, value);
        }
        if (lowest < AIR) {
            return HOUNSFIELD;
        }
        Scale magnitude = magnitude(volume);
        return lowest < 0 ? new Scale(lowest, magnitude.high) : magnitude;
    }

    /// High minus low.
    public double span() {
        return high - low;
    }
}
