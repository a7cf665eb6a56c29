package org.realfm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.realfm.imaging.dicom.DataSetBuilder;
import org.realfm.imaging.dicom.DicomFile;
import org.realfm.imaging.dicom.DicomWriter;
import org.realfm.imaging.dicom.UnreadableDicom;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `realfm deidentify`.
class DeidentifyTest {

    @TempDir
    private Path folder;

    private Path film(String name, String instance) throws IOException, UnreadableDicom {
        Path path = folder.resolve(name);
        Files.createDirectories(path.getParent());
        DicomWriter.explicitLittle().write(DataSetBuilder.dataSet().text(0x00080016, "1.2.840.10008.5.1.4.1.1.7")
                .text(0x00080018, instance).text(0x0020000E, "1.2.3").text(0x00100010, "Planted^Pat").text(0x00100020, "ID4711")
                .build(), path);
        return path;
    }

    @Test
    void aFile() throws IOException, UnreadableDicom {
        Path film = film("film.dcm", "1.2.3.1");
        Path copy = folder.resolve("copy.dcm");
        Path salt = folder.resolve("salt");
        SmallStudy.Said said = SmallStudy.run("deidentify", film, copy, "--salt", salt);
        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out()).contains("film.dcm -> ", "1 copied, 0 refused");
        assertThat(Files.readString(copy, StandardCharsets.ISO_8859_1)).doesNotContain("Planted", "4711", "1.2.3.1");
        assertThat(Files.readString(salt)).matches("[0-9a-f]{64}\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(salt))).isEqualTo("rw-------");
        byte[] before = Files.readAllBytes(copy);
        SmallStudy.Said again = SmallStudy.run("deidentify", film, copy, "--salt", salt);
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.out()).contains("REFUSED", "copy.dcm is there already");
        assertThat(Files.readAllBytes(copy)).isEqualTo(before);
        assertThat(again.err()).doesNotContain("secret");
        Files.setPosixFilePermissions(salt, PosixFilePermissions.fromString("rw-r--r--"));
        Path second = folder.resolve("second.dcm");
        assertThat(SmallStudy.run("deidentify", film, second, "--salt", salt).err()).contains("which is a secret: chmod 600");
        assertThat(Files.readAllBytes(second)).isEqualTo(before);
    }

    @Test
    void aFolder() throws IOException, UnreadableDicom {
        film("in/Planted/a.dcm", "1.2.3.1");
        film("in/b.dcm", "1.2.3.2");
        Files.writeString(folder.resolve("in/c.dcm"), "<html>not found</html>");
        Path out = folder.resolve("out");
        SmallStudy.Said said = SmallStudy.run("deidentify", folder.resolve("in"), out, "--salt", folder.resolve("salt"), "--json");
        assertThat(said.code()).isEqualTo(1);
        JsonNode json = JsonMapper.shared().readTree(said.out());
        assertThat(json).hasSize(3);
        assertThat(json.get(2).get("refused").stringValue()).contains("expected the first data element");
        List<Path> copies;
        try (Stream<Path> files = Files.walk(out)) {
            copies = files.filter(Files::isRegularFile).toList();
        }
        assertThat(copies).hasSize(2);
        for (Path copy : copies) {
            assertThat(copy.toString().substring(folder.toString().length())).doesNotContain("Planted")
                    .matches("/out/2\\.25\\.\\d+/2\\.25\\.\\d+\\.dcm");
            assertThat(DicomFile.read(copy).dataSet().string(0x00120062)).contains("YES");
        }
    }

    @Test
    void mistakes() throws IOException, UnreadableDicom {
        Path film = film("in/film.dcm", "1.2.3.1");
        Path salt = Files.writeString(folder.resolve("salt"), "not a salt");
        assertThat(SmallStudy.run("deidentify", film, folder.resolve("x"), "--salt", salt).err()).contains("hexadecimal digits");
        Files.writeString(salt, "abcd");
        assertThat(SmallStudy.run("deidentify", film, folder.resolve("x"), "--salt", salt).err()).contains("the salt has 2 bytes");
        SmallStudy.Said within = SmallStudy.run("deidentify", folder.resolve("in"), folder.resolve("in/out"), "--salt", salt);
        assertThat(within.code()).isEqualTo(2);
        assertThat(within.err()).contains("among the originals");
        assertThat(SmallStudy.run("deidentify", folder.resolve("none"), folder.resolve("x"), "--salt", salt).code()).isEqualTo(2);
        assertThat(SmallStudy.run("deidentify", "--help").out()).contains("Examples:", "--salt=FILE", "1   something was refused");
    }
}
