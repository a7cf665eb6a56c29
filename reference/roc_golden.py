"""Reference values for thresholds, average precision and averages of several AUROCs.

Usage: python3 reference/roc_golden.py      (from the root of the repository, after stats_golden.py)
Debian packages: python3-numpy python3-scipy python3-sklearn

Writes classes.csv (240 rows of 160 patients: a class of three, three probabilities, three labels with their scores) and
roc_python.csv (name,value) to stats/src/test/resources/golden. Values are scikit-learn's; variances come from double loops
over pairs of rows.
"""

import numpy as np
from scipy import stats
from sklearn.metrics import average_precision_score, roc_auc_score, roc_curve

from golden import GOLDEN, finish, put

Z = stats.norm.ppf(0.975)

sample = np.genfromtxt(GOLDEN / "sample.csv", delimiter=",", names=True)
truth, score = sample["truth"] == 1, sample["score"]
put("average-precision", average_precision_score(truth, score))

# ---------------------------------------------------------------- thresholds
fpr, tpr, cut = roc_curve(truth, score, drop_intermediate=False)
m, n = truth.sum(), (~truth).sum()
for target in (0.8, 0.9):
    k = int(np.flatnonzero(tpr >= target - 1e-12)[0])
    hits, clear = round(tpr[k] * m), round((1 - fpr[k]) * n)
    needed = int(np.ceil(target * m - 1e-9))
    held = (stats.beta.ppf(0.025, needed, m - needed + 1), stats.beta.ppf(0.975, hits + 1, m - hits))
    wilson = stats.binomtest(clear, n).proportion_ci(0.95, "wilson")
    ranks = np.arange(1, m + 1)
    low = max(r for r in ranks if stats.binom.cdf(r - 1, m, 1 - target) <= 0.025)
    high = min(r for r in ranks if stats.binom.sf(r - 1, m, 1 - target) <= 0.025)
    ordered = np.sort(score[truth])
    put(f"sensitivity.{target}", cut[k], ordered[low - 1], ordered[high - 1], hits / m, *held, clear / n,
        wilson.low, wilson.high)
    k = int(np.flatnonzero(1 - fpr >= target - 1e-12)[-1])
    hits, clear = round(tpr[k] * m), round((1 - fpr[k]) * n)
    needed = int(np.ceil(target * n - 1e-9))
    held = (stats.beta.ppf(0.025, needed, n - needed + 1), stats.beta.ppf(0.975, clear + 1, n - clear))
    wilson = stats.binomtest(hits, m).proportion_ci(0.95, "wilson")
    ranks = np.arange(1, n + 1)
    low = max(r for r in ranks if stats.binom.cdf(r - 1, n, target) <= 0.025)
    high = min(r for r in ranks if stats.binom.sf(r - 1, n, target) <= 0.025)
    ordered = np.sort(score[~truth])
    put(f"specificity.{target}", cut[k], ordered[low - 1], ordered[high - 1], clear / n, *held, hits / m,
        wilson.low, wilson.high)

# ---------------------------------------------------------------- several AUROCs
rng = np.random.default_rng(20260707)
rows, patients = 240, 160
patient = np.sort(np.concatenate([np.arange(patients), rng.choice(patients, rows - patients)]))
label = rng.choice(3, rows, p=[0.5, 0.3, 0.2])
logits = rng.normal(0, 1, (rows, 3)) + 1.1 * np.eye(3)[label]
probability = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
probability = np.round(probability[:, :2], 2)
probability = np.column_stack([probability, np.round(1 - probability.sum(1), 2)])
common = rng.normal(0, 0.6, patients)[patient]
labels = (common[:, None] + rng.normal(0, 1, (rows, 3)) > np.array([0.3, 0.8, 1.3])).astype(int)
scores = np.round(1.2 * labels + common[:, None] + rng.normal(0, 1, (rows, 3)), 1)
with open(GOLDEN / "classes.csv", "w", newline="\n") as out:
    out.write("patient,class,p0,p1,p2,l0,l1,l2,s0,s1,s2\n")
    for i in range(rows):
        out.write(",".join(str(v) for v in [patient[i], label[i], *probability[i], *labels[i], *scores[i]]) + "\n")

put("multilabel.macro", roc_auc_score(labels, scores, average="macro"))
put("multilabel.weighted", roc_auc_score(labels, scores, average="weighted"))
put("multilabel.micro", roc_auc_score(labels, scores, average="micro"))
put("multilabel.each", *roc_auc_score(labels, scores, average=None))
put("classes.hand-till", roc_auc_score(label, probability, multi_class="ovo", average="macro"))
put("classes.macro", roc_auc_score(label, probability, multi_class="ovr", average="macro"))
put("classes.weighted", roc_auc_score(label, probability, multi_class="ovr", average="weighted"))


def contribution(y, s, unit):
    """Each patient's share of the error of an AUROC, pair by pair."""
    psi = (s[y][:, None] > s[~y][None, :]) + 0.5 * (s[y][:, None] == s[~y][None, :])
    theta, total = psi.mean(), np.zeros(patients)
    for rows_of, gap in ((unit[y], psi.mean(1) - theta), (unit[~y], psi.mean(0) - theta)):
        k = len(np.unique(rows_of))
        for u, g in zip(rows_of, gap):
            total[u] += np.sqrt(k / (k - 1)) * g / len(gap)
    return theta, total


def logit_interval(value, influence):
    reach = Z * np.sqrt((influence**2).sum()) / (value * (1 - value))
    return [1 / (1 + np.exp(-(np.log(value / (1 - value)) + sign * reach))) for sign in (-1, 1)]


parts = [contribution(labels[:, k] == 1, scores[:, k], patient) for k in range(3)]
theta = np.array([p[0] for p in parts])
put("interval.label", *logit_interval(*parts[1]))
put("interval.macro", *logit_interval(theta.mean(), np.mean([p[1] for p in parts], axis=0)))
pooled = contribution(labels.T.reshape(-1) == 1, scores.T.reshape(-1), np.tile(patient, 3))
put("interval.micro", *logit_interval(*pooled))
share = labels.sum(0) / labels.sum()
average = share @ theta


def reweighted(mass):
    counts = (labels * mass[patient][:, None]).sum(0)
    return counts / counts.sum() @ theta


h, moved = 1e-4, np.zeros(patients)
for c in range(patients):
    up, down = np.ones(patients), np.ones(patients)
    up[c] += h
    down[c] -= h
    moved[c] = (reweighted(up) - reweighted(down)) / (2 * h) * np.sqrt(patients / (patients - 1))
put("interval.weighted", *logit_interval(average, sum(w * p[1] for w, p in zip(share, parts)) + moved))
pairs = []
for a in range(3):
    for b in range(3):
        if a != b:
            keep = (label == a) | (label == b)
            pairs.append(contribution(label[keep] == a, probability[keep, a], patient[keep]))
put("interval.hand-till", *logit_interval(np.mean([p[0] for p in pairs]), np.mean([p[1] for p in pairs], axis=0)))

finish("roc_python.csv")
