package org.realfm.ledger.chain;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardOpenOption;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.realfm.ledger.chain.CrashingDisk.Content;

/// A [CrashingDisk] as files: as much of a file system as a ledger asks for. Its one folder is `/`.
final class DiskFileSystem extends FileSystem {

    private final CrashingDisk disk;
    private final Provider provider = new Provider();

    DiskFileSystem(CrashingDisk disk) {
        this.disk = disk;
    }

    /// A file of the folder, or the folder itself if the name is empty.
    @Override
    public Path getPath(String name, String... more) {
        InvocationHandler handler = (proxy, method, arguments) -> switch (method.getName()) {
            case "getFileSystem" -> this;
            case "toAbsolutePath", "normalize", "getFileName" -> proxy;
            case "getParent" -> getPath("");
            case "resolveSibling" -> getPath(String.valueOf(arguments[0]));
            case "toString" -> name;
            case "hashCode" -> name.hashCode();
            case "equals" -> arguments[0] instanceof Path other && other.getFileSystem() == this
                    && other.toString().equals(name);
            default -> throw new UnsupportedOperationException(method.toString());
        };
        return (Path) Proxy.newProxyInstance(Path.class.getClassLoader(), new Class<?>[] {Path.class}, handler);
    }

    @Override
    public FileSystemProvider provider() {
        return provider;
    }

    private final class Provider extends FileSystemProvider {
        @Override
        public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
                throws IOException {
            return path.toString().isEmpty()
                    ? new Channel(new Content(), true)
                    : new Channel(
                            disk.open(
                                    path.toString(),
                                    options.contains(StandardOpenOption.CREATE),
                                    options.contains(StandardOpenOption.TRUNCATE_EXISTING)),
                            false);
        }

        @Override
        public SeekableByteChannel newByteChannel(
                Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
            return newFileChannel(path, options, attributes);
        }

        @Override
        public void move(Path from, Path to, CopyOption... options) throws IOException {
            disk.rename(from.toString(), to.toString());
        }

        @Override
        public void checkAccess(Path path, AccessMode... modes) throws NoSuchFileException {
            if (!disk.has(path.toString())) {
                throw new NoSuchFileException(path.toString());
            }
        }

        @Override
        public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
                throws IOException {
            checkAccess(path);
            // Only the existence of a file is asked for.
            return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (p, m, a) -> null));
        }

        @Override
        public String getScheme() {
            return "crashing";
        }

        @Override
        public FileSystem newFileSystem(URI uri, Map<String, ?> env) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileSystem getFileSystem(URI uri) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Path getPath(URI uri) {
            throw new UnsupportedOperationException();
        }

        @Override
        public DirectoryStream<Path> newDirectoryStream(Path folder, DirectoryStream.Filter<? super Path> filter) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void createDirectory(Path folder, FileAttribute<?>... attributes) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void delete(Path path) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void copy(Path from, Path to, CopyOption... options) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isSameFile(Path one, Path other) {
            return one.equals(other);
        }

        @Override
        public boolean isHidden(Path path) {
            return false;
        }

        @Override
        public FileStore getFileStore(Path path) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <V extends FileAttributeView> V getFileAttributeView(Path path, Class<V> type, LinkOption... options) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Map<String, Object> readAttributes(Path path, String names, LinkOption... options) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void setAttribute(Path path, String name, Object value, LinkOption... options) {
            throw new UnsupportedOperationException();
        }
    }

    private final class Channel extends FileChannel {
        private final Content content;
        private final boolean folder;
        private long position;

        Channel(Content content, boolean folder) {
            this.content = content;
            this.folder = folder;
        }

        @Override
        public int read(ByteBuffer into) {
            int n = disk.read(content, into, position);
            position += Math.max(n, 0);
            return n;
        }

        @Override
        public int read(ByteBuffer into, long at) {
            return disk.read(content, into, at);
        }

        @Override
        public int write(ByteBuffer from) throws IOException {
            int n = disk.write(content, from, position);
            position += n;
            return n;
        }

        @Override
        public int write(ByteBuffer from, long at) throws IOException {
            return disk.write(content, from, at);
        }

        @Override
        public long position() {
            return position;
        }

        @Override
        public FileChannel position(long at) {
            position = at;
            return this;
        }

        @Override
        public long size() {
            return disk.size(content);
        }

        @Override
        public FileChannel truncate(long size) throws IOException {
            disk.truncate(content, size);
            position = Math.min(position, size);
            return this;
        }

        @Override
        public void force(boolean metaData) throws IOException {
            if (folder) {
                disk.forceNames();
            } else {
                disk.force(content);
            }
        }

        @Override
        public FileLock tryLock(long start, long size, boolean shared) {
            return new FileLock(this, start, size, shared) {
                @Override
                public boolean isValid() {
                    return isOpen();
                }

                @Override
                public void release() {}
            };
        }

        @Override
        public FileLock lock(long start, long size, boolean shared) {
            return tryLock(start, size, shared);
        }

        @Override
        protected void implCloseChannel() {}

        @Override
        public long read(ByteBuffer[] into, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long write(ByteBuffer[] from, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long transferTo(long at, long count, WritableByteChannel target) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long transferFrom(ReadableByteChannel source, long at, long count) {
            throw new UnsupportedOperationException();
        }

        @Override
        public MappedByteBuffer map(MapMode mode, long at, long size) {
            throw new UnsupportedOperationException();
        }
    }

    @Override
    public void close() {}

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public String getSeparator() {
        return "/";
    }

    @Override
    public Iterable<Path> getRootDirectories() {
        return List.of(getPath(""));
    }

    @Override
    public Iterable<FileStore> getFileStores() {
        return List.of();
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
        return Set.of();
    }

    @Override
    public PathMatcher getPathMatcher(String pattern) {
        throw new UnsupportedOperationException();
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
        throw new UnsupportedOperationException();
    }

    @Override
    public WatchService newWatchService() {
        throw new UnsupportedOperationException();
    }
}
