package org.realfm.models;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.realfm.ledger.Digest;
import org.realfm.tables.BadInput;

/// A file that is part of a model, of whatever size.
public final class Artefact {

    private static final int PIECE = 1 << 16;

    private Artefact() {}

    /// The digest of its bytes.
    ///
    /// @throws BadInput if it cannot be read
    public static Digest digest(Path file) {
        MessageDigest sha = Digest.sha256();
        try (InputStream stream = Files.newInputStream(file)) {
            byte[] piece = new byte[PIECE];
            for (int n = stream.read(piece); n >= 0; n = stream.read(piece)) {
                sha.update(piece, 0, n);
            }
        } catch (IOException e) {
            throw new BadInput(file.toString(), "could not be read: " + BadInput.reason(e), "Check that the file is readable");
        }
        return new Digest(HexFormat.of().formatHex(sha.digest()));
    }
}
