package org.realfm.criteria.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.realfm.stats.Estimate;
import org.realfm.stats.Proportion;
import org.realfm.stats.SplitMix;
import org.realfm.study.Cohort;

/// Tells whether a patient is among those of another part.
///
/// Fellegi and Sunter: two records are compared field by field; a field that agrees adds log2(m/u), one that differs adds
/// log2((1 - m)/(1 - u)), where m = 0.95 is the chance to agree if they are one patient, and u the share of the value
/// among the other part's patients, the chance to agree if they are not. With prior odds of one in the number of those
/// patients, two records are probably the same if the posterior odds reach 9 to 1. Only pairs that agree in a date are
/// compared: without one, nothing of what a table usually holds tells two patients apart.
final class Linkage {

    private static final double AGREEMENT = 0.95;
    private static final double ODDS = 9;
    private static final int PLANTED = 300;

    /// A field to compare, with the names of columns that hold it.
    private enum Field {
        SEX(false, true, "sex", "gender", "patient_sex"),
        BIRTH_DATE(true, true, "birth_date", "birthdate", "date_of_birth", "dob", "patient_birth_date"),
        BIRTH_YEAR(true, true, "birth_year", "year_of_birth", "yob"),
        STUDY_DATE(true, false, "study_date", "date", "acquisition_date", "exam_date"),
        DEVICE(false, false, "device", "manufacturer", "scanner", "model_name"),
        BODY_PART(false, false, "body_part", "body_part_examined", "view");

        private final boolean date;
        private final boolean lifelong;
        private final List<String> names;

        Field(boolean date, boolean lifelong, String... names) {
            this.date = date;
            this.lifelong = lifelong;
            this.names = List.of(names);
        }
    }

    /// A column that holds a field.
    private record Column(String name, @Nullable String[] cells, Map<String, List<Integer>> others) {

        @Nullable String of(int row) {
            return cells[row];
        }

        /// The share of a value among the other part's patients.
        double share(String value, int patients) {
            return Math.clamp((double) others.getOrDefault(value, List.of()).size() / patients, 1e-6, 0.999);
        }
    }

    private final int[] patient;
    private final String[] id;
    private final int size;
    private final Set<Integer> patients = new HashSet<>();
    private final Map<String, List<Integer>> byPlainId = new HashMap<>();
    private final SequencedMap<Field, Column> columns = new LinkedHashMap<>();

    /// Makes the patients of a part searchable.
    ///
    /// @param id     of each row's patient, as the table writes it
    /// @param others one row a patient
    Linkage(Cohort cohort, String[] id, int[] others) {
        this.patient = cohort.columns().patient();
        this.id = id;
        this.size = others.length;
        for (int row : others) {
            patients.add(patient[row]);
            byPlainId.computeIfAbsent(plain(id[row]), key -> new ArrayList<>()).add(row);
        }
        cohort.columns().table().forEach((name, cells) -> {
            String plain = name.toLowerCase(Locale.ROOT).replace(' ', '_').replace('-', '_');
            Arrays.stream(Field.values())
                    .filter(field -> field.names.contains(plain) && !columns.containsKey(field))
                    .findFirst()
                    .ifPresent(field -> columns.put(field, column(name, cells, others)));
        });
    }

    private static Column column(String name, @Nullable String[] cells, int[] others) {
        Map<String, List<Integer>> byValue = new HashMap<>();
        for (int row : others) {
            String value = cells[row];
            if (value != null) {
                byValue.computeIfAbsent(value, v -> new ArrayList<>()).add(row);
            }
        }
        return new Column(name, cells, byValue);
    }

    /// The columns by which patients with other identifiers are linked; empty where none of them is a date.
    List<String> columns() {
        return columns.keySet().stream().anyMatch(field -> field.date)
                ? columns.values().stream().map(Column::name).toList()
                : List.of();
    }

    /// Whether the patient of a row is in the other part, by identifier or by another spelling of it that nothing
    /// recorded for life contradicts.
    boolean same(int row) {
        return patients.contains(patient[row]) || spelt(id[row], row);
    }

    private boolean spelt(String name, int row) {
        return byPlainId.getOrDefault(plain(name), List.of()).stream().anyMatch(other -> !contradicted(row, other));
    }

    private boolean contradicted(int row, int other) {
        return columns.entrySet().stream().anyMatch(entry -> {
            String own = entry.getValue().of(row);
            String its = entry.getValue().of(other);
            return entry.getKey().lifelong && own != null && its != null && !own.equals(its);
        });
    }

    /// Whether the patient of a row is probably in the other part under another identifier.
    boolean probablySame(int row) {
        return columns.entrySet().stream()
                .filter(entry -> entry.getKey().date && entry.getValue().of(row) != null)
                .flatMap(entry -> entry.getValue()
                        .others()
                        .getOrDefault(Objects.requireNonNull(entry.getValue().of(row)), List.of())
                        .stream())
                .anyMatch(other -> weight(row, other) >= Math.log(ODDS * size) / Math.log(2));
    }

    /// The weight of agreement of two rows in bits.
    private double weight(int row, int other) {
        double bits = 0;
        for (Column column : columns.values()) {
            String own = column.of(row);
            String its = column.of(other);
            if (own != null && its != null) {
                double chance = column.share(own, size);
                bits += own.equals(its)
                        ? Math.log(AGREEMENT / chance)
                        : Math.log((1 - AGREEMENT) / (1 - chance));
            }
        }
        return bits / Math.log(2);
    }

    /// How many patients of the other part are found again under misspelt identifiers: at most 300 of them, drawn at
    /// random, each with one of five slips of the pen.
    Estimate recall(int[] others, long seed, double confidence) {
        int[] drawn = others.clone();
        SplitMix random = new SplitMix(seed);
        random.shuffle(drawn);
        int planted = Math.min(PLANTED, drawn.length);
        long found = 0;
        for (int k = 0; k < planted; k++) {
            found += spelt(misspelt(id[drawn[k]], k), drawn[k]) ? 1 : 0;
        }
        return Proportion.clopperPearson("recall of planted pairs", found, planted, confidence);
    }

    private static String misspelt(String name, int slip) {
        return switch (slip % 5) {
            case 0 -> name.toLowerCase(Locale.ROOT);
            case 1 -> " " + name + " ";
            case 2 -> name.toUpperCase(Locale.ROOT);
            case 3 -> name.replaceFirst("(?=\\d)", "0");
            default -> name.replaceFirst("(?<=\\p{L})(?=\\d)", "-");
        };
    }

    /// An identifier without case, spaces, punctuation and zeros that lead a number.
    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}]", "")
                .replaceAll("(?<!\\p{N})0+(?=\\p{N})", "");
    }
}
