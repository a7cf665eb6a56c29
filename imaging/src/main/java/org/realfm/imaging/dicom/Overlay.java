package org.realfm.imaging.dicom;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.realfm.imaging.Mask;

/// An overlay plane (PS3.3 C.9.2): pixels that are marked over an image.
///
/// @param group      `6000` to `60FE`
/// @param type       `G` for graphics, `R` for a region of interest
/// @param label      what it is called; empty if it is not said
/// @param row        the image's row that its first row lies on, from 0; below 0 if it begins above the image
/// @param column     the image's column that its first column lies on, from 0
/// @param imageFrame the frame of the image that its first frame belongs to, from 0
/// @param frames     frames, at least 1
/// @param plane      where the bits of its frames are
public record Overlay(int group, String type, Optional<String> label, int row, int column, int imageFrame, int frames,
        Plane plane) {

    /// The bits of the frames, which are looked at when they are asked for.
    @FunctionalInterface
    public interface Plane {
        /// The marked pixels of a frame, from 0.
        Mask frame(int number) throws UnreadableDicom;
    }

    private static final int ROWS = 0x0010;
    private static final int COLUMNS = 0x0011;
    private static final int FRAMES = 0x0015;
    private static final int TYPE = 0x0040;
    private static final int ORIGIN = 0x0050;
    private static final int FRAME_ORIGIN = 0x0051;
    private static final int BIT_POSITION = 0x0102;
    private static final int LABEL = 0x1500;
    private static final int DATA = 0x3000;

    /// The overlays of a file: in elements of their own, or, as was done of old, in the bits of the pixel data that the
    /// pixels leave unused.
    ///
    /// @throws UnreadableDicom if one is malformed or too short
    public static List<Overlay> of(DicomFile file) throws UnreadableDicom {
        List<Overlay> overlays = new ArrayList<>();
        DataSet set = file.dataSet();
        for (int group = 0x6000; group <= 0x60FE; group += 2) {
            if (set.has(group << 16 | ROWS)) {
                overlays.add(of(file, group));
            }
        }
        return overlays;
    }

    private static Overlay of(DicomFile file, int number) throws UnreadableDicom {
        DataSet set = file.dataSet();
        int group = number << 16;
        int rows = within(set, group | ROWS, 1, 65535);
        int columns = within(set, group | COLUMNS, 1, 65535);
        Optional<Element> data = set.element(group | DATA).filter(element -> element.length() > 0);
        int frames = data.isPresent() && set.has(group | FRAMES) ? within(set, group | FRAMES, 1, Integer.MAX_VALUE) : 1;
        Plane plane;
        if (data.isPresent()) {
            plane = plane(set, data.get(), frames, rows, columns);
        } else {
            PixelData pixels = PixelData.of(file);
            plane = embedded(set, pixels, group, rows, columns);
            frames = pixels.format().frames();
        }
        int[] origin = set.ints(group | ORIGIN);
        return new Overlay(number, set.string(group | TYPE).orElse("G"), set.string(group | LABEL),
                origin.length == 2 ? origin[0] - 1 : 0, origin.length == 2 ? origin[1] - 1 : 0,
                Math.max(0, set.intOr(group | FRAME_ORIGIN, 1) - 1), frames, plane);
    }

    private static int within(DataSet set, int tag, int least, int most) throws UnreadableDicom {
        int[] numbers = set.ints(tag);
        if (numbers.length == 0 || numbers[0] < least || numbers[0] > most) {
            throw wrong(set, tag, numbers.length == 0 ? "no value" : String.valueOf(numbers[0]), "from " + least + " to " + most);
        }
        return numbers[0];
    }

    private static UnreadableDicom wrong(DataSet set, int tag, String found, String expected) {
        return new UnreadableDicom(tag, set.element(tag).map(Element::offset).orElse((long) UnreadableDicom.NONE), found, expected);
    }

    /// Bits one after another, the first in the least significant bit of a byte (PS3.5 8.1.2).
    private static Plane plane(DataSet set, Element data, int frames, int rows, int columns) throws UnreadableDicom {
        long pixels = (long) rows * columns;
        if (pixels > Integer.MAX_VALUE || pixels > 8 * data.length() / frames) {
            throw new UnreadableDicom(data.tag(), data.offset(), data.length() + " bytes",
                    frames + " frames of " + rows + " x " + columns + " bits");
        }
        boolean words = set.order() == ByteOrder.BIG_ENDIAN && data.vr() == Vr.OW;
        return number -> {
            byte[] bytes = DicomWriter.swapped(data.bytes(), words ? 2 : 1);
            long first = number * pixels;
            return Mask.of(columns, rows, (x, y) -> {
                long bit = first + (long) y * columns + x;
                return (bytes[(int) (bit >> 3)] >> (bit & 7) & 1) == 1;
            });
        };
    }

    /// A bit of each pixel (PS3.3 C.9.2, as it was until 2004; PS3.5 8.1.2): one frame for each of the image.
    private static Plane embedded(DataSet set, PixelData pixels, int group, int rows, int columns) throws UnreadableDicom {
        PixelFormat format = pixels.format();
        int bit = within(set, group | BIT_POSITION, 0, 31);
        boolean isUsed = bit <= format.highBit() && bit > format.highBit() - format.stored();
        if (bit >= format.allocated() || isUsed || format.samples() != 1) {
            throw wrong(set, group | BIT_POSITION, "bit " + bit, "a bit that pixels of " + format.stored() + " bits below bit "
                    + format.highBit() + " of " + format.allocated() + " leave unused");
        }
        if (rows != format.rows() || columns != format.columns()) {
            throw wrong(set, group | ROWS, rows + " x " + columns, format.rows() + " x " + format.columns() + " as the image");
        }
        return number -> {
            int[] cells = pixels.allocated(number);
            return Mask.of(columns, rows, (x, y) -> (cells[y * columns + x] >>> bit & 1) == 1);
        };
    }

    /// The marked pixels of a frame.
    ///
    /// @param number from 0 to `frames() - 1`
    /// @throws UnreadableDicom if the bits cannot be had: the file is too short, or its pixels are compressed
    public Mask frame(int number) throws UnreadableDicom {
        if (number < 0 || number >= frames) {
            throw new IndexOutOfBoundsException("frame " + number + " of " + frames);
        }
        return plane.frame(number);
    }
}
