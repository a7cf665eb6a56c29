package org.realfm.imaging.dicomweb;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// The parts of a multipart body (RFC 2046 section 5.1), one after the other, as they come; a part is never in memory as a
/// whole.
final class MultipartReader {

    private static final int BUFFER = 1 << 16;
    private static final int MOST_HEADER_BYTES = 1 << 14;

    private final InputStream in;
    private final byte[] delimiter;
    private final byte[] buffer = new byte[BUFFER];
    private final byte[] skipped = new byte[BUFFER];
    private int from;
    private int to;
    private boolean within = true; // the preamble, which is a part that nobody reads
    private boolean ended;
    private Map<String, String> headers = Map.of();

    /// @param boundary from the content type, 1 to 70 characters
    /// @throws MalformedAnswer if it cannot be one
    MultipartReader(InputStream in, String boundary) throws MalformedAnswer {
        if (!boundary.matches("[\\x20-\\x7E]{0,69}[\\x21-\\x7E]")) {
            throw new MalformedAnswer("names no boundary of its parts");
        }
        this.in = in;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.US_ASCII);
        buffer[to++] = '\r'; // so that the first delimiter looks like the others
        buffer[to++] = '\n';
    }

    /// Goes to the next part, past what is left of this one.
    ///
    /// @return whether there is one
    /// @throws IOException if the body ends before it should, or is not multipart
    boolean next() throws IOException {
        while (within && body(skipped, 0, BUFFER) >= 0) {}
        if (ended) {
            return false;
        }
        from += delimiter.length;
        while (to - from < 2) {
            fill();
        }
        if (buffer[from] == '-' && buffer[from + 1] == '-') {
            ended = true; // what follows is the epilogue, which nobody reads
            return false;
        }
        if (!line().isBlank()) {
            throw new MalformedAnswer("has text after a boundary");
        }
        Map<String, String> read = new TreeMap<>();
        int bytes = 0;
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            bytes += line.length();
            if (colon < 1 || bytes > MOST_HEADER_BYTES) {
                throw new MalformedAnswer(colon < 1 ? "has a part with a header without a name" : "has a part with endless headers");
            }
            read.put(line.substring(0, colon).strip().toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
        }
        headers = read;
        within = true;
        // A part may be empty: its delimiter then begins with the end of the line that ended the headers.
        from -= 2;
        if (!startsWithDelimiter()) {
            from += 2;
        }
        return true;
    }

    /// A header of this part; empty if it is not there.
    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /// The bytes of this part.
    InputStream body() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return body(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                return length == 0 ? 0 : body(into, offset, length);
            }
        };
    }

    private int body(byte[] into, int offset, int length) throws IOException {
        if (!within) {
            return -1;
        }
        while (true) {
            int found = indexOf();
            int sure = (found >= 0 ? found : Math.max(from, to - delimiter.length + 1)) - from;
            if (sure > 0) {
                int count = Math.min(length, sure);
                System.arraycopy(buffer, from, into, offset, count);
                from += count;
                return count;
            }
            if (found >= 0) {
                within = false;
                return -1;
            }
            fill();
        }
    }

    private boolean startsWithDelimiter() throws IOException {
        while (to - from < delimiter.length) {
            fill();
        }
        return Arrays.equals(buffer, from, from + delimiter.length, delimiter, 0, delimiter.length);
    }

    /// Where the delimiter begins, of what is there; -1 if it does not.
    private int indexOf() {
        for (int i = from; i <= to - delimiter.length; i++) {
            if (buffer[i] == '\r' && Arrays.equals(buffer, i, i + delimiter.length, delimiter, 0, delimiter.length)) {
                return i;
            }
        }
        return -1;
    }

    private String line() throws IOException {
        for (int i = from; ; i++) {
            while (i + 1 >= to) {
                if (to - from > MOST_HEADER_BYTES) {
                    throw new MalformedAnswer("has a part with an endless header");
                }
                int moved = from;
                fill();
                i -= moved - from;
            }
            if (buffer[i] == '\r' && buffer[i + 1] == '\n') {
                String line = new String(buffer, from, i - from, StandardCharsets.ISO_8859_1);
                from = i + 2;
                return line;
            }
        }
    }

    /// Moves what is there to the front, but for two bytes that may be put back, and reads more.
    private void fill() throws IOException {
        int keep = Math.min(2, from);
        System.arraycopy(buffer, from - keep, buffer, 0, to - from + keep);
        to -= from - keep;
        from = keep;
        int read = in.read(buffer, to, buffer.length - to);
        if (read < 0) {
            throw new EOFException("it ends before the last boundary");
        }
        to += read;
    }
}
