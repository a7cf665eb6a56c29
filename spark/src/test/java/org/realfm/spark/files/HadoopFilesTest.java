package org.realfm.spark.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.realfm.tables.BadInput;
import org.realfm.tables.Places;
import org.realfm.tables.Table;

class HadoopFilesTest {

    @TempDir
    private Path folder;

    private Path remote(String name) {
        return Places.at(URI.create("films://" + folder.toUri().getRawPath() + name));
    }

    @Test
    void readsWhatIsThereAndWritesNothing() throws IOException {
        byte[] bytes = {1, 2, 3, 4, 5};
        Files.write(folder.resolve("a film.bin"), bytes);
        Path file = remote("a%20film.bin");
        assertThat(file).isInstanceOf(HadoopPath.class);
        assertThat(Files.isRegularFile(file)).isTrue();
        assertThat(Files.size(file)).isEqualTo(5);
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer two = ByteBuffer.allocate(2);
            channel.read(two, 3);
            assertThat(two.array()).containsExactly(4, 5);
        }
        Path copy = folder.resolve("copy");
        Files.copy(file, copy);
        assertThat(copy).hasBinaryContent(bytes);
        assertThatThrownBy(() -> Files.write(file, bytes)).isInstanceOf(ReadOnlyFileSystemException.class);
        assertThatThrownBy(() -> Files.delete(file)).isInstanceOf(ReadOnlyFileSystemException.class);
        assertThat(Files.readAllBytes(folder.resolve("a film.bin"))).isEqualTo(bytes);
    }

    @Test
    void aCopyThatWasReadIsGoneWhenItIsClosed() throws IOException {
        Files.writeString(folder.resolve("file"), "text");
        List<Path> before = copies();
        try (FileChannel channel = FileChannel.open(remote("file"))) {
            assertThat(channel.size()).isEqualTo(4);
        }
        assertThat(copies()).isEqualTo(before);
    }

    private static List<Path> copies() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> String.valueOf(file.getFileName()).endsWith(".read")).sorted().toList();
        }
    }

    @Test
    void whatIsNotThereIsMissingAsItIsHere() {
        assertThat(Files.exists(remote("nothing"))).isFalse();
        assertThat(Files.isRegularFile(remote("nothing"))).isFalse();
        assertThatThrownBy(() -> Files.readAllBytes(remote("nothing"))).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> Places.at(URI.create("gopher://host/x")))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("gopher://host/x");
    }

    @Test
    void namesAreRelativeToTheFileThatNamesThem() throws IOException {
        Files.createDirectories(folder.resolve("films"));
        Files.writeString(folder.resolve("cases.csv"), "case\n1\n");
        Path table = Table.read(remote("cases.csv")).file();
        Path film = Places.named(table, "films/./x/../1.png");
        assertThat(film).isEqualTo(remote("films/1.png"));
        assertThat(film.getFileName()).hasToString("1.png");
        assertThat(film.getParent()).isEqualTo(remote("films"));
        assertThat(film.toUri()).isEqualTo(URI.create("films:" + folder.toUri().getRawPath() + "films/1.png"));
        assertThat(Places.named(table, folder.toUri() + "films/1.png")).isEqualTo(folder.resolve("films/1.png"));
        assertThat(Places.named(folder.resolve("here.csv"), "films/1.png")).isEqualTo(folder.resolve("films/1.png"));
        try (Stream<Path> files = Files.list(remote(""))) {
            assertThat(files).containsExactlyInAnyOrder(remote("cases.csv"), remote("films"));
        }
    }
}
