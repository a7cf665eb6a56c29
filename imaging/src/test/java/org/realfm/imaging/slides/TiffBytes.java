package org.realfm.imaging.slides;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Writes tiled TIFF and BigTIFF for tests, from TIFF 6.0 and independently of the reader.
public final class TiffBytes {

    /// Columns, and rows, of a tile.
    public static final int TILE = 16;

    private TiffBytes() {}

    /// Square levels of 8 bits, in tiles that all hold the same code.
    ///
    /// @param big     BigTIFF
    /// @param tile    the code of [#TILE] x [#TILE] pixels
    /// @param sides   pixels along each level; what follows is chained
    public static byte[] pyramid(boolean big, ByteOrder order, int compression, int photometric, int samples, byte[] tile,
            int... sides) {
        ByteBuffer out = ByteBuffer.allocate(1 << 16).order(order);
        byte mark = (byte) (order == ByteOrder.LITTLE_ENDIAN ? 'I' : 'M');
        out.put(mark).put(mark).putShort((short) (big ? 43 : 42));
        if (big) {
            out.putShort((short) 8).putShort((short) 0).putLong(16);
        } else {
            out.putInt(8);
        }
        for (int level = 0; level < sides.length; level++) {
            int across = Math.ceilDiv(sides[level], TILE);
            int[][] tags = {
                {256, sides[level]}, {257, sides[level]}, {258, 8}, {259, compression}, {262, photometric}, {277, samples},
                {322, TILE}, {323, TILE}, {324, 0}, {325, tile.length}
            };
            int end = out.position() + (big ? 16 + 20 * tags.length : 6 + 12 * tags.length);
            int count = across * across;
            int code = end + (count > 1 ? 8 * count : 0);
            number(out, big, 2, tags.length);
            for (int[] tag : tags) {
                int many = tag[0] >= 324 ? count : 1;
                out.putShort((short) tag[0]).putShort((short) 4);
                number(out, big, 4, many);
                if (many > 1) {
                    number(out, big, 4, tag[0] == 324 ? end : end + 4 * count);
                } else {
                    out.putInt(tag[0] == 324 ? code : tag[1]);
                    if (big) {
                        out.putInt(0); // values are left-justified
                    }
                }
            }
            number(out, big, 4, level + 1 < sides.length ? code + tile.length : 0);
            for (int i = 0; count > 1 && i < 2 * count; i++) {
                out.putInt(i < count ? code : tile.length);
            }
            out.put(tile);
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    private static void number(ByteBuffer out, boolean big, int size, int value) {
        if (big) {
            out.putLong(value);
        } else if (size == 2) {
            out.putShort((short) value);
        } else {
            out.putInt(value);
        }
    }
}
