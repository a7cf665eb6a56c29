package org.realfm.models;

import java.util.Optional;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.pictures.Picture;

/// What is shown to a model.
///
/// @param caseId  the case as the cohort names it; only a table of predictions looks at it
/// @param picture a picture or a volume; empty where the study has none, or the model answers from a table
public record Content(String caseId, Optional<Picture> picture) {

    /// A case with a picture of one plane.
    public static Content of(String caseId, Image2D image) {
        return new Content(caseId, Optional.of(new Picture.Flat(image)));
    }
}
