package org.realfm.imaging.dicomweb;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.realfm.imaging.dicom.Tag;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A data set in the DICOM JSON model (PS3.18 annex F), by tag. Read strictly: what the annex does not allow is refused.
///
/// @param byTag the attributes
public record Attributes(Map<Integer, Attribute> byTag) {

    /// An attribute.
    ///
    /// @param vr     value representation
    /// @param values of a text or number, as text; a person's name as its groups joined by `=`; a missing one is empty
    /// @param items  of a sequence
    public record Attribute(String vr, List<String> values, List<Attributes> items) {}

    private static final int MOST_DEPTH = 64;
    private static final Pattern TAG = Pattern.compile("[0-9A-Fa-f]{8}");
    private static final Pattern VR = Pattern.compile("[A-Z]{2}");
    private static final Pattern BASE_64 = Pattern.compile("[A-Za-z0-9+/]*+={0,2}"); // RFC 4648
    private static final Set<String> MEMBERS = Set.of("vr", "Value", "BulkDataURI", "InlineBinary");
    private static final List<String> NAME_GROUPS = List.of("Alphabetic", "Ideographic", "Phonetic");
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(3 * MOST_DEPTH)
                            .maxStringLength(1 << 24)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    public Attributes {
        byTag = Map.copyOf(byTag);
    }

    /// The first value of an attribute as text; empty if there is none.
    public Optional<String> string(int tag) {
        return strings(tag).stream().findFirst().filter(value -> !value.isEmpty());
    }

    /// The values of an attribute as text.
    public List<String> strings(int tag) {
        Attribute attribute = byTag.get(tag);
        return attribute == null ? List.of() : attribute.values;
    }

    /// The items of a sequence.
    public List<Attributes> items(int tag) {
        Attribute attribute = byTag.get(tag);
        return attribute == null ? List.of() : attribute.items;
    }

    /// Reads the answer to a search: a list of data sets.
    ///
    /// @throws MalformedAnswer if it is not one; the message says where, and repeats no value
    static List<Attributes> list(byte[] json) throws MalformedAnswer {
        JsonNode root = tree(json);
        if (!root.isArray()) {
            throw new MalformedAnswer("is " + kind(root) + ", expected a list of data sets");
        }
        List<Attributes> sets = new ArrayList<>();
        for (JsonNode element : root) {
            sets.add(set(element, "number " + (sets.size() + 1), 0));
        }
        return sets;
    }

    /// Reads one data set.
    static Attributes one(byte[] json) throws MalformedAnswer {
        return set(tree(json), "the data set", 0);
    }

    private static JsonNode tree(byte[] json) throws MalformedAnswer {
        try {
            return JSON.readTree(json);
        } catch (JacksonException e) {
            TokenStreamLocation at = e.getLocation(); // null where a limit was passed
            throw new MalformedAnswer("is not JSON"
                    + (at == null ? " within bounds" : " from line " + at.getLineNr() + ", column " + at.getColumnNr()));
        }
    }

    private static Attributes set(JsonNode node, String where, int depth) throws MalformedAnswer {
        if (!node.isObject() || depth > MOST_DEPTH) {
            throw wrong(where, depth > MOST_DEPTH ? "more than " + MOST_DEPTH + " levels" : kind(node), "a data set");
        }
        Map<Integer, Attribute> byTag = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            if (!TAG.matcher(entry.getKey()).matches()) {
                throw wrong(where, "a key that is no tag", "eight hexadecimal digits");
            }
            int tag = Integer.parseUnsignedInt(entry.getKey(), 16);
            String at = where + " " + Tag.text(tag);
            if (byTag.put(tag, attribute(entry.getValue(), at, depth)) != null) {
                throw wrong(at, "it a second time", "each tag once");
            }
        }
        return new Attributes(byTag);
    }

    private static Attribute attribute(JsonNode node, String where, int depth) throws MalformedAnswer {
        JsonNode vr = node.path("vr");
        if (!node.isObject() || !vr.isString() || !VR.matcher(vr.stringValue()).matches()) {
            throw wrong(where, node.isObject() ? "no vr of two letters" : kind(node), "an object with a vr");
        }
        if (!MEMBERS.containsAll(node.propertyNames()) || node.size() > 2) {
            throw wrong(where, "other members than vr", "one of Value, BulkDataURI and InlineBinary");
        }
        if (node.has("BulkDataURI") && !node.path("BulkDataURI").isString()
                || node.has("InlineBinary") && !isBase64(node.path("InlineBinary"))) {
            throw wrong(where, "bulk data", "an address, or base64");
        }
        List<String> values = new ArrayList<>();
        List<Attributes> items = new ArrayList<>();
        if (node.has("Value") && !node.path("Value").isArray()) {
            throw wrong(where, kind(node.path("Value")), "a list of values");
        }
        for (JsonNode value : node.path("Value")) {
            if (vr.stringValue().equals("SQ")) {
                items.add(value.isNull() ? new Attributes(Map.of()) : set(value, where, depth + 1));
            } else {
                values.add(vr.stringValue().equals("PN") ? name(value, where) : text(value, where));
            }
        }
        return new Attribute(vr.stringValue(), List.copyOf(values), List.copyOf(items));
    }

    private static String text(JsonNode value, String where) throws MalformedAnswer {
        if (value.isNull()) {
            return "";
        }
        if (!value.isString() && !value.isNumber()) {
            throw wrong(where, kind(value), "a text or a number");
        }
        return value.asString();
    }

    private static String name(JsonNode value, String where) throws MalformedAnswer {
        if (value.isNull()) {
            return "";
        }
        if (!value.isObject() || !NAME_GROUPS.containsAll(value.propertyNames())) {
            throw wrong(where, kind(value), "the groups of a person's name");
        }
        StringBuilder name = new StringBuilder();
        for (String group : NAME_GROUPS) {
            JsonNode part = value.path(group);
            if (!part.isMissingNode() && !part.isString() && !part.isNull()) {
                throw wrong(where, kind(part), "a text");
            }
            name.append(group.equals("Alphabetic") ? "" : "=").append(part.isString() ? part.stringValue() : "");
        }
        int end = name.length(); // by hand: '=+$' takes a time that grows with the square of the name
        while (end > 0 && name.charAt(end - 1) == '=') {
            end--;
        }
        return name.substring(0, end);
    }

    private static boolean isBase64(JsonNode value) {
        return value.isString() && value.stringValue().length() % 4 == 0 && BASE_64.matcher(value.stringValue()).matches();
    }

    private static String kind(JsonNode node) {
        return "a JSON " + node.getNodeType().name().toLowerCase(Locale.ROOT);
    }

    private static MalformedAnswer wrong(String where, String found, String expected) {
        return new MalformedAnswer("has at " + where + " " + found + ", expected " + expected);
    }
}
