package org.realfm.models.wire;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.realfm.tables.BadInput;

/// A server that is spoken to over HTTP, with bounds on everything: how long an answer may take from the first byte sent to
/// the last received, how many bytes it may have, how often and after which pause a request is repeated.
///
/// | what happens | what follows |
/// |---|---|
/// | 2xx | the answer |
/// | 429, 502, 503, 504, a connection that is refused or breaks off | again after `Retry-After`, or after a pause that doubles |
/// | still 429 or 503 or no connection after the last attempt, a pause longer than two minutes | [BadInput]: the model cannot go on now |
/// | 401, 403, 404, 405, a redirection, a certificate that does not hold | [BadInput]: it is set up wrongly |
/// | anything else; too late; too long | [Unanswered]: this request has no answer |
public final class Endpoint implements AutoCloseable {

    /// What to do about a certificate that does not hold.
    public static final String CERTIFICATE =
            "Check the address and its certificate; name the authority that signed it as 'authorities'";

    private static final Set<Integer> AGAIN = Set.of(429, 502, 503, 504);
    private static final Set<Integer> MISTAKEN = Set.of(401, 403, 404, 405);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(2);
    private static final int EXCERPT = 300;

    private final URI base;
    private final Optional<Key> key;
    private final Secrets secrets;
    private final Limits limits;
    private final HttpClient client;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private long next = System.nanoTime();

    /// How far a server is trusted.
    ///
    /// @param timeout   for one attempt
    /// @param retries   attempts after the first
    /// @param pause     before the first repetition; doubles each time
    /// @param mostBytes of one answer
    /// @param apart     least time between two requests; zero for none
    public record Limits(Duration timeout, int retries, Duration pause, int mostBytes, Duration apart) {}

    /// An answer.
    public record Reply(HttpHeaders headers, byte[] body) {
        /// The body as text.
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    private record Raw(int status, HttpHeaders headers, byte[] body) {}

    /// @param base        the address that paths are added to; http or https, without user, query and fragment
    /// @param authorities PEM file of those that may have signed its certificate, in place of those that Java trusts
    /// @throws BadInput if a key would travel unencrypted to another machine, or the file holds no certificate
    public Endpoint(URI base, Optional<Key> key, Optional<Path> authorities, Limits limits) {
        key.ifPresent(each -> each.checkWay(base, "https".equals(base.getScheme())));
        this.base = base;
        this.key = key;
        this.secrets = key.map(Key::secrets).orElse(Secrets.NONE);
        this.limits = limits;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(limits.timeout());
        authorities.map(Trust::context).ifPresent(builder::sslContext);
        this.client = builder.build();
    }

    /// Hides what must not be written.
    public Secrets secrets() {
        return secrets;
    }

    /// The address, for messages.
    public String where() {
        return base.toString();
    }

    /// Asks for a page.
    public Reply get(String path) throws Unanswered {
        return send(request(path).GET().build());
    }

    /// Asks for a page that not every server has, or shows to everyone.
    public Optional<Reply> find(String path) {
        try {
            Raw raw = attempt(request(path).GET().build());
            if (raw.status == 401) {
                throw refused(request(path).GET().build(), raw);
            }
            return raw.status / 100 == 2 ? Optional.of(new Reply(raw.headers, raw.body)) : Optional.empty();
        } catch (Unanswered e) {
            return Optional.empty();
        }
    }

    /// Sends something and asks for the answer.
    public Reply post(String path, byte[] body, Map<String, String> headers) throws Unanswered {
        HttpRequest.Builder request = request(path).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return send(request.build());
    }

    private HttpRequest.Builder request(String path) {
        String text = base.toString();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create((text.endsWith("/") ? text.substring(0, text.length() - 1) : text) + path));
        key.ifPresent(each -> request.header("Authorization", each.bearer()));
        return request;
    }

    private Reply send(HttpRequest request) throws Unanswered {
        Raw raw = attempt(request);
        if (raw.status / 100 == 2) {
            return new Reply(raw.headers, raw.body);
        }
        throw refused(request, raw);
    }

    /// The first answer that does not ask for another attempt, or the last.
    private Raw attempt(HttpRequest request) throws Unanswered {
        Duration pause = limits.pause();
        for (int attempt = 0; ; attempt++) {
            boolean last = attempt >= limits.retries();
            Duration wait = pause;
            try {
                keepApart();
                Raw raw = once(request);
                if (!AGAIN.contains(raw.status) || last) {
                    return raw;
                }
                wait = retryAfter(raw.headers).orElse(pause);
            } catch (IOException e) {
                if (e instanceof SSLException || last) {
                    throw broken(e);
                }
            }
            if (wait.compareTo(LONGEST_PAUSE) > 0) {
                throw new BadInput(
                        where(),
                        "the server asks to wait for " + wait.toSeconds() + " s",
                        "Run again then: what was answered so far is kept");
            }
            sleep(wait);
            pause = pause.multipliedBy(2);
        }
    }

    private synchronized long turn() {
        long now = System.nanoTime();
        long mine = Math.max(now, next);
        next = mine + limits.apart().toNanos();
        return mine - now;
    }

    private void keepApart() {
        if (!limits.apart().isZero()) {
            sleep(Duration.ofNanos(turn()));
        }
    }

    /// Waits before another attempt.
    public static void sleep(Duration wait) {
        try {
            Thread.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a server", e);
        }
    }

    /// One attempt, from the first byte sent to the last received.
    private Raw once(HttpRequest request) throws IOException, Unanswered {
        Future<Raw> future = workers.submit(() -> {
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                return new Raw(response.statusCode(), response.headers(), body.readNBytes(limits.mostBytes() + 1));
            }
        });
        Raw raw;
        try {
            raw = future.get(limits.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            future.cancel(true);
            throw new Unanswered("no answer in " + limits.timeout().toMillis() / 1000.0 + " s", true);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            if (e.getCause() instanceof UnresolvedAddressException) {
                throw new UnknownHostException(String.valueOf(base.getHost()));
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            future.cancel(true);
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a server", e);
        }
        if (raw.body.length > limits.mostBytes()) {
            throw new Unanswered("the answer has more than " + limits.mostBytes() + " bytes");
        }
        return raw;
    }

    private Unanswered refused(HttpRequest request, Raw raw) {
        String says = secrets.excerpt(new String(raw.body, StandardCharsets.UTF_8), EXCERPT);
        String what = "the server answered " + raw.status + (says.isEmpty() ? "" : ": " + says);
        if (raw.status / 100 == 3 || MISTAKEN.contains(raw.status)) {
            throw new BadInput(where(), what + " (to " + request.method() + " " + request.uri().getPath() + ")", remedy(raw));
        }
        if (raw.status == 429 || raw.status == 503) {
            throw new BadInput(
                    where(),
                    what + " (after " + (limits.retries() + 1) + " attempts)",
                    raw.status == 429
                            ? "Ask for fewer requests a minute or at once, check the quota, and run again: what was"
                                    + " answered so far is kept"
                            : "Wait until the server is ready and run again: what was answered so far is kept");
        }
        return new Unanswered(what);
    }

    private String remedy(Raw raw) {
        return switch (raw.status) {
            case 401, 403 -> key.map(each -> "Check the key in the environment variable " + each.variable())
                    .orElse("It wants a key: name the environment variable that holds it as 'key-from'");
            case 404, 405 -> "Check the address, and the name and version of the model";
            default -> "Name the address that it points to" + raw.headers.firstValue("Location")
                    .map(to -> ": " + secrets.excerpt(to, EXCERPT))
                    .orElse("");
        };
    }

    private Unanswered broken(IOException e) {
        String what = secrets.excerpt(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage(), EXCERPT);
        return switch (e) {
            case ConnectException _ ->
                throw new BadInput(where(), "no connection: " + what, "Check the address, and that the server runs");
            case UnknownHostException _ ->
                throw new BadInput(where(), "there is no host '" + base.getHost() + "'", "Check the address");
            case SSLException _ ->
                throw new BadInput(where(), "no secure connection: " + what, CERTIFICATE);
            default -> new Unanswered("the connection broke off: " + what);
        };
    }

    /// Seconds or a date (RFC 9110, 10.2.3).
    private static Optional<Duration> retryAfter(HttpHeaders headers) {
        return headers.firstValue("Retry-After").map(String::strip).flatMap(text -> {
            try {
                return Optional.of(
                        text.matches("[0-9]{1,9}")
                                ? Duration.ofSeconds(Long.parseLong(text))
                                : Duration.between(
                                        Instant.now(),
                                        ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant()));
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        }).map(wait -> wait.isNegative() ? Duration.ZERO : wait);
    }

    @Override
    public void close() {
        client.shutdownNow();
        workers.shutdownNow();
    }
}
