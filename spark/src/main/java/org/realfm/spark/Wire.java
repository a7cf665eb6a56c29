package org.realfm.spark;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.io.Serializable;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.realfm.ledger.Digest;
import org.realfm.tables.Places;

/// Values as bytes, between processes that run the same realfm: records of records, lists, maps, enums, texts, numbers,
/// arrays, paths, digests and what is optional. A record is its class and its components, and is made again by its
/// constructor with all the checks in it, so that no record has to be declared serialisable. A path is its URI, so that it is
/// absolute.
final class Wire {

    private Wire() {}

    /// The bytes of a value.
    ///
    /// @throws IllegalArgumentException if there is something else in it
    static byte[] bytes(Object value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Writer out = new Writer(bytes)) {
            out.writeObject(value);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot be sent to another process: " + e, e);
        }
        return bytes.toByteArray();
    }

    /// The value of these bytes.
    ///
    /// @throws IllegalStateException if the other process runs another realfm
    static <T> T value(byte[] bytes, Class<T> type) {
        try (Reader in = new Reader(bytes)) {
            return type.cast(in.readObject());
        } catch (IOException | ClassNotFoundException e) {
            throw new IllegalStateException("the processes do not run the same version of realfm: " + e, e);
        }
    }

    private static final class Writer extends ObjectOutputStream {
        Writer(OutputStream out) throws IOException {
            super(out);
            enableReplaceObject(true);
        }

        @Override
        protected @Nullable Object replaceObject(@Nullable Object value) throws IOException {
            return switch (value) {
                case null -> null;
                case Form form -> form;
                case Optional<?> optional -> new Form.Maybe(optional.orElse(null));
                case Path path -> new Form.At(path.toUri().toString()); // a record or not
                case Record record -> new Form.Made(record.getClass(), components(record));
                case Digest digest -> new Form.Sha(digest.hex());
                case List<?> list when !(list instanceof Serializable) -> new ArrayList<>(list);
                default -> value;
            };
        }

        private static @Nullable Object[] components(Record record) throws IOException {
            RecordComponent[] declared = record.getClass().getRecordComponents();
            @Nullable Object[] values = new Object[declared.length];
            try {
                for (int i = 0; i < declared.length; i++) {
                    declared[i].getAccessor().setAccessible(true);
                    values[i] = declared[i].getAccessor().invoke(record);
                }
            } catch (ReflectiveOperationException e) {
                throw new IOException(e);
            }
            return values;
        }
    }

    private static final class Reader extends ObjectInputStream {
        Reader(byte[] bytes) throws IOException {
            super(new ByteArrayInputStream(bytes));
        }

        /// Classes are those of this class' loader: what is handed to executors is not always on their first class path.
        @Override
        protected Class<?> resolveClass(ObjectStreamClass described) throws IOException, ClassNotFoundException {
            try {
                return Class.forName(described.getName(), false, Wire.class.getClassLoader());
            } catch (ClassNotFoundException e) {
                return super.resolveClass(described); // a primitive type
            }
        }
    }

    /// What stands in the bytes for what cannot be written itself.
    private sealed interface Form extends Serializable {

        record Made(Class<?> type, @Nullable Object[] values) implements Form {
            private Object readResolve() throws InvalidObjectException {
                try {
                    Constructor<?> constructor = type.getDeclaredConstructor(Arrays.stream(type.getRecordComponents())
                            .map(RecordComponent::getType)
                            .toArray(Class<?>[]::new));
                    constructor.setAccessible(true);
                    return constructor.newInstance(values);
                } catch (ReflectiveOperationException e) {
                    throw new InvalidObjectException(type + ": " + e);
                }
            }
        }

        record Maybe(@Nullable Object value) implements Form {
            private Object readResolve() {
                return Optional.ofNullable(value);
            }
        }

        record At(String uri) implements Form {
            private Object readResolve() {
                return Places.at(URI.create(uri));
            }
        }

        record Sha(String hex) implements Form {
            private Object readResolve() {
                return new Digest(hex);
            }
        }
    }
}
