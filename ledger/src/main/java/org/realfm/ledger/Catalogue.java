package org.realfm.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SequencedMap;

/// The ninety criteria, in the order of the catalogue.
public final class Catalogue {

    /// One row of the catalogue.
    ///
    /// @param id       stable name
    /// @param title    a few words
    /// @param tierText the tier as the catalogue words it, conditions included; [Applicability] decides for a use
    /// @param evidence kinds of evidence: `MEAS`, `DOC`, `ATT`, joined by `+`
    /// @param asks     the question
    public record Entry(CriterionId id, String title, String tierText, String evidence, String asks) {}

    private static final SequencedMap<CriterionId, Entry> ENTRIES = load();
    private static final List<Entry> ALL = List.copyOf(ENTRIES.values());

    private Catalogue() {}

    /// All entries, in catalogue order.
    public static List<Entry> all() {
        return ALL;
    }

    /// The entry of this criterion.
    ///
    /// @throws IllegalArgumentException if the catalogue has none; the message names the nearest id
    public static Entry entry(CriterionId id) {
        Entry entry = ENTRIES.get(id);
        if (entry == null) {
            throw new IllegalArgumentException(
                    "the catalogue has no criterion '" + id + "'; did you mean '" + nearest(id.value()) + "'?");
        }
        return entry;
    }

    /// Whether the catalogue has this criterion.
    public static boolean has(CriterionId id) {
        return ENTRIES.containsKey(id);
    }

    /// The id with the fewest insertions, deletions and substitutions to what was typed (Levenshtein 1966); the first
    /// in catalogue order among equals.
    public static CriterionId nearest(String typed) {
        String wanted = typed.strip().toLowerCase(Locale.ROOT);
        return ENTRIES.keySet().stream()
                .min(Comparator.comparingInt(id -> distance(wanted, id.value())))
                .orElseThrow();
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }

    private static SequencedMap<CriterionId, Entry> load() {
        try (InputStream in = Objects.requireNonNull(Catalogue.class.getResourceAsStream("catalogue.tsv"))) {
            SequencedMap<CriterionId, Entry> entries = new LinkedHashMap<>();
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(line -> line.split("\t", -1))
                    .map(row -> new Entry(new CriterionId(row[0]), row[1], row[2], row[3], row[4]))
                    .forEach(entry -> entries.put(entry.id(), entry));
            return entries;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
