package org.realfm.imaging.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.realfm.imaging.SharedData;

/// What is written reads back equal.
class DicomWriterTest {

    @TempDir
    private Path folder;

    private static DataSetBuilder some() {
        return DataSetBuilder.dataSet().text(Tag.SOP_CLASS_UID, "1.2.840.10008.5.1.4.1.1.7").text(Tag.SOP_INSTANCE_UID, "2.25.17");
    }

    @Test
    void everyKindOfValue() throws UnreadableDicom {
        DataSet inner = DataSetBuilder.item().text(0x00080100, "121071").build();
        DataSet middle = DataSetBuilder.item().items(0x0040A043, inner, DataSetBuilder.item().build()).build();
        DataSet set = some().text(0x00100010, "Müller^Jürgen=山田^太郎").text(0x00080060, "OT").empty(0x00100030)
                .text(0x00081030, "odd").text(0x00104000, "a\\b\nc").numbers(0x00280010, 65535).numbers(0x00200013, -12)
                .numbers(0x00281101, Vr.SS, -256, 0, 16).reals(0x00280030, 0.1, 1.0 / 3).reals(0x00189087, Math.PI)
                .tags(0x00280009, 0x00181063, 0x7FE00010).items(0x0040A730, middle).items(0x00081140)
                .numbers(0x00660040, 4_000_000_000L).bytes(0x00091001, Vr.UN, new byte[] {1, 2, 3}).build();
        for (DicomWriter writer : List.of(DicomWriter.explicitLittle(), DicomWriter.explicitLittle().withDefinedLengths())) {
            DicomFile file = DicomFile.of(writer.bytes(set));
            assertThat(file.remarks()).isEmpty();
            DataSet read = file.dataSet();
            assertThat(read.name(0x00100010).orElseThrow().alphabetic()).containsExactly("Müller", "Jürgen");
            assertThat(read.name(0x00100010).orElseThrow().ideographic()).containsExactly("山田", "太郎");
            assertThat(read.element(0x00100030).orElseThrow().length()).isZero();
            assertThat(read.element(0x00081030).orElseThrow().length()).isEqualTo(4);
            assertThat(read.string(0x00081030)).contains("odd");
            assertThat(read.strings(0x00104000)).containsExactly("a\\b\nc");
            assertThat(read.ints(0x00280010)).containsExactly(65535);
            assertThat(read.ints(0x00200013)).containsExactly(-12);
            assertThat(read.ints(0x00281101)).containsExactly(-256, 0, 16);
            assertThat(read.strings(0x00280030)).containsExactly("0.1", "0.33333333333333");
            assertThat(read.doubles(0x00189087)).containsExactly(Math.PI);
            assertThat(read.tags(0x00280009)).containsExactly(0x00181063, 0x7FE00010);
            assertThat(read.longs(0x00660040)).containsExactly(4_000_000_000L);
            assertThat(read.element(0x00091001).orElseThrow().length()).isEqualTo(4);
            List<DataSet> codes = read.items(0x0040A730).getFirst().items(0x0040A043);
            assertThat(codes).hasSize(2);
            assertThat(codes.getFirst().string(0x00080100)).contains("121071");
            assertThat(read.element(0x00081140).orElseThrow().value()).isEqualTo(new Element.Items(List.of()));
            assertThat(file.meta().string(0x00020003)).contains("2.25.17");
            assertThat(file.meta().longs(0x00020000)).containsExactly(
                    file.meta().element(0x00020013).orElseThrow().offset() + 6 - 132 - 12);
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> some().text(0x00080050, "12345678901234567")).hasMessage("(0008,0050) AccessionNumber is of"
                + " value representation SH, which does not hold '12345678901234567', of more than 16 characters");
        assertThatThrownBy(() -> some().text(0x00080060, "ct")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> some().text(0x00081030, "a\\b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> some().text(0x00081030, "a\u0007")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> some().text(Tag.SOP_INSTANCE_UID, "1.02")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> some().text(0x00080020, "2020-01-01")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> some().numbers(Tag.ROWS, 65536)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> some().numbers(Tag.ROWS, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> some().reals(0x00280030, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> some().numbers(0x00280030, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DicomWriter.explicitLittle().bytes(DataSetBuilder.dataSet().build()))
                .isInstanceOf(UnreadableDicom.class).hasMessageContaining("no SOPClassUID");
    }

    @Test
    void nothingIsOverwritten() throws Exception {
        Path path = folder.resolve("a.dcm");
        DicomWriter.explicitLittle().write(some().build(), path);
        byte[] before = Files.readAllBytes(path);
        assertThatThrownBy(() -> DicomWriter.explicitLittle().write(some().build(), path))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(Files.readAllBytes(path)).isEqualTo(before);
        Path other = folder.resolve("b.dcm");
        assertThatThrownBy(() -> DicomWriter.explicitLittle().write(DataSetBuilder.dataSet().build(), other))
                .isInstanceOf(UnreadableDicom.class);
        assertThat(other).doesNotExist();
    }

    @Test
    void decimalsFitAndMeanTheSame() {
        SplittableRandom random = new SplittableRandom(15);
        for (int i = 0; i < 100_000; i++) {
            double value = random.nextDouble(-10, 10) * Math.pow(10, random.nextInt(-300, 300));
            String text = DataSetBuilder.decimal(value);
            assertThat(text.length()).isLessThanOrEqualTo(16);
            assertThat(Math.abs(Double.parseDouble(text) - value)).as(text).isLessThanOrEqualTo(5e-9 * Math.abs(value));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.0, 1, -1.5, 1e-300, -1e-300, 123456789012345678.0, -0.12345678901234567, Double.MIN_VALUE,
        1.7e308, -1.2345678901234567e-100})
    void decimals(double value) {
        String text = DataSetBuilder.decimal(value);
        assertThat(text.length()).isLessThanOrEqualTo(16);
        assertThat(Math.abs(Double.parseDouble(text) - value)).isLessThanOrEqualTo(1e-8 * Math.abs(value));
    }

    /// Every real file that can be read whole, written again, reads back with the same elements and pixels.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void realFiles(boolean defined) throws IOException, UnreadableDicom {
        int files = 0;
        int pixels = 0;
        List<String> refused = new ArrayList<>();
        Path samples = SharedData.folder("dicom-samples");
        try (Stream<Path> paths = Files.walk(samples)) {
            for (Path path : paths.filter(Files::isRegularFile).sorted().toList()) {
                DicomFile file;
                try {
                    file = DicomFile.read(path);
                } catch (UnreadableDicom e) {
                    continue;
                }
                Path copy = folder.resolve(files + ".dcm");
                try {
                    DicomWriter writer = DicomWriter.of(file);
                    (defined ? writer.withDefinedLengths() : writer).write(file.dataSet(), copy);
                } catch (UnreadableDicom e) {
                    refused.add(samples.relativize(path) + ": " + e.getMessage());
                    continue;
                }
                files++;
                DicomFile again = DicomFile.read(copy);
                assertThat(again.remarks()).as(path.toString()).filteredOn(remark -> !remark.text().startsWith("the unknown"))
                        .isEmpty();
                assertThat(SameElements.differences(file.dataSet(), again.dataSet(), "")).as(path.toString()).isEmpty();
                if (file.dataSet().element(Tag.PIXEL_DATA).filter(DicomWriterTest::isNative).isPresent()) {
                    pixels += samePixels(file, again) ? 1 : 0;
                }
            }
        }
        assertThat(refused).filteredOn(reason -> reason.endsWith("found no SOPClassUID, expected one, which a file must name"))
                .hasSize(3);
        assertThat(refused).filteredOn(reason -> reason.contains("DICOMDIR")).hasSize(7);
        assertThat(refused).hasSize(10);
        assertThat(files).isEqualTo(153);
        assertThat(pixels).isEqualTo(52);
    }

    private static boolean isNative(Element pixels) {
        return pixels.length() > 0 && !(pixels.value() instanceof Element.Fragments);
    }

    /// Compressed pixels are compared as bytes.
    private static boolean samePixels(DicomFile file, DicomFile again) throws UnreadableDicom {
        PixelData before;
        try {
            before = PixelData.of(file);
            before.frame(0);
        } catch (UnreadableDicom e) {
            return false; // as it was
        }
        PixelData after = PixelData.of(again);
        assertThat(after.format()).isEqualTo(before.format());
        for (int f = 0; f < before.format().frames(); f++) {
            assertThat(after.frame(f).values()).isEqualTo(before.frame(f).values());
        }
        return true;
    }

    /// An icon may have compressed pixels of its own; a damaged item may hold what belongs into the meta information.
    @Test
    void lengthsOfWhatIsWithinItems() throws UnreadableDicom {
        DicomBytes icon = DicomBytes.of(TransferSyntax.EXPLICIT_LITTLE).numbers(0x00020000, "UL", 7).numbers(0x00080000, "UL", 7)
                .format(2, 2, 1, 8, 8, false, "MONOCHROME2", 1).fragments(new byte[4], new byte[] {1, 2, 3, 4}, new byte[] {5, 6});
        DicomBytes set = DicomBytes.of(TransferSyntax.EXPLICIT_LITTLE).text(Tag.SOP_CLASS_UID, "UI", "1.2").text(Tag.SOP_INSTANCE_UID,
                "UI", "1.2.3").sequence(0x00880200, true, icon).text(0x00880904, "LO", "after");
        DicomFile file = DicomFile.of(set.file(TransferSyntax.RLE));
        for (DicomWriter writer : List.of(DicomWriter.of(file), DicomWriter.of(file).withDefinedLengths())) {
            DicomFile again = DicomFile.of(writer.bytes(file.dataSet()));
            assertThat(again.dataSet().string(0x00880904)).contains("after");
            DataSet item = again.dataSet().items(0x00880200).getFirst();
            assertThat(item.element(Tag.PIXEL_DATA).orElseThrow().value()).isInstanceOfSatisfying(Element.Fragments.class,
                    fragments -> assertThat(fragments.lengths()).containsExactly(4, 2));
            assertThat(item.element(0x00080000)).isEmpty();
            assertThat(again.remarks()).isEmpty();
        }
    }

    /// Values longer than an explicit header can say are UN; those of odd length are padded.
    @Test
    void longValues() throws UnreadableDicom {
        String longText = "x".repeat(70_001);
        DataSet set = some().text(0x0040A160, longText).bytes(0x00080070, Vr.LO, longText.getBytes(StandardCharsets.US_ASCII)).build();
        DataSet read = DicomFile.of(DicomWriter.explicitLittle().bytes(set)).dataSet();
        assertThat(read.strings(0x0040A160)).containsExactly(longText);
        assertThat(read.element(0x00080070).orElseThrow().length()).isEqualTo(70_002);
        assertThat(read.strings(0x00080070)).containsExactly(longText); // the reader knows what it is
        byte[] twice = DicomWriter.explicitLittle().bytes(read);
        assertThat(twice).isEqualTo(DicomWriter.explicitLittle().bytes(set));
    }
}
