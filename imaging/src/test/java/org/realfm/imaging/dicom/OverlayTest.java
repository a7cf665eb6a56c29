package org.realfm.imaging.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.realfm.imaging.Mask;
import org.realfm.imaging.SharedData;

/// Overlays, in data of their own and in bits of the pixels.
class OverlayTest {

    private static final int GROUP = 0x60020000;

    private static DicomBytes plane(TransferSyntax syntax, int rows) {
        return DicomBytes.of(syntax).text(Tag.MODALITY, "CS", "OT").numbers(GROUP | 0x10, "US", rows).numbers(GROUP | 0x11, "US", 3);
    }

    @ParameterizedTest
    @EnumSource(value = TransferSyntax.class, names = {"IMPLICIT_LITTLE", "EXPLICIT_LITTLE", "EXPLICIT_BIG"})
    void inDataOfTheirOwn(TransferSyntax syntax) throws UnreadableDicom {
        byte[] bytes = plane(syntax, 3).text(GROUP | 0x15, "IS", "2").text(GROUP | 0x40, "CS", "R")
                .numbers(GROUP | 0x50, "SS", -1, 5).numbers(GROUP | 0x51, "US", 2).numbers(GROUP | 0x100, "US", 1)
                .numbers(GROUP | 0x102, "US", 0).text(GROUP | 0x1500, "LO", "lesion")
                .numbers(GROUP | 0x3000, "OW", 0x2A85, 0x0002).file(syntax);
        List<Overlay> overlays = Overlay.of(DicomFile.of(bytes));
        assertThat(overlays).hasSize(1);
        Overlay overlay = overlays.getFirst();
        assertThat(overlay.group()).isEqualTo(0x6002);
        assertThat(overlay.type()).isEqualTo("R");
        assertThat(overlay.label()).contains("lesion");
        assertThat(overlay.row()).isEqualTo(-2);
        assertThat(overlay.column()).isEqualTo(4);
        assertThat(overlay.imageFrame()).isEqualTo(1);
        assertThat(overlay.frames()).isEqualTo(2);
        assertThat(overlay.frame(0)).isEqualTo(mask(0x2A85, 0));
        assertThat(overlay.frame(1)).isEqualTo(mask(0x22A85, 9));
        assertThat(overlay.frame(0).indices()).containsExactly(0, 2, 7);
        assertThatThrownBy(() -> overlay.frame(2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static Mask mask(int bits, int first) {
        return Mask.of(3, 3, (x, y) -> (bits >> first + 3 * y + x & 1) == 1);
    }

    @ParameterizedTest
    @EnumSource(value = TransferSyntax.class, names = {"EXPLICIT_LITTLE", "EXPLICIT_BIG"})
    void inBitsOfThePixels(TransferSyntax syntax) throws UnreadableDicom {
        DicomBytes set = DicomBytes.of(syntax).format(2, 3, 1, 16, 12, false, "MONOCHROME2", 1).numbers(GROUP | 0x10, "US", 2)
                .numbers(GROUP | 0x11, "US", 3).numbers(GROUP | 0x100, "US", 16).numbers(GROUP | 0x102, "US", 13)
                .numbers(Tag.PIXEL_DATA, "OW", 0x2FFF, 0x0001, 0x2002, 0x1003, 0xD004, 0xF005);
        DicomFile file = DicomFile.of(set.file(syntax));
        assertThat(Overlay.of(file).getFirst().frame(0)).isEqualTo(Mask.of(3, 2, (x, y) -> y == 0 ? x != 1 : x == 2));
        assertThat(PixelData.of(file).frame(0).values()).containsExactly(0xFFF, 1, 2, 3, 4, 5);
    }

    @Test
    void whatIsWrongIsRefused() {
        assertThatThrownBy(() -> Overlay.of(DicomFile.of(plane(TransferSyntax.EXPLICIT_LITTLE, 7)
                .numbers(GROUP | 0x3000, "OW", 1).file(TransferSyntax.EXPLICIT_LITTLE))))
                .hasMessageContaining("(6002,3000)").hasMessageContaining("2 bytes, expected 1 frames of 7 x 3 bits")
                .hasMessageContaining("at byte");
        assertThatThrownBy(() -> Overlay.of(DicomFile.of(plane(TransferSyntax.EXPLICIT_LITTLE, 65535)
                .text(GROUP | 0x15, "IS", "2147483647").numbers(GROUP | 0x3000, "OW", 1, 2).file(TransferSyntax.EXPLICIT_LITTLE))))
                .isInstanceOf(UnreadableDicom.class);
        assertThatThrownBy(() -> Overlay.of(DicomFile.of(plane(TransferSyntax.EXPLICIT_LITTLE, 0)
                .file(TransferSyntax.EXPLICIT_LITTLE)))).hasMessageContaining("0, expected from 1 to 65535");
        DicomBytes used = DicomBytes.of(TransferSyntax.EXPLICIT_LITTLE).format(1, 3, 1, 16, 12, false, "MONOCHROME2", 1)
                .numbers(GROUP | 0x10, "US", 1).numbers(GROUP | 0x11, "US", 3).numbers(GROUP | 0x102, "US", 11)
                .numbers(Tag.PIXEL_DATA, "OW", 1, 2, 3);
        assertThatThrownBy(() -> Overlay.of(DicomFile.of(used.file(TransferSyntax.EXPLICIT_LITTLE))))
                .hasMessageContaining("bit 11");
    }

    /// 300 x 484, whose marked pixels were counted by pydicom (`overlay_array(0x6000).sum()`).
    @Test
    void aRealOne() throws UnreadableDicom {
        Overlay overlay = Overlay.of(DicomFile.read(SharedData.folder("dicom-samples").resolve("examples_overlay.dcm"))).getFirst();
        assertThat(overlay.frame(0).height()).isEqualTo(300);
        assertThat(overlay.frame(0).width()).isEqualTo(484);
        assertThat(overlay.row()).isZero();
        assertThat(overlay.column()).isZero();
        assertThat(overlay.frame(0).count()).isEqualTo(222);
    }

    /// Whatever the bytes, bits or a refusal.
    @Test
    void mutated() throws Exception {
        byte[] whole = Files.readAllBytes(SharedData.folder("dicom-samples").resolve("examples_overlay.dcm"));
        long end = DicomFile.of(whole).dataSet().element(0x60003000).orElseThrow().offset();
        long begin = DicomFile.of(whole).dataSet().element(0x60000010).orElseThrow().offset() - 8;
        SplittableRandom random = new SplittableRandom(6);
        int refused = 0;
        for (int i = 0; i < 300; i++) {
            byte[] bytes = whole.clone();
            bytes[(int) random.nextLong(begin, end)] = (byte) random.nextInt(256);
            try {
                for (Overlay overlay : Overlay.of(DicomFile.readable(bytes))) {
                    overlay.frame(overlay.frames() - 1);
                }
            } catch (UnreadableDicom e) {
                assertThat(e.getMessage()).contains("found ").contains(", expected ");
                refused++;
            }
        }
        assertThat(refused).isBetween(10, 290);
    }
}
