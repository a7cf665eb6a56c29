package org.realfm.imaging.codecs;

import java.util.Locale;

/// The headers of a JPEG 2000 codestream (ITU-T T.800 annex A), looked through before a decoder that trusts them does:
/// sizes, tiles, how many code-blocks and layers there would be, and whether the tile-parts are there.
final class Jpeg2000Header {

    private static final int MOST_TILES = 1 << 12;
    private static final int MOST_LEVELS = 32;

    /// Code-blocks times layers that a byte of code may ask for, beyond a million; the decoder takes some 30 bytes for each.
    private static final long MOST_WORK_A_BYTE = 64;

    private static final long FREE_WORK = 1L << 20;

    private final byte[] code;
    private final int start;
    private long width;
    private long height;
    private long tileWidth;
    private long tileHeight;
    private int components;

    private Jpeg2000Header(byte[] code, int start) {
        this.code = code;
        this.start = start;
    }

    /// Where the codestream begins: at SOC and SIZ. A JP2 file has boxes before it.
    static int codestream(byte[] code) throws CorruptCode {
        boolean boxed = code.length > 12 && code[4] == 'j' && code[5] == 'P';
        int last = boxed ? code.length - 4 : 0;
        for (int at = 0; at <= last && at + 4 <= code.length; at++) {
            if (u16(code, at) == 0xFF4F && u16(code, at + 2) == 0xFF51) {
                return at;
            }
        }
        throw new CorruptCode(0, code.length < 4 ? code.length + " bytes"
                : String.format(Locale.ROOT, "%04X%04X", u16(code, 0), u16(code, 2)), "the start of a codestream, FF4FFF51");
    }

    /// Refuses what the decoder would choke on.
    ///
    /// @return the code, with the count of tile-parts corrected where they are numbered beyond it: the decoder would leave
    ///         out the last of them
    static byte[] checked(byte[] code, int start, Shape shape) throws CorruptCode {
        Jpeg2000Header header = new Jpeg2000Header(code, start);
        header.size(shape);
        int first = header.segments(start + 4 + u16(code, start + 4), 0xFF90);
        return header.tileParts(first);
    }

    /// T.800 A.5.1: the image and tile size.
    private void size(Shape shape) throws CorruptCode {
        int at = start + 4;
        if (code.length - at < 38) {
            throw new CorruptCode(at, (code.length - at) + " bytes", "an image size segment of 38 or more");
        }
        long x0 = u32(at + 12);
        long y0 = u32(at + 16);
        width = u32(at + 4) - x0;
        height = u32(at + 8) - y0;
        tileWidth = u32(at + 20);
        tileHeight = u32(at + 24);
        components = u16(code, at + 36);
        shape.require(at + 4, width, height, components);
        long left = u32(at + 28);
        long top = u32(at + 32);
        boolean covers = left <= x0 && top <= y0 && left + tileWidth > x0 && top + tileHeight > y0;
        if (!covers || x0 + width > Integer.MAX_VALUE || y0 + height > Integer.MAX_VALUE) {
            throw new CorruptCode(at + 20, "tiles of " + tileWidth + " x " + tileHeight + " from " + left + ", " + top,
                    "the first to hold the image's corner " + x0 + ", " + y0);
        }
        long tiles = ((width + x0 - left) / tileWidth + 1) * ((height + y0 - top) / tileHeight + 1);
        if (tiles > MOST_TILES || code.length - at < 38 + 3 * components) {
            throw new CorruptCode(at + 20, tiles + " tiles of " + components + " components",
                    "at most " + MOST_TILES + " tiles");
        }
        for (int c = 0; c < components; c++) {
            int depth = (code[at + 38 + 3 * c] & 0x7F) + 1;
            if (depth > 31 || code[at + 39 + 3 * c] != 1 || code[at + 40 + 3 * c] != 1) {
                throw new CorruptCode(at + 38 + 3 * c, depth + " bits, subsampled " + code[at + 39 + 3 * c] + " x "
                        + code[at + 40 + 3 * c], "at most 31 bits, not subsampled");
            }
        }
    }

    /// Goes through the segments of a header.
    ///
    /// @param last the marker that ends it
    /// @return where that marker is
    private int segments(int from, int last) throws CorruptCode {
        int layers = 1;
        int at = from;
        while (at + 4 <= code.length && u16(code, at) != last) {
            int marker = u16(code, at);
            int length = u16(code, at + 2);
            if (marker < 0xFF00 || length < 2 || at + 2 + length > code.length) {
                throw new CorruptCode(at, String.format(Locale.ROOT, "%04X with %d bytes", marker, length),
                        "a marker with at most the " + (code.length - at - 2) + " bytes left");
            }
            if (marker == 0xFF60 || marker == 0xFF61) { // JJ2000 reads on for ever where they are cut short
                throw new CorruptCode(at, "packed packet headers (PPM, PPT)", "packet headers with their packets");
            }
            if (marker == 0xFF52 && length >= 12) { // COD: style, progression, layers, transform, levels
                layers = u16(code, at + 6);
                coding(at, at + 9, (code[at + 4] & 1) == 1, at + 2 + length, layers);
            } else if (marker == 0xFF53 && length >= 9) { // COC: component, style, levels
                int style = at + (components < 257 ? 5 : 6);
                coding(at, style + 1, (code[style] & 1) == 1, at + 2 + length, layers);
            }
            at += 2 + length;
        }
        if (at + 2 > code.length || u16(code, at) != last) {
            throw new CorruptCode(at, "the end", String.format(Locale.ROOT, "a marker %04X", last));
        }
        return at;
    }

    /// T.800 A.6.1: levels, code-block size, and precincts, which bound code-blocks too.
    private void coding(int segment, int at, boolean precincts, int end, int layers) throws CorruptCode {
        int levels = code[at] & 0xFF;
        if (levels > MOST_LEVELS || precincts && end - at < 6 + levels) {
            throw new CorruptCode(segment, levels + " levels in " + (end - at) + " bytes", "at most " + MOST_LEVELS
                    + ", with a precinct size for each");
        }
        int blockWidth = (code[at + 1] & 15) + 2;
        int blockHeight = (code[at + 2] & 15) + 2;
        long across = Math.min(tileWidth, width);
        long down = Math.min(tileHeight, height);
        long tiles = (width / across + 2) * (height / down + 2);
        long blocks = 0;
        for (int r = 0; r <= levels; r++) {
            int precinct = precincts ? code[at + 5 + r] & 0xFF : 0xFF;
            int half = r > 0 ? 1 : 0;
            int wide = Math.clamp((precinct & 15) - half, 0, blockWidth);
            int high = Math.clamp((precinct >> 4) - half, 0, blockHeight);
            int reduced = Math.min(62, levels - r);
            blocks += ((across >> reduced + wide) + 2) * ((down >> reduced + high) + 2);
        }
        long work = blocks * tiles * components * Math.max(1, layers);
        if (work > FREE_WORK + MOST_WORK_A_BYTE * code.length) {
            throw new CorruptCode(segment, work + " code-blocks and layers", "at most " + MOST_WORK_A_BYTE + " a byte");
        }
    }

    /// T.800 A.4.2: tile-parts follow one another. Some encoders number them beyond the count that they give.
    private byte[] tileParts(int first) throws CorruptCode {
        int at = first;
        int parts = 0;
        boolean wrong = false;
        while (at + 12 <= code.length && u16(code, at) == 0xFF90) {
            long length = u32(at + 6);
            if (length > code.length - at) {
                throw new CorruptCode(at + 6, "a tile-part of " + length + " bytes", "at most the " + (code.length - at)
                        + " that are left");
            }
            segments(at + 12, 0xFF93);
            int number = code[at + 10] & 0xFF;
            wrong |= code[at + 11] != 0 && number >= (code[at + 11] & 0xFF);
            parts = Math.max(parts, number + 1);
            if (length < 14) { // 0: to the end
                break;
            }
            at += (int) length;
        }
        if (!wrong) {
            return code;
        }
        byte[] sound = code.clone();
        for (int i = first; i < at; i += (int) u32(i + 6)) {
            sound[i + 11] = (byte) parts;
        }
        return sound;
    }

    private static int u16(byte[] code, int at) {
        return (code[at] & 0xFF) << 8 | code[at + 1] & 0xFF;
    }

    private long u32(int at) {
        return (long) u16(code, at) << 16 | u16(code, at + 2);
    }
}
