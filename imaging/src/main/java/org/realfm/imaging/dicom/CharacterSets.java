package org.realfm.imaging.dicom;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Specific Character Set (PS3.3 C.12.1.1.2): bytes to text, with the code extensions of ISO 2022 (PS3.5 6.1.2.4, 6.1.2.5).
/// Bytes that are no character become U+FFFD; no text is a reason to refuse a file.
final class CharacterSets {

    /// One code element: the charset of a byte, or of a pair of bytes, once it is brought to the form that Java knows.
    ///
    /// @param charset Java's charset
    /// @param pairs   whether a character has two bytes
    /// @param prefix  a byte to put before each character, or 0
    private record Code(Charset charset, boolean pairs, int prefix) {

        static Code single(String name) {
            return new Code(Charset.forName(name), false, 0);
        }

        static Code pairs(String name, int prefix) {
            return new Code(Charset.forName(name), true, prefix);
        }
    }

    private static final int ESCAPE = 0x1B;
    private static final Code LATIN_1 = Code.single("ISO-8859-1");

    /// Defined terms without and with code extensions: the same charset stands in G1 (PS3.3 tables C.12-2 and C.12-3).
    private static final Map<String, String> SINGLE_BYTE = Map.ofEntries(
            Map.entry("6", "ISO-8859-1"), Map.entry("100", "ISO-8859-1"), Map.entry("101", "ISO-8859-2"),
            Map.entry("109", "ISO-8859-3"), Map.entry("110", "ISO-8859-4"), Map.entry("144", "ISO-8859-5"),
            Map.entry("127", "ISO-8859-6"), Map.entry("126", "ISO-8859-7"), Map.entry("138", "ISO-8859-8"),
            Map.entry("148", "ISO-8859-9"), Map.entry("203", "ISO-8859-15"), Map.entry("13", "JIS_X0201"),
            Map.entry("166", "TIS-620"));

    /// Character sets that stand alone (PS3.3 table C.12-5).
    private static final Map<String, String> ALONE = Map.of("ISO_IR 192", "UTF-8", "GB18030", "GB18030", "GBK", "GBK");

    /// What an escape sequence puts into G0 (`(`, `$B`, `$(`) or G1 (`)`, `-`, `$)`): PS3.3 tables C.12-3 and C.12-4.
    private static final Map<String, Code> DESIGNATIONS = Map.ofEntries(
            Map.entry("(B", LATIN_1), Map.entry("(J", Code.single("JIS_X0201")), Map.entry(")I", Code.single("JIS_X0201")),
            Map.entry("-A", LATIN_1), Map.entry("-B", Code.single("ISO-8859-2")), Map.entry("-C", Code.single("ISO-8859-3")),
            Map.entry("-D", Code.single("ISO-8859-4")), Map.entry("-L", Code.single("ISO-8859-5")),
            Map.entry("-G", Code.single("ISO-8859-6")), Map.entry("-F", Code.single("ISO-8859-7")),
            Map.entry("-H", Code.single("ISO-8859-8")), Map.entry("-M", Code.single("ISO-8859-9")),
            Map.entry("-b", Code.single("ISO-8859-15")), Map.entry("-T", Code.single("TIS-620")),
            Map.entry("$B", Code.pairs("EUC-JP", 0)), Map.entry("$(D", Code.pairs("EUC-JP", 0x8F)),
            Map.entry("$)C", Code.pairs("EUC-KR", 0)), Map.entry("$)A", Code.pairs("GB2312", 0)));

    /// The default repertoire, ISO 646; bytes beyond it are read as Latin 1, which is what they most often are.
    static final CharacterSets DEFAULT = new CharacterSets(LATIN_1, false);

    /// UTF-8, in which everything that is written new is written.
    static final CharacterSets UTF_8 = new CharacterSets(Code.single("UTF-8"), true);

    private final Code first;
    private final boolean alone;

    private CharacterSets(Code first, boolean alone) {
        this.first = first;
        this.alone = alone;
    }

    /// The character sets of these defined terms, of which the first stands at the start of each value. Terms that are
    /// not known count as the default repertoire; misspelt ones (`ISO-IR 100`, `ISO IR 100`) as what is meant.
    static CharacterSets of(List<String> terms) {
        if (terms.isEmpty()) {
            return DEFAULT;
        }
        String term = terms.getFirst();
        if (ALONE.containsKey(term)) {
            return new CharacterSets(Code.single(ALONE.get(term)), true);
        }
        String number = term.substring(term.lastIndexOf(' ') + 1);
        return new CharacterSets(Code.single(SINGLE_BYTE.getOrDefault(number, "ISO-8859-1")), false);
    }

    /// The text of a value.
    ///
    /// @param name whether it is a person's name, in which `^` and `=` too end a code extension
    String decode(byte[] bytes, boolean name) {
        if (alone) {
            return new String(bytes, first.charset);
        }
        StringBuilder text = new StringBuilder(bytes.length);
        Code lower = LATIN_1;
        Code upper = first;
        for (int i = 0; i < bytes.length; ) {
            int b = bytes[i] & 0xFF;
            if (b == ESCAPE) {
                String designation = designation(bytes, i + 1);
                Code code = DESIGNATIONS.get(designation);
                if (code != null) {
                    boolean intoLower = designation.charAt(0) == '(' || designation.equals("$B") || designation.equals("$(D");
                    lower = intoLower ? code : lower;
                    upper = intoLower ? upper : code;
                    i += 1 + designation.length();
                    continue;
                }
            }
            boolean ends = b == '\\' || b == '\r' || b == '\n' || b == '\f' || b == '\t' || name && (b == '^' || b == '=');
            if (b < 0x20 || ends && !lower.pairs) {
                text.append((char) b);
                if (ends) {
                    lower = LATIN_1;
                    upper = first;
                }
                i++;
                continue;
            }
            Code code = b < 0x80 ? lower : upper;
            int length = code.pairs ? Math.min(2, bytes.length - i) : 1;
            text.append(character(code, bytes, i, length));
            i += length;
        }
        return text.toString();
    }

    private static String character(Code code, byte[] bytes, int at, int length) {
        if (!code.pairs) {
            return new String(bytes, at, 1, code.charset);
        }
        if (length < 2) {
            return "\uFFFD";
        }
        byte first = (byte) (bytes[at] | 0x80);
        byte second = (byte) (bytes[at + 1] | 0x80);
        byte[] whole = code.prefix == 0 ? new byte[] {first, second} : new byte[] {(byte) code.prefix, first, second};
        return new String(whole, code.charset);
    }

    private static String designation(byte[] bytes, int at) {
        int length = at < bytes.length && bytes[at] == '$' && at + 1 < bytes.length && bytes[at + 1] != 'B' ? 3 : 2;
        return new String(bytes, at, Math.clamp(bytes.length - at, 0, length), StandardCharsets.ISO_8859_1);
    }

    /// The values of a text, between backslashes.
    static List<String> split(String text) {
        List<String> values = new ArrayList<>();
        int start = 0;
        for (int end = text.indexOf('\\'); end >= 0; end = text.indexOf('\\', start)) {
            values.add(text.substring(start, end));
            start = end + 1;
        }
        values.add(text.substring(start));
        return values;
    }
}
