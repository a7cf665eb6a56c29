package org.realfm.imaging.dicom;

/// Something that a file does that the standard forbids, and that it could be read in spite of.
///
/// @param tag    the data element, `ggggeeee`, or [UnreadableDicom#NONE]
/// @param offset where: bytes from the start of the file, or of the inflated data set
/// @param text   what
public record Remark(int tag, long offset, String text) {

    @Override
    public String toString() {
        return (tag == UnreadableDicom.NONE ? "" : Tag.text(tag) + " ") + "at byte " + offset + ": " + text;
    }
}
