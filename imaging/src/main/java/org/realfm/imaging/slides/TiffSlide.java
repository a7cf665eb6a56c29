package org.realfm.imaging.slides;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.realfm.imaging.UnreadableImage;

/// A TIFF or BigTIFF file: its first picture, and those of the same shape that follow, or lie below it, at lower
/// resolutions.
///
/// A level is a picture whose sides are those of the first divided by one factor (to 2%), smaller than the level before, of
/// the same samples, and tiled if the first is. Others, such as labels and thumbnails, are counted in a remark. The
/// micrometres of a pixel are those of Aperio's `MPP`, of OME's `PhysicalSizeX`, or of the resolution tags, in this order.
public final class TiffSlide implements Slide {

    private static final double SAME_SHAPE = 0.02;
    private static final Pattern APERIO = Pattern.compile("\\|\\s*MPP\\s*=\\s*([0-9.]{1,20})");
    private static final Pattern OME = Pattern.compile("PhysicalSizeX=\"([0-9.eE+-]{1,30})\"");
    private static final Pattern OME_UNIT = Pattern.compile("PhysicalSizeXUnit=\"([^\"]{1,10})\"");

    private final Path path;
    private final boolean big;
    private final List<TiffTiles> pictures;
    private final List<Level> levels;
    private final List<String> remarks;

    private TiffSlide(Path path, boolean big, List<TiffTiles> pictures, List<Level> levels, List<String> remarks) {
        this.path = path;
        this.big = big;
        this.pictures = List.copyOf(pictures);
        this.levels = List.copyOf(levels);
        this.remarks = List.copyOf(remarks);
    }

    static TiffSlide read(Path path) throws UnreadableImage {
        try (FileChannel file = FileChannel.open(path)) {
            List<TiffDirectory> directories = TiffDirectory.all(path, file);
            boolean big = TiffDirectory.bytes(path, file, 0, 4).order(directories.getFirst().order()).getShort(2) == 43;
            List<String> remarks = new ArrayList<>();
            List<TiffTiles> pictures = new ArrayList<>();
            TiffTiles first = new TiffTiles(directories.getFirst(), file);
            pictures.add(first);
            boolean tiled = directories.getFirst().has(TiffDirectory.TILE_WIDTH);
            int others = 0;
            for (TiffDirectory directory : directories.subList(1, directories.size())) {
                TiffTiles last = pictures.getLast();
                int width = directory.number(file, TiffDirectory.WIDTH, 0);
                int height = directory.number(file, TiffDirectory.HEIGHT, 0);
                double shape = (double) first.width / first.height * height / Math.max(1, width);
                boolean level = width > 0 && width < last.width && height <= last.height && Math.abs(shape - 1) < SAME_SHAPE + 1.0
                        / width + 1.0 / Math.max(1, height) && directory.has(TiffDirectory.TILE_WIDTH) == tiled;
                if (level) {
                    TiffTiles tiles = new TiffTiles(directory, file);
                    level = tiles.channels == first.channels && tiles.maximum == first.maximum;
                    if (level) {
                        pictures.add(tiles);
                    }
                }
                others += level ? 0 : 1;
            }
            if (others > 0) {
                remarks.add("there are " + others + " more pictures that are no level of the first, such as labels, thumbnails or "
                        + "other planes");
            }
            if (first.isInverted()) {
                remarks.add("0 is white (photometric interpretation 0); samples are given as stored");
            }
            OptionalDouble base = micrometres(directories.getFirst(), file);
            List<Level> levels = new ArrayList<>();
            for (TiffTiles tiles : pictures) {
                OptionalDouble micrometres = base.isEmpty() ? base
                        : OptionalDouble.of(base.getAsDouble() * first.width / tiles.width);
                levels.add(new Level(tiles.width, tiles.height, tiles.tileWidth, tiles.tileHeight, micrometres));
            }
            return new TiffSlide(path, big, pictures, levels, remarks);
        } catch (IOException e) {
            throw new UnreadableImage(path, "cannot be opened (" + e + ")", "Check that the file may be read");
        }
    }

    private static OptionalDouble micrometres(TiffDirectory directory, FileChannel file) throws IOException, UnreadableImage {
        String text = directory.text(file, TiffDirectory.DESCRIPTION);
        Matcher aperio = APERIO.matcher(text);
        Matcher ome = OME.matcher(text);
        double found = 0;
        try {
            if (aperio.find()) {
                found = Double.parseDouble(aperio.group(1));
            } else if (ome.find()) {
                Matcher unit = OME_UNIT.matcher(text);
                String name = unit.find() ? unit.group(1) : "µm";
                double factor = switch (name) {
                    case "µm", "um", "&#181;m" -> 1;
                    case "nm" -> 0.001;
                    case "mm" -> 1000;
                    default -> 0;
                };
                found = factor * Double.parseDouble(ome.group(1));
            } else {
                int unit = directory.number(file, TiffDirectory.UNIT, 2);
                double length = unit == 2 ? 25_400 : unit == 3 ? 10_000 : 0;
                found = length / directory.rational(file, TiffDirectory.X_RESOLUTION).orElse(Double.POSITIVE_INFINITY);
            }
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
        return found > 0 && Double.isFinite(found) ? OptionalDouble.of(found) : OptionalDouble.empty();
    }

    @Override
    public String format() {
        return big ? "BigTIFF" : "TIFF";
    }

    @Override
    public List<Level> levels() {
        return levels;
    }

    @Override
    public int channels() {
        return pictures.getFirst().channels;
    }

    @Override
    public List<String> remarks() {
        return remarks;
    }

    @Override
    public Region region(int level, int left, int top, int width, int height) throws UnreadableImage {
        Slide.require(levels.get(level), channels(), left, top, width, height);
        TiffTiles tiles = pictures.get(level);
        try (FileChannel file = FileChannel.open(path)) {
            return tiles.read(file, left, top, Region.blank(width, height, tiles.channels, tiles.maximum));
        } catch (IOException e) {
            throw new UnreadableImage(path, "cannot be read (" + e + ")", "Check that the file may be read");
        }
    }
}
