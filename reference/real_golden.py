"""Reference values on real data: scikit-learn and statsmodels on 3,000 chest films (biomedia-mira/cxr-foundation-bias).

Usage: REALFM_SHARED_DATA=... python3 reference/real_golden.py      (from the root of the repository)
Debian packages: python3-numpy python3-pandas python3-sklearn python3-statsmodels
"""

import os
import pathlib

import numpy as np
import pandas
from sklearn.isotonic import IsotonicRegression
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score
from statsmodels.stats.proportion import proportion_confint

from golden import finish, put

shared = pathlib.Path(os.environ.get("REALFM_SHARED_DATA", "../shared/data"))
films = pandas.read_csv(shared / "cxr-foundation/samples/chexpert-model.embeddings.csv")
y = (films["disease"] == "Pleural Effusion").to_numpy()
score = films["Logit - Pleural Effusion"].to_numpy()
risk = 1 / (1 + np.exp(-score))
put("average-precision", average_precision_score(y, score))
put("brier", brier_score_loss(y, risk))
labels = np.column_stack([y, films["disease"] == "No Finding"]).astype(int)
scores = np.column_stack([score, films["Logit - No Finding"]])
for average in ("macro", "micro", "weighted"):
    put(f"multilabel.{average}", roc_auc_score(labels, scores, average=average))
classes = np.where(y, 0, np.where(labels[:, 1] == 1, 1, 2))
probability = np.exp(np.column_stack([scores, np.zeros(len(y))]))
probability /= probability.sum(1, keepdims=True)
put("hand-till", roc_auc_score(classes, probability, multi_class="ovo", average="macro"))
called = risk >= 0.5
put("sensitivity", called[y].mean(), *proportion_confint(called[y].sum(), y.sum(), method="wilson"))
put("isotonic", *IsotonicRegression(out_of_bounds="clip").fit(risk, y).predict([0.01, 0.1, 0.5, 0.9]))
t = 0.2
put("net-benefit", (called_at := risk >= t)[y].sum() / len(y) - called_at[~y].sum() / len(y) * t / (1 - t))
finish("real_python.csv")
