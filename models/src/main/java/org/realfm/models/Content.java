package org.realfm.models;

import java.util.Optional;
import org.realfm.imaging.Image2D;

/// What is shown to a model.
///
/// @param caseId the case as the cohort names it; only a table of predictions looks at it
/// @param image  the picture; empty where the study has none, or the model answers from a table
/// @param record what is known beside the picture
public record Content(String caseId, Optional<Image2D> image, ClinicalRecord record) {

    /// A case of which nothing but the picture is known.
    public Content(String caseId, Optional<Image2D> image) {
        this(caseId, image, ClinicalRecord.NONE);
    }
}
