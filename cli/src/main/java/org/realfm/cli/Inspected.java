package org.realfm.cli;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.RasterReader;
import org.realfm.imaging.UnreadableImage;
import org.realfm.imaging.dicom.DicomFile;
import org.realfm.imaging.dicom.UnreadableDicom;
import org.realfm.imaging.formats.VolumeFile;
import org.realfm.imaging.formats.VolumeReader;
import org.realfm.imaging.series.Slice;
import org.realfm.imaging.slides.Slide;

/// What a file is.
///
/// @param format  `DICOM`, `NIfTI-1`, `NIfTI-2`, `MetaImage`, `NRRD`, `TIFF`, `BigTIFF`, `picture`, or `unknown`
/// @param shape   frames (if several), rows, columns, samples (if several), as in `2 x 64 x 64`, of a volume columns, rows,
///                slices and volumes (if several); empty without pixels
/// @param facts   what else is known, by name
/// @param remarks what is wrong but harmless
/// @param faults  what is wrong, or could not be read; none if all could
/// @param slices  of DICOM, from which series are made
/// @param parts   other files that hold its voxels
record Inspected(String format, String shape, Map<String, Object> facts, List<String> remarks, List<String> faults,
        List<Slice> slices, List<Path> parts) {


    Inspected(String format, String shape, Map<String, Object> facts, List<String> remarks, List<String> faults) {
        this(format, shape, facts, remarks, faults, List.of(), List.of());
    }

    /// Reads a file.
    static Inspected of(Path path) {
        try {
            Optional<VolumeFile> volume = VolumeReader.recognised(path);
            if (volume.isPresent()) {
                return InspectedVolume.of(volume.get());
            }
        } catch (UnreadableImage e) {
            return failed("volume", e.reason());
        }
        if (Slide.isTiff(path)) {
            return tiff(path);
        }
        try {
            return InspectedDicom.of(path, DicomFile.readable(path));
        } catch (UnreadableDicom e) {
            return DicomFile.hasPrefix(path) ? failed("DICOM", String.valueOf(e.getMessage())) : picture(path);
        }
    }

    /// What could not be looked at.
    static Inspected failed(String format, String fault) {
        return new Inspected(format, "", Map.of(), List.of(), List.of(printable(fault)));
    }

    /// A pyramid, or else a picture; what is no picture (samples with a sign, or of 32 bits) may still be read by regions.
    private static Inspected tiff(Path path) {
        Optional<Slide> slide;
        try {
            slide = Optional.of(Slide.open(path));
        } catch (UnreadableImage e) {
            slide = Optional.empty(); // other kinds of TIFF are pictures
        }
        if (slide.filter(InspectedSlide::isLarge).isPresent()) {
            return InspectedSlide.of(slide.get());
        }
        Inspected picture = picture(path);
        return picture.faults.isEmpty() || slide.isEmpty() ? picture : InspectedSlide.of(slide.get());
    }

    private static Inspected picture(Path path) {
        try {
            Image2D image = RasterReader.read(path);
            BigInteger sum = BigInteger.ZERO;
            float least = Float.MAX_VALUE;
            float most = 0;
            for (float sample : image.samples()) {
                sum = sum.add(BigInteger.valueOf((long) sample));
                least = Math.min(least, sample);
                most = Math.max(most, sample);
            }
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("largest storable", image.maximum());
            facts.put("minimum", (long) least);
            facts.put("maximum", (long) most);
            facts.put("sum", sum);
            String shape = image.height() + " x " + image.width() + (image.channels() > 1 ? " x " + image.channels() : "");
            return new Inspected("picture", shape, facts, List.of(), List.of());
        } catch (UnreadableImage e) {
            return failed("unknown", e.reason() + "; nor is it DICOM");
        }
    }

    /// Text of a file, for a terminal.
    static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    /// The fact as text; `-` if it is not known.
    String fact(String name) {
        return String.valueOf(facts.getOrDefault(name, "-"));
    }

    /// For `--json`.
    Map<String, Object> content(String path) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("path", path);
        content.put("format", format);
        if (!shape.isEmpty()) {
            content.put("shape", shape);
        }
        content.putAll(facts);
        content.put("remarks", remarks);
        content.put("faults", faults);
        return content;
    }
}
