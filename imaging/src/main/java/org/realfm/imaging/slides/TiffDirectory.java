package org.realfm.imaging.slides;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.realfm.imaging.UnreadableImage;

/// A directory of a TIFF file: the tags of one picture (TIFF 6.0 section 2; BigTIFF has offsets and counts of 8 bytes).
///
/// @param path    the file
/// @param offset  where the directory begins
/// @param order   of the bytes of numbers
/// @param entries by tag
record TiffDirectory(Path path, long offset, ByteOrder order, Map<Integer, Entry> entries) {

    static final int WIDTH = 256;
    static final int HEIGHT = 257;
    static final int BITS = 258;
    static final int COMPRESSION = 259;
    static final int PHOTOMETRIC = 262;
    static final int DESCRIPTION = 270;
    static final int STRIP_OFFSETS = 273;
    static final int SAMPLES = 277;
    static final int ROWS_PER_STRIP = 278;
    static final int STRIP_BYTES = 279;
    static final int X_RESOLUTION = 282;
    static final int PLANAR = 284;
    static final int UNIT = 296;
    static final int PREDICTOR = 317;
    static final int TILE_WIDTH = 322;
    static final int TILE_HEIGHT = 323;
    static final int TILE_OFFSETS = 324;
    static final int TILE_BYTES = 325;
    static final int SUB_DIRECTORIES = 330;
    static final int EXTRA_SAMPLES = 338;
    static final int SAMPLE_FORMAT = 339;
    static final int JPEG_TABLES = 347;

    private static final int[] SIZES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8};
    private static final int MOST_DIRECTORIES = 4096;
    private static final int MOST_BYTES = 1 << 28;

    /// A value.
    ///
    /// @param at    where the directory says it
    /// @param type  of TIFF
    /// @param count of numbers
    /// @param bytes of the value; null if they are more than a few and left in the file
    /// @param place where they lie then
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Entry(long at, int type, long count, byte @Nullable [] bytes, long place) {}

    /// The directories of a file in their order, each followed by those below it.
    static List<TiffDirectory> all(Path path, FileChannel file) throws IOException, UnreadableImage {
        ByteBuffer start = bytes(path, file, 0, (int) Math.min(16, file.size()));
        if (start.remaining() < 8) {
            throw wrong(path, 0, start.remaining() + " bytes", "the header of a TIFF file");
        }
        ByteOrder order = start.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        start.order(order);
        boolean big = start.getShort(2) == 43;
        if (big && (start.remaining() < 16 || start.getShort(4) != 8)) {
            throw wrong(path, 4, "offsets of " + start.getShort(4) + " bytes", "8");
        }
        ArrayDeque<Long> waiting = new ArrayDeque<>();
        waiting.add(big ? start.getLong(8) : start.getInt(4) & 0xFFFFFFFFL);
        Set<Long> seen = new HashSet<>();
        List<TiffDirectory> found = new ArrayList<>();
        long read = 0; // bytes of directories, and of the places of those below: more than there are only if they overlap
        while (!waiting.isEmpty()) {
            long at = waiting.poll();
            if (at == 0 || !seen.add(at)) {
                continue; // directories below another may also be chained
            }
            if (seen.size() > MOST_DIRECTORIES) {
                throw wrong(path, at, "more than " + MOST_DIRECTORIES + " directories", "the end of the list");
            }
            int head = big ? 8 : 2;
            int size = big ? 20 : 12;
            ByteBuffer counted = bytes(path, file, at, head).order(order);
            long count = big ? counted.getLong() : counted.getShort() & 0xFFFF;
            if (count < 1 || count > 65535) {
                throw wrong(path, at, count + " tags", "1 to 65535");
            }
            read += count * size;
            if (read > file.size()) {
                throw wrong(path, at, "directories that overlap, of more bytes than the file", "each apart from the others");
            }
            ByteBuffer body = bytes(path, file, at + head, (int) count * size + (big ? 8 : 4)).order(order);
            Map<Integer, Entry> entries = new TreeMap<>();
            for (int i = 0; i < count; i++) {
                entry(body, at + head + (long) i * size, i * size, big, entries);
            }
            TiffDirectory directory = new TiffDirectory(path, at, order, entries);
            found.add(directory);
            long next = big ? body.getLong((int) count * size) : body.getInt((int) count * size) & 0xFFFFFFFFL;
            waiting.addFirst(next);
            Entry lower = entries.get(SUB_DIRECTORIES);
            read += lower == null ? 0 : 4 * lower.count;
            if (read > file.size()) {
                throw directory.wrong(SUB_DIRECTORIES, "and the directories have more bytes than the file", "each apart from the "
                        + "others");
            }
            long[] below = directory.numbers(file, SUB_DIRECTORIES);
            for (int i = below.length - 1; i >= 0; i--) {
                waiting.addFirst(below[i]);
            }
        }
        if (found.isEmpty()) {
            throw wrong(path, 4, "no directory", "one");
        }
        return found;
    }

    private static void entry(ByteBuffer body, long at, int from, boolean big, Map<Integer, Entry> entries) {
        int tag = body.getShort(from) & 0xFFFF;
        int type = body.getShort(from + 2) & 0xFFFF;
        long count = big ? body.getLong(from + 4) : body.getInt(from + 4) & 0xFFFFFFFFL;
        int room = big ? 8 : 4;
        int size = type < SIZES.length ? SIZES[type] : 0;
        if (size == 0 || count < 0 || count > Long.MAX_VALUE / 8) {
            return; // of a type that is not known: readers skip it (TIFF 6.0 section 2)
        }
        int value = from + (big ? 12 : 8);
        if (count * size <= room) {
            byte[] bytes = new byte[(int) count * size];
            body.get(value, bytes);
            entries.put(tag, new Entry(at, type, count, bytes, 0));
        } else {
            entries.put(tag, new Entry(at, type, count, null, big ? body.getLong(value) : body.getInt(value) & 0xFFFFFFFFL));
        }
    }

    static UnreadableImage wrong(Path path, long offset, String found, String expected) {
        return new UnreadableImage(path, "at byte " + offset + ": found " + found + ", expected " + expected,
                "Export or copy the file again");
    }

    /// A refusal of what a tag says.
    UnreadableImage wrong(int tag, String found, String expected) {
        Entry entry = entries.get(tag);
        return wrong(path, entry == null ? offset : entry.at, "tag " + tag + " " + found, expected);
    }

    /// Reads a part of the file.
    static ByteBuffer bytes(Path path, FileChannel file, long at, long length) throws IOException, UnreadableImage {
        if (at < 0 || length < 0 || length > MOST_BYTES || at > file.size() - length) {
            throw wrong(path, at, "a length of " + length + " bytes", "at most the " + Math.max(0, file.size() - Math.max(0, at))
                    + " bytes that are left");
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) length);
        while (bytes.hasRemaining()) {
            if (file.read(bytes, at + bytes.position()) < 0) {
                throw wrong(path, at, "the end of the file", length + " bytes");
            }
        }
        return bytes.flip();
    }

    boolean has(int tag) {
        return entries.containsKey(tag);
    }

    private ByteBuffer value(FileChannel file, Entry entry) throws IOException, UnreadableImage {
        byte @Nullable [] known = entry.bytes;
        if (known != null) {
            return ByteBuffer.wrap(known).order(order);
        }
        return bytes(path, file, entry.place, entry.count * SIZES[entry.type]).order(order);
    }

    /// Whole numbers without a sign; none if the tag is absent.
    long[] numbers(FileChannel file, int tag) throws IOException, UnreadableImage {
        Entry entry = entries.get(tag);
        if (entry == null) {
            return new long[0];
        }
        ByteBuffer value = value(file, entry);
        long[] numbers = new long[(int) entry.count];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = switch (entry.type) {
                case 1, 7 -> value.get() & 0xFF;
                case 3 -> value.getShort() & 0xFFFF;
                case 4, 13 -> value.getInt() & 0xFFFFFFFFL;
                case 16, 18 -> value.getLong();
                default -> throw wrong(tag, "of type " + entry.type, "whole numbers");
            };
        }
        return numbers;
    }

    /// The first number; `otherwise` if the tag is absent.
    int number(FileChannel file, int tag, int otherwise) throws IOException, UnreadableImage {
        long[] numbers = numbers(file, tag);
        if (numbers.length == 0) {
            return otherwise;
        }
        if (numbers[0] < 0 || numbers[0] > Integer.MAX_VALUE) {
            throw wrong(tag, String.valueOf(numbers[0]), "a number of at most 31 bits");
        }
        return (int) numbers[0];
    }

    /// A quotient of two numbers; empty if absent or not above 0.
    Optional<Double> rational(FileChannel file, int tag) throws IOException, UnreadableImage {
        Entry entry = entries.get(tag);
        if (entry == null || entry.type != 5 || entry.count < 1) {
            return Optional.empty();
        }
        ByteBuffer value = value(file, entry);
        double quotient = (value.getInt() & 0xFFFFFFFFL) / (double) (value.getInt() & 0xFFFFFFFFL);
        return quotient > 0 && Double.isFinite(quotient) ? Optional.of(quotient) : Optional.empty();
    }

    /// The bytes of a tag; none if it is absent.
    byte[] raw(FileChannel file, int tag) throws IOException, UnreadableImage {
        Entry entry = entries.get(tag);
        return entry == null ? new byte[0] : value(file, entry).array();
    }

    String text(FileChannel file, int tag) throws IOException, UnreadableImage {
        return new String(raw(file, tag), StandardCharsets.UTF_8);
    }
}
