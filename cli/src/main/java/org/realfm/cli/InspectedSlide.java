package org.realfm.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.realfm.imaging.RasterReader;
import org.realfm.imaging.UnreadableImage;
import org.realfm.imaging.slides.Region;
import org.realfm.imaging.slides.Slide;

/// What a picture is that is read by regions.
final class InspectedSlide {

    /// Levels of more pixels than this are not read whole to be summed up; the next coarser one is.
    private static final long MOST_SUMMED = 1L << 28;

    private InspectedSlide() {}

    /// Whether it is a pyramid, has tiles, or more pixels than a picture may have.
    static boolean isLarge(Slide slide) {
        Slide.Level first = slide.levels().getFirst();
        return slide.levels().size() > 1 || first.tileWidth() != first.width()
                || (long) first.width() * first.height() > RasterReader.MOST_PIXELS;
    }

    static Inspected of(Slide slide) {
        Map<String, Object> facts = new LinkedHashMap<>();
        geometry(facts, slide);
        List<String> faults = new ArrayList<>();
        List<Slide.Level> levels = slide.levels();
        int level = 0;
        while (level < levels.size() - 1 && pixels(levels.get(level)) > MOST_SUMMED) {
            level++;
        }
        if (pixels(levels.get(level)) <= MOST_SUMMED) {
            try {
                sum(slide, level, facts);
            } catch (UnreadableImage e) {
                faults.add(Inspected.printable(e.reason()));
            }
        }
        Slide.Level first = levels.getFirst();
        String shape = first.height() + " x " + first.width() + (slide.channels() > 1 ? " x " + slide.channels() : "");
        return new Inspected(slide.format(), shape, facts, slide.remarks(), faults);
    }

    static void geometry(Map<String, Object> facts, Slide slide) {
        facts.put("levels", slide.levels().stream().map(level -> level.height() + " x " + level.width())
                .collect(Collectors.joining(", ")));
        Slide.Level first = slide.levels().getFirst();
        facts.put("decoded together", first.tileHeight() + " x " + first.tileWidth());
        OptionalDouble micrometres = first.micrometres();
        facts.put("spacing", micrometres.isPresent() ? micrometres.getAsDouble() + " um" : "not said");
    }

    private static long pixels(Slide.Level level) {
        return (long) level.width() * level.height();
    }

    /// Summed up a band of tiles at a time.
    private static void sum(Slide slide, int number, Map<String, Object> facts) throws UnreadableImage {
        Slide.Level level = slide.levels().get(number);
        double sum = 0;
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        long absent = 0;
        int band = (int) Math.min(level.tileHeight(), Math.max(1, Slide.MOST_SAMPLES / slide.channels() / level.width()));
        for (int top = 0; top < level.height(); top += band) {
            Region region = slide.region(number, 0, top, level.width(), Math.min(band, level.height() - top));
            absent += region.absent();
            for (double sample : region.samples()) {
                sum += sample;
                least = Math.min(least, sample);
                most = Math.max(most, sample);
            }
        }
        if (number > 0) {
            facts.put("summed up", "level " + (number + 1));
        }
        if (absent > 0) {
            facts.put("pixels without a tile", absent);
        }
        facts.put("minimum", number(least));
        facts.put("maximum", number(most));
        facts.put("sum", number(sum));
    }

    private static Number number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 0x1p53 ? (Number) (long) value : (Number) value;
    }
}
