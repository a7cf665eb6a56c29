package org.realfm.study;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.realfm.ledger.Digest;
import org.realfm.tables.BadInput;

/// A folder of fetched pictures. A file's name is two salted digests, of what was asked for and of what came, so that a
/// name tells nothing about a patient and a file that was cut short or changed is noticed. Files appear at once and whole.
public final class PictureCache {

    private static final int DIGITS = 32;
    private static final String ENDING = ".dcm";

    private final Path folder;
    private final String salt;
    private final Map<String, Path> known = new ConcurrentHashMap<>();

    /// Opens a folder, which must exist.
    ///
    /// @param salt secret of the folder
    /// @throws BadInput if it cannot be read
    public PictureCache(Path folder, String salt) {
        this.folder = folder;
        this.salt = salt;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + ENDING)) {
            for (Path file : files) {
                known.put(file.getFileName().toString().split("-", 2)[0], file);
            }
        } catch (IOException e) {
            throw new BadInput(folder.toString(), "cannot be read: " + BadInput.reason(e), "Choose another --cache");
        }
    }

    /// The name of what is asked for, which tells nothing about it.
    String key(String server, String instance) {
        return Digest.of(salt, server, instance).hex().substring(0, DIGITS);
    }

    /// The whole file of a key.
    Optional<Path> find(String key) throws IOException {
        Path file = known.get(key);
        if (file == null) {
            return Optional.empty();
        }
        if (Files.isRegularFile(file) && file.getFileName().toString().equals(name(key, file))) {
            return Optional.of(file);
        }
        Files.deleteIfExists(file);
        known.remove(key);
        return Optional.empty();
    }

    /// Where to write what is asked for until it is whole.
    Path part(String key) {
        return folder.resolve(key + ".part");
    }

    /// Keeps the file that was written to [#part], in one step.
    Path keep(String key) throws IOException {
        Path file = folder.resolve(name(key, part(key)));
        Files.move(part(key), file, StandardCopyOption.ATOMIC_MOVE);
        known.put(key, file);
        return file;
    }

    private String name(String key, Path content) throws IOException {
        return key + "-" + Digest.of(salt, CohortPictures.digest(content).hex()).hex().substring(0, DIGITS) + ENDING;
    }
}
