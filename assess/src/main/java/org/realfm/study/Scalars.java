package org.realfm.study;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// What YAML's words mean (core schema of YAML 1.2, section 10.3), and plain Java values for whole documents.
final class Scalars {

    private static final int SHOWN = 60;

    private Scalars() {}

    /// The number of a scalar tagged as integer or float.
    static double number(ScalarNode scalar) {
        if (scalar.getTag().equals(Tag.INT)) {
            return big(scalar).doubleValue();
        }
        String text = scalar.getValue().toLowerCase(Locale.ROOT);
        return switch (text) {
            case ".nan" -> Double.NaN;
            case ".inf", "+.inf" -> Double.POSITIVE_INFINITY;
            case "-.inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    /// The whole number of a scalar tagged as integer, which must fit.
    static long integer(ScalarNode scalar) {
        return big(scalar).longValueExact();
    }

    /// The truth value of a scalar tagged as one.
    static boolean truth(ScalarNode scalar) {
        return scalar.getValue().equalsIgnoreCase("true");
    }

    private static BigInteger big(ScalarNode scalar) {
        String text = scalar.getValue();
        return text.startsWith("0x")
                ? new BigInteger(text.substring(2), 16)
                : text.startsWith("0o") ? new BigInteger(text.substring(2), 8) : new BigInteger(text);
    }

    /// What a node is, for messages: the text 'x', the number 3, a list.
    static String describe(Node node) {
        if (!(node instanceof ScalarNode scalar)) {
            return node instanceof MappingNode ? "a set of keys" : "a list";
        }
        String text = scalar.getValue().length() <= SHOWN
                ? scalar.getValue()
                : scalar.getValue().substring(0, SHOWN) + "...";
        Tag tag = scalar.getTag();
        return tag.equals(Tag.NULL) || text.isBlank()
                ? "empty"
                : tag.equals(Tag.STR)
                        ? "the text '" + text + "'"
                        : tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)
                                ? "the number " + text
                                : tag.equals(Tag.BOOL) ? text : "'" + text + "' with the tag " + tag.getValue();
    }

    /// A document as plain values: maps, lists, texts (dates too), Integer, Long, Double, Boolean. A key without a
    /// value counts as absent. A whole number beyond 64 bits stays a text.
    static Map<String, Object> content(YamlValue whole) {
        Map<String, Object> content = new LinkedHashMap<>();
        whole.entries().forEach((key, value) -> {
            if (!value.node().getTag().equals(Tag.NULL)) {
                content.put(key, plain(value));
            }
        });
        return content;
    }

    private static Object plain(YamlValue value) {
        if (value.node() instanceof MappingNode) {
            return content(value);
        }
        if (!(value.node() instanceof ScalarNode scalar)) {
            List<Object> list = new ArrayList<>();
            value.list().stream().filter(v -> !v.node().getTag().equals(Tag.NULL)).forEach(v -> list.add(plain(v)));
            return list;
        }
        Tag tag = scalar.getTag();
        if (tag.equals(Tag.BOOL)) {
            return truth(scalar);
        }
        if (tag.equals(Tag.FLOAT)) {
            return value.number();
        }
        if (!tag.equals(Tag.INT) || big(scalar).bitLength() > 63) {
            return scalar.getValue();
        }
        long number = integer(scalar);
        return number == (int) number ? (Object) (int) number : (Object) number;
    }
}
