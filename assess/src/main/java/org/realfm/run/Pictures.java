package org.realfm.run;

import java.util.Optional;
import org.realfm.imaging.pictures.Picture;
import org.realfm.imaging.pictures.PictureWindow;

/// Reads the picture or the volume of a case.
@FunctionalInterface
public interface Pictures {

    /// What there is to see of a row of the cohort; empty where the study has no pictures.
    Optional<Picture> read(int row);

    /// The same pictures seen through another window; what is not read from files looks alike through all.
    default Pictures through(PictureWindow window) {
        return this;
    }
}
