package org.realfm.imaging.interventions;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.Mask;

/// Fills a mask from the same film. Where the whole mask, moved by some offset, lies on untouched film, the best such
/// place is the donor: the inside becomes donor + h, with h harmonic (the discrete Laplace equation, mirrored at the
/// picture's edges) and equal to film - donor along the mask's rim. The best place is the one whose film - donor varies
/// least along the rim; nothing leaves the range of values along the rim. Where no offset will do, as for a frame along all edges, the film outside is reflected inwards,
/// at three quarters of its contrast to the nearest untouched pixel.
final class SeamlessClone {

    /// Offsets tried in each of the two directions.
    private static final int TRIED = 12;

    private static final double OVER_RELAXATION = 1.8;

    private final Image2D image;
    private final int width;
    private final int height;
    private final Mask mask;
    private final int[] inside;

    private SeamlessClone(Image2D image, Mask mask) {
        this.image = image;
        this.width = image.width();
        this.height = image.height();
        this.mask = mask;
        this.inside = mask.indices();
    }

    /// The picture with the pixels of the mask made again.
    static Image2D fill(Image2D image, Mask mask) {
        if (mask.count() == image.width() * image.height()) {
            throw new IllegalArgumentException("the mask covers the whole picture: there is nothing to fill it from");
        }
        SeamlessClone clone = new SeamlessClone(image, mask);
        int[] rim = mask.surroundings(1).indices();
        return clone.donor(rim).map(offset -> clone.moved(offset, rim)).orElseGet(clone::reflected);
    }

    /// The picture with each pixel of the mask taken from some rows further down (at the lower edge, from as many further up)
    /// and the difference at the rim spread smoothly over the inside: everything stays where it is, but for that step.
    static Image2D displaced(Image2D image, Mask mask, int rows) {
        SeamlessClone clone = new SeamlessClone(image, mask);
        float[] film = image.samples();
        float[] donor = new float[film.length];
        int line = clone.width * image.channels();
        for (int y = 0; y < clone.height; y++) {
            int from = y + rows < clone.height ? y + rows : Math.max(0, y - rows);
            System.arraycopy(film, from * line, donor, y * line, line);
        }
        return clone.blended(donor, mask.surroundings(1).indices(), false);
    }

    private record Offset(int dx, int dy) {}

    private Optional<Offset> donor(int[] rim) {
        float[] grey = image.toGrey().samples();
        int columns = extent(true);
        int rows = extent(false);
        int reach = 2 * Math.max(Math.min(columns, width / 2), Math.min(rows, height / 2));
        int stride = Math.max(1, reach / TRIED);
        Optional<Offset> best = Optional.empty();
        double least = Double.POSITIVE_INFINITY;
        for (int dy = -reach; dy <= reach; dy += stride) {
            for (int dx = -reach; dx <= reach; dx += stride) {
                if (fits(inside, dx, dy) && fits(rim, dx, dy)) {
                    double misfit = misfit(grey, rim, dy * width + dx);
                    if (misfit < least) {
                        least = misfit;
                        best = Optional.of(new Offset(dx, dy));
                    }
                }
            }
        }
        return best;
    }

    private int extent(boolean horizontal) {
        int[] places = Arrays.stream(inside).map(i -> horizontal ? i % width : i / width).toArray();
        return Arrays.stream(places).max().orElse(0) - Arrays.stream(places).min().orElse(0) + 1;
    }

    private boolean fits(int[] pixels, int dx, int dy) {
        for (int pixel : pixels) {
            int x = pixel % width + dx;
            int y = pixel / width + dy;
            if (x < 0 || x >= width || y < 0 || y >= height || mask.contains(x, y)) {
                return false;
            }
        }
        return true;
    }

    /// Variance along the rim of film - donor.
    private static double misfit(float[] grey, int[] rim, int offset) {
        double sum = 0;
        double squares = 0;
        for (int pixel : rim) {
            double difference = grey[pixel] - grey[pixel + offset];
            sum += difference;
            squares += difference * difference;
        }
        double mean = sum / rim.length;
        return squares / rim.length - mean * mean;
    }

    /// The film moved by an offset, as the donor; only what lies inside and along the rim is looked at.
    private Image2D moved(Offset offset, int[] rim) {
        int step = (offset.dy() * width + offset.dx()) * image.channels();
        float[] film = image.samples();
        float[] donor = new float[film.length];
        int first = Math.max(0, -step);
        System.arraycopy(film, first + step, donor, first, film.length - Math.abs(step));
        return blended(donor, rim, true);
    }

    /// The inside becomes donor + h.
    ///
    /// @param within whether nothing may leave the range of values along the rim
    private Image2D blended(float[] donor, int[] rim, boolean within) {
        int channels = image.channels();
        float[] film = image.samples();
        float[] result = film.clone();
        for (int c = 0; c < channels; c++) {
            double[] h = new double[width * height];
            double mean = 0;
            float darkest = image.maximum();
            float brightest = 0;
            for (int pixel : rim) {
                darkest = Math.min(darkest, film[pixel * channels + c]);
                brightest = Math.max(brightest, film[pixel * channels + c]);
                h[pixel] = film[pixel * channels + c] - donor[pixel * channels + c];
                mean += h[pixel] / rim.length;
            }
            for (int pixel : inside) {
                h[pixel] = mean;
            }
            relax(h);
            for (int pixel : inside) {
                float made = (float) (donor[pixel * channels + c] + h[pixel]);
                result[pixel * channels + c] = within ? Math.clamp(made, darkest, brightest) : made;
            }
        }
        return image.withStored(result);
    }

    /// Solves the Laplace equation inside the mask by successive over-relaxation, to a hundredth of a stored step or
    /// for as many sweeps as there are rows and columns.
    private void relax(double[] h) {
        int sweeps = 20 + width + height;
        double change = 1;
        for (int sweep = 0; sweep < sweeps && change > 0.01; sweep++) {
            change = 0;
            for (int pixel : inside) {
                int x = pixel % width;
                int y = pixel / width;
                double sum = (x > 0 ? h[pixel - 1] : 0) + (x < width - 1 ? h[pixel + 1] : 0)
                        + (y > 0 ? h[pixel - width] : 0) + (y < height - 1 ? h[pixel + width] : 0);
                int neighbours = (x > 0 ? 1 : 0) + (x < width - 1 ? 1 : 0) + (y > 0 ? 1 : 0) + (y < height - 1 ? 1 : 0);
                double step = OVER_RELAXATION * (sum / neighbours - h[pixel]);
                h[pixel] += step;
                change = Math.max(change, Math.abs(step));
            }
        }
    }

    /// Each pixel becomes the one that lies as far beyond its nearest untouched pixel, drawn a quarter of the way to
    /// that: the rim of a film has less contrast than its inside.
    private Image2D reflected() {
        int[] nearest = nearestUntouched();
        int channels = image.channels();
        float[] film = image.samples();
        float[] result = film.clone();
        for (int pixel : inside) {
            int x = Math.clamp(2L * (nearest[pixel] % width) - pixel % width, 0, width - 1);
            int y = Math.clamp(2L * (nearest[pixel] / width) - pixel / width, 0, height - 1);
            int source = mask.contains(x, y) ? nearest[pixel] : y * width + x;
            for (int c = 0; c < channels; c++) {
                result[pixel * channels + c] =
                        0.75f * film[source * channels + c] + 0.25f * film[nearest[pixel] * channels + c];
            }
        }
        return image.withStored(result);
    }

    private int[] nearestUntouched() {
        int[] nearest = new int[width * height];
        Arrays.fill(nearest, -1);
        Deque<Integer> queue = new ArrayDeque<>();
        for (int pixel : mask.surroundings(1).indices()) {
            nearest[pixel] = pixel;
            queue.add(pixel);
        }
        while (!queue.isEmpty()) {
            int pixel = queue.remove();
            int x = pixel % width;
            int y = pixel / width;
            for (int[] step : new int[][] {{-1, 0}, {1, 0}, {0, -1}, {0, 1}, {-1, -1}, {1, -1}, {-1, 1}, {1, 1}}) {
                int next = (y + step[1]) * width + x + step[0];
                if (mask.contains(x + step[0], y + step[1]) && nearest[next] < 0) {
                    nearest[next] = nearest[pixel];
                    queue.add(next);
                }
            }
        }
        return nearest;
    }
}
