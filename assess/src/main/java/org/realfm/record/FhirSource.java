package org.realfm.record;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.realfm.record.CellSources.RowReader;
import org.realfm.record.RecordSpec.Bundles;
import org.realfm.record.RecordSpec.Source;
import org.realfm.tables.BadInput;
import org.realfm.tables.Table;

/// A modality that stands in FHIR bundles, one a patient or a case.
final class FhirSource implements RowReader {

    /// A bundle of more bytes than this is not read.
    private static final long MOST_BYTES = 64L << 20;

    private final Source.Fhir source;
    private final ThreadLocal<FhirFields> fields;
    private final Bundled bundled;

    /// Where the bundle of a row is.
    @FunctionalInterface
    private interface Bundled {
        Found of(int row) throws IOException;
    }

    private sealed interface Found {
        record Json(String text) implements Found {}

        record Nothing(String what, String remedy) implements Found {}
    }

    /// @param keys of each row of the cohort's table, by what the bundles are joined; of length 0 where a column names them
    /// @throws BadInput if there is no such folder, file or column
    FhirSource(Source.Fhir source, Table cohort, @Nullable String[] keys, ZoneId zone) {
        this.source = source;
        this.fields = ThreadLocal.withInitial(() -> new FhirFields(source, zone));
        this.bundled = switch (source.bundles()) {
            case Bundles.Named(String column) -> named(cohort, cohort.column(column));
            case Bundles.Folder(Path folder, var join) -> folder(folder, keys);
            case Bundles.Lines(Path file) -> lines(file, keys);
        };
    }

    @Override
    public Reading read(int row, Optional<Moment> index) {
        try {
            return switch (bundled.of(row)) {
                case Found.Json(String text) -> fields.get().read(text, index.orElseThrow());
                case Found.Nothing(String what, String remedy) -> CellSources.none(source.fields(), what, remedy);
            };
        } catch (CharacterCodingException e) {
            return CellSources.none(source.fields(), "a bundle that is not UTF-8 text", "Export it again");
        } catch (IOException e) {
            return CellSources.none(source.fields(), "a bundle that cannot be read", "Check that the files may be read");
        }
    }

    private static Found read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return new Found.Nothing("no bundle", "Add them, or leave them out if nothing is known");
        }
        return Files.size(file) > MOST_BYTES
                ? new Found.Nothing("a bundle of more than 64 MiB", "Export what is needed alone")
                : new Found.Json(Files.readString(file));
    }

    private static Bundled named(Table cohort, @Nullable String[] cells) {
        return row -> {
            String cell = cells[row];
            if (cell == null) {
                return new Found.Nothing("no bundle", "Name them, or leave the cell empty if nothing is known");
            }
            try {
                return read(cohort.file().resolveSibling(cell).normalize());
            } catch (InvalidPathException e) {
                return new Found.Nothing("a cell that is no path", "Name the bundle, relative to the table");
            }
        };
    }

    private static Bundled folder(Path folder, @Nullable String[] keys) {
        return row -> {
            try {
                Path file = folder.resolve(keys[row] + ".json").normalize();
                return folder.normalize().equals(file.getParent()) && keys[row] != null
                        ? read(file)
                        : new Found.Nothing("a name that is no name of a file", "Name the bundles in a column");
            } catch (InvalidPathException e) {
                return new Found.Nothing("a name that is no name of a file", "Name the bundles in a column");
            }
        };
    }

    /// Looks once through the file, and keeps the lines of those who are in the cohort.
    private Bundled lines(Path file, @Nullable String[] keys) {
        Set<String> wanted = new HashSet<>();
        for (String key : keys) {
            if (key != null) {
                wanted.add(key);
            }
        }
        Map<String, String> lines = new HashMap<>();
        Set<String> several = new HashSet<>();
        int unreadable = 0;
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String text = line;
                Set<String> whose = text.isBlank() ? Set.of() : fields.get().whose(text);
                unreadable += !text.isBlank() && whose.isEmpty() ? 1 : 0;
                whose.stream().filter(wanted::contains).forEach(key -> {
                    if (lines.putIfAbsent(key, text) != null) {
                        several.add(key);
                    }
                });
            }
        } catch (IOException | UncheckedIOException e) {
            throw new BadInput(
                    file.toString(),
                    e instanceof CharacterCodingException ? "is not UTF-8 text" : "could not be read",
                    "Give one bundle a line, as UTF-8");
        }
        String none = unreadable == 0 ? "no bundle" : "no bundle that can be read";
        return row -> {
            String key = Objects.requireNonNullElse(keys[row], "");
            if (several.contains(key)) {
                return new Found.Nothing("several bundles", "Give one bundle a line and patient");
            }
            String line = lines.get(key);
            return line == null
                    ? new Found.Nothing(none, "Add them, or leave them out if nothing is known")
                    : new Found.Json(line);
        };
    }
}
