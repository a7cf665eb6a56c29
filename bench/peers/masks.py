"""The usual SciPy recipe for HD95 and surface Dice at 2 mm of two masks, timed by the processor.

    /usr/bin/python3 masks.py FOLDER RUNS SHAPE SPACING

FOLDER holds `first` and `second`, one byte a voxel; SHAPE and SPACING are slices x rows x columns, as in 64x64x64 and
1.1x0.7x0.7. Prints `version`, both numbers as `value`, and one `seconds` for each run.
"""
import sys
import time

import numpy as np
import scipy
from scipy.ndimage import binary_erosion, distance_transform_edt


def measure(first, second):
    first, second = first.astype(bool), second.astype(bool)
    one, two = first & ~binary_erosion(first), second & ~binary_erosion(second)
    there = distance_transform_edt(~two, sampling=spacing)[one]
    back = distance_transform_edt(~one, sampling=spacing)[two]
    hd95 = max(np.percentile(there, 95), np.percentile(back, 95))
    return hd95, ((there <= 2).sum() + (back <= 2).sum()) / (there.size + back.size)


folder, runs = sys.argv[1], int(sys.argv[2])
shape = [int(n) for n in sys.argv[3].split("x")]
spacing = [float(s) for s in sys.argv[4].split("x")]
first, second = (np.fromfile(folder + "/" + name, np.uint8).reshape(shape) for name in ("first", "second"))
print("version SciPy", scipy.__version__)
middle = np.s_[shape[0] // 2 - 2:shape[0] // 2 + 2]
for _ in range(3):  # to be warm
    measure(np.ones_like(first[middle]), np.ones_like(second[middle]))
for _ in range(runs):
    start = time.process_time()
    result = measure(first, second)
    print("seconds", time.process_time() - start)
for value in result:
    print("value", repr(float(value)))
