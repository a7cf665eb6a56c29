package org.realfm.bench;

import java.awt.image.BufferedImage;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.realfm.stats.SplitMix;

/// A study of pictures of noise, each a file of its own, and a network that is as good as a coin.
final class PictureStudy {

    private static final String STUDY = """
            realfm: 1
            study: pictures
            seed: 7
            use:
              id: triage
              question: opacity on a frontal chest film
              task: classification
              autonomy: A1
              risk: R2
              operating-point: {threshold: 0.5}
              floors: {auroc: 0.85, sensitivity: 0.80, specificity: 0.60}
            cohort:
              table: cases.csv
              case: case
              image: image
              truth: opacity
              site: site
              sampling: consecutive
            models:
              network:
                onnx: network.onnx
                input: {name: image, size: [SIDE, SIDE], channels: 1, scale: 0.00392156862745098, mean: 0.5, std: 0.29}
                outputs: {score: score, embedding: features}
            limits: {cases-per-probe: PROBE}
            """;

    private PictureStudy() {}

    /// Writes it.
    ///
    /// @param side     rows and columns of a picture
    /// @param filters  of each layer of the network
    /// @param features of the network
    /// @param probe    how many cases interventions are tried on
    static Path write(Path folder, int cases, int side, int filters, int features, int probe) {
        SplitMix random = new SplitMix(5);
        Path study = folder.resolve("study.yaml");
        try (BufferedWriter table = Files.newBufferedWriter(folder.resolve("cases.csv"))) {
            ImageIO.setUseCache(false);
            Files.createDirectory(folder.resolve("films"));
            Files.writeString(
                    study,
                    STUDY.replace("SIDE", Integer.toString(side)).replace("PROBE", Integer.toString(probe)));
            Network.write(folder.resolve("network.onnx"), side, filters, features);
            table.write("case,image,opacity,site\n");
            BufferedImage film = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
            for (int i = 0; i < cases; i++) {
                for (int y = 0; y < side; y++) {
                    for (int x = 0; x < side; x++) {
                        film.getRaster().setSample(x, y, 0, random.nextInt(256));
                    }
                }
                String name = "films/" + i + ".png";
                ImageIO.write(film, "png", folder.resolve(name).toFile());
                table.write("c" + i + "," + name + "," + (random.nextInt(5) == 0 ? 1 : 0) + ","
                        + (random.nextInt(2) == 0 ? "harbour" : "hill") + "\n");
            }
            return study;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
