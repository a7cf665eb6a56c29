"""A bootstrap of patients in a loop over scikit-learn's metrics, timed.

    /usr/bin/python3 bootstrap.py FOLDER RESAMPLES      FOLDER holds score.f64, truth.u8 and patient.i32

Prints `version`, the five measures of the sample itself as `value`, and one `seconds` for each resample.
"""
import sys
import time

import numpy as np
import sklearn
from sklearn.metrics import brier_score_loss, recall_score, roc_auc_score

GROUPS = 10
THRESHOLD = 0.5


def calibration_error(truth, risk):
    """Groups of equal mass, equal risks together."""
    order = np.argsort(risk, kind="stable")
    ordered, outcome = risk[order], truth[order]
    below = np.searchsorted(ordered, ordered, side="left")
    group = np.minimum(GROUPS - 1, np.floor(GROUPS * below / len(risk) + 1e-9)).astype(int)
    return np.abs(np.bincount(group, ordered - outcome, GROUPS)).sum() / len(risk)


def measures(truth, risk):
    called = risk >= THRESHOLD
    return [
        roc_auc_score(truth, risk),
        recall_score(truth, called),
        recall_score(truth, called, pos_label=0),
        brier_score_loss(truth, risk),
        calibration_error(truth, risk),
    ]


folder, resamples = sys.argv[1], int(sys.argv[2])
risk = np.fromfile(folder + "/score.f64", "<f8")
truth = np.fromfile(folder + "/truth.u8", "u1").astype(int)
patient = np.fromfile(folder + "/patient.i32", "<i4")
print("version scikit-learn", sklearn.__version__, "on numpy", np.__version__)
for value in measures(truth, risk):
    print("value", repr(float(value)))
rows = np.argsort(patient, kind="stable")
starts = np.searchsorted(patient[rows], np.arange(patient.max() + 2))
sizes = np.diff(starts)
random = np.random.default_rng(1)
for _ in range(resamples):
    start = time.perf_counter()
    drawn = random.integers(0, len(sizes), len(sizes))
    size = sizes[drawn]
    offsets = np.arange(size.sum()) - np.repeat(np.cumsum(size) - size, size)
    index = rows[np.repeat(starts[drawn], size) + offsets]
    measures(truth[index], risk[index])
    print("seconds", time.perf_counter() - start)
