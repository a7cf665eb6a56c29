package org.realfm.imaging.phantom.graph;

/// What sort of thing an object is.
public enum Category {
    /// An organ or a part of one.
    ORGAN("organ"),
    /// What fills the room between organs, or lines them.
    TISSUE("tissue"),
    /// What a finding would be made of: present, absent, growing, shrinking.
    LESION("lesion"),
    /// A region of a piece of tissue.
    REGION("region"),
    /// A cell's nucleus.
    NUCLEUS("nucleus"),
    /// Put on the picture, not in the body.
    MARK("mark");

    private final String id;

    Category(String id) {
        this.id = id;
    }

    /// As it is written.
    public String id() {
        return id;
    }
}
