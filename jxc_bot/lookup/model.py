"""The two small fitted models: which candidate is meant (linear), and how sure that is (logistic).

Weights are numbers in `data/weights.json`, written by tests/benchmarks/lookup_fit.py; one set for all catalogues.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from jxc_bot.lookup.features import COLUMN, NAMES, Floats
from jxc_bot.lookup.query import Query

SURE_NAMES = (
    "one", "logit", "gap", "rivals", "equals", "cover", "lost", "lost_square", "lost_number", "number_wrong", "share",
    "exact", "code", "ratio", "left_over", "initials", "slip", "size", "letters", "score", "lost_han", "share_code",
    "joined",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Weights:
    """Fitted numbers and the thresholds chosen with them."""

    rank: Floats
    sure: Floats
    act: float
    ask: float


@cache
def weights() -> Weights:
    """Read once a process; a feature the file does not know weighs nothing."""
    data = json.loads(files("jxc_bot.lookup").joinpath("data/weights.json").read_text(encoding="utf-8"))
    rank = np.array([data["rank"].get(name, 0.0) for name in NAMES], np.float32)
    sure = np.array([data["sure"].get(name, 0.0) for name in SURE_NAMES], np.float32)
    return Weights(rank, sure, data["act"], data["ask"])


def sure_features(query: Query, best: Floats, scores: Floats) -> Floats:
    """What speaks for and against the first of the ordered candidates (one per entry)."""
    top = float(scores[0])
    odds = np.exp(np.minimum(scores[1:] - top, 0.0))
    rivals = float(odds.sum())
    gap = min(top - float(scores[1]), 12.0) if len(scores) > 1 else 12.0

    def of(name: str) -> float:
        return float(best[COLUMN[name]])

    size = sum(w.weight for w in query.words if not w.optional)
    return np.array([
        1.0, -np.log(rivals + 1e-4), gap, rivals / (1 + rivals), float((odds > 0.5).sum() > 0), of("cover"), of("lost"),
        of("lost_square"), of("lost_number"), of("number_wrong"), of("share_best"), of("exact"), of("code_exact"),
        of("ratio"), of("left_over"), of("by_initials"), of("by_slip"), min(size, 12.0) / 12.0, 1.0 / max(size, 1.0),
        top / 10.0, of("lost_han"), of("share_code"), of("joined"),
    ], np.float32)  # fmt: skip


def confidence(features: Floats) -> float:
    """The probability that the first candidate is the one meant."""
    return float(1.0 / (1.0 + np.exp(-np.clip(features @ weights().sure, -30, 30))))
