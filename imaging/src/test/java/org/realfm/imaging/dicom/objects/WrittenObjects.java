package org.realfm.imaging.dicom.objects;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.dicom.DataSet;
import org.realfm.imaging.dicom.DicomFile;
import org.realfm.imaging.dicom.DicomWriter;
import org.realfm.imaging.dicom.UnreadableDicom;
import org.realfm.imaging.segmentation.VoxelGrid;
import org.realfm.imaging.segmentation.VoxelMask;
import org.realfm.imaging.volume.Affine;

/// One of each kind of object that is written, for tests.
final class WrittenObjects {

    static final Code MASS = new Code("4147007", "SCT", "Mass");
    static final Code LUNG = new Code("39607008", "SCT", "Lung");
    static final Code ABNORMAL = new Code("49755003", "SCT", "Morphologically Abnormal Structure");
    static final Subject SUBJECT = Subject.of("P1", "2.25.1");
    static final VoxelGrid GRID = VoxelGrid.of(13, 7, 5, 0.7, 0.8, 2.5);

    private WrittenObjects() {}

    static Instance instance(String name, int number) {
        return new Instance(Instance.uid(name), Instance.uid("series of " + name), number, 1,
                LocalDateTime.of(2024, 2, 29, 13, 14, 15), "0.1.0");
    }

    /// A volume turned by 30 degrees about the patient's long axis, slices towards the feet.
    static Affine affine() {
        double c = Math.cos(Math.PI / 6);
        double s = Math.sin(Math.PI / 6);
        return Affine.of(0.7 * c, -0.8 * s, 0, -101.25, 0.7 * s, 0.8 * c, 0, 33.3, 0, 0, -2.5, 1234.5);
    }

    static VoxelMask ball(double radius) {
        return VoxelMask.of(GRID, (x, y, z) -> Math.hypot(Math.hypot((x - 6) * 0.7, (y - 3) * 0.8), (z - 2) * 2.5) <= radius);
    }

    static VoxelMask corner() {
        return VoxelMask.of(GRID, (x, y, z) -> x == 12 && y == 0 || x == 0 && z == 4);
    }

    static List<Reference> slices() {
        List<Reference> slices = new ArrayList<>();
        for (int z = 0; z < 5; z++) {
            slices.add(new Reference("2.25.1", "2.25.2", "1.2.840.10008.5.1.4.1.1.2", "2.25.10" + z));
        }
        return slices;
    }

    static Segment segment(String label, VoxelMask mask) {
        return new Segment(mask, label, ABNORMAL, MASS, "realfm test", label, Instance.uid("tracking of " + label));
    }

    static DataSet segmentation(List<Segment> segments, List<Reference> slices) {
        return Segmentation.of(segments, affine(), "2.25.3", slices, SUBJECT, instance("seg" + segments.size() + slices.size(), 2));
    }

    static Image2D ramp(int channels, int maximum) {
        float[] samples = new float[9 * 5 * channels];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) ((long) i * maximum / (samples.length - 1));
        }
        return Image2D.of(9, 5, channels, maximum, samples);
    }

    static DataSet report(boolean withSegment) {
        Reference segmentation = new Reference("2.25.1", "2.25.5", Segmentation.SOP_CLASS, "2.25.6");
        MeasurementGroup first = new MeasurementGroup("lesion 1", "2.25.77", MASS, Optional.of(LUNG), List.of(
                new MeasurementGroup.Measurement(new Code("118565006", "SCT", "Volume"), 1234.5678, Code.unit("mm3")),
                new MeasurementGroup.Measurement(new Code("112031", "DCM", "Attenuation Coefficient"), -12.5, Code.unit("[hnsf'U]"))),
                withSegment ? Optional.of(new MeasurementGroup.SegmentReference(segmentation, 1)) : Optional.empty(), slices());
        MeasurementGroup second = new MeasurementGroup("lesion 2", "2.25.78", MASS, Optional.empty(), List.of(
                new MeasurementGroup.Measurement(new Code("103355008", "SCT", "Width"), 0.1, Code.unit("mm"))),
                Optional.empty(), slices().subList(0, 1));
        return MeasurementReport.of(new Code("363679005", "SCT", "Imaging procedure"), slices(), List.of(first, second), SUBJECT,
                instance("report" + withSegment, 3));
    }

    /// All of them by name.
    static Map<String, DataSet> all() throws UnreadableDicom {
        Map<String, DataSet> all = new LinkedHashMap<>();
        all.put("grey8", SecondaryCapture.of(ramp(1, 255), SUBJECT, instance("grey8", 1)));
        all.put("grey12", SecondaryCapture.of(ramp(1, 4095), SUBJECT, instance("grey12", 1)));
        all.put("grey16", SecondaryCapture.of(ramp(1, 65535), SUBJECT, instance("grey16", 1)));
        all.put("rgb", SecondaryCapture.of(ramp(3, 255), SUBJECT, instance("rgb", 1)));
        all.put("segment", segmentation(List.of(segment("ball", ball(3))), slices()));
        all.put("segments", segmentation(List.of(segment("ball", ball(4)), segment("corner", corner()),
                segment("nothing", VoxelMask.of(GRID, (x, y, z) -> false))), slices()));
        all.put("segmentalone", segmentation(List.of(segment("ball", ball(3))), List.of()));
        all.put("segmentofframes", segmentation(List.of(segment("ball", ball(3))), List.of(
                new Reference("2.25.1", "2.25.2", "1.2.840.10008.5.1.4.1.1.2.1", "2.25.100")))); // Enhanced CT
        all.put("segmentofpicture", Segmentation.of(List.of(segment("square", VoxelMask.of(VoxelGrid.of(13, 7, 0.7, 0.8),
                (x, y, z) -> x > 3 && x < 6 && y > 1))), Affine.scaling(0.7, 0.8, 1), "2.25.3", slices().subList(0, 1), SUBJECT,
                instance("segpicture", 2)));
        all.put("report", report(false));
        all.put("reportwithsegment", report(true));
        return all;
    }

    static DicomFile written(DataSet set) throws UnreadableDicom {
        return DicomFile.of(DicomWriter.explicitLittle().bytes(set));
    }
}
