package org.realfm.study;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.realfm.imaging.UnreadableImage;
import org.realfm.imaging.pictures.Picture;
import org.realfm.imaging.pictures.PictureFile;
import org.realfm.imaging.pictures.PictureReader;
import org.realfm.imaging.pictures.PictureWindow;
import org.realfm.ledger.Digest;
import org.realfm.tables.BadInput;
import org.realfm.tables.Table;

/// Opens and decodes every picture once, through every window of the study, so that what cannot be read is known before
/// anything is asked of a model. A volume is decoded, found to be one, and let go: as many are in memory as there are threads.
final class CohortPictures {

    /// Where the picture of a row is, or why it is nowhere.
    sealed interface Place {
        record At(Path path) implements Place {}

        record Nowhere(String reason, String remedy) implements Place {}
    }

    private sealed interface Checked {
        record Readable(Digest content, boolean volume) implements Checked {}

        record Unreadable(String reason, String remedy) implements Checked {}
    }

    private final CohortTable table;
    private final Map<PictureFile, Checked> checked = new LinkedHashMap<>();
    private final @Nullable Place[] places;

    final PictureFile[] image;
    final Digest[] content;
    final boolean[] volume;

    /// Checks the pictures of these rows, in parallel; the result does not depend on the number of threads.
    CohortPictures(CohortTable table, int[] rows, Optional<PictureCache> cache, CohortReader.Progress progress) {
        this.table = table;
        int size = table.study().cohort().hasPictures() ? table.table().size() : 0;
        image = new PictureFile[size];
        content = new Digest[size];
        volume = new boolean[size];
        places = new Place[size];
        if (size > 0) {
            if (table.match.isPresent()) {
                PacsPictures.fetch(table, rows, places, cache.orElseThrow(), progress);
            } else {
                IntStream.range(0, size).forEach(row -> places[row] = named(row));
            }
            check(IntStream.of(rows).mapToObj(this::file).flatMap(Optional::stream).distinct().toList(), progress);
        }
    }

    private void check(List<PictureFile> files, CohortReader.Progress progress) {
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

    private Checked check(PictureFile file) {
        try {
            boolean solid = false;
            for (PictureWindow window : table.study().windows()) {
                // All windows look at the same measured values of a volume.
                solid = solid || PictureReader.show(file, window) instanceof Picture.Solid;
            }
            return new Checked.Readable(content(file), solid);
        } catch (UnreadableImage e) {
            return new Checked.Unreadable(e.reason(), e.remedy());
        } catch (IOException e) {
            return new Checked.Unreadable("could not be read: " + BadInput.reason(e), "Check that the file may be read");
        }
    }

    /// The digest of a picture: of its file, or the files of its series, and of its frame where one is named.
    static Digest content(PictureFile picture) throws IOException, UnreadableImage {
        Digest bytes = digest(PictureReader.files(picture));
        return picture.frame() == 0 ? bytes : Digest.of("frame", bytes.hex(), Integer.toString(picture.frame()));
    }

    /// The digest of a file, which may be larger than memory.
    static Digest digest(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                DigestInputStream digesting = new DigestInputStream(in, Digest.sha256())) {
            digesting.transferTo(OutputStream.nullOutputStream());
            return new Digest(HexFormat.of().formatHex(digesting.getMessageDigest().digest()));
        }
    }

    /// The digest of one file, or of several in this order.
    private static Digest digest(List<Path> files) throws IOException {
        if (files.size() == 1) {
            return digest(files.getFirst());
        }
        List<String> parts = new ArrayList<>(List.of("files"));
        for (Path file : files) {
            parts.add(digest(file).hex());
        }
        return Digest.of(parts.toArray(String[]::new));
    }

    private Place named(int row) {
        String cell = table.image.orElseThrow()[row];
        if (cell == null) {
            return new Place.Nowhere("the picture is missing, expected a path", "Name the file, relative to the table");
        }
        try {
            return new Place.At(table.resolve(cell));
        } catch (InvalidPathException e) {
            return new Place.Nowhere("the picture is not a valid path", "Name the file, relative to the table");
        }
    }

    /// The frame that a row names; 0 where none is named, empty where that is no number.
    private Optional<Integer> frame(int row) {
        String cell = table.frame.isEmpty() ? null : table.frame.get()[row];
        return cell == null
                ? Optional.of(0)
                : Table.number(cell).filter(x -> x >= 1 && x <= Integer.MAX_VALUE && x == Math.rint(x)).map(Double::intValue);
    }

    private Optional<PictureFile> file(int row) {
        return places[row] instanceof Place.At(Path path) ? frame(row).map(frame -> new PictureFile(path, frame)) : Optional.empty();
    }

    /// Puts the picture of a row into the columns of this object.
    ///
    /// @param used whether the picture was checked; of other rows it is not known whether it can be read, and their
    ///             content is not that of the file
    /// @return why it cannot be used; empty if it can
    Optional<Quarantined> read(int row, boolean used) {
        return image.length == 0 ? Optional.empty() : Optional.ofNullable(problem(row, used));
    }

    private @Nullable Quarantined problem(int row, boolean used) {
        String where = table.table().where(row);
        if (!used && table.match.isPresent()) {
            image[row] = PictureFile.of(Path.of("not-fetched"));
            String cell = table.match.get()[row];
            content[row] = Digest.of("not fetched", cell == null ? "" : cell);
            return null;
        }
        if (places[row] instanceof Place.Nowhere(String reason, String remedy)) {
            return new Quarantined(where, reason, remedy);
        }
        Optional<PictureFile> file = file(row);
        if (file.isEmpty()) {
            return new Quarantined(where, "the frame is not a whole number from 1", "Count frames from 1");
        }
        image[row] = file.get();
        if (!used) {
            content[row] = Digest.of("not read", String.valueOf(table.image.orElseThrow()[row]));
            return null;
        }
        return switch (checked.get(file.get())) {
            case Checked.Readable(Digest digest, boolean solid) -> {
                content[row] = digest;
                volume[row] = solid;
                yield null;
            }
            case Checked.Unreadable(String reason, String remedy) -> unreadable(row, reason, remedy);
            case null -> throw new IllegalArgumentException("the picture of row " + row + " was not checked");
        };
    }

    /// Names the file where the table does; a fetched one by its row.
    private Quarantined unreadable(int row, String reason, String remedy) {
        String where = table.table().where(row);
        String cell = table.image.isEmpty() ? null : table.image.get()[row];
        return cell == null
                ? new Quarantined(where, "the fetched picture " + reason, remedy)
                : new Quarantined(cell, "named at " + where + ": " + reason, remedy);
    }
}
