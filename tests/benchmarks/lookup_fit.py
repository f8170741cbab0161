"""Fits the weights of the look-up and writes them: `python -m tests.benchmarks.lookup_fit --write`.

Two models, numpy only. *Rank*: linear over the features of a candidate, by listwise softmax (the right ones share the
probability). *Sure*: a small net over what is known of the winner and its rivals; its targets are "the first is right,
and it is the only one that fits" and "a right one is among the first five". Fitted on some catalogues, reported on
trades that were never seen: `--hold titles`.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from jxc_bot.lookup import Entry, Index, model
from jxc_bot.lookup.features import NAMES
from jxc_bot.lookup.query import Query
from tests.benchmarks.lookup_catalogues import TRADES, catalogue, real
from tests.benchmarks.lookup_queries import Case, cases

TARGET = Path(model.__file__).parent / "data" / "weights.json"
Floats = npt.NDArray[np.float32]
BATCH = 256
PRUDENCE = np.array([0.4, 0.0], np.float32)
"""Taken from the log odds: the catalogues here are kinder than the world; what is nearly sure hardly notices."""
THRESHOLDS = {"act": 0.8, "none": 0.04}


@dataclass(slots=True)
class Sample:
    """One query with the features of its candidates and which of them are right."""

    case: Case
    query: Query
    table: Floats
    right: npt.NDArray[np.bool_]
    entry: npt.NDArray[np.int64]


def samples(entries: Sequence[Entry], count: int, seed: int, strangers: Sequence[Entry] = ()) -> Iterator[Sample]:
    """Retrieve candidates for labelled queries; every sixteenth entry is kept out of the index, to be absent.

    Strangers are of another trade and absent, too: nothing here is like them.
    """
    absent, kept = [*entries[::16], *strangers], [e for i, e in enumerate(entries) if i % 16]
    index = Index.build(kept)
    keys = [str(e.key) for e in kept]
    for case in cases(kept, absent, count, seed):
        query = index.analyse(case.query)
        if not query.words:
            continue
        entry, table = index.candidates(query)
        right = np.array([keys[e] in case.right for e in entry.tolist()], bool)
        yield Sample(case, query, table, right, entry)


def fit_rank(found: Sequence[Sample], start: Floats, scale: Floats, steps: int = 400, decay: float = 2e-4) -> Floats:
    """Listwise softmax by Adam on the standardised features."""
    usable = [s for s in found if s.right.any() and not s.right.all() and len(s.case.right) <= 5]
    table = np.concatenate([s.table for s in usable]) / scale
    right = np.concatenate([s.right for s in usable])
    sizes = np.array([len(s.right) for s in usable])
    begin = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    weight = start * scale
    mean, square = np.zeros_like(weight), np.zeros_like(weight)
    for step in range(1, steps + 1):
        score = table @ weight
        top = np.maximum.reduceat(score, begin)
        power = np.exp(score - np.repeat(top, sizes))
        chance = power / np.repeat(np.add.reduceat(power, begin), sizes)
        hit = np.add.reduceat(np.where(right, chance, 0), begin)
        target = np.where(right, chance / np.repeat(np.maximum(hit, 1e-9), sizes), 0)
        slope = table.T @ (chance - target) / len(usable) + decay * weight
        mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope**2
        weight = weight - 0.08 * (1 - step / steps) ** 0.5 * mean / (np.sqrt(square) + 1e-8)
    return (weight / scale).astype(np.float32)


def fit_net(rows: Floats, target: Floats, hidden: int = 16, rounds: int = 40, decay: float = 2e-3) -> model.Net:
    """Both chances at once by Adam on small batches; the same data gives the same weights."""
    random = np.random.default_rng(0)
    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-2
    given = np.clip((rows - mean) / scale, -model.REACH, model.REACH).astype(np.float32)
    wide, many = given.shape[1], target.shape[1]
    drawn = random.normal(0, wide**-0.5, (wide, hidden)), np.zeros(hidden), random.normal(0, 0.1, (hidden, many))
    parts: list[Floats] = [p.astype(np.float32) for p in (*drawn, np.zeros((wide, many)), np.zeros(many))]
    first, square = [np.zeros_like(p) for p in parts], [np.zeros_like(p) for p in parts]
    steps, step = rounds * (len(rows) // BATCH), 0
    for _ in range(rounds):
        order = random.permutation(len(rows))
        for at in range(len(rows) // BATCH):
            chosen = order[at * BATCH : (at + 1) * BATCH]
            step += 1
            for j, slope in enumerate(_slopes(parts, given[chosen], target[chosen], decay)):
                first[j] = 0.9 * first[j] + 0.1 * slope
                square[j] = 0.99 * square[j] + 0.01 * slope**2
                forward = first[j] / (1 - 0.9**step) / (np.sqrt(square[j] / (1 - 0.99**step)) + 1e-7)
                parts[j] = parts[j] - 4e-3 * (1 - step / steps) * forward
    weight, bias, out, straight, always = parts
    return model.Net(mean, scale, weight, bias, out, straight, always - PRUDENCE)


def _slopes(parts: Sequence[Floats], given: Floats, target: Floats, decay: float) -> list[Floats]:
    """Of the mean log loss and the decay, for hidden, its bias, out, straight and its bias."""
    weight, bias, out, straight, always = parts
    before = given @ weight + bias
    inside = np.maximum(before, 0)
    odds = np.clip(inside @ out + given @ straight + always, -30, 30)
    off = (1 / (1 + np.exp(-odds)) - target) / len(given)
    back = (off @ out.T) * (before > 0)
    return [
        given.T @ back + decay * weight, back.sum(axis=0),
        inside.T @ off + decay * out, given.T @ off + decay * straight, off.sum(axis=0),
    ]  # fmt: skip


def fit_sure(found: Sequence[Sample], rank: Floats) -> model.Net:
    """The net for "the first is right" and "the right one is among the first five"."""
    rows, sure, here = zip(*(sure_row(s, rank) for s in found if len(s.table)), strict=True)
    return fit_net(np.array(rows, np.float32), np.array([sure, here], np.float32).T)


def sure_row(sample: Sample, rank: Floats) -> tuple[Floats, bool, bool]:
    """The features of the confidence, whether to act would have been right, and whether to ask would."""
    scores = sample.table @ rank
    order = np.argsort(-scores, kind="stable")
    _, first = np.unique(sample.entry[order], return_index=True)
    order = order[np.sort(first)]
    features = model.sure_features(sample.query, sample.table[order], scores[order])
    right = sample.right[order]
    return features, bool(right[0]) and len(sample.case.right) == 1, bool(right[:5].any())


def report(found: Sequence[Sample], rank: Floats, net: model.Net) -> dict[str, object]:
    """Recall by kind over the answerable, and how acting at the threshold fares."""
    by_kind: dict[str, list[tuple[bool, bool, bool]]] = {}
    acted: list[tuple[str, bool, float]] = []
    refused: list[tuple[bool, bool]] = []
    for s in found:
        sort = (
            "absent"
            if not s.case.right
            else "one"
            if len(s.case.right) == 1
            else "tied"
            if len(s.case.right) <= 5
            else "many"
        )
        if len(s.table):
            scores = s.table @ rank
            order = np.argsort(-scores, kind="stable")
            _, first = np.unique(s.entry[order], return_index=True)
            order = order[np.sort(first)]
            right = s.right[order]
            features, good, _ = sure_row(s, rank)
            chance, there = net.chances(features).tolist()
            acted.append((sort, good, chance))
            refused.append((bool(s.case.right), there < THRESHOLDS["none"] and chance < THRESHOLDS["none"]))
        else:
            right = np.zeros(1, bool)
            acted.append((sort, False, 0.0))
        if s.case.right and len(s.case.right) <= 5:
            by_kind.setdefault(s.case.kind, []).append((bool(right[0]), bool(right[:5].any()), bool(right.any())))
    no = {
        w: round(float(np.mean([r for right, r in refused if right == (w == "wrongly")])), 4)
        for w in ("wrongly", "rightly")
    }
    return {"kinds": _recalls(by_kind), **_acting(acted), **{f"none_{k}": v for k, v in no.items()}}


def _recalls(by_kind: dict[str, list[tuple[bool, bool, bool]]]) -> dict[str, list[float]]:
    out = {k: [round(float(np.mean(c)), 3) for c in zip(*v, strict=True)] for k, v in sorted(by_kind.items())}
    out["ALL"] = [round(float(np.mean(c)), 4) for c in zip(*(x for v in by_kind.values() for x in v), strict=True)]
    return out


def _acting(acted: Sequence[tuple[str, bool, float]]) -> dict[str, object]:
    sort = np.array([a[0] for a in acted])
    good, chance = np.array([a[1] for a in acted]), np.array([a[2] for a in acted])
    act = chance >= THRESHOLDS["act"]
    bins = np.minimum((chance * 15).astype(int), 14)
    ece = sum(
        abs(good[bins == b].mean() - chance[bins == b].mean()) * (bins == b).mean()
        for b in range(15)
        if (bins == b).any()
    )
    one = sort == "one"
    return {
        "coverage": round(float(act[one].mean()), 3),
        "right_of_acted": round(float(good[act].mean()), 4),
        "right_of_answerable_acted": round(float(good[act & one].mean()), 4),
        **{
            f"acted_{s}": round(float(act[sort == s].mean()), 3)
            for s in ("absent", "tied", "many")
            if (sort == s).any()
        },
        "ece": round(float(ece), 4),
    }


GATHERED = (*TRADES, "mixed", "real")
SMALL = (25, 60, 150, 400)


def gathered(trade: str, size: int, count: int, seed: int) -> list[Sample]:
    """Queries on a catalogue of a trade, and a third as many on small shops of it: there, rivals are few."""
    entries = real() if trade == "real" else catalogue(trade, size * (4 if trade == "mixed" else 1), seed)
    if not entries:
        return []
    other = [*TRADES, *TRADES][(seed + 2) % len(TRADES)]
    strangers = [] if trade == "mixed" or other == trade else catalogue(other, size // 64, seed)
    out = list(samples(entries, count, seed, strangers))
    for shop in range(4 * len(SMALL)):
        few = SMALL[shop % len(SMALL)]
        shelf = [entries[i] for i in np.random.default_rng(shop).permutation(len(entries))[:few]]
        out += samples(shelf, count // (12 * len(SMALL)), 100 + shop, strangers[: few // 16 + 1])
    return out


def main() -> None:
    """Fit, report on what was held out, then fit on all and write."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", type=int, default=6000)
    parser.add_argument("--count", type=int, default=1500)
    parser.add_argument("--hold", nargs="*", default=["medicines", "titles"])
    parser.add_argument("--write", action="store_true")
    wanted = parser.parse_args()
    found = {trade: gathered(trade, wanted.size, wanted.count, number) for number, trade in enumerate(GATHERED)}
    found = {trade: some for trade, some in found.items() if some}
    start = model.weights().rank
    pooled = np.concatenate([s.table for v in found.values() for s in v])
    scale = np.maximum(pooled.std(axis=0), 1e-2).astype(np.float32)
    train = [s for t, v in found.items() if t not in wanted.hold for s in v]
    rank = fit_rank(train, start, scale)
    net = fit_sure(train, rank)
    for trade, some in found.items():
        print(json.dumps({"trade": trade, "held_out": trade in wanted.hold, **report(some, rank, net)}))
    if wanted.write:
        everything = [s for v in found.values() for s in v]
        rank = fit_rank(everything, start, scale)
        net = fit_sure(everything, rank)
        TARGET.write_text(
            json.dumps(
                {
                    **THRESHOLDS,
                    "rank": named(NAMES, rank),
                    "sure": {name: np.round(values, 4).tolist() for name, values in asdict(net).items()},
                },
                separators=(",", ":"),
            )
            + "\n"
        )


def named(names: Sequence[str], weights: Floats) -> dict[str, float]:
    """Rounded, by name."""
    return {n: round(float(w), 4) for n, w in zip(names, weights, strict=True)}


if __name__ == "__main__":
    main()
