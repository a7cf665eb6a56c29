package org.realfm.study;

/// The part of a cohort to which a case belongs.
public enum Split {
    /// What the verdict rests on.
    EVALUATE,
    /// Where the threshold is chosen.
    TUNE,
    /// What the model was developed on.
    DEVELOPMENT,
    /// Named by no part of the study.
    UNUSED
}
