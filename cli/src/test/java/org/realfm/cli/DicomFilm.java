package org.realfm.cli;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.realfm.imaging.Image2D;

/// Pictures as Secondary Capture images (PS3.3 A.8), of 8 or 16 bits, MONOCHROME2.
///
/// @param frames of one size and depth
/// @param study  Study Instance UID
/// @param series Series Instance UID
/// @param image  SOP Instance UID
/// @param order  accession number
record DicomFilm(List<Image2D> frames, String study, String series, String image, String order) {

    private static final String SECONDARY_CAPTURE = "1.2.840.10008.5.1.4.1.1.7";

    static DicomFilm of(Image2D... frames) {
        return new DicomFilm(List.of(frames), "1.2.9", "1.2.9.1", "1.2.9.1.1", "A1");
    }

    /// The file.
    byte[] bytes() {
        Image2D first = frames.getFirst();
        boolean deep = first.maximum() > 255;
        Elements meta = new Elements();
        meta.text(0x00020002, "UI", SECONDARY_CAPTURE).text(0x00020003, "UI", image).text(0x00020010, "UI", "1.2.840.10008.1.2.1");
        Elements set = new Elements();
        set.text(0x00080016, "UI", SECONDARY_CAPTURE).text(0x00080018, "UI", image).text(0x00080050, "SH", order)
                .text(0x00080060, "CS", "DX").text(0x00100010, "PN", "Secret^Name").text(0x00100020, "LO", "SECRET1")
                .text(0x0020000D, "UI", study).text(0x0020000E, "UI", series).number(0x00280002, 1)
                .text(0x00280004, "CS", "MONOCHROME2").text(0x00280008, "IS", String.valueOf(frames.size()))
                .number(0x00280010, first.height()).number(0x00280011, first.width()).number(0x00280100, deep ? 16 : 8)
                .number(0x00280101, deep ? 16 : 8).number(0x00280102, deep ? 15 : 7).number(0x00280103, 0);
        int samples = first.width() * first.height() * frames.size();
        ByteBuffer pixels = ByteBuffer.allocate((deep ? 2 * samples : samples) + 1 & ~1).order(ByteOrder.LITTLE_ENDIAN);
        for (Image2D frame : frames) {
            for (float sample : frame.samples()) {
                if (deep) {
                    pixels.putShort((short) (int) sample);
                } else {
                    pixels.put((byte) (int) sample);
                }
            }
        }
        set.element(0x7FE00010, deep ? "OW" : "OB", pixels.array());
        Elements file = new Elements();
        file.out.writeBytes(new byte[128]);
        file.out.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
        file.element(0x00020000, "UL", ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(meta.out.size()).array());
        file.out.writeBytes(meta.out.toByteArray());
        file.out.writeBytes(set.out.toByteArray());
        return file.out.toByteArray();
    }

    /// Explicit VR little endian (PS3.5 7.1.2).
    private static final class Elements {

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Elements text(int tag, String vr, String value) {
            String even = value.length() % 2 == 0 ? value : value + (vr.equals("UI") ? "\0" : " ");
            return element(tag, vr, even.getBytes(StandardCharsets.US_ASCII));
        }

        Elements number(int tag, int value) {
            return element(tag, "US", new byte[] {(byte) value, (byte) (value >> 8)});
        }

        Elements element(int tag, String vr, byte[] value) {
            boolean wide = vr.startsWith("O");
            ByteBuffer header = ByteBuffer.allocate(wide ? 12 : 8).order(ByteOrder.LITTLE_ENDIAN)
                    .putShort((short) (tag >>> 16)).putShort((short) tag).put(vr.getBytes(StandardCharsets.US_ASCII));
            if (wide) {
                header.putShort((short) 0).putInt(value.length);
            } else {
                header.putShort((short) value.length);
            }
            out.writeBytes(header.array());
            out.writeBytes(value);
            return this;
        }
    }
}
