package org.realfm.imaging.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DicomFileTest {

    private static final int PATIENT_NAME = 0x00100010;
    private static final int SEQUENCE = 0x00081140; // Referenced Image Sequence
    private static final int INSTANCE = 0x00081155; // Referenced SOP Instance UID
    private static final int PRIVATE = 0x00091010;

    @TempDir
    Path folder;

    private static DicomBytes example(TransferSyntax syntax) {
        DicomBytes set = DicomBytes.of(syntax);
        return set.text(Tag.SPECIFIC_CHARACTER_SET, "CS", "ISO_IR 192")
                .text(0x00080020, "DA", "20260228")
                .text(Tag.MODALITY, "CS", "MR")
                .sequence(SEQUENCE, true, set.item().text(INSTANCE, "UI", "1.2.3"), set.item().text(INSTANCE, "UI", "1.2.4"))
                .sequence(0x00082112, false, set.item().sequence(SEQUENCE, false, set.item().text(INSTANCE, "UI", "1.2.5")), set.item())
                .text(0x00090010, "LO", "A VENDOR")
                .element(PRIVATE, "UN", new byte[] {1, 2, 3, 4})
                .text(PATIENT_NAME, "PN", "Müller^Zoë^^Dr.=山田", StandardCharsets.UTF_8)
                .text(0x00180050, "DS", "1.25\\ -3e2")
                .numbers(0x00186020, "SL", -5)
                .numbers(0x00280009, "AT", 0x0018, 0x1063)
                .numbers(0x00280106, "US", 65535);
    }

    @ParameterizedTest
    @EnumSource(names = {"IMPLICIT_LITTLE", "EXPLICIT_LITTLE", "EXPLICIT_BIG", "DEFLATED"})
    void everyEncodingSaysTheSame(TransferSyntax syntax) throws UnreadableDicom {
        DicomFile file = DicomFile.of(example(syntax).file(syntax));
        DataSet set = file.dataSet();
        assertThat(file.transferSyntax()).contains(syntax);
        assertThat(file.remarks()).isEmpty();
        assertThat(set.count()).isEqualTo(16);
        assertThat(set.string(Tag.MODALITY)).contains("MR");
        assertThat(set.date(0x00080020)).contains(LocalDate.of(2026, 2, 28));
        assertThat(set.items(SEQUENCE)).hasSize(2);
        assertThat(set.items(SEQUENCE).get(1).string(INSTANCE)).contains("1.2.4");
        assertThat(set.items(0x00082112).getFirst().items(SEQUENCE).getFirst().string(INSTANCE)).contains("1.2.5");
        assertThat(set.element(PRIVATE).orElseThrow().bytes()).containsExactly(1, 2, 3, 4);
        assertThat(set.name(PATIENT_NAME)).contains(new PersonName(
                List.of("Müller", "Zoë", "", "Dr."), List.of("山田"), List.of()));
        assertThat(set.doubles(0x00180050)).containsExactly(1.25, -300);
        assertThat(set.tags(0x00280009)).containsExactly(0x00181063);
        assertThat(set.longs(0x00280106)).containsExactly(65535);
        assertThat(set.ints(0x00186020)).containsExactly(-5);
        assertThat(set.strings(0x00104000)).isEmpty();
        assertThat(set.doubles(0x00281053)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"IMPLICIT_LITTLE", "EXPLICIT_LITTLE", "EXPLICIT_BIG"})
    void withoutMetaInformationItIsReadByItsLooks(TransferSyntax syntax) throws UnreadableDicom {
        DicomFile file = DicomFile.of(example(syntax).bytes());
        assertThat(file.transferSyntax()).contains(syntax);
        assertThat(file.dataSet().count()).isEqualTo(16);
        assertThat(file.remarks()).extracting(Remark::text).anyMatch(text -> text.contains("no preamble"));
    }

    @ParameterizedTest
    @CsvSource({"IMPLICIT_LITTLE,EXPLICIT_LITTLE", "EXPLICIT_LITTLE,IMPLICIT_LITTLE", "EXPLICIT_LITTLE,EXPLICIT_BIG"})
    void theWrongTransferSyntaxIsSeenThrough(TransferSyntax truth, TransferSyntax said) throws UnreadableDicom {
        DicomFile file = DicomFile.of(example(truth).file(said));
        assertThat(file.transferSyntax()).contains(truth);
        assertThat(file.dataSet().count()).isEqualTo(16);
        assertThat(file.remarks().getFirst().text()).contains(said.uid()).contains(truth.uid());
    }

    @Test
    void groupTwoWithoutLengthAndUnknownSyntax() throws UnreadableDicom {
        DicomBytes meta = DicomBytes.of(TransferSyntax.EXPLICIT_LITTLE).text(Tag.TRANSFER_SYNTAX_UID, "UI", "1.2.840.10008.1.2.4.201");
        byte[] bytes = DicomBytes.of(TransferSyntax.EXPLICIT_LITTLE).raw(new byte[128]).raw("DICM".getBytes(StandardCharsets.US_ASCII))
                .raw(meta.bytes()).raw(example(TransferSyntax.EXPLICIT_LITTLE).bytes()).bytes();
        DicomFile file = DicomFile.of(bytes);
        assertThat(file.dataSet().count()).isEqualTo(16);
        assertThat(file.transferSyntax()).isEmpty();
        assertThat(catchThrowableOfType(UnreadableDicom.class, () -> PixelData.of(file)).found()).contains("4.201");
    }

    /// GE's, implicit little endian with pixels in big endian, is one.
    @Test
    void aPrivateSyntaxIsNotGuessedForPixels() throws UnreadableDicom {
        DicomBytes meta = DicomBytes.of(TransferSyntax.EXPLICIT_LITTLE).text(Tag.TRANSFER_SYNTAX_UID, "UI", "1.2.840.113619.5.2");
        DicomFile file = DicomFile.of(DicomBytes.of(TransferSyntax.EXPLICIT_LITTLE).raw(new byte[128])
                .raw("DICM".getBytes(StandardCharsets.US_ASCII)).raw(meta.bytes())
                .raw(example(TransferSyntax.IMPLICIT_LITTLE).bytes()).bytes());
        assertThat(file.dataSet().count()).isEqualTo(16);
        assertThat(file.transferSyntaxUid()).isEqualTo("1.2.840.113619.5.2");
        assertThat(file.transferSyntax()).isEmpty();
    }

    @Test
    void paddingIsPassedOverWithARemark() throws UnreadableDicom {
        byte[] bytes = example(TransferSyntax.EXPLICIT_LITTLE).file(TransferSyntax.EXPLICIT_LITTLE);
        for (int padding : new int[] {1, 7, 8, 128, 40_000}) {
            DicomFile file = DicomFile.of(Arrays.copyOf(bytes, bytes.length + padding));
            assertThat(file.dataSet().count()).isEqualTo(16);
            assertThat(file.remarks().getFirst().text()).contains(padding + " bytes of padding");
        }
    }

    @Test
    void unknownRepresentationHidesASequence() throws UnreadableDicom {
        DicomBytes implicit = DicomBytes.of(TransferSyntax.IMPLICIT_LITTLE);
        byte[] item = implicit.item().text(INSTANCE, "UI", "1.2.6").bytes();
        byte[] start = {(byte) 0xFE, (byte) 0xFF, 0, (byte) 0xE0, (byte) item.length, 0, 0, 0};
        byte[] end = {(byte) 0xFE, (byte) 0xFF, (byte) 0xDD, (byte) 0xE0, 0, 0, 0, 0};
        byte[] bytes = DicomBytes.of(TransferSyntax.EXPLICIT_LITTLE)
                .header(PRIVATE, "UN", -1).raw(start).raw(item).raw(end)
                .header(0x00289145, "UN", start.length + item.length).raw(start).raw(item)
                .file(TransferSyntax.EXPLICIT_LITTLE);
        DataSet set = DicomFile.of(bytes).dataSet();
        assertThat(set.items(PRIVATE).getFirst().string(INSTANCE)).contains("1.2.6");
        assertThat(set.items(0x00289145).getFirst().string(INSTANCE)).contains("1.2.6");
    }

    @Test
    void valuesThatAreNotWhatTheySay() throws UnreadableDicom {
        DicomFile file = DicomFile.of(DicomBytes.of(TransferSyntax.EXPLICIT_LITTLE)
                .text(0x00080020, "DA", "20261340")
                .text(0x00180050, "DS", "1,5")
                .text(Tag.NUMBER_OF_FRAMES, "IS", "1A")
                .element(Tag.ROWS, "US", new byte[3])
                .file(TransferSyntax.EXPLICIT_LITTLE));
        UnreadableDicom frames = catchThrowableOfType(UnreadableDicom.class, () -> file.dataSet().ints(Tag.NUMBER_OF_FRAMES));
        assertThat(frames.getMessage()).matches("\\(0028,0008\\) at byte \\d+: found '1A', expected a whole number");
        assertThat(frames.tag()).isEqualTo(Tag.NUMBER_OF_FRAMES);
        assertThat(frames.offset()).isEqualTo(file.dataSet().element(Tag.NUMBER_OF_FRAMES).orElseThrow().offset());
        assertThat(catchThrowableOfType(UnreadableDicom.class, () -> file.dataSet().date(0x00080020)).found()).isEqualTo("'20261340'");
        assertThat(catchThrowableOfType(UnreadableDicom.class, () -> file.dataSet().doubles(0x00180050)).found()).isEqualTo("'1,5'");
        assertThat(catchThrowableOfType(UnreadableDicom.class, () -> file.dataSet().ints(Tag.ROWS)).expected()).isEqualTo("a multiple of 2");
        assertThat(catchThrowableOfType(UnreadableDicom.class, () -> file.dataSet().items(Tag.ROWS)).expected()).isEqualTo("a sequence");
        assertThat(catchThrowableOfType(UnreadableDicom.class, () -> file.dataSet().strings(Tag.ROWS)).expected()).isEqualTo("text");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "ISO_IR 100|PN|4275 63 5E 4AE972F46D65|Buc^Jérôme",
        "ISO_IR 144|PN|BBEE DACE D5DDD0 5E|Люкceмб",
        "\\ISO 2022 IR 87|PN|59616D616461 5E 5461726F 3D 1B2442 3B33 4544 1B2842 5E 1B2442 4240 4F3A 1B2842|Yamada^Taro=山田^太郎",
        "ISO 2022 IR 13\\ISO 2022 IR 87|PN|D4CFC0DE 5E C0DBB3 3D 1B2442 3B334544 1B284A 5E 1B2442 4240 4F3A 1B284A|ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎",
        "\\ISO 2022 IR 149|PN|486F6E67 5E 47 3D 1B242943 FBF3 5E 1B242943 D1CE D4D7|Hong^G=洪^吉洞",
        "GB18030|PN|57616E67 5E 58 3D CDF5 5E D0A1 B6AB|Wang^X=王^小东",
        "ISO_IR 192|PN|57 5E 58 3D E78E8B 5E E5B08F E69DB1|W^X=王^小東",
        "\\ISO 2022 IR 58|LO|1B242941 CDF5 5C 41|王\\A",
    })
    void characterSets(String terms, String vr, String hex, String expected) throws UnreadableDicom {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", "") + (hex.replace(" ", "").length() % 4 == 0 ? "" : "20"));
        DataSet set = DicomFile.of(DicomBytes.of(TransferSyntax.EXPLICIT_LITTLE).text(Tag.SPECIFIC_CHARACTER_SET, "CS", terms)
                .element(vr.equals("PN") ? PATIENT_NAME : 0x00102180, vr, bytes).bytes()).dataSet();
        String read = String.join("\\", set.strings(vr.equals("PN") ? PATIENT_NAME : 0x00102180));
        if (terms.equals("ISO_IR 144")) {
            assertThat(read).isEqualTo(new String(bytes, Charset.forName("ISO-8859-5")).strip());
        } else {
            assertThat(read).isEqualTo(expected);
        }
    }

    @Test
    void longValuesStayInTheFileUntilAskedFor() throws Exception {
        byte[] pixels = new byte[DataSetParser.KEPT + 2];
        pixels[pixels.length - 1] = 7;
        Path path = Files.write(folder.resolve("a.dcm"), DicomBytes.of(TransferSyntax.EXPLICIT_LITTLE)
                .element(Tag.PIXEL_DATA, "OW", pixels).file(TransferSyntax.EXPLICIT_LITTLE));
        Element element = DicomFile.read(path).dataSet().element(Tag.PIXEL_DATA).orElseThrow();
        assertThat(element.value()).isInstanceOf(Element.Slice.class);
        assertThat(element.bytes()).isEqualTo(pixels);
        Files.write(path, Arrays.copyOf(Files.readAllBytes(path), 1000));
        assertThat(catchThrowableOfType(UnreadableDicom.class, element::bytes).found()).startsWith("only ");
        Files.delete(path);
        assertThat(catchThrowableOfType(UnreadableDicom.class, element::bytes).found()).contains("NoSuchFile");
    }

    @Test
    void whatIsNotDicomIsRefused() throws Exception {
        for (byte[] bytes : new byte[][] {{}, {1}, "just some text, quite long".getBytes(StandardCharsets.US_ASCII), new byte[500]}) {
            UnreadableDicom refusal = catchThrowableOfType(UnreadableDicom.class, () -> DicomFile.of(bytes));
            assertThat(refusal).isNotNull();
            assertThat(refusal.getMessage()).contains("found").contains("expected");
        }
        assertThat(catchThrowableOfType(UnreadableDicom.class, () -> DicomFile.read(folder)).found()).isEqualTo("a folder");
        assertThat(catchThrowableOfType(UnreadableDicom.class, () -> DicomFile.read(folder.resolve("none"))).found())
                .isEqualTo("no such file");
    }

    @Test
    void lengthsBeyondTheEndAreRefusedWithTheirPlace() throws UnreadableDicom {
        byte[] bytes = DicomBytes.of(TransferSyntax.EXPLICIT_LITTLE).text(Tag.MODALITY, "CS", "MR")
                .header(Tag.PIXEL_DATA, "OW", 0x7FFFFFF0).raw(new byte[6]).file(TransferSyntax.EXPLICIT_LITTLE);
        UnreadableDicom refusal = catchThrowableOfType(UnreadableDicom.class, () -> DicomFile.of(bytes));
        assertThat(refusal.tag()).isEqualTo(Tag.PIXEL_DATA);
        assertThat(refusal.offset()).isEqualTo(bytes.length - 6);
        assertThat(refusal.found()).isEqualTo("a length of 2147483632 bytes");
        assertThat(refusal.expected()).isEqualTo("at most the 6 bytes that are left");
        assertThat(DicomFile.readable(bytes).dataSet().string(Tag.MODALITY)).contains("MR");
    }

    @Test
    void sequencesAreNotFollowedWithoutEnd() throws UnreadableDicom {
        DicomBytes set = DicomBytes.of(TransferSyntax.EXPLICIT_LITTLE);
        byte[] item = {(byte) 0xFE, (byte) 0xFF, 0, (byte) 0xE0, -1, -1, -1, -1};
        for (int i = 0; i < 10_000; i++) {
            set.header(SEQUENCE, "SQ", -1).raw(item);
        }
        UnreadableDicom refusal = catchThrowableOfType(UnreadableDicom.class,
                () -> DicomFile.of(set.file(TransferSyntax.EXPLICIT_LITTLE)));
        assertThat(refusal.found()).contains("nested more than 64 deep");
    }

    @Test
    void delimitersWithoutEndArePassedOver() throws UnreadableDicom {
        DicomBytes set = DicomBytes.of(TransferSyntax.EXPLICIT_LITTLE).text(Tag.MODALITY, "CS", "MR");
        byte[] end = {(byte) 0xFE, (byte) 0xFF, 0x0D, (byte) 0xE0, 0, 0, 0, 0};
        for (int i = 0; i < 200_000; i++) {
            set.raw(end);
        }
        DicomFile file = DicomFile.of(set.file(TransferSyntax.EXPLICIT_LITTLE));
        assertThat(file.dataSet().count()).isEqualTo(1);
        assertThat(file.remarks()).hasSize(100);
    }

    /// Five million zeros deflate to less than is read at once, and inflate to more than fits into one buffer.
    @Test
    void whatDeflatesWellIsReadWhole() throws UnreadableDicom {
        byte[] file = DicomBytes.of(TransferSyntax.EXPLICIT_LITTLE)
                .element(Tag.PIXEL_DATA, "OB", new byte[5_000_000]).file(TransferSyntax.DEFLATED);
        assertThat(DicomFile.of(file).dataSet().element(Tag.PIXEL_DATA).orElseThrow().length()).isEqualTo(5_000_000);
    }

    @Test
    void deflatedBombsAreRefused() {
        byte[] bomb = DicomBytes.of(TransferSyntax.EXPLICIT_LITTLE)
                .element(Tag.PIXEL_DATA, "OB", new byte[(int) DicomFile.ENOUGH_INFLATED]).file(TransferSyntax.DEFLATED);
        assertThat(bomb.length).isLessThan(100_000);
        assertThat(catchThrowableOfType(UnreadableDicom.class, () -> DicomFile.of(bomb)).found()).contains("inflates to more");
    }
}
