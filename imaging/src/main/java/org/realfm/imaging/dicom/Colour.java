package org.realfm.imaging.dicom;

/// From stored values to red, green and blue (PS3.3 C.7.6.3.1.2, C.7.9).
public final class Colour {

    private static final int SEGMENTED = Tag.RED_PALETTE_SEGMENTED - Tag.RED_PALETTE_DATA;

    private Colour() {}

    /// The colours of a frame.
    ///
    /// `YBR_FULL` and `YBR_FULL_422` become RGB by ITU-R BT.601 (full range), rounded and clamped; `YBR_RCT` and `YBR_ICT`
    /// are RGB already, since decoding JPEG 2000 undoes them; a palette's entries become 8 bits, or 16 if they have more.
    ///
    /// @throws UnreadableDicom if the photometric interpretation is none of these, or a palette is malformed
    public static StoredFrame toRgb(DataSet set, PixelFormat format, StoredFrame frame) throws UnreadableDicom {
        return switch (format.photometric()) {
            case "RGB", "YBR_RCT", "YBR_ICT" -> frame;
            case "YBR_FULL", "YBR_FULL_422" -> fromYbr(frame);
            case "PALETTE COLOR" -> fromPalette(set, frame);
            default -> throw new UnreadableDicom(Tag.PHOTOMETRIC_INTERPRETATION, set.element(Tag.PHOTOMETRIC_INTERPRETATION)
                    .map(Element::offset).orElse((long) UnreadableDicom.NONE), "'" + format.photometric() + "'",
                    "RGB, YBR_FULL, YBR_FULL_422, YBR_RCT, YBR_ICT or PALETTE COLOR");
        };
    }

    private static StoredFrame fromYbr(StoredFrame frame) {
        int[] from = frame.values();
        int[] to = new int[from.length];
        int most = (int) ((1L << Math.min(frame.bits(), 31)) - 1);
        double middle = most / 2 + 1;
        for (int i = 0; i + 2 < from.length; i += 3) {
            double y = from[i];
            double blue = from[i + 1] - middle;
            double red = from[i + 2] - middle;
            to[i] = (int) Math.clamp(Math.round(y + 1.402 * red), 0, most);
            to[i + 1] = (int) Math.clamp(Math.round(y - 0.344136 * blue - 0.714136 * red), 0, most);
            to[i + 2] = (int) Math.clamp(Math.round(y + 1.772 * blue), 0, most);
        }
        return new StoredFrame(frame.rows(), frame.columns(), 3, false, frame.bits(), to);
    }

    private static StoredFrame fromPalette(DataSet set, StoredFrame frame) throws UnreadableDicom {
        LookupTable[] tables = new LookupTable[3];
        for (int c = 0; c < 3; c++) {
            if (!set.has(Tag.RED_PALETTE_DATA + c) && set.has(Tag.RED_PALETTE_DATA + SEGMENTED + c)) {
                tables[c] = SegmentedPalette.of(set, Tag.RED_PALETTE_DESCRIPTOR + c, Tag.RED_PALETTE_DATA + SEGMENTED + c,
                        frame.signed());
            } else {
                tables[c] = LookupTable.of(set, Tag.RED_PALETTE_DESCRIPTOR + c, Tag.RED_PALETTE_DATA + c, frame.signed());
            }
        }
        int[] to = new int[3 * frame.values().length];
        for (int i = 0; i < frame.values().length; i++) {
            for (int c = 0; c < 3; c++) {
                to[3 * i + c] = tables[c].at(frame.value(i));
            }
        }
        return new StoredFrame(frame.rows(), frame.columns(), 3, false, tables[0].bits(), to);
    }
}
