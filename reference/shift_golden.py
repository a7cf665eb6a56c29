"""Reference values for distances between samples and label shift, from SciPy and NumPy.

Usage: /usr/bin/python3 reference/shift_golden.py      (from the root of the repository, with Debian's Python)
Debian packages: python3-numpy python3-scipy python3-sklearn

Writes shift_first.csv (60 rows) and shift_second.csv (45 rows) of three variables, the first with ties;
shift_source.csv (truth, called) and shift_target.csv (called, three probabilities); and shift.csv (name,value) to
stats/src/test/resources/golden; and, from real films (the test data of CONTRIBUTING.md), shift_real.csv.
"""

import csv
import os
import pathlib

import numpy as np
from scipy import optimize, stats
from scipy.spatial.distance import cdist, jensenshannon

from golden import GOLDEN, finish, put, table

rng = np.random.default_rng(20260511)
mix = np.array([[1, 0.4, 0], [0, 1, -0.3], [0, 0, 1]])
first = np.round(rng.normal(0, 1, (60, 3)) @ mix, 4)
second = np.round(rng.normal(0, 1.2, (45, 3)) @ mix + [0.5, 0, -0.2], 4)
first[:, 0], second[:, 0] = np.round(first[:, 0], 1), np.round(second[:, 0], 1)
first, second = first + 0.0, second + 0.0
table("shift_first.csv", ["a", "b", "c"], first.tolist())
table("shift_second.csv", ["a", "b", "c"], second.tolist())

# ---------------------------------------------------------------- one variable: SciPy
for v, name in enumerate("abc"):
    x, y = first[:, v], second[:, v]
    exact = stats.ks_2samp(x, y, method="exact")
    put(f"ks.{name}", exact.statistic, exact.pvalue)
    put(f"wasserstein.{name}", stats.wasserstein_distance(x, y))
    put(f"energy.{name}", stats.energy_distance(x, y) ** 2)
    cuts = np.unique(np.quantile(x, np.arange(1, 8) / 8))
    p = np.bincount(np.searchsorted(cuts, x), minlength=len(cuts) + 1) / len(x)
    q = np.bincount(np.searchsorted(cuts, y), minlength=len(cuts) + 1) / len(y)
    put(f"js.{name}", jensenshannon(p, q, 2) ** 2, jensenshannon(p, q) ** 2)
    half = [(len(s) * t + 0.5) / (len(s) + 0.5 * len(t)) for s, t in ((x, p), (y, q))]
    put(f"psi.{name}", stats.entropy(half[0], half[1]) + stats.entropy(half[1], half[0]))
    put(f"ks.{name}.asymptotic", stats.ks_2samp(x, y, method="asymp").pvalue)
put("psi.critical", (1 / 60 + 1 / 45) * stats.chi2.isf(0.05, 7))

# ---------------------------------------------------------------- many variables: double loops
length = lambda s, t: np.array([[np.sqrt(((a - b) ** 2).sum()) for b in t] for a in s])
xx, yy, xy = length(first, first), length(second, second), length(first, second)
put("energy.all", 2 * xy.mean() - xx.mean() - yy.mean())
pooled = np.vstack([first, second])
every = length(pooled, pooled)[np.tril_indices(len(pooled), -1)]
s = np.median(every)
put("bandwidth", s)
k = lambda d: np.exp(-d * d / (2 * s * s))
put("mmd.biased", k(xx).mean() + k(yy).mean() - 2 * k(xy).mean())
off = lambda d: (k(d).sum() - len(d)) / (len(d) * (len(d) - 1))
put("mmd.unbiased", off(xx) + off(yy) - 2 * k(xy).mean())

# ---------------------------------------------------------------- label shift
K = 3
source_share, target_share = np.array([0.6, 0.3, 0.1]), np.array([0.3, 0.3, 0.4])
centre = np.array([0.0, 1.5, 3.0])


def probability(x):
    joint = source_share * np.exp(-0.5 * (x[:, None] - centre) ** 2)
    return joint / joint.sum(axis=1, keepdims=True)


truth = rng.choice(K, 400, p=source_share)
called = probability(centre[truth] + rng.normal(0, 1, 400)).argmax(axis=1)
target_truth = rng.choice(K, 250, p=target_share)
target = probability(centre[target_truth] + rng.normal(0, 1, 250))
table("shift_source.csv", ["truth", "called"], np.column_stack([truth, called]).tolist())
table("shift_target.csv", ["called", "p0", "p1", "p2"], [[int(r.argmax())] + r.tolist() for r in target])
confusion = np.zeros((K, K))
np.add.at(confusion, (called, truth), 1 / 400)
mu = np.bincount(target.argmax(axis=1), minlength=K) / 250
weight = np.linalg.solve(confusion, mu)
put("bbse.weight", *weight)
put("bbse.prevalence", *(weight * np.bincount(truth, minlength=K) / 400))
# The maximum of the concave likelihood over the simplex, by a solver that knows nothing of EM.
loss = lambda t: -np.log(target / source_share @ np.array([1 - t.sum(), t[0], t[1]])).sum()
slope = lambda t: -((target[:, 1:] / source_share[1:] - target[:, :1] / source_share[0])
                    / (target / source_share @ np.array([1 - t.sum(), t[0], t[1]]))[:, None]).sum(axis=0)
fit = optimize.minimize(loss, np.array([0.3, 0.3]), method="Nelder-Mead", options={"xatol": 1e-6})
fit = optimize.root(slope, fit.x, tol=1e-13)
assert np.abs(slope(fit.x)).max() < 1e-9
put("em.prevalence", 1 - fit.x.sum(), *fit.x)

# ---------------------------------------------------------------- real films, where they are there: see CONTRIBUTING.md
shared = pathlib.Path(os.environ.get("REALFM_SHARED_DATA", "../shared/data"))
films = shared / "cxr-foundation/samples/cxr-foundation.embeddings.csv"
if films.exists():
    with open(films, encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    points = np.array([[float(r[f"PCA Mode {k}"]) for k in (1, 2, 3, 4)] for r in rows])
    view = np.array([r["AP/PA"] for r in rows])
    x, y = points[view == "AP"], points[view == "PA"]
    real = {
        "ks.0": stats.ks_2samp(x[:, 0], y[:, 0]).statistic,
        "ks.1": stats.ks_2samp(x[:, 0], y[:, 0], method="exact").pvalue,
        "wasserstein": stats.wasserstein_distance(x[:, 0], y[:, 0]),
        "energy": stats.energy_distance(x[:, 0], y[:, 0]) ** 2,
        "energy.all": 2 * cdist(x, y).mean() - cdist(x, x).mean() - cdist(y, y).mean(),
    }
    (GOLDEN / "shift_real.csv").write_text(
        "name,value\n" + "".join(f"{key},{float(value)!r}\n" for key, value in real.items()))

finish("shift.csv")
