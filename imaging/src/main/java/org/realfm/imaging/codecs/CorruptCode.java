package org.realfm.imaging.codecs;

/// Compressed pixels cannot be decoded.
public final class CorruptCode extends Exception {

    private static final long serialVersionUID = 1L;

    private final long offset;
    private final String found;
    private final String expected;

    /// @param offset   bytes from the start of the code
    /// @param found    what was found there
    /// @param expected what was expected
    public CorruptCode(long offset, String found, String expected) {
        super("at byte " + offset + " of the compressed frame: found " + found + ", expected " + expected);
        this.offset = offset;
        this.found = found;
        this.expected = expected;
    }

    /// Bytes from the start of the code.
    public long offset() {
        return offset;
    }

    /// What was found.
    public String found() {
        return found;
    }

    /// What was expected.
    public String expected() {
        return expected;
    }
}
