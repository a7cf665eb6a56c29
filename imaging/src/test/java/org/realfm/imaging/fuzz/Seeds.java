package org.realfm.imaging.fuzz;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.realfm.imaging.codecs.LosslessJpegWriter;
import org.realfm.imaging.codecs.Shape;
import org.realfm.imaging.dicom.Frames;
import org.realfm.imaging.dicom.TransferSyntax;
import org.realfm.imaging.slides.TiffBytes;

/// Small files of every kind for each target, all made here.
final class Seeds {

    /// ITU-T T.87 H.3: 4 x 4 samples in JPEG-LS.
    private static final String T87 = "FFD8FFF7000B080004000401011100FFDA0008010100000000"
            + "C000006C80208E01C00000574000006EE6000001BC18000005D800009160FFD9";

    private Seeds() {}

    static List<byte[]> of(FuzzTarget target) throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        switch (target) {
            case DICOM, DEIDENTIFY -> {
                for (TransferSyntax syntax : List.of(TransferSyntax.IMPLICIT_LITTLE, TransferSyntax.EXPLICIT_LITTLE,
                        TransferSyntax.EXPLICIT_BIG, TransferSyntax.DEFLATED)) {
                    seeds.add(Frames.file(syntax));
                }
                seeds.add(Frames.file(TransferSyntax.RLE, 2, 3, 1, 8, runs(1)));
                seeds.add(Frames.file(TransferSyntax.JPEG_BASELINE, 20, 30, 3, 8,
                        written(picture(30, 20, BufferedImage.TYPE_3BYTE_BGR), "jpeg", "")));
                seeds.add(Frames.file(TransferSyntax.JPEG_LS_LOSSLESS, 4, 4, 1, 8, HexFormat.of().parseHex(T87)));
            }
            case RLE -> {
                seeds.add(frame(0, 1, 2, 3, runs(1)));
                seeds.add(frame(1, 3, 2, 3, runs(6)));
            }
            case JPEG -> {
                for (int type : new int[] {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_3BYTE_BGR}) {
                    for (String kind : List.of("", "progressive")) {
                        BufferedImage picture = picture(30, 20, type);
                        seeds.add(frame(0, picture.getRaster().getNumBands(), 20, 30, written(picture, "jpeg", kind)));
                    }
                }
            }
            case JPEG_LOSSLESS -> {
                for (int predictor = 1; predictor < 8; predictor++) {
                    seeds.add(frame(predictor % 2, 1 + predictor % 3, 9, 13, lossless(13, 9, 1 + predictor % 3,
                            predictor % 2 == 0 ? 8 : 16, predictor)));
                }
            }
            case JPEG_LS -> seeds.add(frame(0, 1, 4, 4, HexFormat.of().parseHex(T87)));
            case JPEG_2000 -> {
                for (int type : new int[] {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY,
                    BufferedImage.TYPE_3BYTE_BGR}) {
                    BufferedImage picture = picture(30, 20, type);
                    seeds.add(frame(type == BufferedImage.TYPE_USHORT_GRAY ? 1 : 0, picture.getRaster().getNumBands(), 20, 30,
                            written(picture, "jpeg 2000", "")));
                }
            }
            case RASTER -> {
                for (int type : new int[] {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY,
                    BufferedImage.TYPE_3BYTE_BGR, BufferedImage.TYPE_BYTE_BINARY, BufferedImage.TYPE_BYTE_INDEXED}) {
                    BufferedImage picture = picture(30, 20, type);
                    seeds.add(written(picture, "png", ""));
                    for (String compression : List.of("", "LZW", "Deflate", "PackBits")) {
                        seeds.add(written(picture, "tiff", compression));
                    }
                    if (type == BufferedImage.TYPE_BYTE_GRAY || type == BufferedImage.TYPE_3BYTE_BGR) {
                        seeds.add(written(picture, "jpeg", ""));
                        seeds.add(written(picture, "jpeg", "progressive"));
                    }
                }
                seeds.add(lossless(13, 9, 1, 16, 1));
            }
            case NIFTI -> seeds.addAll(FileSeeds.nifti());
            case META_IMAGE -> seeds.addAll(FileSeeds.metaImage());
            case NRRD -> seeds.addAll(FileSeeds.nrrd());
            case TIFF_SLIDE -> {
                for (String compression : List.of("LZW", "Deflate", "PackBits")) {
                    seeds.add(written(picture(30, 20, BufferedImage.TYPE_3BYTE_BGR), "tiff", compression));
                    seeds.add(written(picture(30, 20, BufferedImage.TYPE_USHORT_GRAY), "tiff", compression));
                }
                BufferedImage tile = picture(TiffBytes.TILE, TiffBytes.TILE, BufferedImage.TYPE_BYTE_GRAY);
                seeds.addAll(FileSeeds.tiffSlide(written(tile, "jpeg", ""), written(tile, "jpeg 2000", "")));
            }
            case DICOM_SLIDE -> seeds.addAll(FileSeeds.dicomSlide());
            case DICOMDIR -> seeds.addAll(FileSeeds.directories());
            case SERIES -> seeds.addAll(FileSeeds.series());
            case MULTIPART -> seeds.addAll(FileSeeds.multipart());
            case DICOM_JSON -> seeds.addAll(FileSeeds.json());
            case DEVICE_RESULT -> seeds.addAll(ResultSeeds.all());
        }
        return seeds;
    }

    /// What [FuzzTarget] takes for a frame.
    private static byte[] frame(int allocated, int samples, int rows, int columns, byte[] code) {
        return ByteBuffer.allocate(6 + code.length).put((byte) allocated).put((byte) (samples - 1)).putShort((short) rows)
                .putShort((short) columns).put(code).array();
    }

    /// Six pixels in each of some run-length encoded segments: a run and literals.
    private static byte[] runs(int segments) {
        ByteBuffer code = ByteBuffer.allocate(64 + 6 * segments).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        code.putInt(segments);
        for (int s = 0; s < segments; s++) {
            code.putInt(64 + 6 * s);
        }
        code.position(64);
        for (int s = 0; s < segments; s++) {
            code.put(new byte[] {-2, 7, 2, 1, 2, 3});
        }
        return code.array();
    }

    /// Noise in lossless JPEG.
    private static byte[] lossless(int width, int height, int components, int precision, int predictor) {
        Shape shape = new Shape(width, height, components);
        int[] values = new SplittableRandom(predictor).ints(shape.samples(), 0, 1 << precision).toArray();
        return LosslessJpegWriter.write(values, shape, precision, predictor, 0);
    }

    private static BufferedImage picture(int width, int height, int type) {
        BufferedImage image = new BufferedImage(width, height, type);
        WritableRaster raster = image.getRaster();
        SplittableRandom random = new SplittableRandom(7);
        int most = type == BufferedImage.TYPE_BYTE_BINARY ? 2 : raster.getDataBuffer().getDataType() == DataBuffer.TYPE_USHORT ? 60000 : 200;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int b = 0; b < raster.getNumBands(); b++) {
                    raster.setSample(x, y, b, (20 * b + most * (x + y) / (width + height) + random.nextInt(9)) % most);
                }
            }
        }
        return image;
    }

    private static byte[] written(BufferedImage image, String format, String kind) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        ImageWriteParam parameters = writer.getDefaultWriteParam();
        if (kind.equals("progressive")) {
            parameters.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
        } else if (!kind.isEmpty()) {
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionType(kind);
        }
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
