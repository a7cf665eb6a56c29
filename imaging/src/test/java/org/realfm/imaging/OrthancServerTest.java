package org.realfm.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The peer of the DICOM tests answers on both of its interfaces.
class OrthancServerTest {

    @Test
    void answers(@TempDir Path folder) throws Exception {
        Assumptions.assumeTrue(OrthancServer.isInstalled(), "skipped: there is no Orthanc");
        try (OrthancServer server = OrthancServer.start(folder); HttpClient client = HttpClient.newHttpClient()) {
            assertThat(server.rest().getHost()).isEqualTo("127.0.0.1");
            HttpRequest patients = HttpRequest.newBuilder(server.rest().resolve("patients")).build();
            assertThat(client.send(patients, HttpResponse.BodyHandlers.ofString()).body().strip()).isEqualTo("[]");
            HttpRequest studies = HttpRequest.newBuilder(server.dicomWeb().resolve("studies"))
                    .header("Accept", "application/dicom+json").build();
            assertThat(client.send(studies, HttpResponse.BodyHandlers.ofString()).statusCode()).isIn(200, 204);
        }
    }
}
