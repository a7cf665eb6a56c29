"""The usual SciPy recipe for HD95 and surface Dice, for org.realfm.imaging.segmentation.SegmentationRace.

Arguments, five a pair of masks: file, file (one byte a voxel), shape, spacing (both slices x rows x columns), repeats.
Prints a line a pair: HD95, surface Dice at 2 mm, median milliseconds.
"""

import sys
import time

import numpy as np
from scipy.ndimage import binary_erosion, distance_transform_edt


def measure(first, second, spacing):
    first, second = first.astype(bool), second.astype(bool)
    one, two = first & ~binary_erosion(first), second & ~binary_erosion(second)
    there = distance_transform_edt(~two, sampling=spacing)[one]
    back = distance_transform_edt(~one, sampling=spacing)[two]
    hd95 = max(np.percentile(there, 95), np.percentile(back, 95))
    return hd95, ((there <= 2).sum() + (back <= 2).sum()) / (there.size + back.size)


arguments = sys.argv[1:]
for one, two, shape, spacing, repeats in zip(*(arguments[i::5] for i in range(5))):
    shape = [int(n) for n in shape.split("x")]
    spacing = [float(s) for s in spacing.split("x")]
    first, second = (np.fromfile(path, np.uint8).reshape(shape) for path in (one, two))
    times = []
    for _ in range(int(repeats)):
        start = time.perf_counter()
        result = measure(first, second, spacing)
        times.append(time.perf_counter() - start)
    print(repr(float(result[0])), repr(float(result[1])), 1000 * np.median(times))
