package org.realfm.imaging.dicomweb;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.realfm.imaging.fuzz.Allocation;

/// What a DICOMweb server sends, for answers of any bytes: whatever is refused is refused with a reason, within the memory
/// that `docs/fuzzing.md` states.
public final class AnswerReading {

    private static final long FREE = 1L << 20;
    private static final long PARTS_A_BYTE = 256;
    private static final long JSON_A_BYTE = 1L << 10;

    private AnswerReading() {}

    /// The parts of a multipart body, whose boundary is the first line. How the bytes arrive makes no difference.
    public static void multipart(byte[] bytes) throws Exception {
        int end = 0;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        String boundary = new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
        byte[] body = Arrays.copyOfRange(bytes, Math.min(bytes.length, end + 1), bytes.length);
        List<String> whole = Allocation.within("parts", FREE + PARTS_A_BYTE * bytes.length,
                () -> parts(new ByteArrayInputStream(body), boundary));
        List<String> drops = parts(new Drops(body), boundary);
        if (!whole.equals(drops)) {
            throw new AssertionError("at once " + whole + ", byte by byte " + drops);
        }
    }

    /// Each part's headers and its bytes' hash, and the refusal at last.
    private static List<String> parts(InputStream body, String boundary) {
        List<String> found = new ArrayList<>();
        try {
            MultipartReader reader = new MultipartReader(body, boundary);
            byte[] buffer = new byte[1 << 12];
            while (reader.next()) {
                int hash = 0;
                InputStream part = reader.body();
                for (int read = part.read(buffer); read >= 0; read = part.read(buffer)) {
                    for (int i = 0; i < read; i++) {
                        hash = 31 * hash + buffer[i];
                    }
                }
                found.add(reader.header("content-type") + " " + HexFormat.of().toHexDigits(hash));
            }
        } catch (IOException e) {
            found.add(said(e));
        }
        return found;
    }

    /// A body of which a byte comes at a time.
    private static final class Drops extends ByteArrayInputStream {

        Drops(byte[] body) {
            super(body);
        }

        @Override
        public synchronized int read(byte[] into, int offset, int length) {
            return super.read(into, offset, Math.min(1, length));
        }
    }

    /// A list of data sets, and one.
    public static void json(byte[] bytes) throws Exception {
        try {
            for (Attributes found : Allocation.within("a list", 8 * FREE + JSON_A_BYTE * bytes.length, () -> Attributes.list(bytes))) {
                InstanceUids.of(found);
            }
        } catch (MalformedAnswer e) {
            said(e);
        }
        try {
            Allocation.within("a data set", 8 * FREE + JSON_A_BYTE * bytes.length, () -> Attributes.one(bytes));
        } catch (MalformedAnswer e) {
            said(e);
        }
    }

    private static String said(IOException refusal) {
        String reason = refusal.getMessage();
        if (reason == null || reason.isBlank()) {
            throw new AssertionError("a refusal without a reason", refusal);
        }
        return reason;
    }
}
