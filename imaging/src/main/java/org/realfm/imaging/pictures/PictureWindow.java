package org.realfm.imaging.pictures;

import org.realfm.imaging.dicom.VoiTransform;
import org.realfm.imaging.volume.Volume;

/// Which measured values of a grey picture are shown as black and which as white. Measured values are what DICOM's
/// modality transform gives (Hounsfield units in CT); of other files, the stored values.
public sealed interface PictureWindow {

    /// What the file proposes (PS3.3 C.11.2: its first table, else its first window), or all of its range if it proposes
    /// nothing. PNG, JPEG and TIFF files propose nothing.
    PictureWindow FILE = new File();

    /// All values that the file could hold.
    PictureWindow FULL = new Full();

    /// The values from `centre - width / 2` (black) to `centre + width / 2` (white).
    ///
    /// @param centre finite
    /// @param width  finite, above 0
    static PictureWindow of(double centre, double width) {
        return new Stated(centre, width);
    }

    /// Identity: `file`, `full`, or `centre 40.0 width 400.0`.
    String id();

    /// A volume of measured values through it: whole numbers from 0 to 65535 if it is stated; as they are otherwise, since
    /// volumes propose nothing.
    default Volume seen(Volume volume) {
        return volume;
    }

    /// See [#FILE].
    record File() implements PictureWindow {

        @Override
        public String id() {
            return "file";
        }
    }

    /// See [#FULL].
    record Full() implements PictureWindow {

        @Override
        public String id() {
            return "full";
        }
    }

    /// See [#of].
    record Stated(double centre, double width) implements PictureWindow {

        public Stated {
            if (!Double.isFinite(centre) || !Double.isFinite(width) || width <= 0) {
                throw new IllegalArgumentException("no such window: centre " + centre + ", width " + width);
            }
        }

        @Override
        public String id() {
            return "centre " + centre + " width " + width;
        }

        @Override
        public Volume seen(Volume volume) {
            VoiTransform window = DicomPicture.window(centre, width);
            float[] values = volume.values();
            for (int i = 0; i < values.length; i++) {
                values[i] = DicomPicture.stored(window.apply(values[i]), DicomPicture.DEEP);
            }
            return volume.withValues(values);
        }
    }
}
