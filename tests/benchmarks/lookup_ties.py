"""The rule for ties: which entries of a catalogue fit a query equally well.

All that have every part of it fit. Kinds of sloppiness that keep only the sound, the initials or all but one character
of a part count all who sound so, begin so or have the others.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from jxc_bot.lookup import Entry
from jxc_bot.lookup.alphabet import codes_of, fold, squeeze, text_of
from jxc_bot.lookup.readings import tables
from jxc_bot.lookup.rows import full_text
from jxc_bot.lookup.sound import syllables_of
from tests.benchmarks.lookup_sloppy import HAN


@lru_cache(maxsize=200_000)
def squeezed(text: str) -> str:
    """As the look-up sees it: a blank only where it parts Latin words or numbers."""
    return text_of(squeeze(codes_of(fold(text))))


def solid(text: str) -> str:
    """Squeezed and without blanks."""
    return squeezed(text).replace(" ", "")


@dataclass(slots=True)
class Stock:
    """A catalogue with what labels are made from: its texts as they are, by fuzzy sound, and by initials."""

    entries: Sequence[Entry]
    texts: list[str]
    names: list[str]
    sounds: list[str]
    initials: list[str]

    @classmethod
    def of(cls, entries: Sequence[Entry]) -> "Stock":
        """Squeeze all texts once."""
        texts = [squeezed(full_text(e)) for e in entries]
        return cls(
            entries,
            texts,
            [solid(e.name) for e in entries],
            [as_sound(t) for t in texts],
            [as_initials(t) for t in texts],
        )

    def having(self, parts: Sequence[str], sloppy: Sequence[str] = (), view: str = "texts") -> frozenset[str]:
        """Keys of all entries with every part; if one is exactly the parts in a row, only those.

        Parts that are not among the sloppy ones were changed; in another view they count by sound or by initials, if
        they have any.
        """
        kept = [view == "texts" or p in sloppy or not HAN.search(p) for p in parts]
        plain = [squeezed(p) for p, same in zip(parts, kept, strict=True) if same]
        other = [_VIEWS[view](squeezed(p)) for p, same in zip(parts, kept, strict=True) if not same]
        plain.sort(key=len, reverse=True)
        found: Iterable[int] = range(len(self.texts))
        for part in plain:
            found = holding_part(part, self.texts, found)
        seen = getattr(self, view)
        for part in other:
            found = holding_part(part, seen, found)
        whole = solid("".join(parts))
        found = list(found)
        many = len(found) > 5
        same = [i for i in found if solid(self.texts[i]) == whole or (many and self.names[i] == whole)]
        return frozenset(str(self.entries[i].key) for i in (same or found))

    def holding(self, letters: str) -> frozenset[str]:
        """Keys of all entries that have the characters in this order, whatever is between."""
        pattern = re.compile(".*".join(map(re.escape, solid(letters))))
        return frozenset(str(e.key) for e, t in zip(self.entries, self.texts, strict=True) if pattern.search(t))

    def spelling(self, base: Sequence[str], parts: Sequence[str], *, gaps: bool) -> frozenset[str]:
        """Keys of all entries with the parts as they are or as initials; with `gaps`, one may be passed over."""
        found: Iterable[int] = range(len(self.texts))
        for part in parts:
            if part in base:
                found = holding_part(squeezed(part), self.texts, found)
                continue
            cuts = range(1, len(part)) if gaps else ()
            pattern = re.compile("|".join([part, *(f"{part[:at]}.{part[at:]}" for at in cuts)]))
            found = [i for i in found if pattern.search(self.initials[i])]
        return frozenset(str(self.entries[i].key) for i in found)

    def but_one(self, base: Sequence[str], parts: Sequence[str]) -> frozenset[str]:
        """Keys of all entries with the parts as they were typed, if each may have another character in one place."""
        if len(base) != len(parts):
            return frozenset()
        found: Iterable[int] = range(len(self.texts))
        for clean, typed in zip(base, parts, strict=True):
            off = [at for at, (a, b) in enumerate(zip(clean, typed, strict=False)) if a != b]
            if len(clean) != len(typed) or len(off) != 1:
                found = holding_part(squeezed(typed), self.texts, found)
                continue
            left, right = typed[: off[0]], typed[off[0] + 1 :]
            pattern = re.compile(f"{re.escape(squeezed(left))}.{re.escape(squeezed(right))}")
            found = [i for i in found if pattern.search(self.texts[i])]
        return frozenset(str(self.entries[i].key) for i in found)


def holding_part(part: str, texts: Sequence[str], among: Iterable[int]) -> list[int]:
    """Which texts have the part; a number only as a whole: 2.5mg is not in 12.5mg."""
    if not part or not (part[0].isdigit() or part[-1].isdigit()):
        return [i for i in among if part in texts[i]]
    before = r"(?<![\d.])" if part[0].isdigit() else ""
    after = r"(?!\.?\d)" if part[-1].isdigit() else ""
    whole = re.compile(before + re.escape(part) + after)
    return [i for i in among if part in texts[i] and whole.search(texts[i])]


@lru_cache(maxsize=100_000)
def as_sound(text: str) -> str:
    """Each character as a private-use one for its fuzzy syllable."""
    codes = codes_of(text)
    read = syllables_of(codes)[0]
    return "".join(
        chr(0xE000 + int(tables().fuzzy[s])) if s else chr(c)
        for c, s in zip(codes.tolist(), read.tolist(), strict=True)
    )


@lru_cache(maxsize=100_000)
def as_initials(text: str) -> str:
    """Each character as its initial, all else left out."""
    read = syllables_of(codes_of(text))[0]
    return "".join(chr(int(tables().initial[s])) for s in read.tolist() if s)


_VIEWS = {"sounds": as_sound, "initials": as_initials}
VIEW_OF = {
    **dict.fromkeys(("initials", "initials_gap"), "initials"),
    **dict.fromkeys(("pinyin", "pinyin_slip", "pinyin_fuzzy", "pinyin_half", "homophone"), "sounds"),
}


def fitting(stock: Stock, kinds: Sequence[str], base: Sequence[str], parts: Sequence[str]) -> frozenset[str]:
    """All that fit: what was meant, what was typed, and by sound, initials or order where a kind keeps only these."""
    right = stock.having(base) | stock.having(parts)
    for kind in kinds:
        if kind == "abbreviation":
            right |= stock.holding("".join(parts))
        if kind.startswith("initials"):
            right |= stock.spelling(base, parts, gaps=kind == "initials_gap")
        if kind == "wrong":
            right |= stock.but_one(base, parts)
        if kind in VIEW_OF:
            right |= stock.having(base, parts, VIEW_OF[kind])
    return right
