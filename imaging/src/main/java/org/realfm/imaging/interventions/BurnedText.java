package org.realfm.imaging.interventions;

import org.realfm.imaging.Image2D;
import org.realfm.imaging.Mask;

/// White letters burned into the pixels, in a raster font of their own (3 x 5 dots a letter), so that they have the same
/// bytes everywhere. A dot is one pixel for every 96 of the picture's shorter side, and at least one; what does not fit
/// is cut off at the picture's edge.
///
/// @param text   letters A to Z, digits, space and hyphen; at least one visible letter
/// @param corner where it stands, one dot from the edges
public record BurnedText(String text, Corner corner) implements Edit {

    private static final int PIXELS_PER_DOT = 96;

    public BurnedText {
        if (text.isBlank() || !text.matches("[A-Z0-9 -]+")) {
            throw new IllegalArgumentException("a burned text has letters A to Z, digits, space and hyphen, found '"
                    + text + "'");
        }
    }

    @Override
    public String id() {
        return "text:" + text + ":" + corner.id();
    }

    @Override
    public String name() {
        return "text " + text + " " + corner;
    }

    @Override
    public Mask mask(int width, int height) {
        return mask(width, height, Math.max(1, Math.min(width, height) / PIXELS_PER_DOT));
    }

    /// The inked pixels if a dot has so many.
    Mask mask(int width, int height, int dot) {
        int left = Math.max(0, corner.left(width, (DotFont.ADVANCE * text.length() - 1) * dot, dot));
        int top = Math.max(0, corner.top(height, DotFont.HEIGHT * dot, dot));
        return Mask.of(width, height, (x, y) ->
                x >= left && y >= top && DotFont.inked(text, (x - left) / dot, (y - top) / dot));
    }

    @Override
    public Image2D apply(Image2D image, long seed) {
        return Edit.fill(image, mask(image.width(), image.height()), image.fullScale());
    }
}
