package org.realfm.imaging;

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
import java.util.Locale;
import javax.imageio.ImageIO;

/// Rows of labelled pictures; the first of each row has a scale bar.
public final class ContactSheet {

    private static final int GAP = 6;
    private static final int HEADING = 24;
    private static final int LABEL = 17;
    /// Values are rounded to multiples of this, so that noise takes less room.
    private static final int COARSE = 6;
    /// Lengths of bars, mm.
    private static final double[] BARS = {0.02, 0.05, 0.1, 10, 20, 50, 100};

    private record Tile(String label, Image2D picture) {}

    /// @param mm from pixel to pixel
    private record Row(String heading, double mm, List<Tile> tiles) {}

    private final int side;
    private final List<Row> rows = new ArrayList<>();

    /// @param side of the square that each picture has; larger pictures are shrunk
    public ContactSheet(int side) {
        this.side = side;
    }

    /// @param mm from pixel to pixel of the pictures that follow
    public ContactSheet row(String heading, double mm) {
        rows.add(new Row(heading, mm, new ArrayList<>()));
        return this;
    }

    public ContactSheet tile(String label, Image2D picture) {
        rows.getLast().tiles().add(new Tile(label, picture));
        return this;
    }

    public void write(Path file) {
        int columns = rows.stream().mapToInt(row -> row.tiles().size()).max().orElse(1);
        boolean colour = rows.stream().flatMap(row -> row.tiles().stream()).anyMatch(t -> t.picture().channels() == 3);
        int lines = rows.stream().flatMap(row -> row.tiles().stream()).mapToInt(t -> t.label().split("\n").length)
                .max().orElse(1);
        int height = rows.stream().mapToInt(row -> height(row, lines)).sum();
        BufferedImage sheet = new BufferedImage(
                GAP + columns * (side + GAP), height + GAP,
                colour ? BufferedImage.TYPE_3BYTE_BGR : BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D pen = sheet.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
        int top = 0;
        for (Row row : rows) {
            pen.setColor(Color.BLACK);
            pen.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 14));
            pen.drawString(row.heading(), GAP, top + HEADING - 6);
            for (int c = 0; c < row.tiles().size(); c++) {
                draw(pen, row, row.tiles().get(c), GAP + c * (side + GAP), top + HEADING, c == 0);
            }
            top += height(row, lines);
        }
        pen.dispose();
        try {
            ImageIO.write(sheet, "png", file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// As high as its highest picture needs.
    private int height(Row row, int lines) {
        int picture = row.tiles().stream().mapToInt(t -> shown(t.picture()).getHeight()).max().orElse(side);
        return HEADING + picture + lines * LABEL + GAP;
    }

    private void draw(Graphics2D pen, Row row, Tile tile, int x, int y, boolean bar) {
        BufferedImage picture = shown(tile.picture());
        int left = x + (side - picture.getWidth()) / 2;
        pen.drawImage(picture, left, y, null);
        pen.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        if (bar) {
            double mm = row.mm() * tile.picture().width() / picture.getWidth();
            double length = BARS[0];
            for (double candidate : BARS) {
                length = candidate / mm <= picture.getWidth() / 4.0 ? candidate : length;
            }
            int pixels = (int) Math.round(length / mm);
            String name = length < 1 ? Math.round(1000 * length) + " µm" : String.format(Locale.ROOT, "%.0f mm", length);
            int bottom = y + picture.getHeight() - 8;
            int wide = Math.max(pixels, pen.getFontMetrics().stringWidth(name));
            pen.setColor(Color.BLACK);
            pen.fillRect(left, bottom - 18, wide + 12, 26);
            pen.setColor(Color.WHITE);
            pen.fillRect(left + 6, bottom, pixels, 3);
            pen.drawString(name, left + 6, bottom - 4);
        }
        pen.setColor(Color.BLACK);
        String[] label = tile.label().split("\n");
        for (int line = 0; line < label.length; line++) {
            pen.drawString(label[line], x + 1, y + picture.getHeight() + (line + 1) * LABEL - 4);
        }
    }

    /// A picture of 8 bits that fits the square.
    private BufferedImage shown(Image2D picture) {
        double scale = Math.min(1, (double) side / Math.max(picture.width(), picture.height()));
        Image2D small = picture.resize(
                (int) Math.max(1, Math.round(scale * picture.width())),
                (int) Math.max(1, Math.round(scale * picture.height())));
        float[] samples = small.samples();
        for (int i = 0; i < samples.length; i++) {
            samples[i] = Math.min(255, COARSE * Math.round(255f / COARSE * samples[i] / picture.maximum()));
        }
        try {
            return ImageIO.read(new ByteArrayInputStream(
                    Image2D.of(small.width(), small.height(), small.channels(), 255, samples).toPng()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
