package org.realfm.imaging.codecs;

import java.io.ByteArrayOutputStream;

/// Writes lossless JPEG (ITU-T T.81 annex H) for tests, with a Huffman table of 17 codes of five and six bits.
public final class LosslessJpegWriter {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int buffer;
    private int held;

    private LosslessJpegWriter() {}

    public static byte[] write(int[] values, Shape shape, int precision, int predictor, int restartRows) {
        LosslessJpegWriter writer = new LosslessJpegWriter();
        writer.image(values, shape, precision, predictor, restartRows);
        return writer.out.toByteArray();
    }

    private void bytes(int... values) {
        for (int value : values) {
            out.write(value);
        }
    }

    private void image(int[] values, Shape shape, int precision, int predictor, int restartRows) {
        int count = shape.components();
        bytes(0xFF, 0xD8);
        bytes(0xFF, 0xC4, 0, 19 + 17, 0, 0, 0, 0, 0, 15, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0); // 15 of 5 bits, 2 of 6
        for (int category = 0; category <= 16; category++) {
            bytes(category);
        }
        bytes(0xFF, 0xC3, 0, 8 + 3 * count, precision, 0, shape.height(), 0, shape.width(), count);
        for (int c = 0; c < count; c++) {
            bytes(c + 1, 0x11, 0);
        }
        if (restartRows > 0) {
            bytes(0xFF, 0xDD, 0, 4, 0, restartRows * shape.width());
        }
        bytes(0xFF, 0xDA, 0, 6 + 2 * count, count);
        for (int c = 0; c < count; c++) {
            bytes(c + 1, 0);
        }
        bytes(predictor, 0, 0);
        int stride = shape.width() * count;
        for (int i = 0; i < values.length; i++) {
            int y = i / stride;
            int x = i % stride / count;
            boolean fresh = restartRows > 0 ? y % restartRows == 0 : y == 0;
            if (fresh && y > 0 && i % stride == 0) {
                flush();
                bytes(0xFF, 0xD0 + (y / restartRows - 1) % 8);
            }
            int prediction;
            if (fresh) {
                prediction = x == 0 ? 1 << precision - 1 : values[i - count];
            } else if (x == 0) {
                prediction = values[i - stride];
            } else {
                int a = values[i - count];
                int b = values[i - stride];
                int c = values[i - stride - count];
                prediction = new int[] {0, a, b, c, a + b - c, a + (b - c >> 1), b + (a - c >> 1), a + b >> 1}[predictor];
            }
            difference((short) (values[i] - prediction));
        }
        flush();
        bytes(0xFF, 0xD9);
    }

    private void difference(int difference) {
        int category = difference == -32768 ? 16 : 32 - Integer.numberOfLeadingZeros(Math.abs(difference));
        put(category < 15 ? category : 30 + category - 15, category < 15 ? 5 : 6);
        if (category > 0 && category < 16) {
            put(difference > 0 ? difference : difference + (1 << category) - 1, category);
        }
    }

    private void put(int bits, int count) {
        for (int i = count - 1; i >= 0; i--) {
            buffer = buffer << 1 | bits >> i & 1;
            if (++held == 8) {
                out.write(buffer & 0xFF);
                if ((buffer & 0xFF) == 0xFF) {
                    out.write(0);
                }
                held = 0;
            }
        }
    }

    private void flush() {
        while (held > 0) {
            put(1, 1);
        }
    }
}
