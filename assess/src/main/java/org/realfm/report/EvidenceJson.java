package org.realfm.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.realfm.tables.BadInput;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// `evidence.json`: an [EvidenceDocument] as text and back. The same document always has the same bytes.
public final class EvidenceJson {

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private EvidenceJson() {}

    /// The document as indented JSON that ends with a line feed.
    public static String text(EvidenceDocument document) {
        return MAPPER.writeValueAsString(document).replace("\r\n", "\n") + "\n";
    }

    /// Writes it.
    public static void write(EvidenceDocument document, Path file) {
        try {
            Files.write(file, text(document).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new BadInput(file.toString(), "could not be written: " + e.getMessage(), "Make room and run again");
        }
    }

    /// Reads it back.
    public static EvidenceDocument read(Path file) {
        try {
            return MAPPER.readValue(Files.readString(file), EvidenceDocument.class);
        } catch (IOException | JacksonException e) {
            throw new BadInput(file.toString(), "cannot be read: " + e.getMessage(), "Run: realfm assess");
        }
    }
}
