package org.realfm.report;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.realfm.tables.BadInput;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/// `evidence.json`: an [EvidenceDocument] as text and back. The same document always has the same bytes, in UTF-8. Reading
/// is strict: a member that is unknown, missing, given twice or of another type stops it, with the place in the file.
public final class EvidenceJson {

    private static final String AGAIN = "Make it again with: realfm assess";

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .enable(
                    DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                    DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                    DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(LogicalType.Textual, config -> {
                config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
                config.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
                config.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
            })
            .build();

    private EvidenceJson() {}

    /// The document as indented JSON that ends with a line feed.
    ///
    /// @throws IllegalArgumentException if it holds a number that is not finite, or lacks what must be there
    public static String text(EvidenceDocument document) {
        Soundness.fault(document).ifPresent(fault -> {
            throw new IllegalArgumentException("the evidence cannot be written: " + fault);
        });
        return MAPPER.writeValueAsString(document).replace("\r\n", "\n") + "\n";
    }

    /// Writes it.
    ///
    /// @throws BadInput if the file cannot be written
    public static void write(EvidenceDocument document, Path file) {
        byte[] bytes = text(document).getBytes(StandardCharsets.UTF_8);
        try {
            WholeFile.write(file, bytes);
        } catch (IOException e) {
            throw new BadInput(file.toString(), "could not be written: " + e.getMessage(), "Make room and run again");
        }
    }

    /// Reads it back.
    ///
    /// @throws BadInput if there is no such file, it is not JSON, of another version, or not what [#write] writes
    public static EvidenceDocument read(Path file) {
        String text = textOf(file);
        try {
            int version = version(file, text);
            if (version != EvidenceDocument.VERSION) {
                throw new BadInput(
                        file.toString(),
                        "is evidence of format " + version + ", this realfm reads format " + EvidenceDocument.VERSION,
                        "Read it with the realfm that wrote it, or make it again with: realfm assess");
            }
            EvidenceDocument document = MAPPER.readValue(text, EvidenceDocument.class);
            Optional<String> fault = Soundness.fault(document);
            if (fault.isPresent()) {
                throw new BadInput(file.toString(), fault.get(), AGAIN);
            }
            return document;
        } catch (JacksonException e) {
            throw new BadInput(file + place(e), "is not evidence" + member(e) + ": " + plain(e.getOriginalMessage()), AGAIN);
        }
    }

    private static String textOf(Path file) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
        } catch (NoSuchFileException e) {
            throw new BadInput(file.toString(), "there is no such file", "Make it with: realfm assess");
        } catch (CharacterCodingException e) {
            throw new BadInput(file.toString(), "is not UTF-8 text", AGAIN);
        } catch (IOException e) {
            throw new BadInput(file.toString(), "cannot be read: " + e.getMessage(), "Name a folder of an assessment");
        }
    }

    /// The member `realfm` of the outermost object, before anything else is understood.
    private static int version(Path file, String text) {
        try (JsonParser parser = MAPPER.createParser(text)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                    boolean here = parser.currentName().equals("realfm");
                    JsonToken value = parser.nextToken();
                    if (here && value == JsonToken.VALUE_NUMBER_INT) {
                        return parser.getIntValue();
                    }
                    parser.skipChildren();
                }
            }
        }
        throw new BadInput(file.toString(), "does not say of which format it is (member realfm)", AGAIN);
    }

    private static String place(JacksonException e) {
        TokenStreamLocation location = e.getLocation();
        return location == null || location.getLineNr() < 1 ? "" : ":" + location.getLineNr() + ":" + location.getColumnNr();
    }

    /// The member in question, for example ` at study.seed`.
    private static String member(JacksonException e) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference step : e.getPath()) {
            if (step.getPropertyName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? " at " : ".").append(step.getPropertyName());
            }
        }
        return path.toString();
    }

    /// The message without what only a programmer could use.
    private static String plain(String message) {
        return message.lines().findFirst().orElse("").replaceFirst("( \\((class|index|but)|; `).*", "");
    }
}
