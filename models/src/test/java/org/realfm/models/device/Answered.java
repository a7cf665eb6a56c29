package org.realfm.models.device;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.realfm.imaging.dicom.DataSet;
import org.realfm.imaging.dicom.DataSetBuilder;
import org.realfm.imaging.dicom.DicomFile;
import org.realfm.imaging.dicom.DicomWriter;
import org.realfm.imaging.dicom.PixelData;
import org.realfm.imaging.dicom.StoredFrame;
import org.realfm.imaging.dicom.TransferSyntax;
import org.realfm.imaging.dicom.UnreadableDicom;
import org.realfm.imaging.dicom.objects.Code;
import org.realfm.imaging.dicom.objects.Instance;
import org.realfm.imaging.dicom.objects.MeasurementGroup;
import org.realfm.imaging.dicom.objects.MeasurementGroup.Measurement;
import org.realfm.imaging.dicom.objects.MeasurementReport;
import org.realfm.imaging.dicom.objects.Reference;
import org.realfm.imaging.dicom.objects.Segment;
import org.realfm.imaging.dicom.objects.Segmentation;
import org.realfm.imaging.dicom.objects.Subject;
import org.realfm.imaging.segmentation.VoxelGrid;
import org.realfm.imaging.segmentation.VoxelMask;
import org.realfm.imaging.volume.Affine;

/// What devices of tests send back.
final class Answered {

    static final Code SCORE = new Code("S1", "99TEST", "Abnormality score");
    static final Code MASS = new Code("4147007", "SCT", "Mass");
    static final Code LUNG = new Code("39607008", "SCT", "Lung");
    private static final LocalDateTime NOON = LocalDateTime.of(2026, 3, 1, 12, 0, 0);
    private static final SplittableRandom RANDOM = new SplittableRandom(5);

    private Answered() {}

    /// The mean of a picture over the largest value of its depth.
    static double mean(DataSet picture) throws UnreadableDicom {
        StoredFrame frame = PixelData.of(picture, TransferSyntax.EXPLICIT_LITTLE).frame(0);
        double sum = 0;
        for (int i = 0; i < frame.values().length; i++) {
            sum += frame.value(i);
        }
        return sum / frame.values().length / ((1 << frame.bits()) - 1);
    }

    static synchronized Instance instance(LocalDateTime created, String software) {
        String name = "result " + RANDOM.nextLong();
        return new Instance(Instance.uid(name), Instance.uid("series of " + name), 2, 1, created, software);
    }

    static MeasurementGroup group(DataSet picture, Code finding, Code concept, double... values) throws UnreadableDicom {
        List<Measurement> measurements = new ArrayList<>();
        for (double value : values) {
            measurements.add(new Measurement(concept, value, Code.unit("1")));
        }
        return new MeasurementGroup("f", "2.25.77", finding, Optional.empty(), measurements, Optional.empty(),
                List.of(Reference.to(picture)));
    }

    /// A report (TID 1500) in the study of the picture.
    static DataSet report(DataSet picture, Instance instance, MeasurementGroup... groups) throws UnreadableDicom {
        return MeasurementReport.of(new Code("363679005", "SCT", "Imaging procedure"), List.of(Reference.to(picture)),
                List.of(groups), Subject.of(picture), instance);
    }

    static DataSet scored(DataSet picture, double score) throws UnreadableDicom {
        return report(picture, instance(NOON, "2.1"), group(picture, MASS, SCORE, score));
    }

    static DataSet scored(DataSet picture, double score, int hour, String software) throws UnreadableDicom {
        return report(picture, instance(NOON.withHour(hour), software), group(picture, MASS, SCORE, score));
    }

    /// A segmentation of so many voxels of 0.5 x 0.5 x 2 mm.
    static DataSet drawn(DataSet picture, int voxels) throws UnreadableDicom {
        VoxelGrid grid = VoxelGrid.of(4, 4, 1, 0.5, 0.5, 2);
        VoxelMask mask = VoxelMask.of(grid, (x, y, z) -> 4 * y + x < voxels);
        Segment segment = new Segment(mask, "lesion", new Code("49755003", "SCT", "Morphologically Abnormal Structure"), MASS,
                "test", "1", "2.25.78");
        return Segmentation.of(List.of(segment), Affine.scaling(0.5, 0.5, 2), "2.25.3", List.of(Reference.to(picture)),
                Subject.of(picture), instance(NOON, "2.1"));
    }

    /// The same object with one thing changed.
    static DataSet with(DataSet set, int tag, String value) {
        return DataSetBuilder.from(set).text(tag, value).build();
    }

    static DicomFile file(DataSet set) throws UnreadableDicom {
        return DicomFile.of(DicomWriter.explicitLittle().bytes(set));
    }
}
