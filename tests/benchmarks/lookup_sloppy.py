"""Sloppiness: what haste, dialects, keyboards and half-remembered names make of the parts of a name."""

import re
import warnings
from collections.abc import Callable, Sequence
from itertools import pairwise
from random import Random

import zhconv
from pypinyin import lazy_pinyin

from jxc_bot.lookup.readings import tables

HAN = re.compile(r"[\u4e00-\u9fff]+")
LATIN = re.compile(r"[A-Za-z][A-Za-z'&-]+")
SIZE = re.compile(r"\d+(?:\.\d+)?(?:ml|mg|kg|g|l|cm|mm|m|w)(?![a-z])", re.IGNORECASE)
NEIGHBOURS = dict(zip("qwertyuiopasdfghjklzxcvbnm", "wqretyuoipsadfghjkzlxcvbmn", strict=True))


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
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # it leaves its dictionary file open, once
        return str(zhconv.convert(part, "zh-hant"))


def full_width(text: str) -> str:
    """`ＡＢＣ１２３`."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


SYNONYMS = {
    "ml": ["毫升", " ml", "ML"], "l": ["升", "公升"], "g": ["克"], "kg": ["公斤", "千克"], "mg": ["毫克"],
    "cm": ["厘米"], "mm": ["毫米"], "m": ["米"], "w": ["瓦"],
}  # fmt: skip


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


def glued(parts: list[str], r: Random) -> list[str] | None:
    """Two Latin words or more in one."""
    words = [i for i, p in enumerate(parts) if LATIN.fullmatch(p) and p.isalpha()]
    runs = [(a, b) for a, b in pairwise(words) if b == a + 1]
    if not runs:
        return None
    at, after = r.choice(runs)
    return [*parts[:at], (parts[at] + parts[after]).lower(), *parts[after + 1 :]]


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
    "glued": (glued, "latin"),
}
