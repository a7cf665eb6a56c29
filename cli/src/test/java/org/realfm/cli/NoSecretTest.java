package org.realfm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.LocalDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.realfm.imaging.dicom.DataSet;
import org.realfm.imaging.dicom.DicomWriter;
import org.realfm.imaging.dicom.UnreadableDicom;
import org.realfm.imaging.dicom.objects.Code;
import org.realfm.imaging.dicom.objects.Instance;
import org.realfm.imaging.dicom.objects.MeasurementGroup;
import org.realfm.imaging.dicom.objects.MeasurementReport;
import org.realfm.imaging.dicom.objects.Reference;
import org.realfm.imaging.dicom.objects.Subject;

/// A key stands in the environment of `realfm assess`; the server and the program that are given it repeat it wherever they
/// can. Nothing that is written or printed may hold it.
class NoSecretTest {

    private static final String KEY = "sk-Open/Sesame+4711=";
    private static final String FOUND = """
            [{"00080018": {"vr": "UI", "Value": ["2.25.9"]}, "0020000D": {"vr": "UI", "Value": ["%s"]},
              "0020000E": {"vr": "UI", "Value": ["2.25.8"]}}]
            """;
    private static final Path PYTHON = Path.of("/usr/bin/python3");

    /// Repeats the key in every answer; some answers are scores all the same.
    private static final String PROGRAM = """
            import json, os, sys, zlib
            key = os.environ["PLANTED"]
            print("I was given " + key, file=sys.stderr, flush=True)
            print(json.dumps({"realfm": 1, "name": key, "version": "1"}), flush=True)
            for line in sys.stdin:
                question = json.loads(line)
                id = question["id"]
                if zlib.crc32(question["png"].encode()) % 20 == 2: answer = {"id": id, key: 1}
                elif id % 5 == 0: answer = {"id": id, "error": "wrong key " + key}
                elif id % 5 == 1: answer = {"id": id, "refusal": key + " is not for me"}
                else: answer = {"id": id, "score": 0.2 + id % 7 / 10}
                print(json.dumps(answer), flush=True)
            """;

    @TempDir
    Path folder;

    private final AtomicInteger requests = new AtomicInteger();

    /// A PACS whose device writes what it was sent into its reports, and whose tenth answers are stack traces.
    private void answerDevice(HttpExchange exchange, String given) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        String study = (path + query).replaceAll("(?s).*(?:studies/|StudyInstanceUID=)([0-9.]+).*", "$1");
        boolean posted = exchange.getRequestMethod().equals("POST");
        int status = query.contains("Modality") && study.endsWith("3") ? 500 : 200;
        byte[] body;
        String type = "application/dicom+json";
        if (status == 500) {
            body = ("stack trace of " + given).getBytes(StandardCharsets.UTF_8);
        } else if (path.contains("/series/")) {
            type = "application/dicom";
            body = report(study, given);
        } else {
            body = (posted ? "{\"00081190\": {\"vr\": \"UR\", \"Value\": [\"%s\"]}}".replace("%s", given)
                    : query.contains("Modality") ? FOUND.replace("%s", study) : "[]").getBytes(StandardCharsets.UTF_8);
        }
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static byte[] report(String study, String given) throws IOException {
        Code concept = study.endsWith("1") ? new Code("OTHER", "99X", given) : new Code("SCORE", "99X", given);
        Reference picture = new Reference(study, "2.25.5", "1.2.840.10008.5.1.4.1.1.7", "2.25.6");
        DataSet report = MeasurementReport.of(concept, List.of(picture),
                List.of(new MeasurementGroup(given, "2.25.7", concept, Optional.empty(),
                        List.of(new MeasurementGroup.Measurement(concept, 0.2 + (study.hashCode() & 7) / 100.0, Code.unit("1"))),
                        Optional.empty(), List.of(picture))),
                Subject.of("P", study), new Instance("2.25.9", "2.25.8", 1, 1, LocalDateTime.of(2026, 1, 1, 1, 1), given));
        try {
            return DicomWriter.explicitLittle().bytes(report);
        } catch (UnreadableDicom e) {
            throw new IOException(e);
        }
    }

    private void answer(HttpExchange exchange, int finallyStatus) throws IOException {
        exchange.getRequestBody().readAllBytes();
        String given = exchange.getRequestHeaders().getFirst("Authorization");
        if (finallyStatus == 200 && exchange.getRequestURI().getPath().startsWith("/dicom-web")) {
            answerDevice(exchange, given);
            return;
        }
        int i = requests.getAndIncrement();
        int status = 200;
        String content;
        if (finallyStatus != 200 || !exchange.getRequestURI().getPath().endsWith("/completions")) {
            status = finallyStatus;
            content = "{\"you sent\": \"" + given + "\"}";
        } else if (i % 6 == 1) {
            status = 500;
            content = "stack trace of " + given;
        } else {
            String message = switch (i % 6) {
                case 2 -> "\"content\": \"your header is " + given + "\"";
                case 3 -> "\"refusal\": \"not for " + given.toUpperCase(Locale.ROOT) + "\"";
                case 4 -> "\"content\": \"base64: "
                        + Base64.getEncoder().encodeToString(KEY.getBytes(StandardCharsets.UTF_8)) + "\"";
                default -> "\"content\": \"{\\\"score\\\": 0." + (2 + i % 7) + "}\"";
            };
            content = "{\"model\": \"m for " + given + "\", \"choices\": [{\"message\": {" + message
                    + "}}], \"usage\": {\"prompt_tokens\": 5, \"completion_tokens\": 5}}";
        }
        byte[] body = content.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("X-Echo", given);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private String assess(int status, int code) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> answer(exchange, status));
        server.start();
        String models = """
            models:
              reader:
                chat: http://127.0.0.1:%d/v1
                key-from: PLANTED
                model: m
                prompt: prompt.txt
              program:
                command: [/usr/bin/python3, -S, program.py]
                environment: [PLANTED]
              device:
                device: http://127.0.0.1:%d/dicom-web
                key-from: PLANTED
                model: reader
                version: 1
                report: {concept: {code: SCORE, scheme: 99X}}
                retries: 0
                poll-seconds: 0.01
                settle-seconds: 0.001
            """.replace("%d", String.valueOf(server.getAddress().getPort()));
        String text = SmallStudy.TEXT.replace("cases-per-probe: 8", "cases-per-probe: 2");
        Files.writeString(folder.resolve("study.yaml"), text.substring(0, text.indexOf("models:")) + models);
        Path console = folder.resolve("console.txt");
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djava.awt.headless=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Realfm.class.getName(),
                        "assess",
                        folder.resolve("study.yaml").toString(),
                        "--out",
                        folder.resolve("out").toString(),
                        "--json"))
                .redirectErrorStream(true)
                .redirectOutput(console.toFile());
        builder.environment().put("PLANTED", KEY);
        builder.environment().put("REALFM_TRACE", "1");
        Process process = builder.start();
        assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
        server.stop(0);
        String said = Files.readString(console);
        assertThat(process.exitValue()).as(said).isEqualTo(code);
        return said;
    }

    @Test
    void theKeyIsNowhere() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(PYTHON), "skipped: there is no " + PYTHON);
        SmallStudy.in(folder);
        Files.writeString(folder.resolve("prompt.txt"), "Is there an opacity?");
        Files.writeString(folder.resolve("program.py"), PROGRAM);
        String console = assess(200, 0);
        clean("the console", console);
        assertThat(console).contains("of which it refused", "reader: ", "answers by m for Bearer ***", "tokens in",
                        "results by realfm realfm Bearer ***");
        assertThat(requests).hasValueGreaterThan(50);
        String stored = stored();
        clean("the observations", stored);
        assertThat(stored)
                .as("what was said is there, without the key")
                .contains(
                        "stack trace of Bearer ***", "your header is Bearer ***", "refused: not for BEARER ***", "base64: ***",
                        "the server failed (status 500)", "the report has no (SCORE, 99X); it has Bearer ***", "wrong key ***", "refused: *** is not for me", "unknown key '***'");
        assertThat(filesAreClean()).contains("ledger.jsonl", "evidence.json", "report.html", "observations.parquet");

        String refused = assess(401, 2);
        clean("the console of a refusal", refused);
        assertThat(refused).contains("answered 401", "Bearer ***", "PLANTED");
        filesAreClean();
    }

    /// Every text of the observations, which are compressed in the file.
    private String stored() throws Exception {
        StringBuilder all = new StringBuilder();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                ResultSet rows = connection.createStatement().executeQuery(
                        "SELECT COLUMNS(*)::VARCHAR FROM read_parquet('" + folder.resolve("out/observations.parquet") + "')")) {
            while (rows.next()) {
                for (int c = 1; c <= rows.getMetaData().getColumnCount(); c++) {
                    all.append(rows.getString(c)).append('\n');
                }
            }
        }
        return all.toString();
    }

    private List<String> filesAreClean() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("out"))) {
            List<Path> found = files.filter(Files::isRegularFile).toList();
            for (Path file : found) {
                clean(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
            }
            return found.stream().map(file -> String.valueOf(file.getFileName())).toList();
        }
    }

    /// No eight characters of the key in a row, in any case, nor its base64.
    private static void clean(String where, String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        for (int i = 0; i + 8 <= KEY.length(); i++) {
            assertThat(lower.contains(KEY.substring(i, i + 8).toLowerCase(Locale.ROOT))).as(where).isFalse();
        }
        String base64 = Base64.getEncoder().encodeToString(KEY.getBytes(StandardCharsets.UTF_8));
        assertThat(text.contains(base64.substring(0, 12))).as(where).isFalse();
    }
}
