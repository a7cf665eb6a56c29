package org.realfm.imaging.dicom;

import java.util.Set;

/// How pixels are laid out (PS3.3 C.7.6.3, PS3.5 8.1.1).
///
/// @param rows        rows of a frame
/// @param columns     columns of a frame
/// @param samples     samples a pixel, 1, 3 or 4
/// @param allocated   bits allocated to a sample, 1, 8, 16 or 32
/// @param stored      bits of them that hold the sample
/// @param highBit     the most significant of these, counted from 0
/// @param signed      whether samples are in two's complement
/// @param planar      whether each component is a plane of its own (Planar Configuration 1)
/// @param frames      frames, at least 1
/// @param photometric Photometric Interpretation, as in `MONOCHROME2`
public record PixelFormat(int rows, int columns, int samples, int allocated, int stored, int highBit, boolean signed,
        boolean planar, int frames, String photometric) {

    /// The most pixels of a frame, 2^26 (8192 x 8192).
    public static final long MOST_PIXELS = 1L << 26;

    /// Reads the format of a data set's pixels.
    ///
    /// @throws UnreadableDicom if an attribute is missing, malformed, or does not fit the others
    public static PixelFormat of(DataSet set) throws UnreadableDicom {
        int rows = number(set, Tag.ROWS, 1, 65535);
        int columns = number(set, Tag.COLUMNS, 1, 65535);
        int samples = set.has(Tag.SAMPLES_PER_PIXEL) ? number(set, Tag.SAMPLES_PER_PIXEL, 1, 4) : 1;
        int allocated = number(set, Tag.BITS_ALLOCATED, 1, 32);
        if (!Set.of(1, 8, 16, 32).contains(allocated)) {
            throw wrong(set, Tag.BITS_ALLOCATED, allocated + " bits allocated", "1, 8, 16 or 32");
        }
        int stored = set.has(Tag.BITS_STORED) ? number(set, Tag.BITS_STORED, 1, allocated) : allocated;
        int highBit = set.has(Tag.HIGH_BIT) ? number(set, Tag.HIGH_BIT, stored - 1, allocated - 1) : stored - 1;
        boolean signed = set.has(Tag.PIXEL_REPRESENTATION) && number(set, Tag.PIXEL_REPRESENTATION, 0, 1) == 1;
        boolean planar = samples > 1 && set.has(Tag.PLANAR_CONFIGURATION)
                && number(set, Tag.PLANAR_CONFIGURATION, 0, 1) == 1;
        int frames = set.has(Tag.NUMBER_OF_FRAMES) ? number(set, Tag.NUMBER_OF_FRAMES, 0, Integer.MAX_VALUE) : 1;
        String photometric = set.string(Tag.PHOTOMETRIC_INTERPRETATION).orElse(samples == 1 ? "MONOCHROME2" : "RGB");
        if ((long) rows * columns > MOST_PIXELS) {
            throw wrong(set, Tag.ROWS, rows + " x " + columns + " pixels", "at most " + MOST_PIXELS);
        }
        if (photometric.equals("YBR_FULL_422") && samples == 3 && columns % 2 == 1 && set.element(Tag.PIXEL_DATA)
                .filter(element -> !(element.value() instanceof Element.Fragments)).isPresent()) {
            throw wrong(set, Tag.COLUMNS, columns + " columns of pairs", "an even number");
        }
        return new PixelFormat(rows, columns, samples, allocated, stored, highBit, signed, planar, Math.max(1, frames),
                photometric);
    }

    private static int number(DataSet set, int tag, int least, int most) throws UnreadableDicom {
        int[] numbers = set.ints(tag);
        if (numbers.length == 0) {
            throw wrong(set, tag, "no " + Dictionary.keyword(tag).orElse("value"), "a number");
        }
        if (numbers[0] < least || numbers[0] > most) {
            throw wrong(set, tag, String.valueOf(numbers[0]), "from " + least + " to " + most);
        }
        return numbers[0];
    }

    private static UnreadableDicom wrong(DataSet set, int tag, String found, String expected) {
        long offset = set.element(tag).map(Element::offset).orElse((long) UnreadableDicom.NONE);
        return new UnreadableDicom(tag, offset, found, expected);
    }

    /// The same with everything that is allocated taken for stored.
    PixelFormat unmasked() {
        return new PixelFormat(rows, columns, samples, allocated, allocated, allocated - 1, false, planar, frames, photometric);
    }

    /// Samples of a frame.
    int frameSamples() {
        return rows * columns * samples;
    }

    /// What is stored, cut out of what is allocated, with its sign.
    int value(int allocatedBits) {
        int left = 31 - highBit;
        int right = 32 - stored;
        return signed ? allocatedBits << left >> right : allocatedBits << left >>> right;
    }
}
