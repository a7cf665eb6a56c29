package org.realfm.models.device;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.realfm.imaging.dicom.DataSet;
import org.realfm.imaging.dicom.DicomFile;
import org.realfm.imaging.dicom.DicomWriter;
import org.realfm.imaging.dicom.UnreadableDicom;
import org.realfm.models.wire.Peer;
import org.realfm.models.wire.Peer.Asked;
import org.realfm.models.wire.SelfSigned;

/// A PACS on loopback that speaks as much DICOMweb as a device needs (PS3.18 10.4 to 10.6), and a device that looks at what
/// is stored and sends back what a test says.
final class PacsWithDevice implements AutoCloseable {

    /// What the device makes of a picture.
    @FunctionalInterface
    interface Device {
        List<DataSet> results(DataSet picture) throws Exception;
    }

    /// What the PACS does to a request instead of what it should.
    @FunctionalInterface
    interface Trouble {
        /// @return whether it was answered
        boolean to(Asked asked) throws Exception;
    }

    static final int STUDY = 0x0020000D;
    static final int SERIES = 0x0020000E;
    static final int INSTANCE = 0x00080018;
    static final int PATIENT = 0x00100020;
    static final int MODALITY = 0x00080060;
    private static final int[] TOLD = {0x00080016, INSTANCE, MODALITY, PATIENT, STUDY, SERIES};
    private static final Map<String, Integer> ASKED =
            Map.of("StudyInstanceUID", STUDY, "PatientID", PATIENT, "Modality", MODALITY, "SeriesDescription", 0x0008103E);

    private final Device device;
    private final Peer peer;
    private final ScheduledExecutorService later = Executors.newScheduledThreadPool(4);

    /// Everything that is stored, by SOP Instance UID.
    final Map<String, byte[]> files = new ConcurrentHashMap<>();

    /// The pictures that came, in order.
    final List<DataSet> pictures = new CopyOnWriteArrayList<>();

    final List<String> deleted = new CopyOnWriteArrayList<>();
    final AtomicInteger underWay = new AtomicInteger();
    final AtomicInteger mostUnderWay = new AtomicInteger();
    volatile int delayMillis = 20;
    volatile Trouble trouble = asked -> false;

    PacsWithDevice(Device device) {
        this(Optional.empty(), device);
    }

    PacsWithDevice(Optional<SelfSigned> key, Device device) {
        this.device = device;
        this.peer = new Peer(key, this::answer);
    }

    URI url() {
        return peer.uri("/dicom-web");
    }

    List<Asked> asked() {
        return peer.asked();
    }

    long asked(String method, String path) {
        return peer.asked().stream()
                .filter(each -> each.exchange().getRequestMethod().equals(method) && each.path().contains(path))
                .count();
    }

    private void answer(Asked asked) throws Exception {
        if (trouble.to(asked)) {
            return;
        }
        String path = asked.path().substring("/dicom-web/".length());
        switch (asked.exchange().getRequestMethod()) {
            case "POST" -> {
                store(asked);
                json(asked, "{\"00081199\": {\"vr\": \"SQ\", \"Value\": []}}");
            }
            case "DELETE" -> {
                deleted.add(path.substring(path.lastIndexOf('/') + 1));
                asked.answer(204, new byte[0], Map.of());
            }
            default -> {
                String[] parts = path.split("/");
                if (parts.length == 6) {
                    retrieve(asked, parts[5]);
                } else {
                    search(asked, path);
                }
            }
        }
    }

    static void json(Asked asked, String text) throws IOException {
        asked.answer(200, text.getBytes(StandardCharsets.UTF_8), Map.of("Content-Type", "application/dicom+json"));
    }

    void store(Asked asked) throws Exception {
        String text = new String(asked.body(), StandardCharsets.ISO_8859_1);
        String boundary = asked.header("Content-Type").replaceAll(".*boundary=", "");
        String part = text.split("--" + boundary, -1)[1];
        int begin = part.indexOf("\r\n\r\n") + 4;
        byte[] bytes = part.substring(begin, part.length() - 2).getBytes(StandardCharsets.ISO_8859_1);
        DataSet picture = DicomFile.of(bytes).dataSet();
        keep(picture, bytes);
        pictures.add(picture);
        mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
        List<DataSet> results = device.results(picture);
        var unused = later.schedule(() -> {
            for (DataSet result : results) {
                keep(result, DicomWriter.explicitLittle().bytes(result));
            }
            return underWay.decrementAndGet();
        }, delayMillis, TimeUnit.MILLISECONDS);
    }

    private void keep(DataSet set, byte[] bytes) throws UnreadableDicom {
        files.put(set.string(INSTANCE).orElseThrow(), bytes);
    }

    private void search(Asked asked, String path) throws Exception {
        Map<String, String> query = new LinkedHashMap<>();
        for (String part : asked.exchange().getRequestURI().getRawQuery().split("&")) {
            String[] pair = part.split("=", 2);
            query.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
        }
        List<String> found = new ArrayList<>();
        for (byte[] bytes : files.values()) {
            DataSet set = DicomFile.of(bytes).dataSet();
            boolean matches = true;
            for (Map.Entry<String, String> entry : query.entrySet()) {
                Integer tag = ASKED.get(entry.getKey());
                matches &= tag == null || set.string(tag).orElse("").equals(entry.getValue());
            }
            if (matches) {
                List<String> told = new ArrayList<>();
                for (int tag : TOLD) {
                    told.add(String.format(Locale.ROOT, "\"%08X\": {\"vr\": \"UI\", \"Value\": [\"%s\"]}", tag,
                            set.string(tag).orElse("")));
                }
                found.add("{" + String.join(",", told) + "}");
            }
        }
        int offset = Math.min(found.size(), Integer.parseInt(query.getOrDefault("offset", "0")));
        json(asked, "[" + String.join(",", path.equals("studies") ? List.of() : found.subList(offset, found.size())) + "]");
    }

    private void retrieve(Asked asked, String instance) throws IOException {
        byte[] file = files.get(instance);
        if (file == null) {
            asked.answer(404, "");
            return;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes("--b\r\nContent-Type: application/dicom\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(file);
        out.writeBytes("\r\n--b--".getBytes(StandardCharsets.US_ASCII));
        asked.answer(200, out.toByteArray(), Map.of("Content-Type", "multipart/related; type=\"application/dicom\"; boundary=b"));
    }

    @Override
    public void close() {
        later.shutdownNow();
        peer.close();
    }
}
