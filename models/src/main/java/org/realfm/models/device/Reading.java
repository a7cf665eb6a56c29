package org.realfm.models.device;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.realfm.imaging.dicom.DicomFile;
import org.realfm.imaging.dicom.UnreadableDicom;
import org.realfm.imaging.dicom.objects.Code;
import org.realfm.imaging.dicom.objects.ReportContent;
import org.realfm.imaging.dicom.objects.ReportContent.Item;
import org.realfm.imaging.dicom.objects.SegmentationContent;
import org.realfm.imaging.dicom.objects.SegmentationContent.Extent;

/// What a result of a device means: how its file becomes a score.
public sealed interface Reading {

    /// What a file says.
    ///
    /// @param mentions UIDs of the studies and instances that it refers to
    /// @param complete whether the device is done with it
    /// @param score    the score; empty if it has none
    /// @param reason   why not, if it has none
    record Answer(Set<String> mentions, boolean complete, OptionalDouble score, String reason) {}

    /// Reads a result.
    ///
    /// @throws UnreadableDicom if it is damaged or another kind of object
    Answer read(DicomFile file) throws UnreadableDicom;

    /// The Modality of such results.
    String modality();

    /// All that the score depends on.
    List<String> identity();

    /// A coded concept as a study names it: by code and scheme, or by its meaning in words.
    ///
    /// @param code    value of the code with its scheme, or the meaning
    /// @param scheme  its scheme; empty where the meaning is given
    record Concept(String code, Optional<String> scheme) {

        boolean names(Code found) {
            return scheme.isPresent()
                    ? scheme.get().equals(found.scheme()) && code.equals(found.value())
                    : code.equalsIgnoreCase(found.meaning());
        }

        @Override
        public String toString() {
            return scheme.map(of -> "(" + code + ", " + of + ")").orElse("'" + code + "'");
        }
    }

    /// The score is a number, or a coded value, of a structured report.
    ///
    /// @param concept what it is called
    /// @param finding of which finding (121071, DCM): it stands in one measurement group with it; empty: of the report
    /// @param values  the score of each coded value, by its meaning or its code; empty: it is a number
    /// @param scale   what a number is multiplied with
    /// @param absent  the score where the report has none; empty: that is a failure
    record Report(
            Concept concept,
            Optional<Concept> finding,
            SequencedMap<String, Double> values,
            double scale,
            OptionalDouble absent)
            implements Reading {

        private static final Concept FINDING = new Concept("121071", Optional.of("DCM"));

        @Override
        public Answer read(DicomFile file) throws UnreadableDicom {
            ReportContent content = ReportContent.of(file.dataSet());
            Set<Double> scores = new TreeSet<>();
            Set<String> others = new TreeSet<>();
            boolean empty = false;
            Set<Integer> groups = groups(content.items());
            for (Item item : content.items()) {
                if (!item.type().equals(values.isEmpty() ? "NUM" : "CODE") || item.concept().isEmpty()) {
                    continue;
                }
                if (!concept.names(item.concept().get()) || finding.isPresent() && !isWithin(item, groups, content.items())) {
                    others.add(item.concept().get().meaning());
                    continue;
                }
                OptionalDouble score = score(item);
                score.ifPresent(scores::add);
                empty |= score.isEmpty();
            }
            String wanted = concept + finding.map(of -> " of " + of).orElse("");
            if (scores.size() > 1) {
                return answer(content, OptionalDouble.empty(), "the report has several values of " + wanted + ": " + scores);
            }
            if (!scores.isEmpty()) {
                return answer(content, OptionalDouble.of(scores.iterator().next()), "");
            }
            String why = empty
                    ? "the report has " + wanted + " without " + (values.isEmpty() ? "a number" : "a value that 'values' lists")
                    : "the report has no " + wanted + (others.isEmpty() ? "" : "; it has " + String.join(", ", others));
            return answer(content, absent, absent.isPresent() ? "" : why);
        }

        private static Answer answer(ReportContent content, OptionalDouble score, String reason) {
            return new Answer(content.mentions(), content.complete(), score, reason);
        }

        private OptionalDouble score(Item item) {
            if (values.isEmpty()) {
                return item.number().isPresent() ? OptionalDouble.of(item.number().getAsDouble() * scale) : OptionalDouble.empty();
            }
            for (Map.Entry<String, Double> entry : values.entrySet()) {
                if (item.coded().filter(code -> entry.getKey().equalsIgnoreCase(code.meaning())
                        || entry.getKey().equals(code.value())).isPresent()) {
                    return OptionalDouble.of(entry.getValue());
                }
            }
            return OptionalDouble.empty();
        }

        /// Where a finding of the wanted kind stands, and that finding itself, by the indices of items.
        private Set<Integer> groups(List<Item> items) {
            Set<Integer> groups = new HashSet<>();
            for (int i = 0; i < items.size() && finding.isPresent(); i++) {
                if (isFinding(items.get(i))) {
                    groups.add(i);
                    groups.add(items.get(i).parent());
                }
            }
            return groups;
        }

        /// Whether an item stands beside, or within, a finding of the wanted kind; within the whole report only beside it.
        private static boolean isWithin(Item item, Set<Integer> groups, List<Item> items) {
            int group = item.parent();
            while (group >= 0 && !groups.contains(group)) {
                group = items.get(group).parent();
            }
            return group >= 0 || item.parent() < 0 && groups.contains(-1);
        }

        private boolean isFinding(Item item) {
            return item.concept().filter(FINDING::names).isPresent()
                    && item.coded().filter(code -> finding.orElseThrow().names(code)).isPresent();
        }

        @Override
        public String modality() {
            return "SR";
        }

        @Override
        public List<String> identity() {
            return List.of("report", concept.toString(), finding.toString(), values.toString(), Double.toString(scale),
                    absent.toString());
        }
    }

    /// The score is what a segmentation has drawn of a segment.
    ///
    /// @param segment the segment, by the code of its type, or by the type's meaning or its label in words
    /// @param measure what of it
    /// @param absent  the score where the segmentation does not describe it; empty: that is a failure
    record Drawing(Concept segment, Measure measure, OptionalDouble absent) implements Reading {

        /// What of a segment is the score. Of several segments of one kind it is that of all together.
        public enum Measure {
            /// 1 if a voxel is drawn (of fractions: one of one half or more), else 0.
            PRESENCE,
            /// The largest probability of a voxel; of a binary segmentation the same as the presence.
            MAXIMUM,
            /// Cubic millimetres; of fractions the sum of voxels times fraction.
            VOLUME
        }

        @Override
        public Answer read(DicomFile file) throws UnreadableDicom {
            SegmentationContent content = SegmentationContent.of(file);
            List<Extent> segments = content.segments().stream()
                    .filter(each -> each.type().filter(segment::names).isPresent()
                            || segment.scheme().isEmpty() && segment.code().equalsIgnoreCase(each.label()))
                    .toList();
            if (segments.isEmpty()) {
                return new Answer(content.mentions(), true, absent, absent.isPresent() ? "" : "the segmentation has no segment "
                        + segment + "; it has " + String.join(", ", content.segments().stream().map(Extent::label).toList()));
            }
            if (measure == Measure.MAXIMUM && content.kind() == SegmentationContent.Kind.OCCUPANCY) {
                return new Answer(content.mentions(), true, OptionalDouble.empty(),
                        "the segmentation has shares of voxels, of which the largest is no probability");
            }
            OptionalDouble score = switch (measure) {
                case PRESENCE -> OptionalDouble.of(maximum(segments) >= 0.5 ? 1 : 0);
                case MAXIMUM -> OptionalDouble.of(maximum(segments));
                case VOLUME -> segments.stream().allMatch(each -> each.cubicMillimetres().isPresent())
                        ? OptionalDouble.of(segments.stream().mapToDouble(each -> each.cubicMillimetres().orElseThrow()).sum())
                        : OptionalDouble.empty();
            };
            return new Answer(content.mentions(), true, score, score.isPresent() ? ""
                    : "the segmentation does not say how large its voxels are");
        }

        private static double maximum(List<Extent> segments) {
            return segments.stream().mapToDouble(Extent::maximum).max().orElse(0);
        }

        @Override
        public String modality() {
            return "SEG";
        }

        @Override
        public List<String> identity() {
            return List.of("segmentation", segment.toString(), measure.name().toLowerCase(Locale.ROOT), absent.toString());
        }
    }

    /// All parts of a digest.
    static String[] parts(List<String> some, List<String> more) {
        return Stream.concat(some.stream(), more.stream()).toArray(String[]::new);
    }
}
