package org.realfm.imaging.interventions;

import java.util.Locale;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.Mask;

/// A frame along all four edges.
///
/// @param kind  what it looks like
/// @param width its width as a fraction of the picture's shorter side, in (0, 0.25]; at least one pixel is drawn
public record Border(Kind kind, double width) implements Edit {

    /// A twenty-eighth of the shorter side: one pixel of 28.
    public static final double USUAL_WIDTH = 1.0 / 28;

    /// What a border looks like.
    public enum Kind {
        /// Collimator blades shown black, as most displays do.
        BLACK,
        /// The unexposed or scanned film's rim shown white.
        WHITE
    }

    public Border {
        if (!(width > 0 && width <= 0.25)) {
            throw new IllegalArgumentException("a border's width lies in (0, 0.25], found " + width);
        }
    }

    @Override
    public String id() {
        return "border:" + kind.name().toLowerCase(Locale.ROOT) + ":width=" + width;
    }

    @Override
    public String name() {
        return "border " + kind.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Edit outline() {
        return new Border(Kind.WHITE, width);
    }

    @Override
    public Mask mask(int columns, int rows) {
        int rim = Math.max(1, (int) Math.round(width * Math.min(columns, rows)));
        return Mask.of(columns, rows, (x, y) -> x < rim || y < rim || x >= columns - rim || y >= rows - rim);
    }

    @Override
    public Image2D apply(Image2D image, long seed) {
        return Edit.fill(image, mask(image.width(), image.height()), kind == Kind.WHITE ? image.fullScale() : 0);
    }
}
