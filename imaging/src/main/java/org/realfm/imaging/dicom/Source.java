package org.realfm.imaging.dicom;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/// Where bytes come from: a file, which is opened when something is asked for, or memory.
sealed interface Source {

    /// Bytes in all.
    long size();

    /// Opens it for a number of reads.
    Opened open() throws IOException;

    /// An open source.
    interface Opened extends Closeable {

        /// Reads up to `length` bytes from a place; fewer only at the end, -1 beyond it.
        int read(long offset, byte[] into, int length) throws IOException;

        @Override
        void close() throws IOException;
    }

    /// Reads a part.
    ///
    /// @param tag for whom, for the message
    /// @throws UnreadableDicom if the file cannot be read or has become shorter
    default byte[] bytes(int tag, long offset, int length) throws UnreadableDicom {
        byte[] bytes = new byte[length];
        int found;
        try (Opened opened = open()) {
            found = length == 0 ? 0 : opened.read(offset, bytes, length);
        } catch (IOException e) {
            throw new UnreadableDicom(tag, offset, "that the file cannot be read (" + e + ")", length + " bytes");
        }
        if (found != length) {
            throw new UnreadableDicom(tag, offset, "only " + Math.max(found, 0) + " bytes", length + " bytes");
        }
        return bytes;
    }

    /// A file.
    record File(Path path, long size) implements Source {

        @Override
        public Opened open() throws IOException {
            FileChannel channel = FileChannel.open(path);
            return new Opened() {
                @Override
                public int read(long offset, byte[] into, int length) throws IOException {
                    ByteBuffer buffer = ByteBuffer.wrap(into, 0, length);
                    while (buffer.hasRemaining() && channel.read(buffer, offset + buffer.position()) >= 0) {}
                    return buffer.position() == 0 ? -1 : buffer.position();
                }

                @Override
                public void close() throws IOException {
                    channel.close();
                }
            };
        }
    }

    /// Bytes in memory.
    ///
    /// @param bytes not changed by anybody any more
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Memory(byte[] bytes) implements Source {

        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public Opened open() {
            return new Opened() {
                @Override
                public int read(long offset, byte[] into, int length) {
                    int found = (int) Math.min(length, bytes.length - offset);
                    if (found <= 0) {
                        return -1;
                    }
                    System.arraycopy(bytes, (int) offset, into, 0, found);
                    return found;
                }

                @Override
                public void close() {}
            };
        }
    }
}
