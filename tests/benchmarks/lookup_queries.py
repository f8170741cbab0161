"""Queries as people type them, with the entries they may mean: one function for each kind of sloppiness.

A query starts from clean parts of an entry's text, enough of them to tell it from others (or too few on purpose). Every
entry whose text has all of these parts fits equally well, so each of them is a right answer: that is the rule for ties.
Then the parts are made sloppy. Kinds that change a part's sound or initials count those who sound so, too.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from unicodedata import normalize

from jxc_bot.lookup import Entry
from jxc_bot.lookup.alphabet import codes_of, fold, squeeze, text_of
from jxc_bot.lookup.readings import tables
from jxc_bot.lookup.rows import full_text
from jxc_bot.lookup.sound import syllables_of
from tests.benchmarks.lookup_sloppy import HAN, KINDS, SIZE, changed, han_at

CHUNK = re.compile(r"[\u4e00-\u9fff]+|[A-Za-z0-9.&'-]+")


@dataclass(frozen=True, slots=True)
class Case:
    """A query of a kind with the keys that are right; none: nothing in the catalogue is meant."""

    kind: str
    query: str
    right: frozenset[str]
    parts: tuple[str, ...] = ()
    """What was meant, clean."""
    sloppy: tuple[str, ...] = ()
    """The parts of it as typed."""


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

        Parts that are not among the sloppy ones were changed; in another view they count by sound or by initials.
        """
        plain = [squeezed(p) for p in parts if view == "texts" or p in sloppy]
        other = [_VIEWS[view](squeezed(p)) for p in parts if not (view == "texts" or p in sloppy)]
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


def chunks(text: str, r: Random) -> list[str]:
    """Bits a person might name: Latin words, numbers, and stretches of two to five characters."""
    out: list[str] = []
    for run in CHUNK.findall(text):
        if not HAN.match(run):
            out.append(run.strip(".-'"))
            continue
        at = 0
        while at < len(run):
            step = min(r.choice((2, 2, 3, 3, 4, 5)), len(run) - at)
            if len(run) - at - step == 1:
                step += 1
            out.append(run[at : at + step])
            at += step
    return [c for c in out if c]


def parts_of(stock: Stock, number: int, r: Random, most: int = 4, *, need: re.Pattern[str] | None = None) -> list[str]:
    """Parts of one entry, in the order of its text, added until they single it out (mostly) or `most` are named."""
    text = full_text(stock.entries[number])
    bits = chunks(text, r)
    chosen: set[int] = set()
    if need is not None:
        fitting = [i for i, b in enumerate(bits) if need.search(b)]
        if not fitting:
            return []
        chosen.add(r.choice(fitting))
    if r.random() < 0.5 and bits:
        chosen.add(0)
    loose = r.random() < 0.08
    for _ in range(most):
        if (
            chosen
            and (loose or len(stock.having([bits[i] for i in sorted(chosen)])) <= 1)
            and sum(len(bits[i]) for i in chosen) > 2
        ):
            break
        rest = [i for i in range(len(bits)) if i not in chosen]
        if not rest or len(chosen) >= most:
            break
        chosen.add(r.choice(rest))
    return [bits[i] for i in sorted(chosen)]


def join(parts: Sequence[str], r: Random) -> str:
    """With blanks; or without, but never two numbers or two Latin words in one."""
    if r.random() < 0.65:
        return " ".join(parts)
    out = parts[0]
    for part in parts[1:]:
        left, right = (normalize("NFKC", end).isascii() for end in (out[-1:], part[:1]))
        out += (" " if left and right else "") + part
    return out


NEEDS = {"any": None, "many": None, "size": SIZE, "long": HAN, "han": HAN, "latin": re.compile("[A-Za-z]{3}")}
CODES = ("sku", "sku_part", "barcode", "barcode_part")
HARD = ("initials_gap", "pinyin_slip", "abbreviation", "spec_synonym")
ALL_KINDS = ("exact", *KINDS, "two_at_once", *CODES)


def _long_chunks(parts: list[str], number: int, stock: Stock, r: Random) -> list[str]:
    """Stretch parts of characters, so that what is left of them after a change still says something."""
    text = full_text(stock.entries[number])
    out = list(parts)
    at = han_at(out, r)
    if at >= 0:
        start = text.find(out[at])
        run = HAN.match(text, start)
        if run:
            out[at] = run[0][: max(len(out[at]), r.randint(3, 8))]
    return out


def case(kind: str, stock: Stock, number: int, r: Random) -> Case | None:
    """A query of a kind for one entry, or None where the entry has nothing to make it from."""
    entry = stock.entries[number]
    key = str(entry.key)
    if kind == "exact":
        text = full_text(entry)
        return Case(kind, text, stock.having([text]) | {key})
    if kind in CODES:
        return _code_case(kind, stock, entry, r)
    if kind == "two_at_once":
        first, second = r.sample([k for k in KINDS if k not in ("fragment", "abbreviation")], 2)
        base = _base(stock, number, KINDS[first][1], r)
        parts = base and KINDS[first][0](list(base), r)
        parts = parts and KINDS[second][0](list(parts), r)
    else:
        base = _base(stock, number, KINDS[kind][1], r)
        parts = base and KINDS[kind][0](list(base), r)
    if not base or not parts:
        return None
    query = join(parts, r)
    if len(solid(query)) < 2:
        return None
    return Case(kind, query, fitting(stock, kind, base, parts), tuple(base), tuple(parts))


def fitting(stock: Stock, kind: str, base: Sequence[str], parts: Sequence[str]) -> frozenset[str]:
    """All that fit: what was meant, what was typed, and by sound, initials or order where the kind keeps only these."""
    right = stock.having(base) | stock.having(parts)
    if kind == "abbreviation":
        right |= stock.holding("".join(parts))
    if kind.startswith("initials"):
        right |= stock.spelling(base, parts, gaps=kind == "initials_gap")
    return right | stock.having(base, parts, VIEW_OF[kind]) if kind in VIEW_OF else right


def _base(stock: Stock, number: int, need: str, r: Random) -> list[str] | None:
    parts = parts_of(stock, number, r, 5 if need == "many" else 4, need=NEEDS[need])
    if need == "long":
        parts = _long_chunks(parts, number, stock, r)
    return parts if parts and (need != "many" or len(parts) > 1) else None


def _code_case(kind: str, stock: Stock, entry: Entry, r: Random) -> Case | None:
    code = entry.sku if kind.startswith("sku") else (entry.barcodes[0] if entry.barcodes else "")
    if not code:
        return None
    query = code
    if kind.endswith("part"):
        length = r.randint(4, 6) if kind == "sku_part" else r.randint(5, 8)
        query = (
            code[-length:]
            if r.random() < 0.6
            else code[: length + 3]
            if kind == "sku_part"
            else code[3 : 3 + length + 1]
        )
    wanted = solid(query)
    right = frozenset(
        str(e.key) for e in stock.entries if wanted in solid(e.sku) or any(wanted in b for b in e.barcodes)
    )
    if wanted.isdigit():
        right |= stock.having([wanted])
    return Case(kind, query if r.random() < 0.7 else query.lower().replace("-", ""), right)


NUMBER = re.compile(r"\d+(?:\.\d+)?")


def never_made(stock: Stock, number: int, r: Random) -> Case | None:
    """What nobody makes: a product in a size it does not come in, or one's brand on another's goods."""
    need = r.choice(("any", "any", "size"))
    parts = _base(stock, number, need, r)
    if parts and r.random() < 0.3:
        parts = chunks(full_text(stock.entries[number]), r)
    other = chunks(full_text(r.choice(stock.entries)), r)
    if not parts:
        return None
    numbered = [i for i, p in enumerate(parts) if NUMBER.search(p)]
    if numbered and r.random() < 0.7:
        at = r.choice(numbered)
        numbers = [m for p in other for m in NUMBER.findall(p)] or [str(r.randint(2, 900))]
        parts = changed(parts, at, NUMBER.sub(r.choice(numbers), parts[at], count=1))
    elif len(parts) > 1:
        parts = changed(parts, r.randrange(len(parts)), r.choice(other))
    else:
        parts = [*parts, r.choice(other)]
    meant = list(parts)
    if r.random() < 0.3:
        kind = r.choice(("pinyin", "homophone", "traditional", "order", "order_words", "full_width"))
        parts = KINDS[kind][0](list(parts), r) or parts
    made = stock.having(meant) or stock.having(meant, [p for p in meant if not HAN.search(p)], "sounds")
    return Case("absent_never_made", join(parts, r), frozenset()) if not made else None


def cases(
    entries: Sequence[Entry], absent: Sequence[Entry], count: int, seed: int = 7, share_gone: float = 0.13
) -> list[Case]:
    """So many queries over all kinds; one in seven is made from an entry that the catalogue does not have."""
    r = Random(seed)
    stock, missing = Stock.of(entries), Stock.of([*absent])
    out: list[Case] = []
    tries = 0
    while len(out) < count and tries < 20 * count:
        tries += 1
        kind = ALL_KINDS[tries % len(ALL_KINDS)]
        if r.random() < share_gone / 3:
            if unmade := never_made(stock, r.randrange(len(entries)), r):
                out.append(unmade)
            continue
        gone = bool(absent) and r.random() < share_gone
        own = missing if gone else stock
        made = case(kind, own, r.randrange(len(own.entries)), r)
        if made is None:
            continue
        if gone:
            if kind.endswith("part") or (kind == "exact" and stock.having([made.query])):
                continue
            right = fitting(stock, kind, made.parts, made.sloppy) if made.parts else frozenset()
            made = Case(kind if right else f"absent_{kind}", made.query, right)
        out.append(made)
    return out
