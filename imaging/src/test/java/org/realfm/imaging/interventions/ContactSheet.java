package org.realfm.imaging.interventions;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.realfm.imaging.Image2D;

/// Rows of labelled pictures.
final class ContactSheet {

    private static final int TILE = 176;
    private static final int GAP = 6;
    private static final int HEADING = 24;
    private static final int LABEL = 17;

    private record Tile(String label, Image2D picture) {}

    private record Row(String heading, List<Tile> tiles) {}

    private final List<Row> rows = new ArrayList<>();

    ContactSheet row(String heading) {
        rows.add(new Row(heading, new ArrayList<>()));
        return this;
    }

    ContactSheet tile(String label, Image2D picture) {
        rows.getLast().tiles().add(new Tile(label, picture));
        return this;
    }

    void write(Path file) {
        int columns = rows.stream().mapToInt(row -> row.tiles().size()).max().orElse(1);
        boolean colour = rows.stream().flatMap(row -> row.tiles().stream()).anyMatch(t -> t.picture().channels() == 3);
        int lines = rows.stream().flatMap(row -> row.tiles().stream()).mapToInt(t -> t.label().split("\n").length)
                .max().orElse(1);
        int height = HEADING + TILE + lines * LABEL + GAP;
        BufferedImage sheet = new BufferedImage(
                GAP + columns * (TILE + GAP), rows.size() * height + GAP,
                colour ? BufferedImage.TYPE_3BYTE_BGR : BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D pen = sheet.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
        pen.setColor(Color.BLACK);
        for (int r = 0; r < rows.size(); r++) {
            pen.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 14));
            pen.drawString(rows.get(r).heading(), GAP, r * height + HEADING - 6);
            pen.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
            for (int c = 0; c < rows.get(r).tiles().size(); c++) {
                Tile tile = rows.get(r).tiles().get(c);
                int x = GAP + c * (TILE + GAP);
                int y = r * height + HEADING;
                pen.fillRect(x, y, TILE, TILE);
                BufferedImage picture = shown(tile.picture());
                pen.drawImage(picture, x + (TILE - picture.getWidth()) / 2, y + (TILE - picture.getHeight()) / 2, null);
                String[] label = tile.label().split("\n");
                for (int line = 0; line < label.length; line++) {
                    pen.drawString(label[line], x + 1, y + TILE + (line + 1) * LABEL - 4);
                }
            }
        }
        pen.dispose();
        try {
            ImageIO.write(sheet, "png", file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A picture of 8 bits that fits a tile.
    private static BufferedImage shown(Image2D picture) {
        double scale = Math.min(1, (double) TILE / Math.max(picture.width(), picture.height()));
        Image2D small = picture.resize(
                        (int) Math.max(1, Math.round(scale * picture.width())),
                        (int) Math.max(1, Math.round(scale * picture.height())))
                .quantised();
        try {
            return ImageIO.read(new ByteArrayInputStream(small.toPng()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int tile() {
        return TILE;
    }
}
