package org.realfm.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.realfm.ledger.Digest;
import org.realfm.tables.BadInput;

/// The files of networks as they are handed to executors: by the digest of their content, since Spark keeps them by name, and
/// two networks may have one. They are hard links to the files; where those cannot be made, copies.
final class NetworkFiles implements AutoCloseable {

    private final List<Path> made = new ArrayList<>();

    /// Hands a file to the executors, once.
    ///
    /// @return the name by which they find it
    String add(JavaSparkContext context, Digest content, Path file) {
        String name = content.hex() + ".onnx";
        if (made.stream().anyMatch(path -> path.endsWith(name))) {
            return name;
        }
        try {
            if (made.isEmpty()) {
                made.add(Files.createTempDirectory("realfm-networks"));
            }
            Path link = made.getFirst().resolve(name);
            hand(file, link);
            made.add(link);
            context.addFile(link.toString());
            return name;
        } catch (IOException e) {
            throw new BadInput(file.toString(), "cannot be handed to Spark: " + BadInput.reason(e), "Make room, and run again");
        }
    }

    private static void hand(Path file, Path link) throws IOException {
        if (file.getFileSystem().equals(link.getFileSystem())) {
            try {
                Files.createLink(link, file); // Spark follows symbolic ones to the name behind them
                return;
            } catch (UnsupportedOperationException | IOException e) {
                // On another disk.
            }
        }
        Files.copy(file, link);
    }

    @Override
    public void close() {
        for (Path path : made.reversed()) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                // A link in the folder for temporary files, which the system clears.
            }
        }
        made.clear();
    }
}
