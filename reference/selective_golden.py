"""Reference values for abstaining, conformal sets, risk control and prediction-powered means, from SciPy, scikit-learn and
the definitions.

Usage: /usr/bin/python3 reference/selective_golden.py      (from the root of the repository, with Debian's Python)
Debian packages: python3-numpy python3-scipy python3-sklearn

Writes selective.csv (90 cases: confidence with ties, failed, cost, patient), powered.csv (40 labelled and 160 unlabelled
cases) and selective_values.csv (name,value) to stats/src/test/resources/golden; selective_real.csv is of real films.
"""

import csv
import itertools
import math
import os
import pathlib

import numpy as np
from scipy import optimize, stats
from sklearn.metrics import roc_auc_score

from golden import GOLDEN, finish, put, table, values

rng = np.random.default_rng(20260620)
N = 90
confidence = np.round(rng.uniform(0.5, 1, N), 2)
failed = (rng.random(N) > confidence).astype(int)
cost = np.round(failed * rng.uniform(0.2, 3, N), 3)
table("selective.csv", ["confidence", "failed", "cost", "patient"],
      [[float(c), int(f), float(k), i // 2] for i, (c, f, k) in enumerate(zip(confidence, failed, cost))])


# ---------------------------------------------------------------- areas: by the definition, the tied worth their mean
def areas(score, loss):
    worth = np.array([loss[score == s].mean() for s in score])
    order = np.argsort(-score, kind="stable")
    lost = np.cumsum(worth[order])
    n = len(loss)
    generalised = np.concatenate([[0], lost / n])
    return np.mean(lost / np.arange(1, n + 1)), np.trapz(generalised, dx=1 / n)


for name, loss in (("failed", failed.astype(float)), ("cost", cost)):
    aurc, augrc = areas(confidence, loss)
    put(f"aurc.{name}", aurc)
    put(f"excess.{name}", aurc - areas(-loss, loss)[0])
    put(f"augrc.{name}", augrc)
error = failed.mean()
closed = (1 - roc_auc_score(1 - failed, confidence)) * error * (1 - error) + error**2 / 2
assert abs(closed - values["augrc.failed"]) < 1e-12
# Five cases, of which three tied: the mean over all orders.
small, lost = [0.9, 0.7, 0.7, 0.7, 0.1], [0.0, 1.0, 0.0, 2.0, 1.0]
every = [np.mean(np.cumsum(np.array(lost)[[0, *p, 4]]) / np.arange(1, 6)) for p in itertools.permutations([1, 2, 3])]
put("aurc.small", np.mean(every))

# ---------------------------------------------------------------- law of the coverage: SciPy
for n, alpha in ((500, 0.1), (30, 0.05)):
    k = math.ceil((n + 1) * (1 - alpha) - 1e-9)
    put(f"law.{n}.beta", *stats.beta(k, n + 1 - k).ppf([0.05, 0.95]))
    put(f"law.{n}.binomial", *[stats.betabinom(100, k, n + 1 - k).cdf(x) for x in (80, 90, 97)])
    put(f"law.{n}.expected", *(stats.betabinom(100, k, n + 1 - k).ppf([0.025, 0.975]) / 100))


# ---------------------------------------------------------------- bounds
def hoeffding_bentkus(r, n, a):
    m = min(r, a)
    h = sum(p * math.log(p / q) for p, q in ((m, a), (1 - m, 1 - a)) if p > 0)
    return min(1, math.exp(-n * h), math.e * stats.binom.cdf(math.ceil(n * r - 1e-9), n, a))


for r, n, a in ((0.03, 200, 0.1), (0.0, 50, 0.05), (0.2, 100, 0.1), (0.0937, 400, 0.12)):
    put(f"hb.{r}.{n}.{a}", hoeffding_bentkus(r, n, a))
put("hb.upper", optimize.brentq(lambda a: hoeffding_bentkus(0.03, 200, a) - 0.1, 0.031, 0.5, xtol=1e-15))
put("cp.upper", stats.beta.ppf(0.9, 7, 194))

# ---------------------------------------------------------------- prediction-powered means
n, m = 40, 160
y = np.round(rng.normal(2, 1, n), 3)
f = np.round(0.7 * y + rng.normal(0.9, 0.5, n), 3)
g = np.round(0.7 * rng.normal(2, 1, m) + rng.normal(0.9, 0.5, m), 3)
rows = [["labelled", y[i], f[i], i // 2] for i in range(n)] + [["other", 0.0, g[i], 100 + i // 3] for i in range(m)]
(GOLDEN / "powered.csv").write_text(
    "kind,truth,predicted,patient\n" + "\n".join(f"{a},{b!r},{c!r},{d}" for a, b, c, d in rows) + "\n")


def powered(weight):
    residual = y - weight * f
    error = math.sqrt(residual.var(ddof=1) / n + weight**2 * g.var(ddof=1) / m)
    value = residual.mean() + weight * g.mean()
    t = stats.t.ppf(0.975, n - 1)
    return value, value - t * error, value + t * error


tuned = optimize.minimize_scalar(lambda w: powered(w)[2] - powered(w)[0], bounds=(0, 1), method="bounded",
                                 options={"xatol": 1e-12}).x
put("powered.lambda", np.cov(y, f)[0, 1] / n / (f.var(ddof=1) / n + g.var(ddof=1) / m))
assert abs(tuned - values["powered.lambda"]) < 1e-5
put("powered.tuned", *powered(values["powered.lambda"]))
put("powered.one", *powered(1))
put("powered.none", *powered(0))
# Clusters: the mean as a ratio of sums of patients, its variance by the sums' residuals.
u = y - 0.5 * f
sums = np.add.reduceat(u - u.mean(), range(0, n, 2))
others = np.add.reduceat(g - g.mean(), range(0, m, 3))
k, l = len(sums), len(others)
error = math.sqrt(k / (k - 1) * (sums**2).sum() / n**2 + 0.25 * l / (l - 1) * (others**2).sum() / m**2)
value = u.mean() + 0.5 * g.mean()
t = stats.t.ppf(0.975, k - 1)
put("powered.clustered", value, value - t * error, value + t * error)

# ---------------------------------------------------------------- real films, where they are there: see CONTRIBUTING.md
shared = pathlib.Path(os.environ.get("REALFM_SHARED_DATA", "../shared/data"))
films = shared / "cxr-foundation/samples/chexpert-model.embeddings.csv"
if films.exists():
    with open(films, encoding="utf-8") as file:
        rows = [r for r in csv.DictReader(file) if r["Pleural Effusion"] in ("0.0", "1.0")]
    logit = np.array([float(r["Logit - Pleural Effusion"]) for r in rows])
    wrong = ((logit >= 0) != np.array([r["Pleural Effusion"] == "1.0" for r in rows])).astype(float)
    aurc, augrc = areas(np.abs(logit), wrong)
    real = {"aurc": aurc, "excess": aurc - areas(-wrong, wrong)[0], "augrc": augrc}
    (GOLDEN / "selective_real.csv").write_text(
        "name,value\n" + "".join(f"{key},{float(value)!r}\n" for key, value in real.items()))

finish("selective_values.csv")
