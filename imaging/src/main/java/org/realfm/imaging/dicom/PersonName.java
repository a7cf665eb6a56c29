package org.realfm.imaging.dicom;

import java.util.ArrayList;
import java.util.List;

/// A person's name (PS3.5 6.2.1): up to three component groups of up to five components.
///
/// @param alphabetic  family name, given name, middle name, prefix, suffix, as far as they are there
/// @param ideographic the same in Han characters
/// @param phonetic    the same in phonetic script
public record PersonName(List<String> alphabetic, List<String> ideographic, List<String> phonetic) {

    static PersonName of(String text) {
        List<List<String>> groups = new ArrayList<>();
        for (String group : text.split("=", 3)) {
            groups.add(group.isEmpty() ? List.of() : List.of(group.split("\\^")));
        }
        while (groups.size() < 3) {
            groups.add(List.of());
        }
        return new PersonName(groups.get(0), groups.get(1), groups.get(2));
    }
}
