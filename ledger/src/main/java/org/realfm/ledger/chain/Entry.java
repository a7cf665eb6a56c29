package org.realfm.ledger.chain;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import org.realfm.ledger.Digest;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One line of the ledger.
///
/// @param sequence its number, from 1
/// @param time     when it was appended
/// @param kind     see [Body#kind]
/// @param body     see [Body#json]
/// @param previous digest of the entry before; 64 zeros for the first
/// @param digest   over the canonical JSON of all the above
public record Entry(long sequence, Instant time, String kind, JsonNode body, Digest previous, Digest digest) {

    /// The digest before the first entry.
    static final Digest ORIGIN = new Digest("0".repeat(64));

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    static Entry next(long sequence, Instant time, Body body, Digest previous) {
        ObjectNode json = json(sequence, time, body.kind(), body.json(), previous);
        return new Entry(sequence, time, body.kind(), body.json(), previous, Digest.of(CanonicalJson.bytes(json)));
    }

    private static ObjectNode json(long sequence, Instant time, String kind, JsonNode body, Digest previous) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("sequence", sequence);
        json.put("time", time.toString());
        json.put("kind", kind);
        json.set("body", body);
        json.put("previous", previous.hex());
        return json;
    }

    /// The line, with its line feed.
    byte[] line() {
        ObjectNode json = json(sequence, time, kind, body, previous);
        json.put("digest", digest.hex());
        byte[] bytes = CanonicalJson.bytes(json);
        byte[] line = Arrays.copyOf(bytes, bytes.length + 1);
        line[bytes.length] = '\n';
        return line;
    }

    /// The entry that this line holds.
    ///
    /// @param line without its line feed
    /// @throws MalformedException if it is not, byte for byte, a line that [#line] would write, or its digest is wrong
    static Entry parse(byte[] line) throws MalformedException {
        Entry entry = read(line);
        byte[] canonical = entry.line();
        if (!Arrays.equals(canonical, 0, canonical.length - 1, line, 0, line.length)) {
            throw new MalformedException("expected canonical JSON, found other spelling of the same values");
        }
        ObjectNode json = json(entry.sequence, entry.time, entry.kind, entry.body, entry.previous);
        Digest computed = Digest.of(CanonicalJson.bytes(json));
        if (!computed.equals(entry.digest)) {
            throw new MalformedException("expected digest " + computed + ", found " + entry.digest);
        }
        return entry;
    }

    private static Entry read(byte[] line) throws MalformedException {
        try {
            JsonNode json = MAPPER.readTree(line);
            return new Entry(
                    json.required("sequence").longValue(),
                    Instant.parse(json.required("time").stringValue()),
                    json.required("kind").stringValue(),
                    json.required("body"),
                    new Digest(json.required("previous").stringValue()),
                    new Digest(json.required("digest").stringValue()));
        } catch (JacksonException | DateTimeException | IllegalArgumentException e) {
            String start = new String(line, 0, Math.min(line.length, 60), StandardCharsets.UTF_8);
            throw new MalformedException("expected an entry, found '" + start + "'", e);
        }
    }

    /// A line that no append wrote.
    static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedException(String message) {
            super(message);
        }

        MalformedException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
