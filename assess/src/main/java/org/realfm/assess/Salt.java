package org.realfm.assess;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
                Files.writeString(file, HexFormat.of().formatHex(random));
                if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
                    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
                }
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new BadInput(file.toString(), "cannot be read or written: " + e.getMessage(), "Choose another --out");
        }
    }
}
