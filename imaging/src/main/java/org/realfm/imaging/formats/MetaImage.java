package org.realfm.imaging.formats;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.realfm.imaging.UnreadableImage;
import org.realfm.imaging.formats.TextHeader.Field;
import org.realfm.imaging.volume.Affine;
import org.realfm.imaging.volume.Orientation;

/// MetaImage: `.mha` with the voxels in the same file, `.mhd` with them in one file or several.
///
/// Places are ITK's, LPS. The rows of `TransformMatrix` are the directions of the axes, in the order of the file; where it
/// is missing the axes are the patient's (which is MetaIO's default), with a remark. `AnatomicalOrientation` only repeats
/// the matrix; where it does not, that is a remark. Volumes of 3 or 4 dimensions, binary, zlib or text, are read; several
/// channels a voxel, scaled samples and a missing spacing are refused.
///
/// Source: MetaIO documentation, itk.org/Wiki/ITK/MetaIO/Documentation.
final class MetaImage {

    private static final Map<String, SampleType> TYPES = Map.ofEntries(
            Map.entry("MET_CHAR", SampleType.INT8), Map.entry("MET_UCHAR", SampleType.UINT8),
            Map.entry("MET_SHORT", SampleType.INT16), Map.entry("MET_USHORT", SampleType.UINT16),
            Map.entry("MET_INT", SampleType.INT32), Map.entry("MET_UINT", SampleType.UINT32),
            Map.entry("MET_LONG_LONG", SampleType.INT64), Map.entry("MET_ULONG_LONG", SampleType.UINT64),
            Map.entry("MET_FLOAT", SampleType.FLOAT32), Map.entry("MET_DOUBLE", SampleType.FLOAT64));
    private static final double OFF = 1e-4;

    private final TextHeader header;
    private final Map<String, Field> fields = new HashMap<>();
    private final List<String> remarks = new ArrayList<>();

    private MetaImage(TextHeader header) {
        this.header = header;
    }

    /// Whether a file starts like a MetaImage.
    static boolean starts(String start) {
        return start.matches("(?s)\\s*(ObjectType|NDims|Comment|BinaryData)\\s*=.*");
    }

    static VolumeFile read(Path path) throws UnreadableImage {
        TextHeader header = TextHeader.read(path, line -> line.strip().startsWith("ElementDataFile"));
        return new MetaImage(header).read();
    }

    private VolumeFile read() throws UnreadableImage {
        for (TextHeader.Line line : header.lines()) {
            int equals = line.text().indexOf('=');
            if (equals < 0) {
                if (line.text().isBlank()) {
                    continue;
                }
                throw TextHeader.wrong(header.path(), line.offset(), "a line without '='", "Key = Value");
            }
            String name = line.text().substring(0, equals).strip();
            Field field = new Field(name, line.offset(), line.text().substring(equals + 1).strip());
            if (fields.put(name, field) != null) {
                throw header.wrong(field, "each field once");
            }
        }
        int dimensions = header.wholes(needed("NDims"), 1)[0];
        if (dimensions != 3 && dimensions != 4) {
            throw header.wrong(needed("NDims"), "3 or 4 dimensions");
        }
        Optional<Field> channels = field("ElementNumberOfChannels");
        if (channels.isPresent() && header.wholes(channels.get(), 1)[0] != 1) {
            throw header.wrong(channels.get(), "1 channel: colours and vectors are not read");
        }
        for (String scale : List.of("ElementToIntensityFunctionSlope", "ElementToIntensityFunctionOffset")) {
            Optional<Field> field = field(scale);
            if (field.isPresent() && header.numbers(field.get(), 1)[0] != (scale.endsWith("Slope") ? 1 : 0)) {
                throw header.wrong(field.get(), "no scale: readers do not agree whether it is applied");
            }
        }
        int[] sizes = header.wholes(needed("DimSize"), dimensions);
        Field element = needed("ElementType");
        @Nullable SampleType type = TYPES.get(element.text());
        if (type == null) {
            throw header.wrong(element, "one of " + TYPES.keySet().stream().sorted().toList()
                    + " (MET_LONG has 4 bytes or 8, by the machine)");
        }
        boolean big = header.isTrue(field("BinaryDataByteOrderMSB").or(() -> field("ElementByteOrderMSB")));
        VoxelLayout layout;
        try {
            layout = new VoxelLayout(sizes[0], sizes[1], sizes[2], dimensions == 4 ? sizes[3] : 1, false, type,
                    big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN, 1, 0);
        } catch (IllegalArgumentException e) {
            throw header.wrong(needed("DimSize"), String.valueOf(e.getMessage()));
        }
        SampleSource source = source(layout);
        try {
            return VolumeFile.placed(header.path(), "MetaImage", layout, source, affine(dimensions), remarks);
        } catch (IllegalArgumentException e) {
            return VolumeFile.unplaced(header.path(), "MetaImage", layout, source, String.valueOf(e.getMessage()), remarks);
        }
    }

    private Optional<Field> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    private Field needed(String name) throws UnreadableImage {
        return field(name).orElseThrow(() -> TextHeader.wrong(header.path(), header.end(), "the end of the header", "the field "
                + name));
    }

    private Affine affine(int dimensions) throws UnreadableImage {
        Optional<Field> spaced = field("ElementSpacing").or(() -> field("ElementSize"));
        if (spaced.isEmpty()) {
            throw new IllegalArgumentException("has no ElementSpacing, so that nothing in it can be measured");
        }
        double[] spacing = header.numbers(spaced.get(), dimensions);
        Optional<Field> matrix = field("TransformMatrix").or(() -> field("Rotation")).or(() -> field("Orientation"));
        double[] directions = new double[dimensions * dimensions];
        if (matrix.isPresent()) {
            directions = header.numbers(matrix.get(), dimensions * dimensions);
        } else {
            remarks.add("there is no TransformMatrix; the axes are taken as left, posterior and superior, MetaIO's default");
            for (int i = 0; i < dimensions; i++) {
                directions[i * dimensions + i] = 1;
            }
        }
        double unit = unit();
        Optional<Field> place = field("Offset").or(() -> field("Position")).or(() -> field("Origin"));
        double[] offset = place.isPresent() ? header.numbers(place.get(), dimensions) : new double[dimensions];
        double[] rows = new double[12];
        for (int axis = 0; axis < 3; axis++) {
            if (!(spacing[axis] > 0)) {
                throw new IllegalArgumentException("has a spacing that is not above 0 mm: " + spaced.get().text());
            }
            double length = 0;
            for (int i = 0; i < 3; i++) {
                double direction = directions[axis * dimensions + i];
                length += direction * direction;
                rows[4 * i + axis] = direction * spacing[axis] * unit + 0.0;
                rows[4 * i + 3] = offset[i] * unit;
            }
            if (Math.abs(Math.sqrt(length) - 1) > OFF) {
                remarks.add("the direction of axis " + (axis + 1) + " has length " + Math.sqrt(length) + ", not 1");
            }
        }
        Affine affine = Affine.of(rows);
        field("AnatomicalOrientation").ifPresent(said -> compare(affine, said));
        return affine;
    }

    private double unit() throws UnreadableImage {
        Optional<Field> unit = field("DistanceUnits");
        if (unit.isEmpty()) {
            return 1;
        }
        return switch (unit.get().text().toLowerCase(Locale.ROOT)) {
            case "mm", "?" -> 1;
            case "um" -> 0.001;
            case "cm" -> 10;
            default -> throw header.wrong(unit.get(), "mm, um or cm");
        };
    }

    /// MetaIO names where each axis comes from: RAI is right to left, anterior to posterior, inferior to superior.
    private void compare(Affine affine, Field said) {
        String from = Orientation.of(affine).opposite().toString();
        if (!said.text().equalsIgnoreCase(from) && said.text().matches("[A-Za-z]{3}")) {
            remarks.add("AnatomicalOrientation is " + said.text() + ", but the TransformMatrix says " + from
                    + "; the matrix counts");
        }
    }

    private SampleSource source(VoxelLayout layout) throws UnreadableImage {
        Field file = needed("ElementDataFile");
        boolean binary = field("BinaryData").isEmpty() || header.isTrue(field("BinaryData"));
        boolean compressed = header.isTrue(field("CompressedData"));
        SampleSource.Encoding encoding = compressed ? SampleSource.Encoding.ZLIB
                : binary ? SampleSource.Encoding.RAW : SampleSource.Encoding.TEXT;
        int skip = field("HeaderSize").isPresent() ? header.wholes(needed("HeaderSize"), 1)[0] : 0;
        if (skip < -1 || skip != 0 && encoding != SampleSource.Encoding.RAW) {
            throw header.wrong(needed("HeaderSize"), "-1 or more, and 0 for voxels that are compressed or text");
        }
        if (file.text().equals("LOCAL")) {
            return SampleSource.of(header.path(), header.end(), 0, encoding);
        }
        List<Path> files;
        if (file.text().toUpperCase(Locale.ROOT).matches("LIST( .*)?")) {
            files = header.list(file);
        } else {
            Optional<List<Path>> range = header.range(file);
            files = range.isPresent() ? range.get() : List.of(header.beside(file, file.text()));
        }
        if (layout.bytes() / layout.type().bytes() % files.size() != 0) {
            throw header.wrong(file, "files that share the voxels evenly, found " + files.size());
        }
        List<SampleSource.Part> parts = new ArrayList<>();
        for (Path part : files) {
            parts.add(new SampleSource.Part(part, skip == -1 ? fromEnd(part, layout.bytes() / files.size()) : skip, 0));
        }
        return new SampleSource(parts, encoding);
    }

    private long fromEnd(Path file, long bytes) throws UnreadableImage {
        try {
            return Math.max(0, Files.size(file) - bytes);
        } catch (IOException e) {
            throw new UnreadableImage(file, "cannot be opened (" + e + ")", "Check that the file may be read");
        }
    }
}
