package org.realfm.models.chat;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Finds the score in what a model wrote. Text is data: nothing in it is followed, and a number counts only as the value of
/// `score` in a JSON object, since "score: 1 of 10" is no probability.
final class ScoreText {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private ScoreText() {}

    /// The score of a text that is exactly `{"score": number}`.
    static OptionalDouble strict(String text) {
        JsonNode node = read(text);
        return node.isObject() && node.size() == 1 && node.path("score").isNumber()
                ? OptionalDouble.of(node.path("score").doubleValue())
                : OptionalDouble.empty();
    }

    /// The one score of all JSON objects in a text: whatever stands around them or beside it, in any case, a number or a
    /// number in quotes. Empty if there is none, or if there are several that differ.
    static OptionalDouble tolerant(String text) {
        Set<Double> scores = new TreeSet<>();
        for (int from = text.indexOf('{'); from >= 0; from = text.indexOf('{', from)) {
            int end = end(text, from);
            JsonNode node = end < 0 ? JSON.missingNode() : read(text.substring(from, end));
            if (node.isObject()) {
                node.properties().forEach(entry -> {
                    if (entry.getKey().toLowerCase(Locale.ROOT).equals("score")) {
                        number(entry.getValue()).ifPresent(scores::add);
                    }
                });
                from = end;
            } else {
                from++;
            }
        }
        return scores.size() == 1 ? OptionalDouble.of(scores.iterator().next()) : OptionalDouble.empty();
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException e) {
            return JSON.missingNode();
        }
    }

    private static OptionalDouble number(JsonNode value) {
        if (value.isNumber()) {
            return OptionalDouble.of(value.doubleValue());
        }
        String text = value.stringValue("").strip();
        return text.matches("-?[0-9]{0,9}\\.?[0-9]{1,18}")
                ? OptionalDouble.of(Double.parseDouble(text))
                : OptionalDouble.empty();
    }

    /// Where the object that begins here ends; -1 if it does not.
    private static int end(String text, int from) {
        int depth = 0;
        boolean quoted = false;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == '{') {
                depth++;
            } else if (c == '}' && --depth == 0) {
                return i + 1;
            }
        }
        return -1;
    }
}
