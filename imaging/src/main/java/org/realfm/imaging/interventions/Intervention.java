package org.realfm.imaging.interventions;

import org.realfm.imaging.Image2D;

/// A known change to a picture: the same picture and seed give the same bytes, everywhere.
public sealed interface Intervention
        permits Alteration, Corruption, Edit, Inpainting, Opacity, DuplicateCopy, Injection, Mirroring {

    /// What it does with which parameters, as one stable line: part of what a stimulus is digested from.
    String id();

    /// The changed picture: stored values (whole, within the depth) of the same depth and channels. Only a
    /// [DuplicateCopy] and a crop may change the size.
    ///
    /// @param seed settles what is random in it; interventions without randomness ignore it
    Image2D apply(Image2D image, long seed);
}
