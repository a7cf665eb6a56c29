package org.realfm.imaging.interventions;

import java.util.Arrays;
import org.realfm.imaging.volume.Volume;

/// The range of values that interventions measure in: "1% of full scale" is a hundredth of [#span].
///
/// A picture's scale goes from 0 to its [full scale][org.realfm.imaging.Image2D#fullScale]. A volume does not say what its
/// values are, so whoever asks for an intervention does.
///
/// @param low  the value of nothing: of air, of no signal, of black
/// @param high the value of full signal, of white; above `low`
public record Scale(double low, double high) {

    /// Computed tomography, from air to dense bone: 1% is 20 HU.
    public static final Scale HOUNSFIELD = new Scale(-1000, 1000);

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

    /// High minus low.
    public double span() {
        return high - low;
    }
}
