"""Queries as people type them, with the entries they may mean: one function for each kind of sloppiness.

A query starts from clean parts of an entry's text, enough of them to tell it from others (or too few on purpose). Every
entry whose text has all of these parts fits equally well, so each of them is a right answer: that is the rule for ties.
Then the parts are made sloppy. Kinds that change a part's sound or initials count those who sound so, too.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random

import zhconv
from pypinyin import lazy_pinyin

from jxc_bot.lookup import Entry
from jxc_bot.lookup.alphabet import codes_of, fold, squeeze, text_of
from jxc_bot.lookup.readings import tables
from jxc_bot.lookup.rows import full_text
from jxc_bot.lookup.sound import syllables_of

HAN = re.compile(r"[\u4e00-\u9fff]+")
LATIN = re.compile(r"[A-Za-z][A-Za-z'&-]+")
SIZE = re.compile(r"\d+(?:\.\d+)?(?:ml|mg|kg|g|l|cm|mm|m|w)(?![a-z])", re.IGNORECASE)
CHUNK = re.compile(r"[\u4e00-\u9fff]+|[A-Za-z0-9.&'-]+")
NEIGHBOURS = {a: b for a, b in zip("qwertyuiopasdfghjklzxcvbnm", "wqretyuoipsadfghjkzlxcvbmn", strict=True)}


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


@lru_cache(maxsize=100_000)
def solid(text: str) -> str:
    """Squeezed and without blanks."""
    return text_of(squeeze(codes_of(fold(text)))).replace(" ", "")


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
        texts = [solid(full_text(e)) for e in entries]
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
        plain = [solid(p) for p in parts if view == "texts" or p in sloppy]
        other = [_VIEWS[view](solid(p)) for p in parts if not (view == "texts" or p in sloppy)]
        plain.sort(key=len, reverse=True)
        found = range(len(self.texts))
        for part in plain:
            found = [i for i in found if part in self.texts[i]]
        seen = getattr(self, view)
        for part in other:
            found = [i for i in found if part in seen[i]]
        whole = solid("".join(parts))
        same = [i for i in found if self.texts[i] == whole or (self.names[i] == whole and len(found) > 5)]
        return frozenset(str(self.entries[i].key) for i in (same or found))

    def holding(self, letters: str) -> frozenset[str]:
        """Keys of all entries that have the characters in this order, whatever is between."""
        pattern = re.compile(".*".join(map(re.escape, solid(letters))))
        return frozenset(str(e.key) for e, t in zip(self.entries, self.texts, strict=True) if pattern.search(t))


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
VIEW_OF = {"initials": "initials", "initials_gap": "initials", "pinyin": "sounds", "pinyin_slip": "sounds", "pinyin_fuzzy": "sounds", "pinyin_half": "sounds", "homophone": "sounds"}  # fmt: skip


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
        left, right = out[-1:].isascii(), part[:1].isascii()
        out += (" " if left and right else "") + part
    return out


def han_at(parts: Sequence[str], r: Random, least: int = 2) -> int:
    """The number of a part of characters, or -1."""
    fitting = [i for i, p in enumerate(parts) if HAN.fullmatch(p) and len(p) >= least]
    return r.choice(fitting) if fitting else -1


def changed(parts: Sequence[str], at: int, new: str) -> list[str]:
    """The parts with one in place of another."""
    return [*parts[:at], new, *parts[at + 1 :]]


Sloppy = Callable[[list[str], Random], "list[str] | None"]


def _on_han(change: Callable[[str, Random], "str | None"], least: int = 2, every: float = 0.0) -> Sloppy:
    def apply(parts: list[str], r: Random) -> list[str] | None:
        at = han_at(parts, r, least)
        if at < 0:
            return None
        out = list(parts)
        for i, part in enumerate(parts):
            if i == at or (r.random() < every and HAN.fullmatch(part)):
                new = change(part, r)
                if new is None or new == part:
                    return None
                out[i] = new
        return out

    return apply


def pinyin(part: str, r: Random) -> str:
    """`ke kou ke le`, mostly unspaced."""
    return ("" if r.random() < 0.85 else " ").join(lazy_pinyin(part))


def slip(text: str, r: Random) -> str:
    """One letter wrong, missing, doubled or swapped."""
    at = r.randrange(len(text))
    how = r.randrange(4)
    if how == 0:
        return text[:at] + NEIGHBOURS.get(text[at].lower(), "e") + text[at + 1 :]
    if how == 1 and len(text) > 3:
        return text[:at] + text[at + 1 :]
    if how == 2:
        return text[:at] + text[at] + text[at:]
    at = min(at, len(text) - 2)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def fuzzy(part: str, r: Random) -> str:
    """Pinyin as spoken in the south."""
    out = []
    for syllable in lazy_pinyin(part):
        swaps = [("zh", "z"), ("ch", "c"), ("sh", "s")] if r.random() < 0.7 else [("z", "zh"), ("c", "ch"), ("s", "sh")]
        s = syllable
        for a, b in swaps:
            if s.startswith(a) and not (len(a) == 1 and s.startswith(a + "h")):
                s = b + s[len(a) :]
                break
        if r.random() < 0.5:
            if s.endswith("ng") and s[-3] in "aei":
                s = s[:-1]
            elif s.endswith("n") and len(s) > 2 and s[-2] in "aei":
                s += "g"
        if r.random() < 0.4 and s[0] in "nl":
            s = {"n": "l", "l": "n"}[s[0]] + s[1:]
        out.append(s)
    return "".join(out)


def half_pinyin(part: str, r: Random) -> str:
    """Some characters, some pinyin."""
    cut = r.randrange(1, len(part))
    left, right = part[:cut], part[cut:]
    return left + "".join(lazy_pinyin(right)) if r.random() < 0.5 else "".join(lazy_pinyin(left)) + right


def initials(part: str) -> str:
    """`kkkl`."""
    return "".join(p[0] for p in lazy_pinyin(part))


COMMON: dict[str, list[str]] = {}


def _common() -> dict[str, list[str]]:
    """Characters in everyday use by their sound: those of the first simplified standard set."""
    if not COMMON:
        for code in range(0x4E00, 0x9FA6):
            char = chr(code)
            number = int(tables().usual[code])
            try:
                rare = char.encode("gb2312")[0] >= 0xD8
            except UnicodeEncodeError:
                continue
            if number and not rare:
                COMMON.setdefault(tables().syllables[number - 1], []).append(char)
    return COMMON


def homophone(part: str, r: Random) -> str | None:
    """One character, or two of many, by another of the same sound."""
    read = lazy_pinyin(part)
    out = list(part)
    for at in r.sample(range(len(part)), 1 if len(part) < 4 or r.random() < 0.6 else 2):
        others = [c for c in _common().get(read[at], []) if c != part[at]]
        if others:
            out[at] = r.choice(others)
    return "".join(out)


def wrong_character(part: str, r: Random) -> str:
    """One character by any other."""
    at = r.randrange(len(part))
    return part[:at] + r.choice(r.choice(list(_common().values()))) + part[at + 1 :]


def missing_character(part: str, r: Random) -> str:
    """One character left out."""
    at = r.randrange(len(part))
    return part[:at] + part[at + 1 :]


def doubled_character(part: str, r: Random) -> str:
    """One character twice."""
    at = r.randrange(len(part))
    return part[: at + 1] + part[at:]


def traditional(part: str, r: Random) -> str:
    """In traditional characters."""
    return str(zhconv.convert(part, "zh-hant"))


def full_width(text: str) -> str:
    """`ＡＢＣ１２３`."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


SYNONYMS = {"ml": ["毫升", " ml", "ML"], "l": ["升", "公升"], "g": ["克"], "kg": ["公斤", "千克"], "mg": ["毫克"], "cm": ["厘米"], "mm": ["毫米"], "m": ["米"], "w": ["瓦"]}  # fmt: skip


def other_size(text: str, r: Random) -> str | None:
    """The same size in another unit or word."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)([a-z]+)", text.lower())
    if not match:
        return None
    number, unit = float(match[1]), match[2]
    choices = [f"{match[1]}{u}" for u in SYNONYMS.get(unit, [])]
    scaled = {"ml": ("L", 0.001), "l": ("ml", 1000), "g": ("kg", 0.001), "kg": ("g", 1000)}.get(unit)
    if scaled and (number * scaled[1] >= 0.1):
        choices.append(f"{number * scaled[1]:g}{scaled[0]}")
    return r.choice(choices) if choices else None


def spec_synonym(parts: list[str], r: Random) -> list[str] | None:
    """One size said in another way."""
    for i, part in enumerate(parts):
        match = SIZE.search(part)
        if match and match.start() == 0:
            new = other_size(match[0], r)
            if new:
                return changed(parts, i, new + part[match.end() :])
    return None


def latin_slip(parts: list[str], r: Random) -> list[str] | None:
    """A keyboard error in a Latin word."""
    fitting = [i for i, p in enumerate(parts) if LATIN.fullmatch(p) and len(p) >= 4]
    if not fitting:
        return None
    at = r.choice(fitting)
    return changed(parts, at, slip(parts[at].lower(), r))


def with_order_words(parts: list[str], r: Random) -> list[str]:
    """`两箱`, `给我拿`, `x10`."""
    number = r.choice(["两", "三", "一", "5", "10", "2", "半", "12", "十"])
    unit = r.choice("箱瓶个包件提袋盒听罐桶支")
    how = r.random()
    if how < 0.35:
        return [number + unit + parts[0], *parts[1:]]
    if how < 0.6:
        return [*parts, number + unit]
    if how < 0.75:
        return [r.choice(["给我拿", "来", "要", "再来", "拿"]) + number + unit + parts[0], *parts[1:]]
    if how < 0.9:
        return [*parts, f" {r.choice('x*X×')}{r.randint(2, 48)}"]
    return [parts[0] + number + unit, *parts[1:]]


def shuffled(parts: list[str], r: Random) -> list[str] | None:
    """The words in another order."""
    out = list(parts)
    r.shuffle(out)
    return out if out != parts else None


def abbreviated(parts: list[str], r: Random) -> list[str] | None:
    """`娃矿`: the first characters of two or three stretches."""
    heads = [p[: r.choice((1, 1, 2))] for p in parts if HAN.fullmatch(p)]
    return ["".join(heads)] if len(heads) >= 2 and sum(map(len, heads)) >= 2 else None


def gapped(part: str, r: Random) -> str | None:
    """Initials with one or two left out."""
    letters = initials(part)
    if len(letters) < 4:
        return None
    at = r.randrange(1, len(letters))
    return letters[:at] + letters[at + 1 :]


KINDS: dict[str, tuple[Sloppy, str]] = {
    "fragment": (lambda p, r: p, "any"),
    "order": (shuffled, "many"),
    "spec": (lambda p, r: p if r.random() < 0.5 else p[::-1], "size"),
    "spec_synonym": (spec_synonym, "size"),
    "order_words": (with_order_words, "any"),
    "initials": (_on_han(lambda p, r: initials(p), 3, 0.5), "long"),
    "initials_gap": (_on_han(gapped, 4), "long"),
    "pinyin": (_on_han(pinyin, 2, 0.5), "han"),
    "pinyin_slip": (_on_han(lambda p, r: slip("".join(lazy_pinyin(p)), r), 2, 0.2), "han"),
    "pinyin_fuzzy": (_on_han(fuzzy, 2, 0.5), "han"),
    "pinyin_half": (_on_han(half_pinyin, 2), "han"),
    "homophone": (_on_han(homophone, 2), "han"),
    "missing": (_on_han(missing_character, 3), "long"),
    "doubled": (_on_han(doubled_character, 2), "han"),
    "wrong": (_on_han(wrong_character, 3), "long"),
    "abbreviation": (abbreviated, "many"),
    "traditional": (_on_han(traditional, 2, 1.0), "han"),
    "full_width": (lambda p, r: [full_width(x) for x in p], "latin"),
    "latin_slip": (latin_slip, "latin"),
}
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
    if r.random() < 0.3:
        kind = r.choice(("pinyin", "homophone", "traditional", "order", "order_words", "full_width"))
        parts = KINDS[kind][0](list(parts), r) or parts
    right = stock.having(parts)
    return Case("absent_never_made", join(parts, r), frozenset()) if not right else None


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
