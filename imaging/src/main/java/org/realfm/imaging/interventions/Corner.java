package org.realfm.imaging.interventions;

import java.util.Locale;

/// A corner of the picture, as it is seen.
public enum Corner {
    TOP_LEFT,
    TOP_RIGHT,
    BOTTOM_LEFT,
    BOTTOM_RIGHT;

    /// The left edge of a thing of the given width that keeps `inset` pixels from the picture's edge.
    int left(int pictureWidth, int width, int inset) {
        return this == TOP_LEFT || this == BOTTOM_LEFT ? inset : pictureWidth - width - inset;
    }

    /// The top edge of a thing of the given height that keeps `inset` pixels from the picture's edge.
    int top(int pictureHeight, int height, int inset) {
        return this == TOP_LEFT || this == TOP_RIGHT ? inset : pictureHeight - height - inset;
    }

    /// `top left` and so on.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /// `top-left` and so on, for ids.
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
