package org.realfm.models;

import java.nio.file.Path;
import java.util.Optional;
import org.realfm.imaging.Image2D;
import org.realfm.ledger.Digest;

/// What is shown to a model.
///
/// @param caseId    the case as the cohort names it; only a table of predictions looks at it
/// @param image     the picture; empty where the study has none, or the model answers from a table
/// @param showing   identity of this showing, salted: the same in each run, another for a repetition; empty where it is never
///                  asked for again
/// @param untouched the file, where the picture is all that is in it as it stands there
public record Content(String caseId, Optional<Image2D> image, Optional<Digest> showing, Optional<Path> untouched) {

    /// A picture that is shown once and comes from no file.
    public Content(String caseId, Optional<Image2D> image) {
        this(caseId, image, Optional.empty(), Optional.empty());
    }
}
