package org.realfm.imaging.slides;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.realfm.imaging.UnreadableImage;
import org.realfm.imaging.dicom.Colour;
import org.realfm.imaging.dicom.DataSet;
import org.realfm.imaging.dicom.DicomFile;
import org.realfm.imaging.dicom.FunctionalGroups;
import org.realfm.imaging.dicom.PixelData;
import org.realfm.imaging.dicom.PixelFormat;
import org.realfm.imaging.dicom.StoredFrame;
import org.realfm.imaging.dicom.Tag;
import org.realfm.imaging.dicom.UnreadableDicom;

/// A whole slide in DICOM (PS3.3 A.32.8 and C.8.12.4): a multi-frame file a level, a frame a tile.
///
/// `TILED_FULL` frames follow each other row by row; `TILED_SPARSE` frames say where they lie in their functional groups, and
/// may leave out background. Of several focal planes or optical paths the first is read, with a remark. Labels, overviews
/// and thumbnails are passed over; parts of a concatenation are refused.
public final class DicomSlide implements Slide {

    private static final int TOTAL_COLUMNS = 0x00480006;
    private static final int TOTAL_ROWS = 0x00480007;
    private static final int ORGANIZATION = 0x00209311;
    private static final int PER_FRAME = 0x52009230;
    private static final int PLANE_POSITION = 0x0048021A;
    private static final int COLUMN_POSITION = 0x0048021E;
    private static final int ROW_POSITION = 0x0048021F;
    private static final int PATHS = 0x00480302;
    private static final int PLANES = 0x00480303;
    private static final int CONCATENATION = 0x00209161;
    private static final int PIXEL_MEASURES = 0x00289110;
    private static final int PIXEL_SPACING = 0x00280030;
    private static final int IMAGE_TYPE = 0x00080008;
    private static final int SERIES = 0x0020000E;

    private final List<Picture> pictures;
    private final List<String> remarks;

    private DicomSlide(List<Picture> pictures, List<String> remarks) {
        this.pictures = List.copyOf(pictures);
        this.remarks = List.copyOf(remarks);
    }

    /// A file: one level.
    ///
    /// @param full   whether frames follow each other row by row
    /// @param tiles  else the frame at a tile's place, by `row * across + column`, if tiles lie on the grid of the level; or empty
    /// @param places left and top of each frame, if they do not
    private record Picture(Path path, DicomFile file, PixelData pixels, Level level, boolean full, Map<Long, Integer> tiles,
            List<int[]> places) {

        /// The frame at a tile's place; null if there is none.
        @Nullable Integer frame(long tile) {
            return full ? Integer.valueOf((int) tile) : tiles.get(tile);
        }
    }

    static DicomSlide of(Path path, List<Path> files) throws UnreadableImage {
        List<Picture> pictures = new ArrayList<>();
        List<String> remarks = new ArrayList<>();
        String series = "";
        int others = 0;
        for (Path one : files) {
            try {
                DicomFile file = DicomFile.read(one);
                DataSet set = file.dataSet();
                if (!set.has(TOTAL_COLUMNS) || set.strings(IMAGE_TYPE).stream().anyMatch(
                        type -> type.equals("LABEL") || type.equals("OVERVIEW") || type.equals("THUMBNAIL"))) {
                    others++;
                    continue;
                }
                String uid = set.string(SERIES).orElse("");
                if (!pictures.isEmpty() && !uid.equals(series)) {
                    throw new UnreadableDicom(SERIES, UnreadableDicom.NONE, "a second slide, of the series " + uid, "the files of "
                            + "one, " + series);
                }
                series = uid;
                pictures.add(picture(one, file, remarks));
            } catch (UnreadableDicom e) {
                throw new UnreadableImage(one, String.valueOf(e.getMessage()), "Export or copy the file again");
            }
        }
        if (pictures.isEmpty()) {
            throw new UnreadableImage(path, "holds no DICOM whole slide (Total Pixel Matrix Columns (0048,0006))",
                    "Give a whole slide: TIFF, BigTIFF or DICOM");
        }
        if (others > 0) {
            remarks.add("there are " + others + " more files that are no level, such as labels and overviews");
        }
        pictures.sort(Comparator.comparingInt((Picture picture) -> picture.level.width()).reversed());
        if (pictures.stream().anyMatch(picture -> picture.pixels.format().samples()
                != pictures.getFirst().pixels.format().samples())) {
            throw new UnreadableImage(path, "has levels in grey and in colour", "Give the files of one slide");
        }
        return new DicomSlide(pictures, remarks);
    }

    private static Picture picture(Path path, DicomFile file, List<String> remarks) throws UnreadableDicom {
        DataSet set = file.dataSet();
        PixelData pixels = PixelData.of(file);
        PixelFormat format = pixels.format();
        if (set.has(CONCATENATION)) {
            throw new UnreadableDicom(CONCATENATION, UnreadableDicom.NONE, "a part of a concatenation", "a whole level");
        }
        if (format.samples() != 1 && format.samples() != 3 || format.stored() > 16) {
            throw new UnreadableDicom(Tag.SAMPLES_PER_PIXEL, UnreadableDicom.NONE, format.samples() + " samples of "
                    + format.stored() + " bits", "1 or 3 of up to 16");
        }
        int width = size(set, TOTAL_COLUMNS);
        int height = size(set, TOTAL_ROWS);
        int across = Math.ceilDiv(width, format.columns());
        int down = Math.ceilDiv(height, format.rows());
        long layers = (long) Math.max(1, set.intOr(PATHS, 1)) * Math.max(1, set.intOr(PLANES, 1));
        if (layers > 1) {
            remarks.add("there are " + layers + " focal planes and optical paths; the first is read");
        }
        Map<Long, Integer> tiles = new HashMap<>();
        List<int[]> places = new ArrayList<>();
        List<DataSet> groups = set.items(PER_FRAME);
        boolean full = set.string(ORGANIZATION).orElse(groups.isEmpty() ? "TILED_FULL" : "TILED_SPARSE").equals("TILED_FULL");
        if (full) {
            if (format.frames() / layers < (long) across * down) {
                throw new UnreadableDicom(Tag.NUMBER_OF_FRAMES, UnreadableDicom.NONE, format.frames() + " frames",
                        across + " x " + down + " for " + width + " x " + height + " pixels, in each of " + layers + " layers");
            }
        } else {
            if (groups.size() != format.frames()) {
                throw new UnreadableDicom(PER_FRAME, UnreadableDicom.NONE, groups.size() + " items", format.frames()
                        + ", one for each frame");
            }
            sparse(set, format, width, height, tiles, places);
        }
        double[] spacing = FunctionalGroups.of(set, 0, PIXEL_MEASURES).doubles(PIXEL_SPACING);
        OptionalDouble micrometres = spacing.length == 2 && spacing[1] > 0 ? OptionalDouble.of(1000 * spacing[1])
                : OptionalDouble.empty();
        return new Picture(path, file, pixels, new Level(width, height, format.columns(), format.rows(), micrometres), full, tiles,
                places);
    }

    /// Where each frame lies; of several at one place the first counts.
    private static void sparse(DataSet set, PixelFormat format, int width, int height, Map<Long, Integer> tiles,
            List<int[]> places) throws UnreadableDicom {
        int across = Math.ceilDiv(width, format.columns());
        List<int[]> all = new ArrayList<>();
        boolean even = true;
        for (int frame = 0; frame < format.frames(); frame++) {
            DataSet place = FunctionalGroups.of(set, frame, PLANE_POSITION);
            int[] left = place.ints(COLUMN_POSITION);
            int[] top = place.ints(ROW_POSITION);
            if (left.length != 1 || top.length != 1 || left[0] < 1 || top[0] < 1 || left[0] > width || top[0] > height) {
                throw new UnreadableDicom(COLUMN_POSITION, UnreadableDicom.NONE, "no place of frame " + (frame + 1)
                        + " within the matrix", "columns from 1 to " + width + " and rows from 1 to " + height);
            }
            even &= (left[0] - 1) % format.columns() == 0 && (top[0] - 1) % format.rows() == 0;
            all.add(new int[] {left[0] - 1, top[0] - 1});
        }
        for (int frame = 0; even && frame < all.size(); frame++) {
            long tile = (long) (all.get(frame)[1] / format.rows()) * across + all.get(frame)[0] / format.columns();
            tiles.putIfAbsent(tile, frame);
        }
        if (!even) {
            places.addAll(all);
        }
    }

    private static int size(DataSet set, int tag) throws UnreadableDicom {
        long[] size = set.longs(tag);
        if (size.length != 1 || size[0] < 1 || size[0] > MOST_SIDE) {
            throw new UnreadableDicom(tag, UnreadableDicom.NONE, size.length == 0 ? "no size of the matrix" : String.valueOf(size[0]),
                    "1 to " + MOST_SIDE);
        }
        return (int) size[0];
    }

    @Override
    public String format() {
        return "DICOM";
    }

    @Override
    public List<Level> levels() {
        return pictures.stream().map(Picture::level).toList();
    }

    @Override
    public int channels() {
        return pictures.getFirst().pixels.format().samples();
    }

    @Override
    public List<String> remarks() {
        return remarks;
    }

    @Override
    public Region region(int level, int left, int top, int width, int height) throws UnreadableImage {
        Picture picture = pictures.get(level);
        Level size = picture.level;
        Slide.require(size, channels(), left, top, width, height);
        PixelFormat format = picture.pixels.format();
        int maximum = format.signed() ? 0 : (1 << format.stored()) - 1;
        Region region = Region.blank(width, height, channels(), maximum);
        long found = 0;
        try {
            if (!picture.places.isEmpty()) {
                // Frames may overlap here: the first counts, so it is drawn last, and pixels are counted once.
                boolean[] seen = new boolean[width * height];
                for (int frame = picture.places.size() - 1; frame >= 0; frame--) {
                    int[] place = picture.places.get(frame);
                    if (place[0] < left + width && place[0] + format.columns() > left && place[1] < top + height
                            && place[1] + format.rows() > top) {
                        draw(picture, frame, region, left, top, place[0], place[1]);
                        mark(seen, width, height, place[0] - left, place[1] - top, format);
                    }
                }
                for (boolean there : seen) {
                    found += there ? 1 : 0;
                }
            } else {
                int across = Math.ceilDiv(size.width(), format.columns());
                for (int row = top / format.rows(); row <= (top + height - 1) / format.rows(); row++) {
                    for (int column = left / format.columns(); column <= (left + width - 1) / format.columns(); column++) {
                        @Nullable Integer frame = picture.frame((long) row * across + column);
                        if (frame != null) {
                            found += draw(picture, frame, region, left, top, column * format.columns(), row * format.rows());
                        }
                    }
                }
            }
        } catch (UnreadableDicom e) {
            throw new UnreadableImage(picture.path, String.valueOf(e.getMessage()), "Export or copy the file again");
        }
        return new Region(width, height, channels(), maximum, region.samples(), (long) width * height - found);
    }

    private static void mark(boolean[] seen, int width, int height, int left, int top, PixelFormat format) {
        for (int y = Math.max(0, top); y < Math.min(height, top + format.rows()); y++) {
            for (int x = Math.max(0, left); x < Math.min(width, left + format.columns()); x++) {
                seen[y * width + x] = true;
            }
        }
    }

    private static long draw(Picture picture, int number, Region region, int left, int top, int x, int y) throws UnreadableDicom {
        StoredFrame frame = picture.pixels.frame(number);
        PixelFormat format = picture.pixels.format();
        if (format.samples() == 3) {
            frame = Colour.toRgb(picture.file.dataSet(), format, frame);
        }
        double[] samples = new double[frame.values().length];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = frame.value(i);
        }
        return region.take(left, top, x, y, format.columns(), format.rows(), samples, format.samples(), 0);
    }
}
