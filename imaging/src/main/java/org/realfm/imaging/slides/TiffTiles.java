package org.realfm.imaging.slides;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.realfm.imaging.UnreadableImage;
import org.realfm.imaging.codecs.CorruptCode;
import org.realfm.imaging.codecs.Jpeg;
import org.realfm.imaging.codecs.Jpeg2000;
import org.realfm.imaging.codecs.Samples;
import org.realfm.imaging.codecs.Shape;

/// The tiles or strips of a TIFF picture, decoded one at a time.
///
/// Uncompressed, LZW, deflate, PackBits, JPEG (TIFF Technical Note 2) and JPEG 2000; with or without horizontal
/// differencing; samples side by side or in planes; whole numbers of 8, 16 and 32 bits, and floats of 32. YCbCr becomes red,
/// green and blue by ITU-R BT.601 at full range.
///
/// Decoding takes no more memory than one tile, whose size is held against the bytes of its code: at most 1032 times for
/// deflate, 1366 for LZW (strings of up to 4096 bytes in 12 bits, rounded up), 64 for PackBits; JPEG and JPEG 2000 have
/// limits of their own.
final class TiffTiles {

    private static final Map<Integer, String> REFUSED = Map.of(2, "CCITT", 3, "CCITT", 4, "CCITT", 6, "JPEG of the old kind",
            34887, "LERC", 34925, "LZMA", 50000, "Zstandard", 50001, "WebP", 50002, "JPEG XL");
    private static final long FREE = 1L << 16;

    final int width;
    final int height;
    final int tileWidth;
    final int tileHeight;
    final int channels;
    final int maximum;
    private final TiffDirectory directory;
    private final int compression;
    private final int photometric;
    private final int bits;
    private final int stored;
    private final int format;
    private final int predictor;
    private final boolean planar;
    private final long[] offsets;
    private final long[] lengths;
    private final byte[] tables;

    TiffTiles(TiffDirectory directory, FileChannel file) throws IOException, UnreadableImage {
        this.directory = directory;
        width = size(file, TiffDirectory.WIDTH);
        height = size(file, TiffDirectory.HEIGHT);
        compression = directory.number(file, TiffDirectory.COMPRESSION, 1);
        photometric = directory.number(file, TiffDirectory.PHOTOMETRIC, 1);
        stored = directory.number(file, TiffDirectory.SAMPLES, 1);
        long[] depths = directory.numbers(file, TiffDirectory.BITS);
        bits = depths.length == 0 ? 1 : (int) Math.min(depths[0], 1000);
        format = directory.number(file, TiffDirectory.SAMPLE_FORMAT, 1);
        predictor = directory.number(file, TiffDirectory.PREDICTOR, 1);
        planar = stored > 1 && directory.number(file, TiffDirectory.PLANAR, 1) == 2;
        channels = photometric == 2 || photometric == 6 ? 3 : 1;
        maximum = format == 1 && bits <= 16 ? (1 << bits) - 1 : 0;
        boolean tiled = directory.has(TiffDirectory.TILE_WIDTH);
        tileWidth = tiled ? size(file, TiffDirectory.TILE_WIDTH) : width;
        tileHeight = tiled ? size(file, TiffDirectory.TILE_HEIGHT)
                : Math.max(1, (int) Math.min(height, first(directory.numbers(file, TiffDirectory.ROWS_PER_STRIP), height)));
        offsets = directory.numbers(file, tiled ? TiffDirectory.TILE_OFFSETS : TiffDirectory.STRIP_OFFSETS);
        lengths = directory.numbers(file, tiled ? TiffDirectory.TILE_BYTES : TiffDirectory.STRIP_BYTES);
        tables = directory.raw(file, TiffDirectory.JPEG_TABLES);
        check(depths);
        long count = (long) across() * down() * (planar ? stored : 1);
        if (offsets.length != count || lengths.length != count) {
            throw directory.wrong(tiled ? TiffDirectory.TILE_OFFSETS : TiffDirectory.STRIP_OFFSETS, "has " + offsets.length
                    + " places and " + lengths.length + " lengths", count + " for " + width + " x " + height + " pixels in tiles of "
                    + tileWidth + " x " + tileHeight);
        }
    }

    private static long first(long[] numbers, long otherwise) {
        return numbers.length == 0 ? otherwise : numbers[0];
    }

    private int size(FileChannel file, int tag) throws IOException, UnreadableImage {
        int size = directory.number(file, tag, 0);
        if (size < 1 || size > Slide.MOST_SIDE) {
            throw directory.wrong(tag, String.valueOf(size), "1 to " + Slide.MOST_SIDE);
        }
        return size;
    }

    private void check(long[] depths) throws UnreadableImage {
        if (Arrays.stream(depths).anyMatch(depth -> depth != bits) || bits != 8 && bits != 16 && bits != 32
                || format < 1 || format > 3 || format == 3 && bits != 32) {
            throw directory.wrong(TiffDirectory.BITS, Arrays.toString(depths) + " bits of format " + format,
                    "whole numbers of 8, 16 or 32 bits, or floats of 32");
        }
        boolean grey = photometric == 0 || photometric == 1;
        boolean jpeg2000 = compression == 33003 || compression == 33005;
        if (!grey && photometric != 2 && photometric != 6 || photometric == 6 && (bits != 8 || compression != 7 && !jpeg2000)) {
            throw directory.wrong(TiffDirectory.PHOTOMETRIC, String.valueOf(photometric),
                    "grey (0 or 1), red, green and blue (2), or YCbCr (6) within JPEG");
        }
        if (stored < channels || stored > 16 || grey && stored > 1 && !directory.has(TiffDirectory.EXTRA_SAMPLES)) {
            throw directory.wrong(TiffDirectory.SAMPLES, stored + " samples", channels + ", and perhaps others that are said to be "
                    + "extra");
        }
        if (!(compression == 1 || compression == 5 || compression == 7 || compression == 8 || compression == 32946
                || compression == 32773 || compression == 34712 || jpeg2000)) {
            throw directory.wrong(TiffDirectory.COMPRESSION, compression + " (" + REFUSED.getOrDefault(compression, "unknown") + ")",
                    "none, LZW, deflate, PackBits, JPEG or JPEG 2000");
        }
        if (predictor != 1 && !(predictor == 2 && format != 3)) {
            throw directory.wrong(TiffDirectory.PREDICTOR, String.valueOf(predictor), "1, or 2 for whole numbers");
        }
        if ((long) tileWidth * tileHeight > Slide.MOST_SAMPLES / stored) {
            throw directory.wrong(TiffDirectory.TILE_WIDTH, tileWidth + " x " + tileHeight + " pixels decoded together",
                    "at most " + Slide.MOST_SAMPLES + " samples");
        }
    }

    int across() {
        return Math.ceilDiv(width, tileWidth);
    }

    int down() {
        return Math.ceilDiv(height, tileHeight);
    }

    /// Whether the file holds a tile; pyramids may leave out background.
    boolean has(int column, int row) {
        return lengths[row * across() + column] != 0;
    }

    /// Whether 0 is white.
    boolean isInverted() {
        return photometric == 0;
    }

    /// Adds the tiles that a region touches.
    ///
    /// @return the region with its absent pixels counted
    Region read(FileChannel file, int left, int top, Region region) throws IOException, UnreadableImage {
        long absent = 0;
        int planes = planar ? channels : 1;
        for (int row = top / tileHeight; row <= (top + region.height() - 1) / tileHeight; row++) {
            for (int column = left / tileWidth; column <= (left + region.width() - 1) / tileWidth; column++) {
                int rows = directory.has(TiffDirectory.TILE_WIDTH) ? tileHeight : Math.min(tileHeight, height - row * tileHeight);
                if (!has(column, row)) {
                    absent += region.take(left, top, column * tileWidth, row * tileHeight, tileWidth, rows, new double[0], 0, 0);
                    continue;
                }
                for (int plane = 0; plane < planes; plane++) {
                    double[] tile = decode(file, plane * across() * down() + row * across() + column, rows);
                    region.take(left, top, column * tileWidth, row * tileHeight, tileWidth, rows, tile, planar ? 1 : stored, plane);
                }
            }
        }
        return absent == 0 ? region : new Region(region.width(), region.height(), region.channels(), region.maximum(),
                region.samples(), absent);
    }

    private double[] decode(FileChannel file, int index, int rows) throws IOException, UnreadableImage {
        int samples = planar ? 1 : stored;
        long size = (long) tileWidth * rows * samples * bits / 8;
        long length = lengths[index];
        long most = switch (compression) {
            case 1 -> 1;
            case 5 -> 1366;
            case 8, 32946 -> 1032;
            case 32773 -> 64;
            default -> Long.MAX_VALUE;
        };
        if (most != Long.MAX_VALUE && size > most * length + (most == 1 ? 0 : FREE)) {
            throw damaged(index, length + " bytes of code for " + size + " bytes of samples", "at least one for each " + most);
        }
        ByteBuffer code = TiffDirectory.bytes(directory.path(), file, offsets[index], length);
        if (compression == 7 || compression >= 33003 && compression <= 34712) {
            return coded(code.array(), index, rows, samples);
        }
        byte[] bytes = switch (compression) {
            case 5 -> Lzw.decode(code.array(), (int) size);
            case 32773 -> Lzw.packBits(code.array(), (int) size);
            case 8, 32946 -> inflated(code.array(), (int) size, index);
            default -> code.array();
        };
        if (bytes.length < size) {
            throw damaged(index, bytes.length + " bytes of samples", String.valueOf(size));
        }
        return numbers(bytes, rows, samples);
    }

    private UnreadableImage damaged(int index, String found, String expected) {
        return TiffDirectory.wrong(directory.path(), offsets[index], "a tile of " + found, expected);
    }

    private byte[] inflated(byte[] code, int size, int index) throws UnreadableImage {
        byte[] out = new byte[size];
        try (Inflater inflater = new Inflater()) {
            inflater.setInput(code);
            int done = 0;
            while (done < size) {
                int part = inflater.inflate(out, done, size - done);
                if (part == 0 && (inflater.finished() || inflater.needsInput() || inflater.needsDictionary())) {
                    break;
                }
                done += part;
            }
            return done == size ? out : Arrays.copyOf(out, done);
        } catch (DataFormatException e) {
            throw damaged(index, "bytes that are not deflated (" + e.getMessage() + ")", "deflated samples");
        }
    }

    private double[] numbers(byte[] bytes, int rows, int samples) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(directory.order());
        int line = tileWidth * samples;
        double[] numbers = new double[line * rows];
        long mask = (1L << bits) - 1;
        for (int y = 0; y < rows; y++) {
            for (int i = 0; i < line; i++) {
                int at = y * line + i;
                if (format == 3) {
                    numbers[at] = in.getFloat();
                    continue;
                }
                long value = bits == 8 ? in.get() & 0xFF : bits == 16 ? in.getShort() & 0xFFFF : in.getInt() & 0xFFFFFFFFL;
                if (predictor == 2 && i >= samples) {
                    long before = (long) numbers[at - samples];
                    value = value + before & mask;
                }
                numbers[at] = format == 2 ? value << 64 - bits >> 64 - bits : value;
            }
        }
        return numbers;
    }

    private double[] coded(byte[] code, int index, int rows, int samples) throws UnreadableImage {
        Samples decoded;
        try {
            Shape shape = new Shape(tileWidth, rows, samples);
            decoded = compression == 7 ? Jpeg.decode(withTables(code), shape) : Jpeg2000.decode(code, shape);
        } catch (CorruptCode e) {
            throw TiffDirectory.wrong(directory.path(), offsets[index], "a tile that cannot be decoded ("
                    + e.getMessage() + ")", "a whole one");
        }
        if (decoded.precision() != bits) {
            throw damaged(index, decoded.precision() + " bits a sample", String.valueOf(bits));
        }
        int[] values = decoded.values();
        double[] numbers = new double[values.length];
        boolean colours = photometric == 6 && samples == 3 && compression != 33005 || compression == 33003;
        for (int i = 0; i < values.length; i++) {
            numbers[i] = values[i];
        }
        for (int i = 0; colours && i + 2 < values.length; i += 3) {
            double blue = values[i + 1] - 128;
            double red = values[i + 2] - 128;
            numbers[i] = Math.clamp(Math.round(values[i] + 1.402 * red), 0, 255);
            numbers[i + 1] = Math.clamp(Math.round(values[i] - 0.344136 * blue - 0.714136 * red), 0, 255);
            numbers[i + 2] = Math.clamp(Math.round(values[i] + 1.772 * blue), 0, 255);
        }
        return numbers;
    }

    /// The tables that all tiles share, without their end, before a tile, without its start.
    private byte[] withTables(byte[] code) {
        if (tables.length < 4 || code.length < 2) {
            return code;
        }
        int kept = tables.length - ((tables[tables.length - 1] & 0xFF) == 0xD9 ? 2 : 0);
        byte[] whole = Arrays.copyOf(tables, kept + code.length - 2);
        System.arraycopy(code, 2, whole, kept, code.length - 2);
        return whole;
    }
}
