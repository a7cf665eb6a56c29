package org.realfm.assess;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.realfm.tables.BadInput;

/// The secret of an output folder that keeps hashed identifiers from being guessed. Drawn once, readable by its owner
/// only, never part of any output.
final class Salt {

    private static final String NAME = ".salt";

    private Salt() {}

    /// The folder's salt; drawn if there is none yet.
    static String of(Path folder) {
        Path file = folder.resolve(NAME);
        try {
            if (!Files.exists(file)) {
                byte[] random = new byte[32];
                new SecureRandom().nextBytes(random);
                // Readable by nobody else before it holds anything, and there as a whole or not at all.
                Path unfinished = folder.resolve(NAME + ".part");
                Files.deleteIfExists(unfinished);
                Files.createFile(unfinished);
                if (Files.getFileStore(unfinished).supportsFileAttributeView("posix")) {
                    Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rw-------"));
                }
                Files.writeString(unfinished, HexFormat.of().formatHex(random));
                Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new BadInput(file.toString(), "cannot be read or written: " + BadInput.reason(e), "Choose another --out");
        }
    }
}
