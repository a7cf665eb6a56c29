package org.realfm.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.realfm.assess.Committee;
import tools.jackson.databind.json.JsonMapper;

/// The documents that tests read and draw.
final class Documents {

    private static final EvidenceDocument COMMITTEE = Committee.document();
    private static final String TEXT = EvidenceJson.text(COMMITTEE);

    private Documents() {}

    /// Three models before a committee.
    static EvidenceDocument committee() {
        return COMMITTEE;
    }

    /// The same as JSON.
    static String text() {
        return TEXT;
    }

    /// The same with one text in place of another, wherever it stands.
    static EvidenceDocument with(String text, String replacement) {
        return with(List.of(text), place -> replacement);
    }

    /// The same with others in place of these texts, wherever they stand.
    static EvidenceDocument with(List<String> texts, UnaryOperator<String> replacement) {
        String changed = TEXT;
        for (String text : texts) {
            String quoted = JsonMapper.shared().writeValueAsString(replacement.apply(text));
            changed = changed.replace(text, quoted.substring(1, quoted.length() - 1));
        }
        return read(changed);
    }

    /// The document of a JSON text.
    static EvidenceDocument read(String json) {
        try {
            Path file = Files.createTempFile("evidence", ".json");
            try {
                return EvidenceJson.read(Files.writeString(file, json));
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
