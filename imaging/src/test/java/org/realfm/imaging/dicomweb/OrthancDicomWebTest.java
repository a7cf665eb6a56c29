package org.realfm.imaging.dicomweb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.realfm.imaging.OrthancServer;
import org.realfm.imaging.SharedData;
import org.realfm.imaging.dicom.DataSet;
import org.realfm.imaging.dicom.DicomFile;
import org.realfm.imaging.dicom.Element;
import org.realfm.imaging.dicom.PixelData;
import org.realfm.imaging.dicom.PixelSummary;
import org.realfm.imaging.dicom.Tag;
import org.realfm.imaging.dicom.UnreadableDicom;

/// The client against a PACS that hospitals use: what is stored is found and comes back unchanged.
@Timeout(240)
class OrthancDicomWebTest {

    @TempDir
    private Path folder;

    private OrthancServer orthanc() throws IOException {
        Assumptions.assumeTrue(OrthancServer.isInstalled(), "skipped: there is no Orthanc");
        OrthancServer server = OrthancServer.start(Files.createDirectories(folder.resolve("orthanc")));
        try (DicomWebClient client = new DicomWebClient(DicomWebServer.at(server.dicomWeb()))) {
            client.search(Level.STUDIES, Map.of(), List.of());
            return server;
        } catch (DicomWebFailure e) {
            server.close();
            Assumptions.assumeTrue(e.status() != 404, "skipped: Orthanc has no DICOMweb plugin");
            throw new IOException(e);
        }
    }

    /// Files whole enough for any PACS: with the identifiers that it files them by.
    private static Map<String, Path> whole() {
        Map<String, Path> files = new HashMap<>();
        for (Path path : SharedData.files("dicom-samples")) {
            try {
                DataSet set = DicomFile.read(path).dataSet();
                boolean filed = set.has(InstanceUids.SOP_INSTANCE_UID) && set.has(InstanceUids.SERIES_INSTANCE_UID)
                        && set.has(InstanceUids.STUDY_INSTANCE_UID) && set.has(Tag.SOP_CLASS_UID);
                if (filed && DicomFile.read(path).meta().has(Tag.TRANSFER_SYNTAX_UID)) {
                    files.putIfAbsent(set.string(InstanceUids.SOP_INSTANCE_UID).orElseThrow(), path);
                }
            } catch (UnreadableDicom e) {
                // the reader's tests say why
            }
        }
        return files;
    }

    @Test
    void whatIsStoredComesBack() throws IOException, DicomWebFailure, UnreadableDicom {
        try (OrthancServer orthanc = orthanc();
                DicomWebClient client = new DicomWebClient(DicomWebServer.at(orthanc.dicomWeb()))) {
            Map<String, Path> files = whole();
            List<String> refused = new ArrayList<>();
            for (Path file : files.values()) {
                try {
                    client.store(List.of(file));
                } catch (DicomWebFailure e) {
                    refused.add(file.getFileName() + ": " + e.what());
                }
            }
            List<Attributes> found = client.search(Level.INSTANCES, Map.of(), List.of("SOPClassUID"));
            assertThat(found).hasSize(files.size() - refused.size());
            assertThat(refused).as("refused").hasSizeLessThan(5);
            int identical = 0;
            List<String> changed = new ArrayList<>();
            for (Attributes each : found) {
                InstanceUids uids = InstanceUids.of(each).orElseThrow();
                Path got = folder.resolve("got");
                client.retrieve(uids, got);
                Path sent = Objects.requireNonNull(files.get(uids.instance()));
                if (Files.mismatch(sent, got) < 0) {
                    identical++;
                } else if (!content(DicomFile.read(sent)).equals(content(DicomFile.read(got)))) {
                    changed.add(String.valueOf(sent.getFileName()));
                }
            }
            assertThat(changed).as("changed").isEmpty();
            assertThat(identical).as("byte for byte").isGreaterThan(found.size() / 2);
        }
    }

    /// Every element of a data set with its bytes, pixels as their values.
    private static List<String> content(DicomFile file) throws UnreadableDicom {
        List<String> content = new ArrayList<>();
        for (Element element : file.dataSet()) {
            if (element.tag() == Tag.PIXEL_DATA) {
                content.add(PixelSummary.of(PixelData.of(file)).toString());
            } else if (element.length() > 0) {
                content.add(Tag.text(element.tag()) + " " + HexFormat.of().formatHex(element.bytes()));
            } else {
                content.add(Tag.text(element.tag()) + " " + file.dataSet().items(element.tag()).size());
            }
        }
        return content;
    }

    @Test
    void searchesByAttributesAndLevels() throws IOException, DicomWebFailure {
        try (OrthancServer orthanc = orthanc();
                DicomWebClient client = new DicomWebClient(DicomWebServer.at(orthanc.dicomWeb()))) {
            Path folderOf = SharedData.folder("dicom-samples");
            client.store(List.of(folderOf.resolve("CT_small.dcm"), folderOf.resolve("MR_small.dcm"), folderOf.resolve("rtplan.dcm")));
            List<Attributes> ct = client.search(Level.INSTANCES, Map.of("Modality", "CT"), List.of("AccessionNumber", "StudyDate"));
            assertThat(ct).hasSize(1);
            assertThat(ct.getFirst().string(InstanceUids.SOP_INSTANCE_UID)).contains("1.3.6.1.4.1.5962.1.1.1.1.1.20040119072730.12322");
            assertThat(ct.getFirst().string(0x00080020)).contains("20040119");
            assertThat(client.search(Level.STUDIES, Map.of(), List.of())).hasSize(3);
            assertThat(client.search(Level.SERIES, Map.of("Modality", "MR"), List.of())).hasSize(1);
            assertThat(client.search(Level.INSTANCES, Map.of("StudyDate", "20040101-20040131"), List.of())).isNotEmpty();
            assertThat(client.search(Level.INSTANCES, Map.of("Modality", "US"), List.of())).isEmpty();
            assertThat(catchThrowableOfType(DicomWebFailure.class,
                    () -> client.retrieve(new InstanceUids("1.2", "1.3", "1.4"), folder.resolve("none"))).status()).isEqualTo(404);
        }
    }

    /// Pages of 500 over more instances than that: the same film under many names.
    @Test
    void pages() throws IOException, DicomWebFailure {
        try (OrthancServer orthanc = orthanc();
                DicomWebClient client = new DicomWebClient(DicomWebServer.at(orthanc.dicomWeb()))) {
            List<Path> films = new ArrayList<>();
            for (int i = 0; i < DicomWebClient.PAGE + 20; i++) {
                films.add(Files.write(folder.resolve("film" + i), film(i)));
            }
            client.store(films);
            List<Attributes> found = client.search(Level.INSTANCES, Map.of("StudyInstanceUID", "1.2.9"), List.of());
            assertThat(found).hasSize(DicomWebClient.PAGE + 20);
        }
    }

    private static byte[] film(int number) {
        return new Film("1.2.9", "1.2.9.1", "1.2.9.1." + (number + 1)).bytes(0);
    }
}
