package org.realfm.imaging.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.realfm.imaging.SharedData;

/// Mandatory attributes.
class ConformanceTest {

    private static DicomBytes cr() {
        DicomBytes set = DicomBytes.of(TransferSyntax.EXPLICIT_LITTLE).text(Tag.SOP_CLASS_UID, "UI", "1.2.840.10008.5.1.4.1.1.1")
                .text(0x00080018, "UI", "1.2.3").text(0x00080020, "DA", "").text(0x00080030, "TM", "").text(0x00080050, "SH", "")
                .text(Tag.MODALITY, "CS", "CR").text(0x00080070, "LO", "").text(0x00080090, "PN", "").text(0x00100010, "PN", "")
                .text(0x00100020, "LO", "").text(0x00100030, "DA", "").text(0x00100040, "CS", "").text(0x00180015, "CS", "")
                .text(0x00185101, "CS", "").text(0x0020000D, "UI", "1.2.4").text(0x0020000E, "UI", "1.2.5").text(0x00200010, "SH", "")
                .text(0x00200011, "IS", "").text(0x00200013, "IS", "");
        return set.format(1, 2, 1, 8, 8, false, "MONOCHROME2", 1).element(Tag.PIXEL_DATA, "OB", new byte[2]);
    }

    private static List<String> breaches(DicomBytes bytes) throws UnreadableDicom {
        return Conformance.of(DicomFile.of(bytes.file(TransferSyntax.EXPLICIT_LITTLE)).dataSet()).orElseThrow().stream()
                .map(Conformance.Breach::toString).toList();
    }

    @Test
    void emptyIsEnoughForTypeTwoOnly() throws UnreadableDicom {
        assertThat(breaches(cr())).isEmpty();
        assertThat(breaches(cr().text(0x0020000D, "UI", ""))).containsExactly("(0020,000D) StudyInstanceUID is empty, type 1 of CR Image");
        assertThat(breaches(cr().text(Tag.MODALITY, "CS", "DX")))
                .containsExactly("(0008,0060) Modality is 'DX', expected 'CR' of CR Image");
    }

    @Test
    void otherKindsHaveNoAnswer() throws UnreadableDicom {
        DicomBytes other = cr().text(Tag.SOP_CLASS_UID, "UI", "1.2.840.10008.5.1.4.1.1.7");
        assertThat(Conformance.of(DicomFile.of(other.file(TransferSyntax.EXPLICIT_LITTLE)).dataSet())).isEmpty();
    }

    /// Against dicom3tools: what we say is missing or empty, it says too.
    @Test
    void dciodvfyAgreesOnRealImages() throws IOException, InterruptedException, UnreadableDicom {
        Path tool = Path.of("/usr/bin/dciodvfy");
        Assumptions.assumeTrue(Files.isExecutable(tool), "skipped: there is no dciodvfy");
        Path folder = SharedData.folder("dicom-samples");
        int compared = 0;
        for (String name : List.of("CT_small.dcm", "MR_small.dcm", "JPEG2000.dcm", "693_J2KI.dcm", "MR_small_expb.dcm")) {
            Path path = folder.resolve(name);
            DataSet set = DicomFile.readable(path).dataSet();
            if (Conformance.of(set).isEmpty()) {
                continue;
            }
            Set<String> ours = new TreeSet<>();
            for (Conformance.Breach breach : Conformance.of(set).get()) {
                if (breach.text().matches(".* is (missing|empty).*")) {
                    ours.add(breach.text().substring(0, breach.text().indexOf(' ')));
                }
            }
            Process process = new ProcessBuilder(tool.toString(), path.toString()).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            process.waitFor();
            Set<String> theirs = new TreeSet<>();
            Matcher missing = Pattern.compile("(?m)^Error - .*?Missing attribute.*?Type [12] Required.*?Element=<(\\w+)>").matcher(said);
            while (missing.find()) {
                theirs.add(missing.group(1));
            }
            Matcher empty = Pattern.compile("(?m)^Error - .*?Empty attribute.*?Type 1 Required.*?Element=<(\\w+)>").matcher(said);
            while (empty.find()) {
                theirs.add(empty.group(1));
            }
            assertThat(theirs.stream().map(text -> text.toLowerCase(Locale.ROOT)).toList()).as(name + "\n" + said)
                    .containsAll(ours.stream().map(text -> text.toLowerCase(Locale.ROOT)).toList());
            compared++;
        }
        assertThat(compared).isGreaterThan(2);
    }
}
