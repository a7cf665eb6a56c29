package org.realfm.imaging.dicomweb;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/// An HTTP server on loopback that does what a test says, and remembers what it was asked.
final class PacsOnLoopback implements AutoCloseable {

    /// What it does.
    @FunctionalInterface
    interface Behaviour {
        /// @param number of requests before this one
        void answer(HttpExchange exchange, int number) throws IOException;
    }

    private final HttpServer server;
    private final ExecutorService workers = Executors.newCachedThreadPool();

    /// Method and address of each request.
    final List<String> asked = Collections.synchronizedList(new ArrayList<>());

    /// Their `Authorization` headers.
    final List<String> authorizations = Collections.synchronizedList(new ArrayList<>());

    PacsOnLoopback(Behaviour behaviour) throws IOException {
        this(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0), behaviour);
    }

    /// Over TLS, for clients with a certificate only.
    PacsOnLoopback(SSLContext context, Behaviour behaviour) throws IOException {
        this(secure(context), behaviour);
    }

    private PacsOnLoopback(HttpServer server, Behaviour behaviour) {
        this.server = server;
        server.setExecutor(workers);
        server.createContext("/", exchange -> {
            int number;
            synchronized (asked) {
                number = asked.size();
                asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
                authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            }
            try (exchange) {
                behaviour.answer(exchange, number);
            }
        });
        server.start();
    }

    private static HttpServer secure(SSLContext context) throws IOException {
        HttpsServer https = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        https.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = context.getDefaultSSLParameters();
                wanted.setNeedClientAuth(true);
                parameters.setSSLParameters(wanted);
            }
        });
        return https;
    }

    URI root() {
        return URI.create((server instanceof HttpsServer ? "https://localhost:" : "http://127.0.0.1:")
                + server.getAddress().getPort() + "/dicom-web");
    }

    static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getRequestBody().readAllBytes();
        if (!type.isEmpty()) {
            exchange.getResponseHeaders().set("Content-Type", type);
        }
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }

    static void json(HttpExchange exchange, String body) throws IOException {
        send(exchange, 200, "application/dicom+json", body.getBytes(StandardCharsets.UTF_8));
    }

    /// The instances from `offset` on, at most `limit`, of a PACS with so many.
    static void page(HttpExchange exchange, int all) throws IOException {
        int limit = parameter(exchange, "limit");
        int offset = parameter(exchange, "offset");
        List<String> found = new ArrayList<>();
        for (int i = offset; i < Math.min(all, offset + limit); i++) {
            found.add(instance(i));
        }
        json(exchange, "[" + String.join(",", found) + "]");
    }

    static int parameter(HttpExchange exchange, String name) {
        for (String part : exchange.getRequestURI().getQuery().split("&")) {
            if (part.startsWith(name + "=")) {
                return Integer.parseInt(part.substring(name.length() + 1));
            }
        }
        throw new IllegalStateException("no " + name);
    }

    static String instance(int number) {
        return String.format(Locale.ROOT, """
                {"00080018": {"vr": "UI", "Value": ["1.2.3.%1$d"]}, "0020000D": {"vr": "UI", "Value": ["1.2.1"]},
                 "0020000E": {"vr": "UI", "Value": ["1.2.2"]}, "00080050": {"vr": "SH", "Value": ["A%1$d"]}}""", number);
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
