package org.realfm.imaging.dicomweb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The client against servers that do what servers do on bad days.
@Timeout(60)
class DicomWebClientTest {

    private static final InstanceUids ASKED = new InstanceUids("1.2.1", "1.2.2", "1.2.3.7");

    @TempDir
    private Path folder;

    private static DicomWebServer patientWith(URI root) {
        return DicomWebServer.at(root).withTries(3, Duration.ofMillis(2), 7).withTimes(Duration.ofSeconds(5), Duration.ofSeconds(20));
    }

    private static DicomWebServer hasty(DicomWebServer server) {
        return server.withTimes(Duration.ofMillis(400), Duration.ofSeconds(1));
    }

    private static List<Attributes> search(DicomWebServer server) throws DicomWebFailure {
        try (DicomWebClient client = new DicomWebClient(server)) {
            return client.search(Level.INSTANCES, Map.of("PatientID", "SECRET 1"), List.of("AccessionNumber"));
        }
    }

    private Path retrieve(DicomWebServer server) throws DicomWebFailure {
        try (DicomWebClient client = new DicomWebClient(server)) {
            client.retrieve(ASKED, folder.resolve("got"));
        }
        return folder.resolve("got");
    }

    private static DicomWebFailure searchFails(PacsOnLoopback.Behaviour behaviour) throws IOException {
        return searchFails(behaviour, server -> server);
    }

    private static DicomWebFailure searchFails(PacsOnLoopback.Behaviour behaviour, UnaryOperator<DicomWebServer> changed)
            throws IOException {
        try (PacsOnLoopback pacs = new PacsOnLoopback(behaviour)) {
            DicomWebFailure failure = catchThrowableOfType(DicomWebFailure.class, () -> search(changed.apply(patientWith(pacs.root()))));
            assertThat(failure).isNotNull();
            assertThat(failure).hasMessageNotContaining("SECRET").hasMessageNotContaining("?");
            assertThat(failure.request()).isEqualTo("GET " + pacs.root() + "/instances");
            return failure;
        }
    }

    private DicomWebFailure retrieveFails(PacsOnLoopback.Behaviour behaviour) throws IOException {
        return retrieveFails(behaviour, server -> server);
    }

    private DicomWebFailure retrieveFails(PacsOnLoopback.Behaviour behaviour, UnaryOperator<DicomWebServer> changed)
            throws IOException {
        try (PacsOnLoopback pacs = new PacsOnLoopback(behaviour)) {
            DicomWebFailure failure = catchThrowableOfType(DicomWebFailure.class,
                    () -> retrieve(changed.apply(patientWith(pacs.root()).withMostBytes(100_000))));
            assertThat(failure).isNotNull();
            assertThat(failure).hasMessageNotContaining("1.2.3.7").hasMessageContaining("instances/...");
            return failure;
        }
    }

    private static byte[] file(String instance, int extra) {
        return new Film("1.2.1", "1.2.2", instance).bytes(extra);
    }

    private static byte[] multipart(String boundary, String headers, byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(("--" + boundary + "\r\n" + headers + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.writeBytes(part);
            out.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        out.writeBytes(("--" + boundary + "--").getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }

    private static final String PART = "Content-Type: application/dicom\r\n";
    private static final String WHOLE = "multipart/related; type=\"application/dicom\"; boundary=\"b 1\"";

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 499, 500, 501, 1200})
    void everyPageIsFetched(int all) throws IOException, DicomWebFailure {
        try (PacsOnLoopback pacs = new PacsOnLoopback((exchange, n) -> PacsOnLoopback.page(exchange, all))) {
            List<Attributes> found = search(patientWith(pacs.root()));
            assertThat(found).hasSize(all);
            assertThat(found.stream().map(each -> InstanceUids.of(each).orElseThrow().instance()).distinct()).hasSize(all);
            assertThat(pacs.asked.getFirst())
                    .isEqualTo("GET /dicom-web/instances?PatientID=SECRET%201&includefield=AccessionNumber&limit=500&offset=0");
        }
    }

    @Test
    void serversThatKnowNoPages() throws IOException, DicomWebFailure {
        String ten = everything(10);
        String many = everything(700);
        try (PacsOnLoopback pacs = new PacsOnLoopback((exchange, n) -> PacsOnLoopback.json(exchange, ten));
                PacsOnLoopback larger = new PacsOnLoopback((exchange, n) -> PacsOnLoopback.json(exchange, many));
                PacsOnLoopback nothing = new PacsOnLoopback((exchange, n) -> PacsOnLoopback.send(exchange, 204, "", new byte[0]))) {
            assertThat(search(patientWith(pacs.root()))).hasSize(10);
            assertThat(search(patientWith(larger.root()))).hasSize(700);
            assertThat(search(patientWith(nothing.root()))).isEmpty();
        }
        String full = everything(500);
        assertThat(searchFails((exchange, n) -> PacsOnLoopback.json(exchange, full)).what())
                .isEqualTo("the server gives the same result on several pages");
    }

    private static String everything(int count) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(PacsOnLoopback.instance(i));
        }
        return "[" + String.join(",", all) + "]";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            400 | does not understand | 1
            401 | wants to know who asks (status 401) | 1
            403 | does not allow it | 1
            404 | has no such thing | 1
            413 | finds it too large | 1
            429 | is asked too often (status 429), 3 times | 3
            500 | failed (status 500) | 1
            503 | is not ready (status 503), 3 times | 3
            """)
    void statuses(int status, String what, int requests) throws IOException {
        int[] seen = {0};
        DicomWebFailure failure = searchFails((exchange, n) -> {
            seen[0] = n + 1;
            PacsOnLoopback.send(exchange, status, "text/html", "<p>Patient Doe</p>".getBytes(StandardCharsets.UTF_8));
        });
        assertThat(failure.status()).isEqualTo(status);
        assertThat(failure.what()).contains(what).doesNotContain("Doe");
        assertThat(seen[0]).isEqualTo(requests);
    }

    @Test
    void aBusyServerIsAskedAgainWhenItSays() throws IOException, DicomWebFailure {
        long start = System.nanoTime();
        try (PacsOnLoopback pacs = new PacsOnLoopback((exchange, n) -> {
            if (n == 0) {
                exchange.getResponseHeaders().set("Retry-After", "1");
                PacsOnLoopback.send(exchange, 429, "", new byte[0]);
            } else if (n == 1) {
                PacsOnLoopback.send(exchange, 503, "", new byte[0]);
            } else {
                PacsOnLoopback.page(exchange, 3);
            }
        })) {
            assertThat(search(patientWith(pacs.root()))).hasSize(3);
        }
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isBetween(1000L, 5000L);
        DicomWebFailure tooLong = searchFails((exchange, n) -> {
            exchange.getResponseHeaders().set("Retry-After", "86400");
            PacsOnLoopback.send(exchange, 503, "", new byte[0]);
        });
        assertThat(tooLong.what()).endsWith("asks to wait 86400 s");
    }

    @Test
    void nobodyThere() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        URI root = URI.create("http://127.0.0.1:" + port + "/");
        DicomWebFailure failure = catchThrowableOfType(DicomWebFailure.class, () -> search(patientWith(root)));
        assertThat(failure.what()).isEqualTo("the server cannot be reached, 3 times");
        assertThat(failure.status()).isZero();
    }

    @Test
    void slowness() throws IOException {
        assertThat(searchFails((exchange, n) -> pause(900), DicomWebClientTest::hasty).what()).isEqualTo("the server is silent for too long, 3 times");
        assertThat(searchFails((exchange, n) -> { // begins, then nothing
            exchange.getResponseHeaders().set("Content-Type", "application/dicom+json");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('[');
            exchange.getResponseBody().flush();
            pause(900);
        }, DicomWebClientTest::hasty).what()).isEqualTo("the server is silent for too long, 3 times");
        long start = System.nanoTime();
        assertThat(retrieveFails((exchange, n) -> { // never silent, never done
            exchange.getResponseHeaders().set("Content-Type", "application/dicom");
            exchange.sendResponseHeaders(200, 0);
            for (int i = 0; i < 20; i++) {
                exchange.getResponseBody().write(0);
                exchange.getResponseBody().flush();
                pause(100);
            }
        }, DicomWebClientTest::hasty).what()).isEqualTo("the server is silent for too long, 3 times");
        assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start)).isBetween(2L, 12L);
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void malformedAnswers() throws IOException {
        for (String[] each : new String[][] {
            {"[{", "is not JSON from line 1"}, {"{}", "is a JSON object, expected a list"},
            {"[] x", "is not JSON"}, {"[3]", "has at number 1 a JSON number, expected a data set"},
            {"[{\"0008\": {\"vr\": \"UI\"}}]", "a key that is no tag"},
            {"[{\"00080018\": {\"Value\": [\"1\"]}}]", "(0008,0018) no vr of two letters"},
            {"[{\"00080018\": {\"vr\": \"UI\", \"value\": [\"1\"]}}]", "other members than vr"},
            {"[{\"00080018\": {\"vr\": \"UI\", \"Value\": \"1\"}}]", "a JSON string, expected a list of values"},
            {"[{\"00080018\": {\"vr\": \"UI\", \"Value\": [[1]]}}]", "a JSON array, expected a text or a number"},
            {"[{\"00100010\": {\"vr\": \"PN\", \"Value\": [\"Doe^Jane\"]}}]", "expected the groups of a person's name"},
            {"[{\"00080018\": {\"vr\": \"UI\"}, \"00080018\": {\"vr\": \"UI\"}}]", "is not JSON"},
            {"[{\"7FE00010\": {\"vr\": \"OB\", \"InlineBinary\": \"???\"}}]", "bulk data"},
            {"[".repeat(5000), "is not JSON"},
        }) {
            DicomWebFailure failure = searchFails((exchange, n) -> PacsOnLoopback.json(exchange, each[0]));
            assertThat(failure.what()).startsWith("the answer ").contains(each[1]).doesNotContain("Doe");
        }
        assertThat(searchFails((exchange, n) -> PacsOnLoopback.send(
                exchange, 200, "text/html; charset=utf-8", "<html>".getBytes(StandardCharsets.UTF_8))))
                .hasMessageEndingWith("the server sent 'text/html', expected application/dicom+json. Check the address: this is a web"
                        + " page, perhaps for logging in");
    }

    @Test
    void everyKindOfValueIsRead() throws MalformedAnswer {
        Attributes set = Attributes.list("""
                [{"00100010": {"vr": "PN", "Value": [{"Alphabetic": "Wang^Xiao", "Phonetic": "x"}, null]},
                  "00200013": {"vr": "IS", "Value": [7, "8", null]}, "00280030": {"vr": "DS", "Value": [0.5, 1]},
                  "00081199": {"vr": "SQ", "Value": [{"00081155": {"vr": "UI", "Value": ["1.2"]}}, {}]},
                  "00080005": {"vr": "CS"}, "7FE00010": {"vr": "OW", "BulkDataURI": "../bulk"},
                  "00091010": {"vr": "UN", "InlineBinary": "AAE="}}]""".getBytes(StandardCharsets.UTF_8)).getFirst();
        assertThat(set.strings(0x00100010)).containsExactly("Wang^Xiao==x", "");
        assertThat(set.strings(0x00200013)).containsExactly("7", "8", "");
        assertThat(set.strings(0x00280030)).containsExactly("0.5", "1");
        assertThat(set.items(0x00081199)).hasSize(2);
        assertThat(set.items(0x00081199).getFirst().string(0x00081155)).contains("1.2");
        assertThat(set.string(0x00080005)).isEmpty();
        assertThat(set.string(0x00080060)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 1000, 65_536, 99_000})
    void anInstanceComesByteForByte(int extra) throws IOException, DicomWebFailure {
        byte[] file = file("1.2.3.7", extra);
        try (PacsOnLoopback pacs = new PacsOnLoopback((exchange, n) ->
                PacsOnLoopback.send(exchange, 200, WHOLE, multipart("b 1", PART, file)));
                PacsOnLoopback plain = new PacsOnLoopback((exchange, n) ->
                        PacsOnLoopback.send(exchange, 200, "application/dicom; transfer-syntax=1.2", file))) {
            assertThat(retrieve(patientWith(pacs.root()))).hasBinaryContent(file);
            assertThat(pacs.asked).containsExactly("GET /dicom-web/studies/1.2.1/series/1.2.2/instances/1.2.3.7");
            assertThat(retrieve(patientWith(plain.root()))).hasBinaryContent(file);
        }
    }

    /// The bytes of parts are theirs, whatever looks like a boundary in them, and however they arrive.
    @Test
    void partsInPieces() throws IOException {
        SplittableRandom random = new SplittableRandom(5);
        for (int round = 0; round < 300; round++) {
            byte[][] parts = new byte[random.nextInt(4)][];
            for (int p = 0; p < parts.length; p++) {
                StringBuilder text = new StringBuilder();
                int pieces = random.nextInt(12);
                for (int i = 0; i < pieces; i++) {
                    text.append(List.of("\r\n--", "\r\n", "--b", "\r", "-", "\r\n--c", "x".repeat(random.nextInt(30_000)))
                            .get(random.nextInt(7)));
                }
                parts[p] = text.toString().replace("\r\n--bX", "").getBytes(StandardCharsets.US_ASCII);
            }
            byte[] whole = multipart("bX", PART, parts);
            int most = 1 + random.nextInt(round % 2 == 0 ? 3 : 70_000);
            MultipartReader reader = new MultipartReader(inPieces(whole, whole.length > 20_000 ? 9000 : most), "bX");
            for (byte[] part : parts) {
                assertThat(reader.next()).isTrue();
                assertThat(reader.header("content-type")).isEqualTo("application/dicom");
                if (random.nextInt(5) > 0) {
                    assertThat(Arrays.equals(reader.body().readAllBytes(), part)).isTrue();
                }
            }
            assertThat(reader.next()).isFalse();
            byte[] cut = Arrays.copyOf(whole, random.nextInt(whole.length));
            assertThatThrownBy(() -> {
                MultipartReader rest = new MultipartReader(inPieces(cut, 9000), "bX");
                while (rest.next()) {}
            }).isInstanceOf(IOException.class);
        }
    }

    private static InputStream inPieces(byte[] bytes, int most) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(length, most));
            }
        };
    }

    @Test
    void brokenInstances() throws IOException {
        byte[] file = file("1.2.3.7", 1000);
        byte[] whole = multipart("b 1", PART, file);
        int[] seen = {0};
        assertThat(retrieveFails((exchange, n) -> { // closed in the middle
            seen[0] = n + 1;
            exchange.getResponseHeaders().set("Content-Type", WHOLE);
            exchange.sendResponseHeaders(200, whole.length);
            exchange.getResponseBody().write(whole, 0, whole.length / 2);
            exchange.getResponseBody().flush();
        }).what()).startsWith("the answer is broken: it ended in the middle").endsWith(", 3 times");
        assertThat(seen[0]).isEqualTo(3);
        assertThat(retrieveFails((exchange, n) -> PacsOnLoopback.send(exchange, 200, WHOLE, Arrays.copyOf(whole, whole.length - 5)))
                .what()).isEqualTo("the answer is broken: it ends before the last boundary, 3 times");
        assertThat(retrieveFails((exchange, n) -> { // without end
            exchange.getResponseHeaders().set("Content-Type", "application/dicom");
            exchange.sendResponseHeaders(200, 0);
            while (true) {
                exchange.getResponseBody().write(new byte[10_000]);
            }
        }).what()).isEqualTo("the answer does not end: it has more than 100000 bytes");
        assertThat(retrieveFails(sends("text/html", file)).what()).startsWith("the server sent 'text/html', expected application/dicom");
        assertThat(retrieveFails(sends("", file)).what()).startsWith("the server sent content of no type");
        assertThat(retrieveFails(sends("multipart/related", whole)).what()).isEqualTo("the answer names no boundary of its parts");
        assertThat(retrieveFails(sends(WHOLE, multipart("b 1", "Content-Type: image/png\r\n", file))).what())
                .startsWith("the server sent 'image/png'");
        assertThat(retrieveFails(sends(WHOLE, multipart("b 1", "no header\r\n", file))).what())
                .isEqualTo("the answer has a part with a header without a name");
        assertThat(retrieveFails(sends(WHOLE, multipart("b 1", ("X: " + "y".repeat(5000) + "\r\n").repeat(5), file))).what())
                .isEqualTo("the answer has a part with endless headers");
        assertThat(retrieveFails(sends(WHOLE, multipart("b 1", "X: " + "y".repeat(70_000) + "\r\n", file))).what())
                .isEqualTo("the answer has a part with an endless header");
        assertThat(retrieveFails(sends(WHOLE, multipart("b 1", PART))).what()).isEqualTo("the server sent no file");
        assertThat(retrieveFails(sends(WHOLE, multipart("b 1", PART, file, file))).what()).startsWith("the server sent several files");
        assertThat(retrieveFails(sends("application/dicom", file("1.2.3.8", 4))).what())
                .isEqualTo("the server sent another instance than was asked for");
        assertThat(retrieveFails(sends("application/dicom", "no".getBytes(StandardCharsets.US_ASCII))).what())
                .isEqualTo("the server sent what is not DICOM");
    }

    private static PacsOnLoopback.Behaviour sends(String type, byte[] body) {
        return (exchange, n) -> PacsOnLoopback.send(exchange, 200, type, body);
    }

    @Test
    void aConnectionThatBreaksIsMadeAgain() throws IOException, DicomWebFailure {
        byte[] whole = multipart("b 1", PART, file("1.2.3.7", 1000));
        try (PacsOnLoopback pacs = new PacsOnLoopback((exchange, n) -> {
            exchange.getResponseHeaders().set("Content-Type", WHOLE);
            exchange.sendResponseHeaders(200, whole.length);
            exchange.getResponseBody().write(whole, 0, n < 2 ? whole.length / 2 : whole.length);
        })) {
            assertThat(retrieve(patientWith(pacs.root()))).hasBinaryContent(file("1.2.3.7", 1000));
            assertThat(pacs.asked).hasSize(3);
        }
    }

    @Test
    void theTokenGoesToTheServerOnly() throws IOException, DicomWebFailure {
        try (PacsOnLoopback other = new PacsOnLoopback((exchange, n) -> PacsOnLoopback.page(exchange, 1));
                PacsOnLoopback pacs = new PacsOnLoopback((exchange, n) -> {
                    boolean within = exchange.getRequestURI().getPath().startsWith("/dicom-web");
                    exchange.getResponseHeaders().set("Location", exchange.getRequestURI().toString().replace("dicom-web", "new"));
                    if (within) {
                        PacsOnLoopback.send(exchange, 307, "", new byte[0]);
                    } else {
                        PacsOnLoopback.page(exchange, 2);
                    }
                });
                PacsOnLoopback leaving = new PacsOnLoopback((exchange, n) -> {
                    exchange.getResponseHeaders().set("Location", other.root() + "/instances?limit=1&offset=0");
                    PacsOnLoopback.send(exchange, 302, "", new byte[0]);
                });
                PacsOnLoopback circling = new PacsOnLoopback((exchange, n) -> {
                    exchange.getResponseHeaders().set("Location", exchange.getRequestURI().toString());
                    PacsOnLoopback.send(exchange, 302, "", new byte[0]);
                })) {
            assertThat(search(patientWith(pacs.root()).withToken("abc.def"))).hasSize(2);
            assertThat(pacs.authorizations).containsOnly("Bearer abc.def");
            DicomWebFailure refused = catchThrowableOfType(DicomWebFailure.class,
                    () -> search(patientWith(leaving.root()).withToken("abc.def")));
            assertThat(refused.what()).isEqualTo("the server sends us to another host or port");
            assertThat(refused).hasMessageNotContaining("abc.def");
            assertThat(other.asked).isEmpty();
            assertThat(catchThrowableOfType(DicomWebFailure.class, () -> search(patientWith(circling.root()))).what())
                    .isEqualTo("the server sends us elsewhere (status 302)");
            assertThat(circling.asked).hasSize(6);
        }
    }

    @Test
    void whatCannotBeAServer() {
        for (String address : new String[] {"ftp://a/b", "a/b", "https://me:secret@a/b", "https://a/b?token=secret", "https://a/#x"}) {
            assertThatThrownBy(() -> DicomWebServer.at(URI.create(address)))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageNotContaining("secret");
        }
        DicomWebServer far = DicomWebServer.at(URI.create("http://pacs.example.org/dicom-web"));
        assertThatThrownBy(() -> far.withToken("abc")).hasMessage("a token is not sent over http, where anybody can read it");
        assertThatThrownBy(() -> far.withToken("a\nb")).hasMessageContaining("printable");
        assertThat(DicomWebServer.at(URI.create("https://pacs.example.org")).withToken("abc").toString()).doesNotContain("abc");
        assertThatThrownBy(() -> new InstanceUids("1.2", "../..", "1")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void storing() throws IOException, DicomWebFailure {
        List<byte[]> got = new ArrayList<>();
        Path one = Files.write(folder.resolve("1"), file("1.2.3.1", 500));
        Path two = Files.write(folder.resolve("2"), file("1.2.3.2", 90_000));
        try (PacsOnLoopback pacs = new PacsOnLoopback((exchange, n) -> {
            if (n == 0) {
                PacsOnLoopback.send(exchange, 503, "", new byte[0]);
                return;
            }
            String type = exchange.getRequestHeaders().getFirst("Content-Type");
            MultipartReader parts = new MultipartReader(exchange.getRequestBody(), type.replaceAll(".*boundary=", ""));
            while (parts.next()) {
                got.add(parts.body().readAllBytes());
            }
            PacsOnLoopback.json(exchange, "{\"00081199\": {\"vr\": \"SQ\", \"Value\": [{}, {}]}}");
        }); DicomWebClient client = new DicomWebClient(patientWith(pacs.root()))) {
            client.store(List.of(one, two));
            assertThat(pacs.asked).containsExactly("POST /dicom-web/studies", "POST /dicom-web/studies");
        }
        assertThat(got).containsExactly(file("1.2.3.1", 500), file("1.2.3.2", 90_000));
    }

    @Test
    void instancesThatAreNotStoredAreCounted() throws IOException, DicomWebFailure {
        Path one = Files.write(folder.resolve("1"), file("1.2.3.1", 500));
        try (PacsOnLoopback pacs = new PacsOnLoopback((exchange, n) -> PacsOnLoopback.send(exchange, n == 0 ? 202 : 409,
                        "application/dicom+json", (n == 2 ? "{}" : """
                        {"00081198": {"vr": "SQ", "Value": [
                          {"00081155": {"vr": "UI", "Value": ["1.2.3.1"]}, "00081197": {"vr": "US", "Value": [42752]}},
                          {"00081155": {"vr": "UI", "Value": ["1.2.3.2"]}, "00081197": {"vr": "US", "Value": [272]}},
                          {"00081197": {"vr": "US", "Value": [272]}}]}}""").getBytes(StandardCharsets.UTF_8)));
                DicomWebClient client = new DicomWebClient(patientWith(pacs.root()))) {
            for (int status : new int[] {202, 409}) {
                DicomWebFailure failure = catchThrowableOfType(DicomWebFailure.class, () -> client.store(List.of(one, one, one, one)));
                assertThat(failure.status()).isEqualTo(status);
                assertThat(failure.what()).isEqualTo(
                        "3 of 4 instances are not stored: out of resources A700H (1), processing failed 0110H (2)");
            }
            assertThat(catchThrowableOfType(DicomWebFailure.class, () -> client.store(List.of(one))).what())
                    .isEqualTo("none of 1 instances is stored");
            assertThat(catchThrowableOfType(DicomWebFailure.class, () -> client.store(List.of(folder.resolve("none")))).what())
                    .startsWith("a file here cannot be read");
        }
    }

    @Test
    void bothSidesShowCertificates() throws Exception {
        Path serverKey = key("server", "localhost");
        Path clientKey = key("client", "reader");
        KeyStore known = KeyStore.getInstance("PKCS12");
        known.load(null, null);
        known.setCertificateEntry("client", open(clientKey).getCertificate("client"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(known);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(open(serverKey), "password".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        try (PacsOnLoopback pacs = new PacsOnLoopback(context, (exchange, n) -> PacsOnLoopback.page(exchange, 2))) {
            DicomWebServer server = patientWith(pacs.root()).withTimes(Duration.ofSeconds(5), Duration.ofSeconds(10));
            DicomWebServer.ClientKey own = new DicomWebServer.ClientKey(clientKey, "password");
            Path authority = folder.resolve("server.pem");
            assertThat(search(server.withKey(own).withAuthorities(authority))).hasSize(2);
            assertThat(catchThrowableOfType(DicomWebFailure.class, () -> search(server.withKey(own))).what())
                    .startsWith("no secure connection could be made");
            int before = pacs.asked.size();
            assertThat(catchThrowableOfType(DicomWebFailure.class, () -> search(server.withAuthorities(authority)))).isNotNull();
            assertThat(pacs.asked).hasSize(before); // the server saw nobody without a certificate
            assertThat(catchThrowableOfType(DicomWebFailure.class, () -> search(server.withAuthorities(authority)
                    .withKey(new DicomWebServer.ClientKey(clientKey, "wrong")))).what())
                    .isEqualTo("is no PKCS#12 file that opens with this password");
            assertThat(catchThrowableOfType(DicomWebFailure.class, () -> search(server.withAuthorities(clientKey))).what())
                    .isEqualTo("holds no certificates in PEM form");
        }
    }

    /// A key with a certificate that it signed itself, and the certificate as a PEM file.
    private Path key(String alias, String name) throws IOException, InterruptedException {
        Path store = folder.resolve(alias + ".p12");
        String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        run(keytool, "-genkeypair", "-alias", alias, "-keyalg", "EC", "-dname", "CN=" + name, "-ext",
                "san=dns:localhost,ip:127.0.0.1", "-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", "password");
        run(keytool, "-exportcert", "-rfc", "-alias", alias, "-keystore", store.toString(), "-storepass", "password", "-file",
                folder.resolve(alias + ".pem").toString());
        return store;
    }

    private void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile()).start();
        assertThat(process.waitFor()).as(Files.readString(folder.resolve("keytool.log"))).isZero();
    }

    private static KeyStore open(Path store) throws Exception {
        KeyStore opened = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            opened.load(in, "password".toCharArray());
        }
        return opened;
    }
}
