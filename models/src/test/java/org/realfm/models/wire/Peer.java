package org.realfm.models.wire;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A server on loopback that does to each request what a test wants.
public final class Peer implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    /// A request with its body.
    public record Asked(HttpExchange exchange, String path, byte[] body, long nanos) {

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        public String header(String name) {
            String value = exchange.getRequestHeaders().getFirst(name);
            return value == null ? "" : value;
        }

        /// Answers it.
        public void answer(int status, byte[] content, Map<String, String> headers) throws IOException {
            headers.forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
            exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
            exchange.getResponseBody().write(content);
            exchange.close();
        }

        public void answer(int status, String content) throws IOException {
            answer(status, content.getBytes(StandardCharsets.UTF_8), Map.of("Content-Type", "application/json"));
        }

        /// Says that so much will come, sends less, and breaks off.
        public void half(String content) throws IOException {
            exchange.sendResponseHeaders(200, content.length() + 100L);
            OutputStream body = exchange.getResponseBody();
            body.write(content.getBytes(StandardCharsets.UTF_8));
            body.flush();
            exchange.close();
        }

        /// Never stops sending.
        public void endless(String content, long pauseMillis) throws IOException {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream body = exchange.getResponseBody()) {
                while (true) {
                    body.write(content.getBytes(StandardCharsets.UTF_8));
                    body.flush();
                    Thread.sleep(pauseMillis);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// What is done to a request.
    @FunctionalInterface
    public interface Manner {
        void to(Asked asked) throws Exception;
    }

    public Peer(Manner manner) {
        this(Optional.empty(), manner);
    }

    /// @param key for TLS; empty: not encrypted
    public Peer(Optional<SelfSigned> key, Manner manner) {
        InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try {
            server = key.isPresent() ? HttpsServer.create(loopback, 0) : HttpServer.create(loopback, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (server instanceof HttpsServer secure) {
            secure.setHttpsConfigurator(new HttpsConfigurator(key.orElseThrow().context()));
        }
        server.setExecutor(workers);
        server.createContext("/", exchange -> {
            Asked each = new Asked(
                    exchange, exchange.getRequestURI().getRawPath(), exchange.getRequestBody().readAllBytes(), System.nanoTime());
            asked.add(each);
            try {
                manner.to(each);
            } catch (Exception e) {
                throw new IOException(e);
            } finally {
                exchange.close();
            }
        });
        server.start();
    }

    public URI uri(String path) {
        return URI.create((server instanceof HttpsServer ? "https" : "http") + "://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    /// Everything that was asked so far.
    public List<Asked> asked() {
        return asked;
    }

    public long asked(String path) {
        return asked.stream().filter(each -> each.path().equals(path)).count();
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
