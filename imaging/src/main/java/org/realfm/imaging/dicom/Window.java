package org.realfm.imaging.dicom;

import java.io.IOException;
import java.nio.ByteOrder;

/// The part of an open source that is being read, and the numbers in it.
final class Window {

    /// The most bytes that are there at once.
    static final int LENGTH = 1 << 14;

    private final Source.Opened opened;
    private final byte[] bytes = new byte[LENGTH];
    private long start;
    private int length;

    Window(Source.Opened opened) {
        this.opened = opened;
    }

    /// A tag: two numbers of 16 bits.
    int tag(long offset, ByteOrder order) throws IOException {
        int at = reach(offset, 4);
        return u16(at, order) << 16 | u16(at + 2, order);
    }

    int u8(long offset) throws IOException {
        return bytes[reach(offset, 1)] & 0xFF;
    }

    int u16(long offset, ByteOrder order) throws IOException {
        return u16(reach(offset, 2), order);
    }

    long u32(long offset, ByteOrder order) throws IOException {
        int at = reach(offset, 4);
        long first = u16(at, order);
        long second = u16(at + 2, order);
        return order == ByteOrder.LITTLE_ENDIAN ? second << 16 | first : first << 16 | second;
    }

    /// A copy of some bytes.
    byte[] copy(long offset, int count) throws IOException {
        byte[] copy = new byte[count];
        if (count <= LENGTH) {
            System.arraycopy(bytes, reach(offset, count), copy, 0, count);
        } else if (opened.read(offset, copy, count) != count) {
            throw new IOException("it has become shorter");
        }
        return copy;
    }

    private int u16(int at, ByteOrder order) {
        int first = bytes[at] & 0xFF;
        int second = bytes[at + 1] & 0xFF;
        return order == ByteOrder.LITTLE_ENDIAN ? second << 8 | first : first << 8 | second;
    }

    /// Brings some bytes, which are there as far as is known, within reach.
    ///
    /// @return the index of the first
    private int reach(long offset, int count) throws IOException {
        if (offset < start || offset + count > start + length) {
            start = offset;
            length = Math.max(0, opened.read(offset, bytes, LENGTH));
            if (length < count) {
                throw new IOException("it ends at byte " + (offset + length));
            }
        }
        return (int) (offset - start);
    }
}
