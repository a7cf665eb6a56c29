package org.realfm.ledger.chain;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// A disk of one folder in memory that loses power at a chosen step, and remembers of what was not forced as much as a
/// test says. It promises no more than POSIX does: bytes survive if their file was forced after they were written, a name
/// survives if its folder was forced after the name was given. [DiskFileSystem] shows it to the code under test.
final class CrashingDisk {

    /// Power is gone.
    static final class PowerLoss extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /// What is left of bytes that were written and not forced.
    enum Unforced {
        LOST,
        KEPT,
        HALF,
        /// The length is there, the bytes are not.
        ZEROS,
        /// The end is there, the beginning is not: blocks reach the device in any order.
        END_ONLY
    }

    /// The bytes of a file.
    static final class Content {
        private byte[] bytes = {};
        private byte[] forced = {};

        private byte[] after(Unforced unforced) {
            int same = Math.max(0, Arrays.mismatch(bytes, forced));
            int end = bytes.length;
            byte[] left = (unforced == Unforced.LOST ? forced : bytes).clone();
            switch (unforced) {
                case LOST, KEPT -> {}
                case HALF -> left = Arrays.copyOf(bytes, (same + end) / 2);
                case ZEROS -> Arrays.fill(left, same, end, (byte) 0);
                case END_ONLY -> Arrays.fill(left, same, (same + end) / 2, (byte) 0);
            }
            return Arrays.equals(bytes, forced) ? bytes.clone() : left;
        }
    }

    private final Map<String, Content> names;
    private final Map<String, Content> forcedNames;
    private int stepsLeft;

    /// An empty disk.
    ///
    /// @param steps how many steps (a write, a truncation, a force, a creation, a renaming) succeed before power is lost
    CrashingDisk(int steps) {
        this(steps, new HashMap<>());
    }

    private CrashingDisk(int steps, Map<String, Content> names) {
        this.stepsLeft = steps;
        this.names = names;
        this.forcedNames = new HashMap<>(names);
    }

    /// The disk when power is back, for this many steps.
    ///
    /// @param namesKept whether names that were not forced survive
    CrashingDisk restarted(Unforced unforced, boolean namesKept, int steps) {
        Map<String, Content> left = new HashMap<>();
        (namesKept ? names : forcedNames).forEach((name, content) -> {
            Content copy = new Content();
            copy.bytes = content.after(unforced);
            copy.forced = copy.bytes;
            left.put(name, copy);
        });
        return new CrashingDisk(steps, left);
    }

    private void step() throws PowerLoss {
        if (stepsLeft == 0) {
            throw new PowerLoss();
        }
        stepsLeft--;
    }

    /// From now on, this many steps succeed.
    void failAfter(int steps) {
        stepsLeft = steps;
    }

    /// Whether every step has succeeded so far.
    boolean hasPower() {
        return stepsLeft > 0;
    }

    boolean has(String name) {
        return names.containsKey(name);
    }

    Content open(String name, boolean create, boolean truncate) throws IOException {
        if (!has(name)) {
            if (!create) {
                throw new NoSuchFileException(name);
            }
            step();
            names.put(name, new Content());
        }
        Content content = names.get(name);
        if (content == null) {
            throw new NoSuchFileException(name);
        }
        if (truncate && content.bytes.length > 0) {
            truncate(content, 0);
        }
        return content;
    }

    void rename(String from, String to) throws IOException {
        step();
        Content content = names.remove(from);
        if (content == null) {
            throw new NoSuchFileException(from);
        }
        names.put(to, content);
    }

    void forceNames() throws PowerLoss {
        step();
        forcedNames.clear();
        forcedNames.putAll(names);
    }

    /// Writes some bytes, not necessarily all.
    int write(Content content, ByteBuffer from, long at) throws PowerLoss {
        step();
        int n = Math.min(from.remaining(), 400);
        byte[] longer = Arrays.copyOf(content.bytes, (int) Math.max(content.bytes.length, at + n));
        from.get(longer, (int) at, n);
        content.bytes = longer;
        return n;
    }

    int read(Content content, ByteBuffer into, long at) {
        int n = (int) Math.min(into.remaining(), content.bytes.length - at);
        if (n <= 0) {
            return -1;
        }
        into.put(content.bytes, (int) at, n);
        return n;
    }

    long size(Content content) {
        return content.bytes.length;
    }

    void truncate(Content content, long size) throws PowerLoss {
        step();
        content.bytes = Arrays.copyOf(content.bytes, (int) Math.min(size, content.bytes.length));
    }

    void force(Content content) throws PowerLoss {
        step();
        content.forced = content.bytes;
    }
}
