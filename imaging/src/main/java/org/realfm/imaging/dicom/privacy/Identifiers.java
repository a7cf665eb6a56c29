package org.realfm.imaging.dicom.privacy;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.realfm.imaging.dicom.DataSet;
import org.realfm.imaging.dicom.Element;
import org.realfm.imaging.dicom.UnreadableDicom;
import org.realfm.imaging.dicom.Vr;

/// What a file itself says of who the patient and the physicians are, to be looked for in what is kept of it: a name typed
/// into a field where it does not belong.
final class Identifiers {

    private static final int LEAST = 3;
    private static final int LONG = 6;
    private static final Set<Integer> NUMBERS = Set.of(0x00100020, 0x00101000, 0x00080050, 0x00100030, 0x00101040, 0x00102154,
            0x00380010, 0x00401001, 0x00402016, 0x00402017);

    private final Set<String> found = new HashSet<>();

    static Identifiers of(DataSet set) throws UnreadableDicom {
        Identifiers identifiers = new Identifiers();
        identifiers.collect(set);
        return identifiers;
    }

    private void collect(DataSet set) throws UnreadableDicom {
        for (Element element : set) {
            if (element.vr() == Vr.SQ) {
                for (DataSet item : set.items(element.tag())) {
                    collect(item);
                }
            } else if (element.vr() == Vr.PN) {
                for (String name : set.strings(element.tag())) {
                    for (String part : name.split("[\\^= .,]+")) {
                        add(part);
                    }
                }
            } else if (NUMBERS.contains(element.tag()) && Text.isText(element.vr())) {
                set.strings(element.tag()).forEach(this::add);
            }
        }
    }

    private void add(String text) {
        if (text.length() >= LEAST && text.chars().anyMatch(Character::isLetterOrDigit)) {
            found.add(text.toLowerCase(Locale.ROOT));
        }
    }

    /// Whether one of them is in a text: as a word of its own, or anywhere if it has six characters or more.
    boolean in(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (found.contains(lower) || List.of(lower.split("[^\\p{L}\\p{N}]+")).stream().anyMatch(found::contains)) {
            return true;
        }
        return found.stream().anyMatch(one -> one.length() >= LONG && lower.contains(one));
    }
}
