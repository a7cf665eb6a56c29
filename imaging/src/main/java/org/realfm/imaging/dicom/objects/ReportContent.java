package org.realfm.imaging.dicom.objects;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.realfm.imaging.dicom.DataSet;
import org.realfm.imaging.dicom.Tag;
import org.realfm.imaging.dicom.UnreadableDicom;

/// The content of a structured report (PS3.3 C.17.3) in the order of its tree, as other makers write it too: numbers and
/// codes with what they are called and where they stand, and which objects it speaks of.
///
/// @param items    all content items below the root, each after the one that it stands in
/// @param complete whether it is said to be complete; one that says nothing is
/// @param mentions UIDs of the studies and of the instances that it refers to
public record ReportContent(List<Item> items, boolean complete, Set<String> mentions) {

    private static final String SOP_CLASSES = "1.2.840.10008.5.1.4.1.1.88.";
    private static final int CONTENT = 0x0040A730;
    private static final int TYPE = 0x0040A040;
    private static final int CONCEPT = 0x0040A043;
    private static final int CODED = 0x0040A168;
    private static final int MEASURED = 0x0040A300;
    private static final int NUMERIC = 0x0040A30A;
    private static final int FLOATING = 0x0040A161;
    private static final int REFERENCED_SOP = 0x00081199;
    private static final int[] EVIDENCE = {0x0040A375, 0x0040A385};
    private static final int MOST_ITEMS = 100_000;

    /// A content item.
    ///
    /// @param parent  index of the item that it stands in; -1 for the root
    /// @param type    Value Type, as in `NUM` or `CODE`
    /// @param concept what it is called; empty if it has no name
    /// @param coded   the value of a `CODE`
    /// @param number  the value of a `NUM`; empty also where the report says that there is none
    public record Item(int parent, String type, Optional<Code> concept, Optional<Code> coded, OptionalDouble number) {}

    public ReportContent {
        items = List.copyOf(items);
        mentions = Set.copyOf(mentions);
    }

    /// Reads a report.
    ///
    /// @throws UnreadableDicom if it is none, or a code, a number or a sequence in it is malformed
    public static ReportContent of(DataSet set) throws UnreadableDicom {
        String sopClass = set.string(Tag.SOP_CLASS_UID).orElse("");
        if (!sopClass.startsWith(SOP_CLASSES) || !set.string(TYPE).orElse("").equals("CONTAINER")) {
            throw new UnreadableDicom(Tag.SOP_CLASS_UID, UnreadableDicom.NONE, sopClass.isEmpty() ? "no SOP class" : "the SOP class "
                    + sopClass, "a structured report");
        }
        Set<String> mentions = new HashSet<>();
        for (int tag : EVIDENCE) {
            for (DataSet study : set.items(tag)) {
                study.string(Subject.STUDY_UID).ifPresent(mentions::add);
                for (DataSet series : study.items(0x00081115)) {
                    mention(series, mentions);
                }
            }
        }
        return new ReportContent(items(set, mentions), !set.string(0x0040A491).orElse("").equals("PARTIAL"), mentions);
    }

    private record Open(DataSet item, int parent) {}

    private static List<Item> items(DataSet root, Set<String> mentions) throws UnreadableDicom {
        List<Item> items = new ArrayList<>();
        Deque<Open> open = new ArrayDeque<>();
        push(root, -1, open);
        while (!open.isEmpty()) {
            Open next = open.pop();
            if (items.size() == MOST_ITEMS) {
                throw new UnreadableDicom(CONTENT, UnreadableDicom.NONE, "more than " + MOST_ITEMS + " content items", "fewer");
            }
            DataSet item = next.item;
            mention(item, mentions);
            items.add(new Item(next.parent, item.string(TYPE).orElse(""), code(item, CONCEPT), code(item, CODED), number(item)));
            push(item, items.size() - 1, open);
        }
        return items;
    }

    /// The items within one, so that the first comes out first.
    private static void push(DataSet item, int number, Deque<Open> open) throws UnreadableDicom {
        for (DataSet within : item.items(CONTENT).reversed()) {
            open.push(new Open(within, number));
        }
    }

    private static void mention(DataSet within, Set<String> mentions) throws UnreadableDicom {
        for (DataSet reference : within.items(REFERENCED_SOP)) {
            reference.string(0x00081155).ifPresent(mentions::add);
        }
    }

    private static Optional<Code> code(DataSet item, int tag) throws UnreadableDicom {
        List<DataSet> codes = item.items(tag);
        return codes.isEmpty() ? Optional.empty() : Optional.of(Code.of(codes.getFirst()));
    }

    /// Numeric Value (DS) has 16 characters; where Floating Point Value is there, it has all digits (PS3.3 C.18.1).
    private static OptionalDouble number(DataSet item) throws UnreadableDicom {
        List<DataSet> measured = item.items(MEASURED);
        if (measured.isEmpty()) {
            return OptionalDouble.empty();
        }
        for (int tag : new int[] {FLOATING, NUMERIC}) {
            double[] values = measured.getFirst().doubles(tag);
            if (values.length > 1) {
                throw new UnreadableDicom(tag, UnreadableDicom.NONE, values.length + " numbers", "one");
            }
            if (values.length == 1) {
                return OptionalDouble.of(values[0]);
            }
        }
        return OptionalDouble.empty();
    }
}
