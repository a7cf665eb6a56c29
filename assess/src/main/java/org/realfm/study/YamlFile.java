package org.realfm.study;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.realfm.ledger.Digest;
import org.realfm.tables.BadInput;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/// A YAML 1.2 file (JSON is YAML too) as nodes that know where they stand. UTF-8, with or without a byte-order mark;
/// one document; no aliases, so that a small file stays small; at most [#MOST_BYTES] and [#MOST_DEPTH] levels.
///
/// @param path   where it was read
/// @param digest of its bytes
/// @param node   its one document
record YamlFile(Path path, Digest digest, Node node) {

    static final int MOST_BYTES = 4 << 20;
    static final int MOST_DEPTH = 40;

    /// @throws BadInput with line and column, if it is missing, empty, or not such a file
    static YamlFile read(Path path) {
        byte[] bytes = bytes(path);
        String text = text(path, bytes);
        try {
            check(path, text);
            Optional<Node> node = new Compose(settings()).composeString(text);
            return new YamlFile(path, Digest.of(bytes), node.orElseThrow(() -> empty(path)));
        } catch (MarkedYamlEngineException e) {
            throw malformed(path, e);
        } catch (YamlEngineException e) {
            throw new BadInput(
                    path.toString(),
                    "is not readable as YAML: " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                    "Remove the characters that it names, and save the file as UTF-8 text");
        }
    }

    /// The whole document.
    YamlValue root() {
        return new YamlValue(this, "", node);
    }

    /// Where a node stands: `study.yaml:12:3`.
    String where(Node at) {
        return where(path, at.getStartMark());
    }

    private static String where(Path path, Optional<Mark> mark) {
        return path + mark.map(m -> ":" + (m.getLine() + 1) + ":" + (m.getColumn() + 1)).orElse("");
    }

    private static LoadSettings settings() {
        return LoadSettings.builder()
                .setSchema(new CoreSchema())
                .setUseMarks(true)
                .setAllowNonScalarKeys(true)
                .setCodePointLimit(MOST_BYTES)
                .build();
    }

    private static byte[] bytes(Path path) {
        if (!Files.isRegularFile(path)) {
            throw new BadInput(path.toString(), "there is no such file", "Check the path");
        }
        try {
            if (Files.size(path) > MOST_BYTES) {
                throw new BadInput(
                        path.toString(),
                        "has " + Files.size(path) + " bytes, expected at most " + MOST_BYTES,
                        "Name a YAML file; tables and pictures are named in it, not part of it");
            }
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new BadInput(path.toString(), "could not be read: " + e.getMessage(), "Check that it may be read");
        }
    }

    private static String text(Path path, byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new BadInput(path.toString(), "is not UTF-8 text", "Save it as UTF-8");
        }
    }

    /// Goes over the events first: nothing is built of a file that is too deep or would unfold.
    private static void check(Path path, String text) {
        int depth = 0;
        for (Event event : new Parse(settings()).parseString(text)) {
            depth += switch (event.getEventId()) {
                case MappingStart, SequenceStart -> 1;
                case MappingEnd, SequenceEnd -> -1;
                default -> 0;
            };
            if (depth > MOST_DEPTH) {
                throw new BadInput(
                        where(path, event.getStartMark()),
                        "is nested deeper than " + MOST_DEPTH + " levels",
                        "Close the brackets, or indent less");
            }
            if (event.getEventId() == Event.ID.Alias) {
                throw new BadInput(
                        where(path, event.getStartMark()),
                        "found an alias (*name), expected a value",
                        "Write the value again; a text that begins with * stands in quotes");
            }
        }
    }

    private static BadInput empty(Path path) {
        return new BadInput(
                path + ":1:1", "the file is empty, expected keys with values", "Write it, or check the path");
    }

    private static BadInput malformed(Path path, MarkedYamlEngineException e) {
        String problem = String.valueOf(e.getProblem()).lines().findFirst().orElse("");
        String context = e.getContext() == null ? "" : " (" + e.getContext().strip() + ")";
        String remedy = problem.contains("TAB")
                ? "Indent with spaces: YAML allows no tabs there"
                : problem.contains("mapping values are not allowed")
                        ? "Check the indentation, and quote texts that contain ': '"
                        : context.contains("expected a single document")
                                ? "Keep one document: remove the '---' that begins the second"
                                : "Check the indentation, the quotes and the brackets around it";
        return new BadInput(
                where(path, e.getProblemMark().or(e::getContextMark)), "is not YAML: " + problem + context, remedy);
    }
}
