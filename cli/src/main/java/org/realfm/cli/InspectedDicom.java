package org.realfm.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.realfm.imaging.UnreadableImage;
import org.realfm.imaging.dicom.Conformance;
import org.realfm.imaging.dicom.DicomFile;
import org.realfm.imaging.dicom.PixelData;
import org.realfm.imaging.dicom.PixelFormat;
import org.realfm.imaging.dicom.PixelSummary;
import org.realfm.imaging.dicom.Remark;
import org.realfm.imaging.dicom.Tag;
import org.realfm.imaging.dicom.UnreadableDicom;
import org.realfm.imaging.series.Series;
import org.realfm.imaging.series.Slice;
import org.realfm.imaging.slides.Slide;
import org.realfm.imaging.volume.Orientation;

/// What a DICOM file is.
final class InspectedDicom {

    private static final int TOTAL_COLUMNS = 0x00480006;
    private static final int PIXEL_SPACING = 0x00280030;

    private InspectedDicom() {}

    static Inspected of(Path path, DicomFile file) {
        Map<String, Object> facts = new LinkedHashMap<>();
        List<String> faults = new ArrayList<>();
        List<Slice> slices = new ArrayList<>();
        file.defect().ifPresent(defect -> faults.add(Inspected.printable(String.valueOf(defect.getMessage()))));
        facts.put("elements", file.dataSet().count());
        facts.put("transfer syntax", file.transferSyntaxUid());
        List<String> remarks = new ArrayList<>(file.remarks().stream().map(Remark::toString).map(Inspected::printable).toList());
        String shape = "";
        try {
            put(facts, "modality", file.dataSet().string(Tag.MODALITY));
            put(facts, "SOP class", file.dataSet().string(Tag.SOP_CLASS_UID));
            Conformance.of(file.dataSet()).ifPresent(breaches -> breaches.forEach(breach ->
                    remarks.add(Inspected.printable(breach.toString()))));
            double[] spacing = file.dataSet().doubles(PIXEL_SPACING);
            if (spacing.length > 0) {
                facts.put("spacing", DoubleStream.of(spacing)
                        .mapToObj(String::valueOf)
                        .collect(Collectors.joining(" x ", "", " mm")));
            }
            InspectedDirectory.tell(path, file, facts, faults);
            if (file.dataSet().element(Tag.PIXEL_DATA).isPresent()) {
                PixelData pixels = PixelData.of(file);
                PixelFormat format = pixels.format();
                shape = (format.frames() > 1 ? format.frames() + " x " : "") + format.rows() + " x " + format.columns()
                        + (format.samples() > 1 ? " x " + format.samples() : "");
                facts.put("bits stored", format.stored());
                facts.put("photometric", Inspected.printable(format.photometric()));
                slices.addAll(Slice.of(path, file));
                Series.of(slices).getFirst().affine()
                        .ifPresent(affine -> facts.put("orientation", Orientation.of(affine).toString()));
                if (file.dataSet().has(TOTAL_COLUMNS)) {
                    try {
                        InspectedSlide.geometry(facts, Slide.open(path));
                    } catch (UnreadableImage e) {
                        faults.add(Inspected.printable(e.reason()));
                    }
                }
                PixelSummary summary = PixelSummary.of(pixels);
                facts.put("minimum", summary.minimum());
                facts.put("maximum", summary.maximum());
                facts.put("sum", summary.sum());
            }
        } catch (UnreadableDicom e) {
            faults.add(Inspected.printable(String.valueOf(e.getMessage())));
        }
        return new Inspected("DICOM", shape, facts, remarks, faults, slices, List.of());
    }

    private static void put(Map<String, Object> facts, String name, Optional<String> value) {
        value.ifPresent(text -> facts.put(name, Inspected.printable(text)));
    }
}
