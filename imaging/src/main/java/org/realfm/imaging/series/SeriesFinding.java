package org.realfm.imaging.series;

/// Something about a series that its user should know.
///
/// @param kind    what
/// @param refuses whether no volume is made because of it
/// @param text    with numbers
public record SeriesFinding(Kind kind, boolean refuses, String text) {

    /// What can be found.
    public enum Kind {
        /// The series holds slices that cannot be one volume: other sizes, orientations, spacings or frames of reference.
        MIXED,
        /// A slice does not say where it lies.
        NO_PLACE,
        /// The distance of pixels or of slices is not known.
        NO_SPACING,
        /// A direction is not of length 1, or the two are not at right angles.
        BAD_DIRECTIONS,
        /// One file is there more than once.
        COPY,
        /// Several slices lie at one place.
        DUPLICATE,
        /// Slices are missing.
        GAP,
        /// Slices are not at equal distances.
        UNEVEN,
        /// Slices are displaced against each other, as a tilted gantry does.
        TILT,
        /// There is one slice only.
        SINGLE,
        /// A file contradicts itself.
        CONTRADICTION,
        /// Colours, or too many voxels.
        NO_VOLUME,
        /// Values had to be rounded.
        ROUNDED
    }

    @Override
    public String toString() {
        return text;
    }
}
