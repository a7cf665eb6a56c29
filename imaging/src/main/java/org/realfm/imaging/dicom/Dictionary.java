package org.realfm.imaging.dicom;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The standard's data elements (PS3.6): what value representation an element has that does not say it itself, and what
/// it is called. `reference/dicom_dictionary.py` makes the list.
public final class Dictionary {

    /// @param vr      the value representation; `US` also where the standard says "US or SS"
    /// @param signed  whether the standard says "US or SS", to be told by Pixel Representation (PS3.5 A.1)
    /// @param keyword the name without spaces, as in `PatientName`
    private record Entry(Vr vr, boolean signed, String keyword) {}

    private static final Map<Integer, Entry> ENTRIES = load();
    private static final Entry GROUP_LENGTH = new Entry(Vr.UL, false, "GroupLength");
    private static final Entry PRIVATE_CREATOR = new Entry(Vr.LO, false, "PrivateCreator");

    private Dictionary() {}

    /// The value representation of an element; `UN` if it is not known (PS3.5 6.2.2).
    ///
    /// @param signedPixels whether Pixel Representation is 1, which decides between `US` and `SS`
    public static Vr vr(int tag, boolean signedPixels) {
        return entry(tag).map(entry -> entry.signed && signedPixels ? Vr.SS : entry.vr).orElse(Vr.UN);
    }

    /// The keyword of an element; empty if it is not known.
    public static Optional<String> keyword(int tag) {
        return entry(tag).map(Entry::keyword);
    }

    /// The tag of a keyword, as in `StudyDate`; empty if it is not known.
    public static Optional<Integer> tag(String keyword) {
        return ENTRIES.entrySet().stream()
                .filter(entry -> entry.getValue().keyword.equals(keyword))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /// All keywords of the standard.
    public static Set<String> keywords() {
        return ENTRIES.values().stream().map(Entry::keyword).collect(Collectors.toSet());
    }

    private static Optional<Entry> entry(int tag) {
        if ((tag & 0xFFFF) == 0) {
            return Optional.of(GROUP_LENGTH);
        }
        if (Tag.isPrivate(tag)) {
            boolean creator = (tag & 0xFFFF) >= 0x10 && (tag & 0xFFFF) <= 0xFF;
            return creator ? Optional.of(PRIVATE_CREATOR) : Optional.empty();
        }
        Entry exact = ENTRIES.get(tag);
        if (exact != null) {
            return Optional.of(exact);
        }
        int family = tag >>> 24;
        boolean repeating = family == 0x50 || family == 0x60;
        return repeating ? Optional.ofNullable(ENTRIES.get(tag & 0xFF00FFFF)) : Optional.empty();
    }

    private static Map<Integer, Entry> load() {
        Map<Integer, Entry> entries = new HashMap<>(8192);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(Dictionary.class.getResourceAsStream("dictionary.txt")),
                StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int tag = Integer.parseUnsignedInt(line.substring(0, 8).replace("xx", "00"), 16);
                String vr = line.substring(9, 11);
                entries.put(tag, new Entry(vr.equals("XS") ? Vr.US : Vr.valueOf(vr), vr.equals("XS"), line.substring(12)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return entries;
    }
}
