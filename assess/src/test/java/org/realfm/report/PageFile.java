package org.realfm.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.realfm.assess.Committee;

final class PageFile {
    public static void main(String[] a) throws IOException {
        EvidenceDocument d = a.length > 1 ? EvidenceJson.read(Path.of(a[1])) : Committee.document();
        Path out = Path.of(a[0]);
        Files.createDirectories(out);
        if (a.length < 2) EvidenceJson.write(d, out.resolve("evidence.json"));
        Files.writeString(out.resolve("report.html"), ReportPage.render(d));
    }
}
