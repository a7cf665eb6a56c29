package org.realfm.cli;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.RasterReader;
import org.realfm.imaging.UnreadableImage;
import org.realfm.imaging.dicom.DicomFile;
import org.realfm.imaging.dicom.PixelData;
import org.realfm.imaging.dicom.PixelFormat;
import org.realfm.imaging.dicom.PixelSummary;
import org.realfm.imaging.dicom.Remark;
import org.realfm.imaging.dicom.Tag;
import org.realfm.imaging.dicom.UnreadableDicom;

/// What a file is.
///
/// @param format  `DICOM`, `picture`, or `unknown`
/// @param shape   frames (if several), rows, columns, samples (if several), as in `2 x 64 x 64`; empty without pixels
/// @param facts   what else is known, by name
/// @param remarks what is wrong but harmless
/// @param faults  what is wrong, or could not be read; none if all could
record Inspected(String format, String shape, Map<String, Object> facts, List<String> remarks, List<String> faults) {

    private static final int PIXEL_SPACING = 0x00280030;
    private static final int PREFIX = 132;

    /// Reads a file.
    static Inspected of(Path path) {
        try {
            return dicom(path, DicomFile.readable(path));
        } catch (UnreadableDicom e) {
            return hasPrefix(path) ? failed("DICOM", String.valueOf(e.getMessage())) : picture(path);
        }
    }

    /// What could not be looked at.
    static Inspected failed(String format, String fault) {
        return new Inspected(format, "", Map.of(), List.of(), List.of(printable(fault)));
    }

    private static boolean hasPrefix(Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] start = in.readNBytes(PREFIX);
            return start.length == PREFIX && new String(start, PREFIX - 4, 4, StandardCharsets.ISO_8859_1).equals("DICM");
        } catch (IOException e) {
            return false;
        }
    }

    private static Inspected dicom(Path path, DicomFile file) {
        Map<String, Object> facts = new LinkedHashMap<>();
        List<String> faults = new ArrayList<>();
        file.defect().ifPresent(defect -> faults.add(printable(String.valueOf(defect.getMessage()))));
        facts.put("elements", file.dataSet().count());
        facts.put("transfer syntax", file.transferSyntaxUid());
        String shape = "";
        try {
            put(facts, "modality", file.dataSet().string(Tag.MODALITY));
            put(facts, "SOP class", file.dataSet().string(Tag.SOP_CLASS_UID));
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
                facts.put("photometric", printable(format.photometric()));
                PixelSummary summary = PixelSummary.of(pixels);
                facts.put("minimum", summary.minimum());
                facts.put("maximum", summary.maximum());
                facts.put("sum", summary.sum());
            }
        } catch (UnreadableDicom e) {
            faults.add(printable(String.valueOf(e.getMessage())));
        }
        List<String> remarks = file.remarks().stream().map(Remark::toString).map(Inspected::printable).toList();
        return new Inspected("DICOM", shape, facts, remarks, faults);
    }

    private static void put(Map<String, Object> facts, String name, Optional<String> value) {
        value.ifPresent(text -> facts.put(name, printable(text)));
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
    private static String printable(String text) {
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
