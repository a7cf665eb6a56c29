package org.realfm.imaging.series;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.realfm.imaging.volume.Affine;

/// Writes DICOM slices for tests in implicit little endian, without a header: text elements by tag.
public final class SliceBytes {

    private final TreeMap<Integer, byte[]> elements = new TreeMap<>(Integer::compareUnsigned);

    /// A slice of signed 16 bit values.
    public static SliceBytes of(int columns, int rows, short[] values) {
        SliceBytes slice = new SliceBytes().text(0x00080016, "1.2.840.10008.5.1.4.1.1.2").text(0x00080060, "CT")
                .text(0x0020000E, "1.2.3").text(0x00200052, "1.2.4").text(0x00280004, "MONOCHROME2");
        slice.words(0x00280002, 1).words(0x00280010, rows).words(0x00280011, columns).words(0x00280100, 16).words(0x00280101, 16)
                .words(0x00280102, 15).words(0x00280103, 1);
        int[] pixels = new int[values.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = values[i];
        }
        return slice.words(0x7FE00010, pixels);
    }

    /// Slice `k` of a volume.
    public static SliceBytes of(int[] sizes, short[] values, Affine lps, int k) {
        int area = sizes[0] * sizes[1];
        double[] spacing = lps.spacing();
        SliceBytes slice = of(sizes[0], sizes[1], Arrays.copyOfRange(values, k * area, (k + 1) * area));
        double[] directions = new double[6];
        for (int i = 0; i < 3; i++) {
            directions[i] = lps.step(0)[i] / spacing[0];
            directions[3 + i] = lps.step(1)[i] / spacing[1];
        }
        return slice.text(0x00080018, "1.2.5." + k).text(0x00200013, String.valueOf(k + 1)).numbers(0x00200037, directions)
                .numbers(0x00200032, lps.place(0, 0, k)).numbers(0x00280030, spacing[1], spacing[0]);
    }

    public SliceBytes text(int tag, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        byte[] even = Arrays.copyOf(bytes, bytes.length + 1 & ~1);
        if (even.length > bytes.length) {
            even[bytes.length] = (byte) (text.matches("[0-9.]+\\.[0-9.]+\\.[0-9.]+") ? 0 : ' ');
        }
        elements.put(tag, even);
        return this;
    }

    public SliceBytes numbers(int tag, double... numbers) {
        return text(tag, DoubleStream.of(numbers).mapToObj(number -> String.format(Locale.ROOT, "%.9g", number))
                .collect(Collectors.joining("\\")));
    }

    public SliceBytes words(int tag, int... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int number : numbers) {
            bytes.putShort((short) number);
        }
        elements.put(tag, bytes.array());
        return this;
    }

    public SliceBytes sequence(int tag, SliceBytes... items) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (SliceBytes item : items) {
            byte[] bytes = item.bytes();
            header(out, 0xFFFEE000, bytes.length);
            out.writeBytes(bytes);
        }
        elements.put(tag, out.toByteArray());
        return this;
    }

    public SliceBytes without(int tag) {
        elements.remove(tag);
        return this;
    }

    public byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Map.Entry<Integer, byte[]> element : elements.entrySet()) {
            header(out, element.getKey(), element.getValue().length);
            out.writeBytes(element.getValue());
        }
        return out.toByteArray();
    }

    private static void header(ByteArrayOutputStream out, int tag, int length) {
        out.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putShort((short) (tag >>> 16)).putShort((short) tag)
                .putInt(length).array());
    }
}
