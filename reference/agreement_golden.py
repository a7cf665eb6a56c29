"""Reference values for org.realfm.stats.agreement and org.realfm.stats.localisation.

Usage: python3 reference/agreement_golden.py      (from the root of the repository, with Debian's Python)
Debian packages: python3-numpy python3-scipy python3-sklearn python3-statsmodels python3-nltk

Writes ratings.csv (30 subjects, 4 raters, 5 categories, some missing), noisy.csv (150 subjects, 5 raters, 3 categories,
some missing), measurements.csv (25 subjects, 4 raters), images.csv and marks.csv (lesions, marks), and agreement.csv
(name,value) to stats/src/test/resources/golden. Where a package has the
statistic its value is taken; where none of Debian's has, it is computed from the definition, with derivatives and
double loops where the Java code has formulas.
"""

import itertools
import math
import pathlib

import numpy as np
from nltk.metrics.agreement import AnnotationTask
from nltk.metrics.distance import binary_distance, interval_distance
from scipy import stats
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import aggregate_raters, cohens_kappa, fleiss_kappa

GOLDEN = pathlib.Path("stats/src/test/resources/golden")
values = {}


def put(name, *numbers):
    for index, number in enumerate(numbers):
        values[f"{name}.{index}" if len(numbers) > 1 else name] = float(number)


def table(name, columns, rows):
    text = [",".join(columns)] + [",".join(str(v) for v in row) for row in rows]
    (GOLDEN / name).write_text("\n".join(text) + "\n")


rng = np.random.default_rng(20260402)
Q, N, K = 5, 30, 4
truth = rng.choice(Q, N, p=[0.35, 0.25, 0.2, 0.1, 0.1])
ratings = np.clip(truth[:, None] + rng.choice([-1, 0, 0, 0, 1], (N, K)), 0, Q - 1)
missing = rng.random((N, K)) < 0.12
missing[:, :2] = False  # the first two raters rated all
ratings[missing] = -1
table("ratings.csv", [f"r{k}" for k in range(K)], ratings.tolist())
measurements = np.round(rng.normal(10, 2, 25)[:, None] + rng.normal(0, 1, (25, K)) + np.arange(K) * 0.4, 2)
table("measurements.csv", [f"r{k}" for k in range(K)], measurements.tolist())

# ---------------------------------------------------------------- Cohen: scikit-learn (value), statsmodels (interval)
first, second = ratings[:, 0], ratings[:, 1]
for weights, sk, sm in [("identity", None, None), ("linear", "linear", "linear"), ("quadratic", "quadratic", "quadratic")]:
    value = cohen_kappa_score(first, second, labels=range(Q), weights=sk)
    counts = np.zeros((Q, Q))
    np.add.at(counts, (first, second), 1)
    fit = cohens_kappa(counts, wt=sm)
    assert abs(fit.kappa - value) < 1e-12
    z = stats.norm.ppf(0.975)
    put(f"cohen.{weights}", value, value - z * fit.std_kappa, value + z * fit.std_kappa)

# ---------------------------------------------------------------- Fleiss: statsmodels (complete data)
complete = ratings[(ratings >= 0).all(axis=1)]
put("fleiss.complete", fleiss_kappa(aggregate_raters(complete)[0]))


# ------------------------------- many raters: definition, variance by numerical derivatives with respect to subjects
def weight_matrix(kind):
    a, b = np.meshgrid(range(Q), range(Q))
    return {
        "identity": (a == b) + 0.0,
        "linear": 1 - abs(a - b) / (Q - 1),
        "quadratic": 1 - (a - b) ** 2 / (Q - 1) ** 2,
    }[kind]


def coefficient(data, w, chance, mass):
    """The coefficient where subject i has the weight mass[i]; pairs of ratings are formed one by one."""
    agree, paired, share, total = 0.0, 0.0, np.zeros(Q), 0.0
    for row, m in zip(data, mass):
        given = [c for c in row if c >= 0]
        pairs = [w[a, b] for a, b in itertools.permutations(given, 2)]
        if pairs:
            agree += m * np.mean(pairs)
            paired += m
        for c in given:
            share[c] += m / len(given)
        total += m if given else 0
    pa, pi = agree / paired, share / total
    pe = pi @ w @ pi if chance == "fleiss" else w.sum() / (Q * (Q - 1)) * (pi * (1 - pi)).sum()
    return (pa - pe) / (1 - pe)


def linearised(data, w, chance):
    n = len(data)
    value = coefficient(data, w, chance, np.ones(n))
    influence = []
    h = 1e-4
    for i in range(n):
        ends = []
        for step in (-2 * h, -h, h, 2 * h):
            mass = np.ones(n)
            mass[i] += step
            ends.append(coefficient(data, w, chance, mass))
        influence.append((ends[0] - 8 * ends[1] + 8 * ends[2] - ends[3]) / (12 * h) * n)
    error = math.sqrt(np.sum(np.square(influence)) / (n * (n - 1)))
    t = stats.t.ppf(0.975, n - 1)
    return value, value - t * error, min(1, value + t * error)


for kind in ("identity", "linear", "quadratic"):
    put(f"fleiss.{kind}", *linearised(ratings, weight_matrix(kind), "fleiss"))
    put(f"gwet.{kind}", *linearised(ratings, weight_matrix(kind), "gwet"))
assert abs(coefficient(complete, weight_matrix("identity"), "fleiss", np.ones(len(complete)))
           - values["fleiss.complete"]) < 1e-12

# ---------------------------------------------------------------- Krippendorff: nltk (nominal, interval), definition
triples = [(k, i, int(ratings[i, k])) for i in range(N) for k in range(K) if ratings[i, k] >= 0]
put("alpha.nominal", AnnotationTask(triples, distance=binary_distance).alpha())


def alpha(data, scale):
    units = [[v for v in row if not math.isnan(v)] for row in data]
    units = [u for u in units if len(u) > 1]
    pool = [v for u in units for v in u]
    order = sorted(set(pool))
    occurs = [pool.count(v) for v in order]

    def delta(a, b):
        if scale == "nominal":
            return float(a != b)
        if scale == "interval":
            return (a - b) ** 2
        if scale == "ratio":
            return 0.0 if a == b else ((a - b) / (a + b)) ** 2
        c, k = sorted((order.index(a), order.index(b)))
        return 0.0 if c == k else (sum(occurs[c:k + 1]) - (occurs[c] + occurs[k]) / 2) ** 2

    n = len(pool)
    observed = sum(delta(a, b) / (len(u) - 1) for u in units for a, b in itertools.permutations(u, 2)) / n
    expected = sum(delta(a, b) for a, b in itertools.permutations(pool, 2)) / (n * (n - 1))
    return 1 - observed / expected


real = np.where(ratings < 0, np.nan, ratings.astype(float))
put("alpha.interval", AnnotationTask(triples, distance=interval_distance).alpha())
assert abs(alpha(real, "nominal") - values["alpha.nominal"]) < 1e-12
assert abs(alpha(real, "interval") - values["alpha.interval"]) < 1e-12
for scale in ("ordinal", "ratio"):
    put(f"alpha.{scale}", alpha(real, scale))
put("alpha.measurements", alpha(measurements, "interval"))

# ---------------------------------------------------------------- Dawid & Skene: EM, written for arrays
state = rng.choice(3, 150, p=[0.5, 0.3, 0.2])
noisy = np.stack([np.where(rng.random(150) < share, state, rng.choice(3, 150)) for share in (0.9, 0.8, 0.7, 0.6, 0.4)], 1)
noisy[rng.random(noisy.shape) < 0.15] = -1
noisy[:, 0] = np.where((noisy < 0).all(axis=1), 0, noisy[:, 0])
table("noisy.csv", [f"r{k}" for k in range(5)], noisy.tolist())
hot = np.stack([(noisy == c) for c in range(3)], axis=2) + 0.0  # subject, rater, category
posterior = hot.sum(axis=1) / hot.sum(axis=(1, 2))[:, None]
with np.errstate(divide="ignore"):
    for _ in range(20000):
        prevalence = posterior.mean(axis=0)
        called = np.einsum("it,irc->rtc", posterior, hot)
        called /= called.sum(axis=2, keepdims=True)
        terms = np.where(hot[:, :, None, :] > 0, np.log(called)[None], 0).sum(axis=(1, 3))
        joint = np.log(prevalence) + terms
        top = joint.max(axis=1, keepdims=True)
        likelihood = float((top[:, 0] + np.log(np.exp(joint - top).sum(axis=1))).sum())
        posterior = np.exp(joint - top)
        posterior /= posterior.sum(axis=1, keepdims=True)
put("dawid.likelihood", likelihood)
put("dawid.prevalence", *prevalence)
put("dawid.called", *called.reshape(-1))
put("dawid.posterior", *posterior[:10].reshape(-1))

# ---------------------------------------------------------------- localisation: double loops over images and lesions
images = 40
lesions = rng.choice([0, 0, 1, 1, 2, 3], images)
marks = []
for i in range(images):
    for l in range(lesions[i]):
        if rng.random() < 0.8:
            marks.append((i, round(rng.normal(1.2), 1), l))
        if rng.random() < 0.1:
            marks.append((i, round(rng.normal(1.2), 1), l))  # a second mark on the same lesion
    for _ in range(rng.poisson(0.9)):
        marks.append((i, round(rng.normal(0), 1), -1))
table("marks.csv", ["image", "rating", "lesion"], marks)
table("images.csv", ["lesions"], [[l] for l in lesions])
NONE = -math.inf
highest = [max([r for (j, r, l) in marks if j == i and l < 0], default=NONE) for i in range(images)]
found = [[max([r for (j, r, m) in marks if j == i and m == l], default=NONE) for l in range(lesions[i])]
         for i in range(images)]
for form in ("afroc", "weighted_afroc", "afroc1", "weighted_afroc1"):
    top = bottom = 0.0
    for i in range(images):
        if lesions[i] > 0 and not form.endswith("1"):
            continue
        for j in range(images):
            for y in found[j]:
                w = 1 / lesions[j] if form.startswith("weighted") else 1
                top += w * (1.0 if y > highest[i] else 0.5 if y == highest[i] else 0.0)
                bottom += w
    put(f"{form}", top / bottom)
everything = sorted({r for (_, r, _) in marks}, reverse=True)
for where in ("all", "normal"):
    counted = [i for i in range(images) if where == "all" or lesions[i] == 0]
    xs, ys = [0.0], [0.0]
    for t in everything:
        xs.append(sum(1 for (i, r, l) in marks if l < 0 and r >= t and i in counted) / len(counted))
        ys.append(sum(1 for row in found for y in row if y >= t) / lesions.sum())
    xs, ys = np.array(xs), np.array(ys)

    def step(x):
        return ys[xs <= x].max()

    def line(x):
        if x >= xs[-1]:
            return ys[-1]
        at = np.flatnonzero(xs <= x)[-1]  # the last of several points at one rate, as the curve rises there
        return ys[at] + (ys[at + 1] - ys[at]) * (x - xs[at]) / (xs[at + 1] - xs[at])

    for rate in (0.1, 0.5, 1):
        put(f"froc.{where}.{rate}", step(rate), line(rate))
    rates = (0.125, 0.25, 0.5, 1, 2, 4, 8)
    put(f"froc.{where}.cpm", np.mean([step(r) for r in rates]), np.mean([line(r) for r in rates]))

with open(GOLDEN / "agreement.csv", "w", encoding="utf-8") as out:
    out.write("name,value\n")
    for key, value in values.items():
        out.write(f"{key},{value!r}\n")
print(len(values), "values")
