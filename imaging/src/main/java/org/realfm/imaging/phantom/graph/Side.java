package org.realfm.imaging.phantom.graph;

/// On which side of the patient's body a thing lies, whatever side of a picture that is shown on.
public enum Side {
    /// The patient's right: x below 0 in LPS.
    RIGHT("right"),
    /// The patient's left.
    LEFT("left"),
    /// Across the middle, or within a margin of it.
    MIDLINE("midline"),
    /// There are no sides: a piece of tissue on a slide.
    NONE("none");

    private final String id;

    Side(String id) {
        this.id = id;
    }

    /// As it is written.
    public String id() {
        return id;
    }

    /// The side in a mirror.
    public Side mirrored() {
        return switch (this) {
            case RIGHT -> LEFT;
            case LEFT -> RIGHT;
            case MIDLINE, NONE -> this;
        };
    }
}
