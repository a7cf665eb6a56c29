package org.realfm.models.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.SequencedMap;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.formats.NiftiWriter;
import org.realfm.imaging.pictures.Picture;
import org.realfm.imaging.volume.Volume;
import org.realfm.models.ClinicalRecord.Value;
import org.realfm.models.Content;
import org.realfm.tables.BadInput;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The line that shows a case to a program. It names no case: what identifies a patient stays here.
final class Question {

    private static final JsonMapper JSON = new JsonMapper();

    private Question() {}

    /// Writes the line.
    ///
    /// @param files where a file is added that must be deleted after the answer
    static String line(long id, Content content, CommandSpec spec, List<Path> files) {
        ObjectNode line = JSON.createObjectNode();
        line.put("id", id);
        content.picture().ifPresent(picture -> {
            switch (picture) {
                case Picture.Flat(Image2D image) -> show(image, spec.pictures(), line, files);
                case Picture.Solid(Volume volume) -> show(volume, spec.pictures(), line, files);
            }
        });
        if (!spec.takes().record().isEmpty()) {
            ObjectNode record = line.putObject("record");
            for (String modality : spec.takes().record()) {
                SequencedMap<String, Value> fields = content.record().modalities().get(modality);
                if (fields == null) {
                    record.putNull(modality);
                } else {
                    fields(fields, record.putObject(modality));
                }
            }
        }
        return JSON.writeValueAsString(line);
    }

    private static void fields(SequencedMap<String, Value> fields, ObjectNode node) {
        fields.forEach((name, value) -> {
            switch (value) {
                case Value.Number(double number) -> node.put(name, number);
                case Value.Words(String text) -> node.put(name, text);
                case Value.Missing() -> node.putNull(name);
            }
        });
    }

    private static void show(Image2D picture, CommandSpec.Pictures how, ObjectNode line, List<Path> files) {
        line.put("width", picture.width());
        line.put("height", picture.height());
        line.put("channels", picture.channels());
        line.put("maximum", picture.maximum());
        byte[] png = picture.toPng();
        switch (how) {
            case BASE64 -> line.put("png", Base64.getEncoder().encodeToString(png));
            case PATH -> line.put("path", file(png, ".png", files).toString());
        }
    }

    private static void show(Volume volume, CommandSpec.Pictures how, ObjectNode line, List<Path> files) {
        if (how != CommandSpec.Pictures.PATH) {
            throw new IllegalArgumentException("a volume is too large for a line");
        }
        line.put("columns", volume.columns());
        line.put("rows", volume.rows());
        line.put("slices", volume.slices());
        line.put("path", file(NiftiWriter.compressed(volume), ".nii.gz", files).toString());
    }

    private static Path file(byte[] bytes, String ending, List<Path> files) {
        try {
            // Readable by this user alone.
            Path file = Files.createTempFile("realfm-", ending);
            files.add(file);
            return Files.write(file, bytes);
        } catch (IOException e) {
            throw new BadInput(
                    System.getProperty("java.io.tmpdir", "the folder for temporary files"),
                    "a picture cannot be written there: " + BadInput.reason(e),
                    ending.equals(".png") ? "Make room, or use 'pictures: base64'" : "Make room");
        }
    }
}
