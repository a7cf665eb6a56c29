package org.realfm.imaging.dicom;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// Reads data elements one after another (PS3.5 section 7, annex A).
///
/// It stops at the first thing that it cannot make sense of, and keeps what came before: [#defect]. What it can make
/// sense of although it is wrong, it remarks on. A length is held against what is left before anything is allocated;
/// values longer than [#KEPT] stay in the file; sequences may be nested [#MOST_DEPTH] deep. What it allocates is at most
/// 32 times the bytes read.
final class DataSetParser {

    /// The longest value that is kept in memory.
    static final int KEPT = 1 << 16;

    /// How deep sequences may be nested. Structured reports reach about ten.
    static final int MOST_DEPTH = 64;

    private static final long UNDEFINED = 0xFFFFFFFFL;
    private static final int MOST_REMARKS = 100;
    private static final Element.Bytes EMPTY = new Element.Bytes(new byte[0]);
    private static final Encoding UNKNOWN_SEQUENCE = new Encoding(false, ByteOrder.LITTLE_ENDIAN); // PS3.5 6.2.2

    /// How elements are written down.
    record Encoding(boolean explicit, ByteOrder order) {}

    private final Source source;
    private final Window window;
    private final List<Remark> remarks;
    private long position;
    private boolean signedPixels;
    private @Nullable UnreadableDicom overrun;
    private @Nullable UnreadableDicom defect;

    DataSetParser(Source source, Source.Opened opened, long position, List<Remark> remarks) {
        this.source = source;
        this.window = new Window(opened);
        this.position = position;
        this.remarks = remarks;
    }

    /// Where reading goes on.
    long position() {
        return position;
    }

    /// What it stopped at; `null` if nothing.
    @Nullable
    UnreadableDicom defect() {
        return overrun == null ? defect : overrun;
    }

    /// The file meta information (PS3.10 7.1): the elements of group 0002, always explicit little endian.
    DataSet meta() {
        List<Element> found = new ArrayList<>();
        Encoding encoding = new Encoding(true, ByteOrder.LITTLE_ENDIAN);
        try {
            while (source.size() - position >= 8 && window.tag(position, encoding.order) >>> 16 == 2) {
                element(found, source.size(), encoding, 0, CharacterSets.DEFAULT);
            }
        } catch (UnreadableDicom e) {
            defect = e;
        } catch (IOException e) {
            defect = failed(e);
        }
        return new DataSet(found, encoding.order, CharacterSets.DEFAULT);
    }

    /// The data set from here to the end.
    DataSet dataSet(Encoding encoding) {
        return set(source.size(), false, encoding, 0, CharacterSets.DEFAULT);
    }

    /// How the data set that begins here is written down, seen from its first element: the smaller group is the right
    /// byte order, two letters of a known value representation are explicit. Groups begin at 0008 or shortly after.
    Encoding look() throws IOException {
        if (source.size() - position < 8) {
            return new Encoding(true, ByteOrder.LITTLE_ENDIAN);
        }
        int little = window.tag(position, ByteOrder.LITTLE_ENDIAN) >>> 16;
        int big = window.tag(position, ByteOrder.BIG_ENDIAN) >>> 16;
        return new Encoding(Vr.of(window.u8(position + 4), window.u8(position + 5)) != null,
                little <= big ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    }

    /// Whether the first element looks like one of a data set: in a low group, with a value representation or known.
    boolean isPlausible() throws IOException {
        if (source.size() - position < 8) {
            return false;
        }
        Encoding seen = look();
        int tag = window.tag(position, seen.order);
        return tag >>> 16 < 0x100 && tag != 0 && (seen.explicit || Dictionary.keyword(tag).isPresent());
    }

    private DataSet set(long limit, boolean undefined, Encoding encoding, int depth, CharacterSets inherited) {
        List<Element> found = new ArrayList<>(depth == 0 ? 128 : 4);
        try {
            CharacterSets characters = inherited;
            while (defect == null && !ended(limit, undefined, encoding, depth)) {
                Element added = element(found, limit, encoding, depth, characters);
                if (added.tag() == Tag.SPECIFIC_CHARACTER_SET) {
                    characters = new DataSet(List.of(added), encoding.order, inherited).characters();
                }
            }
        } catch (UnreadableDicom e) {
            defect = e;
        } catch (IOException e) {
            defect = failed(e);
        }
        return new DataSet(found, encoding.order, inherited);
    }

    private UnreadableDicom failed(IOException e) {
        return new UnreadableDicom(UnreadableDicom.NONE, position, "that the file cannot be read (" + e + ")", "more bytes");
    }

    /// Whether the data set ends here; if so, its delimiter or the padding after it is passed over.
    private boolean ended(long limit, boolean undefined, Encoding encoding, int depth) throws IOException, UnreadableDicom {
        while (limit > position || undefined) {
            long left = limit - position;
            int tag = left >= 8 ? window.tag(position, encoding.order) : 0;
            if (tag == 0 && depth == 0 && onlyZeros(limit)) {
                remark(UnreadableDicom.NONE, position, () -> left + " bytes of padding after the data set");
                position = limit;
                return true;
            }
            if (tag == 0) {
                throw new UnreadableDicom(UnreadableDicom.NONE, position,
                        left < 8 ? left + " bytes left" : "the tag (0000,0000)",
                        "an element of at least 8 bytes" + (undefined ? ", or the end of the item" : ""));
            }
            if (tag != Tag.ITEM_END) {
                return false;
            }
            position += 8;
            if (undefined) {
                return true;
            }
            remark(tag, position - 8, () -> "the end of an item whose length is given");
        }
        return true;
    }

    private boolean onlyZeros(long limit) throws IOException {
        for (long at = position; at < limit; at++) {
            if (window.u8(at) != 0) {
                return false;
            }
        }
        return true;
    }

    private Element element(List<Element> found, long limit, Encoding encoding, int depth, CharacterSets characters)
            throws IOException, UnreadableDicom {
        long start = position;
        ByteOrder order = encoding.order;
        int tag = window.tag(start, order);
        if (tag >>> 16 == 0xFFFE) {
            throw new UnreadableDicom(tag, start, "a delimiter", "a data element");
        }
        int first = window.u8(start + 4);
        int second = window.u8(start + 5);
        Vr vr;
        long length;
        int header = 8;
        if (encoding.explicit && Vr.areLetters(first, second)) {
            Vr named = Vr.of(first, second);
            vr = named == null ? Vr.UN : named;
            int reserved = window.u16(start + 6, order);
            if (named == null) {
                remark(tag, start, () -> "the unknown value representation " + (char) first + (char) second);
            }
            if (named == null ? reserved == 0 : vr.hasLongLength()) {
                header = 12;
                if (limit - start < header) {
                    throw new UnreadableDicom(tag, start, (limit - start) + " bytes left", "an element's header of 12 bytes");
                }
                length = window.u32(start + 8, order);
            } else {
                length = reserved;
            }
            if (vr == Vr.UN && order == ByteOrder.LITTLE_ENDIAN && !Tag.isPrivate(tag)) {
                vr = Dictionary.vr(tag, signedPixels); // PS3.5 6.2.2 lets the reader use the VR it knows
                encoding = vr == Vr.SQ ? UNKNOWN_SEQUENCE : encoding;
            }
        } else {
            if (encoding.explicit) {
                remark(tag, start, () -> "no value representation where there must be one: read as implicit");
            }
            vr = Dictionary.vr(tag, signedPixels);
            length = window.u32(start + 4, order);
        }
        position = start + header;
        if (length == UNDEFINED) {
            return add(found, undefined(tag, vr, limit, encoding, depth, characters));
        }
        long value = position;
        if (length > limit - position) {
            length = tooLong(tag, "a length", length, limit - position, vr == Vr.SQ);
        }
        if (vr == Vr.SQ) {
            List<DataSet> items = items(tag, value + length, false, encoding, depth + 1, characters);
            return add(found, new Element(tag, vr, value, new Element.Items(items)));
        }
        if ((length & 1) == 1) {
            remark(tag, value, () -> "an odd length");
        }
        Element element = new Element(tag, vr, value, value(value, length));
        if (tag == Tag.PIXEL_REPRESENTATION && length == 2) {
            signedPixels = window.u16(value, order) == 1;
        }
        position = value + length;
        return add(found, element);
    }

    /// Data sets within a length that is too long are still worth reading: the length that is left.
    private long tooLong(int tag, String what, long length, long left, boolean goOn) throws UnreadableDicom {
        UnreadableDicom refusal = new UnreadableDicom(tag, position, what + " of " + length + " bytes",
                "at most the " + left + " bytes that are left");
        if (!goOn) {
            throw refusal;
        }
        overrun = overrun == null ? refusal : overrun;
        return left;
    }

    private Element add(List<Element> found, Element element) {
        if (!found.isEmpty() && Integer.compareUnsigned(found.getLast().tag(), element.tag()) >= 0) {
            remark(element.tag(), element.offset(), () -> "comes after " + Tag.text(found.getLast().tag()));
        }
        found.add(element);
        return element;
    }

    private Element.Value value(long offset, long length) throws IOException {
        if (length == 0) {
            return EMPTY;
        }
        if (length > KEPT) {
            return new Element.Slice(source, length);
        }
        return new Element.Bytes(window.copy(offset, (int) length));
    }

    /// An element of undefined length: a sequence, or encapsulated pixel data (PS3.5 7.5.2, A.4).
    private Element undefined(int tag, Vr vr, long limit, Encoding encoding, int depth, CharacterSets characters)
            throws IOException, UnreadableDicom {
        long value = position;
        if (tag == Tag.PIXEL_DATA && vr != Vr.SQ) {
            return new Element(tag, vr, value, fragments(tag, limit, encoding.order));
        }
        if (vr != Vr.SQ && vr != Vr.UN) {
            throw new UnreadableDicom(tag, value, "an undefined length with value representation " + vr, "a length");
        }
        Encoding within = vr == Vr.SQ ? encoding : UNKNOWN_SEQUENCE;
        List<DataSet> items = items(tag, limit, true, within, depth + 1, characters);
        return new Element(tag, Vr.SQ, value, new Element.Items(items));
    }

    private List<DataSet> items(int tag, long limit, boolean undefined, Encoding encoding, int depth, CharacterSets characters)
            throws IOException, UnreadableDicom {
        if (depth > MOST_DEPTH) {
            throw new UnreadableDicom(tag, position, "sequences nested more than " + MOST_DEPTH + " deep", "fewer");
        }
        List<DataSet> items = new ArrayList<>(2);
        while (defect == null && (undefined || position < limit)) {
            int delimiter = delimiter(tag, limit, encoding.order);
            long length = window.u32(position + 4, encoding.order);
            position += 8;
            if (delimiter == Tag.SEQUENCE_END) {
                if (undefined) {
                    return items;
                }
                remark(tag, position - 8, () -> "the end of a sequence whose length is given");
                continue;
            }
            if (length != UNDEFINED && length > limit - position) {
                length = tooLong(tag, "an item", length, limit - position, true);
            }
            boolean open = length == UNDEFINED;
            items.add(set(open ? limit : position + length, open, encoding, depth, characters));
        }
        return items;
    }

    private int delimiter(int tag, long limit, ByteOrder order) throws IOException, UnreadableDicom {
        if (limit - position < 8) {
            throw new UnreadableDicom(tag, position, (limit - position) + " bytes left", "an item, or the end of the sequence");
        }
        int delimiter = window.tag(position, order);
        if (delimiter != Tag.ITEM && delimiter != Tag.SEQUENCE_END) {
            throw new UnreadableDicom(tag, position, Tag.text(delimiter),
                    "an item (FFFE,E000), or the end of the sequence (FFFE,E0DD)");
        }
        return delimiter;
    }

    private Element.Fragments fragments(int tag, long limit, ByteOrder order) throws IOException, UnreadableDicom {
        LongStream.Builder offsets = LongStream.builder();
        LongStream.Builder lengths = LongStream.builder();
        long[] table = null;
        while (true) {
            int delimiter = delimiter(tag, limit, order);
            long length = window.u32(position + 4, order);
            position += 8;
            if (delimiter == Tag.SEQUENCE_END) {
                long[] none = {};
                return new Element.Fragments(source, offsets.build().toArray(), lengths.build().toArray(),
                        table == null ? none : table);
            }
            if (length > limit - position) {
                length = tooLong(tag, "a fragment", length, limit - position, false);
            }
            if (table == null) {
                if (length % 4 != 0 || length > Integer.MAX_VALUE) {
                    throw new UnreadableDicom(tag, position - 4, "a basic offset table of " + length + " bytes", "4 a frame");
                }
                table = new long[(int) (length / 4)];
                for (int i = 0; i < table.length; i++) {
                    table[i] = window.u32(position + 4L * i, order);
                }
            } else {
                offsets.add(position);
                lengths.add(length);
            }
            position += length;
        }
    }

    private void remark(int tag, long offset, Supplier<String> text) {
        if (remarks.size() < MOST_REMARKS) {
            remarks.add(new Remark(tag, offset, text.get()));
        }
    }
}
