package org.realfm.cli;

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
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.realfm.imaging.dicom.DataSet;
import org.realfm.imaging.dicom.DicomFile;
import org.realfm.imaging.dicom.DicomWriter;
import org.realfm.imaging.dicom.PixelData;
import org.realfm.imaging.dicom.StoredFrame;
import org.realfm.imaging.dicom.objects.Code;
import org.realfm.imaging.dicom.objects.Instance;
import org.realfm.imaging.dicom.objects.MeasurementGroup;
import org.realfm.imaging.dicom.objects.MeasurementReport;
import org.realfm.imaging.dicom.objects.Reference;
import org.realfm.imaging.dicom.objects.Subject;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Debian's Orthanc with its DICOMweb plugin, and a device that listens to its changes over its own interface, runs a network
/// on each new picture, and stores a report (TID 1500). Where they are: see `REALFM_ORTHANC` in CONTRIBUTING.md.
final class OrthancWithDevice implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Code FINDING = new Code("47693006", "SCT", "Pulmonary opacity");

    private final Process process;
    private final URI rest;
    private final HttpClient http = HttpClient.newHttpClient();

    /// How many pictures the device has read.
    final AtomicInteger read = new AtomicInteger();

    private OrthancWithDevice(Process process, URI rest) {
        this.process = process;
        this.rest = rest;
    }

    static Optional<Path> program() {
        return Optional.of(Path.of(Optional.ofNullable(System.getenv("REALFM_ORTHANC")).orElse("/usr/sbin/Orthanc")))
                .filter(Files::isExecutable);
    }

    static Optional<Path> plugin() {
        String folder = Optional.ofNullable(System.getenv("REALFM_ORTHANC_PLUGINS")).orElse("/usr/share/orthanc/plugins");
        return Optional.of(Path.of(folder, "libOrthancDicomWeb.so")).filter(Files::isRegularFile);
    }

    static OrthancWithDevice start(Path folder) throws IOException, InterruptedException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Path settings = Files.writeString(folder.resolve("orthanc.json"), """
                {"StorageDirectory": "%1$s/storage", "IndexDirectory": "%1$s/storage", "HttpPort": %2$d,
                 "AuthenticationEnabled": false, "DicomServerEnabled": false, "SyncStorageArea": false,
                 "Plugins": ["%3$s"], "DicomWeb": {"Enable": true, "Root": "/dicom-web/"}}
                """.replace("%1$s", folder.toAbsolutePath().toString()).replace("%2$d", String.valueOf(port))
                .replace("%3$s", plugin().orElseThrow().toString()));
        Process process = new ProcessBuilder(program().orElseThrow().toString(), settings.toString())
                .redirectErrorStream(true).redirectOutput(folder.resolve("orthanc.log").toFile()).start();
        OrthancWithDevice orthanc = new OrthancWithDevice(process, URI.create("http://127.0.0.1:" + port + "/"));
        for (int i = 0; i < 600 && process.isAlive(); i++) {
            try {
                orthanc.get("system");
                return orthanc;
            } catch (IOException e) {
                Thread.sleep(50); // not yet
            }
        }
        orthanc.close();
        throw new IOException("Orthanc does not start: " + Files.readString(folder.resolve("orthanc.log")));
    }

    URI dicomWeb() {
        return rest.resolve("dicom-web");
    }

    int studies() throws IOException, InterruptedException {
        return JSON.readTree(get("studies")).size();
    }

    private byte[] get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(rest.resolve(path)).timeout(Duration.ofSeconds(10)).build());
    }

    /// Asks again if the server has just closed the connection that was kept open.
    private byte[] send(HttpRequest request) throws IOException, InterruptedException {
        for (int attempt = 0; ; attempt++) {
            try {
                return http.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
            } catch (IOException e) {
                if (attempt == 3) {
                    throw e;
                }
            }
        }
    }

    /// A thread that answers for a network until it is interrupted.
    Thread device(ServedNetwork network, String software) {
        return Thread.ofVirtual().start(() -> {
            long last = 0;
            try {
                while (true) {
                    JsonNode changes = JSON.readTree(get("changes?limit=200&since=" + last));
                    for (JsonNode change : changes.path("Changes")) {
                        if (change.path("ChangeType").asString().equals("NewInstance")) {
                            look("instances/" + change.path("ID").asString() + "/file", network, software);
                        }
                    }
                    last = changes.path("Last").asLong();
                    if (changes.path("Done").asBoolean()) {
                        Thread.sleep(20);
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private void look(String path, ServedNetwork network, String software) throws Exception {
        DicomFile file = DicomFile.of(get(path));
        DataSet picture = file.dataSet();
        if (!picture.string(0x00080060).orElse("").equals("DX")) {
            return; // its own reports
        }
        StoredFrame frame = PixelData.of(file).frame(0);
        float[] values = new float[frame.values().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (frame.value(i) * 0.00392156862745098);
        }
        double percent = 100.0 * network.run(values, "opacity")[0];
        int number = read.incrementAndGet();
        String name = "report " + number + " " + Reference.to(picture).instance();
        DataSet report = MeasurementReport.of(
                new Code("363679005", "SCT", "Imaging procedure"),
                List.of(Reference.to(picture)),
                List.of(new MeasurementGroup("opacity", "2.25.77", FINDING, Optional.empty(),
                        List.of(new MeasurementGroup.Measurement(
                                new Code("OPACITY", "99DEVICE", "Opacity score"), percent, Code.unit("%"))),
                        Optional.empty(), List.of(Reference.to(picture)))),
                Subject.of(picture),
                new Instance(Instance.uid(name), Instance.uid("series " + name), 2, 1, LocalDateTime.of(2026, 3, 1, 12, 0), software));
        send(HttpRequest.newBuilder(rest.resolve("instances"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(DicomWriter.explicitLittle().bytes(report)))
                .build());
    }

    @Override
    public void close() {
        http.shutdownNow();
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
