package org.realfm.imaging.phantom.graph;

/// Where one thing lies, seen from another. In a patient left is the patient's left and above is towards the head; in a picture
/// without a patient (a slide) both are as one looks at it.
public enum Direction {
    LEFT_OF("left of"),
    RIGHT_OF("right of"),
    IN_FRONT_OF("in front of"),
    BEHIND("behind"),
    ABOVE("above"),
    BELOW("below");

    private final String id;

    Direction(String id) {
        this.id = id;
    }

    /// As it is written.
    public String id() {
        return id;
    }

    /// What holds with the two exchanged.
    public Direction inverse() {
        return switch (this) {
            case LEFT_OF -> RIGHT_OF;
            case RIGHT_OF -> LEFT_OF;
            case IN_FRONT_OF -> BEHIND;
            case BEHIND -> IN_FRONT_OF;
            case ABOVE -> BELOW;
            case BELOW -> ABOVE;
        };
    }
}
