"""Sizes: `0.5L` and `500ml` are one size, in whatever language; `8G` alone is not eight grams, only perhaps."""

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from jxc_bot.lookup.grams import SIZE, U64, hashed


@dataclass(frozen=True, slots=True)
class Words:
    """The words file: units and their measure, and the words of an order that are no part of a name."""

    measure: dict[str, tuple[int, float]]
    alike: dict[int, int]
    """Characters for the same kind of pack, one to the other: `str.translate` swaps them."""
    look_alike: dict[str, str]
    """Each character with those it is easily mistaken for by its shape."""
    size: re.Pattern[str]
    quantity: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    called: re.Pattern[str]
    """How people are called: a name with one of these words of address before or after it."""


@cache
def words() -> Words:
    """Read once a process."""
    text = files("jxc_bot.lookup").joinpath("data/words.json").read_text(encoding="utf-8")
    data: dict[str, Any] = json.loads(text)
    measure = {
        unit: (number, float(factor))
        for number, units in enumerate(data["sizes"].values())
        for unit, factor in units.items()
    }
    units = "|".join(sorted(map(re.escape, measure), key=len, reverse=True))
    address = "|".join(sorted(data["called_after"], key=len, reverse=True))
    counted, numerals = data["count_units"], data["numerals"]
    return Words(
        measure,
        {ord(x): ord(y) for a, b in data["alike"] for x, y in ((a, b), (b, a))},
        _by_shape(data["look_alike"]),
        re.compile(rf"(?<![\d.])(\d+(?:\.\d+)?) ?({units})(?![a-z0-9])"),
        re.compile(rf"(?:\d+(?:\.\d+)?|[{numerals}]+)\s*(?:{'|'.join(data['count_words'])}|[{counted}])"),
        re.compile(rf"^\s*(?:{'|'.join(sorted(data['before'], key=len, reverse=True))})"),
        re.compile(rf"(?:{'|'.join(sorted(data['after'], key=len, reverse=True))})\s*$"),
        re.compile(rf"([{data['called_before']}])?(\w{{1,3}}?)({address})?"),
    )


def _by_shape(groups: list[str]) -> dict[str, str]:
    """A character can be in several groups."""
    found: dict[str, str] = {}
    for group in groups:
        for char in group:
            found[char] = found.get(char, "") + group.replace(char, "")
    return found


def size_of(number: str, unit: str) -> int:
    """One number for one size: its measure and its value in the smallest unit."""
    measure, factor = words().measure[unit]
    return (measure << 56) | (round(float(number[:12]) * factor * 1000) & ((1 << 56) - 1))


def sizes_in(text: str) -> list[tuple[int, int, int]]:
    """All sizes named in a squeezed text: (start, end, size)."""
    return [(m.start(), m.end(), size_of(m[1], m[2])) for m in words().size.finditer(text)]


def size_features(text: str, rows: "np.ndarray[Any, np.dtype[np.uint32]]") -> U64:
    """The sizes of many texts at once; `rows` is the row of each code."""
    found = sizes_in(text)
    if not found:
        return np.zeros(0, np.uint64)
    start = np.array([f[0] for f in found])
    value = np.array([f[2] for f in found], np.uint64)
    features: U64 = (hashed(SIZE, value) << np.uint64(24)) | rows[start]
    return features
