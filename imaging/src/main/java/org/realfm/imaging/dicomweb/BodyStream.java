package org.realfm.imaging.dicomweb;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The bytes of an answer as they come, within bounds: of time between two pieces, of time in all, and of size. A piece is
/// asked for when the one before is used up, so that little is in memory.
final class BodyStream extends InputStream implements BodySubscriber<InputStream> {

    /// More bytes than are taken.
    static final class TooLong extends IOException {
        private static final long serialVersionUID = 1L;

        TooLong(long most) {
            super("it has more than " + most + " bytes");
        }
    }

    private sealed interface Event {
        record Bytes(List<ByteBuffer> buffers) implements Event {}

        record End() implements Event {}

        record Fault(Throwable cause) implements Event {}
    }

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    private final Queue<ByteBuffer> waiting = new ArrayDeque<>();
    private final Duration patience;
    private final long end;
    private final long most;
    private long taken;
    private @Nullable Event last;

    /// @param patience between two pieces
    /// @param longest  in all, from now
    /// @param most     bytes
    BodyStream(Duration patience, Duration longest, long most) {
        this.patience = patience;
        this.end = System.nanoTime() + longest.toNanos();
        this.most = most;
    }

    @Override
    public CompletionStage<InputStream> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        if (!subscription.complete(given)) {
            given.cancel();
            return;
        }
        given.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        events.add(new Event.Bytes(buffers));
    }

    @Override
    public void onError(Throwable cause) {
        events.add(new Event.Fault(cause));
    }

    @Override
    public void onComplete() {
        events.add(new Event.End());
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (waiting.isEmpty() || !waiting.element().hasRemaining()) {
            waiting.poll();
            if (waiting.isEmpty() && !more()) {
                return -1;
            }
        }
        ByteBuffer next = waiting.element();
        int count = Math.min(length, next.remaining());
        next.get(into, offset, count);
        return count;
    }

    /// Waits for the next piece.
    ///
    /// @return whether there is one
    private boolean more() throws IOException {
        if (last instanceof Event.End) {
            return false;
        }
        Event event;
        try {
            long wait = Math.min(patience.toNanos(), end - System.nanoTime());
            event = events.poll(wait, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw new IOException("the wait was interrupted", e);
        }
        if (event == null) {
            close();
            throw new HttpTimeoutException(System.nanoTime() >= end ? "it took too long" : "it stopped in the middle");
        }
        last = event;
        return switch (event) {
            case Event.End ignored -> false;
            case Event.Fault(Throwable cause) -> throw new IOException("it ended in the middle", cause);
            case Event.Bytes(List<ByteBuffer> buffers) -> {
                taken += buffers.stream().mapToLong(ByteBuffer::remaining).sum();
                if (taken > most) {
                    close();
                    throw new TooLong(most);
                }
                waiting.addAll(buffers);
                subscription.join().request(1);
                yield true;
            }
        };
    }

    /// Gives up what has not come.
    @Override
    public void close() {
        subscription.thenAccept(Flow.Subscription::cancel);
    }
}
