package org.realfm.ledger.chain;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// The one way to write a JSON value: keys sorted by code unit, no white space, `Double.toString` for fractions, decimal
/// digits for integers, and only the escapes that JSON demands (quotation mark, backslash and, in hexadecimal, control
/// characters). Two equal values have equal bytes, so that a digest of the bytes is a digest of the value.
final class CanonicalJson {

    private CanonicalJson() {}

    /// UTF-8 bytes of this value.
    ///
    /// @throws IllegalArgumentException if it holds a number that JSON cannot express
    static byte[] bytes(JsonNode node) {
        StringBuilder out = new StringBuilder();
        write(node, out);
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void write(JsonNode node, StringBuilder out) {
        switch (node.getNodeType()) {
            case OBJECT -> {
                TreeMap<String, JsonNode> members = new TreeMap<>();
                node.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
                out.append('{');
                String separator = "";
                for (var member : members.entrySet()) {
                    out.append(separator);
                    write(member.getKey(), out);
                    out.append(':');
                    write(member.getValue(), out);
                    separator = ",";
                }
                out.append('}');
            }
            case ARRAY -> {
                out.append('[');
                for (Iterator<JsonNode> items = node.iterator(); items.hasNext(); ) {
                    write(items.next(), out);
                    out.append(items.hasNext() ? "," : "");
                }
                out.append(']');
            }
            case STRING -> write(node.stringValue(), out);
            case NUMBER -> out.append(number(node));
            case BOOLEAN -> out.append(node.booleanValue());
            case NULL -> out.append("null");
            default -> throw new IllegalArgumentException("JSON has no " + node.getNodeType());
        }
    }

    private static String number(JsonNode node) {
        if (node.isIntegralNumber()) {
            return node.bigIntegerValue().toString();
        }
        double value = node.doubleValue();
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("JSON has no number " + value);
        }
        return Double.toString(value);
    }

    private static void write(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < 0x20) {
                out.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
