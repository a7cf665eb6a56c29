package org.realfm.imaging.dicomweb;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/// The least that a PACS files: identifiers, and bytes that nobody looks at.
record Film(String study, String series, String instance) {

    private static final String SECONDARY_CAPTURE = "1.2.840.10008.5.1.4.1.1.7";

    /// @param extra how many such bytes, even
    byte[] bytes(int extra) {
        ByteArrayOutputStream meta = new ByteArrayOutputStream();
        put(meta, 0x00020002, "UI", SECONDARY_CAPTURE);
        put(meta, 0x00020003, "UI", instance);
        put(meta, 0x00020010, "UI", "1.2.840.10008.1.2.1");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[128]);
        out.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN).putShort((short) 2).putShort((short) 0)
                .put("UL".getBytes(StandardCharsets.US_ASCII)).putShort((short) 4).putInt(meta.size()).array());
        out.writeBytes(meta.toByteArray());
        put(out, 0x00080016, "UI", SECONDARY_CAPTURE);
        put(out, 0x00080018, "UI", instance);
        put(out, 0x00100010, "PN", "Phantom");
        put(out, 0x00100020, "LO", "P1");
        put(out, 0x0020000D, "UI", study);
        put(out, 0x0020000E, "UI", series);
        if (extra > 0) {
            byte[] noise = new byte[extra];
            new SplittableRandom(extra).nextBytes(noise);
            put(out, 0x00210010, "LO", "REALFM TEST");
            out.writeBytes(ByteBuffer.allocate(12 + extra).order(ByteOrder.LITTLE_ENDIAN).putShort((short) 0x21)
                    .putShort((short) 0x1001).put("OB".getBytes(StandardCharsets.US_ASCII)).putShort((short) 0).putInt(extra)
                    .put(noise).array());
        }
        return out.toByteArray();
    }

    private static void put(ByteArrayOutputStream out, int tag, String vr, String value) {
        String even = value.length() % 2 == 0 ? value : value + (vr.equals("UI") ? "\0" : " ");
        out.writeBytes(ByteBuffer.allocate(8 + even.length()).order(ByteOrder.LITTLE_ENDIAN).putShort((short) (tag >>> 16))
                .putShort((short) tag).put(vr.getBytes(StandardCharsets.US_ASCII)).putShort((short) even.length())
                .put(even.getBytes(StandardCharsets.US_ASCII)).array());
    }
}
