package org.realfm.criteria.responsible;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.realfm.criteria.DocumentText;

/// The required fields of a model card, and what can be wrong with them.
final class CardFields {

    /// What a field holds.
    enum Kind {
        /// A short name, number or word.
        NAME,
        /// A description: at least three words.
        TEXT,
        /// An ISO date.
        DATE,
        /// As a name, but it may be `none`.
        STATUS
    }

    /// Paths of the required fields, in the order of `docs/model-card-file.md`.
    static final Map<String, Kind> REQUIRED = required();

    private static final int FEWEST_WORDS = 3;

    private CardFields() {}

    private static Map<String, Kind> required() {
        Map<String, Kind> fields = new LinkedHashMap<>();
        Stream.of("name", "developer", "version", "contact").forEach(field -> fields.put(field, Kind.NAME));
        Stream.of("released", "expires").forEach(field -> fields.put(field, Kind.DATE));
        fields.put("regulatory-status", Kind.STATUS);
        Stream.of(
                        "intended-use.purpose", "intended-use.population", "intended-use.users", "intended-use.setting",
                        "intended-use.action", "out-of-scope", "inputs", "output", "development-data.source",
                        "development-data.population", "development-data.reference-standard", "validation.data",
                        "validation.reference-standard", "fairness", "limitations", "monitoring", "updates")
                .forEach(field -> fields.put(field, Kind.TEXT));
        return Collections.unmodifiableMap(fields);
    }

    /// What is wrong on a day, one phrase a fault; empty if nothing is.
    static List<String> faults(Map<String, Object> card, LocalDate today) {
        List<String> faults = new ArrayList<>();
        Map<String, String> seen = new HashMap<>();
        REQUIRED.forEach((path, kind) -> {
            Object value = DocumentText.at(card, path);
            String text = DocumentText.text(value).strip();
            if (text.isEmpty()) {
                faults.add(path + " is missing");
            } else if (kind == Kind.DATE && DocumentText.date(value).isEmpty()) {
                faults.add(path + " is no date (as in 2026-03-31): '" + text + "'");
            } else if (boilerplate(text, kind)) {
                faults.add(path + " says nothing: '" + text + "'");
            } else if (kind == Kind.TEXT) {
                String before = seen.putIfAbsent(text.toLowerCase(Locale.ROOT), path);
                if (before != null && !name(before).equals(name(path))) {
                    faults.add(path + " repeats " + before);
                }
            }
        });
        Optional<LocalDate> released = DocumentText.date(card.get("released"));
        Optional<LocalDate> expires = DocumentText.date(card.get("expires"));
        if (released.isPresent() && expires.isPresent() && !expires.get().isAfter(released.get())) {
            faults.add("expires is not after released");
        }
        expires.filter(today::isAfter).ifPresent(day -> faults.add("the card expired on " + day));
        return faults;
    }

    /// The last part of a path: development and validation may well have the same reference standard.
    private static String name(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    private static boolean boilerplate(String text, Kind kind) {
        // A regulatory status may well be none; nothing else may.
        return DocumentText.saysNothing(text)
                || kind != Kind.STATUS && DocumentText.plain(text).equals("none")
                || kind == Kind.TEXT && text.split("\\s+").length < FEWEST_WORDS;
    }
}
