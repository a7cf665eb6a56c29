package org.realfm.ledger;

import java.util.Locale;

/// What the evidence says of a criterion (CRITERIA 0.2). Missing is a value, never a number.
public enum Outcome {
    /// The interval lies wholly on the acceptable side of the threshold.
    MET,
    /// The interval lies wholly on the unacceptable side.
    NOT_MET,
    /// The interval crosses the threshold: the evidence is too imprecise to decide.
    INCONCLUSIVE,
    /// A precondition or an input is missing; the finding says which.
    NOT_ASSESSABLE,
    /// A rule of the intended use says that the question does not arise.
    NOT_APPLICABLE,
    /// Nobody looked.
    ABSENT;

    /// The words used in files and reports, for example `not met`.
    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /// The outcome written in these words.
    ///
    /// @throws IllegalArgumentException if there is none
    public static Outcome ofWords(String words) {
        return valueOf(words.toUpperCase(Locale.ROOT).replace(' ', '_'));
    }
}
