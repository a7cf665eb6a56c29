package org.realfm.imaging.dicom;

import java.util.List;

/// Strings of values (PS3.5 6.2): padding, and numbers written in digits.
final class Texts {

    private static final int SHOWN = 40;

    private Texts() {}

    /// The values of a text, without the spaces around them and the nulls after them.
    static List<String> values(String text) {
        return CharacterSets.split(withoutPadding(text)).stream().map(Texts::trimmed).toList();
    }

    /// A text without the spaces and nulls at its end.
    static String withoutPadding(String text) {
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == ' ' || text.charAt(end - 1) == 0)) {
            end--;
        }
        return text.substring(0, end);
    }

    private static String trimmed(String text) {
        String end = withoutPadding(text);
        int start = 0;
        while (start < end.length() && end.charAt(start) == ' ') {
            start++;
        }
        return end.substring(start);
    }

    /// An integer string (IS).
    static long whole(Element element, String text) throws UnreadableDicom {
        try {
            return Long.parseLong(text.startsWith("+") ? text.substring(1) : text);
        } catch (NumberFormatException e) {
            throw wrong(element, text, "a whole number");
        }
    }

    /// A decimal string (DS).
    static double decimal(Element element, String text) throws UnreadableDicom {
        try {
            if (text.isEmpty() || Character.isLetter(text.charAt(text.length() - 1))) { // Java would take "1f" and "1d"
                throw new NumberFormatException();
            }
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw wrong(element, text, "a decimal number");
        }
    }

    /// The refusal of a text.
    static UnreadableDicom wrong(Element element, String text, String expected) {
        String shown = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
        return new UnreadableDicom(element.tag(), element.offset(), "'" + shown + "'", expected);
    }
}
