package org.realfm.imaging.dicom;

import java.util.Arrays;

/// Which fragments of encapsulated pixel data make up which frame (PS3.5 A.4): told by there being one for each, by the
/// basic or the extended offset table (PS3.3 C.7.6.3.1.8), or by the marker that a frame's code starts with.
final class FrameIndex {

    private final Element.Fragments fragments;
    private final int[] firsts; // the first fragment of each frame, and one past the last

    private FrameIndex(Element.Fragments fragments, int[] firsts) {
        this.fragments = fragments;
        this.firsts = firsts;
    }

    static FrameIndex of(DataSet set, Element element, Element.Fragments fragments, int frames) throws UnreadableDicom {
        int count = fragments.offsets().length;
        if (count < frames) {
            throw new UnreadableDicom(element.tag(), element.offset(), count + " fragments", "at least one for each of "
                    + frames + " frames");
        }
        int[] firsts = new int[frames + 1];
        firsts[frames] = count;
        if (frames == 1) {
            return new FrameIndex(fragments, firsts);
        }
        if (count == frames) {
            Arrays.setAll(firsts, i -> i);
            return new FrameIndex(fragments, firsts);
        }
        long[] table = fragments.offsetTable().length == frames ? fragments.offsetTable()
                : set.longs(Tag.EXTENDED_OFFSET_TABLE);
        if (table.length == frames) {
            for (int i = 0; i < frames; i++) {
                long header = fragments.offsets()[0] + table[i]; // both lie 8 before their fragments
                firsts[i] = Arrays.binarySearch(fragments.offsets(), header);
                if (firsts[i] < 0 || i > 0 && firsts[i] <= firsts[i - 1] || i == 0 && firsts[0] != 0) {
                    throw new UnreadableDicom(element.tag(), element.offset(), "the offset "
                            + table[i] + " of frame " + (i + 1), "that of a fragment after the last frame's");
                }
            }
            return new FrameIndex(fragments, firsts);
        }
        int frame = 0;
        for (int i = 0; i < count; i++) {
            if (starts(element, fragments, i)) {
                if (frame < frames) {
                    firsts[frame] = i;
                }
                frame++;
            }
        }
        if (frame != frames || firsts[0] != 0) {
            throw new UnreadableDicom(element.tag(), element.offset(), count + " fragments, of which " + frame
                    + " start an image, and no offset table", frames + " frames");
        }
        return new FrameIndex(fragments, firsts);
    }

    private static boolean starts(Element element, Element.Fragments fragments, int index) throws UnreadableDicom {
        if (fragments.lengths()[index] < 4) {
            return false;
        }
        byte[] start = fragments.source().bytes(element.tag(), fragments.offsets()[index], 4);
        int marker = (start[0] & 0xFF) << 8 | start[1] & 0xFF;
        return marker == 0xFFD8 || marker == 0xFF4F || marker == 0 && start[3] == 12; // JPEG, codestream, JP2
    }

    /// Where a frame's first fragment lies.
    long offset(int frame) {
        return fragments.offsets()[firsts[frame]];
    }

    /// The code of a frame, its fragments joined.
    byte[] bytes(int frame) throws UnreadableDicom {
        long length = 0;
        for (int i = firsts[frame]; i < firsts[frame + 1]; i++) {
            length += fragments.lengths()[i];
        }
        if (length > Integer.MAX_VALUE - 8) {
            throw new UnreadableDicom(Tag.PIXEL_DATA, offset(frame), length + " bytes of a frame", "at most 2 GiB");
        }
        byte[] code = new byte[(int) length];
        int to = 0;
        for (int i = firsts[frame]; i < firsts[frame + 1]; i++) {
            byte[] part = fragments.source().bytes(Tag.PIXEL_DATA, fragments.offsets()[i], (int) fragments.lengths()[i]);
            System.arraycopy(part, 0, code, to, part.length);
            to += part.length;
        }
        return code;
    }
}
