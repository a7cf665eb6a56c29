package org.realfm.imaging;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Debian's Orthanc, as a peer in tests: on loopback, without authentication, with the DICOMweb plugin where it is there.
///
/// The program is looked for in `/usr/sbin` and on PATH, the plugins in `/usr/share/orthanc/plugins`; the environment
/// variables `REALFM_ORTHANC` (the program) and `REALFM_ORTHANC_PLUGINS` (the folder) name others.
public final class OrthancServer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int TRIES = 3;

    private final Process process;
    private final URI rest;

    private OrthancServer(Process process, URI rest) {
        this.process = process;
        this.rest = rest;
    }

    /// Whether Orthanc is on this machine. Tests that need it are skipped where it is not.
    public static boolean isInstalled() {
        return program().isPresent();
    }

    /// Starts a server and waits until it answers.
    ///
    /// @param folder where it keeps its files; must exist
    public static OrthancServer start(Path folder) throws IOException {
        for (int i = 1; ; i++) { // the free port may be taken by somebody else in between
            Path log = folder.resolve("orthanc-" + i + ".log");
            int port = freePort();
            Path settings = Files.writeString(folder.resolve("orthanc-" + i + ".json"), settings(folder, port));
            Process process = new ProcessBuilder(program().orElseThrow().toString(), settings.toString())
                    .redirectErrorStream(true).redirectOutput(log.toFile()).start();
            OrthancServer server = new OrthancServer(process, URI.create("http://127.0.0.1:" + port + "/"));
            if (server.answers()) {
                return server;
            }
            server.close();
            if (i == TRIES) {
                throw new IOException("Orthanc does not start: " + Files.readString(log));
            }
        }
    }

    /// The root of its own interface, as in `http://127.0.0.1:8042/`.
    public URI rest() {
        return rest;
    }

    /// The root of DICOMweb, as in `http://127.0.0.1:8042/dicom-web/`.
    public URI dicomWeb() {
        return rest.resolve("dicom-web/");
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static Optional<Path> program() {
        String named = System.getenv("REALFM_ORTHANC");
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        Stream<Path> places = named != null ? Stream.of(Path.of(named))
                : Stream.concat(Stream.of("/usr/sbin"), Stream.of(path.split(":"))).map(place -> Path.of(place, "Orthanc"));
        return places.filter(Files::isExecutable).findFirst();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String settings(Path folder, int port) throws IOException {
        Path plugins = Path.of(Optional.ofNullable(System.getenv("REALFM_ORTHANC_PLUGINS")).orElse("/usr/share/orthanc/plugins"));
        List<String> found = List.of();
        if (Files.isDirectory(plugins)) {
            try (Stream<Path> files = Files.list(plugins)) {
                found = files.map(Path::toString).filter(name -> name.contains("DicomWeb")).toList();
            }
        }
        String listed = found.isEmpty() ? "" : "\"" + String.join("\", \"", found) + "\"";
        return """
                {
                  "Name": "realfm-test", "StorageDirectory": "FOLDER", "IndexDirectory": "FOLDER",
                  "HttpPort": PORT, "RemoteAccessAllowed": false, "AuthenticationEnabled": false,
                  "DicomServerEnabled": false, "SyncStorageArea": false, "OverwriteInstances": true,
                  "Plugins": [PLUGINS], "DicomWeb": {"Enable": true, "Root": "/dicom-web/"}
                }
                """.replace("FOLDER", folder.resolve("storage").toAbsolutePath().toString()).replace("PORT", String.valueOf(port))
                .replace("PLUGINS", listed);
    }

    private boolean answers() {
        HttpRequest question = HttpRequest.newBuilder(rest.resolve("system")).timeout(Duration.ofSeconds(5)).build();
        long end = System.nanoTime() + PATIENCE.toNanos();
        try (HttpClient client = HttpClient.newHttpClient()) {
            while (process.isAlive() && System.nanoTime() < end) {
                try {
                    if (client.send(question, HttpResponse.BodyHandlers.ofString()).body().contains("realfm-test")) {
                        return true;
                    }
                } catch (IOException e) {
                    Thread.sleep(50); // not yet
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }
}
