package org.realfm.imaging.codecs;

import com.github.jaiimageio.jpeg2000.impl.IISRandomAccessIO;
import com.github.jaiimageio.jpeg2000.impl.J2KImageReadParamJava;
import java.awt.Point;
import java.io.ByteArrayInputStream;
import java.io.IOException;
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
/// The headers are checked before JJ2000 sees them ([Jpeg2000Header]), since it trusts what it reads.
public final class Jpeg2000 {

    private Jpeg2000() {}

    /// Decodes a frame.
    ///
    /// @param code  the codestream, or a JP2 file
    /// @param shape what is expected
    /// @throws CorruptCode if it is another size, cut short, damaged, or subsampled
    public static Samples decode(byte[] code, Shape shape) throws CorruptCode {
        int start = Jpeg2000Header.codestream(code);
        byte[] sound = Jpeg2000Header.checked(code, start, shape);
        FacilityManager.registerMsgLogger(Thread.currentThread(), new Silence());
        try {
            return decoded(sound, start, shape);
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

    /// Input from which JJ2000 reads packet headers byte by byte. It would take -1 at the end for bits that are set, and
    /// 0xFF after 0xFF, which must not be (T.800 B.10.1), for bits that are set for ever; of these it reads as many as come.
    /// What is thrown is no IOException: JJ2000 would print it.
    private static final class Bytes extends IISRandomAccessIO {

        /// Where a byte comes that must be less than 0x80; -1 where none does.
        private int stuffed = -1;

        Bytes(byte[] code, int start) {
            super(new MemoryCacheImageInputStream(new ByteArrayInputStream(code, start, code.length - start)));
        }

        @Override
        public int read() throws IOException {
            int at = getPos();
            int next = super.read();
            if (next < 0) {
                throw new IllegalStateException("the end within a packet header");
            }
            if (at == stuffed && next > 0x7F) {
                throw new IllegalStateException("a marker within a packet header");
            }
            stuffed = next == 0xFF ? at + 1 : -1;
            return next;
        }
    }

    private static Samples decoded(byte[] code, int start, Shape shape) throws IOException {
        J2KImageReadParamJava parameters = new J2KImageReadParamJava();
        HeaderInfo info = new HeaderInfo();
        IISRandomAccessIO input = new Bytes(code, start);
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
}
