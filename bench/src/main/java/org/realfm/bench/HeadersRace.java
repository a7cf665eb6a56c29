package org.realfm.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.realfm.imaging.dicom.DicomFile;
import org.realfm.imaging.dicom.UnreadableDicom;

/// The headers of real DICOM files, against pydicom: every element of every file, from the path to the data set.
final class HeadersRace {

    private static final String TITLE = "Headers of real DICOM files, one core";
    private static final int TURNS = 5;
    private static final int RUNS = 3;
    private static final int WARM = 200;
    private static final double TARGET = 5;

    private HeadersRace() {}

    static Races.Result run() {
        Path samples = Path.of(Optional.ofNullable(System.getenv("REALFM_SHARED_DATA")).orElse("../shared/data"), "dicom-samples");
        if (!Files.isDirectory(samples)) {
            return new Races.Result(TITLE, List.of("Not raced, since there is no " + samples.getFileName()
                    + " in REALFM_SHARED_DATA."), true);
        }
        List<Path> files = new ArrayList<>();
        List<Long> elements = new ArrayList<>();
        int refused = 0;
        for (Path path : all(samples)) {
            try {
                elements.add(DicomFile.read(path).dataSet().count());
                files.add(path);
            } catch (UnreadableDicom e) {
                refused++;
            }
        }
        Path data = Peer.folder();
        List<String> lines = new ArrayList<>(Races.HEAD);
        boolean agreed = true;
        try {
            Files.write(data.resolve("files"), files.stream().map(Path::toString).toList());
            Times.of(WARM, 1, () -> readAll(files));
            for (String way : List.of("whole", "header")) {
                Optional<Turns> turns = Turns.of(
                        TURNS, () -> Peer.run(Peer.python(), "headers.py", data, RUNS, way),
                        () -> Times.ofProcessor(0, RUNS, () -> readAll(files)));
                if (turns.isEmpty()) {
                    return new Races.Result(TITLE, List.of("Not raced, since it is not there: Debian package python3-pydicom."),
                            true);
                }
                Peer theirs = turns.get().peer();
                agreed &= theirs.values().equals(elements.stream().map(Long::doubleValue).toList());
                lines.add(turns.get().line(theirs.version(), TARGET));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Peer.delete(data);
        }
        lines.add("");
        lines.add("All " + files.size() + " files of `dicom-samples` that realfm reads whole, with "
                + elements.stream().mapToLong(Long::longValue).sum() + " elements; it refuses " + refused + ".");
        lines.add(agreed ? "Both find the same number of elements in every file." : "THE PEER FINDS OTHER NUMBERS.");
        return new Races.Result(TITLE, lines, agreed);
    }

    private static List<Path> all(Path folder) {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile).map(Path::toAbsolutePath).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }


    private static void readAll(List<Path> files) {
        try {
            for (Path file : files) {
                DicomFile.read(file);
            }
        } catch (UnreadableDicom e) {
            throw new IllegalStateException(e); // it was read before
        }
    }
}
