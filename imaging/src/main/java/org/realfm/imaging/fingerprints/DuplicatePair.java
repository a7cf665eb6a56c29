package org.realfm.imaging.fingerprints;

/// Two cases that show the same picture.
///
/// @param reference  id in the set that was searched, say the development set
/// @param query      id in the set that was asked about, say the evaluation set
/// @param exact      whether the canonical pixels are equal
/// @param transform  how the query picture must be turned or mirrored to lie on the reference picture
/// @param similarity size of the correlation of detail in the common field, in [0, 1]; 1 if exact
/// @param deviations how far the pair lies above what films of the set that are no copies reach with each other, in
///                   spreads of theirs (see [DuplicateSearch]); infinite if exact
public record DuplicatePair(
        String reference, String query, boolean exact, Dihedral transform, double similarity, double deviations) {}
