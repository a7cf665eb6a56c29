"""Reference values for calibration: the Brier score in parts, debiased calibration error, recalibration, net benefit.

Usage: python3 reference/calibration_golden.py      (from the root of the repository, after stats_golden.py)
Debian packages: python3-numpy python3-scipy python3-sklearn

Writes calibration_python.csv (name,value) to stats/src/test/resources/golden. Isotonic regression and Platt scaling are
scikit-learn's; its optimiser stops early, so that Platt's coefficients are good to 1e-5 only (R has them to 1e-8).
"""

import numpy as np
from scipy import stats
from sklearn.calibration import _SigmoidCalibration
from sklearn.isotonic import IsotonicRegression
from sklearn.metrics import brier_score_loss

from golden import GOLDEN, finish, put

Z = stats.norm.ppf(0.975)

sample = np.genfromtxt(GOLDEN / "sample.csv", delimiter=",", names=True)
y, risk, cluster = sample["truth"], sample["risk"], sample["cluster"].astype(int)
n = len(y)


def parts(group):
    """Reliability, resolution, uncertainty, the two parts within groups, and the unbiased forms."""
    rel = res = wbv = wbc = bias = 0.0
    for g in np.unique(group):
        f, o = risk[group == g], y[group == g]
        share = len(f) / n
        rel += share * (f.mean() - o.mean()) ** 2
        res += share * (o.mean() - y.mean()) ** 2
        wbv += ((f - f.mean()) ** 2).sum() / n
        wbc += 2 * ((f - f.mean()) * (o - o.mean())).sum() / n
        bias += share * (o.mean() * (1 - o.mean()) / (len(o) - 1) if len(o) > 1 else 0.25)
    unc = y.mean() * (1 - y.mean())
    assert abs(rel - res + unc + wbv - wbc - brier_score_loss(y, risk)) < 1e-14
    return rel, res, unc, wbv, wbc, rel - bias, res - bias + unc / (n - 1), unc + unc / (n - 1)


below = np.array([(risk < r).sum() for r in risk])
group = np.minimum(9, np.floor(10 * below / n + 1e-9)).astype(int)
put("brier", *parts(group))
put("brier-distinct", *parts(np.unique(risk, return_inverse=True)[1])[:5])

value = variance = plain = mean = spread = 0.0
for g in np.unique(group):
    d = (risk - y)[group == g]
    share, gap, error = len(d) / n, abs(d.mean()), d.std(ddof=1) / np.sqrt(len(d))
    fold = stats.foldnorm(gap / error, scale=error)
    value += share * (2 * gap - fold.mean())
    variance += share**2 * fold.var()
    noise = stats.halfnorm(scale=error)
    plain, mean, spread = plain + share * gap, mean + share * noise.mean(), spread + share**2 * noise.var()
put("ece-debiased", value, max(0, plain - mean - Z * np.sqrt(spread)), value + Z * np.sqrt(variance))

grid = np.array([0.0, 0.01, 0.05, 0.1, 0.234, 0.5, 0.77, 0.9, 1.0])
isotonic = IsotonicRegression(out_of_bounds="clip").fit(risk, y)
put("isotonic", *isotonic.predict(grid))
lp = np.log(risk / (1 - risk))
platt = _SigmoidCalibration().fit(lp, y)
put("platt", -platt.b_, -platt.a_)


# ------------------------- decision curves: interventions avoided per patient, with patients as the independent units
def clustered_wilson(event):
    p, ids = event.mean(), np.unique(cluster)
    sums = np.array([(event - p)[cluster == c].sum() for c in ids])
    k = len(ids)
    size = min(n, p * (1 - p) / (k / (k - 1) * (sums**2).sum() / n**2))
    centre, half = p + Z**2 / (2 * size), Z * np.sqrt(p * (1 - p) / size + Z**2 / (4 * size**2))
    return p, (centre - half) / (1 + Z**2 / size), (centre + half) / (1 + Z**2 / size)


for t in (0.1, 0.3):
    a, al, au = clustered_wilson(((risk < t) & (y == 0)) * 1.0)
    b, bl, bu = clustered_wilson(((risk < t) & (y == 1)) * 1.0)
    c = (1 - t) / t
    rho = -np.sqrt(a * b / ((1 - a) * (1 - b)))
    value = a - c * b
    metric = np.array([[1, -rho], [-rho, 1]])
    down, up = np.array([a - al, c * (bu - b)]), np.array([au - a, c * (b - bl)])
    put(f"avoided.{t}", value, value - np.sqrt(down @ metric @ down), value + np.sqrt(up @ metric @ up))

finish("calibration_python.csv")
