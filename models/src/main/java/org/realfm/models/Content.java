package org.realfm.models;

import java.nio.file.Path;
import java.util.Optional;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.pictures.Picture;
import org.realfm.ledger.Digest;

/// What is shown to a model.
///
/// @param caseId    the case as the cohort names it; only a table of predictions looks at it
/// @param picture   a picture or a volume; empty where the study has none, or the model answers from a table
/// @param showing   identity of this showing, salted: the same in each run, another for a repetition; empty where it is never
///                  asked for again
/// @param untouched the file, where the picture is all that is in it as it stands there
/// @param record    what is known beside the picture
public record Content(
        String caseId, Optional<Picture> picture, Optional<Digest> showing, Optional<Path> untouched, ClinicalRecord record) {

    /// The same, of which nothing but the picture is known.
    public Content(String caseId, Optional<Picture> picture) {
        this(caseId, picture, ClinicalRecord.NONE);
    }

    /// A case that is shown once, and whose picture comes from no file.
    public Content(String caseId, Optional<Picture> picture, ClinicalRecord record) {
        this(caseId, picture, Optional.empty(), Optional.empty(), record);
    }

    /// A case with a picture of one plane.
    public static Content of(String caseId, Image2D image) {
        return new Content(caseId, Optional.of(new Picture.Flat(image)));
    }
}
