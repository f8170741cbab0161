"""Unit words: the company's own names, their plurals, and what the same thing is called elsewhere (ctn for 箱).

Which unit of which product is meant is decided later; here a word is recognised as a unit and given the name the
company uses, where that is certain.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import cast

from jxc_bot.words.fold import fold
from jxc_bot.words.lexicon import alternation, lexicon, words_of

__all__ = ["UnitMatch", "Units", "is_size", "rank"]


@dataclass(frozen=True, slots=True)
class UnitMatch:
    """A unit word in a text: the company's name for it (None for 打 where nobody sells by the dozen), how many of the
    named or base unit it is, the word as found, and where it ends."""

    name: str | None
    factor: int
    word: str
    end: int


@dataclass(frozen=True, slots=True)
class Units:
    """The unit names in use, ready to be recognised."""

    names: Mapping[str, str]
    _words: Mapping[str, str] = field(repr=False)
    _pattern: re.Pattern[str] = field(repr=False)

    @staticmethod
    def of(names: "Collection[str] | Units") -> "Units":
        """Unit words for these names; the same names give the same object, so it is made once."""
        return names if isinstance(names, Units) else _made(frozenset(names))

    def match(self, folded: str, position: int) -> UnitMatch | None:
        """The longest unit word at a position of folded text."""
        found = self._pattern.match(folded, position)
        if found is None:
            return None
        word = found[0]
        if word in self._words:
            return UnitMatch(self._words[word], 1, word, found.end())
        return UnitMatch(None, _multiples()[word], word, found.end())

    def resolve(self, typed: str) -> str | None:
        """The name a typed unit word stands for, if it is known and certain."""
        name = self._words.get(fold(typed.strip()))
        return name if name is not None and fold(name) in self.names else None


@cache
def _multiples() -> dict[str, int]:
    return cast("dict[str, int]", lexicon()["numerals"]["multiples"])


@lru_cache(maxsize=64)
def _made(names: frozenset[str]) -> Units:
    known = {fold(name): name for name in sorted(names) if name.strip()}
    words: dict[str, str] = {}
    for group in lexicon()["units"]["same"]:
        meant = [known[word] for word in group if word in known]
        for word in group if meant else ():
            # a word that may be two of our units stays as typed: the product decides
            words[word] = meant[0] if len(meant) == 1 and words.get(word, meant[0]) == meant[0] else word
    for folded, name in known.items():
        if folded.isascii() and len(folded) > 1 and folded[-1].isalpha():
            words |= {folded + "s": name, folded + "es": name}
    words |= known
    for word, where in lexicon()["units"]["also"].items():
        if known.keys() & set(where):
            words.setdefault(word, word)
    recognised = [*words, *(word for word in _multiples() if word not in words)]
    return Units(known, words, re.compile(alternation(recognised)))


@cache
def _ladder() -> dict[str, int]:
    steps: dict[str, int] = {}
    for step, group in enumerate(lexicon()["units"]["steps"]["larger"]):
        for word in group:
            steps.setdefault(word, step)
    return steps


def rank(word: str) -> int | None:
    """How large a thing a unit word usually counts: 0 the largest; None if nobody can say."""
    folded = fold(word)
    steps = _ladder()
    return steps.get(folded, steps.get(folded.removesuffix("es"), steps.get(folded.removesuffix("s"))))


def is_size(word: str) -> bool:
    """Whether the unit describes goods (500ml) far more often than it counts them."""
    return fold(word) in words_of("units", "sizes")
