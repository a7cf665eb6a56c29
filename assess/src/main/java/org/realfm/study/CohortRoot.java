package org.realfm.study;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.realfm.ledger.Digest;
import org.realfm.models.ClinicalRecord;

/// The identity of a cohort's data: the root of a Merkle tree over its cases, in the order of their digests, so that it
/// does not depend on the order of the rows.
///
/// A leaf is the digest of the case's part of the study, its truth, the content of its picture, its cells in every column to which the
/// study points, and its record where the study declares one. A changed, added or removed case changes the root; a changed column that no part
/// of the study uses does not.
final class CohortRoot {

    private CohortRoot() {}

    /// @param table   the table
    /// @param rows    the rows that are part of the cohort
    /// @param split   of all rows
    /// @param content of all rows, or of length 0
    /// @param records of all rows, or of length 0
    static Digest of(CohortTable table, int[] rows, Split[] split, Digest[] content, List<ClinicalRecord> records) {
        List<@Nullable String[]> columns = table.pointedAt();
        String[] level = IntStream.of(rows)
                .parallel()
                .mapToObj(row -> leaf(row, columns, split[row], content, records).hex())
                .sorted()
                .toArray(String[]::new);
        while (level.length > 1) {
            String[] below = level;
            level = IntStream.range(0, (below.length + 1) / 2)
                    .parallel()
                    .mapToObj(i -> 2 * i + 1 < below.length
                            ? Digest.of("node", below[2 * i], below[2 * i + 1]).hex()
                            : below[2 * i])
                    .toArray(String[]::new);
        }
        return level.length == 0 ? Digest.of("empty") : Digest.of("cohort", Integer.toString(rows.length), level[0]);
    }

    private static Digest leaf(
            int row, List<@Nullable String[]> columns, Split split, Digest[] content, List<ClinicalRecord> records) {
        String[] parts = new String[columns.size() + (records.isEmpty() ? 3 : 4)];
        parts[0] = "case";
        parts[1] = split.name();
        parts[2] = content.length == 0 ? "" : content[row].hex();
        for (int c = 0; c < columns.size(); c++) {
            String cell = columns.get(c)[row];
            parts[c + 3] = cell == null ? "" : cell;
        }
        if (!records.isEmpty()) {
            parts[parts.length - 1] = records.get(row).digest().hex();
        }
        return Digest.of(parts);
    }
}
