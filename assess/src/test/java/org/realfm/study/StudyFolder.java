package org.realfm.study;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import javax.imageio.ImageIO;

/// A folder with the example of a study file, the files that it names, and ten small pictures.
record StudyFolder(Path path) {

    static final String EXAMPLE = """
            realfm: 1
            study: pneumonia
            seed: 7
            use:
              id: triage
              question: pneumonia on a frontal chest film
              task: classification
              autonomy: A1
              risk: R2
              operating-point: {threshold: 0.5}        # or {sensitivity-at-least: 0.90}
              floors: {auroc: 0.85, sensitivity: 0.85, specificity: 0.80}
              population: {sex: {F: 0.5, M: 0.5}}      # optional target marginals
            cohort:
              table: cases.csv
              case: case
              patient: patient
              image: image
              truth: pneumonia
              split: {column: split, evaluate: test, tune: val, development: train}
              site: site
              groups: [sex, age]
            nuisance: [corner_mark]
            models:
              careful:
                onnx: careful.onnx
                input: {name: image, size: [28, 28], channels: 1, scale: 0.00392156862745098, mean: 0, std: 1}
                outputs: {score: pneumonia, embedding: embedding}
                card: careful-card.yaml
              vendor:
                predictions: vendor.csv
            comparator: vendor
            documents: {datasheet: datasheet.yaml}
            """;

    static final String HEADER = "case,patient,image,pneumonia,split,site,sex,age,corner_mark,weight\n";

    static final String TABLE = HEADER
            + """
            c0,p0,images/0.png,1,test,north,F,10,0,1
            c1,p1,images/1.png,0,test,south,M,20,1,2
            c2,p1,images/2.png,1,test,north,M,30,0,1
            c3,p3,images/3.png,0,test,south,F,45,1,1
            c4,p4,images/4.png,1,test,,F,70,0,1
            c5,p5,images/5.png,0,test,north,M,90,0,1
            c6,p6,images/6.png,1,val,north,F,17,0,1
            c7,p7,images/7.png,0,val,south,M,18,0,1
            c8,p8,images/8.png,1,train,north,F,39,0,1
            c9,p9,images/9.png,0,train,south,M,40,0,1
            """;

    StudyFolder {
        try {
            Files.createDirectories(path.resolve("images"));
            for (int i = 0; i < 10; i++) {
                BufferedImage picture = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_GRAY);
                picture.getRaster().setSample(i % 4, i / 4, 0, 200);
                ImageIO.write(picture, "png", path.resolve("images/" + i + ".png").toFile());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        write(path, "cases.csv", TABLE);
        write(path, "careful.onnx", "a model's bytes");
        write(path, "vendor.csv", "case,score\nc0,0.9\nc1,0.2\n");
        write(path, "careful-card.yaml", "name: careful\nversion: 2\n");
        write(path, "datasheet.yaml", "licence: CC BY 4.0\ncollected: 2021-03-04\n");
        write(path, "study.yaml", EXAMPLE);
    }

    private static Path write(Path folder, String name, String text) {
        try {
            return Files.write(folder.resolve(name), text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path write(String name, String text) {
        return write(path, name, text);
    }

    /// Reads the example after a replacement in it, which must change something.
    Study study(String found, String replacement) {
        return StudyFile.read(write("study.yaml", changed(found, replacement)));
    }

    static String changed(String found, String replacement) {
        String text = EXAMPLE.replace(found, replacement);
        if (text.equals(EXAMPLE)) {
            throw new IllegalArgumentException("the example has no '" + found + "'");
        }
        return text;
    }

    Study study() {
        return StudyFile.read(path.resolve("study.yaml"));
    }

    /// The example's cohort with this table in place of its own.
    Cohort cohort(String table) {
        write("cases.csv", table);
        return CohortReader.read(study());
    }

    static Study.ModelSpec model(Study study, String name) {
        return Objects.requireNonNull(study.models().get(name));
    }

    static Map<String, Object> datasheet(Study study) {
        return Objects.requireNonNull(study.documents().get("datasheet")).content();
    }
}
