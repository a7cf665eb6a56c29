package org.realfm.imaging.dicom.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.realfm.imaging.dicom.DataSet;
import org.realfm.imaging.dicom.DataSetBuilder;
import org.realfm.imaging.dicom.Tag;
import org.realfm.imaging.dicom.UnreadableDicom;
import org.realfm.imaging.dicom.Vr;
import org.realfm.imaging.dicom.objects.ReportContent.Item;
import org.realfm.imaging.segmentation.VoxelMask;

/// What reports and segmentations say, and how those that say nothing are refused.
class ReadResultsTest {

    private static final int CONTENT = 0x0040A730;

    private static ReportContent report() throws UnreadableDicom {
        return ReportContent.of(WrittenObjects.written(WrittenObjects.report(false)).dataSet());
    }

    private static Item named(ReportContent content, String meaning) {
        return content.items().stream()
                .filter(item -> item.concept().filter(code -> code.meaning().equals(meaning)).isPresent())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void numbersStandWithTheirFindings() throws UnreadableDicom {
        ReportContent content = report();
        Item volume = named(content, "Volume");
        assertThat(volume).isEqualTo(new Item(volume.parent(), "NUM", Optional.of(new Code("118565006", "SCT", "Volume")),
                Optional.empty(), OptionalDouble.of(1234.5678)));
        assertThat(named(content, "Attenuation Coefficient").number()).hasValue(-12.5);
        assertThat(named(content, "Finding").coded()).contains(WrittenObjects.MASS);
        assertThat(named(content, "Finding").parent()).isEqualTo(volume.parent());
        assertThat(content.items().get(volume.parent()).concept().orElseThrow().meaning()).isEqualTo("Measurement Group");
        assertThat(named(content, "Width").parent()).as("of the second group").isGreaterThan(volume.parent());
        assertThat(content.complete()).isTrue();
        assertThat(content.mentions()).contains("2.25.1", "2.25.100", "2.25.104").doesNotContain("2.25.2");
    }

    @Test
    void numbersMayHaveMoreDigitsOrNone() throws UnreadableDicom {
        assertThat(number(DataSetBuilder.item().text(0x0040A30A, "0.333").reals(0x0040A161, 1.0 / 3).build())).hasValue(1.0 / 3);
        assertThat(number(DataSetBuilder.item().text(0x0040A30A, "0.333").build())).hasValue(0.333);
        assertThat(number(DataSetBuilder.item().build())).isEmpty();
        assertThatThrownBy(() -> number(DataSetBuilder.item().text(0x0040A30A, "1", "2").build()))
                .isInstanceOf(UnreadableDicom.class).hasMessageContaining("2 numbers");
        assertThatThrownBy(() -> number(DataSetBuilder.item().bytes(0x0040A30A, Vr.DS, new byte[] {'a', 'b'}).build()))
                .isInstanceOf(UnreadableDicom.class);
    }

    private static OptionalDouble number(DataSet measured) throws UnreadableDicom {
        DataSet item = DataSetBuilder.item().text(0x0040A040, "NUM").items(0x0040A300, measured).build();
        DataSet report = DataSetBuilder.from(WrittenObjects.report(false)).items(CONTENT, item).build();
        ReportContent content = ReportContent.of(report);
        assertThat(content.items()).hasSize(1);
        return content.items().getFirst().number();
    }

    @Test
    void whatIsNoReportIsRefused() throws UnreadableDicom {
        DataSet report = WrittenObjects.report(false);
        assertThat(ReportContent.of(DataSetBuilder.from(report).text(0x0040A491, "PARTIAL").build()).complete()).isFalse();
        assertThatThrownBy(() -> ReportContent.of(SecondaryCapture.of(WrittenObjects.ramp(1, 255),
                WrittenObjects.SUBJECT, WrittenObjects.instance("grey", 1))))
                .isInstanceOf(UnreadableDicom.class).hasMessageContaining("1.2.840.10008.5.1.4.1.1.7");
        assertThatThrownBy(() -> ReportContent.of(DataSetBuilder.from(report).remove(Tag.SOP_CLASS_UID).build()))
                .hasMessageContaining("no SOP class");
        assertThatThrownBy(() -> ReportContent.of(DataSetBuilder.from(report).bytes(CONTENT, Vr.UN, new byte[4]).build()))
                .isInstanceOf(UnreadableDicom.class).hasMessageContaining("a sequence");
    }

    @Test
    void howMuchIsDrawn() throws UnreadableDicom {
        VoxelMask ball = WrittenObjects.ball(4);
        VoxelMask corner = WrittenObjects.corner();
        SegmentationContent content = SegmentationContent.of(WrittenObjects.written(WrittenObjects.segmentation(
                List.of(WrittenObjects.segment("ball", ball), WrittenObjects.segment("corner", corner),
                        WrittenObjects.segment("nothing", VoxelMask.of(WrittenObjects.GRID, (x, y, z) -> false))),
                WrittenObjects.slices())));
        assertThat(content.kind()).isEqualTo(SegmentationContent.Kind.BINARY);
        assertThat(content.segments()).extracting(SegmentationContent.Extent::label).containsExactly("ball", "corner", "nothing");
        assertThat(content.segments()).extracting(SegmentationContent.Extent::sum)
                .containsExactly((double) ball.count(), (double) corner.count(), 0.0);
        assertThat(content.segments()).extracting(SegmentationContent.Extent::maximum).containsExactly(1.0, 1.0, 0.0);
        assertThat(content.segments().get(0).cubicMillimetres()).hasValueCloseTo(ball.count() * 0.7 * 0.8 * 2.5, within(1e-6));
        assertThat(content.segments().get(2).cubicMillimetres()).hasValue(0);
        assertThat(content.segments().get(0).type()).contains(WrittenObjects.MASS);
        assertThat(content.mentions()).contains("2.25.100", "2.25.104").hasSize(5);
    }

    /// One segment of four voxels, as others write probabilities: 0, 50, 150 and 200 of 200.
    private static DataSetBuilder fractions(String kind) {
        byte[] bytes = {0, 50, (byte) 150, (byte) 200};
        return DataSetBuilder.from(WrittenObjects.segmentation(List.of(WrittenObjects.segment("ball", WrittenObjects.ball(1))), List.of()))
                .text(0x00620001, "FRACTIONAL").text(0x00620010, kind).numbers(0x0062000E, 200)
                .numbers(Tag.ROWS, 2).numbers(Tag.COLUMNS, 2).numbers(Tag.NUMBER_OF_FRAMES, 1)
                .numbers(Tag.BITS_ALLOCATED, 8).numbers(Tag.BITS_STORED, 8).numbers(Tag.HIGH_BIT, 7)
                .bytes(Tag.PIXEL_DATA, Vr.OB, bytes);
    }

    private static SegmentationContent read(DataSetBuilder set) throws UnreadableDicom {
        return SegmentationContent.of(WrittenObjects.written(set.build()));
    }

    @Test
    void fractionsAreOfTheirMaximum() throws UnreadableDicom {
        SegmentationContent content = read(fractions("PROBABILITY"));
        assertThat(content.kind()).isEqualTo(SegmentationContent.Kind.PROBABILITY);
        assertThat(content.segments().getFirst().maximum()).isEqualTo(1.0);
        assertThat(content.segments().getFirst().sum()).isCloseTo(2.0, within(1e-12));
        assertThat(read(fractions("OCCUPANCY")).kind()).isEqualTo(SegmentationContent.Kind.OCCUPANCY);
        assertThat(read(fractions("PROBABILITY").numbers(0x0062000E, 255)).segments().getFirst().maximum())
                .isCloseTo(200 / 255.0, within(1e-12));
    }

    @Test
    void segmentationsThatCannotBeUnderstoodAreRefused() {
        assertThatThrownBy(() -> read(fractions("PROBABILITY").numbers(0x0062000E, 100)))
                .isInstanceOf(UnreadableDicom.class).hasMessageContaining("a fraction of 1.5");
        assertThatThrownBy(() -> read(fractions("OTHER"))).hasMessageContaining("FRACTIONAL OTHER");
        assertThatThrownBy(() -> read(fractions("PROBABILITY").text(0x00620001, "LABELMAP"))).hasMessageContaining("LABELMAP");
        assertThatThrownBy(() -> read(fractions("PROBABILITY").items(0x00620002))).hasMessageContaining("one that is described");
        assertThatThrownBy(() -> read(fractions("PROBABILITY").remove(Tag.PIXEL_DATA))).isInstanceOf(UnreadableDicom.class);
        assertThatThrownBy(() -> read(fractions("PROBABILITY").bytes(Tag.PIXEL_DATA, Vr.OB, new byte[2])))
                .isInstanceOf(UnreadableDicom.class);
        assertThatThrownBy(() -> SegmentationContent.of(WrittenObjects.written(WrittenObjects.report(false))))
                .hasMessageContaining("a segmentation");
        assertThatThrownBy(() -> read(fractions("PROBABILITY").items(0x52009230))).as("frames that belong to nothing")
                .hasMessageContaining("segment 0 in frame 1");
    }
}
