package org.realfm.imaging.dicom.objects;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.realfm.imaging.dicom.DataSet;
import org.realfm.imaging.dicom.DicomFile;
import org.realfm.imaging.dicom.FunctionalGroups;
import org.realfm.imaging.dicom.PixelData;
import org.realfm.imaging.dicom.StoredFrame;
import org.realfm.imaging.dicom.Tag;
import org.realfm.imaging.dicom.UnreadableDicom;

/// How much a Segmentation object (PS3.3 A.51) has drawn of each of its segments, binary or fractional, as other makers
/// write it too. A fraction is the stored value over Maximum Fractional Value (0062,000E).
///
/// @param kind     what a voxel says
/// @param segments those that it describes, also those that it draws nowhere
/// @param mentions UIDs of the instances that it refers to
public record SegmentationContent(Kind kind, List<Extent> segments, Set<String> mentions) {

    private static final int SEGMENT_IDENTIFICATION = 0x0062000A;
    private static final int SEGMENT_NUMBER = 0x0062000B;
    private static final int PIXEL_MEASURES = 0x00289110;

    /// What a voxel says.
    public enum Kind {
        /// Whether it belongs to the segment.
        BINARY,
        /// How probable it is that it does.
        PROBABILITY,
        /// Which share of it does.
        OCCUPANCY
    }

    /// A segment.
    ///
    /// @param number           its number, from 1
    /// @param label            in words
    /// @param type             which thing it is, where that is coded
    /// @param maximum          the largest fraction of a voxel, from 0 to 1
    /// @param sum              the sum of the fractions: voxels
    /// @param cubicMillimetres their volume; empty where the object does not say how large a voxel is, and 0 if there is none
    public record Extent(
            int number, String label, Optional<Code> type, double maximum, double sum, OptionalDouble cubicMillimetres) {}

    public SegmentationContent {
        segments = List.copyOf(segments);
        mentions = Set.copyOf(mentions);
    }

    /// The sums of one segment.
    private static final class Sums {
        private double maximum;
        private double sum;
        private OptionalDouble volume = OptionalDouble.of(0);
    }

    /// Reads a segmentation.
    ///
    /// @throws UnreadableDicom if it is none, is a label map, draws what it does not describe, or is damaged
    public static SegmentationContent of(DicomFile file) throws UnreadableDicom {
        DataSet set = file.dataSet();
        String sopClass = set.string(Tag.SOP_CLASS_UID).orElse("");
        if (!sopClass.equals(Segmentation.SOP_CLASS)) {
            throw wrong(Tag.SOP_CLASS_UID, "the SOP class " + sopClass, "a segmentation");
        }
        Kind kind = kind(set);
        double most = kind == Kind.BINARY ? 1 : set.intOr(0x0062000E, 255);
        Map<Integer, Sums> sums = new LinkedHashMap<>();
        List<DataSet> described = set.items(0x00620002);
        for (DataSet segment : described) {
            sums.put(segment.intOr(0x00620004, 0), new Sums());
        }
        PixelData pixels = PixelData.of(file);
        if (pixels.format().samples() != 1 || most < 1) {
            throw wrong(Tag.SAMPLES_PER_PIXEL, pixels.format().samples() + " samples, at most " + most, "one fraction a voxel");
        }
        Groups groups = new Groups(set);
        for (int f = 0; f < pixels.format().frames(); f++) {
            groups.at(f);
            Sums of = sums.get(groups.number);
            if (of == null) {
                throw wrong(SEGMENT_NUMBER, "segment " + groups.number + " in frame " + (f + 1), "one that is described");
            }
            add(of, pixels.frame(f), most, groups.voxel);
        }
        List<Extent> extents = new ArrayList<>();
        for (DataSet segment : described) {
            int number = segment.intOr(0x00620004, 0);
            Sums of = sums.getOrDefault(number, new Sums());
            List<DataSet> types = segment.items(0x0062000F);
            extents.add(new Extent(number, segment.string(0x00620005).orElse(""),
                    types.isEmpty() ? Optional.empty() : Optional.of(Code.of(types.getFirst())), of.maximum, of.sum, of.volume));
        }
        return new SegmentationContent(kind, extents, mentions(set));
    }

    private static Kind kind(DataSet set) throws UnreadableDicom {
        String type = set.string(0x00620001).orElse("");
        String fractional = set.string(0x00620010).orElse("");
        return switch (type + " " + (type.equals("FRACTIONAL") ? fractional : "")) {
            case "BINARY " -> Kind.BINARY;
            case "FRACTIONAL PROBABILITY" -> Kind.PROBABILITY;
            case "FRACTIONAL OCCUPANCY" -> Kind.OCCUPANCY;
            default -> throw wrong(0x00620001, "a segmentation of type " + type + " " + fractional,
                    "BINARY, or FRACTIONAL of PROBABILITY or OCCUPANCY");
        };
    }

    private static void add(Sums of, StoredFrame frame, double most, OptionalDouble voxel) throws UnreadableDicom {
        double before = of.sum;
        for (int i = 0; i < frame.values().length; i++) {
            double fraction = frame.value(i) / most;
            if (fraction < 0 || fraction > 1) {
                throw wrong(Tag.PIXEL_DATA, "a fraction of " + fraction, "from 0 to 1");
            }
            of.sum += fraction;
            of.maximum = Math.max(of.maximum, fraction);
        }
        double added = of.sum - before;
        if (added > 0) {
            of.volume = of.volume.isPresent() && voxel.isPresent()
                    ? OptionalDouble.of(of.volume.getAsDouble() + added * voxel.getAsDouble())
                    : OptionalDouble.empty();
        }
    }

    /// What the functional groups say of a frame. What frames share is read once, however many they are.
    private static final class Groups {
        private final DataSet set;
        private @Nullable DataSet identification;
        private @Nullable DataSet measures;
        private int number;
        private OptionalDouble voxel = OptionalDouble.empty();

        Groups(DataSet set) {
            this.set = set;
        }

        @SuppressWarnings("ReferenceEquality") // the same data set, not one like it
        void at(int frame) throws UnreadableDicom {
            DataSet identified = FunctionalGroups.of(set, frame, SEGMENT_IDENTIFICATION);
            if (identified != identification) {
                number = identified.intOr(SEGMENT_NUMBER, 0);
                identification = identified;
            }
            DataSet measured = FunctionalGroups.of(set, frame, PIXEL_MEASURES);
            if (measured != measures) {
                voxel = voxel(measured);
                measures = measured;
            }
        }
    }

    /// Cubic millimetres of a voxel: Spacing Between Slices, failing that Slice Thickness.
    private static OptionalDouble voxel(DataSet measures) throws UnreadableDicom {
        double[] spacing = measures.doubles(0x00280030);
        double[] apart = measures.doubles(0x00180088);
        double[] thick = apart.length == 1 ? apart : measures.doubles(0x00180050);
        boolean known = spacing.length == 2 && thick.length == 1 && spacing[0] > 0 && spacing[1] > 0 && thick[0] > 0;
        return known ? OptionalDouble.of(spacing[0] * spacing[1] * thick[0]) : OptionalDouble.empty();
    }

    private static Set<String> mentions(DataSet set) throws UnreadableDicom {
        Set<String> mentions = new HashSet<>();
        for (DataSet series : set.items(0x00081115)) {
            for (DataSet instance : series.items(0x0008114A)) {
                instance.string(0x00081155).ifPresent(mentions::add);
            }
        }
        return mentions;
    }

    private static UnreadableDicom wrong(int tag, String found, String expected) {
        return new UnreadableDicom(tag, UnreadableDicom.NONE, found, expected);
    }
}
