package org.realfm.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import javax.crypto.KeyGenerator;
import org.realfm.imaging.dicom.privacy.Pseudonyms;
import org.realfm.tables.BadInput;

/// The secret of [Deidentify]: a line of hexadecimal digits in a file that only its owner may read.
final class SaltFile {

    private static final boolean IS_POSIX = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private SaltFile() {}

    /// Reads the salt; makes one of 256 bits if the file is not there.
    static Pseudonyms readOrMake(Path path) throws IOException {
        if (!Files.exists(path)) {
            make(path);
        }
        byte[] salt;
        try {
            salt = HexFormat.of().parseHex(Files.readString(path, StandardCharsets.ISO_8859_1).strip());
        } catch (IllegalArgumentException e) {
            throw new BadInput(path.toString(), "a salt is a line of hexadecimal digits",
                    "Name a file that is not there, and one is made");
        }
        if (salt.length < Pseudonyms.LEAST_SALT) {
            throw new BadInput(path.toString(), "the salt has " + salt.length + " bytes",
                    "It needs at least " + Pseudonyms.LEAST_SALT);
        }
        return Pseudonyms.of(salt);
    }

    /// Whether somebody else than its owner may read it, as far as the file system says.
    static boolean isOpenToOthers(Path path) throws IOException {
        return IS_POSIX && !PosixFilePermissions.toString(Files.getPosixFilePermissions(path)).endsWith("------");
    }

    private static void make(Path path) throws IOException {
        byte[] salt;
        try {
            salt = KeyGenerator.getInstance("HmacSHA256").generateKey().getEncoded();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no HMAC", e);
        }
        FileAttribute<?>[] owner = IS_POSIX
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))}
                : new FileAttribute<?>[0];
        try (SeekableByteChannel file = Files.newByteChannel(path,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), owner)) {
            file.write(ByteBuffer.wrap((HexFormat.of().formatHex(salt) + "\n").getBytes(StandardCharsets.US_ASCII)));
        }
    }
}
