package org.realfm.models.command;

import java.util.List;
import java.util.Set;
import org.realfm.models.Output;
import org.realfm.models.wire.Secrets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One line that a program wrote.
///
/// @param id     which picture it is about
/// @param output what it says of it
record Answer(long id, Output output) {

    private static final Set<String> KEYS = Set.of("id", "score", "embedding", "error", "refusal");
    private static final int MOST_FEATURES = 1 << 20;

    /// NaN and Infinity are read, since Python writes them, so that the failure can say what they are.
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /// A line is not what the protocol says.
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message);
        }
    }

    /// Reads a line as one JSON object.
    static JsonNode object(String line, Secrets secrets) throws Malformed {
        try {
            JsonNode node = JSON.readTree(line);
            if (node.isObject()) {
                return node;
            }
        } catch (JacksonException e) {
            // Told below with what stands there.
        }
        throw new Malformed("it wrote '" + secrets.excerpt(line, 120)
                + "' to standard output, where only JSON objects may stand, one a line; messages go to standard error");
    }

    /// Reads an answer.
    static Answer read(String line, boolean probabilities, Secrets secrets) throws Malformed {
        JsonNode node = object(line, secrets);
        for (String key : node.propertyNames()) {
            if (!KEYS.contains(key)) {
                throw new Malformed("its answer has the unknown key '" + secrets.excerpt(key, 60)
                        + "', expected id with score (and embedding), error or refusal");
            }
        }
        JsonNode id = node.path("id");
        if (!id.isIntegralNumber() || !id.canConvertToLong()) {
            throw new Malformed("its answer has no 'id': " + secrets.excerpt(line, 120));
        }
        List<String> said = List.of("score", "error", "refusal").stream().filter(node::has).toList();
        if (said.size() != 1) {
            throw new Malformed("its answer has " + (said.isEmpty() ? "none" : "more than one")
                    + " of score, error and refusal: " + secrets.excerpt(line, 120));
        }
        JsonNode value = node.path(said.getFirst());
        Output output = switch (said.getFirst()) {
            case "error" -> new Output.Failure("the program says: " + text(value, secrets));
            case "refusal" -> new Output.Refusal(text(value, secrets));
            default -> value.isNumber()
                    ? Output.checked(value.doubleValue(), embedding(node.path("embedding")), probabilities, "")
                    : new Output.Failure("the score is " + secrets.excerpt(value.toString(), 60) + ", not a number");
        };
        return new Answer(id.longValue(), output);
    }

    private static String text(JsonNode value, Secrets secrets) {
        return secrets.excerpt(value.isString() ? value.stringValue() : value.toString(), 300);
    }

    private static float[] embedding(JsonNode node) throws Malformed {
        if (node.isMissingNode() || node.isNull()) {
            return new float[0];
        }
        if (!node.isArray() || node.size() > MOST_FEATURES) {
            throw new Malformed("the embedding is no list of at most " + MOST_FEATURES + " numbers");
        }
        float[] values = new float[node.size()];
        for (int i = 0; i < values.length; i++) {
            JsonNode value = node.get(i);
            values[i] = value.isNumber() ? (float) value.doubleValue() : Float.NaN;
            if (!Float.isFinite(values[i])) {
                throw new Malformed("element " + i + " of the embedding is not a finite number");
            }
        }
        return values;
    }
}
