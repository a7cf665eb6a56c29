package org.realfm.imaging.interventions;

import java.util.Locale;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.Mask;

/// A square burned into a corner, as an old scanner or an export step leaves it.
///
/// @param corner where
/// @param size   its side as a fraction of the picture's shorter side, in (0, 0.5]; at least one pixel is drawn. It
///               keeps a distance of a quarter of its side from the edges
/// @param tone   bright or dark
public record Mark(Corner corner, double size, Tone tone) implements Edit {

    /// A seventh of the shorter side: four pixels of 28.
    public static final double USUAL_SIZE = 1.0 / 7;

    /// What a mark looks like.
    public enum Tone {
        /// Full scale.
        BRIGHT,
        /// Zero.
        DARK
    }

    public Mark {
        if (!(size > 0 && size <= 0.5)) {
            throw new IllegalArgumentException("a mark's size lies in (0, 0.5], found " + size);
        }
    }

    /// A bright mark.
    public Mark(Corner corner, double size) {
        this(corner, size, Tone.BRIGHT);
    }

    @Override
    public String id() {
        return "mark:" + corner.id() + ":size=" + size + suffix(":");
    }

    @Override
    public String name() {
        return "mark " + corner + suffix(" ");
    }

    private String suffix(String separator) {
        return tone == Tone.BRIGHT ? "" : separator + tone.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Edit outline() {
        return new Mark(corner, size);
    }

    @Override
    public Mask mask(int width, int height) {
        int side = Math.max(1, (int) Math.round(size * Math.min(width, height)));
        int left = corner.left(width, side, side / 4);
        int top = corner.top(height, side, side / 4);
        return Mask.of(width, height, (x, y) -> x >= left && x < left + side && y >= top && y < top + side);
    }

    @Override
    public Image2D apply(Image2D image, long seed) {
        return Edit.fill(image, mask(image.width(), image.height()), tone == Tone.BRIGHT ? image.fullScale() : 0);
    }
}
