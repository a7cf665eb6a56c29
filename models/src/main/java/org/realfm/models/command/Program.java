package org.realfm.models.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.realfm.models.wire.Secrets;

/// A running program: lines in, lines out, both bounded, and an end with all its children.
final class Program implements AutoCloseable {

    /// The longest line that is read, in bytes.
    static final int LONGEST = 8 << 20;

    /// So many lines may wait unread; a program that writes more writes what it was not asked for.
    private static final int WAITING = 4096;

    /// So many last bytes of standard error are kept.
    private static final int TAIL = 4096;

    /// So many nanoseconds pass between two looks at its children.
    private static final long LOOK = 250_000_000;

    private static final Duration GRACE = Duration.ofSeconds(2);

    /// Why a program cannot go on.
    static final class Died extends Exception {
        private static final long serialVersionUID = 1L;

        Died(String message) {
            super(message);
        }
    }

    private sealed interface Said {
        record Line(String text) implements Said {}

        record End(String how) implements Said {}
    }

    private final Process process;
    private final Secrets secrets;
    private final BlockingQueue<Said> said = new ArrayBlockingQueue<>(WAITING);
    private final ByteArrayOutputStream tail = new ByteArrayOutputStream();
    private final Thread errors;
    private final Set<ProcessHandle> children = ConcurrentHashMap.newKeySet();
    private long looked;

    private Program(Process process, Secrets secrets) {
        this.process = process;
        this.secrets = secrets;
        Thread.ofVirtual().start(() -> listen(process.getInputStream()));
        Thread.ofVirtual().start(this::await);
        errors = Thread.ofVirtual().start(() -> drain(process.getErrorStream()));
    }

    /// Starts the program with an environment of its own.
    static Program start(CommandSpec spec, Map<String, String> environment, Secrets secrets) throws Died {
        List<String> words = new ArrayList<>(List.of(spec.program().toString()));
        words.addAll(spec.arguments());
        ProcessBuilder builder = new ProcessBuilder(words).directory(spec.folder().toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            return new Program(builder.start(), secrets);
        } catch (IOException e) {
            throw new Died("it cannot be started: " + e.getMessage());
        }
    }

    private void listen(InputStream stream) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        byte[] buffer = new byte[1 << 16];
        boolean middle = false;
        try (stream) {
            for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
                int from = 0;
                for (int i = 0; i < n; i++) {
                    if (buffer[i] == '\n') {
                        line.write(buffer, from, i - from);
                        from = i + 1;
                        if (!put(new Said.Line(line.toString(StandardCharsets.UTF_8)))) {
                            return;
                        }
                        line.reset();
                    }
                }
                line.write(buffer, from, n - from);
                if (line.size() > LONGEST) {
                    put(new Said.End("it wrote a line of more than " + LONGEST + " bytes"));
                    return;
                }
            }
            middle = line.size() > 0;
        } catch (IOException e) {
            middle = true;
        }
        put(new Said.End("it ended" + (middle ? " in the middle of a line" : "") + code()));
    }

    /// Tells of the end even where a child that lives on holds the other end of the pipe.
    private void await() {
        try {
            process.waitFor();
            Thread.sleep(GRACE);
            put(new Said.End("it ended" + code()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Whether there was room; without room the program is at its end.
    private boolean put(Said what) {
        if (said.offer(what)) {
            return true;
        }
        said.clear();
        said.add(new Said.End("it wrote " + WAITING + " lines that nobody asked for"));
        return false;
    }

    private void drain(InputStream stream) {
        byte[] buffer = new byte[1 << 13];
        try (stream) {
            for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
                synchronized (tail) {
                    tail.write(buffer, 0, n);
                    if (tail.size() > 2 * TAIL) {
                        byte[] all = tail.toByteArray();
                        tail.reset();
                        tail.write(all, all.length - TAIL, TAIL);
                    }
                }
            }
        } catch (IOException e) {
            // The program is gone; what it said is kept.
        }
    }

    /// Sends lines without waiting: the time limit of the answers counts for the reading of the lines too.
    void send(List<byte[]> lines) {
        OutputStream input = process.getOutputStream();
        Thread.ofVirtual().start(() -> {
            try {
                for (byte[] line : lines) {
                    input.write(line);
                    input.write('\n');
                }
                input.flush();
            } catch (IOException e) {
                // It ended, which whoever waits for its answer is told.
            }
        });
    }

    /// The next line.
    ///
    /// @throws Died if none came in time, or none will come
    String next(Duration limit) throws Died {
        Said next;
        try {
            next = said.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Died("it was interrupted");
        }
        return switch (next) {
            case null -> throw new Died("no answer in " + limit.toMillis() / 1000.0 + " s");
            case Said.Line(String text) -> text;
            case Said.End(String how) -> throw new Died(how);
        };
    }

    /// Remembers its children now and then: once it is dead, nobody could tell whose they were.
    void look() {
        long now = System.nanoTime();
        if (looked == 0 || now - looked > LOOK) {
            looked = now;
            children.addAll(process.descendants().toList());
        }
    }

    /// Whether something stands unread.
    boolean chatters() {
        return !said.isEmpty();
    }

    private String code() {
        try {
            return process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)
                    ? " with exit code " + process.exitValue()
                    : "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    /// What it last wrote to standard error, for a message; empty if nothing.
    String lastWords() {
        try {
            errors.join(process.isAlive() ? Duration.ofMillis(1) : Duration.ofMillis(200));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        String text;
        synchronized (tail) {
            text = tail.toString(StandardCharsets.UTF_8);
        }
        String clean = secrets.redact(text).strip();
        return clean.isEmpty()
                ? ""
                : "; standard error ends: " + secrets.excerpt(clean.substring(Math.max(0, clean.length() - 400)), 400);
    }

    /// Ends it and everything that it started. A program that ends by itself when its input ends has time to do so.
    @Override
    public void close() {
        List<ProcessHandle> family = family();
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // It ended before.
        }
        try {
            process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        family.forEach(ProcessHandle::destroyForcibly);
        kill();
    }

    /// Ends it and everything that it started at once.
    void kill() {
        family().forEach(ProcessHandle::destroyForcibly);
    }

    /// Children first, so that none is lost when its parent is gone.
    private List<ProcessHandle> family() {
        return Stream.of(children.stream(), process.descendants(), Stream.of(process.toHandle()))
                .flatMap(handles -> handles)
                .distinct()
                .toList();
    }
}
