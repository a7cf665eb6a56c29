package org.realfm.models.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.realfm.models.Content;

/// Cases on their way to the program, and the files that hold them meanwhile.
record Sent(List<byte[]> lines, SequencedMap<Long, Integer> indices, List<Path> files) implements AutoCloseable {

    Sent(CommandSpec spec, List<Content> batch, List<Integer> group, long asked) {
        this(new ArrayList<>(), new LinkedHashMap<>(), new ArrayList<>());
        for (int index : group) {
            long id = asked + lines.size() + 1;
            lines.add(Question.line(id, batch.get(index), spec, files)
                    .getBytes(StandardCharsets.UTF_8));
            indices.put(id, index);
        }
    }

    @Override
    public void close() {
        for (Path file : files) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
