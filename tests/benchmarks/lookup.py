"""How well, how surely and how fast products are found: recall, calibration and CPU for each kind of sloppiness.

The catalogues are those of `lookup_catalogues`, drawn with other seeds than the ones the weights were fitted on, and
the real one if it is at hand. An answer is right if it is one of the entries that fit the query equally well (see
`lookup_ties`); recall counts queries that at most five fit. CPU time is of this process, in milliseconds.
"""

import gc
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from jxc_bot.lookup import Entry, Found, Index, Verdict
from jxc_bot.lookup.postings import give_back
from tests.benchmarks.lookup_catalogues import TRADES, catalogue, demo, real
from tests.benchmarks.lookup_queries import HARD, Case, cases

Emit = Callable[[dict[str, object]], None]
FRESH_SEED = 41
MOST_RIGHT = 5


@dataclass(frozen=True, slots=True)
class Answer:
    """A case, what was answered, and the CPU milliseconds it took."""

    case: Case
    found: Found
    cpu: float

    @property
    def keys(self) -> list[str]:
        """The ids, best first."""
        return [str(c.key) for c in self.found.candidates] if self.found.verdict is not Verdict.NONE else []

    def within(self, most: int) -> bool:
        """Is a right one among the first so many?"""
        return any(key in self.case.right for key in self.keys[:most])

    @property
    def acted(self) -> bool:
        """Would the caller act without asking?"""
        return self.found.verdict is Verdict.ACT

    @property
    def good(self) -> bool:
        """To act was right: the first is the only one that fits."""
        return self.within(1) and len(self.case.right) == 1


def answers(index: Index, asked: Sequence[Case]) -> list[Answer]:
    """Put every query to the index."""
    out = []
    for case in asked:
        start = time.process_time()
        found = index.search(case.query)
        out.append(Answer(case, found, (time.process_time() - start) * 1e3))
    return out


def recalls(given: Sequence[Answer]) -> dict[str, dict[str, float]]:
    """Recall at 1 and 5 and CPU for each kind, then over the common and the hard kinds."""
    counted = [a for a in given if 0 < len(a.case.right) <= MOST_RIGHT]
    groups = {kind: [a for a in counted if a.case.kind == kind] for kind in sorted({a.case.kind for a in counted})}
    groups["common"] = [a for a in counted if a.case.kind not in HARD]
    groups["hard"] = [a for a in counted if a.case.kind in HARD]
    return {kind: _recall(group) for kind, group in groups.items() if group}


def _recall(group: Sequence[Answer]) -> dict[str, float]:
    return {
        "queries": len(group),
        "recall_at_1": round(float(np.mean([a.within(1) for a in group])), 4),
        "recall_at_5": round(float(np.mean([a.within(5) for a in group])), 4),
        "cpu_p50": round(float(np.median([a.cpu for a in group])), 2),
    }


def acting(given: Sequence[Answer]) -> dict[str, float]:
    """What acting at the threshold does, and the expected calibration error in 15 bins."""

    def share(of: Sequence[Answer], test: Callable[[Answer], bool]) -> float:
        return round(float(np.mean([test(a) for a in of])), 4) if of else 0.0

    sorts = {
        "absent": [a for a in given if not a.case.right],
        "tied": [a for a in given if 1 < len(a.case.right) <= MOST_RIGHT],
        "ambiguous": [a for a in given if len(a.case.right) > MOST_RIGHT],
    }
    plain = [a for a in given if len(a.case.right) == 1]
    acted = [a for a in given if a.acted]
    return {
        "coverage": share(plain, lambda a: a.acted),
        "right_of_acted": share(acted, lambda a: a.good),
        "right_of_answerable_acted": share([a for a in acted if a in plain], lambda a: a.good),
        **{f"acted_{name}": share(some, lambda a: a.acted) for name, some in sorts.items()},
        "to_be_asked": round(1 - len(plain) / len(given), 3),
        "calibration_error": calibration_error(given),
    }


def calibration_error(given: Sequence[Answer], bins: int = 15) -> float:
    """The mean distance of confidence and truth over bins of confidence, weighted by how many fall in each."""
    chance = np.array([a.found.confidence for a in given])
    good = np.array([a.good for a in given])
    place = np.minimum((chance * bins).astype(int), bins - 1)
    parts = [(place == b) for b in range(bins) if (place == b).any()]
    return round(float(sum(abs(good[p].mean() - chance[p].mean()) * p.mean() for p in parts)), 4)


def percentiles(given: Sequence[Answer]) -> dict[str, float]:
    """CPU milliseconds per query."""
    return {f"cpu_p{p}": round(float(np.percentile([a.cpu for a in given], p)), 2) for p in (50, 95, 99)}


def resident() -> int:
    """Resident memory of this process in megabytes."""
    pages = Path("/proc/self/statm")
    return int(pages.read_text().split()[1]) * 4 // 1024 if pages.exists() else 0


def peak(*, reset: bool = False) -> int:
    """The most that was resident, in megabytes, since the last reset; 0 where the system does not tell."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0
    if reset:
        Path("/proc/self/clear_refs").write_text("5")
    lines = [line for line in status.read_text().splitlines() if line.startswith("VmHWM")]
    return int(lines[0].split()[1]) // 1024 if lines else 0


def measured(name: str, entries: Sequence[Entry], count: int, emit: Emit) -> None:
    """Index fifteen of sixteen entries and ask; the sixteenth is what the shop does not have."""
    absent, kept = entries[::16], [e for i, e in enumerate(entries) if i % 16]
    given = answers(Index.build(kept), cases(kept, absent, count, FRESH_SEED))
    for kind, row in recalls(given).items():
        emit({"bench": "lookup", "catalogue": name, "kind": kind, **row})
    emit({"bench": "lookup", "catalogue": name, "entries": len(kept), **acting(given), **percentiles(given)})


def sized(size: int, asked: Sequence[Case], emit: Emit) -> None:
    """Time and memory of a large index."""
    entries = catalogue("mixed", size, FRESH_SEED)
    gc.collect()
    give_back()
    before, _, start = resident(), peak(reset=True), time.process_time()
    index = Index.build(entries)
    built, after, most = time.process_time() - start, resident(), peak()
    given = answers(index, asked)
    start = time.process_time()
    for number in range(100):
        index.put(Entry(f"put{number}", f"late comer {number}", "500g"))
    cost = (time.process_time() - start) * 10
    found = index.search("late comer 57").candidates[0].key == "put57"
    emit({
        "bench": "lookup", "size": size, "build_cpu_s": round(built, 2), "resident_mb": after - before,
        "peak_mb": max(most - before, 0),
        **percentiles(given), "put_cpu_ms": round(cost, 2), "put_is_found": found,
    })  # fmt: skip


def run(emit: Emit, quick: bool) -> None:
    """All of it; `quick` on small catalogues with few queries."""
    size, count = (1_000, 300) if quick else (5_000, 3_000)
    for trade in TRADES:
        measured(trade, catalogue(trade, size, FRESH_SEED), count, emit)
    for name, entries in (("real_office", real()), ("demo", demo())):
        if entries:
            measured(name, entries[:size] if quick else entries, count if len(entries) > 500 else count // 5, emit)
    if not quick:
        measured("mixed", catalogue("mixed", 100_000, FRESH_SEED), count // 2, emit)
    shelf = catalogue("mixed", 2_000, FRESH_SEED)
    asked = cases(shelf, shelf[:50], 300 if quick else 1_500, FRESH_SEED)
    for number in (10_000,) if quick else (10_000, 100_000):
        sized(number, asked, emit)
