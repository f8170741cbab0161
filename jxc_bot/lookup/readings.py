"""How characters sound: the tables behind pinyin, initials and homophones.

A syllable has a small number. Each also has a *fuzzy* number, shared by all that are confused in speech: zh = z,
ch = c, sh = s, n = l = r, f = h, -ng = -n. `data/readings.tsv` is written by tests/benchmarks/lookup_readings.py.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

_MERGED = {"zh": "z", "ch": "c", "sh": "s", "n": "l", "r": "l", "h": "f"}
_CONFUSED = {"z": ("z", "zh"), "c": ("c", "ch"), "s": ("s", "sh"), "l": ("l", "n", "r"), "f": ("f", "h")}
_INITIALS = ("zh", "ch", "sh", *"bpmfdtnlgkhjqxrzcsyw")
_GRUNTS = frozenset({"m", "n", "ng", "hm", "hng"})
_ALTERNATIVE_SPELLINGS = {"lue": "lve", "nue": "nve", "lyu": "lv", "nyu": "nv"}


@dataclass(frozen=True, slots=True)
class Tables:
    """Syllable numbers start at 1; 0 is "not a character"."""

    syllables: tuple[str, ...]
    number: dict[str, int]
    fuzzy: npt.NDArray[np.uint16]
    initial: npt.NDArray[np.uint16]
    usual: npt.NDArray[np.uint16]
    second: npt.NDArray[np.uint16]
    phrases: dict[str, tuple[int, ...]]
    simplify_codes: npt.NDArray[np.uint16]
    spellings: dict[str, tuple[int, int]]


def split(syllable: str) -> tuple[str, str]:
    """`zhang` → (`zh`, `ang`)."""
    for initial in _INITIALS:
        if syllable.startswith(initial):
            return initial, syllable[len(initial) :]
    return "", syllable


def merged(syllable: str) -> str:
    """The spelling all confused syllables share."""
    initial, final = split(syllable)
    if final.endswith("ng") and final != "ng":
        final = final[:-1]
    return _MERGED.get(initial, initial) + final


def _spellings(syllables: tuple[str, ...], classes: dict[str, int]) -> dict[str, tuple[int, int]]:
    """Every way to write a syllable, right or confused → (its number or 0, its fuzzy number)."""
    found: dict[str, tuple[int, int]] = {}
    for syllable in syllables:
        if syllable in _GRUNTS:
            continue
        base = merged(syllable)
        initial, final = split(base)
        finals = (final, final + "g") if final.endswith("n") else (final,)
        for head in _CONFUSED.get(initial, (initial,)):
            for tail in finals:
                found.setdefault(head + tail, (0, classes[base]))
    for number, syllable in enumerate(syllables, 1):
        if syllable in _GRUNTS:
            continue
        found[syllable] = (number, classes[merged(syllable)])
    for other, syllable in _ALTERNATIVE_SPELLINGS.items():
        found[other] = found[syllable]
    return found


@cache
def tables() -> Tables:
    """Read once a process, in some 20 ms."""
    text = files("jxc_bot.lookup").joinpath("data/readings.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines()]
    syllables = tuple(a for kind, a, _ in rows if kind == "s")
    number = {name: i for i, name in enumerate(syllables, 1)}
    classes = {name: i for i, name in enumerate(sorted({merged(s) for s in syllables}), 1)}
    fuzzy, initial = np.zeros(len(syllables) + 1, np.uint16), np.zeros(len(syllables) + 1, np.uint16)
    for name, i in number.items():
        fuzzy[i], initial[i] = classes[merged(name)], ord(name[0])
    usual, second = np.zeros(0x10000, np.uint16), np.zeros(0x10000, np.uint16)
    phrases: dict[str, tuple[int, ...]] = {}
    simple = np.arange(0x10000, dtype=np.uint32).astype(np.uint16)
    for kind, a, b in rows:
        if kind in "sa":
            codes = np.frombuffer(b.encode("utf-16-le"), np.uint16)
            (usual if kind == "s" else second)[codes] = number[a]
        elif kind == "p":
            phrases[a] = tuple(number[s] for s in b.split())
        else:
            before, after = (np.frombuffer(side.encode("utf-16-le"), np.uint16) for side in (a, b))
            simple[before] = after
    return Tables(syllables, number, fuzzy, initial, usual, second, phrases, simple, _spellings(syllables, classes))
