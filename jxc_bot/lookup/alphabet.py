"""Folding: the spellings that are the same to a person become the same text.

Full-width becomes half-width (NFKC), capitals small, traditional characters simplified one by one, letters lose their
accents. What stays is *squeezed*: separators go, but one blank remains between two Latin or digit runs, so `24*0.25g`
keeps its two numbers and `TP-LINK` its two words, while characters close up. A dot stays inside a number.
"""

import unicodedata
from functools import cache

import numpy as np
import numpy.typing as npt

from jxc_bot.lookup.readings import tables

Codes = npt.NDArray[np.uint16]
Kinds = npt.NDArray[np.uint8]

GAP, HAN, LETTER, DIGIT = 0, 1, 2, 3
BLANK = 0x20
BREAK = 0x0A
DOT = 0x2E


@cache
def kinds_table() -> Kinds:
    """For each UTF-16 code: separator, character, Latin-like letter or digit."""
    table = np.zeros(0x10000, np.uint8)
    for code in range(0x20, 0x10000):
        if 0xD800 <= code < 0xF900:
            continue
        category = unicodedata.category(chr(code))
        if 0x3040 <= code <= 0x30FF or 0x3400 <= code <= 0x9FFF or code == 0x3007 or 0xAC00 <= code <= 0xD7AF:
            table[code] = HAN if category[0] in "LN" else GAP
        elif category[0] == "L":
            table[code] = LETTER
        elif category == "Nd":
            table[code] = DIGIT
    return table


def fold(text: str) -> str:
    """Folded, still with its separators; control characters as blanks."""
    return text_of(simplify(codes_of(unicodedata.normalize("NFKC", text).lower())))


def simplify(codes: Codes) -> Codes:
    """Traditional characters one by one to simplified ones, letters without accents, a few look-alike signs to one."""
    simple: Codes = _simple_table()[codes]
    return simple


@cache
def _simple_table() -> Codes:
    table = tables().simplify_codes.copy()
    table[[*range(0x0A), *range(0x0B, 0x20), 0x7F]] = BLANK
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        letter = unicodedata.normalize("NFD", chr(code))[0]
        if letter.isascii() and letter.isalpha():
            table[code] = ord(letter)
    table[[ord(c) for c in "øđłı"]] = [ord(c) for c in "odli"]
    table[[0xD7, 0x2A]] = ord("*")
    table[[ord(c) for c in "üǖǘǚǜ"]] = ord("v")
    table[0x3BC] = ord("u")
    return table


def codes_of(text: str) -> Codes:
    """UTF-16 codes; anything outside the basic plane falls to a separator pair."""
    return np.frombuffer(text.encode("utf-16-le", "replace"), np.uint16)


def text_of(codes: Codes) -> str:
    """The inverse of `codes_of`."""
    return codes.tobytes().decode("utf-16-le", "replace")


def squeeze(codes: Codes) -> Codes:
    """Drop separators (see the module); BREAK codes stay and part the texts."""
    kinds = kinds_table()[codes]
    dots = np.flatnonzero(codes == DOT)
    if len(dots):
        inner = dots[(dots > 0) & (dots < len(codes) - 1)]
        inner = inner[(kinds[inner - 1] == DIGIT) & (kinds[inner + 1] == DIGIT)]
        kinds[inner] = DIGIT
    breaks = codes == BREAK
    gap = (kinds == GAP) & ~breaks
    first = gap.copy()
    first[1:] &= ~gap[:-1]
    index = np.flatnonzero(~gap | first)
    kept, blank = codes[index].copy(), first[index]
    kept[blank] = BLANK
    around = kinds[index] >= LETTER
    left, right = np.zeros(len(index), bool), np.zeros(len(index), bool)
    left[1:], right[:-1] = around[:-1], around[1:]
    squeezed: Codes = kept[~blank | (left & right)]
    return squeezed


def kinds_of(codes: Codes) -> Kinds:
    """The kind of each squeezed code; the dot inside a number is a digit."""
    kinds = kinds_table()[codes]
    kinds[codes == DOT] = DIGIT
    return kinds
