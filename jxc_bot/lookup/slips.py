"""Slips in short Latin words, `lik` for LINK and `tna` for TENA: words so short that to be nearly alike says little.

Only what the catalogue has counts: a word with one letter more, with two letters swapped or with a neighbouring key.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from jxc_bot.lookup.grams import DELETION, WORD, word_feature
from jxc_bot.lookup.word import Kind, Word

_SHORTEST, _LONGEST = 3, 4
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_LEFT, _RIGHT = r"(?<![a-z0-9])", r"(?![a-z0-9])"
Held = Callable[[Sequence[int]], Sequence[bool]]
"""Which of the features some name has."""


def _keys() -> dict[str, str]:
    """The keys around each: beside it, and above and below."""
    near: dict[str, str] = {}
    for row, letters in enumerate(_ROWS):
        for at, letter in enumerate(letters):
            beside = letters[max(at - 1, 0) : at] + letters[at + 1 : at + 2]
            above = _ROWS[row - 1][at : at + 2] if row else ""
            below = _ROWS[row + 1][max(at - 1, 0) : at + 1] if row + 1 < len(_ROWS) else ""
            near[letter] = beside + above + below
    return near


_NEAR = _keys()


def _one_off(text: str) -> Iterator[str]:
    for at in range(len(text) - 1):
        if text[at] != text[at + 1]:
            yield text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    for at, letter in enumerate(text):
        for key in _NEAR.get(letter, ""):
            yield text[:at] + key + text[at + 1 :]


def give_slips(words: Sequence[Word], held: Held) -> None:
    """Tell short words that no name has what they may be a slip for."""
    for word in words:
        if word.kind == Kind.LATIN and not (word.known or word.optional) and _SHORTEST <= len(word.text) <= _LONGEST:
            others = sorted(set(_one_off(word.text)))
            more, *named = held([word_feature(DELETION, word.text), *(word_feature(WORD, w) for w in others)])
            word.lacks_letter = bool(more)
            word.meant = tuple(other for other, there in zip(others, named, strict=True) if there)


@lru_cache(maxsize=512)
def pattern_of(text: str, meant: tuple[str, ...], lacks_letter: bool) -> re.Pattern[str]:
    """What the word may be a slip for, as it stands in a text."""
    more = [f"{text[:at]}[a-z]{text[at:]}" for at in range(len(text) + 1)] if lacks_letter else []
    return re.compile(f"{_LEFT}(?:{'|'.join([*meant, *more])}){_RIGHT}")
