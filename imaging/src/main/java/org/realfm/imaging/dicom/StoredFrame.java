package org.realfm.imaging.dicom;

/// The stored values of a frame: neither rescaled, nor windowed, nor looked up.
///
/// @param rows    rows
/// @param columns columns
/// @param samples samples a pixel
/// @param signed  whether they may be negative
/// @param bits    bits stored of each
/// @param values  row by row, the samples of a pixel side by side; unsigned samples of 32 bits as their bits
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record StoredFrame(int rows, int columns, int samples, boolean signed, int bits, int[] values) {

    /// A stored value.
    ///
    /// @param index `(row * columns + column) * samples + sample`
    public long value(int index) {
        return signed ? values[index] : Integer.toUnsignedLong(values[index]);
    }
}
