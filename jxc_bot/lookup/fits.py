"""How well each word of a query is found in each candidate, by the best of its readings."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from jxc_bot.lookup.align import align
from jxc_bot.lookup.alphabet import text_of
from jxc_bot.lookup.sizes import sizes_in
from jxc_bot.lookup.word import Kind, Reading, Way, Word

Floats = npt.NDArray[np.float32]
_PRIOR = {Way.LITERAL: 1.0, Way.SOUND: 1.0, Way.SLIP: 0.92, Way.INITIALS: 0.93}
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(slots=True)
class Texts:
    """Candidate rows laid side by side: codes padded with 0xFFFF, syllables with 0, and as strings."""

    codes: npt.NDArray[np.uint16]
    syllables: npt.NDArray[np.uint16]
    lengths: npt.NDArray[np.int64]
    strings: list[str]

    @classmethod
    def lay(
        cls, codes: npt.NDArray[np.uint16], syllables: npt.NDArray[np.uint16], lengths: npt.NDArray[np.int64]
    ) -> "Texts":
        """From matrices; the strings are read off the codes."""
        width, joined = codes.shape[1], text_of(codes)
        strings = [joined[i * width : i * width + n] for i, n in enumerate(lengths.tolist())]
        return cls(codes, syllables, lengths, strings)


def fits_of(words: Sequence[Word], texts: Texts) -> tuple[Floats, npt.NDArray[np.int8], Floats]:
    """[word, candidate]: how well the word is found, 0 to 1, and by which way of reading it.

    And per candidate how many characters others have (each beside its neighbour) and it has not: a product that is like
    a part of the query while another is like the rest says that the one meant is not here.
    """
    fits = np.zeros((len(words), len(texts.strings)), np.float32)
    ways = np.zeros(fits.shape, np.int8)
    elsewhere = np.zeros(fits.shape[1], np.float32)
    owners: list[int] = []
    readings: list[Reading] = []
    for i, word in enumerate(words):
        owners += [i] * len(word.readings)
        readings += word.readings
        if word.kind == Kind.NUMBER:
            fits[i] = [_number_fit(word, text) for text in texts.strings]
        elif word.kind != Kind.HAN:
            fits[i] = _spelled(word.text, texts.strings)
    if readings:
        scores, beside = align(readings, texts.codes, texts.syllables)
        for owner, reading, score, found in zip(owners, readings, scores, beside, strict=True):
            value = np.minimum(score / reading.most * _PRIOR[reading.way], 1.0)
            better = value > fits[owner]
            fits[owner][better] = value[better]
            ways[owner][better] = reading.way
            if words[owner].kind == Kind.HAN:
                elsewhere += (found.any(axis=1)[:, None] & ~found).sum(axis=0)
    return fits, ways, elsewhere


def _number_fit(word: Word, text: str) -> float:
    """A number or size in a text: the same, the same in another unit, or a part of one."""
    if word.text in text:
        return _literal_fit(word, text)
    if not word.size:
        return 0.0
    if any(size == word.size for _, _, size in sizes_in(text)):
        return 0.97
    digits = _NUMBER.match(word.text)
    return 0.6 if digits and digits[0] in text and digits[0] in _NUMBER.findall(text) else 0.0


def _literal_fit(word: Word, text: str) -> float:
    if word.size:
        return 1.0 if _whole(word.text, text) else 0.4
    numbers = _NUMBER.findall(text)
    if word.text in numbers:
        return 1.0
    return 0.55 if any(n.startswith(word.text) for n in numbers) else 0.4


def _whole(number: str, text: str) -> bool:
    at = text.find(number)
    while at >= 0:
        if at == 0 or not (text[at - 1].isdigit() or text[at - 1] == "."):
            return True
        at = text.find(number, at + 1)
    return False


def _spelled(word: str, strings: list[str]) -> list[float]:
    """A Latin word in each text: whole, at the start of one, inside, or nearly so."""
    out = [0.0] * len(strings)
    rest = []
    for i, text in enumerate(strings):
        at = text.find(word)
        if at < 0:
            rest.append(i)
        else:
            out[i] = _inside(word, text, at)
    if len(word) >= 3 and rest:
        slope = 3.0 if len(word) == 3 else 2.0 if len(word) <= 5 else 1.6
        near = process.cdist([word], [strings[i] for i in rest], scorer=fuzz.partial_ratio, score_cutoff=50)[0]
        for i, score in zip(rest, near.tolist(), strict=True):
            out[i] = max(0.0, 1.0 - slope * (1.0 - score / 100))
    return out


def _inside(word: str, text: str, at: int) -> float:
    best = 0.0
    while at >= 0:
        open_left = at == 0 or not (text[at - 1].isascii() and text[at - 1].isalnum())
        after = text[at + len(word) : at + len(word) + 1]
        open_right = not (after.isascii() and after.isalnum())
        score = 1.0 if open_left and open_right else 0.97 if open_left else 0.9 if len(word) > 2 else 0.5
        best = max(best, score)
        at = text.find(word, at + 1) if best < 1.0 else -1
    return best
