package org.realfm.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.realfm.imaging.RasterReader;
import org.realfm.imaging.UnreadableImage;
import org.realfm.ledger.Digest;

/// Opens and decodes every picture once, so that what cannot be read is known before anything is asked of a model.
final class CohortPictures {

    private sealed interface Checked {
        record Readable(Digest content) implements Checked {}

        record Unreadable(String reason, String remedy) implements Checked {}
    }

    private final CohortTable table;
    private final Map<Path, Checked> checked = new LinkedHashMap<>();

    final Path[] image;
    final Digest[] content;

    /// Checks the pictures of these rows, in parallel; the result does not depend on the number of threads.
    CohortPictures(CohortTable table, int[] rows, CohortReader.Progress progress) {
        this.table = table;
        int size = table.image.isPresent() ? table.table().size() : 0;
        image = new Path[size];
        content = new Digest[size];
        if (size > 0) {
            check(IntStream.of(rows).mapToObj(this::path).flatMap(Optional::stream).distinct().toList(), progress);
        }
    }

    private void check(List<Path> files, CohortReader.Progress progress) {
        Checked[] results = new Checked[files.size()];
        int[] done = {0};
        IntStream.range(0, results.length).parallel().forEach(i -> {
            results[i] = check(files.get(i));
            synchronized (done) {
                progress.done(++done[0], results.length);
            }
        });
        for (int i = 0; i < results.length; i++) {
            checked.put(files.get(i), results[i]);
        }
    }

    private static Checked check(Path file) {
        try {
            RasterReader.read(file);
            return new Checked.Readable(Digest.of(Files.readAllBytes(file)));
        } catch (UnreadableImage e) {
            return new Checked.Unreadable(e.reason(), e.remedy());
        } catch (IOException e) {
            return new Checked.Unreadable("could not be read: " + e.getMessage(), "Check that the file may be read");
        }
    }

    private Optional<Path> path(int row) {
        String cell = table.image.orElseThrow()[row];
        try {
            return Optional.ofNullable(cell).map(table::resolve);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /// Puts the picture of a row into the columns of this object.
    ///
    /// @param used whether the picture was checked; of other rows it is not known whether it can be read, and their
    ///             content is not that of the file
    /// @return why it cannot be used; empty if it can
    Optional<Quarantined> read(int row, boolean used) {
        return table.image.isEmpty() ? Optional.empty() : Optional.ofNullable(problem(row, used));
    }

    private @Nullable Quarantined problem(int row, boolean used) {
        String where = table.table().where(row);
        String cell = table.image.orElseThrow()[row];
        Optional<Path> path = path(row);
        if (cell == null || path.isEmpty()) {
            return new Quarantined(
                    where,
                    cell == null ? "the picture is missing, expected a path" : "the picture is not a valid path",
                    "Name the file, relative to the table");
        }
        image[row] = path.get();
        if (!used) {
            content[row] = Digest.of("not read", cell);
            return null;
        }
        return switch (checked.get(path.get())) {
            case Checked.Readable(Digest digest) -> {
                content[row] = digest;
                yield null;
            }
            case Checked.Unreadable(String reason, String remedy) ->
                new Quarantined(cell, "named at " + where + ": " + reason, remedy);
            case null -> throw new IllegalArgumentException("the picture of row " + row + " was not checked");
        };
    }
}
