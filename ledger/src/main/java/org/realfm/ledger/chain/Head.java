package org.realfm.ledger.chain;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.realfm.ledger.Digest;

/// How far the ledger reaches: the number of entries that count, and the digest of the last. It stands in a file beside
/// the ledger, `NAME.head`, so that the removal of the last entries is seen.
///
/// @param entries how many count
/// @param digest  of the last of them; 64 zeros if there is none
record Head(long entries, Digest digest) {

    static final Head EMPTY = new Head(0, Entry.ORIGIN);

    private static final Pattern FORM =
            Pattern.compile("\\{\"digest\":\"([0-9a-f]{64})\",\"entries\":(0|[1-9][0-9]{0,17})}\n");

    static Path pathFor(Path ledger) {
        return ledger.resolveSibling(ledger.getFileName() + ".head");
    }

    /// The head beside this ledger; empty if there is no such file.
    ///
    /// @throws IOException if it cannot be read, or is not a head
    static Optional<Head> read(Path ledger) throws IOException {
        Path path = pathFor(ledger);
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        Matcher matcher = FORM.matcher(new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1));
        if (!matcher.matches()) {
            throw new IOException(path + ": expected the digest and the number of entries, found something else");
        }
        return Optional.of(new Head(Long.parseLong(matcher.group(2)), new Digest(matcher.group(1))));
    }

    /// Replaces the head beside this ledger in one step: after a crash there is the old one or the new one.
    void write(Path ledger) throws IOException {
        Path path = pathFor(ledger);
        Path next = path.resolveSibling(path.getFileName() + ".next");
        byte[] bytes = ("{\"digest\":\"" + digest + "\",\"entries\":" + entries + "}\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        try (FileChannel channel = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            writeFully(channel, bytes);
            channel.force(true);
        }
        Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceFolder(path);
    }

    static void writeFully(FileChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /// Makes a created or renamed file's name durable, on systems whose folders can be opened.
    static void forceFolder(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && !System.getProperty("os.name", "").startsWith("Windows")) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
