package org.realfm.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;

/// A PACS of films on loopback that speaks as much DICOMweb as a cohort needs (PS3.18 10.4, 10.6).
final class FilmServer implements AutoCloseable {

    private final List<DicomFilm> films;
    private final HttpServer server;
    private final ExecutorService workers = Executors.newCachedThreadPool();

    /// The SOP Instance UIDs that were retrieved, and the queries and tokens that came.
    final List<String> retrieved = Collections.synchronizedList(new ArrayList<>());

    final List<String> queries = Collections.synchronizedList(new ArrayList<>());
    final List<String> tokens = Collections.synchronizedList(new ArrayList<>());

    /// The status with which the n-th retrieval of a film is answered.
    volatile BiFunction<Integer, DicomFilm, Integer> status = (number, film) -> 200;

    FilmServer(List<DicomFilm> films) throws IOException {
        this.films = List.copyOf(films);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(workers);
        server.createContext("/dicom-web/instances", this::search);
        server.createContext("/dicom-web/studies", this::retrieve);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/dicom-web";
    }

    private void search(HttpExchange exchange) throws IOException {
        String query = exchange.getRequestURI().getQuery();
        queries.add(query);
        tokens.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        boolean first = query.endsWith("&offset=0");
        List<String> sets = films.stream().map(film -> String.format(Locale.ROOT, """
                {"00080018": {"vr": "UI", "Value": ["%s"]}, "0020000D": {"vr": "UI", "Value": ["%s"]},
                 "0020000E": {"vr": "UI", "Value": ["%s"]}, "00080050": {"vr": "SH", "Value": ["%s"]}}""",
                film.image(), film.study(), film.series(), film.order())).toList();
        send(exchange, 200, "application/dicom+json", ("[" + (first ? String.join(",", sets) : "") + "]").getBytes(
                StandardCharsets.UTF_8));
    }

    private void retrieve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String uid = path.substring(path.lastIndexOf('/') + 1);
        DicomFilm film = films.stream().filter(each -> each.image().equals(uid)).findFirst().orElseThrow();
        int number;
        synchronized (retrieved) {
            number = retrieved.size();
            retrieved.add(uid);
        }
        int answer = status.apply(number, film);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes("--films\r\nContent-Type: application/dicom\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        body.writeBytes(film.bytes());
        body.writeBytes("\r\n--films--\r\n".getBytes(StandardCharsets.US_ASCII));
        send(exchange, answer, "multipart/related; type=\"application/dicom\"; boundary=films", body.toByteArray());
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
