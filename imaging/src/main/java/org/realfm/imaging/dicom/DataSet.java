package org.realfm.imaging.dicom;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// Data elements by tag (PS3.5 section 7), with typed access to their values.
///
/// An element that is absent and one that is empty have no values. Values that are not what their representation says
/// are refused with their place; nothing is guessed.
public final class DataSet implements Iterable<Element> {

    private final Element[] elements;
    private final ByteOrder order;
    private final CharacterSets characters;

    /// @param elements   in the order of the file; of two with one tag the later counts
    /// @param order      of the bytes of numbers
    /// @param characters of text, unless the data set has a Specific Character Set of its own
    DataSet(List<Element> elements, ByteOrder order, CharacterSets characters) {
        this.elements = sorted(elements);
        this.order = order;
        this.characters = element(Tag.SPECIFIC_CHARACTER_SET).isEmpty() ? characters : ownCharacters();
    }

    private static Element[] sorted(List<Element> elements) {
        Element[] sorted = elements.toArray(new Element[0]);
        Arrays.sort(sorted, Comparator.comparing(Element::tag, Integer::compareUnsigned)); // keeps the order of equals
        int kept = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (i + 1 == sorted.length || sorted[i + 1].tag() != sorted[i].tag()) {
                sorted[kept++] = sorted[i];
            }
        }
        return Arrays.copyOf(sorted, kept);
    }

    private CharacterSets ownCharacters() {
        return element(Tag.SPECIFIC_CHARACTER_SET).map(Element::value).map(value -> value instanceof Element.Bytes known
                ? CharacterSets.of(Texts.values(new String(known.bytes(), StandardCharsets.ISO_8859_1)))
                : CharacterSets.DEFAULT).orElse(CharacterSets.DEFAULT);
    }

    /// The character sets of its text, which data sets within it inherit.
    CharacterSets characters() {
        return characters;
    }

    /// The elements, in ascending order of their tags.
    @Override
    public Iterator<Element> iterator() {
        return Arrays.asList(elements).iterator();
    }

    /// Elements of this data set and of all within it.
    public long count() {
        long count = elements.length;
        for (Element element : elements) {
            if (element.value() instanceof Element.Items(List<DataSet> items)) {
                for (DataSet item : items) {
                    count += item.count();
                }
            }
        }
        return count;
    }

    /// The element with a tag.
    public Optional<Element> element(int tag) {
        int low = 0;
        int high = elements.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = Integer.compareUnsigned(elements[middle].tag(), tag);
            if (order == 0) {
                return Optional.of(elements[middle]);
            }
            low = order < 0 ? middle + 1 : low;
            high = order < 0 ? high : middle - 1;
        }
        return Optional.empty();
    }

    /// Whether the element is there with a value.
    public boolean has(int tag) {
        return element(tag).filter(found -> found.length() > 0 || found.value() instanceof Element.Items).isPresent();
    }

    /// The strings of a text element, without the spaces and nulls that pad them.
    ///
    /// @throws UnreadableDicom if the element is not text
    public List<String> strings(int tag) throws UnreadableDicom {
        Optional<Element> found = element(tag).filter(element -> element.length() > 0);
        if (found.isEmpty()) {
            return List.of();
        }
        Element element = found.get();
        return switch (element.vr().kind) {
            case TEXT -> Texts.values(text(element));
            case PARAGRAPH -> List.of(Texts.withoutPadding(text(element)));
            default -> throw mistaken(element, "text");
        };
    }

    /// The first string of a text element; empty if there is none.
    public Optional<String> string(int tag) throws UnreadableDicom {
        List<String> strings = strings(tag);
        return strings.isEmpty() || strings.getFirst().isEmpty() ? Optional.empty() : Optional.of(strings.getFirst());
    }

    private String text(Element element) throws UnreadableDicom {
        byte[] bytes = element.bytes();
        return element.vr().usesCharacterSet()
                ? characters.decode(bytes, element.vr() == Vr.PN)
                : new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /// The whole numbers of an element: binary integers, or integer strings (IS); unsigned where the representation is.
    /// `OB`, `OW`, `OL` and `UN` give their bytes, words and so on.
    ///
    /// @throws UnreadableDicom if they are not whole numbers, or the length does not fit them
    public long[] longs(int tag) throws UnreadableDicom {
        Optional<Element> found = element(tag).filter(element -> element.length() > 0);
        if (found.isEmpty()) {
            return new long[0];
        }
        Element element = found.get();
        if (element.vr().kind == Vr.Kind.TEXT) {
            List<String> strings = strings(tag);
            long[] numbers = new long[strings.size()];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = Texts.whole(element, strings.get(i));
            }
            return numbers;
        }
        ByteBuffer bytes = binary(element, "whole numbers");
        long[] numbers = new long[bytes.remaining() / element.vr().kind.bytes];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = switch (element.vr().kind) {
                case UINT8 -> bytes.get() & 0xFF;
                case UINT16 -> bytes.getShort() & 0xFFFF;
                case INT16 -> bytes.getShort();
                case UINT32 -> bytes.getInt() & 0xFFFFFFFFL;
                case INT32 -> bytes.getInt();
                case INT64 -> bytes.getLong();
                default -> throw mistaken(element, "whole numbers");
            };
        }
        return numbers;
    }

    /// The whole numbers of an element that must fit an `int`.
    ///
    /// @throws UnreadableDicom if they are not whole numbers or do not fit
    public int[] ints(int tag) throws UnreadableDicom {
        long[] numbers = longs(tag);
        int[] fitting = new int[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            fitting[i] = (int) numbers[i];
            if (fitting[i] != numbers[i]) {
                throw new UnreadableDicom(tag, element(tag).map(Element::offset).orElse(-1L), String.valueOf(numbers[i]),
                        "a number of at most 31 bits");
            }
        }
        return fitting;
    }

    /// The first whole number of an element; `otherwise` if there is none.
    public int intOr(int tag, int otherwise) throws UnreadableDicom {
        int[] numbers = ints(tag);
        return numbers.length == 0 ? otherwise : numbers[0];
    }

    /// The numbers of an element: binary, or decimal and integer strings (DS, IS).
    ///
    /// @throws UnreadableDicom if they are not finite numbers, or the length does not fit them
    public double[] doubles(int tag) throws UnreadableDicom {
        Optional<Element> found = element(tag).filter(element -> element.length() > 0);
        if (found.isEmpty()) {
            return new double[0];
        }
        Element element = found.get();
        double[] numbers;
        switch (element.vr().kind) {
            case TEXT -> {
                List<String> strings = strings(tag);
                numbers = new double[strings.size()];
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] = Texts.decimal(element, strings.get(i));
                }
            }
            case FLOAT32, FLOAT64 -> {
                ByteBuffer bytes = binary(element, "numbers");
                int size = element.vr().kind.bytes;
                numbers = new double[bytes.remaining() / size];
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] = size == 4 ? bytes.getFloat() : bytes.getDouble();
                }
            }
            default -> numbers = Arrays.stream(longs(tag)).asDoubleStream().toArray();
        }
        for (double number : numbers) {
            if (!Double.isFinite(number)) {
                throw new UnreadableDicom(tag, element.offset(), String.valueOf(number), "a finite number");
            }
        }
        return numbers;
    }

    private ByteBuffer binary(Element element, String wanted) throws UnreadableDicom {
        int size = element.vr().kind.bytes;
        if (size == 0 || element.vr().kind == Vr.Kind.TAG) {
            throw mistaken(element, wanted);
        }
        if (element.length() % size != 0) {
            throw new UnreadableDicom(element.tag(), element.offset(), element.length() + " bytes of " + element.vr(),
                    "a multiple of " + size);
        }
        return ByteBuffer.wrap(element.bytes()).order(order);
    }

    /// The tags that an element of representation AT holds.
    public int[] tags(int tag) throws UnreadableDicom {
        Optional<Element> found = element(tag).filter(element -> element.length() > 0);
        if (found.isEmpty()) {
            return new int[0];
        }
        if (found.get().vr() != Vr.AT || found.get().length() % 4 != 0) {
            throw mistaken(found.get(), "tags of 4 bytes");
        }
        ByteBuffer bytes = ByteBuffer.wrap(found.get().bytes()).order(order);
        int[] tags = new int[bytes.remaining() / 4];
        for (int i = 0; i < tags.length; i++) {
            tags[i] = (bytes.getShort() & 0xFFFF) << 16 | bytes.getShort() & 0xFFFF;
        }
        return tags;
    }

    /// The date of an element of representation DA (or the day of a DT), `yyyymmdd` or the older `yyyy.mm.dd`.
    ///
    /// @throws UnreadableDicom if it is no date
    public Optional<LocalDate> date(int tag) throws UnreadableDicom {
        Optional<Element> element = element(tag);
        Optional<String> text = string(tag);
        if (element.isEmpty() || text.isEmpty()) {
            return Optional.empty();
        }
        String digits = text.get().replace(".", "");
        try {
            String day = digits.substring(0, Math.min(8, digits.length()));
            return Optional.of(LocalDate.parse(day, DateTimeFormatter.BASIC_ISO_DATE));
        } catch (DateTimeException e) {
            throw Texts.wrong(element.get(), text.get(), "a date yyyymmdd");
        }
    }

    /// A person's name (PS3.5 6.2.1).
    public Optional<PersonName> name(int tag) throws UnreadableDicom {
        return string(tag).map(PersonName::of);
    }

    /// The data sets of a sequence.
    ///
    /// @throws UnreadableDicom if the element is not a sequence
    public List<DataSet> items(int tag) throws UnreadableDicom {
        Optional<Element> found = element(tag);
        if (found.isEmpty()) {
            return List.of();
        }
        if (found.get().value() instanceof Element.Items(List<DataSet> items)) {
            return items;
        }
        if (found.get().length() == 0) {
            return List.of();
        }
        throw mistaken(found.get(), "a sequence");
    }

    /// The order of the bytes of its numbers.
    ByteOrder order() {
        return order;
    }

    private static UnreadableDicom mistaken(Element element, String wanted) {
        return new UnreadableDicom(element.tag(), element.offset(),
                element.length() + " bytes of value representation " + element.vr(), wanted);
    }
}
