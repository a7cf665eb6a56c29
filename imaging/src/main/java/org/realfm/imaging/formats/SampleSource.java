package org.realfm.imaging.formats;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/// Where the bytes of samples come from: one file, or several that follow each other, each with an equal share.
///
/// @param parts    the files
/// @param encoding how the samples are written down in them
record SampleSource(List<Part> parts, Encoding encoding) {

    /// How samples are written down.
    enum Encoding {
        RAW, GZIP, ZLIB, TEXT
    }

    /// A file's share.
    ///
    /// @param file  the file
    /// @param start bytes before the samples, or before the compressed stream that holds them
    /// @param skip  bytes to leave out once decompressed
    record Part(Path file, long start, long skip) {}

    /// The most that deflate makes of a byte (RFC 1951: a match of 258 bytes in two bits).
    static final int MOST_INFLATION = 1032;

    private static final int LONGEST_NUMBER = 64;

    SampleSource {
        parts = List.copyOf(parts);
    }

    /// The most bytes of samples that there can be.
    long most(SampleType type) throws IOException {
        long most = 0;
        for (Part part : parts) {
            long left = Math.max(0, Files.size(part.file) - part.start);
            most += switch (encoding) {
                case RAW -> Math.max(0, left - part.skip);
                case GZIP, ZLIB -> Math.multiplyExact(left, MOST_INFLATION);
                case TEXT -> Math.multiplyExact((left + 1) / 2, type.bytes());
            };
        }
        return most;
    }

    /// The samples as bytes.
    ///
    /// @param bytes of all samples; each part holds an equal share
    InputStream open(SampleType type, ByteOrder order, long bytes) throws IOException {
        if (parts.size() == 1) {
            return stream(parts.getFirst(), type, order);
        }
        long share = bytes / parts.size();
        return new SequenceInputStream(new Enumeration<>() {
            private int next;

            @Override
            public boolean hasMoreElements() {
                return next < parts.size();
            }

            @Override
            public InputStream nextElement() {
                Part part = parts.get(next++);
                try {
                    return new Share(stream(part, type, order), share, part.file);
                } catch (IOException e) {
                    return new Broken(e);
                }
            }
        });
    }

    private InputStream stream(Part part, SampleType type, ByteOrder order) throws IOException {
        InputStream file = Files.newInputStream(part.file);
        try {
            file.skipNBytes(part.start);
            InputStream stream = switch (encoding) {
                case RAW -> file;
                case GZIP -> new GZIPInputStream(file, 1 << 16);
                case ZLIB -> new InflaterInputStream(file);
                case TEXT -> new Text(new BufferedInputStream(file, 1 << 16), type, order);
            };
            stream.skipNBytes(part.skip);
            return stream;
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /// What a failed opening leaves.
    private static final class Broken extends InputStream {

        private final IOException fault;

        Broken(IOException fault) {
            this.fault = fault;
        }

        @Override
        public int read() throws IOException {
            throw fault;
        }
    }

    /// Exactly so many bytes of a file.
    private static final class Share extends InputStream {

        private final InputStream in;
        private long left;
        private final Path file;

        Share(InputStream in, long left, Path file) {
            this.in = in;
            this.left = left;
            this.file = file;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (left == 0 || length == 0) {
                return length == 0 ? 0 : -1;
            }
            int found = in.read(into, offset, (int) Math.min(length, left));
            if (found < 0) {
                throw new IOException(file.getFileName() + " ends " + left + " bytes before its share of the voxels does");
            }
            left -= found;
            return found;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    /// Numbers in decimals, apart by white space, as the bytes that they would be.
    private static final class Text extends InputStream {

        private final InputStream in;
        private final SampleType type;
        private final ByteBuffer sample;

        Text(InputStream in, SampleType type, ByteOrder order) {
            this.in = in;
            this.type = type;
            this.sample = ByteBuffer.allocate(8).order(order).limit(0);
        }

        @Override
        public int read() throws IOException {
            return fill() ? sample.get() & 0xFF : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int done = 0;
            while (done < length && fill()) {
                int part = Math.min(length - done, sample.remaining());
                sample.get(into, offset + done, part);
                done += part;
            }
            return done == 0 && length > 0 ? -1 : done;
        }

        private boolean fill() throws IOException {
            if (sample.hasRemaining()) {
                return true;
            }
            byte[] token = new byte[LONGEST_NUMBER];
            int length = 0;
            int c = in.read();
            while (c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == ',') {
                c = in.read();
            }
            while (c > ' ' && c != ',' && length < LONGEST_NUMBER) {
                token[length++] = (byte) c;
                c = in.read();
            }
            if (length == 0) {
                return false;
            }
            String text = new String(token, 0, length, StandardCharsets.ISO_8859_1);
            sample.clear();
            try {
                type.put(text, sample);
            } catch (NumberFormatException e) {
                throw new IOException("found '" + text + "' among the voxels, expected a number of type " + type, e);
            }
            sample.flip();
            return true;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    /// One file.
    static SampleSource of(Path file, long start, long skip, Encoding encoding) {
        return new SampleSource(List.of(new Part(file, start, skip)), encoding);
    }
}
