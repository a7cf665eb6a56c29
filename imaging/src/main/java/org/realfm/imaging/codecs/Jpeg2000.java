package org.realfm.imaging.codecs;

import com.github.jaiimageio.jpeg2000.impl.IISRandomAccessIO;
import com.github.jaiimageio.jpeg2000.impl.J2KImageReadParamJava;
import java.awt.Point;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Locale;
import javax.imageio.stream.MemoryCacheImageInputStream;
import jj2000.j2k.codestream.HeaderInfo;
import jj2000.j2k.codestream.reader.BitstreamReaderAgent;
import jj2000.j2k.codestream.reader.HeaderDecoder;
import jj2000.j2k.decoder.DecoderSpecs;
import jj2000.j2k.entropy.decoder.EntropyDecoder;
import jj2000.j2k.image.BlkImgDataSrc;
import jj2000.j2k.image.DataBlkInt;
import jj2000.j2k.image.ImgDataConverter;
import jj2000.j2k.image.invcomptransf.InvCompTransf;
import jj2000.j2k.quantization.dequantizer.Dequantizer;
import jj2000.j2k.roi.ROIDeScaler;
import jj2000.j2k.util.FacilityManager;
import jj2000.j2k.util.MsgLogger;
import jj2000.j2k.wavelet.synthesis.InverseWT;

/// JPEG 2000 (ITU-T T.800 | ISO/IEC 15444-1), through JJ2000's decoder, whose steps are joined here so that samples come
/// back as they are coded, signed or not, at any depth up to 31 bits. A JP2 file around the codestream is passed over.
///
/// The header is checked here before JJ2000 sees it, since it trusts what it reads.
public final class Jpeg2000 {

    private static final int MOST_TILES = 1 << 12;

    private Jpeg2000() {}

    /// Decodes a frame.
    ///
    /// @param code  the codestream, or a JP2 file
    /// @param shape what is expected
    /// @throws CorruptCode if it is another size, cut short, damaged, or subsampled
    public static Samples decode(byte[] code, Shape shape) throws CorruptCode {
        int start = codestream(code);
        check(code, start, shape);
        FacilityManager.registerMsgLogger(Thread.currentThread(), new Silence());
        try {
            return decoded(withSoundTileParts(code, start), start, shape);
        } catch (IOException | RuntimeException | Error e) { // JJ2000 throws all of these
            if (e instanceof VirtualMachineError fatal) {
                throw fatal;
            }
            throw new CorruptCode(start, "a codestream that JJ2000 refuses (" + e + ")", "a whole JPEG 2000 image");
        } finally {
            FacilityManager.unregisterMsgLogger(Thread.currentThread());
        }
    }

    /// JJ2000 would print its warnings.
    private static final class Silence implements MsgLogger {

        @Override
        public void printmsg(int severity, String message) {}

        @Override
        public void println(String text, int firstIndent, int indent) {}

        @Override
        public void flush() {}
    }

    /// Where the codestream begins: SOC and SIZ, which cannot be told from other bytes by less.
    private static int codestream(byte[] code) throws CorruptCode {
        boolean boxed = code.length > 12 && code[4] == 'j' && code[5] == 'P';
        int last = boxed ? code.length - 4 : 0;
        for (int at = 0; at <= last && at + 4 <= code.length; at++) {
            if (u16(code, at) == 0xFF4F && u16(code, at + 2) == 0xFF51) {
                return at;
            }
        }
        throw new CorruptCode(0, code.length < 4 ? code.length + " bytes"
                : String.format(Locale.ROOT, "%04X%04X", u16(code, 0), u16(code, 2)), "the start of a codestream, FF4FFF51");
    }

    /// T.800 A.5.1: the image and tile size.
    private static void check(byte[] code, int start, Shape shape) throws CorruptCode {
        int at = start + 4;
        if (code.length - at < 38) {
            throw new CorruptCode(at, (code.length - at) + " bytes", "an image size segment of 38 or more");
        }
        long x0 = u32(code, at + 12);
        long y0 = u32(code, at + 16);
        long width = u32(code, at + 4) - x0;
        long height = u32(code, at + 8) - y0;
        long tileWidth = u32(code, at + 20);
        long tileHeight = u32(code, at + 24);
        int count = u16(code, at + 36);
        shape.require(at + 4, width, height, count);
        long tiles = tileWidth == 0 || tileHeight == 0 ? Long.MAX_VALUE
                : ((width + x0) / tileWidth + 1) * ((height + y0) / tileHeight + 1);
        if (tiles > MOST_TILES || code.length - at < 38 + 3 * count) {
            throw new CorruptCode(at + 20, "tiles of " + tileWidth + " x " + tileHeight, "at most " + MOST_TILES + " tiles");
        }
        for (int c = 0; c < count; c++) {
            int depth = (code[at + 38 + 3 * c] & 0x7F) + 1;
            if (depth > 31 || code[at + 39 + 3 * c] != 1 || code[at + 40 + 3 * c] != 1) {
                throw new CorruptCode(at + 38 + 3 * c, depth + " bits, subsampled " + code[at + 39 + 3 * c] + " x "
                        + code[at + 40 + 3 * c], "at most 31 bits, not subsampled");
            }
        }
    }

    /// T.800 A.4.2: tile-parts follow one another. Some encoders number them beyond the count that they give; JJ2000 would
    /// leave out the last of them, so the count is corrected.
    private static byte[] withSoundTileParts(byte[] code, int start) throws CorruptCode {
        int at = start + 2;
        while (at + 12 <= code.length && u16(code, at) != 0xFF90) {
            at += 2 + u16(code, at + 2);
        }
        int first = at;
        int parts = 0;
        boolean wrong = false;
        while (at + 12 <= code.length && u16(code, at) == 0xFF90) {
            long length = u32(code, at + 6);
            if (length > code.length - at) {
                throw new CorruptCode(at + 6, "a tile-part of " + length + " bytes", "at most the " + (code.length - at)
                        + " that are left");
            }
            int number = code[at + 10] & 0xFF;
            wrong |= code[at + 11] != 0 && number >= (code[at + 11] & 0xFF);
            parts = Math.max(parts, number + 1);
            if (length < 14) { // 0: to the end
                break;
            }
            at += (int) length;
        }
        if (!wrong) {
            return code;
        }
        byte[] sound = code.clone();
        for (int i = first; i < at; i += (int) u32(code, i + 6)) {
            sound[i + 11] = (byte) parts;
        }
        return sound;
    }

    private static Samples decoded(byte[] code, int start, Shape shape) throws IOException {
        J2KImageReadParamJava parameters = new J2KImageReadParamJava();
        HeaderInfo info = new HeaderInfo();
        IISRandomAccessIO input = new IISRandomAccessIO(new MemoryCacheImageInputStream(
                new ByteArrayInputStream(code, start, code.length - start)));
        HeaderDecoder header = new HeaderDecoder(input, parameters, info);
        DecoderSpecs specs = header.getDecoderSpecs();
        int count = header.getNumComps();
        int[] depths = new int[count];
        for (int c = 0; c < count; c++) {
            depths[c] = header.getOriginalBitDepth(c);
        }
        BitstreamReaderAgent reader = BitstreamReaderAgent.createInstance(input, header, parameters, specs, false, info);
        EntropyDecoder entropy = header.createEntropyDecoder(reader, parameters);
        ROIDeScaler regions = header.createROIDeScaler(entropy, parameters, specs);
        Dequantizer dequantizer = header.createDequantizer(regions, depths, specs);
        InverseWT wavelet = InverseWT.createInstance(dequantizer, specs);
        wavelet.setImgResLevel(reader.getImgRes());
        BlkImgDataSrc image = new InvCompTransf(new ImgDataConverter(wavelet, 0), specs, depths);

        int[] values = new int[shape.samples()];
        Point tiles = image.getNumTiles(null);
        for (int ty = 0; ty < tiles.y; ty++) {
            for (int tx = 0; tx < tiles.x; tx++) {
                image.setTile(tx, ty);
                for (int c = 0; c < count; c++) {
                    tile(image, c, header, values, shape);
                }
            }
        }
        return new Samples(shape, depths[0], header.isOriginalSigned(0), values);
    }

    private static void tile(BlkImgDataSrc image, int c, HeaderDecoder header, int[] values, Shape shape) {
        int tile = image.getTileIdx();
        int width = image.getTileCompWidth(tile, c);
        int height = image.getTileCompHeight(tile, c);
        int left = image.getCompULX(c) - header.getImgULX();
        int top = image.getCompULY(c) - header.getImgULY();
        boolean signed = header.isOriginalSigned(c);
        int depth = header.getOriginalBitDepth(c);
        int shift = signed ? 0 : 1 << depth - 1;
        int least = signed ? -(1 << depth - 1) : 0;
        int most = least + (1 << depth) - 1;
        DataBlkInt line = new DataBlkInt(0, 0, width, 1);
        for (int y = 0; y < height; y++) {
            line.ulx = 0;
            line.uly = y;
            line.w = width;
            line.h = 1;
            line = (DataBlkInt) image.getInternCompData(line, c);
            int to = ((top + y) * shape.width() + left) * shape.components() + c;
            for (int x = 0; x < width; x++, to += shape.components()) {
                values[to] = Math.clamp((line.data[line.offset + x] >> image.getFixedPoint(c)) + shift, least, most);
            }
        }
    }

    private static int u16(byte[] code, int at) {
        return (code[at] & 0xFF) << 8 | code[at + 1] & 0xFF;
    }

    private static long u32(byte[] code, int at) {
        return (long) u16(code, at) << 16 | u16(code, at + 2);
    }
}
