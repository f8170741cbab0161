"""The two small fitted models: which candidate is meant (linear), and how sure that is (logistic).

Weights are numbers in `data/weights.json`, written by tests/benchmarks/lookup_fit.py; one set for all catalogues.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from jxc_bot.lookup.features import COLUMN, NAMES
from jxc_bot.lookup.fits import Floats
from jxc_bot.lookup.query import Query

_KNOTS = {
    "cover": (0.4, 0.6, 0.75, 0.85, 0.93, 0.98),
    "one": (0.2, 0.5, 0.8, 0.95),
    "worst": (0.25, 0.5, 0.75, 0.95),
    "lost": (0.3, 1.0, 2.0, 3.0),
    "share": (0.3, 0.6, 0.8, 0.95),
    "gap": (1.0, 3.0, 6.0),
    "regret": (0.03, 0.1, 0.25),
    "elsewhere": (0.05, 0.2, 0.4),
    "size": (2.0, 4.0, 7.0),
}
"""Where the line of a number may bend: confidence is a sum of such bent lines."""

_PLAIN = (
    "lost_square", "lost_number", "number_wrong", "number_part", "exact", "ratio", "left_over", "by_initials",
    "by_slip", "by_sound", "lost_han", "lost_latin", "share_code", "share_literal", "joined", "at_start", "log_length",
    "bonus", "model_wrong", "count_differs",
)  # fmt: skip
SURE_NAMES = (
    "always", "logit", "as_well", "as_well_some", "twins", "twins_some", "twin_near", *_PLAIN,
    *(f"{name}>{knot}" for name, knots in _KNOTS.items() for knot in (0.0, *knots)),
)  # fmt: skip
_AS_WELL = 0.03
_FAR = 10.0


@dataclass(frozen=True, slots=True)
class Weights:
    """Fitted numbers and the thresholds chosen with them."""

    rank: Floats
    sure: Floats
    here: Floats
    act: float
    none: float


@cache
def weights() -> Weights:
    """Read once a process; a feature the file does not know weighs nothing."""
    data = json.loads(files("jxc_bot.lookup").joinpath("data/weights.json").read_text(encoding="utf-8"))
    rank = np.array([data["rank"].get(name, 0.0) for name in NAMES], np.float32)
    sure = np.array([data["sure"].get(name, 0.0) for name in SURE_NAMES], np.float32)
    here = np.array([data["here"].get(name, 0.0) for name in SURE_NAMES], np.float32)
    return Weights(rank, sure, here, data["act"], data["none"])


def sure_features(query: Query, table: Floats, scores: Floats) -> Floats:
    """What speaks for and against the first of the ordered candidates (one row per entry, best first)."""
    best = table[0]
    odds = np.exp(np.minimum(scores[1:] - scores[0], 0.0))
    rivals = float(odds.sum())
    gap = min(float(scores[0] - scores[1]), 12.0) if len(scores) > 1 else 12.0
    cover = table[:, COLUMN["cover"]]
    wrong = table[:, COLUMN["number_wrong"]]
    fitting = (cover[1:] >= cover[0] - _AS_WELL) & (wrong[1:] <= wrong[0])
    share, worst = table[:, COLUMN["share_best"]], table[:, COLUMN["worst"]]
    twin = fitting & (cover[1:] >= cover[0] - 0.01) & (share[1:] >= share[0] - 0.02) & (worst[1:] >= worst[0] - 0.02)
    as_well, twins = int(fitting.sum()), int(twin.sum())
    nearest = float(scores[0] - scores[1:][twin].max()) if twins else _FAR
    bent = {
        "cover": float(best[COLUMN["cover"]]),
        "one": 1.0 / (1.0 + rivals),
        "worst": float(best[COLUMN["worst"]]),
        "lost": float(best[COLUMN["lost"]]),
        "share": float(best[COLUMN["share_best"]]),
        "regret": float(best[COLUMN["regret"]]),
        "elsewhere": float(best[COLUMN["elsewhere"]]),
        "gap": gap,
        "size": min(sum(w.weight for w in query.words if not w.optional), 12.0),
    }
    row = [1.0, -float(np.log(rivals + 1e-4)), float(np.log1p(as_well)), float(as_well > 0)]
    row += [float(np.log1p(twins)), float(twins > 0), max(0.0, 1.0 - nearest / _FAR)]
    row += [float(best[COLUMN[name]]) for name in _PLAIN]
    row += [max(0.0, bent[name] - knot) for name, knots in _KNOTS.items() for knot in (0.0, *knots)]
    return np.array(row, np.float32)


def confidence(features: Floats) -> float:
    """The probability that the first candidate is the one meant."""
    return _chance(features, weights().sure)


def presence(features: Floats) -> float:
    """The probability that the one meant is among the first five: else it is not in the catalogue."""
    return _chance(features, weights().here)


def _chance(features: Floats, weight: Floats) -> float:
    return float(1.0 / (1.0 + np.exp(-np.clip(features @ weight, -30, 30))))
