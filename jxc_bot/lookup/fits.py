"""How well each word of a query is found in each candidate, by the best of its readings."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from jxc_bot.lookup.align import Aligned, align
from jxc_bot.lookup.alphabet import text_of
from jxc_bot.lookup.sizes import sizes_in
from jxc_bot.lookup.slips import pattern_of
from jxc_bot.lookup.word import Kind, Reading, Way, Word

Floats = npt.NDArray[np.float32]
_PRIOR = {Way.LITERAL: 1.0, Way.SOUND: 1.0, Way.SLIP: 0.92, Way.INITIALS: 0.93}
_FOUND, _APART, _SLIPPED = 0.6, 0.995, 0.75
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


@dataclass(slots=True)
class Fits:
    """[word, candidate] what of each word is found, by the best of its readings."""

    fits: Floats
    """How well, 0 to 1."""
    ways: npt.NDArray[np.int8]
    """By which way of reading it."""
    gone: Floats
    """How many of its symbols are nowhere in the candidate."""
    run: Floats
    """The longest stretch of such symbols: a slip loses one, another word loses all of its own."""
    loose: Floats
    """How many symbols are there, but beside none of their neighbours."""
    stray: Floats
    """How many of these are not even nearly beside one: a slip leaves its neighbours close by."""
    edge: Floats
    """Of its first and its last symbol, how many are gone or loose."""
    parted: Floats
    """[candidate] how many words that were typed in one stand apart from the one before them."""
    elsewhere: Floats
    """[candidate] how many characters others have (each beside its neighbour) and it has not: a product that is like a
    part of the query while another is like the rest says that the one meant is not here."""


def fits_of(words: Sequence[Word], texts: Texts, by_code: Floats | None = None) -> Fits:
    """Every word along every candidate; `by_code`, [word, candidate], is how well it is found in its code."""
    shape = len(words), len(texts.strings)
    fits, ways = np.zeros(shape, np.float32), np.zeros(shape, np.int8)
    missed = np.zeros((5, *shape), np.float32)
    elsewhere, parted = np.zeros(shape[1], np.float32), np.zeros(shape[1], np.float32)
    owners: list[int] = []
    readings: list[Reading] = []
    for i, word in enumerate(words):
        owners += [i] * len(word.readings)
        readings += word.readings
        if word.kind == Kind.NUMBER:
            fits[i] = [_number_fit(word, text) for text in texts.strings]
        elif word.kind != Kind.HAN:
            fits[i] = _spelled(word.text, texts.strings)
            if word.pieces:
                fits[i] = np.maximum(fits[i], _APART * _in_pieces(word, texts.strings))
            if word.meant or word.lacks_letter:
                slip = pattern_of(word.text, word.meant, word.lacks_letter)
                fits[i] = np.maximum(fits[i], [_SLIPPED * bool(slip.search(text)) for text in texts.strings])
        if by_code is not None:
            fits[i] = np.maximum(fits[i], by_code[i])
        if word.kind in (Kind.LATIN, Kind.MIXED):
            missed[:2, i] = (1 - fits[i]) * word.weight
            missed[4, i] = 2.0 * (fits[i] < _FOUND)
    if readings:
        found = align(readings, texts.codes, texts.syllables)
        for n, (owner, reading) in enumerate(zip(owners, readings, strict=True)):
            value = np.minimum(found.score[n] / reading.most * _PRIOR[reading.way], 1.0)
            better = value > fits[owner]
            fits[owner][better] = value[better]
            ways[owner][better] = reading.way
            length = len(reading.sounds)
            if better.any():
                missed[:, owner, better] = _missed(
                    *(a[n, :length][:, better] for a in (found.held, found.linked, found.near))
                )
            if words[owner].kind == Kind.HAN:
                beside = found.beside[n]
                elsewhere += (beside.any(axis=1)[:, None] & ~beside).sum(axis=0)
        parted = _parted(words, owners, found)
    gone, run, loose, stray, edge = missed
    return Fits(fits, ways, gone, run, loose, stray, edge, parted, elsewhere)


def _parted(words: Sequence[Word], owners: Sequence[int], found: Aligned) -> Floats:
    """[candidate] of the words typed right behind another: how many are not found right behind it by any reading."""
    count = np.zeros(found.first.shape[1], np.float32)
    for i, word in enumerate(words):
        left = [n for n, owner in enumerate(owners) if owner == i - 1]
        right = [n for n, owner in enumerate(owners) if owner == i]
        if word.joined_on and left and right:
            ends, begins = np.logical_or.reduce(found.last[left]), np.logical_or.reduce(found.first[right])
            count += ~(ends[:, :-1] & begins[:, 1:]).any(axis=1)
    return count


def _missed(held: npt.NDArray[np.bool_], linked: npt.NDArray[np.bool_], near: npt.NDArray[np.bool_]) -> Floats:
    """Of [symbol, candidate]: gone, the longest run of gone, loose, stray, and gone or loose at the edges."""
    length = len(held)
    run = longest = np.zeros(held.shape[1], np.float32)
    for there in held:
        run = (run + 1) * ~there
        longest = np.maximum(longest, run)
    firm = linked if length > 1 else held
    loose = (held & ~firm).sum(axis=0)
    stray = (held & ~(near if length > 1 else held)).sum(axis=0)
    edge = (~firm[0]).astype(np.float32) + ~firm[-1]
    return np.stack([(~held).sum(axis=0), longest, loose, stray, edge]).astype(np.float32)


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


def _in_pieces(word: Word, strings: list[str]) -> Floats:
    """Words run together, each where it stands; long ones count more."""
    each = np.array([_spelled(piece, strings) for piece in word.pieces], np.float32)
    lengths = np.array([len(piece) for piece in word.pieces], np.float32)
    mean: Floats = lengths @ each / lengths.sum()
    return mean


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
