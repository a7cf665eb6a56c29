package org.realfm.imaging.fuzz;

import java.io.IOException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.realfm.imaging.dicom.DataSet;
import org.realfm.imaging.dicom.DataSetBuilder;
import org.realfm.imaging.dicom.DicomWriter;
import org.realfm.imaging.dicom.Tag;
import org.realfm.imaging.dicom.UnreadableDicom;
import org.realfm.imaging.dicom.Vr;
import org.realfm.imaging.dicom.objects.Code;
import org.realfm.imaging.dicom.objects.Instance;
import org.realfm.imaging.dicom.objects.MeasurementGroup;
import org.realfm.imaging.dicom.objects.MeasurementReport;
import org.realfm.imaging.dicom.objects.Reference;
import org.realfm.imaging.dicom.objects.Segment;
import org.realfm.imaging.dicom.objects.Segmentation;
import org.realfm.imaging.dicom.objects.Subject;
import org.realfm.imaging.segmentation.VoxelGrid;
import org.realfm.imaging.segmentation.VoxelMask;
import org.realfm.imaging.volume.Affine;

/// Results of a device: a report, a binary segmentation, one of probabilities.
final class ResultSeeds {

    private static final Code MASS = new Code("4147007", "SCT", "Mass");

    private ResultSeeds() {}

    static List<byte[]> all() throws IOException {
        Subject subject = Subject.of("P1", "2.25.1");
        Instance instance = new Instance("2.25.2", "2.25.3", 1, 1, LocalDateTime.of(2024, 2, 29, 13, 14, 15), "1");
        Reference picture = new Reference("2.25.1", "2.25.4", "1.2.840.10008.5.1.4.1.1.7", "2.25.5");
        DataSet report = MeasurementReport.of(MASS, List.of(picture), List.of(new MeasurementGroup("m", "2.25.6", MASS,
                Optional.of(MASS), List.of(new MeasurementGroup.Measurement(MASS, 0.5, Code.unit("1"))), Optional.empty(),
                List.of(picture))), subject, instance);
        VoxelMask mask = VoxelMask.of(VoxelGrid.of(4, 3, 2, 1, 1, 1), (x, y, z) -> x > y);
        DataSet drawn = Segmentation.of(List.of(new Segment(mask, "m", MASS, MASS, "a", "m", "2.25.7")), Affine.scaling(1, 1, 1),
                "2.25.8", List.of(), subject, instance);
        DataSet probable = DataSetBuilder.from(drawn).text(0x00620001, "FRACTIONAL").text(0x00620010, "PROBABILITY")
                .numbers(0x0062000E, 255).numbers(Tag.BITS_ALLOCATED, 8).numbers(Tag.BITS_STORED, 8).numbers(Tag.HIGH_BIT, 7)
                .bytes(Tag.PIXEL_DATA, Vr.OB, new byte[24]).build();
        try {
            DicomWriter writer = DicomWriter.explicitLittle();
            return List.of(writer.bytes(report), writer.bytes(drawn), writer.bytes(probable));
        } catch (UnreadableDicom e) {
            throw new IOException(e);
        }
    }
}
