package org.realfm.imaging.dicom;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/// Puts a data set together, element by element, in any order.
///
/// ```java
/// DataSet set = DataSetBuilder.dataSet()
///         .text(Tag.MODALITY, "OT")
///         .numbers(Tag.ROWS, 512)
///         .build();
/// ```
///
/// The value representation is the dictionary's (PS3.6) unless it is given. What does not fit it is refused at once: a
/// text too long, a backslash or a control character in a value, a number out of range. Text is UTF-8 (ISO_IR 192).
public final class DataSetBuilder {

    private static final int MOST_DIGITS = 16; // of a decimal string (PS3.5 6.2)

    private final TreeMap<Integer, Element> elements = new TreeMap<>(Integer::compareUnsigned);
    private final ByteOrder order;
    private final CharacterSets characters;

    private DataSetBuilder(ByteOrder order, CharacterSets characters) {
        this.order = order;
        this.characters = characters;
    }

    /// A data set of its own, whose text is UTF-8.
    public static DataSetBuilder dataSet() {
        return item().text(Tag.SPECIFIC_CHARACTER_SET, "ISO_IR 192");
    }

    /// An item of a sequence, whose text is in the character set of the data set that it is put into: UTF-8.
    public static DataSetBuilder item() {
        return new DataSetBuilder(ByteOrder.LITTLE_ENDIAN, CharacterSets.UTF_8);
    }

    /// A data set to be changed. Its own text keeps its character set; what is added must then be ASCII.
    public static DataSetBuilder from(DataSet set) {
        DataSetBuilder builder = new DataSetBuilder(set.order(), set.characters());
        set.forEach(builder::put);
        return builder;
    }

    /// Takes an element as it is, instead of any with its tag.
    public DataSetBuilder put(Element element) {
        elements.put(element.tag(), element);
        return this;
    }

    /// Takes an element away, if it is there.
    public DataSetBuilder remove(int tag) {
        elements.remove(tag);
        return this;
    }

    /// An element without a value.
    public DataSetBuilder empty(int tag) {
        return empty(tag, Dictionary.vr(tag, false));
    }

    /// An element without a value.
    public DataSetBuilder empty(int tag, Vr vr) {
        return vr == Vr.SQ ? items(tag, List.of()) : bytes(tag, vr, new byte[0]);
    }

    /// Text; no values, or one that is empty, make an empty element.
    ///
    /// @throws IllegalArgumentException if a value does not fit the element's representation
    public DataSetBuilder text(int tag, String... values) {
        return text(tag, Dictionary.vr(tag, false), values);
    }

    /// Text of a given representation.
    public DataSetBuilder text(int tag, Vr vr, String... values) {
        boolean many = vr.kind == Vr.Kind.TEXT;
        if (!many && (vr.kind != Vr.Kind.PARAGRAPH || values.length > 1)) {
            throw refusal(tag, vr, values.length + " texts");
        }
        for (String value : values) {
            requireFit(tag, vr, value);
        }
        byte[] bytes = String.join("\\", values).getBytes(StandardCharsets.UTF_8);
        if (characters != CharacterSets.UTF_8 || !vr.usesCharacterSet()) {
            for (byte b : bytes) {
                if (b < 0) {
                    throw refusal(tag, vr, "a character that is not ASCII");
                }
            }
        }
        return bytes(tag, vr, bytes);
    }

    private static void requireFit(int tag, Vr vr, String value) {
        if (value.codePointCount(0, value.length()) > vr.mostCharacters()) {
            throw refusal(tag, vr, "'" + value + "', of more than " + vr.mostCharacters() + " characters");
        }
        boolean paragraph = vr.kind == Vr.Kind.PARAGRAPH;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean layout = paragraph && vr != Vr.UR && (c == '\n' || c == '\r' || c == '\t' || c == '\f');
            if (Character.isISOControl(c) && !layout || c == '\\' && !paragraph) {
                throw refusal(tag, vr, "the character " + (int) c + " in '" + value + "'");
            }
        }
        boolean fits = value.isEmpty() || switch (vr) {
            case CS -> value.matches("[A-Z0-9_ ]*");
            case UI -> value.matches("(0|[1-9][0-9]*)(\\.(0|[1-9][0-9]*))+");
            case DA -> value.matches("\\d{8}");
            case TM -> value.matches("\\d{2}(\\d{2}(\\d{2}(\\.\\d{1,6})?)?)?");
            case AS -> value.matches("\\d{3}[DWMY]");
            case IS -> value.matches("[+-]?\\d{1,11}");
            default -> true;
        };
        if (!fits) {
            throw refusal(tag, vr, "'" + value + "'");
        }
    }

    /// Whole numbers: binary, or integer strings (IS), as the element's representation says.
    ///
    /// @throws IllegalArgumentException if one does not fit, or the representation is neither
    public DataSetBuilder numbers(int tag, long... values) {
        return numbers(tag, Dictionary.vr(tag, false), values);
    }

    /// Whole numbers of a given representation.
    public DataSetBuilder numbers(int tag, Vr vr, long... values) {
        if (vr == Vr.IS) {
            return text(tag, vr, LongStream.of(values).mapToObj(Long::toString).toArray(String[]::new));
        }
        ByteBuffer bytes = ByteBuffer.allocate(values.length * vr.kind.bytes).order(order);
        for (long value : values) {
            switch (vr.kind) {
                case UINT8 -> bytes.put((byte) within(tag, vr, value, 0, 0xFF));
                case UINT16 -> bytes.putShort((short) within(tag, vr, value, 0, 0xFFFF));
                case INT16 -> bytes.putShort((short) within(tag, vr, value, Short.MIN_VALUE, Short.MAX_VALUE));
                case UINT32 -> bytes.putInt((int) within(tag, vr, value, 0, 0xFFFFFFFFL));
                case INT32 -> bytes.putInt((int) within(tag, vr, value, Integer.MIN_VALUE, Integer.MAX_VALUE));
                case INT64 -> bytes.putLong(value);
                default -> throw refusal(tag, vr, "a whole number");
            }
        }
        return bytes(tag, vr, bytes.array());
    }

    private static long within(int tag, Vr vr, long value, long least, long most) {
        if (value < least || value > most) {
            throw refusal(tag, vr, String.valueOf(value));
        }
        return value;
    }

    /// Real numbers: binary (FL, FD), or decimal strings (DS) of at most 16 characters, which are rounded to what fits:
    /// at least nine significant digits.
    ///
    /// @throws IllegalArgumentException if one is not finite, or the representation is none of these
    public DataSetBuilder reals(int tag, double... values) {
        Vr vr = Dictionary.vr(tag, false);
        for (double value : values) {
            if (!Double.isFinite(value)) {
                throw refusal(tag, vr, String.valueOf(value));
            }
        }
        ByteBuffer bytes = ByteBuffer.allocate(values.length * vr.kind.bytes).order(order);
        switch (vr) {
            case DS -> {
                return text(tag, vr, DoubleStream.of(values).mapToObj(DataSetBuilder::decimal).toArray(String[]::new));
            }
            case FL, OF -> DoubleStream.of(values).forEach(value -> bytes.putFloat((float) value));
            case FD, OD -> DoubleStream.of(values).forEach(bytes::putDouble);
            default -> throw refusal(tag, vr, "a real number");
        }
        return bytes(tag, vr, bytes.array());
    }

    /// The decimal string of a number: the shortest that means it, or as many digits as fit.
    static String decimal(double value) {
        BigDecimal exact = new BigDecimal(Double.toString(value));
        for (int digits = 17; ; digits--) {
            BigDecimal rounded = exact.round(new MathContext(digits)).stripTrailingZeros();
            String plain = rounded.toPlainString();
            String shown = plain.length() <= MOST_DIGITS ? plain : scientific(rounded);
            if (shown.length() <= MOST_DIGITS) {
                return shown;
            }
        }
    }

    private static String scientific(BigDecimal value) {
        String digits = value.unscaledValue().abs().toString();
        return (value.signum() < 0 ? "-" : "") + digits.charAt(0) + (digits.length() > 1 ? "." + digits.substring(1) : "")
                + "E" + (digits.length() - 1 - value.scale());
    }

    /// Tags (AT).
    public DataSetBuilder tags(int tag, int... tags) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * tags.length).order(order);
        for (int each : tags) {
            bytes.putShort((short) (each >>> 16)).putShort((short) each);
        }
        return bytes(tag, Vr.AT, bytes.array());
    }

    /// A value as it is, in the byte order of the data set: little endian in one that is new.
    ///
    /// @param value not changed afterwards
    public DataSetBuilder bytes(int tag, Vr vr, byte[] value) {
        return put(new Element(tag, vr, UnreadableDicom.NONE, new Element.Bytes(value)));
    }

    /// A sequence.
    public DataSetBuilder items(int tag, DataSet... items) {
        return items(tag, List.of(items));
    }

    /// A sequence.
    public DataSetBuilder items(int tag, List<DataSet> items) {
        return put(new Element(tag, Vr.SQ, UnreadableDicom.NONE, new Element.Items(List.copyOf(items))));
    }

    /// The data set.
    public DataSet build() {
        return new DataSet(new ArrayList<>(elements.values()), order, characters);
    }

    private static IllegalArgumentException refusal(int tag, Vr vr, String found) {
        return new IllegalArgumentException(Tag.text(tag) + " " + Dictionary.keyword(tag).orElse("?")
                + " is of value representation " + vr + ", which does not hold " + found);
    }
}
