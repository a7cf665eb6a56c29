package org.realfm.imaging.dicom.privacy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The Basic Application Level Confidentiality Profile (PS3.15 E.2): what becomes of which attribute, wherever it is.
///
/// The list is the column "Basic Profile" of table E.1-1 in the edition 2024b, 620 rows. Where the table leaves a choice by
/// the attribute's type in the object (`X/Z`, `X/D`, `Z/D`, `X/Z/D`), the last is taken, which is right for every type.
final class BasicProfile {

    /// What becomes of an attribute.
    enum Action {
        /// `X`: removed.
        REMOVE,
        /// `Z`: emptied.
        EMPTY,
        /// `D`: replaced by a value that means nothing.
        DUMMY,
        /// `U`: replaced by another identifier, the same for the same; in a sequence (`U*`) those within.
        REPLACE_UID
    }

    private static final Map<Integer, Action> ACTIONS = load();

    private BasicProfile() {}

    /// What becomes of an attribute; empty if the table does not name it. Private attributes, curves and overlays are
    /// removed whole.
    static Optional<Action> action(int tag) {
        int group = tag >>> 16;
        boolean graphics = (group & 0xFF00) == 0x5000 || (group & 0xFF00) == 0x6000;
        return graphics || (group & 1) == 1 ? Optional.of(Action.REMOVE) : Optional.ofNullable(ACTIONS.get(tag));
    }

    /// Rows of the table that name one attribute.
    static int size() {
        return ACTIONS.size();
    }

    private static Map<Integer, Action> load() {
        Map<Integer, Action> actions = new HashMap<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(BasicProfile.class.getResourceAsStream("basic-profile.txt")),
                StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] fields = line.split(" ");
                if (!fields[0].contains("x")) { // the repeating groups are in the code
                    actions.put(Integer.parseUnsignedInt(fields[0], 16), of(fields[1]));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return actions;
    }

    private static Action of(String code) {
        String last = code.substring(code.lastIndexOf('/') + 1);
        return switch (last) {
            case "X" -> Action.REMOVE;
            case "Z" -> Action.EMPTY;
            case "D" -> Action.DUMMY;
            case "U", "U*" -> Action.REPLACE_UID;
            default -> throw new IllegalStateException("the action " + code);
        };
    }
}
