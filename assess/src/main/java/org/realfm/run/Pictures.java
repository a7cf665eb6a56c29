package org.realfm.run;

import java.util.Optional;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.pictures.PictureWindow;

/// Reads the picture of a case.
@FunctionalInterface
public interface Pictures {

    /// The picture of a row of the cohort; empty where the study has no pictures.
    Optional<Image2D> read(int row);

    /// The same pictures seen through another window; what is not read from files looks alike through all.
    default Pictures through(PictureWindow window) {
        return this;
    }
}
