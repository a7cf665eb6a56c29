package org.realfm.imaging.pictures;

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
    }
}
