package org.realfm.ledger.chain;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.realfm.ledger.Digest;
import org.realfm.ledger.chain.Verification.Fault;

/// An append-only file of entries, one line of canonical JSON each. Every entry holds the digest of the one before, so
/// that a byte changed, a line removed or two lines swapped break the chain; `NAME.head` beside it holds the number of
/// entries and the digest of the last, so that lines removed at the end are seen as well.
///
/// **Durable before it counts.** [#append] writes the line and forces it to the device, then replaces the head and forces
/// that, and only then returns. A crash leaves at most the lines of one append beyond the head:
///
/// - whole lines that continue the chain are adopted by [#open]: they are what their writer meant, and keeping them loses
///   nothing;
/// - from the first line that is not whole, they never counted and are cut off by [#open].
///
/// Anything else is not the work of a crash, and [#open] refuses it. [#verify] repairs nothing and reports either.
///
/// **Limit.** The chain has no secret: who can write both files can rewrite both. Against that, keep the head's digest
/// elsewhere and compare it with [Verification#head].
///
/// One writer at a time has a ledger open; the file is locked against other processes, and [#OPEN] keeps out the others
/// of this one.
public final class Ledger implements AutoCloseable {

    /// The ledgers that this process has open. POSIX drops a process's locks on a file as soon as it closes any of its
    /// handles on that file, so an open ledger must not be opened a second time, not even to read it.
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final InstantSource clock;
    private final FileChannel channel;
    private Head head;
    private boolean broken;

    private Ledger(Path path, InstantSource clock, FileChannel channel, Head head) {
        this.path = path;
        this.clock = clock;
        this.channel = channel;
        this.head = head;
    }

    /// Opens a ledger with the system's clock, and creates it if there is none.
    public static Ledger open(Path path) throws IOException {
        return open(path, InstantSource.system());
    }

    /// Opens a ledger, and creates it if there is none. Repairs what a crash left, see above.
    ///
    /// @throws LedgerException if it is open already, or it is not what was appended to it
    public static Ledger open(Path path, InstantSource clock) throws IOException {
        Path key = key(path);
        if (!OPEN.add(key)) {
            throw LedgerException.openElsewhere(path);
        }
        try {
            FileChannel channel = FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                lock(path, channel, false);
                return new Ledger(path, clock, channel, recover(path, channel));
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            OPEN.remove(key);
            throw e;
        }
    }

    private static Path key(Path path) {
        return path.toAbsolutePath().normalize();
    }

    /// Locks the file until its channel is closed.
    private static void lock(Path path, FileChannel channel, boolean shared) throws IOException {
        @Nullable FileLock lock = channel.tryLock(0, Long.MAX_VALUE, shared);
        if (lock == null) {
            throw LedgerException.openElsewhere(path);
        }
    }

    private static Head recover(Path path, FileChannel channel) throws IOException {
        Optional<Head> written = Head.read(path);
        if (written.isEmpty() && channel.size() == 0) {
            Head.EMPTY.write(path);
            return Head.EMPTY;
        }
        Head head = written.orElseThrow(() -> new LedgerException(
                path, "has entries, but " + Head.pathFor(path) + " is missing; restore it from a copy"));
        Chain chain = Chain.read(bytes(channel));
        if (!chain.continues(head)) {
            Fault fault = chain.compare(head).orElseThrow();
            throw new LedgerException(path, "is not what was appended to it: " + fault);
        }
        if (chain.fault().isPresent()) {
            channel.truncate(chain.intactBytes());
            channel.force(true);
        }
        if (!chain.head().equals(head)) {
            chain.head().write(path);
        }
        channel.position(chain.intactBytes());
        return chain.head();
    }

    /// All bytes of the ledger, through the handle that holds the lock.
    private static byte[] bytes(FileChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(channel.size()));
        while (buffer.hasRemaining() && channel.read(buffer, buffer.position()) >= 0) {
            // Read on.
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    /// Appends an entry. When this returns, the entry is on the device.
    ///
    /// @throws IOException if it could not be written; the ledger then takes no more entries until it is opened again
    public Entry append(Body body) throws IOException {
        return append(List.of(body)).getFirst();
    }

    /// Appends several entries at once. When this returns, all of them are on the device.
    ///
    /// @throws IOException as for one
    public synchronized List<Entry> append(List<Body> bodies) throws IOException {
        if (broken) {
            throw new LedgerException(path, "could not be written to; open it again");
        }
        List<Entry> entries = new ArrayList<>();
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        Head next = head;
        for (Body body : bodies) {
            Entry entry = Entry.next(next.entries() + 1, clock.instant(), body, next.digest());
            entries.add(entry);
            lines.writeBytes(entry.line());
            next = new Head(entry.sequence(), entry.digest());
        }
        broken = true;
        Head.writeFully(channel, lines.toByteArray());
        channel.force(true);
        next.write(path);
        head = next;
        broken = false;
        return entries;
    }

    /// Digest of the last entry; 64 zeros if there is none.
    public synchronized Digest head() {
        return head.digest();
    }

    /// All entries, from the first.
    public synchronized List<Entry> entries() throws IOException {
        return Chain.read(bytes(channel)).entries();
    }

    /// Checks every byte of a ledger and its head. Changes nothing.
    ///
    /// @throws LedgerException if a writer has it open: between a line and its head there is nothing to say
    /// @throws IOException     if a file cannot be read, or there is no ledger at this path
    public static Verification verify(Path path) throws IOException {
        if (OPEN.contains(key(path))) {
            throw LedgerException.openElsewhere(path);
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            lock(path, channel, true);
            Chain chain = Chain.read(bytes(channel));
            return new Verification(chain.head().entries(), chain.head().digest(), fault(path, chain));
        }
    }

    private static Optional<Fault> fault(Path path, Chain chain) {
        try {
            return Head.read(path)
                    .map(chain::compare)
                    .orElseGet(() -> Optional.of(new Fault(
                            chain.head().entries() + 1, "a file " + Head.pathFor(path), "none")));
        } catch (IOException e) {
            String message = e.getMessage() == null ? e.toString() : e.getMessage();
            return Optional.of(new Fault(chain.head().entries() + 1, "a readable head", message));
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            OPEN.remove(key(path));
        }
    }
}
