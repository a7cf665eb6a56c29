package org.realfm.imaging.dicom;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.Deflater;

/// Writes DICOM for tests, whole or broken, from PS3.5 and independently of the reader.
final class DicomBytes {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final boolean explicit;
    private final ByteOrder order;

    private DicomBytes(boolean explicit, ByteOrder order) {
        this.explicit = explicit;
        this.order = order;
    }

    static DicomBytes of(TransferSyntax syntax) {
        return new DicomBytes(syntax.isExplicit(), syntax.order());
    }

    /// A data set of its own, for items.
    DicomBytes item() {
        return new DicomBytes(explicit, order);
    }

    DicomBytes element(int tag, String vr, byte[] value) {
        return header(tag, vr, value.length).raw(value);
    }

    /// An element's header, with any length (-1: undefined).
    DicomBytes header(int tag, String vr, int length) {
        number(2, tag >>> 16).number(2, tag);
        if (!explicit) {
            return number(4, length);
        }
        raw(vr.getBytes(StandardCharsets.US_ASCII));
        boolean wide = "OB OD OF OL OV OW SQ SV UC UN UR UT UV".contains(vr);
        return wide ? number(2, 0).number(4, length) : number(2, length);
    }

    DicomBytes text(int tag, String vr, String value) {
        return text(tag, vr, value, StandardCharsets.ISO_8859_1);
    }

    DicomBytes text(int tag, String vr, String value, Charset charset) {
        byte[] bytes = value.getBytes(charset);
        byte[] even = new byte[bytes.length + 1 & ~1];
        Arrays.fill(even, (byte) (vr.equals("UI") ? 0 : ' '));
        System.arraycopy(bytes, 0, even, 0, bytes.length);
        return element(tag, vr, even);
    }

    /// Numbers of 2 (US, SS, OW) or 4 bytes (UL, SL).
    DicomBytes numbers(int tag, String vr, int... values) {
        int size = vr.equals("UL") || vr.equals("SL") ? 4 : 2;
        header(tag, vr, size * values.length);
        for (int value : values) {
            number(size, value);
        }
        return this;
    }

    DicomBytes sequence(int tag, boolean undefined, DicomBytes... items) {
        DicomBytes within = item();
        for (DicomBytes item : items) {
            byte[] bytes = item.bytes();
            within.number(2, 0xFFFE).number(2, 0xE000).number(4, undefined ? -1 : bytes.length).raw(bytes);
            if (undefined) {
                within.number(2, 0xFFFE).number(2, 0xE00D).number(4, 0);
            }
        }
        byte[] bytes = within.bytes();
        header(tag, "SQ", undefined ? -1 : bytes.length).raw(bytes);
        return undefined ? number(2, 0xFFFE).number(2, 0xE0DD).number(4, 0) : this;
    }

    /// Encapsulated pixel data; the first fragment is the offset table.
    DicomBytes fragments(byte[]... fragments) {
        header(Tag.PIXEL_DATA, "OB", -1);
        for (byte[] fragment : fragments) {
            number(2, 0xFFFE).number(2, 0xE000).number(4, fragment.length).raw(fragment);
        }
        return number(2, 0xFFFE).number(2, 0xE0DD).number(4, 0);
    }

    /// The image pixel module.
    DicomBytes format(int rows, int columns, int samples, int allocated, int stored, boolean signed, String photometric, int frames) {
        numbers(Tag.SAMPLES_PER_PIXEL, "US", samples).text(Tag.PHOTOMETRIC_INTERPRETATION, "CS", photometric);
        if (samples > 1) {
            numbers(Tag.PLANAR_CONFIGURATION, "US", 0);
        }
        text(Tag.NUMBER_OF_FRAMES, "IS", String.valueOf(frames)).numbers(Tag.ROWS, "US", rows).numbers(Tag.COLUMNS, "US", columns);
        return numbers(Tag.BITS_ALLOCATED, "US", allocated).numbers(Tag.BITS_STORED, "US", stored)
                .numbers(Tag.HIGH_BIT, "US", stored - 1).numbers(Tag.PIXEL_REPRESENTATION, "US", signed ? 1 : 0);
    }

    DicomBytes raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    private DicomBytes number(int size, int value) {
        ByteBuffer buffer = ByteBuffer.allocate(size).order(order);
        return raw((size == 2 ? buffer.putShort((short) value) : buffer.putInt(value)).array());
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    /// The file: preamble, prefix, meta information, data set.
    byte[] file(TransferSyntax syntax) {
        DicomBytes meta = of(TransferSyntax.EXPLICIT_LITTLE).text(Tag.TRANSFER_SYNTAX_UID, "UI", syntax.uid());
        DicomBytes file = of(TransferSyntax.EXPLICIT_LITTLE).raw(new byte[128]).raw("DICM".getBytes(StandardCharsets.US_ASCII))
                .numbers(0x00020000, "UL", meta.bytes().length).raw(meta.bytes());
        return file.raw(syntax == TransferSyntax.DEFLATED ? deflated(bytes()) : bytes()).bytes();
    }

    static byte[] deflated(byte[] bytes) {
        try (Deflater deflater = new Deflater(9, true)) {
            deflater.setInput(bytes);
            deflater.finish();
            byte[] out = new byte[bytes.length + 100];
            return Arrays.copyOf(out, deflater.deflate(out));
        }
    }
}
