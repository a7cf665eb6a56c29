package org.realfm.imaging.dicom;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/// How a data set and its pixels are written down (PS3.5 section 10 and annex A).
public enum TransferSyntax {
    IMPLICIT_LITTLE("1.2.840.10008.1.2", Coding.NATIVE),
    EXPLICIT_LITTLE("1.2.840.10008.1.2.1", Coding.NATIVE),
    DEFLATED("1.2.840.10008.1.2.1.99", Coding.NATIVE),
    EXPLICIT_BIG("1.2.840.10008.1.2.2", Coding.NATIVE),
    JPEG_BASELINE("1.2.840.10008.1.2.4.50", Coding.JPEG),
    JPEG_EXTENDED("1.2.840.10008.1.2.4.51", Coding.JPEG),
    JPEG_SPECTRAL_SELECTION("1.2.840.10008.1.2.4.53", Coding.JPEG),
    JPEG_PROGRESSIVE("1.2.840.10008.1.2.4.55", Coding.JPEG),
    JPEG_LOSSLESS("1.2.840.10008.1.2.4.57", Coding.JPEG),
    JPEG_LOSSLESS_SV1("1.2.840.10008.1.2.4.70", Coding.JPEG),
    JPEG_LS_LOSSLESS("1.2.840.10008.1.2.4.80", Coding.JPEG_LS),
    JPEG_LS_NEAR_LOSSLESS("1.2.840.10008.1.2.4.81", Coding.JPEG_LS),
    JPEG_2000_LOSSLESS("1.2.840.10008.1.2.4.90", Coding.JPEG_2000),
    JPEG_2000("1.2.840.10008.1.2.4.91", Coding.JPEG_2000),
    RLE("1.2.840.10008.1.2.5", Coding.RLE);

    /// What the bytes of a frame are.
    enum Coding {
        NATIVE, RLE, JPEG, JPEG_LS, JPEG_2000
    }

    private final String uid;
    final Coding coding;

    TransferSyntax(String uid, Coding coding) {
        this.uid = uid;
        this.coding = coding;
    }

    /// Its unique identifier (PS3.6 annex A).
    public String uid() {
        return uid;
    }

    /// Whether each element says its value representation.
    public boolean isExplicit() {
        return this != IMPLICIT_LITTLE;
    }

    /// The order of the bytes of numbers in the data set.
    public ByteOrder order() {
        return this == EXPLICIT_BIG ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    /// The transfer syntax of this identifier; empty if it is none of these.
    public static Optional<TransferSyntax> of(String uid) {
        return Arrays.stream(values()).filter(syntax -> syntax.uid.equals(uid)).findFirst();
    }
}
