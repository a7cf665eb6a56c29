package org.realfm.criteria.data;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.realfm.criteria.DocumentText;
import org.realfm.ledger.Digest;
import org.realfm.study.Cohort;
import org.realfm.study.CohortSpec;
import org.realfm.study.Study;

/// What the table itself says, for comparison with what a data sheet states.
///
/// @param cohort the usable cases
/// @param split  the column that names the part of a case
/// @param spare  how many inputs were quarantined: a stated count may include them
record Manifest(Cohort cohort, Optional<String> split, int spare) {

    static Manifest of(Study study, Cohort cohort) {
        return new Manifest(
                cohort, study.cohort().split().map(CohortSpec.SplitColumn::column), cohort.quarantine().size());
    }

    /// What came of comparing.
    ///
    /// @param compared       how many stated numbers were computed again
    /// @param contradictions those that are not true of the table, in words
    /// @param unknown        paths of stated numbers of which the table knows nothing
    record Checked(int compared, List<String> contradictions, List<String> unknown) {}

    /// Compares `counts` and `dates` of a data sheet, and its Merkle root, with the table.
    Checked check(Map<String, Object> sheet) {
        List<String> contradictions = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        int compared = 0;
        for (Map.Entry<String, Object> stated : flat("counts", DocumentText.at(sheet, "counts")).entrySet()) {
            OptionalLong computed = compute(stated.getKey().split("\\."));
            if (computed.isEmpty()) {
                unknown.add(stated.getKey());
                continue;
            }
            compared++;
            long least = computed.getAsLong();
            if (!(stated.getValue() instanceof Number number)
                    || number.doubleValue() != Math.rint(number.doubleValue())
                    || number.longValue() < least
                    || number.longValue() > least + spare) {
                contradictions.add(stated.getKey() + " is " + stated.getValue() + ", the table has " + least
                        + (spare > 0 ? " and " + spare + " in quarantine" : ""));
            }
        }
        compared += dates(sheet, contradictions, unknown);
        String root = DocumentText.text(DocumentText.at(sheet, "merkle-root")).strip();
        if (!root.isEmpty()) {
            compared++;
            if (!root.equalsIgnoreCase(merkleRoot().orElse(""))) {
                contradictions.add("merkle-root is not that of the pictures");
            }
        }
        return new Checked(compared, contradictions, unknown);
    }

    private static Map<String, Object> flat(String path, @Nullable Object value) {
        Map<String, Object> flat = new TreeMap<>();
        DocumentText.map(value)
                .ifPresentOrElse(
                        map -> map.forEach((key, inner) -> flat.putAll(flat(path + "." + key, inner))),
                        () -> {
                            if (value != null) {
                                flat.put(path, value);
                            }
                        });
        return flat;
    }

    /// A count by its path: `counts.cases`, `counts.by-split.test.positives`, `counts.by-site.hill.cases`.
    private OptionalLong compute(String[] path) {
        Cohort.Columns columns = cohort.columns();
        return switch (path.length) {
            case 2 -> count(path[1], row -> true);
            case 4 -> switch (path[1]) {
                case "by-split" -> part(path[2])
                        .map(rows -> count(path[3], rows::contains))
                        .orElse(OptionalLong.empty());
                case "by-site" -> {
                    int site = columns.sites().indexOf(path[2]);
                    yield site < 0 ? OptionalLong.empty() : count(path[3], row -> columns.site()[row] == site);
                }
                default -> OptionalLong.empty();
            };
            default -> OptionalLong.empty();
        };
    }

    /// The rows of a part by its value in the table; empty if no row has it.
    private Optional<Set<Integer>> part(String name) {
        @Nullable String @Nullable [] cells = cohort.columns().table().get(split.orElse(""));
        if (cells == null) {
            return Optional.empty();
        }
        Set<Integer> rows = new HashSet<>();
        for (int row = 0; row < cells.length; row++) {
            if (name.equals(cells[row])) {
                rows.add(row);
            }
        }
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows);
    }

    private OptionalLong count(String what, IntPredicate which) {
        Cohort.Columns columns = cohort.columns();
        int[] rows = IntStream.range(0, cohort.size()).filter(which).toArray();
        return switch (what) {
            case "cases" -> OptionalLong.of(rows.length);
            case "films", "pictures", "images" -> cohort.hasImages()
                    ? OptionalLong.of(rows.length)
                    : OptionalLong.empty();
            case "positives" -> OptionalLong.of(Arrays.stream(rows).filter(row -> columns.truth()[row] == 1).count());
            case "negatives" -> OptionalLong.of(Arrays.stream(rows).filter(row -> columns.truth()[row] == 0).count());
            case "patients" -> columns.patientsDeclared()
                    ? OptionalLong.of(Arrays.stream(rows)
                            .map(row -> columns.patient()[row])
                            .distinct()
                            .count())
                    : OptionalLong.empty();
            case "sites" -> cohort.hasSites()
                    ? OptionalLong.of(Arrays.stream(rows)
                            .map(row -> columns.site()[row])
                            .filter(site -> site >= 0)
                            .distinct()
                            .count())
                    : OptionalLong.empty();
            default -> OptionalLong.empty();
        };
    }

    /// `dates: {column: study_date, from: 2024-01-03, to: 2025-06-30}`.
    private int dates(Map<String, Object> sheet, List<String> contradictions, List<String> unknown) {
        String name = DocumentText.text(DocumentText.at(sheet, "dates.column"));
        @Nullable String @Nullable [] cells = cohort.columns().table().get(name);
        int compared = 0;
        for (String end : List.of("from", "to")) {
            Object stated = DocumentText.at(sheet, "dates." + end);
            if (stated == null) {
                continue;
            }
            List<LocalDate> dates = cells == null
                    ? List.of()
                    : Arrays.stream(cells)
                            .flatMap(cell -> DocumentText.date(cell).stream())
                            .sorted()
                            .toList();
            if (dates.isEmpty()) {
                unknown.add("dates." + end);
                continue;
            }
            compared++;
            LocalDate computed = end.equals("from") ? dates.getFirst() : dates.getLast();
            if (!DocumentText.date(stated).equals(Optional.of(computed))) {
                contradictions.add("dates." + end + " is " + stated + ", the table has " + computed);
            }
        }
        return compared;
    }

    int pictures() {
        return cohort.columns().content().length;
    }

    /// The root of the Merkle tree over the SHA-256 of the pictures in ascending order: SHA-256 of two neighbours one
    /// after the other, an odd one out taken up as it is. Empty without pictures.
    Optional<String> merkleRoot() {
        List<byte[]> level = Arrays.stream(cohort.columns().content())
                .map(Digest::hex)
                .sorted()
                .map(hex -> HexFormat.of().parseHex(hex))
                .toList();
        while (level.size() > 1) {
            List<byte[]> above = new ArrayList<>();
            for (int i = 0; i + 1 < level.size(); i += 2) {
                above.add(sha256(level.get(i), level.get(i + 1)));
            }
            if (level.size() % 2 == 1) {
                above.add(level.getLast());
            }
            level = above;
        }
        return level.isEmpty() ? Optional.empty() : Optional.of(HexFormat.of().formatHex(level.getFirst()));
    }

    private static byte[] sha256(byte[] left, byte[] right) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(left);
            return digest.digest(right);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
