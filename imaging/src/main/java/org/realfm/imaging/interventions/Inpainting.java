package org.realfm.imaging.interventions;

import org.realfm.imaging.Image2D;
import org.realfm.imaging.Mask;

/// Pixels made again from the film around them, by gradient-domain cloning (Perez, Gangnet and Blake 2003,
/// doi:10.1145/882262.882269) from the same film: the texture comes from the nearby place whose rim fits best, and the
/// difference at the rim is spread smoothly over the inside. Used as an edit's removal and as its sham twin, see [Edit].
///
/// @param of       the edit whose pixels are made again
/// @param mirrored whether those of the mask's mirror image are taken: the sham; else the removal
public record Inpainting(Edit of, boolean mirrored) implements Intervention {

    @Override
    public String id() {
        return (mirrored ? "sham:" : "removal:") + of.id();
    }

    /// The pixels that are made again on a picture of this size.
    public Mask mask(int width, int height) {
        Mask mask = of.mask(width, height);
        return mirrored ? mask.mirrored() : mask;
    }

    @Override
    public Image2D apply(Image2D image, long seed) {
        return SeamlessClone.fill(image, mask(image.width(), image.height()));
    }
}
