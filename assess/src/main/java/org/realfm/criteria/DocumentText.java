package org.realfm.criteria;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Values of a document (a data sheet, a plan, a model card), and whether they say anything.
public final class DocumentText {

    private static final Set<String> EMPTY_WORDS = Set.of(
            "tbd", "tba", "todo", "to do", "to be determined", "to be defined", "to be added", "to be completed", "n/a",
            "na", "unknown", "see documentation", "see documentation for details", "see website", "see paper",
            "undisclosed", "not disclosed", "contact vendor", "contact us", "not applicable", "various",
            "various sources", "coming soon", "placeholder", "text", "description", "insert text here", "xxx", "?", "-",
            "...");

    private DocumentText() {}

    /// The value at a path of keys divided by dots; null if there is none.
    public static @Nullable Object at(Map<String, Object> document, String path) {
        Object value = document;
        for (String key : path.split("\\.")) {
            Optional<Map<?, ?>> inner = map(value);
            if (inner.isEmpty()) {
                return null;
            }
            value = inner.get().get(key);
        }
        return value;
    }

    /// A map of the document, or empty.
    public static Optional<Map<?, ?>> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? Optional.of(map) : Optional.empty();
    }

    /// All text of a value: of a list or a map, that of its parts.
    public static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Map<?, ?> map -> map.entrySet().stream()
                    .map(entry -> entry.getKey() + ": " + text(entry.getValue()))
                    .collect(Collectors.joining("; "));
            case Collection<?> list -> list.stream().map(DocumentText::text).collect(Collectors.joining("; "));
            default -> value.toString();
        };
    }

    /// An ISO date, or empty.
    public static Optional<LocalDate> date(@Nullable Object value) {
        if (value == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.parse(value.toString().strip()));
        } catch (DateTimeException notADate) {
            return Optional.empty();
        }
    }

    /// Whether a text is a placeholder: `TBD`, `see documentation`, `undisclosed`, `<text>` and the like.
    public static boolean saysNothing(String text) {
        String plain = plain(text);
        return EMPTY_WORDS.contains(plain) || plain.contains("lorem ipsum") || plain.matches("[<\\[{].*[>\\]}]");
    }

    /// A text in lower case without the full stop at its end.
    public static String plain(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[.!\\s]+$", "");
    }
}
