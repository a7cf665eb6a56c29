package org.realfm.imaging.formats;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.realfm.imaging.UnreadableImage;
import org.realfm.imaging.formats.TextHeader.Field;
import org.realfm.imaging.volume.Affine;

/// NRRD: `.nrrd` with the samples in the same file, `.nhdr` with them in one file or several; raw, gzip or text.
///
/// Three axes of space, and at most one other, which must be the first or the last and counts volumes. Places come from
/// `space`, `space directions` and `space origin`; without a `space` that is anatomical (left or right, anterior or
/// posterior, superior) nothing is guessed. Colours, complex numbers and tensors are refused.
///
/// Source: Kindlmann, "Definition of NRRD File Format", teem.sourceforge.net/nrrd/format.html.
final class Nrrd {

    private static final Map<String, SampleType> TYPES = new HashMap<>();

    static {
        name(SampleType.INT8, "signed char", "int8", "int8_t");
        name(SampleType.UINT8, "uchar", "unsigned char", "uint8", "uint8_t");
        name(SampleType.INT16, "short", "short int", "signed short", "signed short int", "int16", "int16_t");
        name(SampleType.UINT16, "ushort", "unsigned short", "unsigned short int", "uint16", "uint16_t");
        name(SampleType.INT32, "int", "signed int", "int32", "int32_t");
        name(SampleType.UINT32, "uint", "unsigned int", "uint32", "uint32_t");
        name(SampleType.INT64, "longlong", "long long", "long long int", "signed long long", "signed long long int", "int64",
                "int64_t");
        name(SampleType.UINT64, "ulonglong", "unsigned long long", "unsigned long long int", "uint64", "uint64_t");
        name(SampleType.FLOAT32, "float");
        name(SampleType.FLOAT64, "double");
    }

    private static final Set<String> VOLUMES = Set.of("list", "time", "domain", "vector", "none", "???", "space", "point",
            "stub", "scalar");
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");
    private static final Pattern DIRECTION = Pattern.compile("\\(([^()]*)\\)|none|\\S+");

    private final TextHeader header;
    private final Map<String, Field> fields = new HashMap<>();
    private final List<String> remarks = new ArrayList<>();

    private Nrrd(TextHeader header) {
        this.header = header;
    }

    private static void name(SampleType type, String... names) {
        for (String name : names) {
            TYPES.put(name, type);
        }
    }

    /// Whether a file starts like NRRD.
    static boolean starts(String start) {
        return start.startsWith("NRRD000");
    }

    static VolumeFile read(Path path) throws UnreadableImage {
        TextHeader header = TextHeader.read(path, line -> line.isEmpty() || line.toLowerCase(Locale.ROOT)
                .matches("data ?file: *list.*"));
        return new Nrrd(header).read();
    }

    private VolumeFile read() throws UnreadableImage {
        String magic = header.lines().getFirst().text();
        if (!magic.matches("NRRD000[1-5]")) {
            throw TextHeader.wrong(header.path(), 0, "'" + magic + "'", "NRRD0001 to NRRD0005");
        }
        for (TextHeader.Line line : header.lines().subList(1, header.lines().size())) {
            parse(line);
        }
        int dimension = header.wholes(needed("dimension"), 1)[0];
        if (dimension != 3 && dimension != 4) {
            throw header.wrong(needed("dimension"), "3 or 4");
        }
        int[] sizes = header.wholes(needed("sizes"), dimension);
        @Nullable SampleType type = TYPES.get(needed("type").text().toLowerCase(Locale.ROOT));
        if (type == null) {
            throw header.wrong(needed("type"), "whole numbers of 8 to 64 bits, float or double");
        }
        List<double @Nullable []> directions = directions(dimension);
        int other = dimension == 3 ? -1 : other(directions);
        kinds(dimension, other);
        int from = other == 0 ? 1 : 0;
        SampleSource.Encoding encoding = encoding();
        VoxelLayout layout;
        try {
            layout = new VoxelLayout(sizes[from], sizes[from + 1], sizes[from + 2], other < 0 ? 1 : sizes[other], other == 0,
                    type, order(type, encoding), 1, 0);
        } catch (IllegalArgumentException e) {
            throw header.wrong(needed("sizes"), String.valueOf(e.getMessage()));
        }
        SampleSource source = source(layout, encoding);
        try {
            return VolumeFile.placed(header.path(), "NRRD", layout, source, affine(directions, from), remarks);
        } catch (IllegalArgumentException e) {
            return VolumeFile.unplaced(header.path(), "NRRD", layout, source, String.valueOf(e.getMessage()), remarks);
        }
    }

    private void parse(TextHeader.Line line) throws UnreadableImage {
        String text = line.text();
        int colon = text.indexOf(':');
        if (text.isBlank() || text.startsWith("#") || colon >= 0 && text.startsWith(":=", colon)) {
            return;
        }
        if (colon < 0) {
            throw TextHeader.wrong(header.path(), line.offset(), "a line without a colon", "field: value");
        }
        String name = text.substring(0, colon).strip().toLowerCase(Locale.ROOT).replace("datafile", "data file")
                .replace("lineskip", "line skip").replace("byteskip", "byte skip").replace("centerings", "centers");
        Field field = new Field(name, line.offset(), text.substring(colon + 1).strip());
        if (fields.put(name, field) != null) {
            throw header.wrong(field, "each field once");
        }
    }

    private Optional<Field> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    private Field needed(String name) throws UnreadableImage {
        return field(name).orElseThrow(() -> TextHeader.wrong(header.path(), header.end(), "the end of the header",
                "the field '" + name + "'"));
    }

    /// The direction of each axis, null for one that is none of space; empty if there are none at all.
    private List<double @Nullable []> directions(int dimension) throws UnreadableImage {
        Optional<Field> field = field("space directions");
        List<double @Nullable []> directions = new ArrayList<>();
        if (field.isEmpty()) {
            return directions;
        }
        Matcher parts = DIRECTION.matcher(field.get().text());
        while (parts.find()) {
            @Nullable String inner = parts.group(1);
            if (inner == null && !parts.group().equals("none")) {
                throw header.wrong(field.get(), "(x,y,z) or none for each axis");
            }
            directions.add(inner == null ? null
                    : header.numbers(new Field(field.get().name(), field.get().offset(), inner), 3));
        }
        if (directions.size() != dimension) {
            throw header.wrong(field.get(), dimension + " directions");
        }
        return directions;
    }

    /// The axis that is none of space.
    private int other(List<double @Nullable []> directions) throws UnreadableImage {
        if (directions.isEmpty()) {
            return 3;
        }
        int other = directions.indexOf(null);
        if ((other != 0 && other != 3) || directions.lastIndexOf(null) != other) {
            throw header.wrong(needed("space directions"), "one axis that is none of space, the first or the last");
        }
        return other;
    }

    private void kinds(int dimension, int other) throws UnreadableImage {
        Optional<Field> field = field("kinds");
        if (field.isEmpty()) {
            return;
        }
        String[] kinds = field.get().text().split("\\s+");
        if (kinds.length != dimension || other >= 0 && !VOLUMES.contains(kinds[other].toLowerCase(Locale.ROOT))) {
            throw header.wrong(field.get(), dimension + " kinds, and volumes along the axis that is none of space, not colours or "
                    + "tensors");
        }
    }

    private Affine affine(List<double @Nullable []> directions, int from) throws UnreadableImage {
        Optional<Field> space = field("space");
        if (space.isEmpty() || directions.isEmpty()) {
            throw new IllegalArgumentException(VolumeFile.NO_SIDES + " (there is no 'space' with 'space directions')");
        }
        double x;
        double y;
        switch (space.get().text().toLowerCase(Locale.ROOT).replace("-time", "")) {
            case "right-anterior-superior", "ras" -> x = y = -1;
            case "left-anterior-superior", "las" -> {
                x = 1;
                y = -1;
            }
            case "left-posterior-superior", "lps" -> x = y = 1;
            default -> throw new IllegalArgumentException(VolumeFile.NO_SIDES + " (the space is '" + space.get().text() + "')");
        }
        double[] origin = new double[3];
        if (field("space origin").isPresent()) {
            Field given = needed("space origin");
            origin = header.numbers(new Field(given.name(), given.offset(), given.text().replaceAll("[()]", "")), 3);
        } else {
            remarks.add("there is no 'space origin'; the first voxel is taken to lie at 0");
        }
        double[] rows = new double[12];
        double[] units = units();
        for (int i = 0; i < 3; i++) {
            double sign = units[i] * (i == 0 ? x : i == 1 ? y : 1);
            for (int axis = 0; axis < 3; axis++) {
                double @Nullable [] direction = directions.get(from + axis);
                if (direction == null) {
                    throw new IllegalArgumentException("has an axis of space without a direction");
                }
                rows[4 * i + axis] = sign * direction[i] + 0.0;
            }
            rows[4 * i + 3] = sign * origin[i] + 0.0;
        }
        return Affine.of(rows);
    }

    private double[] units() throws UnreadableImage {
        double[] units = {1, 1, 1};
        Optional<Field> field = field("space units");
        if (field.isEmpty()) {
            return units;
        }
        List<String> names = QUOTED.matcher(field.get().text()).results().map(quoted -> quoted.group(1))
                .filter(name -> !name.isBlank()).toList();
        if (names.size() < 3) {
            throw header.wrong(field.get(), "three quoted units");
        }
        for (int i = 0; i < 3; i++) {
            units[i] = switch (names.get(i).strip().toLowerCase(Locale.ROOT)) {
                case "mm", "millimeter", "millimeters" -> 1;
                case "um", "µm", "micron", "microns", "micrometer" -> 0.001;
                case "cm" -> 10;
                case "m", "meter", "meters" -> 1000;
                default -> throw header.wrong(field.get(), "mm, um, cm or m");
            };
        }
        return units;
    }

    private SampleSource.Encoding encoding() throws UnreadableImage {
        return switch (needed("encoding").text().toLowerCase(Locale.ROOT)) {
            case "raw" -> SampleSource.Encoding.RAW;
            case "gz", "gzip" -> SampleSource.Encoding.GZIP;
            case "txt", "text", "ascii" -> SampleSource.Encoding.TEXT;
            default -> throw header.wrong(needed("encoding"), "raw, gzip or text");
        };
    }

    private ByteOrder order(SampleType type, SampleSource.Encoding encoding) throws UnreadableImage {
        if (field("endian").isEmpty() && (type.bytes() == 1 || encoding == SampleSource.Encoding.TEXT)) {
            return ByteOrder.LITTLE_ENDIAN;
        }
        return switch (needed("endian").text().toLowerCase(Locale.ROOT)) {
            case "little" -> ByteOrder.LITTLE_ENDIAN;
            case "big" -> ByteOrder.BIG_ENDIAN;
            default -> throw header.wrong(needed("endian"), "little or big");
        };
    }

    private SampleSource source(VoxelLayout layout, SampleSource.Encoding encoding) throws UnreadableImage {
        int lines = field("line skip").isPresent() ? header.wholes(needed("line skip"), 1)[0] : 0;
        int bytes = field("byte skip").isPresent() ? header.wholes(needed("byte skip"), 1)[0] : 0;
        if (lines < 0 || bytes < -1 || bytes == -1 && encoding != SampleSource.Encoding.RAW) {
            throw header.wrong(needed(lines < 0 ? "line skip" : "byte skip"), "0 or more, or a byte skip of -1 before raw samples");
        }
        List<Path> files;
        Optional<Field> named = field("data file");
        if (named.isEmpty()) {
            files = List.of(header.path());
        } else if (named.get().text().toUpperCase(Locale.ROOT).matches("LIST( .*)?")) {
            files = header.list(named.get());
        } else {
            Optional<List<Path>> range = header.range(named.get());
            files = range.isPresent() ? range.get() : List.of(header.beside(named.get(), named.get().text()));
        }
        if (layout.bytes() / layout.type().bytes() % files.size() != 0) {
            throw header.wrong(named.orElseThrow(), "files that share the samples evenly, found " + files.size());
        }
        List<SampleSource.Part> parts = new ArrayList<>();
        for (Path file : files) {
            try {
                long start = afterLines(file, named.isEmpty() ? header.end() : 0, lines);
                if (bytes == -1) {
                    start = Math.max(0, Files.size(file) - layout.bytes() / files.size());
                }
                parts.add(new SampleSource.Part(file, start, Math.max(0, bytes)));
            } catch (IOException e) {
                throw new UnreadableImage(file, "cannot be opened (" + e + ")", "Check that the file may be read");
            }
        }
        return new SampleSource(parts, encoding);
    }

    private static long afterLines(Path file, long start, int lines) throws IOException {
        long at = start;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            in.skipNBytes(start);
            for (int line = 0; line < lines;) {
                int c = in.read();
                if (c < 0) {
                    throw new IOException("fewer than " + lines + " lines to skip");
                }
                at++;
                line += c == '\n' ? 1 : 0;
            }
        }
        return at;
    }
}
