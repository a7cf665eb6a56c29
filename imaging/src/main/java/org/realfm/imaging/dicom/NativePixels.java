package org.realfm.imaging.dicom;

import java.nio.ByteOrder;
import java.util.Arrays;

/// Frames that are not compressed (PS3.5 8.1.1, 8.2.1 and annex D).
final class NativePixels {

    private NativePixels() {}

    /// Reads a frame's stored values.
    ///
    /// @throws UnreadableDicom if the value is too short for it
    static int[] frame(Element element, PixelFormat format, ByteOrder order, int index) throws UnreadableDicom {
        boolean pairs = format.photometric().equals("YBR_FULL_422") && format.samples() == 3;
        int stored = pairs ? format.frameSamples() / 3 * 2 : format.frameSamples();
        long first = (long) index * stored * format.allocated() / 8;
        long last = ((index + 1L) * stored * format.allocated() + 7) / 8;
        if (last > element.length()) {
            throw new UnreadableDicom(Tag.PIXEL_DATA, element.offset(), element.length() + " bytes",
                    last + " for frame " + (index + 1) + " of " + format.frames());
        }
        boolean words = element.vr() == Vr.OW && order == ByteOrder.BIG_ENDIAN && format.allocated() < 16;
        long begin = words ? first & ~1L : first; // bytes are swapped within words
        long end = words ? Math.min(last + 1 & ~1L, element.length()) : last;
        byte[] bytes = part(element, begin, (int) (end - begin));
        if (words) {
            for (int i = 0; i + 1 < bytes.length; i += 2) {
                byte swap = bytes[i];
                bytes[i] = bytes[i + 1];
                bytes[i + 1] = swap;
            }
        }
        int skipped = (int) (first - begin);
        int[] values = new int[stored];
        switch (format.allocated()) {
            case 1 -> {
                int bit = 8 * skipped + (int) ((long) index * stored % 8);
                for (int i = 0; i < stored; i++, bit++) {
                    values[i] = bytes[bit >> 3] >> (bit & 7) & 1;
                }
            }
            case 8 -> {
                for (int i = 0; i < stored; i++) {
                    values[i] = format.value(bytes[skipped + i] & 0xFF);
                }
            }
            default -> {
                int size = format.allocated() / 8;
                boolean little = order == ByteOrder.LITTLE_ENDIAN;
                for (int i = 0; i < stored; i++) {
                    int bits = 0;
                    for (int b = 0; b < size; b++) {
                        bits |= (bytes[size * i + b] & 0xFF) << 8 * (little ? b : size - 1 - b);
                    }
                    values[i] = format.value(bits);
                }
            }
        }
        return pairs ? pairs(values) : format.planar() ? interleaved(values, format.samples()) : values;
    }

    private static byte[] part(Element element, long from, int length) throws UnreadableDicom {
        return switch (element.value()) {
            case Element.Slice slice -> slice.source().bytes(element.tag(), element.offset() + from, length);
            case Element.Bytes known -> Arrays.copyOfRange(known.bytes(), (int) from, (int) from + length);
            case Element.Items items -> throw new IllegalStateException();
            case Element.Fragments fragments -> throw new IllegalStateException();
        };
    }

    /// Two pixels that share their colour are stored as Y, Y, Cb, Cr (PS3.3 C.7.6.3.1.2).
    private static int[] pairs(int[] stored) {
        int[] values = new int[stored.length / 2 * 3];
        for (int from = 0, to = 0; from + 3 < stored.length; from += 4, to += 6) {
            values[to] = stored[from];
            values[to + 3] = stored[from + 1];
            values[to + 1] = values[to + 4] = stored[from + 2];
            values[to + 2] = values[to + 5] = stored[from + 3];
        }
        return values;
    }

    private static int[] interleaved(int[] planes, int samples) {
        int pixels = planes.length / samples;
        int[] values = new int[planes.length];
        for (int s = 0; s < samples; s++) {
            for (int i = 0; i < pixels; i++) {
                values[i * samples + s] = planes[s * pixels + i];
            }
        }
        return values;
    }
}
