package org.realfm.imaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// Real films beside the repository, where they are there; else the test is skipped.
public final class SharedData {

    private SharedData() {}

    public static Path folder(String name) {
        String given = Optional.ofNullable(System.getProperty("REALFM_SHARED_DATA"))
                .or(() -> Optional.ofNullable(System.getenv("REALFM_SHARED_DATA")))
                .orElse("../shared/data");
        Path folder = Path.of(System.getProperty("realfm.root", ".")).resolve(given).resolve(name).normalize();
        Assumptions.assumeTrue(Files.isDirectory(folder), () -> "skipped: there is no " + folder);
        return folder;
    }

    public static List<Path> files(String name) {
        try (Stream<Path> files = Files.list(folder(name))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Image2D read(Path path) {
        try {
            return RasterReader.read(path);
        } catch (UnreadableImage e) {
            throw new IllegalStateException(e);
        }
    }
}
