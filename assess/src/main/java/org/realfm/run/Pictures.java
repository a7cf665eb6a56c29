package org.realfm.run;

import java.util.Optional;
import org.realfm.imaging.Image2D;

/// Reads the picture of a case.
@FunctionalInterface
public interface Pictures {

    /// The picture of a row of the cohort; empty where the study has no pictures.
    Optional<Image2D> read(int row);
}
