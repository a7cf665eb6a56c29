package org.realfm.imaging.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PixelDataTest {

    private static final TransferSyntax LITTLE = TransferSyntax.EXPLICIT_LITTLE;

    private static StoredFrame frame(DicomBytes set, TransferSyntax syntax, int number) throws UnreadableDicom {
        return PixelData.of(DicomFile.of(set.file(syntax))).frame(number);
    }

    private static UnreadableDicom refused(DicomBytes set, TransferSyntax syntax) {
        UnreadableDicom refusal = catchThrowableOfType(UnreadableDicom.class, () -> frame(set, syntax, 0));
        assertThat(refusal).isNotNull();
        return refusal;
    }

    @ParameterizedTest
    @EnumSource(names = {"IMPLICIT_LITTLE", "EXPLICIT_LITTLE", "EXPLICIT_BIG", "DEFLATED"})
    void signedTwelveBitsInSixteenAndTwoFrames(TransferSyntax syntax) throws UnreadableDicom {
        // The upper four bits are an overlay, which is no part of the sample.
        DicomBytes set = DicomBytes.of(syntax).format(1, 3, 1, 16, 12, true, "MONOCHROME2", 2)
                .numbers(Tag.PIXEL_DATA, "OW", 0xF7FF, 0x0800, 0x1FFF, 0, 1, 2);
        assertThat(frame(set, syntax, 0).values()).containsExactly(2047, -2048, -1);
        assertThat(frame(set, syntax, 1).values()).containsExactly(0, 1, 2);
    }

    @ParameterizedTest
    @EnumSource(names = {"EXPLICIT_LITTLE", "EXPLICIT_BIG"})
    void thirtyTwoBitsKeepTheirRange(TransferSyntax syntax) throws UnreadableDicom {
        byte[] pixels = ByteBuffer.allocate(8).order(syntax.order()).putInt(-1).putInt(Integer.MIN_VALUE).array();
        StoredFrame unsigned = frame(DicomBytes.of(syntax).format(1, 2, 1, 32, 32, false, "MONOCHROME2", 1)
                .element(Tag.PIXEL_DATA, "OW", pixels), syntax, 0);
        assertThat(unsigned.value(0)).isEqualTo(4294967295L);
        assertThat(unsigned.value(1)).isEqualTo(2147483648L);
        StoredFrame signed = frame(DicomBytes.of(syntax).format(1, 2, 1, 32, 32, true, "MONOCHROME2", 1)
                .element(Tag.PIXEL_DATA, "OW", pixels), syntax, 0);
        assertThat(signed.value(0)).isEqualTo(-1);
        assertThat(signed.value(1)).isEqualTo(-2147483648L);
    }

    @Test
    void framesOfBitsAreNotAlignedToBytes() throws UnreadableDicom {
        DicomBytes set = DicomBytes.of(LITTLE).format(1, 5, 1, 1, 1, false, "MONOCHROME2", 3)
                .element(Tag.PIXEL_DATA, "OB", new byte[] {(byte) 0b01110001, 0b0110101});
        assertThat(frame(set, LITTLE, 0).values()).containsExactly(1, 0, 0, 0, 1);
        assertThat(frame(set, LITTLE, 1).values()).containsExactly(1, 1, 0, 1, 0);
        assertThat(frame(set, LITTLE, 2).values()).containsExactly(1, 0, 1, 1, 0);
    }

    @Test
    void bytesOfWordsInBigEndian() throws UnreadableDicom {
        DicomBytes set = DicomBytes.of(TransferSyntax.EXPLICIT_BIG).format(1, 3, 1, 8, 8, false, "MONOCHROME2", 2)
                .element(Tag.PIXEL_DATA, "OW", new byte[] {2, 1, 4, 3, 6, 5});
        assertThat(frame(set, TransferSyntax.EXPLICIT_BIG, 0).values()).containsExactly(1, 2, 3);
        assertThat(frame(set, TransferSyntax.EXPLICIT_BIG, 1).values()).containsExactly(4, 5, 6);
    }

    @Test
    void planesAndPairs() throws UnreadableDicom {
        DicomBytes planes = DicomBytes.of(LITTLE).format(1, 2, 3, 8, 8, false, "RGB", 1).numbers(Tag.PLANAR_CONFIGURATION, "US", 1)
                .element(Tag.PIXEL_DATA, "OB", new byte[] {1, 2, 3, 4, 5, 6});
        assertThat(frame(planes, LITTLE, 0).values()).containsExactly(1, 3, 5, 2, 4, 6);
        DicomBytes pairs = DicomBytes.of(LITTLE).format(1, 2, 3, 8, 8, false, "YBR_FULL_422", 1)
                .element(Tag.PIXEL_DATA, "OB", new byte[] {10, 20, 30, 40});
        assertThat(frame(pairs, LITTLE, 0).values()).containsExactly(10, 30, 40, 20, 30, 40);
    }

    @Test
    void runLengths() throws UnreadableDicom {
        // Two segments (high and low bytes) of 200 samples: repeats, literals, and a byte that does nothing.
        byte[] segments = {(byte) -127, 1, (byte) -71, 2, (byte) -128, 2, 5, 6, 7, (byte) -127, 8, (byte) -68, 9};
        byte[] code = ByteBuffer.allocate(78).order(ByteOrder.LITTLE_ENDIAN).putInt(2).putInt(64).putInt(68)
                .put(64, segments).array();
        StoredFrame frame = frame(DicomBytes.of(LITTLE).format(10, 20, 1, 16, 16, true, "MONOCHROME2", 1)
                .fragments(new byte[0], code), TransferSyntax.RLE, 0);
        assertThat(frame.value(0)).isEqualTo(0x105);
        assertThat(frame.value(2)).isEqualTo(0x107);
        assertThat(frame.value(127)).isEqualTo(0x108);
        assertThat(frame.value(128)).isEqualTo(0x208);
        assertThat(frame.value(199)).isEqualTo(0x209);
    }

    @Test
    void fragmentsAreSharedOutByTheOffsetTable() throws UnreadableDicom {
        byte[] first = rle(3);
        byte[] second = rle(4);
        byte[] table = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putInt(0).putInt(8 + 40 + 8 + first.length - 40).array();
        DicomBytes set = DicomBytes.of(LITTLE).format(1, 2, 1, 8, 8, false, "MONOCHROME2", 2).fragments(table,
                Arrays.copyOfRange(first, 0, 40), Arrays.copyOfRange(first, 40, first.length), second);
        assertThat(frame(set, TransferSyntax.RLE, 0).values()).containsExactly(3, 3);
        assertThat(frame(set, TransferSyntax.RLE, 1).values()).containsExactly(4, 4);
        table[4]++;
        DicomBytes wrong = DicomBytes.of(LITTLE).format(1, 2, 1, 8, 8, false, "MONOCHROME2", 2).fragments(table,
                Arrays.copyOfRange(first, 0, 40), Arrays.copyOfRange(first, 40, first.length), second);
        assertThat(refused(wrong, TransferSyntax.RLE).found()).contains("offset");
    }

    @Test
    void theExtendedOffsetTableServesToo() throws UnreadableDicom {
        byte[] first = rle(3);
        byte[] table = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(0).putLong(8 + 40 + 8 + first.length - 40).array();
        DicomBytes set = DicomBytes.of(LITTLE).format(1, 2, 1, 8, 8, false, "MONOCHROME2", 2)
                .element(Tag.EXTENDED_OFFSET_TABLE, "OV", table).fragments(new byte[0],
                Arrays.copyOfRange(first, 0, 40), Arrays.copyOfRange(first, 40, first.length), rle(4));
        assertThat(frame(set, TransferSyntax.RLE, 1).values()).containsExactly(4, 4);
    }

    @Test
    void encapsulatedPixelsAreKnownByTheirStart() throws UnreadableDicom {
        DicomBytes set = DicomBytes.of(LITTLE).format(1, 2, 1, 8, 8, false, "MONOCHROME2", 1).fragments(new byte[0], rle(3));
        assertThat(PixelData.of(DicomFile.of(set.bytes())).frame(0).values()).containsExactly(3, 3);
        byte[] ls = HexFormat.of().parseHex("FFD8FFF7000B080004000401011100FFDA0008010100000000C000006C80208E01C000005740000"
                + "06EE6000001BC18000005D800009160FFD9");
        DicomBytes jpegLs = DicomBytes.of(LITTLE).format(4, 4, 1, 8, 8, false, "MONOCHROME2", 1).fragments(new byte[0], ls);
        assertThat(PixelData.of(DicomFile.of(jpegLs.bytes())).frame(0).value(2)).isEqualTo(90);
        DicomBytes noise = DicomBytes.of(LITTLE).format(1, 2, 1, 8, 8, false, "MONOCHROME2", 1).fragments(new byte[0], new byte[] {1, 2});
        assertThat(refused(noise, LITTLE).found()).contains("unknown code");
    }

    private static byte[] rle(int value) {
        return ByteBuffer.allocate(66).order(ByteOrder.LITTLE_ENDIAN).putInt(1).putInt(64).put(64, (byte) -1).put(65, (byte) value).array();
    }

    @Test
    void refusals() {
        DicomBytes few = DicomBytes.of(LITTLE).format(100, 100, 1, 16, 16, false, "MONOCHROME2", 1)
                .element(Tag.PIXEL_DATA, "OW", new byte[100]);
        assertThat(refused(few, LITTLE).getMessage()).contains("found 100 bytes, expected 20000 for frame 1 of 1");
        DicomBytes odd = DicomBytes.of(LITTLE).format(1, 1, 1, 16, 16, false, "MONOCHROME2", 1)
                .numbers(Tag.BITS_ALLOCATED, "US", 12).numbers(Tag.PIXEL_DATA, "OW", 1);
        assertThat(refused(odd, LITTLE).tag()).isEqualTo(Tag.BITS_ALLOCATED);
        DicomBytes huge = DicomBytes.of(LITTLE).format(65535, 65535, 1, 8, 8, false, "MONOCHROME2", 1)
                .fragments(new byte[0], new byte[100]);
        assertThat(refused(huge, TransferSyntax.JPEG_LS_LOSSLESS).found()).isEqualTo("65535 x 65535 pixels");
        DicomBytes bomb = DicomBytes.of(LITTLE).format(8000, 8000, 1, 8, 8, false, "MONOCHROME2", 1)
                .fragments(new byte[0], new byte[100]);
        assertThat(refused(bomb, TransferSyntax.JPEG_2000).expected()).isEqualTo("a byte for each 4096");
        DicomBytes none = DicomBytes.of(LITTLE).text(Tag.MODALITY, "CS", "SR");
        assertThat(refused(none, LITTLE).found()).isEqualTo("no pixel data");
        DicomBytes missing = DicomBytes.of(LITTLE).format(2, 2, 1, 8, 8, false, "MONOCHROME2", 2)
                .fragments(new byte[0], rle(1));
        assertThat(refused(missing, TransferSyntax.RLE).found()).isEqualTo("1 fragments");
    }

    @Test
    void modalityAndWindow() throws UnreadableDicom {
        DataSet ct = DicomFile.of(DicomBytes.of(LITTLE).numbers(Tag.PIXEL_REPRESENTATION, "US", 0)
                .text(Tag.WINDOW_CENTER, "DS", "40\\-600").text(Tag.WINDOW_WIDTH, "DS", "400\\1500")
                .text(Tag.RESCALE_INTERCEPT, "DS", "-1024").text(Tag.RESCALE_SLOPE, "DS", "2").bytes()).dataSet();
        assertThat(ModalityTransform.of(ct, 0).apply(512)).isEqualTo(0);
        List<VoiTransform> views = VoiTransform.of(ct, 0);
        assertThat(views).hasSize(2);
        VoiTransform soft = views.getFirst(); // PS3.3 C.11.2.1.2.1: 0 up to 39.5 - 199.5, 1 above 39.5 + 199.5
        assertThat(soft.apply(-160)).isZero();
        assertThat(soft.apply(39.5)).isEqualTo(0.5);
        assertThat(soft.apply(239)).isEqualTo(1);
        assertThat(soft.apply(40.5)).isCloseTo(0.5 + 1 / 399.0, within(1e-12));
        assertThat(new VoiTransform.Window(10, 4, VoiTransform.Function.SIGMOID).apply(10)).isEqualTo(0.5);
        assertThat(new VoiTransform.Window(10, 4, VoiTransform.Function.LINEAR_EXACT).apply(11)).isEqualTo(0.75);
        DataSet none = DicomFile.of(DicomBytes.of(LITTLE).text(Tag.MODALITY, "CS", "CR").bytes()).dataSet();
        assertThat(ModalityTransform.of(none, 0).apply(7)).isEqualTo(7);
        assertThat(VoiTransform.of(none, 0)).isEmpty();
    }

    @Test
    void tables() throws UnreadableDicom {
        DicomBytes set = DicomBytes.of(LITTLE).numbers(Tag.PIXEL_REPRESENTATION, "US", 1);
        set.sequence(Tag.MODALITY_LUT_SEQUENCE, false, set.item().numbers(Tag.LUT_DESCRIPTOR, "SS", 3, -1, 16)
                .numbers(Tag.LUT_DATA, "US", 100, 200, 300));
        ModalityTransform table = ModalityTransform.of(DicomFile.of(set.bytes()).dataSet(), 0);
        assertThat(table.apply(-5)).isEqualTo(100);
        assertThat(table.apply(0)).isEqualTo(200);
        assertThat(table.apply(9)).isEqualTo(300);
    }

    @Test
    void functionalGroupsAreOfTheirFrame() throws UnreadableDicom {
        DicomBytes set = DicomBytes.of(LITTLE);
        DicomBytes shared = set.item().sequence(0x00289132, false, set.item().text(Tag.WINDOW_CENTER, "DS", "5").text(Tag.WINDOW_WIDTH, "DS", "10"));
        DicomBytes one = set.item().sequence(0x00289145, true, set.item().text(Tag.RESCALE_INTERCEPT, "DS", "1").text(Tag.RESCALE_SLOPE, "DS", "1"));
        DicomBytes two = set.item().sequence(0x00289145, true, set.item().text(Tag.RESCALE_INTERCEPT, "DS", "2").text(Tag.RESCALE_SLOPE, "DS", "1"));
        DataSet read = DicomFile.of(set.text(Tag.MODALITY, "CS", "MR").sequence(0x52009229, true, shared)
                .sequence(0x52009230, true, one, two).bytes()).dataSet();
        assertThat(ModalityTransform.of(read, 0).apply(0)).isEqualTo(1);
        assertThat(ModalityTransform.of(read, 1).apply(0)).isEqualTo(2);
        assertThat(VoiTransform.of(read, 1)).containsExactly(new VoiTransform.Window(5, 10, VoiTransform.Function.LINEAR));
    }

    @Test
    void colours() throws UnreadableDicom {
        DicomBytes ybr = DicomBytes.of(LITTLE).format(1, 2, 3, 8, 8, false, "YBR_FULL", 1)
                .element(Tag.PIXEL_DATA, "OB", new byte[] {76, 85, (byte) 255, (byte) 200, (byte) 128, (byte) 128});
        assertThat(rgb(ybr).values()).containsExactly(254, 0, 0, 200, 200, 200);
        DicomBytes palette = DicomBytes.of(LITTLE).format(1, 3, 1, 8, 8, false, "PALETTE COLOR", 1);
        for (int c = 0; c < 3; c++) {
            palette.numbers(Tag.RED_PALETTE_DESCRIPTOR + c, "US", 3, 1, 16);
        }
        for (int c = 0; c < 3; c++) {
            palette.numbers(Tag.RED_PALETTE_DATA + c, "OW", 10 + c, 20 + c, 65000 + c);
        }
        palette.element(Tag.PIXEL_DATA, "OB", new byte[] {0, 2, 3, 0});
        assertThat(rgb(palette).values()).containsExactly(10, 11, 12, 20, 21, 22, 65000, 65001, 65002);
    }

    @Test
    void segmentedPalettes() throws UnreadableDicom {
        DicomBytes palette = DicomBytes.of(LITTLE).format(1, 7, 1, 8, 8, false, "PALETTE COLOR", 1);
        for (int c = 0; c < 3; c++) {
            palette.numbers(Tag.RED_PALETTE_DESCRIPTOR + c, "US", 7, 0, 16);
        }
        for (int c = 0; c < 3; c++) {
            palette.numbers(Tag.RED_PALETTE_SEGMENTED + c, "OW", 0, 2, 5, 100, 1, 3, 400, 2, 1, 0, 0); // list, line, copy of the list
        }
        palette.element(Tag.PIXEL_DATA, "OB", new byte[] {0, 1, 2, 3, 4, 5, 6, 0});
        int[] values = rgb(palette).values();
        assertThat(IntStream.range(0, 7).map(i -> values[3 * i])).containsExactly(5, 100, 200, 300, 400, 5, 100);
    }

    private static StoredFrame rgb(DicomBytes set) throws UnreadableDicom {
        DicomFile file = DicomFile.of(set.file(LITTLE));
        PixelData pixels = PixelData.of(file);
        return Colour.toRgb(file.dataSet(), pixels.format(), pixels.frame(0));
    }
}
