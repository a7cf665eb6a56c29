package org.realfm.report;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Files that are there as a whole or not at all, whenever the process is killed.
public final class WholeFile {

    private WholeFile() {}

    /// Writes a file, in place of what may be there. A kill leaves what was there, and perhaps a file of the same name and
    /// `.part`, which the next writing replaces.
    public static void write(Path file, byte[] bytes) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.write(part, bytes);
        replace(part, file);
    }

    /// Puts a file that is written in the place of another, once it is on the device.
    public static void replace(Path part, Path file) throws IOException {
        try (FileChannel written = FileChannel.open(part, StandardOpenOption.WRITE)) {
            written.force(true);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
