package org.realfm.assess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.realfm.tables.BadInput;

class SaltTest {

    @TempDir
    private Path folder;

    @Test
    void itIsDrawnOnceForAFolder() throws IOException {
        String salt = Salt.of(folder);
        assertThat(salt).matches("[0-9a-f]{64}");
        assertThat(Salt.of(folder)).isEqualTo(salt);
        assertThat(Salt.of(Files.createDirectory(folder.resolve("other")))).isNotEqualTo(salt);
        assertThat(folder).isDirectoryNotContaining("glob:**.next");
    }

    @Test
    void onlyItsOwnerReadsIt() throws IOException {
        Assumptions.assumeTrue(
                Files.getFileStore(folder).supportsFileAttributeView("posix"), "skipped: no owners here");
        Salt.of(folder);
        assertThat(Files.getPosixFilePermissions(folder.resolve(".salt")))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF"})
    void aDamagedOneIsNotUsed(String content) throws IOException {
        Files.writeString(folder.resolve(".salt"), content);
        assertThatThrownBy(() -> Salt.of(folder))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining(".salt: is damaged. Delete it");
        Files.delete(folder.resolve(".salt"));
        assertThat(Salt.of(folder)).hasSize(64);
    }

    @Test
    void aHalfDrawnOneIsDrawnAgain() throws IOException {
        Files.writeString(folder.resolve(".salt.next"), "0123");
        assertThat(Salt.of(folder)).hasSize(64);
        assertThat(folder.resolve(".salt.next")).doesNotExist();
    }
}
