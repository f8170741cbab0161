"""From squeezed text to syllable numbers, phrase readings included, for a whole catalogue at once."""

from functools import cache

import numpy as np
import numpy.typing as npt

from jxc_bot.lookup.alphabet import BREAK, Codes
from jxc_bot.lookup.readings import tables

Syllables = npt.NDArray[np.uint16]


@cache
def _phrases() -> tuple[tuple[int, npt.NDArray[np.uint64], Syllables], ...]:
    """Per length 2, 3, 4: the phrases as packed codes, sorted, and their syllables."""
    out = []
    for length in (2, 3, 4):
        chosen = {p: s for p, s in tables().phrases.items() if len(p) == length}
        packed = np.array([_pack([ord(c) for c in p]) for p in chosen], np.uint64)
        read = np.array(list(chosen.values()), np.uint16).reshape(len(chosen), length)
        order = np.argsort(packed)
        out.append((length, packed[order], read[order]))
    return tuple(out)


def _pack(codes: list[int]) -> int:
    value = 0
    for code in codes:
        value = value << 16 | code
    return value


def syllables_of(codes: Codes) -> tuple[Syllables, npt.NDArray[np.bool_]]:
    """The syllable of each code (0 if it has none), and where a phrase reads otherwise than its characters alone."""
    table = tables()
    usual = table.usual[codes]
    read = usual.copy()
    packed = codes.astype(np.uint64)
    window = packed
    for length, known, syllables in _phrases():
        if len(codes) < length:
            break
        window = (window[:-1] << np.uint64(16)) | packed[length - 1 :]
        place = np.searchsorted(known, window)
        place[place == len(known)] = 0
        for hit in np.flatnonzero(known[place] == window):
            read[hit : hit + length] = syllables[place[hit]]
    return read, read != usual


def second_reading(codes: Codes, read: Syllables) -> Syllables:
    """The other reading of characters that have one, else the first."""
    other = tables().second[codes]
    return np.where((other > 0) & (codes != BREAK), other, read)
