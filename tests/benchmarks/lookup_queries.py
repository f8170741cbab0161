"""Queries as people type them, with the entries they may mean: one function for each kind of sloppiness.

A query starts from clean parts of an entry's text, enough of them to tell it from others (or too few on purpose). Every
entry whose text has all of these parts fits equally well, so each of them is a right answer: see `lookup_ties`. Then
the parts are made sloppy.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from unicodedata import normalize

from jxc_bot.lookup import Entry
from jxc_bot.lookup.rows import full_text
from tests.benchmarks.lookup_sloppy import HAN, KINDS, SIZE, changed, han_at
from tests.benchmarks.lookup_ties import Stock, fitting, solid

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
    ways: tuple[str, ...] = ()
    """The kind, or the two of them."""


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
    two = kind == "two_at_once"
    ways = tuple(r.sample([k for k in KINDS if k not in ("fragment", "abbreviation")], 2)) if two else (kind,)
    base = parts = _base(stock, number, KINDS[ways[0]][1], r)
    for way in ways:
        parts = parts and KINDS[way][0](list(parts), r)
    if not base or not parts:
        return None
    query = join(parts, r)
    if len(solid(query)) < 2:
        return None
    return Case(kind, query, fitting(stock, ways, base, parts), tuple(base), tuple(parts), ways)


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
            right = fitting(stock, made.ways, made.parts, made.sloppy) if made.parts else frozenset()
            made = Case(kind if right else f"absent_{kind}", made.query, right)
        out.append(made)
    return out
