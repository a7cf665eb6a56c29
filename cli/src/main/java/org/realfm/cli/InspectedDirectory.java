package org.realfm.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.realfm.imaging.dicom.DicomDirectory;
import org.realfm.imaging.dicom.DicomFile;
import org.realfm.imaging.dicom.UnreadableDicom;

/// What a DICOMDIR lists, and which of its files are missing.
final class InspectedDirectory {

    private static final int MOST_NAMED = 20;

    private InspectedDirectory() {}

    /// Adds to what is told of a file, if it is a directory.
    static void tell(Path path, DicomFile file, Map<String, Object> facts, List<String> faults) throws UnreadableDicom {
        if (!DicomDirectory.is(file)) {
            return;
        }
        DicomDirectory directory = DicomDirectory.of(file);
        List<DicomDirectory.Entry> entries = directory.all().toList();
        TreeMap<String, Integer> kinds = new TreeMap<>();
        entries.forEach(entry -> kinds.merge(entry.type(), 1, Integer::sum));
        facts.put("lists", kinds.toString().replaceAll("[{}]|\\p{Cntrl}", "").replace('=', ' '));
        List<Path> files = entries.stream().flatMap(entry -> entry.path().stream()).toList();
        List<String> missing = new ArrayList<>();
        for (Path listed : files) {
            Path lower = Path.of(listed.toString().toLowerCase(Locale.ROOT)); // as other systems copy such media
            if (!Files.isRegularFile(path.resolveSibling(listed)) && !Files.isRegularFile(path.resolveSibling(lower))) {
                missing.add(listed.toString());
            }
        }
        if (directory.unreached() > 0) {
            faults.add("no link leads to " + directory.unreached() + " of the directory's records");
        }
        facts.put("files listed", files.size());
        facts.put("files missing", missing.size());
        missing.stream().limit(MOST_NAMED).forEach(name -> faults.add("the listed file " + name + " is missing"));
        if (missing.size() > MOST_NAMED) {
            faults.add("and " + (missing.size() - MOST_NAMED) + " more of the listed files");
        }
    }
}
