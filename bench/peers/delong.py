"""A fast DeLong (Sun & Xu 2014) in numpy: AUROC and its standard error, timed.

    /usr/bin/python3 delong.py FOLDER RUNS      FOLDER holds score.f64 and truth.u8

Prints `version`, `value`, `error` and one `seconds` for each run.
"""
import sys
import time

import numpy as np


def midranks(x):
    """Mid-ranks without a loop in Python: much faster than the version that is usually copied."""
    order = np.argsort(x)
    sorted_x = x[order]
    starts = np.flatnonzero(np.concatenate(([True], sorted_x[1:] != sorted_x[:-1])))
    ends = np.append(starts[1:], len(x))
    ranks = np.empty(len(x))
    ranks[order] = np.repeat((starts + ends + 1) / 2.0, ends - starts)
    return ranks


def delong(positive, negative):
    m, n = len(positive), len(negative)
    both = midranks(np.concatenate([positive, negative]))
    of_positive = (both[:m] - midranks(positive)) / n
    of_negative = 1 - (both[m:] - midranks(negative)) / m
    return of_positive.mean(), np.sqrt(of_positive.var(ddof=1) / m + of_negative.var(ddof=1) / n)


folder, runs = sys.argv[1], int(sys.argv[2])
score = np.fromfile(folder + "/score.f64", "<f8")
truth = np.fromfile(folder + "/truth.u8", "u1") == 1
print("version numpy", np.__version__)
for run in range(runs + 1):
    start = time.perf_counter()
    value, error = delong(score[truth], score[~truth])
    seconds = time.perf_counter() - start
    if run > 0:
        print("seconds", seconds)
print("value", repr(float(value)))
print("error", repr(float(error)))
