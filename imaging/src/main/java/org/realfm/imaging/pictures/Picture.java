package org.realfm.imaging.pictures;

import java.util.Arrays;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.dicom.VoiTransform;
import org.realfm.imaging.interventions.Intervention;
import org.realfm.imaging.interventions.Scale;
import org.realfm.imaging.interventions.VolumeIntervention;
import org.realfm.imaging.volume.Volume;

/// What there is to see of a case: one plane, or a volume.
public sealed interface Picture {

    /// It after a change.
    ///
    /// @throws IllegalArgumentException if the change cannot be made to a picture of this kind
    Picture after(Intervention intervention, long seed);

    /// It as one plane, for whoever looks at planes only: of a volume, the middle slice.
    ///
    /// @param window through which a volume is seen; a plane was read through one already
    Image2D plane(PictureWindow window);

    /// One plane, as stored or through a window.
    record Flat(Image2D image) implements Picture {

        @Override
        public Picture after(Intervention intervention, long seed) {
            return new Flat(intervention.apply(image, seed));
        }

        @Override
        public Image2D plane(PictureWindow window) {
            return image;
        }
    }

    /// A volume of measured values; no window was applied.
    ///
    /// @param volume columns grow to the patient's left, rows to the back, slices to the head, as near as its axes come to that
    record Solid(Volume volume) implements Picture {

        @Override
        public Picture after(Intervention intervention, long seed) {
            if (intervention instanceof VolumeIntervention change) {
                return new Solid(change.apply(volume, Scale.of(volume), seed));
            }
            throw new IllegalArgumentException("'" + intervention.id() + "' can be done to a picture, not to a volume");
        }

        /// The middle of its slices (of two in the middle, the upper), with samples from 0 to 65535: through a stated window, or
        /// else over the volume's [Scale].
        @Override
        public Image2D plane(PictureWindow window) {
            VoiTransform shown;
            if (window instanceof PictureWindow.Stated(double centre, double width)) {
                shown = DicomPicture.window(centre, width);
            } else {
                Scale scale = Scale.of(volume);
                shown = DicomPicture.window((scale.low() + scale.high()) / 2, scale.span());
            }
            int size = volume.columns() * volume.rows();
            int from = volume.slices() / 2 * size;
            float[] samples = Arrays.copyOfRange(volume.values(), from, from + size);
            for (int i = 0; i < size; i++) {
                samples[i] = DicomPicture.stored(shown.apply(samples[i]), DicomPicture.DEEP);
            }
            return Image2D.of(volume.columns(), volume.rows(), 1, DicomPicture.DEEP, samples);
        }
    }
}
