package org.realfm.models.wire;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Values that must not be written anywhere, and the one place where foreign text is made fit for messages.
///
/// Whatever a program or a server says passes [#excerpt] before it may become part of a message or an observation: a
/// server may echo what it was sent. The values are found whatever their case, as they are, URL-encoded, in base64 and as
/// JSON escapes them, and where the text was cut off in the middle of one.
public final class Secrets {

    /// Shorter values are placeholders such as `x` or `EMPTY`, not secrets: to blot them out would blot out words.
    public static final int LEAST = 6;

    /// Nothing to hide.
    public static final Secrets NONE = new Secrets(List.of());

    private static final String BLOT = "***";

    private static final Comparator<String> LONGEST_FIRST =
            Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder());

    private final List<String> values;

    private Secrets(List<String> values) {
        this.values = values;
    }

    /// Hides these values, those of at least [#LEAST] characters.
    public static Secrets of(Collection<String> values) {
        return new Secrets(values.stream()
                .filter(value -> value.length() >= LEAST)
                .flatMap(value -> Stream.of(
                        value,
                        URLEncoder.encode(value, StandardCharsets.UTF_8),
                        Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)),
                        Base64.getEncoder().withoutPadding().encodeToString(value.getBytes(StandardCharsets.UTF_8)),
                        value.replace("\\", "\\\\").replace("\"", "\\\"").replace("/", "\\/"),
                        value.replace("\\", "\\\\").replace("\"", "\\\"")))
                .distinct()
                .sorted(LONGEST_FIRST)
                .toList());
    }

    /// Hides other values as well, each as it is.
    public Secrets and(Collection<String> more) {
        return new Secrets(Stream.concat(values.stream(), of(more).values.stream()).distinct().sorted(LONGEST_FIRST).toList());
    }

    /// The text with every secret blotted out.
    public String redact(String text) {
        String clean = text;
        for (String value : values) {
            clean = Pattern.compile(Pattern.quote(value), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                    .matcher(clean)
                    .replaceAll(BLOT);
        }
        for (String value : values) {
            for (int length = value.length() - 1; length >= LEAST - 2; length--) {
                if (clean.regionMatches(true, clean.length() - length, value, 0, length)) {
                    return clean.substring(0, clean.length() - length) + BLOT;
                }
            }
        }
        return clean;
    }

    /// Foreign text for a message: redacted, on one line, without control characters, at most so long.
    ///
    /// @param most characters, at least 10
    public String excerpt(String text, int most) {
        String line = redact(text).replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        if (line.length() <= most) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(most - 4)) ? most - 4 : most - 3;
        return line.substring(0, end) + "...";
    }
}
