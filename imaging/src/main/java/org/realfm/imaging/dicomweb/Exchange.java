package org.realfm.imaging.dicomweb;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import javax.net.ssl.SSLException;

/// Sends a request until it is answered, or until it is clear that it will not be.
///
/// A request is sent again after 429, 502, 503 and 504, and, if repeating it does no harm, after a connection that failed
/// or broke. The wait before the k-th repetition is drawn from [0.5, 1] x pause x 2^(k-1), at most half a minute, by a
/// generator that is seeded by the server's seed and the request; `Retry-After` (RFC 9110 10.2.3) makes it longer, up to
/// [#LONGEST_WAIT]. Redirections are followed to the same scheme, host and port only, so that a token goes nowhere else.
final class Exchange {

    static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    /// The status of failures that lie in what was answered.
    static final int ANSWERED = 200;

    private static final int MOST_REDIRECTIONS = 5;
    private static final Set<Integer> BUSY = Set.of(429, 502, 503, 504);
    private static final Set<Integer> MOVED = Set.of(301, 302, 307, 308);

    /// What is asked.
    ///
    /// @param method     of HTTP
    /// @param shown      the request as messages may show it
    /// @param harmless   whether it may be sent again if nobody knows what became of it
    /// @param mostBytes  of the answer
    record Ask(String method, URI uri, String shown, String accept, Optional<Sent> sent, boolean harmless, long mostBytes) {}

    /// What is sent along.
    record Sent(String type, Body body) {

        /// Makes the body anew for each try.
        @FunctionalInterface
        interface Body {
            HttpRequest.BodyPublisher make() throws FileNotFoundException;
        }
    }

    /// Reads an answer. An [IOException] means that its bytes did not come as they should.
    @FunctionalInterface
    interface Reader<T> {
        T read(int status, HttpHeaders headers, InputStream body) throws IOException, DicomWebFailure;
    }

    private final HttpClient http;
    private final DicomWebServer server;

    Exchange(HttpClient http, DicomWebServer server) {
        this.http = http;
        this.server = server;
    }

    /// Sends and reads.
    ///
    /// @param also statuses that the reader takes beside 2xx
    <T> T send(Ask ask, Set<Integer> also, Reader<T> reader) throws DicomWebFailure {
        SplittableRandom jitter = new SplittableRandom(server.seed() ^ (long) ask.uri().hashCode() << 16);
        URI at = ask.uri();
        int redirections = 0;
        for (int tried = 1; ; tried++) {
            Optional<Duration> wanted;
            DicomWebFailure failure;
            try {
                HttpResponse<InputStream> answer = http.send(request(ask, at), info ->
                        new BodyStream(server.patience(), server.longest(), ask.mostBytes()));
                int status = answer.statusCode();
                try (InputStream body = answer.body()) {
                    if (status / 100 == 2 || also.contains(status)) {
                        return reader.read(status, answer.headers(), body);
                    }
                }
                if (MOVED.contains(status) && ask.sent().isEmpty() && redirections < MOST_REDIRECTIONS) {
                    at = redirection(ask, at, answer);
                    redirections++;
                    tried--;
                    continue;
                }
                failure = Refusals.of(ask.shown(), status);
                if (!BUSY.contains(status)) {
                    throw failure;
                }
                wanted = retryAfter(answer.headers());
                if (wanted.filter(wait -> wait.compareTo(LONGEST_WAIT) > 0).isPresent()) {
                    throw new DicomWebFailure(ask.shown(), status, failure.what() + ", and asks to wait "
                            + wanted.get().toSeconds() + " s", "Run again later");
                }
            } catch (MalformedAnswer e) {
                throw new DicomWebFailure(ask.shown(), ANSWERED, "the answer " + e.getMessage(), "Look at the server's log");
            } catch (BodyStream.TooLong e) {
                throw new DicomWebFailure(ask.shown(), ANSWERED, "the answer does not end: " + e.getMessage(),
                        "Ask for less, or check what the server sends");
            } catch (FileSystemException | FileNotFoundException e) {
                throw new DicomWebFailure(ask.shown(), 0, "a file here cannot be read or written (" + e.getClass().getSimpleName()
                        + ")", "Make room, or check the folder");
            } catch (IOException e) {
                wanted = Optional.empty();
                failure = broken(ask, e);
                if (!ask.harmless() && !(e instanceof ConnectException) || isTls(e)) {
                    throw failure;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new DicomWebFailure(ask.shown(), 0, "the wait was interrupted", "Run again to go on");
            }
            if (tried >= server.tries()) {
                throw new DicomWebFailure(ask.shown(), failure.status(), failure.what()
                        + (tried > 1 ? ", " + tried + " times" : ""), failure.remedy(), failure.reached());
            }
            pause(ask, jitter, tried, wanted);
        }
    }

    private HttpRequest request(Ask ask, URI at) throws FileNotFoundException {
        HttpRequest.Builder request = HttpRequest.newBuilder(at)
                .timeout(server.patience())
                .header("Accept", ask.accept())
                .header("User-Agent", "realfm");
        server.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        if (ask.sent().isPresent()) {
            request.header("Content-Type", ask.sent().get().type());
        }
        return request.method(ask.method(),
                ask.sent().isPresent() ? ask.sent().get().body().make() : HttpRequest.BodyPublishers.noBody()).build();
    }

    private static URI redirection(Ask ask, URI from, HttpResponse<?> answer) throws DicomWebFailure {
        try {
            URI to = from.resolve(answer.headers().firstValue("Location").orElse(""));
            if (String.valueOf(to.getScheme()).equalsIgnoreCase(from.getScheme())
                    && String.valueOf(to.getHost()).equalsIgnoreCase(from.getHost())
                    && to.getPort() == from.getPort()) {
                return to;
            }
        } catch (IllegalArgumentException e) {
            // not an address: said below
        }
        throw new DicomWebFailure(ask.shown(), answer.statusCode(), "the server sends us to another host or port",
                "Give the address at which the server itself answers");
    }

    private static DicomWebFailure broken(Ask ask, IOException e) {
        if (isTls(e)) {
            return new DicomWebFailure(ask.shown(), 0, "no secure connection could be made (" + firstLine(e) + ")",
                    "Name the authority of the server's certificate, and the client certificate if the server asks for one",
                    false);
        }
        if (e instanceof ConnectException || e instanceof HttpConnectTimeoutException) {
            return new DicomWebFailure(ask.shown(), 0, "the server cannot be reached", "Check the address, and that it runs",
                    false);
        }
        String what = e instanceof HttpTimeoutException ? "the server is silent for too long" : "the answer is broken: " + firstLine(e);
        return new DicomWebFailure(ask.shown(), 0, what, "Run again; if it happens again, look at the server's log");
    }

    private static boolean isTls(Throwable e) {
        return e instanceof SSLException || e.getCause() != null && e.getCause() != e && isTls(e.getCause());
    }

    private static String firstLine(IOException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("").replaceAll("\\p{Cntrl}", "?");
    }

    private static Optional<Duration> retryAfter(HttpHeaders headers) {
        String value = headers.firstValue("Retry-After").orElse("").strip();
        if (value.matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
        }
        try {
            Instant then = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT)).toInstant();
            return Optional.of(Duration.between(Instant.now(), then)).filter(wait -> !wait.isNegative());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private void pause(Ask ask, SplittableRandom jitter, int tried, Optional<Duration> wanted) throws DicomWebFailure {
        double longest = Math.min(LONGEST_PAUSE.toNanos(), server.pause().toNanos() * Math.pow(2, tried - 1.0));
        Duration own = Duration.ofNanos((long) (longest * (0.5 + jitter.nextDouble() / 2)));
        Duration wait = wanted.filter(asked -> asked.compareTo(own) > 0).orElse(own);
        try {
            Thread.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DicomWebFailure(ask.shown(), 0, "the wait was interrupted", "Run again to go on");
        }
    }
}
