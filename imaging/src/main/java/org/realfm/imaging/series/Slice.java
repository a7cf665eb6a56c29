package org.realfm.imaging.series;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.realfm.imaging.dicom.DataSet;
import org.realfm.imaging.dicom.DicomFile;
import org.realfm.imaging.dicom.Element;
import org.realfm.imaging.dicom.FunctionalGroups;
import org.realfm.imaging.dicom.PixelFormat;
import org.realfm.imaging.dicom.Tag;
import org.realfm.imaging.dicom.UnreadableDicom;

/// What a file says of one of its frames (PS3.3 C.7.6.2, for enhanced objects C.7.6.16.2).
///
/// @param file             where it is
/// @param frame            from 0
/// @param series           Series Instance UID
/// @param instance         SOP Instance UID
/// @param modality         as in `CT`; empty if not said
/// @param frameOfReference its UID; empty if not said
/// @param number           Instance Number, 0 if not said
/// @param format           how its pixels are laid out
/// @param bytes            of the file's pixel data
/// @param position         Image Position (Patient): x, y, z of the first pixel's centre in LPS millimetres; or empty
/// @param orientation      Image Orientation (Patient): the directions of a row and of a column; or empty
/// @param spacing          Pixel Spacing: millimetres from row to row, and from column to column; or empty
/// @param between          Spacing Between Slices in millimetres, 0 if not said
/// @param thickness        Slice Thickness in millimetres, 0 if not said
/// @param mosaic           whether it is many slices side by side (`MOSAIC` in Image Type, as Siemens writes functional and
///                         diffusion MR): where they lie is said in private elements only, and the position is not theirs
public record Slice(Path file, int frame, String series, String instance, String modality, String frameOfReference,
        int number, PixelFormat format, long bytes, List<Double> position, List<Double> orientation, List<Double> spacing,
        double between, double thickness, boolean mosaic) {

    private static final int IMAGE_TYPE = 0x00080008;
    private static final int POSITION = 0x00200032;
    private static final int ORIENTATION = 0x00200037;
    private static final int SPACING = 0x00280030;
    private static final int THICKNESS = 0x00180050;
    private static final int BETWEEN = 0x00180088;
    private static final int PLANE_POSITION = 0x00209113;
    private static final int PLANE_ORIENTATION = 0x00209116;
    private static final int PIXEL_MEASURES = 0x00289110;
    private static final int PER_FRAME = 0x52009230;

    /// The most frames of a file that are looked at.
    private static final int MOST_FRAMES = 1 << 20;

    /// A frame has a bit at least.
    private static final long MOST_FRAMES_A_BYTE = 8;

    public Slice {
        position = List.copyOf(position);
        orientation = List.copyOf(orientation);
        spacing = List.copyOf(spacing);
    }

    /// The slices of a file: its frames. Empty if it has no pixels.
    ///
    /// @throws UnreadableDicom if what is said of them is malformed
    public static List<Slice> of(Path path, DicomFile file) throws UnreadableDicom {
        DataSet set = file.dataSet();
        if (set.element(Tag.PIXEL_DATA).isEmpty()) {
            return List.of();
        }
        PixelFormat format = PixelFormat.of(set);
        boolean own = !set.items(PER_FRAME).isEmpty();
        long bytes = set.element(Tag.PIXEL_DATA).map(Element::length).orElse(0L);
        if (format.frames() > MOST_FRAMES || own && set.items(PER_FRAME).size() < format.frames()) {
            throw new UnreadableDicom(Tag.NUMBER_OF_FRAMES, UnreadableDicom.NONE, format.frames() + " frames", own
                    ? "at most the " + set.items(PER_FRAME).size() + " that have functional groups" : "at most " + MOST_FRAMES);
        }
        if (!own && format.frames() > MOST_FRAMES_A_BYTE * Math.max(1, bytes)) {
            throw new UnreadableDicom(Tag.NUMBER_OF_FRAMES, UnreadableDicom.NONE, format.frames() + " frames in " + bytes
                    + " bytes of pixel data", "at most " + MOST_FRAMES_A_BYTE + " a byte");
        }
        // Frames that share one place, as those of a film, have none of their own.
        boolean placed = own || format.frames() == 1;
        String series = text(set, 0x0020000E);
        String instance = text(set, 0x00080018);
        String modality = text(set, Tag.MODALITY);
        String reference = text(set, 0x00200052);
        int number = number(set);
        boolean mosaic = set.strings(IMAGE_TYPE).contains("MOSAIC");
        Once<List<Double>> positions = new Once<>(PLANE_POSITION, group -> numbers(group, POSITION, 3));
        Once<List<Double>> orientations = new Once<>(PLANE_ORIENTATION, group -> numbers(group, ORIENTATION, 6));
        Once<List<Double>> spacings = new Once<>(PIXEL_MEASURES, group -> numbers(group, SPACING, 2));
        Once<Double> betweens = new Once<>(PIXEL_MEASURES, group -> first(group, BETWEEN));
        Once<Double> thicknesses = new Once<>(PIXEL_MEASURES, group -> first(group, THICKNESS));
        List<Slice> slices = new ArrayList<>();
        for (int frame = 0; frame < format.frames(); frame++) {
            slices.add(new Slice(path, frame, series, instance, modality, reference, number, format, bytes,
                    placed ? positions.of(set, frame) : List.of(), placed ? orientations.of(set, frame) : List.of(),
                    spacings.of(set, frame), betweens.of(set, frame), thicknesses.of(set, frame), mosaic));
        }
        return slices;
    }

    private interface Reading<T> {
        T of(DataSet group) throws UnreadableDicom;
    }

    /// What a functional group says, read once for all frames in a row that share it: the text of a number may be as long as
    /// the file.
    private static final class Once<T> {

        private final int group;
        private final Reading<T> reading;
        private @Nullable DataSet read;
        private @Nullable T value;

        Once(int group, Reading<T> reading) {
            this.group = group;
            this.reading = reading;
        }

        T of(DataSet set, int frame) throws UnreadableDicom {
            DataSet found = FunctionalGroups.of(set, frame, group);
            T known = value;
            if (known == null || found != read) {
                known = reading.of(found);
                value = known;
                read = found;
            }
            return known;
        }
    }

    private static String text(DataSet set, int tag) throws UnreadableDicom {
        return set.string(tag).orElse("");
    }

    private static int number(DataSet set) throws UnreadableDicom {
        return set.intOr(0x00200013, 0);
    }

    private static List<Double> numbers(DataSet set, int tag, int count) throws UnreadableDicom {
        double[] numbers = set.doubles(tag);
        if (numbers.length != 0 && numbers.length != count) {
            throw new UnreadableDicom(tag, set.element(tag).map(Element::offset).orElse(-1L), numbers.length + " numbers",
                    String.valueOf(count));
        }
        return Arrays.stream(numbers).boxed().toList();
    }

    private static double first(DataSet set, int tag) throws UnreadableDicom {
        double[] numbers = set.doubles(tag);
        return numbers.length == 0 ? 0 : numbers[0];
    }

    /// The normal of its plane: across the direction of a row and that of a column.
    double[] normal() {
        double[] o = orientation.stream().mapToDouble(Double::doubleValue).toArray();
        return new double[] {o[1] * o[5] - o[2] * o[4], o[2] * o[3] - o[0] * o[5], o[0] * o[4] - o[1] * o[3]};
    }

    /// How far along a normal it lies, in millimetres.
    double along(double[] normal) {
        return position.get(0) * normal[0] + position.get(1) * normal[1] + position.get(2) * normal[2];
    }

    /// Whether it can be in one volume with another.
    boolean fits(Slice other) {
        return series.equals(other.series)
                && frameOfReference.equals(other.frameOfReference)
                && modality.equals(other.modality)
                && mosaic == other.mosaic
                && format.rows() == other.format.rows()
                && format.columns() == other.format.columns()
                && format.samples() == other.format.samples()
                && position.isEmpty() == other.position.isEmpty()
                && near(orientation, other.orientation, 1e-3)
                && near(spacing, other.spacing, 1e-4);
    }

    private static boolean near(List<Double> a, List<Double> b, double tolerance) {
        boolean near = a.size() == b.size();
        for (int i = 0; near && i < a.size(); i++) {
            near = Math.abs(a.get(i) - b.get(i)) <= tolerance * Math.max(1, Math.abs(a.get(i)));
        }
        return near;
    }
}
