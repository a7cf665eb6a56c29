package org.realfm.imaging.dicom;

import java.io.ByteArrayOutputStream;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Whether two data sets say the same, apart from byte order, padding and group lengths.
final class SameElements {

    private SameElements() {}

    static List<String> differences(DataSet first, DataSet second, String at) throws UnreadableDicom {
        List<String> found = new ArrayList<>();
        List<Integer> tags = new ArrayList<>();
        for (Element element : first) {
            if ((element.tag() & 0xFFFF) == 0) {
                continue;
            }
            tags.add(element.tag());
            String place = at + Tag.text(element.tag());
            Element other = second.element(element.tag()).orElse(null);
            if (other == null) {
                found.add(place + " is gone");
            } else if (other.vr() != element.vr() && !(element.value() instanceof Element.Fragments)) { // OB: PS3.5 A.4
                found.add(place + " was " + element.vr() + " and is " + other.vr());
            } else if (element.value() instanceof Element.Items(List<DataSet> items)) {
                List<DataSet> others = second.items(element.tag());
                if (others.size() != items.size()) {
                    found.add(place + " had " + items.size() + " items and has " + others.size());
                }
                for (int i = 0; i < Math.min(items.size(), others.size()); i++) {
                    found.addAll(differences(items.get(i), others.get(i), place + "[" + i + "]"));
                }
            } else if (element.value() instanceof Element.Fragments fragments) {
                if (!(other.value() instanceof Element.Fragments others) || !Arrays.equals(joined(fragments), joined(others))
                        || !Arrays.equals(fragments.lengths(), others.lengths())) {
                    found.add(place + " has other fragments");
                }
            } else if (!isPixels(element) && !Arrays.equals(value(element, first.order()), value(other, second.order()))) {
                found.add(place + " has another value");
            }
        }
        second.forEach(element -> {
            if (!tags.contains(element.tag())) {
                found.add(at + Tag.text(element.tag()) + " has come");
            }
        });
        return found;
    }

    /// Native pixels, whose order of bytes depends on more than their representation, are compared as pixels.
    private static boolean isPixels(Element element) {
        return element.tag() == Tag.PIXEL_DATA;
    }

    private static byte[] joined(Element.Fragments fragments) throws UnreadableDicom {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < fragments.offsets().length; i++) {
            bytes.writeBytes(fragments.source().bytes(Tag.PIXEL_DATA, fragments.offsets()[i], (int) fragments.lengths()[i]));
        }
        return bytes.toByteArray();
    }

    private static byte[] value(Element element, ByteOrder order) throws UnreadableDicom {
        byte[] bytes = element.bytes();
        byte[] even = Arrays.copyOf(bytes, bytes.length + 1 & ~1);
        if (even.length > bytes.length) {
            boolean text = element.vr().kind == Vr.Kind.TEXT || element.vr().kind == Vr.Kind.PARAGRAPH;
            even[bytes.length] = text && element.vr() != Vr.UI ? (byte) ' ' : 0;
        }
        int size = element.vr() == Vr.AT ? 2 : element.vr().kind.bytes;
        if (order == ByteOrder.BIG_ENDIAN && size > 1) {
            for (int i = 0; i + size <= even.length; i += size) {
                for (int b = 0; b < size / 2; b++) {
                    byte swap = even[i + b];
                    even[i + b] = even[i + size - 1 - b];
                    even[i + size - 1 - b] = swap;
                }
            }
        }
        return even;
    }
}
