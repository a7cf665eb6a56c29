package org.realfm.imaging.dicom;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// A DICOMDIR (PS3.3 annex F, PS3.10 section 8): which patients, studies, series and files are on a medium.
///
/// @param roots     the records that stand at the top, patients as a rule
/// @param unreached how many records no link leads to, so that nobody finds them
public record DicomDirectory(List<Entry> roots, int unreached) {

    private static final int FIRST = 0x00041200;
    static final int RECORDS = 0x00041220;
    private static final int NEXT = 0x00041400;
    private static final int IN_USE = 0x00041410;
    private static final int LOWER = 0x00041420;
    private static final int TYPE = 0x00041430;
    private static final int FILE_ID = 0x00041500;
    private static final int MOST_DEPTH = 16; // the standard's longest branch has five
    private static final int HEADERS = 16; // of an item, and of its first element

    /// A directory record.
    ///
    /// @param type     as in `PATIENT`, `STUDY`, `SERIES`, `IMAGE`
    /// @param record   its attributes
    /// @param path     the file that it refers to, from the folder of the DICOMDIR; empty if it refers to none
    /// @param children the records below it
    public record Entry(String type, DataSet record, Optional<Path> path, List<Entry> children) {

        /// This record and all below it, each before those below it.
        public Stream<Entry> all() {
            return Stream.concat(Stream.of(this), children.stream().flatMap(Entry::all));
        }
    }

    /// Whether a file is a directory of others.
    public static boolean is(DicomFile file) {
        return file.dataSet().element(RECORDS).isPresent();
    }

    /// Reads the tree of a directory. Records that are said to be out of use are left out.
    ///
    /// @throws UnreadableDicom if a link leads to no record, two lead to one (so that the records could go round in a ring),
    ///         records are nested more than 16 deep, or a file lies outside the directory's folder
    public static DicomDirectory of(DicomFile file) throws UnreadableDicom {
        DataSet set = file.dataSet();
        Map<Long, DataSet> records = new HashMap<>();
        for (DataSet record : set.items(RECORDS)) {
            if (record.iterator().hasNext()) {
                records.put(record.iterator().next().offset() - HEADERS, record);
            }
        }
        Set<Long> seen = new HashSet<>();
        List<Entry> roots = chain(records, set, FIRST, seen, 0);
        return new DicomDirectory(roots, records.size() - seen.size());
    }

    /// Every record, each before those below it.
    public Stream<Entry> all() {
        return roots.stream().flatMap(Entry::all);
    }

    private static List<Entry> chain(Map<Long, DataSet> records, DataSet from, int link, Set<Long> seen, int depth)
            throws UnreadableDicom {
        List<Entry> entries = new ArrayList<>();
        DataSet holder = from;
        int tag = link;
        while (true) {
            long[] offset = holder.longs(tag);
            if (offset.length == 0 || offset[0] == 0) {
                return entries;
            }
            DataSet record = records.get(offset[0]);
            if (record == null) {
                throw wrong(holder, tag, "a link to byte " + offset[0], "the place of a directory record");
            }
            if (!seen.add(offset[0])) {
                throw wrong(holder, tag, "a second link to byte " + offset[0], "one to each record");
            }
            if (depth == MOST_DEPTH) {
                throw wrong(holder, tag, "records nested more than " + MOST_DEPTH + " deep", "fewer");
            }
            List<Entry> children = chain(records, record, LOWER, seen, depth + 1);
            if (record.intOr(IN_USE, 0xFFFF) != 0) {
                entries.add(new Entry(record.string(TYPE).orElse(""), record, path(record), children));
            }
            holder = record;
            tag = NEXT;
        }
    }

    /// The components of a Referenced File ID as a path (PS3.10 8.2).
    private static Optional<Path> path(DataSet record) throws UnreadableDicom {
        List<String> components = record.strings(FILE_ID);
        for (String component : components) {
            if (component.isEmpty() || component.equals("..") || component.equals(".") || component.chars()
                    .anyMatch(c -> c == '/' || c == ':' || c < 0x20 || c > 0x7E)) {
                throw wrong(record, FILE_ID, "the file ID '" + String.join("/", components) + "'", "names of folders and a file");
            }
        }
        return components.isEmpty() ? Optional.empty()
                : Optional.of(Path.of(components.getFirst(), components.stream().skip(1).toArray(String[]::new)));
    }

    private static UnreadableDicom wrong(DataSet set, int tag, String found, String expected) {
        return new UnreadableDicom(tag, set.element(tag).map(Element::offset).orElse((long) UnreadableDicom.NONE), found, expected);
    }
}
