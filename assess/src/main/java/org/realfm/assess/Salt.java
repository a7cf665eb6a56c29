package org.realfm.assess;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.realfm.tables.BadInput;

/// The secret of an output folder that keeps hashed identifiers from being guessed. Drawn once, readable by its owner
/// only, never part of any output.
final class Salt {

    private static final String NAME = ".salt";
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

    private Salt() {}

    /// The folder's salt; drawn if there is none yet.
    ///
    /// @throws BadInput if it is damaged, or cannot be read or written
    static String of(Path folder) {
        Path file = folder.resolve(NAME);
        try {
            if (!Files.exists(file)) {
                draw(file);
            }
            String salt = Files.readString(file);
            if (!FORM.matcher(salt).matches()) {
                throw new BadInput(
                        file.toString(),
                        "is damaged",
                        "Delete it: another is drawn, and every case is shown once more");
            }
            return salt;
        } catch (IOException e) {
            throw new BadInput(file.toString(), "cannot be read or written: " + BadInput.reason(e), "Choose another --out");
        }
    }

    /// Another salt for the folder, so that nothing that was kept under the last, here or with those who were shown it, is
    /// taken for an answer.
    ///
    /// @throws BadInput if it cannot be written
    static String another(Path folder) {
        Path file = folder.resolve(NAME);
        try {
            draw(file);
        } catch (IOException e) {
            throw new BadInput(file.toString(), "cannot be written: " + BadInput.reason(e), "Choose another --out");
        }
        return of(folder);
    }

    /// In one step: after a crash there is a whole salt or none.
    private static void draw(Path file) throws IOException {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        Path next = file.resolveSibling(NAME + ".next");
        Files.deleteIfExists(next);
        Files.createFile(next);
        if (Files.getFileStore(next).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rw-------"));
        }
        Files.writeString(next, HexFormat.of().formatHex(random));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
