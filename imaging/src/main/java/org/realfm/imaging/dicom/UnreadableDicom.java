package org.realfm.imaging.dicom;

import java.util.Locale;

/// A DICOM file, or a part of it, cannot be read. That is data about a cohort, not a failure of the run: it names the
/// data element and the place in the file, what was found there, and what was expected.
public final class UnreadableDicom extends Exception {

    private static final long serialVersionUID = 1L;

    /// Stands for the tag where no data element is concerned, and for the offset where no place is.
    public static final int NONE = -1;

    private final int tag;
    private final long offset;
    private final String found;
    private final String expected;

    /// @param tag      the data element, `ggggeeee`, or [#NONE]
    /// @param offset   bytes from the start of the file (of the inflated data set if the file is deflated), or [#NONE]
    /// @param found    what was found, as in "a length of 8192 bytes"
    /// @param expected what was expected, as in "at most the 8130 bytes that are left"
    public UnreadableDicom(int tag, long offset, String found, String expected) {
        super((tag == NONE ? "" : Tag.text(tag) + " ")
                + (offset == NONE ? "" : String.format(Locale.ROOT, "at byte %d: ", offset))
                + "found " + found + ", expected " + expected);
        this.tag = tag;
        this.offset = offset;
        this.found = found;
        this.expected = expected;
    }

    /// The data element concerned, `ggggeeee`, or [#NONE].
    public int tag() {
        return tag;
    }

    /// Where: bytes from the start of the file (of the inflated data set if the file is deflated), or [#NONE].
    public long offset() {
        return offset;
    }

    /// What was found.
    public String found() {
        return found;
    }

    /// What was expected instead.
    public String expected() {
        return expected;
    }
}
