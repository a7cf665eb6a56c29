package org.realfm.imaging.dicom;

import java.util.List;

/// A data element (PS3.5 7.1).
///
/// @param tag    `ggggeeee`
/// @param vr     what its value is; taken from the standard's dictionary where the file does not say
/// @param offset where its value begins: bytes from the start of the file, or of the inflated data set
/// @param value  the value, or where it lies
public record Element(int tag, Vr vr, long offset, Value value) {

    /// A value, or where it lies.
    public sealed interface Value {}

    /// A short value, kept in memory as it is in the file.
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Bytes(byte[] bytes) implements Value {}

    /// A long value, left in the file until it is asked for.
    record Slice(Source source, long length) implements Value {}

    /// Nested data sets (PS3.5 7.5).
    record Items(List<DataSet> items) implements Value {}

    /// Encapsulated pixel data (PS3.5 A.4): the basic offset table, empty if there is none, and the fragments.
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Fragments(Source source, long[] offsets, long[] lengths, long[] offsetTable) implements Value {}

    /// Bytes of the value; 0 for sequences, the sum of all fragments for encapsulated pixel data.
    public long length() {
        return switch (value) {
            case Bytes known -> known.bytes.length;
            case Slice slice -> slice.length;
            case Items items -> 0;
            case Fragments fragments -> {
                long sum = 0;
                for (long length : fragments.lengths) {
                    sum += length;
                }
                yield sum;
            }
        };
    }

    /// The value's bytes as they are in the file.
    ///
    /// @throws UnreadableDicom if it is not plain bytes, or more than an array holds
    public byte[] bytes() throws UnreadableDicom {
        return switch (value) {
            case Bytes known -> known.bytes.clone();
            case Slice slice -> {
                if (slice.length > Integer.MAX_VALUE - 8) {
                    throw new UnreadableDicom(tag, offset, slice.length + " bytes", "at most 2 GiB at once");
                }
                yield slice.source.bytes(tag, offset, (int) slice.length);
            }
            case Items items -> throw new UnreadableDicom(tag, offset, "a sequence", "a plain value");
            case Fragments fragments -> throw new UnreadableDicom(tag, offset, "encapsulated fragments", "a plain value");
        };
    }

    @Override
    public String toString() {
        return Tag.text(tag) + " " + vr + " " + Dictionary.keyword(tag).orElse("?") + ", " + length() + " bytes at " + offset;
    }
}
