"""Small TIFF files in many guises, and what tifffile (libtiff for LZW, PackBits and JPEG) reads from them.

Usage: /usr/bin/python3 reference/slides_golden.py      (from the root of the repository; Debian: python3-tifffile,
libtiff-tools)

Writes the files to imaging/src/test/resources/golden/slides, and to golden/slides.csv one line for each level of each: file,
format, level, width, height, tile width, tile height, micrometres (or none), channels, left, top, width and height of a
region, the sum of its samples, and the sum of each sample times its place in the region (from 1) modulo 1009.
"""

import csv
import pathlib
import subprocess

import numpy as np
import tifffile

HERE = pathlib.Path("imaging/src/test/resources/golden")
FOLDER = HERE / "slides"
FOLDER.mkdir(parents=True, exist_ok=True)
random = np.random.default_rng(17)
lines = []


def picture(height, width, channels, dtype):
    y, x = np.mgrid[0:height, 0:width]
    planes = [np.sin(x / (5 + c)) * np.cos(y / (7 - c)) + random.normal(0, 0.05, (height, width)) for c in range(channels)]
    data = np.stack(planes, -1) if channels > 1 else planes[0]
    data = (data - data.min()) / (data.max() - data.min())
    dtype = np.dtype(dtype)
    if dtype.kind == "f":
        return (1000 * data - 300).astype(dtype)
    info = np.iinfo(dtype)
    return (data * (float(info.max) - info.min) + info.min).clip(info.min, info.max).astype(dtype)


def record(name, format, levels, micrometres, tile):
    for level, data in enumerate(levels):
        height, width = data.shape[:2]
        channels = data.shape[2] if data.ndim == 3 else 1
        left, top = width // 5, height // 4
        part = data[top:top + height // 2, left:left + width // 2].astype(np.float64).ravel()
        place = np.arange(1, part.size + 1) % 1009
        tile_width, tile_height = tile if isinstance(tile, tuple) else (width, height)
        lines.append([name, format, level, width, height, tile_width, tile_height,
                      "none" if micrometres is None else repr(micrometres * levels[0].shape[1] / width), channels, left, top,
                      width // 2, height // 2, repr(float(part.sum())), repr(float((part * place).sum()))])


def pyramid(name, data, levels=1, micrometres=None, tile=(32, 16), **options):
    stack = [data] + [data[::2 ** i, ::2 ** i] for i in range(1, levels)]
    resolution = {} if micrometres is None else {"resolution": (1e4 / micrometres, 1e4 / micrometres),
                                                 "resolutionunit": "CENTIMETER"}
    with tifffile.TiffWriter(FOLDER / name, bigtiff=options.pop("bigtiff", False),
                             byteorder=options.pop("byteorder", "<")) as out:
        below = options.pop("below", False)
        for i, level in enumerate(stack):
            extra = {"subifds": levels - 1} if below and i == 0 else {}
            scaled = {} if not resolution else {**resolution, "resolution": tuple(r / 2 ** i for r in resolution["resolution"])}
            out.write(level, tile=(tile[1], tile[0]) if tile else None, metadata=None,
                      subfiletype=1 if i else 0, **{"photometric": "rgb" if data.ndim == 3 else "minisblack", **options}, **extra,
                      **scaled)
    record(name, "BigTIFF" if (FOLDER / name).read_bytes()[2] == 43 or (FOLDER / name).read_bytes()[3] == 43 else "TIFF", stack,
           micrometres, tile)


rgb = picture(90, 130, 3, "uint8")
pyramid("rgb.tif", rgb, 3, 0.25)
pyramid("rgb-below.tif", rgb, 3, 0.5, below=True)
pyramid("rgb-big.tif", rgb, 2, 0.25, bigtiff=True)
pyramid("rgb-big-motorola.tif", rgb, 2, bigtiff=True, byteorder=">")
pyramid("rgb-deflate.tif", rgb, 2, compression="zlib", predictor=True)
pyramid("grey16.tif", picture(90, 130, 1, "uint16"), 2, compression="zlib")
pyramid("grey16-motorola.tif", picture(90, 130, 1, "uint16"), 2, byteorder=">", compression="zlib", predictor=True)
pyramid("grey32.tif", picture(60, 50, 1, "uint32"))
pyramid("signed16.tif", picture(60, 50, 1, "int16"))
pyramid("signed32.tif", picture(60, 50, 1, "int32"), compression="zlib", predictor=True)
pyramid("real32.tif", picture(60, 50, 1, "float32"))
pyramid("inch.tif", picture(60, 50, 1, "uint8"), resolution=(25400 / 0.4, 25400 / 0.4), resolutionunit="INCH")
lines[-1][7] = "0.4"


def libtiff(name, source, options, tile=(32, 16)):
    subprocess.run(["tiffcp", *options, FOLDER / source, FOLDER / name], check=True)
    plain = FOLDER / "plain.tif"
    subprocess.run(["tiffcp", "-c", "none", "-p", "contig", "-s", "-r", "1000", FOLDER / name, plain], check=True)
    with tifffile.TiffFile(plain) as file:
        levels = [page.asarray() for page in file.pages]
    plain.unlink()
    old = next(line for line in lines if line[0] == source)
    record(name, "TIFF", levels, None if old[7] == "none" else float(old[7]), tile)


TILED = ["-t", "-w", "32", "-l", "16"]
libtiff("lzw.tif", "rgb.tif", ["-c", "lzw", *TILED])
libtiff("lzw-predicted.tif", "grey16.tif", ["-c", "lzw:2", *TILED])
libtiff("packbits.tif", "rgb.tif", ["-c", "packbits", *TILED])
libtiff("jpeg.tif", "rgb.tif", ["-c", "jpeg:90", *TILED])
libtiff("jpeg-rgb.tif", "rgb.tif", ["-c", "jpeg:r:90", *TILED])
libtiff("planes.tif", "rgb.tif", ["-p", "separate", "-c", "lzw", *TILED])

with (HERE / "slides.csv").open("w", newline="") as out:
    csv.writer(out, lineterminator="\n").writerows(lines)
